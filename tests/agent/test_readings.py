"""When a question may mean several things, and which."""

from dataclasses import replace

import pytest

from agent.readings import names_only_a_topic, readings_of
from tests.agent.parts import evidence, question

RETURNS = """# Возврат
## Сроки возврата
Вернуть товар можно в течение 14 дней после получения.

## Деньги за возврат
Сумма поступает на карту, с которой платили, за 10 рабочих суток.

## Как оформить возврат
Откройте «Мои заказы», нажмите «Вернуть» и укажите причину.

## Возврат подарков
Подарки принимают с открыткой дарителя.
"""


def test_three_sections_that_fit_alike_are_the_readings() -> None:
    assert readings_of(evidence(RETURNS, asked="возврат")) == (
        "Сроки возврата",
        "Деньги за возврат",
        "Как оформить возврат",
    )


def test_a_section_that_fits_best_leaves_nothing_to_ask() -> None:
    found = evidence(RETURNS, asked="возврат")
    first, *others = found.candidates
    assert readings_of(replace(found, candidates=(replace(first, score=2.0), *others))) == ()


def test_a_word_that_the_articles_do_not_know_has_no_readings() -> None:
    found = evidence(RETURNS, asked="кешбэк")
    unknown = tuple(replace(each, credits=(0.3,)) for each in found.candidates)
    assert readings_of(replace(found, candidates=unknown)) == ()


def test_sections_that_say_the_same_are_one_reading() -> None:
    text = "# А\n## Срок\nВернуть товар можно за 14 дней.\n"
    same = "# Б\n## Дни\nТовар можно вернуть за 14 дней.\n"
    assert readings_of(evidence(text, same, asked="возврат")) == ()


def test_a_question_that_says_what_it_is_about_has_no_readings() -> None:
    assert readings_of(evidence(RETURNS, asked="сколько дней ждать деньги за возврат куртки")) == ()


@pytest.mark.parametrize("text", ["возврат", "Доставка?", "номер", "подарочная карта", "про возврат", "чат поддержки"])
def test_a_topic_without_a_question(text: str) -> None:
    assert names_only_a_topic(question(text))


@pytest.mark.parametrize(
    "text",
    [
        "как вернуть",
        "не работает чат",
        "сколько стоит доставка",
        "где чек",
        "есть ли примерка",
        "примерка есть?",
        "ваш адрес",
        "дайте номер",
        "хочу вернуть",
    ],
)
def test_a_question(text: str) -> None:
    assert not names_only_a_topic(question(text))
