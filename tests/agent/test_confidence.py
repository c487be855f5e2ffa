"""How sure the agent is of an answer, and why."""

from dataclasses import replace

from agent.calibration import shipped
from agent.citations import verify
from agent.confidence import Confidence, judge
from agent.retrieval import Evidence
from agent.verdicts import VerifiedAnswer
from tests.agent.parts import evidence

HOTLINE = "Горячая линия: 8 (800) 100-20-30."


def sure(found: Evidence, draft: str = "") -> Confidence:
    return judge(found, verify(draft, found) if draft else VerifiedAnswer(), shipped())


def with_credits(found: Evidence, *credits: float) -> Evidence:
    """How near the passages come to each content word of the question."""
    assert len(credits) == len(found.question.senses)
    return replace(found, candidates=tuple(replace(each, credits=credits) for each in found.candidates))


def test_words_that_no_passage_holds_make_it_less_sure_and_are_named() -> None:
    found = evidence("Товар возвращают за 14 дней.", asked="Как вернуть товар из Сургута?")
    found = replace(found, question=replace(found.question, telling=(False, True, True)))
    whole, part = sure(with_credits(found, 1.0, 1.0, 1.0)), sure(with_credits(found, 1.0, 1.0, 0.0))
    assert whole.probability > part.probability
    assert whole.topic > part.topic
    assert whole.reasons == ()
    assert part.reasons == ("not in the cited passages: сургут",)


def test_a_thing_that_is_missing_weighs_more_than_a_word_that_tells_nothing() -> None:
    found = evidence("Товар возвращают за 14 дней.", asked="Как вернуть товар из Сургута?")
    found = with_credits(found, 1.0, 1.0, 0.0)
    telling = replace(found, question=replace(found.question, telling=(False, False, True)))
    assert sure(telling).probability < sure(found).probability


def test_a_number_that_was_asked_for_and_is_given_makes_it_surer() -> None:
    asked = evidence(HOTLINE, asked="Какой номер телефона?")
    assert sure(asked, HOTLINE).features.address == 1.0
    assert sure(asked, HOTLINE).probability > sure(asked).probability
    other = evidence(HOTLINE, asked="Что это за линия?")
    assert sure(other, HOTLINE).features.address == 0.0


def test_what_a_quote_says_of_the_question_makes_it_surer() -> None:
    found = evidence("Чек хранят год.\n\nТовар возвращают за 14 дней.", asked="За сколько дней возвращают товар?")
    near, far = sure(found, "Товар возвращают за 14 дней [2]."), sure(found, "Чек хранят год [1].")
    assert near.features.quoted > far.features.quoted
    assert near.probability > far.probability


def test_a_name_that_stands_nowhere_makes_it_less_sure() -> None:
    here = sure(evidence("Доставляем в Тверь за 2 дня.", asked="Доставляете ли вы в Тверь?"))
    gone = sure(evidence("Доставляем в Калугу за 2 дня.", asked="Доставляете ли вы в Тверь?"))
    assert (here.features.strange, gone.features.strange) == (0.0, 1.0)
    assert gone.probability < here.probability


def test_without_evidence_it_is_sure_of_nothing() -> None:
    nothing = sure(evidence(asked="Как вернуть товар?"))
    assert nothing.probability < 0.1
    assert nothing.topic < 0.2
