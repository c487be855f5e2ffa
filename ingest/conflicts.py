"""Facts about one subject that disagree."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf

from ingest.facts import Fact, FactKind
from ingest.facts.amounts import AS_LONG, longest
from ingest.facts.sums import FREE, PAID
from ingest.facts.waits import AT_ONCE

_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_TOGETHER = 60  # code points between values in one sentence, in neighbouring items or in neighbouring rows
_FEW = range(2, 11)  # minutes, hours or days that one may call «несколько»
_FEW_OF = {"several minutes": "PT{}M", "several hours": "PT{}H", "several seconds": "PT{}S"}
# As long as another that is said of the same: an hour here and a day there, a fortnight and half a year contradict each
# other, and a customer may not be told one of them alone; four minutes and five days are of different things.
AT_MOST_TIMES = 100
_SUM = re.compile(r"(?P<bound>from |up to )?(?P<low>[^/]+)(?:/(?P<high>.+))?")


@dataclass(frozen=True, slots=True)
class FactConflict:
    kind: FactKind
    subject: str
    facts: tuple[Fact, ...]  # all that is said about the subject, those that agree too, in reading order


def find_conflicts(facts: Sequence[Fact], trust: Mapping[str, int]) -> tuple[FactConflict, ...]:
    """The disagreements among facts, in order of kind and subject.

    Args:
        trust: source id → the article's trust, 0 where it is absent. Of the articles that speak of a subject only the
            most trusted ones are heard.
    """
    conflicts = []
    for (kind, subject), found in sorted(_by_subject(facts).items()):
        heard = _most_trusted(found, trust)
        if _disagree(kind, _statements(heard)):
            ordered = sorted(heard, key=lambda fact: (fact.source_id, fact.start))
            conflicts.append(FactConflict(kind, subject, tuple(ordered)))
    return tuple(conflicts)


def find_overruled(facts: Sequence[Fact], trust: Mapping[str, int]) -> Mapping[Fact, Fact]:
    """The facts that a more trusted article contradicts, each with one that is believed instead."""
    overruled = {}
    for (kind, _), found in _by_subject(facts).items():
        heard = _most_trusted(found, trust)
        believed = _statements(heard)
        for fact in found:
            if fact not in heard and all(_disagree(kind, ({*_statements([fact])} | {each})) for each in believed):
                overruled[fact] = heard[0]
    return overruled


def _by_subject(facts: Iterable[Fact]) -> Mapping[tuple[FactKind, str], list[Fact]]:
    found: defaultdict[tuple[FactKind, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.kind, fact.subject].append(fact)
    return found


def _most_trusted(facts: Sequence[Fact], trust: Mapping[str, int]) -> list[Fact]:
    most = max(trust.get(fact.source_id, 0) for fact in facts)
    return [fact for fact in facts if trust.get(fact.source_id, 0) == most]


def _statements(facts: Iterable[Fact]) -> set[frozenset[str]]:
    """What is said of the subject in one place: two numbers, or the hours by day, complete each other there."""
    runs: list[list[Fact]] = []
    for fact in sorted(facts, key=lambda fact: (fact.source_id, fact.start)):
        if runs and _stand_together(runs[-1][-1], fact):
            runs[-1].append(fact)
        else:
            runs.append([fact])
    return {frozenset(part for fact in run for part in fact.value.split("; ")) for run in runs}


def _stand_together(one: Fact, following: Fact) -> bool:
    return one.passage_id == following.passage_id and following.start - one.end <= _TOGETHER


def _disagree(kind: FactKind, statements: Iterable[frozenset[str]]) -> bool:
    """Whether two places have nothing in common in what they say of the subject."""
    agree = _AGREEMENT.get(kind, _share_a_value)
    return any(not agree(one, other) for one, other in combinations(statements, 2))


def _share_a_value(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one.isdisjoint(other)


def _agree_on_hours(one: frozenset[str], other: frozenset[str]) -> bool:
    return _share_a_value(one, other) or _days(one).isdisjoint(_days(other))


def _days(hours: Iterable[str]) -> set[str]:
    """The days that a statement speaks of: Saturday's hours do not contradict those from Monday to Friday."""
    days: set[str] = set()
    for part in hours:
        for run in part.split(" ")[0].split(","):
            first, _, last = run.partition("-")
            days.update(_DAYS[_DAYS.index(first) : _DAYS.index(last or first) + 1])
    return days


def _agree_on_waits(one: frozenset[str], other: frozenset[str]) -> bool:
    """The longest wait is what is promised: «до 30 минут» agrees with «15–30 минут», «5 минут» with «несколько»."""
    return not _promises(one).isdisjoint(_promises(other)) or _incomparable(one, other)


def _promises(waits: Iterable[str]) -> set[str]:
    longest = {wait.rpartition("/")[2] for wait in waits}
    few = {_FEW_OF[wait].format(amount) for wait in longest & _FEW_OF.keys() for amount in _FEW}
    seconds = {each for each in (longest | few) if each == "several seconds" or re.fullmatch(r"PT\d+S", each)}
    return longest | few | ({AT_ONCE} if seconds else set())


def _agree_on_terms(one: frozenset[str], other: frozenset[str]) -> bool:
    """The longest term is what one may rely on: «3 дня» agrees with «1–3 дня», «1 год» with «12 месяцев»."""
    return any(_as_long(a, b) for a in one for b in other) or _incomparable(one, other)


def _incomparable(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether one is so much longer that it is of something else: of one thing nobody says 4 minutes and 5 days."""
    a, b = ([each for value in values if (each := longest(value))] for values in (one, other))
    return bool(a and b) and (min(a) > AT_MOST_TIMES * max(b) or min(b) > AT_MOST_TIMES * max(a))


def _as_long(one: str, other: str) -> bool:
    a, b = longest(one), longest(other)
    return a == b or (a is not None and b is not None and abs(a - b) <= AS_LONG * max(a, b))


def _agree_on_sums(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(_same_price(a, b) for a in one for b in other)


def _same_price(one: str, other: str) -> bool:
    """Whether one price is possible under the other: «от 299 рублей» and «399 рублей» are, «100–300» and «250», too."""
    if PAID in (one, other):
        return FREE not in (one, other)
    (unit, low, high), (other_unit, other_low, other_high) = _bounds(one), _bounds(other)
    if unit != other_unit:
        return True  # a share and a sum do not compare
    if any(one.startswith(bound) and other.startswith(bound) for bound in ("from ", "up to ")):
        return one == other  # of two thresholds each is said to be the one
    return low <= other_high and other_low <= high


def _bounds(price: str) -> tuple[str, float, float]:
    """The unit, the least and the most that a normalised sum means."""
    found = _SUM.fullmatch(price)
    assert found is not None, price
    ends = [float(end.removeprefix("RUB ").removesuffix("%")) for end in (found["low"], found["high"]) if end]
    low = 0.0 if found["bound"] == "up to " else ends[0]
    high = inf if found["bound"] == "from " else ends[-1]
    return found["low"][:3] if found["low"].startswith("RUB") else "%", low, high


_AGREEMENT: Mapping[FactKind, Callable[[frozenset[str], frozenset[str]], bool]] = {
    FactKind.HOURS: _agree_on_hours,
    FactKind.WAIT: _agree_on_waits,
    FactKind.TERM: _agree_on_terms,
    FactKind.SUM: _agree_on_sums,
}
