"""What is known about a run of the harness as a whole."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from evals.metrics.estimate import Estimate
from evals.systems.base import RankedPassage


class RunInfo(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    created_at: datetime
    git_commit: str | None = None  # None: not run from a checkout
    systems: Mapping[str, Mapping[str, str]] = {}  # as each describes itself: release, model, settings; no secrets
    settings: Mapping[str, Any] = {}  # of the process; no secrets
    articles: Mapping[str, str] = {}  # corpus → what its articles hash to
    choice: Mapping[str, Any] = {}  # of the cases, as `evals.plan.Choice` has it
    seed: int = 0  # of the sample and of the bootstrap
    sample: int | None = None  # how many cases were drawn; None: no sample, whatever was left out by choice
    splits: tuple[str, ...] = ()  # of the datasets; none: all
    notes: tuple[str, ...] = ()  # what a reader should know: a corpus that was absent, a filter by tags
    retrieval: Mapping[str, Mapping[str, Estimate]] = {}  # measured apart from the cases: what is searched → metric
    passages: Mapping[str, tuple[RankedPassage, ...]] = {}  # corpus → all that can be found; absent: not looked at
