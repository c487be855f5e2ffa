"""What is said in Opora's own words where the words depend on what was said before."""

import pytest

from agent import texts
from agent.decision import RULES, Situation, decide
from agent.reply import Escalation, OutcomeKind, Reason, TicketStatus
from agent.triage import TurnKind

TICKET = Escalation(ticket="T-1", reason=Reason.COMPLAINT, status=TicketStatus.QUEUED, position=2)


def test_a_complaint_is_told_sorry_once() -> None:
    assert texts.handed_over(Reason.COMPLAINT, TICKET, waiting_already=False).count(texts.SORRY) == 1
    assert texts.SORRY not in texts.handed_over(Reason.COMPLAINT, TICKET, waiting_already=True)


def test_who_was_not_helped_is_not_told_that_there_was_no_answer() -> None:
    assert "Точного ответа" in texts.handed_over(Reason.LOW_CONFIDENCE, TICKET)
    assert "Другого ответа" in texts.handed_over(Reason.LOW_CONFIDENCE, TICKET, unhelped=True)


@pytest.mark.parametrize("called", [False, True])
@pytest.mark.parametrize("kind", list(TurnKind))
def test_every_small_talk_and_every_offer_has_its_words(kind: TurnKind, called: bool) -> None:
    decision = decide(Situation(kind, person_called=called))
    assert decision.rule in {rule.name for rule in RULES}
    if decision.outcome is OutcomeKind.SMALLTALK:
        assert texts.SMALLTALK[kind]
    if decision.outcome is OutcomeKind.OFFERED and decision.reason is not None:
        assert "«оператор»" in texts.offer(decision.reason, ())


@pytest.mark.parametrize(
    ("subject", "kind", "named"),
    [
        ("горячая линия", "phone", "(телефон горячей линии)"),
        ("электронная почта поддержки", "wait", "(сколько ждать ответа по электронной почте)"),
        ("чат поддержки в часы пик", "wait", "(сколько ждать ответа в чате поддержки в часы пик)"),
        ("хранение заказа (пункт выдачи)", "term", "(хранение заказа: пункт выдачи; срок)"),
    ],
)
def test_a_disagreement_names_its_subject_in_words_that_agree(subject: str, kind: str, named: str) -> None:
    assert named in texts.conflict_lead(subject, kind)


def test_the_newest_article_is_told_of() -> None:
    assert texts.conflict_lead("оплата", "sum", newest_first=True).endswith(
        "варианты; первый — из самой свежей статьи:"
    )


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("И ещё: Какой у вас телефон", "какой у вас телефон?"),
        ("VIP доставка есть?", "VIP доставка есть?"),
        ("Здравствуйте! Подскажите, пожалуйста, ОЗОН карта подойдёт?", "ОЗОН карта подойдёт?"),
        ("Добрый день, скажите, где мой чек", "где мой чек?"),
        ("Подскажите, пожалуйста", "подскажите, пожалуйста?"),
    ],
)
def test_a_question_left_open_is_named_without_courtesies(question: str, said: str) -> None:
    assert texts.left_open([question]).endswith(f": {said}")


def test_readings_keep_their_quotes_apart() -> None:
    assert texts.clarify(["Кнопка «Помощь»", "Возврат"]).endswith("«Кнопка „Помощь“» или «Возврат»?")


def test_what_is_too_long_for_a_question_is_not_said_again() -> None:
    told = texts.left_open(["какой у вас телефон", "Ответ: да. " * 20])
    assert (
        told == "Не нахожу в статьях ответа на вопрос: какой у вас телефон?\nНа остальное ответа в статьях не нахожу."
    )
