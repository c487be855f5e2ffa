"""Facts disagree only where subject and kind agree and values differ."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from ingest.conflicts import find_conflicts, find_overruled
from ingest.facts import Fact, FactKind, find_facts
from ingest.readers import read_article
from ingest.split import split

SOURCES = Path(__file__).parents[2] / "sources"

HOTLINE, CHAT, EMAIL = "горячая линия", "чат поддержки", "электронная почта поддержки"
ALWAYS = "mo-su 00:00-24:00"


def facts_of(articles: Mapping[str, str]) -> list[Fact]:
    return [
        fact
        for article_id, text in articles.items()
        for passage in split(read_article(text.encode(), article_id))
        for fact in find_facts(passage)
    ]


def disagreements(articles: Iterable[str], *trust: int) -> list[tuple[str, str, list[str]]]:
    """Kind, subject and values of each disagreement between articles, whose trusts may be given in their order."""
    texts = {f"{i}.md": text for i, text in enumerate(articles)}
    conflicts = find_conflicts(facts_of(texts), dict(zip(texts, trust, strict=False)))
    return [(conflict.kind, conflict.subject, [fact.value for fact in conflict.facts]) for conflict in conflicts]


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        (
            ["Горячая линия: 8 800 100 0 800.", "Номер поддержки — 8‑800‑555‑35‑35."],
            [("phone", HOTLINE, ["+78001000800", "+78005553535"])],
        ),
        (
            ["Горячая линия работает круглосуточно.", "На горячую линию звоните пн–пт 9–21."],
            [("hours", HOTLINE, [ALWAYS, "mo-fr 09:00-21:00"])],
        ),
        (
            ["Пишите в поддержку: help@shop.ru.", "Адрес поддержки: support@shop.ru.", "Почта: help@shop.ru."],
            [("email", EMAIL, ["help@shop.ru", "support@shop.ru", "help@shop.ru"])],
        ),
        (
            ["На письма отвечают в течение 24 часов.", "На письма отвечают за 3 дня."],
            [("wait", EMAIL, ["PT24H", "PT72H"])],
        ),
        (
            ["Вернуть товар можно в течение 14 дней.", "На возврат товара у вас есть 30 дней после покупки."],
            [("term", "возврат товара", ["P14D", "P30D"])],
        ),
        (
            ["Заказ хранится в ПВЗ 7 дней.", "Срок хранения заказа в пункте выдачи — две недели."],
            [("term", "хранение заказа (пункт выдачи)", ["P7D", "P14D"])],
        ),
        (
            ["Доставка курьером стоит 299 рублей.", "Курьерская доставка — 350 ₽."],
            [("sum", "доставка (курьер)", ["RUB 299", "RUB 350"])],
        ),
        (
            ["Доставка бесплатная при заказе от 2 000 рублей.", "Бесплатная доставка действует от 3000 ₽."],
            [("sum", "бесплатная доставка", ["from RUB 2000", "from RUB 3000"])],
        ),
        (["Доставка бесплатная.", "Доставка стоит 300 рублей."], [("sum", "доставка", ["RUB 0", "RUB 300"])]),
        (
            ["Вернуть товар без чека можно.", "Без чека вернуть товар нельзя."],
            [("yes_no", "возврат товара (без, чек)", ["yes", "no"])],
        ),
        (
            ["Специалист отвечает сразу в окне чата.", "В чате отвечают за несколько минут."],
            [("wait", CHAT, ["at once", "several minutes"])],
        ),
        (
            ["Кнопка «Помощь» — в правом нижнем углу.", "Посмотрите в верхний правый угол. Там есть «Помощь»."],
            [("place", "«помощь»", ["bottom right", "top right"])],
        ),
        (
            ["Прямого номера поддержки в открытом доступе нет.", "Горячая линия: 8 800 100 0 800."],
            [("phone", HOTLINE, ["none", "+78001000800"])],
        ),
        # the same, written otherwise
        (["Гарантия на товар — 1 год.", "Гарантия на товар — 12 месяцев."], []),
        (["Доставка занимает 3 дня.", "Срок доставки — 1–3 дня."], []),
        (["Доставка стоит от 299 рублей.", "Стоимость доставки — 399 рублей."], []),
        (["Горячая линия: 8 (800) 555-35-35.", "Номер поддержки — +7 800 555 35 35."], []),
        (["На письма отвечают в течение суток.", "На письма отвечают за 24 часа."], []),
        (["Перезванивают через 15–30 минут.", "Перезванивают в течение получаса."], []),
        (["В чате отвечают за несколько минут.", "В чате отвечают за 5 минут."], []),
        # other subjects
        (["Чат работает круглосуточно.", "Операторы на связи с 7 до 23."], []),
        (["Горячая линия: 8 800 100 0 800.", "Линия для продавцов: 8 800 600-40-40."], []),
        (["В чате отвечают за несколько минут.", "В часы пик в чате ждать ответа до 15 минут."], []),
        (["Вернуть товар можно в течение 14 дней.", "Вернуть обувь можно в течение 7 дней."], []),
        (["Вернуть товар можно в течение 14 дней.", "Деньги вернутся в течение 10 дней."], []),
        (["Курьером доставка стоит 299 рублей.", "Доставка почтой стоит 199 рублей."], []),
        (["Отменить заказ до оплаты можно.", "Отменить заказ после оплаты нельзя."], []),
        (["В приложении кнопка «Помощь» — в правом нижнем углу.", "На сайте «Помощь» — в правом верхнем углу."], []),
        (["Заказ хранится в пункте выдачи 7 дней, в постамате — 3 дня.", "Срок хранения в ПВЗ — 7 дней."], []),
        # what completes each other
        (["Горячая линия отвечает по будням с 9 до 21.", "Горячая линия отвечает в субботу с 10 до 18."], []),
        (
            [
                "Горячая линия: по будням с 9 до 21, в субботу с 10 до 18, звоните.",
                "Горячая линия отвечает по будням с 9 до 21.",
            ],
            [],
        ),
        (["Горячая линия: 8 800 100 0 800, 8 800 555-35-35.", "Номер поддержки — 8 800 555-35-35."], []),
    ],
)  # fmt: skip
def test_disagreements(articles: list[str], expected: list[tuple[str, str, list[str]]]) -> None:
    assert disagreements(articles) == expected


def test_one_article_may_disagree_with_itself() -> None:
    text = (
        "Горячая линия: 8 800 100 0 800. Держите под рукой номер заказа и дату покупки, оператор их спросит.\n\n"
        "Если дозвониться не вышло, попробуйте позже. Номер поддержки — 8 800 555-35-35."
    )
    assert disagreements([text]) == [("phone", HOTLINE, ["+78001000800", "+78005553535"])]


@pytest.mark.parametrize(
    ("trust", "expected"),
    [
        ((0, 0, 1), []),
        ((0, 1, 1), [("phone", HOTLINE, ["+78005553535", "+78005553434"])]),
        ((2, 1, 1), []),
        ((5,), []),  # the others have none
    ],
)
def test_the_most_trusted_articles_are_believed(
    trust: tuple[int, ...], expected: list[tuple[str, str, list[str]]]
) -> None:
    articles = [f"Горячая линия: 8 800 {number}." for number in ("100 0 800", "555-35-35", "555-34-34")]
    assert disagreements(articles, *trust) == expected


def test_what_is_far_longer_is_of_something_else() -> None:
    waits = ["В чате отвечаем в течение 4 минут.", "В чате отвечаем в течение 5 дней."]
    assert disagreements(waits) == []
    assert disagreements([waits[0], "В чате отвечаем в течение 20 минут."]) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("В чате отвечаем в течение 1 часа.", "В чате отвечаем в течение 24 часов."),
        ("В чате отвечаем в течение 5 минут.", "В чате отвечаем в течение 2 часов."),
        ("Вернуть товар можно в течение 1 дня.", "Вернуть товар можно в течение 14 дней."),
        ("Вернуть товар можно в течение 14 дней.", "Вернуть товар можно в течение 6 месяцев."),
    ],
)
def test_what_is_many_times_as_long_contradicts(one: str, other: str) -> None:
    assert len(disagreements([one, other])) == 1


def test_hours_of_a_department_are_not_those_of_the_hotline() -> None:
    purchases = "Поставщики звонят в отдел закупок: с понедельника по пятницу с 10 до 18."
    assert disagreements(["Горячая линия работает ежедневно с 8 до 22.", purchases]) == []


def test_what_a_more_trusted_article_contradicts_is_overruled() -> None:
    texts = {
        "old.md": "Вернуть товар можно в течение 14 дней.",
        "same.md": "На возврат товара у вас месяц.",
        "trusted.md": "Вернуть товар можно в течение 30 дней.",
    }
    overruled = find_overruled(facts_of(texts), {"trusted.md": 1})
    assert [(wrong.source_id, right.source_id) for wrong, right in overruled.items()] == [("old.md", "trusted.md")]
    assert find_overruled(facts_of(texts), {}) == {}


def test_order_of_facts_does_not_matter_and_conflicts_are_hashable() -> None:
    facts = facts_of({"b.md": "Горячая линия: 8 800 100 0 800.", "a.md": "Номер поддержки — 8 800 555-35-35."})
    conflicts = find_conflicts(facts, {})
    assert conflicts == find_conflicts(facts[::-1], {})
    assert len(set(conflicts)) == 1
    assert [fact.source_id for fact in conflicts[0].facts] == ["a.md", "b.md"]


def test_our_own_articles_disagree_where_the_real_ones_do() -> None:
    """Opora's own articles keep the contradictions of the real ones, so that they can be shown."""
    conflicts = find_conflicts(facts_of({path.name: path.read_text() for path in sorted(SOURCES.glob("*.md"))}), {})
    values = {(conflict.kind, conflict.subject): {fact.value for fact in conflict.facts} for conflict in conflicts}
    assert values == {
        (FactKind.PHONE, HOTLINE): {
            "+78002345555", "+78002347000", "+78003333333", "+78001000800",
            "+78005553535", "+78005553434", "+78005555757", "none",
        },
        (FactKind.EMAIL, EMAIL): {"support@ozon.ru", "help@ozon.ru"},
        (FactKind.HOURS, HOTLINE): {ALWAYS, "mo-su 09:00-18:00", "mo-fr 09:00-21:00; sa 10:00-18:00"},
        (FactKind.WAIT, EMAIL): {"several hours", "PT24H"},
        (FactKind.WAIT, CHAT): {"several minutes", "at once"},
        (FactKind.PLACE, "«помощь»"): {"top right", "bottom right"},
    }  # fmt: skip
