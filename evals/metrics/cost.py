"""What the replies took."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from evals.results import Result


@dataclass(frozen=True, slots=True)
class Cost:
    replies: int  # those of unscored cases, too
    p50_s: float | None  # seconds to the whole reply; None: no replies
    p95_s: float | None
    model_calls: int | None  # in all; None: the system does not tell
    tokens: int | None  # in all; None: nobody counted


def cost(results: Sequence[Result]) -> Cost:
    answers = [each.answer for each in results if each.answer is not None]
    p50, p95 = np.quantile([each.seconds for each in answers], [0.5, 0.95]).tolist() if answers else (None, None)
    return Cost(
        replies=len(answers),
        p50_s=p50,
        p95_s=p95,
        model_calls=_total(each.model_calls for each in answers),
        tokens=_total(each.tokens for each in answers),
    )


def _total(counts: Iterable[int | None]) -> int | None:
    known = [each for each in counts if each is not None]
    return sum(known) if known else None
