"""Figures as words, the same on the page and in Markdown."""

from dataclasses import dataclass
from datetime import datetime

from evals.agreement import Row
from evals.metrics import Cost, Difference, Estimate, Figure, Metric
from evals.report.model import Group

NOTHING = "–"


def share(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.3f}"


def interval(found: Figure | Estimate | Difference) -> str:
    """`0.812–0.901`; empty where there is none."""
    if found.low is None or found.high is None:
        return ""
    if isinstance(found, Difference):
        return f"{_signed(found.low)} to {_signed(found.high)}"
    return f"{found.low:.3f}–{found.high:.3f}"


def signed(found: Difference) -> str:
    return NOTHING if found.mean is None else _signed(found.mean)


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")


def behind_zero(figure: Figure) -> str:
    """How much was answered, where a figure is 0: who is silent is never wrong. Empty for any other figure."""
    if figure.mean != 0:
        return ""
    if not figure.answered:
        return "nothing answered"
    return f"{figure.answered / figure.n:.0%} answered"


def verdict(found: Difference, metric: Metric) -> str:
    """`better` or `worse` where the difference is beyond noise, else `even`."""
    if not found.beyond_noise or found.mean is None or metric.better == "neither":
        return "even"
    return "better" if (found.mean > 0) == (metric.better == "higher") else "worse"


@dataclass(frozen=True, slots=True)
class Part:
    kind: str
    title: str
    share: float
    percent: str


def parts(group: Group) -> list[Part]:
    """All cases in three: right, wrong, and neither. Empty where nothing was scored."""
    right, wrong = (group.figures[name].mean if name in group.figures else None for name in ("right", "wrong"))
    if right is None or wrong is None:
        return []
    shares = (
        ("right", "right", right),
        ("wrong", "wrong", wrong),
        ("idle", "no answer, and not right", 1 - right - wrong),
    )
    return [Part(kind, title, max(share, 0.0), f"{max(share, 0.0):.1%}") for kind, title, share in shares]


def trust(scorer: Row) -> str:
    """How far the scores of support are to be trusted."""
    return (
        f"The scorer of support is rules, no reader. In {scorer.sentences} labelled sentences that it was not made on, "
        f"it finds {scorer.recall or 0:.0%} of the supported ones, and is right about {scorer.precision or 0:.0%} of "
        f"those that it calls supported (Cohen’s kappa {scorer.kappa or 0:.2f})."
    )


def when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} {moment.tzname() or ''}".strip()


def answered(group: Group) -> str:
    return f"{group.answered / group.scored:.3f}" if group.scored else NOTHING


def seconds(value: float | None) -> str:
    if value is None:
        return NOTHING
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def count(value: int | None) -> str:
    return "not told" if value is None else f"{value:,}"


def per_reply(total: int | None, cost: Cost) -> str:
    return NOTHING if total is None or not cost.replies else f"{total / cost.replies:.2f}"
