"""Results made by hand: one line says what matters of it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from agent.reply import Citation, OutcomeKind, Reply
from evals.cases import ANSWERS, Case
from evals.results import Result
from evals.systems.base import Answer, RankedPassage

WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def result(
    case_id: str,
    right: float | None = None,
    confidence: float | None = None,
    outcome: str = "answered",
    *,
    expected: tuple[str, ...] = ("answered",),
    system: str = "opora",
    dataset: str = "support",
    corpus: str = "sources",
    question: str = "Как вернуть товар?",
    text: str = "Привезите его в магазин [1].",
    scores: Mapping[str, float | None] | None = None,
    citations: tuple[Citation, ...] = (),
    evidence: tuple[RankedPassage, ...] | None = None,
    explanation: Mapping[str, Any] | None = None,
    tags: tuple[str, ...] = (),
    seconds: float = 0.1,
    model_calls: int | None = 0,
    tokens: int | None = None,
    failed: str | None = None,
    unscored: str | None = None,
    **of_case: Any,
) -> Result:
    """`right`: the case's main score, of which `answered` and `wrong` follow."""
    case = Case(
        id=case_id,
        question=question,
        expected=tuple(OutcomeKind(each) for each in expected),
        tags=tags,
        **{"split": "dev", **of_case},
    )
    reply = Reply(
        id=case_id, created_at=WHEN, outcome=OutcomeKind(outcome), text=text, confidence=confidence, citations=citations
    )
    answer = Answer(
        reply=reply,
        evidence=evidence,
        explanation=explanation or {},
        seconds=seconds,
        model_calls=model_calls,
        tokens=tokens,
    )
    answered = float(reply.outcome in ANSWERS)
    made = {} if right is None else {"right": right, "answered": answered, "wrong": answered * (1 - right)}
    return Result(
        system=system,
        corpus=corpus,
        dataset=dataset,
        case=case,
        answer=None if failed else answer,
        error=failed,
        gold=tuple(each.quote or "Слова этих строк." for each in case.gold),
        unscored=unscored,
        scores={} if failed or unscored else {**made, **(scores or {})},
    )


def passage(
    start: int, end: int, source: str = "a.md", text: str = "Слова статьи.", score: float = 0.5
) -> RankedPassage:
    return RankedPassage(source_id=source, start=start, end=end, score=score, text=text)


def citation(start: int, end: int, source: str = "a.md", quote: str = "Слова статьи.") -> Citation:
    return Citation(marker=1, source_id=source, title="А", heading=(), url=None, quote=quote, start=start, end=end)
