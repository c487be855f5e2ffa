"""How verified statements and disagreements read."""

import re
from dataclasses import dataclass
from datetime import date

import pytest

from agent.citations import verify
from agent.compose import compose_answer, compose_conflict, with_markers
from agent.disagreement import Disagreement
from agent.statements import Statement
from agent.verdicts import Quote, Verdict
from tests.agent.parts import evidence

STEPS = "Чтобы вернуть товар, сделайте так:\n\n1. Откройте заказ.\n2. Нажмите «Вернуть».\n3. Дождитесь письма."
SHOP = evidence(STEPS, "Заказ хранится 7 дней. Доставка стоит 299 рублей.", "Откройте «Помощь» → «Контакты».")


@dataclass(frozen=True, slots=True)
class Article:
    url: str | None = None
    updated: date | None = None


def bare(source_id: str) -> Article:
    return Article()


@pytest.mark.parametrize(
    ("draft", "text"),
    [
        (
            "Заказ хранится 7 дней. Доставка стоит 299 рублей.",
            "Заказ хранится 7 дней [1]. Доставка стоит 299 рублей [2].",
        ),
        ("Заказ хранится 7 дней. Заказ хранится 7 дней.", "Заказ хранится 7 дней [1]. Заказ хранится 7 дней [1]."),
        ("Слоны летают. Доставка стоит 299 рублей.", "Доставка стоит 299 рублей [1]."),
        # steps are numbered anew where one of them went
        ("1. Откройте заказ.\n2. Спляшите.\n3. Дождитесь письма.", "1. Откройте заказ [1].\n2. Дождитесь письма [2]."),
        (
            "Чтобы вернуть товар, сделайте так:\n1. Откройте заказ.\nЗаказ хранится 7 дней.\n1. Нажмите «Вернуть».",
            "Чтобы вернуть товар, сделайте так [1]:\n1. Откройте заказ [2].\n\nЗаказ хранится 7 дней [3].\n"
            "1. Нажмите «Вернуть» [4].",
        ),
        # an arrow is the way through a menu, and no picture
        ("Откройте «Помощь» → «Контакты».", "Откройте «Помощь» → «Контакты» [1]."),
        ("- Откройте заказ.\n- Дождитесь письма.", "— Откройте заказ [1].\n— Дождитесь письма [2]."),
    ],
)  # fmt: skip
def test_an_answer_reads_well(draft: str, text: str) -> None:
    composed = compose_answer(verify(draft, SHOP).verdicts, bare)
    assert composed.text == text
    assert [each.marker for each in composed.citations] == list(range(1, len(composed.citations) + 1))


@pytest.mark.parametrize(
    ("draft", "text"),
    [
        (
            "Заказ хранится 7 дней.\nОткройте «Помощь» → «Контакты».",
            "Заказ хранится 7 дней [1].\n\nМожет помочь и это:\nОткройте «Помощь» → «Контакты» [2].",
        ),
        (
            "Заказ хранится 7 дней.\nДоставка стоит 299 рублей.",  # of one section
            "Заказ хранится 7 дней [1].\nДоставка стоит 299 рублей [2].",
        ),
        # the steps are what was lacking, and nothing beside it
        (
            "Заказ хранится 7 дней.\n1. Откройте заказ.\n2. Нажмите «Вернуть».",
            "Заказ хранится 7 дней [1].\n1. Откройте заказ [2].\n2. Нажмите «Вернуть» [3].",
        ),
        (
            "1. Откройте заказ.\n2. Нажмите «Вернуть».\nЗаказ хранится 7 дней.\nОткройте «Помощь» → «Контакты».",
            "1. Откройте заказ [1].\n2. Нажмите «Вернуть» [2].\n\nМожет помочь и это:\n"
            "Заказ хранится 7 дней [3].\nОткройте «Помощь» → «Контакты» [4].",
        ),
    ],
)  # fmt: skip
def test_what_other_sections_add_to_an_extract_stands_apart(draft: str, text: str) -> None:
    assert compose_answer(verify(draft, SHOP).verdicts, bare, extracted=True).text == text


def test_a_citation_tells_where_its_words_stand() -> None:
    composed = compose_answer(
        verify("Откройте заказ.", SHOP).verdicts,
        lambda source_id: Article(f"https://a.example/{source_id}", date(2026, 3, 12)),
    )
    [citation] = composed.citations
    assert citation.updated == date(2026, 3, 12)
    assert (citation.source_id, citation.quote, citation.url) == ("0.md", "Откройте заказ.", "https://a.example/0.md")
    assert STEPS[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Да.", "Да [1] [2]."), ("Да", "Да [1] [2]"), ("Да!..", "Да [1] [2]!.."), ("Так:", "Так [1] [2]:")],
)
def test_markers_stand_before_the_end_of_the_sentence(text: str, expected: str) -> None:
    assert with_markers(text, (1, 2)) == expected


def test_a_disagreement_is_shown_whole_and_the_rest_of_the_answer_stays() -> None:
    two = evidence("Номер поддержки — 8 800 100-20-30.", "Звоните: 8 800 555-66-77.", "Доставка стоит 299 рублей.")
    one, other, rest = (
        Quote(each.passage, each.passage.units[0].start, each.passage.units[0].end) for each in two.candidates
    )
    dispute = Disagreement(
        "горячая линия",
        "phone",
        {"+78001002030": (one,), "+78005556677": (other,)},
        {"+78001002030": "8 800 100-20-30", "+78005556677": "8 800 555-66-77"},
    )
    verdicts = [Verdict(Statement(quote.text), (quote,), "supported") for quote in (one, rest)]
    composed = compose_conflict(verdicts, [dispute], bare)
    [conflict] = composed.conflicts
    for value in conflict.values:
        assert f"— {value.display} [{value.markers[0]}]" in composed.text
    assert {each.quote for each in composed.citations} == {one.text, other.text, rest.text}
    assert f"{rest.text[:-1]} [" in composed.text
    assert one.text[:-1] not in composed.text  # the disputed sentence is not stated as a fact as well
    assert re.findall(r"\[(\d+)\]", composed.text) == ["1", "2", "3"]


def test_values_on_which_many_articles_agree_name_a_few_of_them() -> None:
    many = evidence(*["Звоните: 8 800 555-66-77."] * 6)
    quotes = tuple(Quote(each.passage, each.passage.start, each.passage.end) for each in many.candidates)
    dispute = Disagreement("линия", "phone", {"a": quotes[:5], "b": quotes[5:]}, {"a": "А", "b": "Б"})
    composed = compose_conflict([], [dispute], bare)
    first, second = composed.conflicts[0].values
    assert 1 < len(first.markers) < 5
    assert len(second.markers) == 1


@pytest.mark.parametrize(("suffices", "first"), [(False, "1. Откройте заказ"), (True, "В наших статьях")])
def test_steps_stand_before_the_numbers_that_they_need(suffices: bool, first: str) -> None:
    two = evidence("Номер поддержки — 8 800 100-20-30.", "Звоните: 8 800 555-66-77.")
    one, other = (Quote(each.passage, each.passage.start, each.passage.end) for each in two.candidates)
    dispute = Disagreement("линия", "phone", {"a": (one,), "b": (other,)}, {"a": "А", "b": "Б"}, suffices=suffices)
    steps = verify("1. Откройте заказ.\n2. Нажмите «Вернуть».", SHOP).verdicts
    composed = compose_conflict(steps, [dispute], bare)
    assert composed.text.startswith(first)
    assert re.findall(r"\[(\d+)\]", composed.text) == ["1", "2", "3", "4"]
