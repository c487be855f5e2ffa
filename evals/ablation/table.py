"""Results of the whole agent and of its variants → a table. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.metrics import Difference, difference, figure
from evals.metrics.figures import is_scored
from evals.report.shown import interval, share, signed
from evals.results import Result


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    right: Mapping[str, float | None]  # dataset → share right
    wrong: float | None  # of all questions
    first: float | None  # of the questions with gold: the right section is found first
    right_change: Difference | None  # of all questions, to the whole agent; None: it is the whole
    wrong_change: Difference | None


def rows(results: Sequence[Result], titles: Mapping[str, str], seed: int = 0) -> tuple[Row, ...]:
    """`titles`: system → what to call it, in the order of the rows; the first is the whole agent."""
    by_system = {name: [each for each in results if each.system == name] for name in titles}
    whole = by_system[next(iter(titles))]
    datasets = _sizes(whole)
    return tuple(
        Row(
            title=title,
            right={name: _mean([each for each in own if each.dataset == name], "right") for name in datasets},
            wrong=_mean(own, "wrong"),
            first=_mean(own, "recall@1"),
            right_change=difference(whole, own, "right", seed) if own is not whole else None,
            wrong_change=difference(whole, own, "wrong", seed) if own is not whole else None,
        )
        for title, own in zip(titles.values(), by_system.values(), strict=True)
    )


def markdown(results: Sequence[Result], titles: Mapping[str, str], seed: int = 0) -> str:
    """The table with its caption."""
    found = rows(results, titles, seed)
    whole = [each for each in results if each.system == next(iter(titles))]
    datasets = [f"`{name}` ({cases})" for name, cases in _sizes(whole).items()]
    heads = ["without", *datasets, "wrong", "section first", "right, change", "wrong, change"]
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *(_cells(row) for row in found)]
    caption = (
        f"One part off at a time, {sum(map(is_scored, whole))} questions. Under a dataset (cases): share right; "
        "`wrong`: of all questions; `section first`: of the questions with gold, the right section is found first; "
        "change: over all questions, to the whole agent, with its 95% interval by bootstrap, in bold where that does "
        "not hold 0. Confidence and threshold stay as they were fitted for the whole agent."
    )
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + f"\n\n{caption}\n"


def _sizes(results: Sequence[Result]) -> dict[str, int]:
    """The datasets with the number of their cases, the largest first."""
    return dict(Counter(each.dataset for each in results).most_common())


def _mean(results: Sequence[Result], metric: str) -> float | None:
    return figure(results, metric).mean


def _cells(row: Row) -> list[str]:
    shares = [share(each) for each in (*row.right.values(), row.wrong, row.first)]
    return [row.title, *shares, _change(row.right_change), _change(row.wrong_change)]


def _change(found: Difference | None) -> str:
    if found is None:
        return ""
    words = f"{signed(found)} [{interval(found)}]"
    return f"**{words}**" if found.beyond_noise else words
