"""What the bench finds. A ratio is Opora's figure divided by the naive pipeline's."""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

SystemName = Literal["opora", "naive"]
OPORA: SystemName = "opora"
NAIVE: SystemName = "naive"


class BenchFailed(Exception):
    """Nothing could be measured; the message says why."""


@dataclass(frozen=True, slots=True)
class Ratio:
    middle: float
    low: float  # of the rounds
    high: float


@dataclass(frozen=True, slots=True)
class Served:
    start_s: float  # until it says that it is ready; the naive pipeline has to index first
    resident_mib: float  # after the turns


@dataclass(frozen=True, slots=True)
class Turns:
    turns: int
    p50_ms: float  # from the request to the whole reply
    p95_ms: float
    per_s: float  # by all clients together


@dataclass(frozen=True, slots=True)
class Load:
    """Turns by some clients at once, each of whom asks again as soon as it is answered."""

    clients: int
    of: Mapping[SystemName, Turns]
    ratios: Mapping[str, Ratio]  # of p50_ms, p95_ms and per_s; empty where one system was timed


@dataclass(frozen=True, slots=True)
class Indexed:
    """One ingest of a folder, timed in a process that had its libraries loaded."""

    seconds: float
    articles: int
    passages: int  # of the naive pipeline: chunks
    peak_mib: float  # the most memory that the process had until then


@dataclass(frozen=True, slots=True)
class Ingested:
    articles: int
    passages: int
    first_s: float
    # The naive pipeline knows no change: these are its first_s.
    unchanged_s: float
    changed_s: float  # one article has another last line
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Ingest:
    of: Mapping[SystemName, Ingested]
    ratios: Mapping[str, Ratio]  # of first_s, unchanged_s, changed_s


@dataclass(frozen=True, slots=True)
class Grown:
    passages: int
    ingest_s: float
    peak_mib: float  # of the process that ingested
    p50_ms: float  # of turns by one client
    p95_ms: float
    resident_mib: float  # of the server


@dataclass(frozen=True, slots=True)
class Size:
    passages: int  # as they were wanted
    articles: int
    copies: int  # how often each article is there at the most; 1: once
    of: Mapping[SystemName, Grown]
    ratios: Mapping[str, Ratio]  # of ingest_s, p50_ms, p95_ms, resident_mib


@dataclass(frozen=True, slots=True)
class Report:
    machine: Mapping[str, str]
    served: Mapping[SystemName, Served] = field(default_factory=dict)
    loads: Sequence[Load] = ()
    ingest: Ingest | None = None
    growth: Sequence[Size] = ()


def ratios(rounds: Mapping[SystemName, Sequence[Mapping[str, float]]]) -> dict[str, Ratio]:
    """Of the figures of each round, for each name that both systems have."""
    if not (rounds.get(OPORA) and rounds.get(NAIVE)):
        return {}
    pairs = list(zip(rounds[OPORA], rounds[NAIVE], strict=True))
    found = {}
    for name in pairs[0][0]:
        each = [ours[name] / theirs[name] for ours, theirs in pairs]
        found[name] = Ratio(statistics.median(each), min(each), max(each))
    return found


def exponent(points: Sequence[tuple[float, float]]) -> float | None:
    """How y grows with x: y ~ x**exponent, between the first and the last point. 1 is in proportion, 2 is quadratic."""
    (x0, y0), (x1, y1) = (points[0], points[-1]) if points else ((1.0, 1.0), (1.0, 1.0))
    return math.log(y1 / y0) / math.log(x1 / x0) if x1 > x0 else None
