"""Sentences that answer one question with different figures."""

from time import perf_counter

import pytest

from agent.citations import verify
from agent.rivals import kind_of_fact, rivals, subject_of
from agent.sayings import sayings_of, without_addresses
from ingest.facts import FactKind
from tests.agent.parts import evidence, passages_of

RETURN = "# Возврат\n\nВернуть товар можно в течение 14 дней после получения."
MONEY = "# Оплата\n\nДеньги за возврат вернём за 10 дней."


def values(asked: str, *articles: str) -> list[list[str]]:
    """What the articles say of a question that disagrees, with an answer that rests on the first article."""
    found = evidence(*articles, asked=asked)
    said = passages_of(articles[0])[0]
    answer = verify("\n".join(f"{said.slice(each.start, each.end)} [1]." for each in said.units), found)
    return [[each.display for each in group] for group in rivals(found.question, answer, found.candidates, {}).groups]


@pytest.mark.parametrize(
    ("asked", "one", "other", "shown"),
    [
        ("сколько дней на возврат", RETURN, "# Оплата\n\nНа возврат товара у вас 7 дней.", ["14 дней", "7 дней"]),
        ("7 или 14 дней на возврат?", RETURN, "# Оплата\n\nНа возврат товара у вас 7 дней.", ["14 дней", "7 дней"]),
        ("сколько дней на возврат", RETURN, "# Оплата\n\nНа возврат товара у вас 6 месяцев.", ["14 дней", "6 месяцев"]),
        ("почём разблокировка?", "# Старт\n\nРазблокировка стоит 50 рублей.", "# Тариф\n\nРазблокировка — 30 рублей.",
         ["50 рублей", "30 рублей"]),
        ("сколько стоит замена пропуска", "# Пропуск\n\nЗамена пропуска бесплатна.",
         "# Цены\n\nЗамена пропуска стоит 150 рублей.", ["бесплатна", "150 рублей"]),
        ("какая скидка по подписке", "# Подписка\n\nСкидка по подписке — 10%.",
         "# Вопросы\n\nСкидка по подписке составляет 7%.", ["10%", "7%"]),
        ("где страница с заявлением на возврат, ссылку дайте",
         "# Возврат\n\nЗаявление на возврат — на странице shop.example/a.",
         "# Оплата\n\nЗаявление на возврат заполните на странице shop.example/b.",
         ["shop.example/a", "shop.example/b"]),
        ("можно завершить аренду вне парковки?", "# Конец\n\nЗавершить аренду вне парковки нельзя.",
         "# Вопросы\n\nЗавершить аренду вне парковки можно, это стоит 200 рублей.",
         ["Завершить аренду вне парковки нельзя.", "Завершить аренду вне парковки можно"]),
    ],
)  # fmt: skip
def test_a_disagreement_is_found_whatever_it_is_about(asked: str, one: str, other: str, shown: list[str]) -> None:
    assert values(asked, one, other) == [shown]


@pytest.mark.parametrize(
    ("asked", "one", "other"),
    [
        ("сколько дней на возврат", RETURN, MONEY),  # another matter
        ("сколько дней на возврат", RETURN, "# Опт\n\nПриюты возвращают товар в течение 60 дней."),
        ("сколько лежит заказ в постамате", "# Постамат\n\nВ постамате заказ хранится 3 дня.",
         "# Пункт\n\nВ пункте выдачи заказ хранится 7 дней."),
        ("сколько дней на возврат", RETURN, "# Сроки\n\nВернуть товар можно в течение двух недель."),
        ("как оформить возврат", RETURN, "# Оплата\n\nНа возврат товара у вас 7 дней."),  # no figure is asked for
        ("нужно ли фото парковки", "# Конец\n\nЗавершить аренду вне парковки нельзя.",
         "# Вопросы\n\nЗавершить аренду вне парковки можно."),
        ("за сколько отвечают в чате", "# Чат\n\nВ чате отвечаем за 4 минуты.",
         "# Сбой\n\nЕсли в чате не отвечают, ждём 5 дней."),  # too far apart to be of one thing
    ],
)  # fmt: skip
def test_what_is_said_of_something_else_does_not_disagree(asked: str, one: str, other: str) -> None:
    assert values(asked, one, other) == []


def test_one_section_tells_cases_apart() -> None:
    assert (
        values("сколько стоит замена карты", "# Карта\n\nЗамена карты стоит 100 рублей. Замена карты — 300 рублей.")
        == []
    )


def test_the_subject_is_told_in_words_of_the_articles() -> None:
    found = evidence(RETURN, "# Оплата\n\nНа возврат товара у вас 7 дней.", asked="7 или 14 дней на возврат?")
    [group] = rivals(found.question, verify("", found), found.candidates, {}).groups
    assert subject_of(found.question, group) == "возврат товара"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Скидка по подписке — 10%.", FactKind.COUNT),  # no price
        ("Показания сдают с 18 по 25 число.", FactKind.COUNT),  # no hours
        ("Пункт выдачи открыт с 9 до 21.", FactKind.HOURS),
        ("Замена карты стоит 100 рублей.", FactKind.SUM),
    ],
)
def test_a_fact_is_told_under_its_own_name(said: str, kind: FactKind) -> None:
    [(saying, _)] = sayings_of(passages_of(f"# Справка\n\n{said}")[0])
    assert kind_of_fact(saying) is kind


def test_a_long_word_takes_no_time() -> None:
    started = perf_counter()
    assert without_addresses("а" * 20_000) == "а" * 20_000
    assert without_addresses("пишите на help@shop.ru или shop.ru/form сюда").split() == ["пишите", "на", "или", "сюда"]
    assert perf_counter() - started < 1
