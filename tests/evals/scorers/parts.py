"""Cases, replies and answers for the scorers, with as little in them as a test needs."""

from datetime import UTC, datetime
from typing import Any

from agent.reply import Citation, Escalation, OutcomeKind, Reason, Reply, TicketStatus
from evals.cases import Case
from evals.systems.base import Answer, RankedPassage
from ingest.errors import UnknownArticle

TEXTS = {
    "возврат.md": "Вернуть товар можно в течение 14 дней. Деньги приходят за 3 дня. Упаковку сохраните.",
    "чат.md": "Чат работает круглосуточно. Ответ приходит за 10–15 минут.",
}


def text_of(source_id: str) -> str:
    if source_id not in TEXTS:
        raise UnknownArticle(source_id, "r1")
    return TEXTS[source_id]


def case(**fields: Any) -> Case:
    return Case.model_validate({"id": "c1", "question": "Как вернуть товар?", "split": "dev"} | fields)


def gold(quote: str, source: str = "возврат.md") -> dict[str, str]:
    return {"source": source, "quote": quote}


def cite(quote: str, source: str = "возврат.md", marker: int = 1) -> Citation:
    start = TEXTS[source].find(quote)
    return Citation(
        marker=marker,
        source_id=source,
        title="Статья",
        heading=(),
        url=None,
        quote=quote,
        start=start,
        end=start + len(quote),
    )


def reply(
    text: str = "Вернуть товар можно в течение 14 дней [1].",
    *citations: Citation,
    outcome: OutcomeKind = OutcomeKind.ANSWERED,
    reason: Reason | None = None,
    suggestions: tuple[str, ...] = (),
) -> Reply:
    escalation = reason and Escalation(ticket=None, reason=reason, status=TicketStatus.OFFERED)
    return Reply(
        id="r",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        outcome=outcome,
        text=text,
        citations=citations,
        escalation=escalation,
        suggestions=suggestions,
    )


def passage(quote: str, source: str = "возврат.md") -> RankedPassage:
    start = TEXTS[source].find(quote)
    return RankedPassage(source_id=source, start=start, end=start + len(quote), score=1.0, text=quote)


def answer(given: Reply, *evidence: RankedPassage) -> Answer:
    return Answer(reply=given, evidence=evidence, explanation={}, seconds=0.1, model_calls=0, tokens=None)
