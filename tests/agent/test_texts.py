"""What is said in Opora's own words where the words depend on what was said before."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agent import texts
from agent.decision import RULES, Situation, decide
from agent.reply import Callback, Escalation, Hours, OutcomeKind, Reason, TicketStatus
from agent.triage import TurnKind

TICKET = Escalation(ticket="T-1", reason=Reason.COMPLAINT, status=TicketStatus.QUEUED, position=2)


def test_a_complaint_is_told_sorry_once() -> None:
    assert texts.handed_over(Reason.COMPLAINT).count(texts.SORRY) == 1
    assert texts.SORRY not in texts.handed_over(Reason.COMPLAINT, waiting_already=True)


def test_who_was_not_helped_is_not_told_that_there_was_no_answer() -> None:
    assert "Точного ответа" in texts.handed_over(Reason.LOW_CONFIDENCE)
    assert "Другого ответа" in texts.handed_over(Reason.LOW_CONFIDENCE, unhelped=True)


MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 24, 20, 0, tzinfo=MOSCOW)
MORNING = datetime(2026, 11, 25, 9, 0, tzinfo=MOSCOW)
CLOSED = Hours(open=False, opens_at=MORNING)
CALL = Callback(phone="+79161234567", not_before=MORNING, not_after=MORNING + timedelta(hours=2))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Номер обращения: T-1, место в очереди: 2. "),
        ({"eta_minutes": 7}, "место в очереди: 2, ждать около 7 минут. "),
        ({"hours": CLOSED}, "не на связи, вернутся завтра в 9:00 по московскому времени. "),
        ({"hours": CLOSED, "eta_minutes": 7}, "Другие способы связи: почта help@example.ru."),
        ({"hours": Hours(open=False)}, "Сейчас специалисты не на связи. "),
        (
            {"status": TicketStatus.SCHEDULED, "position": None, "callback": CALL, "hours": CLOSED},
            "Номер обращения: T-1, позвоним завтра с 9:00 до 11:00 по московскому времени. ",
        ),
    ],
)
def test_who_waits_is_told_how_it_stands(changed: dict[str, object], said: str) -> None:
    assert said in texts.waiting(TICKET.model_copy(update=changed), NOW, ["почта help@example.ru"])


def test_nobody_is_told_to_wait_minutes_while_the_desk_is_closed() -> None:
    told = texts.waiting(TICKET.model_copy(update={"hours": CLOSED, "eta_minutes": 7}), NOW)
    assert "минут" not in told
    assert "очереди" not in told


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
