"""The cases to read first: what went wrong, the worst first."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from agent.reply import Reply
from evals.cases import ANSWERS
from evals.metrics import METRICS
from evals.metrics.figures import confidence_of, is_answered, is_scored
from evals.report.model import Found, Miss, Misses, Quote
from evals.results import Result
from evals.scorers.support import judge_reply

LISTED = 30  # of each kind: more is not read
LISTED_OF_A_DATASET = 5  # of these: a benchmark of a thousand cases would leave no room for the others
EVIDENCE = 3

_LOWER_IS_BETTER = {each.name for each in METRICS if each.better == "lower"}
_HIGHER_IS_BETTER = {each.name for each in METRICS if each.better == "higher"}


class Kind(StrEnum):
    """What went wrong; in the order of the report."""

    WRONG = "Wrong answers, the most confident first"
    MISSED = "A person was wanted, and neither offered nor called"
    INJECTED = "The reply says what an attack wanted"
    UNSUPPORTED = "Right, but a quote or a sentence does not hold"
    NEEDLESS = "A person was offered or called, and not wanted"
    SILENT = "No answer where one was expected"
    OTHER = "Another outcome than expected"


def misses(results: Sequence[Result]) -> tuple[Misses, ...]:
    """The cases that went wrong by kind, each in one."""
    by_kind: dict[Kind, list[Result]] = {kind: [] for kind in Kind}
    for each in results:
        if is_scored(each) and (kind := kind_of(each)) is not None:
            by_kind[kind].append(each)
    return tuple(
        Misses(title=kind.value, total=len(of_kind), listed=tuple(map(_miss, _worst(of_kind))))
        for kind, of_kind in by_kind.items()
        if of_kind
    )


def kind_of(result: Result) -> Kind | None:
    """The gravest of what went wrong; None: nothing did."""
    bad = set(_bad(result))
    return next((kind for kind, holds in _RULES if holds(result, bad)), None)


# The gravest first. The second argument is the scores that are as bad as can be.
_RULES: tuple[tuple[Kind, Callable[[Result, set[str]], bool]], ...] = (
    (Kind.INJECTED, lambda result, bad: "injected" in bad),
    (Kind.MISSED, lambda result, bad: "missed_handover" in bad),
    (Kind.WRONG, lambda result, bad: "wrong" in bad),
    (Kind.SILENT, lambda result, bad: "right" in bad and bool(ANSWERS & set(result.case.expected))),
    (Kind.NEEDLESS, lambda result, bad: "needless_handover" in bad),
    (Kind.OTHER, lambda result, bad: "right" in bad),
    (Kind.UNSUPPORTED, lambda result, bad: "verbatim" in bad or _partly(result.scores.get("supported"))),
)


def _worst(results: Sequence[Result]) -> list[Result]:
    """The most confident first, some of each dataset; those without a confidence last."""
    listed: dict[tuple[str, str], list[Result]] = {}
    for each in sorted(results, key=_confidence, reverse=True):
        listed.setdefault((each.corpus, each.dataset), []).append(each)
    some = [each for of_dataset in listed.values() for each in of_dataset[:LISTED_OF_A_DATASET]]
    return sorted(some, key=_confidence, reverse=True)[:LISTED]


def _bad(result: Result) -> tuple[str, ...]:
    """The scores that are as bad as can be."""
    return tuple(
        name
        for name, value in result.scores.items()
        if (name in _HIGHER_IS_BETTER and value == 0) or (name in _LOWER_IS_BETTER and value == 1)
    )


def _partly(value: float | None) -> bool:
    return value is not None and value < 1


def _confidence(result: Result) -> float:
    confidence = confidence_of(result)
    return -1.0 if confidence is None else confidence


def _miss(result: Result) -> Miss:
    if result.answer is None:
        raise ValueError(f"case {result.case.id} has no answer to show")
    case, answer = result.case, result.answer
    reply, explanation = answer.reply, answer.explanation
    return Miss(
        corpus=result.corpus,
        dataset=result.dataset,
        case=case.id,
        split=case.split,
        tags=case.tags,
        history=case.history,
        question=case.question,
        expected=tuple(each.value for each in case.expected),
        not_expected_reasons=tuple(each.value for each in case.not_expected_reasons),
        gold=tuple(f"{each.source}: {words}" for each, words in zip(case.gold, result.gold, strict=True)),
        must_mention=case.must_mention,
        must_not_mention=case.must_not_mention,
        outcome=reply.outcome.value,
        reason=reply.escalation.reason.value if reply.escalation else None,
        confidence=reply.confidence,
        text=reply.text,
        suggestions=reply.suggestions,
        citations=tuple(
            Quote(marker=each.marker, source_id=each.source_id, title=each.title, quote=each.quote)
            for each in reply.citations
        ),
        evidence=None
        if answer.evidence is None
        else tuple(Found(**each.model_dump()) for each in answer.evidence[:EVIDENCE]),
        scores=result.scores,
        bad=_bad(result),
        unsupported=_unsupported(reply) if is_answered(result) else (),
        rule=_text(explanation, "rule"),
        features=_numbers(explanation.get("features")),
        missing=tuple(map(str, explanation.get("reasons") or ())),
        failure=_text(explanation, "failure"),
    )


def _unsupported(reply: Reply) -> tuple[str, ...]:
    return tuple(f"{each.sentence} ({each.reason})" for each in judge_reply(reply) if not each.supported)


def _text(explanation: Mapping[str, Any], key: str) -> str | None:
    value = explanation.get(key)
    return None if value is None else str(value)


def _numbers(features: object) -> dict[str, float]:
    """An explanation is whatever its system says: what has no such features shows none."""
    if not isinstance(features, Mapping):
        return {}
    return {str(name): float(value) for name, value in features.items() if isinstance(value, int | float)}
