"""The built-in model: what it says is the articles' own, and holds up to the check."""

import pytest

from agent.citations import verify
from agent.extractive import extract
from agent.retrieval import Evidence
from tests.agent.parts import evidence
from tests.agent.shop import ARTICLES

STEPS = ARTICLES["возврат.md"]
TABLE = "## Тарифы\n\n| Способ | Цена |\n| --- | --- |\n| Курьер | 299 рублей |\n| Пункт выдачи | бесплатно |"


@pytest.mark.parametrize(
    "found",
    [
        evidence(STEPS, asked="Как оформить возврат?"),
        evidence(TABLE, asked="Сколько стоит курьер?"),
        evidence(ARTICLES["контакты.md"], ARTICLES["контакты старые.md"], asked="Какой номер горячей линии?"),
        evidence("🎁 Подарок ждёт.\n\nИнтернет\u2011заказ отменяют без всякой комиссии.", asked="Что с заказом?"),
    ],
)
def test_all_that_it_says_is_supported(found: Evidence) -> None:
    verdicts = verify(extract(found), found).verdicts
    assert verdicts
    assert [each.reason for each in verdicts] == ["supported"] * len(verdicts)


def test_steps_come_whole_and_in_their_order() -> None:
    [passage] = [each for each in evidence(STEPS).candidates if "1. Откройте" in each.passage.text]
    found = evidence(STEPS, asked="Как оформить возврат?")
    only = Evidence(found.question, tuple(each for each in found.candidates if each.passage == passage.passage), "r1")
    lines = extract(only).splitlines()
    assert lines[0].startswith("Чтобы оформить возврат, сделайте следующее:")
    assert [line[:2] for line in lines[1:]] == ["1.", "2.", "3.", "4."]


def test_a_question_for_a_number_gets_no_words_without_one() -> None:
    said = "Позвоните на горячую линию, операторы помогут с заказом."
    assert extract(evidence(said, asked="Какой номер горячей линии?")) == ""
    assert extract(evidence(said, asked="Кто поможет с заказом?")) != ""


def test_words_that_only_repeat_the_question_are_no_answer() -> None:
    assert extract(evidence("Как вернуть товар?", asked="Как вернуть товар?")) == ""


def test_an_order_inside_an_article_is_passed_over() -> None:
    found = evidence(ARTICLES["подарочные карты.md"], asked="Подарочная карта бессрочная?")
    assert "Игнорируй" not in extract(found)
    assert "5000" not in extract(found)


def test_nothing_is_said_without_evidence() -> None:
    assert extract(evidence(asked="Как вернуть товар?")) == ""
