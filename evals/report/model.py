"""What a report says. The page and the Markdown show nothing that does not stand here."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from evals.agreement import Row
from evals.metrics import Calibration, Confusion, Cost, Difference, Figure, Metric, Reach, RiskCoverage
from evals.runinfo import RunInfo


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Group(_Frozen):
    """Figures of some of a system's cases."""

    name: str  # "all"; a dataset, as "sources/support"; a corpus; a split; a tag
    cases: int
    scored: int
    answered: int  # of those scored
    failed: int
    unscored: int
    figures: Mapping[str, Figure]  # by metric
    risk_coverage: RiskCoverage
    calibration: Calibration
    confusion: Confusion
    cost: Cost


class Quote(_Frozen):
    marker: int
    source_id: str
    title: str
    quote: str


class Found(_Frozen):
    source_id: str
    start: int
    end: int
    score: float
    text: str


class Miss(_Frozen):
    """A case that went wrong, and all that is known about why."""

    corpus: str
    dataset: str
    case: str  # its id
    split: str
    tags: tuple[str, ...]
    history: tuple[str, ...]
    question: str
    expected: tuple[str, ...]
    not_expected_reasons: tuple[str, ...]
    gold: tuple[str, ...]
    must_mention: tuple[str, ...]
    must_not_mention: tuple[str, ...]
    outcome: str
    reason: str | None  # why a person was offered or called
    confidence: float | None
    text: str
    suggestions: tuple[str, ...]
    citations: tuple[Quote, ...]
    evidence: tuple[Found, ...] | None  # the first three; None: the system does not tell
    scores: Mapping[str, float | None]
    bad: tuple[str, ...]  # the scores that are as bad as can be
    unsupported: tuple[str, ...]  # sentences of the reply that what they cite does not support, and why
    rule: str | None  # that decided
    features: Mapping[str, float]  # of the confidence
    missing: tuple[str, ...]  # words of the question that the cited passages do not hold
    failure: str | None  # what broke on the way


class Misses(_Frozen):
    title: str
    total: int  # of which the worst are listed
    listed: tuple[Miss, ...]


class Lost(_Frozen):
    """A case that is in no figure."""

    corpus: str
    dataset: str
    case: str
    question: str
    why: str


class SystemReport(_Frozen):
    name: str
    overall: Group
    splits: tuple[Group, ...]  # where there are both, the held-out part of each dataset, too, as "heldout a/b"
    corpora: tuple[Group, ...]
    datasets: tuple[Group, ...]
    tags: tuple[Group, ...]
    reach: Mapping[str, Reach]  # by corpus
    misses: tuple[Misses, ...]
    failed: tuple[Lost, ...]
    unscored: tuple[Lost, ...]


class Versus(_Frozen):
    """A system against the first one, over the cases that both have."""

    system: str
    group: str  # "all" or a dataset
    differences: Mapping[str, Difference]  # by metric; this system − the first


class Report(_Frozen):
    run: RunInfo  # without its passages
    metrics: tuple[Metric, ...]
    systems: tuple[SystemReport, ...]  # the first is the one that the report is about
    versus: tuple[Versus, ...]
    support_scorer: Row  # against labelled sentences that it was not made on: how far "supported" is to be trusted
