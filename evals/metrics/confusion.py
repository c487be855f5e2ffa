"""Which outcome was expected and which was given."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.reply import OutcomeKind
from evals.metrics.figures import is_scored
from evals.results import Result

ANY = "any"  # the row of cases to which every outcome is right
ORDER = tuple(kind.value for kind in OutcomeKind)


@dataclass(frozen=True, slots=True)
class Confusion:
    expected: tuple[str, ...]  # rows
    given: tuple[str, ...]  # columns
    counts: tuple[tuple[int, ...], ...]  # cases, by row and column


def confusion(results: Sequence[Result]) -> Confusion:
    """Of several acceptable outcomes a case counts under the given one if it is among them, else under the first."""
    pairs = [_pair(each, each.answer.reply.outcome) for each in results if is_scored(each) and each.answer]
    expected = tuple(each for each in (*ORDER, ANY) if any(each == row for row, _ in pairs))
    given = tuple(each for each in ORDER if any(each == column for _, column in pairs))
    return Confusion(expected, given, tuple(tuple(pairs.count((row, column)) for column in given) for row in expected))


def _pair(result: Result, given: OutcomeKind) -> tuple[str, str]:
    acceptable = result.case.expected
    if not acceptable:
        return ANY, given.value
    return (given if given in acceptable else acceptable[0]).value, given.value
