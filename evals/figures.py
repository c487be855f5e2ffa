"""Scores → figures a person can read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.score import Score


@dataclass(frozen=True, slots=True)
class Figures:
    dataset: str
    tag: str  # "all", or one tag of the cases
    cases: int
    outcome_right: float
    answered: float
    section_right: float | None  # of all cases with a gold section: answered, with a citation in it; None without gold
    broken_quotes: int


def figures(dataset: str, scores: Sequence[Score], tags: Iterable[str] = ()) -> list[Figures]:
    """For all cases, then for each tag that any of them has."""
    groups = [("all", list(scores)), *((tag, [each for each in scores if tag in each.case.tags]) for tag in tags)]
    return [_figures(dataset, tag, group) for tag, group in groups if group]


def _figures(dataset: str, tag: str, scores: Sequence[Score]) -> Figures:
    with_gold = [each for each in scores if each.case.gold]
    return Figures(
        dataset=dataset,
        tag=tag,
        cases=len(scores),
        outcome_right=_share(each.outcome_right for each in scores),
        answered=_share(each.answered for each in scores),
        section_right=_share(bool(each.section_right) for each in with_gold) if with_gold else None,
        broken_quotes=sum(not each.quotes_verbatim for each in scores),
    )


def _share(truths: Iterable[bool]) -> float:
    counted = list(truths)
    return sum(counted) / len(counted)


def outcomes(scores: Iterable[Score]) -> Counter[str]:
    return Counter(each.reply.outcome.value for each in scores)
