"""Results: a case, what a system made of it, and its scores. Kept as JSON lines, so that reports need no model."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from evals.cases import Case
from evals.systems import Answer

# 0 to 1, or a count; None: the case could not be scored in this way.
Scores = Mapping[str, float | None]


class Result(BaseModel):
    model_config = ConfigDict(frozen=True)

    system: str
    corpus: str
    dataset: str
    case: Case
    answer: Answer | None  # None: the system failed
    error: str | None = None  # why it failed
    gold: tuple[str, ...]  # the words of the case's gold, in its order; none where it has no scores
    unscored: str | None = None  # why the case has no scores: a gold quote that the article does not hold any more
    scores: Scores = {}
