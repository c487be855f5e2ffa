"""Facts are found with the right subject and value, or not at all."""

import time
from pathlib import Path

import pytest

from ingest.facts import Fact, FactKind, find_facts
from ingest.passage import Passage
from ingest.readers import read_article
from ingest.split import split

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"

HOTLINE, SELLERS, OPERATORS = "горячая линия", "поддержка продавцов", "операторы"
CHAT, CALLBACK, FORM, EMAIL = "чат поддержки", "обратный звонок", "форма обратной связи", "электронная почта поддержки"
ALWAYS = "mo-su 00:00-24:00"


def passages(text: str, title: str = "Справка") -> list[Passage]:
    return split(read_article(f"---\ntitle: {title}\n---\n\n{text}\n".encode(), "article.md"))


def facts(kind: FactKind, text: str, title: str = "Справка") -> list[Fact]:
    return [fact for passage in passages(text, title) for fact in find_facts(passage) if fact.kind is kind]


def found(kind: FactKind, text: str, title: str = "Справка") -> list[tuple[str, str]]:
    return [(fact.subject, fact.value) for fact in facts(kind, text, title)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Номер горячей линии — 8 800 100 0 800.", [(HOTLINE, "+78001000800")]),
        ("Номер поддержки: 8‑800‑555‑35‑35, это бесплатно.", [(HOTLINE, "+78005553535")]),
        ("Позвоните нам: +7 (800) 234-55-55.", [(HOTLINE, "+78002345555")]),
        ("Чаще всего звонят по номеру 8 800 555-34-34.", [(HOTLINE, "+78005553434")]),
        ("Служба поддержки: +7 (499) 350-97-03.", [(HOTLINE, "+74993509703")]),
        ("Телефон по доставке: 8 800 333-33-33, звонок из всех регионов бесплатный.", [(HOTLINE, "+78003333333")]),
        ("Линия для продавцов: 8 (800) 600-40-40. Покупатели звонят на другую.", [(SELLERS, "+78006004040")]),
        ("## Телефон для продавцов\n\nЗвоните: 8 (800) 600-40-40.", [(SELLERS, "+78006004040")]),
        (
            "Продавцам — 8 (800) 600-40-40, покупателям — 8 (800) 234-55-55.",
            [(SELLERS, "+78006004040"), (HOTLINE, "+78002345555")],
        ),
        (
            "| Кто | Телефон |\n|---|---|\n| Покупатель | 8 (800) 234-55-55 |\n| Для продавцов | 8 (800) 600-40-40 |",
            [(HOTLINE, "+78002345555"), (SELLERS, "+78006004040")],
        ),
        # not the way to support
        ("Система создаст временный номер 8 800 555-11-22.", []),
        ("Номер пишите в формате +7 999 123-45-67, и поддержка перезвонит.", []),
        ("Служба доставки отвечает по телефону 8 800 200-30-40.", []),
        ("Позвоните в банк по номеру 8 800 555-55-50.", []),
        ("Поддержка для звонков из-за границы: +7 495 232-10-00.", []),
        ("Номер заказа 88005553535-0001 назовите поддержке.", []),
        ("Номер заказа 8 800 555 35 35 назовите поддержке.", []),
        ("Прямого номера поддержки в открытом доступе нет.", [(HOTLINE, "none")]),
        ("Номер вида 8 800 12 не бывает телефоном поддержки.", []),
    ],
)  # fmt: skip
def test_telephone_numbers(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(FactKind.PHONE, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Официальный адрес поддержки — Help@Shop.ru.", [(EMAIL, "help@shop.ru")]),
        ("| Способ | Адрес |\n|---|---|\n| Электронная почта | support@shop.ru |", [(EMAIL, "support@shop.ru")]),
        ("Пишите в поддержку: otvet@shop.ru.", [(EMAIL, "otvet@shop.ru")]),
        ("Продавцам отвечают с адреса market@shop.ru.", [("электронная почта для продавцов", "market@shop.ru")]),
        ("Адрес поддержки: [email protected], письма читают.", []),
        ("Поддержка отвечает с адреса noreply@shop.ru, писать на него не надо.", []),
        ("Укажите почту, например ivan@shop.ru, и поддержка ответит.", []),
        ("Старый адрес help@shop.ru закрыт; новый адрес поддержки — support@shop.ru.", [(EMAIL, "support@shop.ru")]),
        ("По рекламе: adv@shop.ru.", []),
        ("Поддержка облака: support-cloud@shop.ru.", []),
    ],
)
def test_addresses(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(FactKind.EMAIL, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Чат работает круглосуточно.", [(CHAT, ALWAYS)]),
        ("Горячая линия на связи 24/7.", [(HOTLINE, ALWAYS)]),
        ("Горячая линия доступна в круглосуточном режиме.", [(HOTLINE, ALWAYS)]),
        ("Звонок бесплатный. Операторы отвечают круглосуточно.", [(HOTLINE, ALWAYS)]),
        ("Звонки на горячую линию бесплатны, а операторы работают круглосуточно.", [(HOTLINE, ALWAYS)]),
        ("Операторы на связи с 7:00 до 23:00 по МСК.", [(OPERATORS, "mo-su 07:00-23:00")]),
        ("## Чат\n\nОператоры отвечают с 8 до 22.", [(CHAT, "mo-su 08:00-22:00")]),
        ("## Куда звонить\n\nОператоры отвечают с 8 утра до 9 вечера.", [(HOTLINE, "mo-su 08:00-21:00")]),
        ("Звоните в рабочее время: обычно это с 9 до 18 по московскому времени.", [(HOTLINE, "mo-su 09:00-18:00")]),
        ("Телефон поддержки: пн–пт 9–21.", [(HOTLINE, "mo-fr 09:00-21:00")]),
        ("Линия открыта по будням 09:00–18:00, вс — выходной.", [(HOTLINE, "mo-fr 09:00-18:00")]),
        (
            "Чат отвечает с 9:00 до 21:00 по будням и с 10:00 до 18:00 в субботу.",
            [(CHAT, "mo-fr 09:00-21:00; sa 10:00-18:00")],
        ),
        (
            "Горячая линия ждёт звонков с понедельника по пятницу, с 8 30 до 20 00, в субботу — с 11 00 до 16 00.",
            [(HOTLINE, "mo-fr 08:30-20:00; sa 11:00-16:00")],
        ),
        (
            "Чат доступен ежедневно с 8:00 до 22:00, горячая линия — с 9:00 до 18:00.",
            [(CHAT, "mo-su 08:00-22:00"), (HOTLINE, "mo-su 09:00-18:00")],
        ),
        ("Чат открыт круглосуточно, а звонок доступен в рабочие часы.", [(CHAT, ALWAYS)]),
        (
            "Напишите в чат или закажите обратный звонок. Оба способа работают круглосуточно.",
            [(CALLBACK, ALWAYS), (CHAT, ALWAYS)],
        ),
        ("Чат: Пн-Сб: 9:00-18:00, Вс: выходной", [(CHAT, "mo-sa 09:00-18:00")]),
        ("Заявку на обратный звонок принимают круглосуточно.", [(CALLBACK, ALWAYS)]),
        # not opening hours of support
        ("```yaml\nplan:\n  name: Premium\n  hint: Поддержка 24/7\n```", []),
        ("Позвоните утром: горячая линия свободна.", []),
        ("Звоните на горячую линию в рабочие часы.", []),
        ("Чат работает не круглосуточно.", []),
        ("Раньше горячая линия работала с 9:00 до 18:00.", []),
        ("Бот работает днём и ночью.", []),
        ("Курьеры привозят заказы с 9:00 до 21:00, поддержка об этом напомнит.", []),
        ("В чате выберите удобное время, например с 10 до 12.", []),
        ("Чат хранит ответы с 1 до 15 мая.", []),
    ],
)  # fmt: skip
def test_opening_hours(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(FactKind.HOURS, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("В чате отвечают за несколько минут.", [(CHAT, "several minutes")]),
        ("Ответ в чате приходит в считанные минуты.", [(CHAT, "several minutes")]),
        (
            "Чат отвечает за несколько минут, вечером в пиковые часы — до 20–25 минут.",
            [(CHAT, "several minutes"), (f"{CHAT} в часы пик", "PT20M/PT25M")],
        ),
        ("Обычно перезванивают через 15–30 минут, в часы пик — дольше.", [(CALLBACK, "PT15M/PT30M")]),
        ("Обратный звонок поступит в течение получаса.", [(CALLBACK, "PT30M")]),
        (
            "Форма обратной связи: отвечают в течение часа, на трудные вопросы — в пределах 24 часов.",
            [(FORM, "PT1H"), (f"{FORM} в сложных случаях", "PT24H")],
        ),
        ("На письма отвечают в течение суток.", [(EMAIL, "PT24H")]),
        ("В чате ждать ответа нужно не больше 5 минут.", [(CHAT, "PT5M")]),
        ("На письма отвечаем за два рабочих дня.", [(EMAIL, "PT48H working")]),
        ("| Где | Когда ждать ответа |\n|---|---|\n| Почта | до нескольких часов |", [(EMAIL, "several hours")]),
        ("Специалист отвечает сразу в окне чата.", [(CHAT, "at once")]),
        # not the wait for an answer
        ("Письмо пришло, а в ответ сразу придёт номер обращения.", []),
        ("Напишите в чат: деньги вернут в течение 3 дней.", []),
        ("Если в чате не ответили в течение часа, позвоните.", []),
        ("Ответьте в чате в течение 24 часов, иначе его закроют.", []),
        ("В чате проблему решают за несколько минут.", []),
        ("Обычно отвечают в течение часа.", []),
    ],
)  # fmt: skip
def test_waiting_times(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(FactKind.WAIT, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Вернуть товар можно в течение 14 дней с момента получения.", [("возврат товара", "P14D")]),
        ("Если товар не подошёл, верните его в течение двух недель.", [("возврат товара", "P14D")]),
        ("Деньги вернутся на карту в течение 3–10 рабочих дней.", [("возврат денег (карта)", "P3D/P10D working")]),
        (
            "Заказ хранится в пункте выдачи 7 дней, в постамате — 3 дня.",
            [("хранение заказа (пункт выдачи)", "P7D"), ("хранение заказа (постамат)", "P3D")],
        ),
        ("## Гарантия\n\nСрок — 12 месяцев.", [("гарантия", "P12M")]),
        ("Обменять товар можно 14 дней, а вернуть — 30.", [("обмен товара", "P14D")]),
        (
            "## Доставка\n\n| Способ | Цена | Срок |\n|---|---|---|\n| Почтой | 199 ₽ | 5–14 дней |",
            [("доставка (почта)", "P5D/P14D")],
        ),
        # no term that may be relied on, or not known of what
        ("Если деньги не вернулись через 10 дней, напишите нам.", []),
        ("Возврат займёт не менее 3 дней.", []),
        ("Доставка работает 7 дней в неделю.", []),
        ("Раньше товар можно было вернуть в течение 7 дней.", []),
        ("Это займёт 3 дня.", []),
    ],
)  # fmt: skip
def test_terms(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(FactKind.TERM, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Доставка курьером стоит 1 299,50 рублей.", [("доставка (курьер)", "RUB 1299.5")]),
        ("Доставка по Москве — от 199 ₽.", [("доставка (москва)", "from RUB 199")]),
        ("При заказе от 2 тыс. рублей доставка бесплатная.", [("бесплатная доставка", "from RUB 2000")]),
        ("Минимальная сумма заказа — 500 руб.", [("минимальная сумма заказа", "RUB 500")]),
        ("Комиссия за перевод составляет 3%.", [("комиссия (перевод)", "3%")]),
        ("Звонок бесплатный из любого региона.", [("звонок", "RUB 0")]),
        # conditions, examples, shares of something that is not said
        ("Для новых покупателей доставка бесплатная, если заказ первый.", []),
        ("Например, доставка стоит 300 рублей.", []),
        ("Скидка на доставку 50%.", []),
        ("Это стоит 300 рублей.", []),
    ],
)
def test_sums(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(FactKind.SUM, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Отменить заказ после оплаты можно.", [("отмена, оплата (после)", "yes")]),
        ("После оплаты отменить заказ нельзя.", [("отмена, оплата (после)", "no")]),
        ("В выходные мы не доставляем.", [("доставка (выходной)", "no")]),
        # a condition, a question, a figure that says more
        ("Если заказ не собран, отменить его можно.", []),
        ("Можно ли вернуть товар без чека?", []),
        ("Вернуть товар можно в течение 14 дней.", []),
        ("Это можно сделать.", []),
    ],
)
def test_plain_statements(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(FactKind.YES_NO, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Кнопка «Помощь» или значок чата — в правом нижнем углу.",
            [("«помощь»", "bottom right"), ("«чат»", "bottom right")],
        ),
        ("В приложении нажмите «Ещё» в левом верхнем углу.", [("«еще» в приложении", "top left")]),
        ("Номер — в правом верхнем углу чека «Покупка».", []),
    ],
)
def test_places_on_the_screen(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(FactKind.PLACE, text) == expected


def test_title_says_which_wait_it_is() -> None:
    assert found(FactKind.WAIT, "Отвечают обычно в пределах часа.", title="Форма обратной связи") == [(FORM, "PT1H")]


def test_display_stands_in_the_article_and_within_one_unit() -> None:
    text = "## Ёлка 🎄\n\nПоддержка. На линии 8‑800‑555‑35‑35 отвечают с\u00a09:00 до\u00a021:00 📞, по субботам — нет."
    article = read_article(text.encode(), "article.md")
    (passage,) = split(article)
    displays = []
    for fact in find_facts(passage):
        assert article.text[fact.start : fact.end] == fact.display
        assert any(unit.start <= fact.start and fact.end <= unit.end for unit in passage.units)
        assert (fact.source_id, fact.passage_id) == (article.id, passage.id)
        displays.append(fact.display)
    assert displays == ["8‑800‑555‑35‑35", "с\u00a09:00 до\u00a021:00"]


def test_a_unit_that_repeats_a_fact_gives_it_once() -> None:
    assert found(FactKind.HOURS, "Чат доступен круглосуточно, 24/7.") == [(CHAT, ALWAYS)]


def test_a_passage_takes_about_a_millisecond() -> None:
    line = "Звоните на горячую линию 8 800 555-35-35 по будням с 9:00 до 21:00, в чате отвечают за 15–30 минут. "
    (passage,) = passages(line * 8)
    find_facts(passage)  # loads the metadata of telephone numbers
    started = time.process_time()
    for _ in range(10):
        find_facts(passage)
    # Eight dense sentences are far more than a passage of real articles has; the bound allows for a slow machine.
    assert (time.process_time() - started) / 10 < 0.05


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="needs ../shared/articles")
def test_real_articles_give_every_line_its_own_subject() -> None:
    everything = [
        fact
        for path in sorted(ARTICLES.glob("*.txt"))
        for passage in split(read_article(path.read_bytes(), path.name))
        for fact in find_facts(passage)
    ]
    by_subject = {(fact.kind, fact.subject): set[str]() for fact in everything}
    for fact in everything:
        by_subject[fact.kind, fact.subject].add(fact.value)
    assert by_subject[FactKind.PHONE, HOTLINE] == {
        "+78002345555", "+78002347000", "+78003333333", "+78001000800", "+78005553535", "+78005553434", "+78005555757",
    }  # fmt: skip
    assert by_subject[FactKind.PHONE, SELLERS] == {"+78006004040"}
    assert by_subject[FactKind.EMAIL, EMAIL] == {"support@ozon.ru", "help@ozon.ru"}
    assert by_subject[FactKind.HOURS, HOTLINE] == {ALWAYS, "mo-su 09:00-18:00", "mo-fr 09:00-21:00; sa 10:00-18:00"}
    assert by_subject[FactKind.HOURS, OPERATORS] == {"mo-su 07:00-23:00"}
    assert by_subject[FactKind.HOURS, CHAT] == {ALWAYS}
    assert by_subject[FactKind.WAIT, CHAT] == {"several minutes", "at once"}
