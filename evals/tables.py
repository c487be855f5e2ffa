"""What the commands print of a report and of a comparison, on a terminal of 80 columns."""

from collections.abc import Iterable

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from evals.compare import Change
from evals.report import Report
from evals.report.shown import interval, share

# Headings and metrics that fit; the report has them all.
SUMMARY = (
    ("right", "right"), ("answered", "answered"), ("wrong", "wrong"), ("section", "section"),
    ("facts", "fact_recall"), ("supported", "supported"),
)  # fmt: skip
FLIPS_SHOWN = 20  # cases of a metric that are listed


def print_summary(report: Report) -> None:
    """The means that matter most, for each system and dataset."""
    for system in report.systems:
        table = _table(system.name, "dataset", "cases", *(heading for heading, _ in SUMMARY))
        for group in (*system.datasets, *system.corpora, system.overall):
            figures = (group.figures[metric].mean if metric in group.figures else None for _, metric in SUMMARY)
            table.add_row(group.name, str(group.cases), *(share(each) for each in figures))
        _print(table)
    lost = sum(each.overall.failed + each.overall.unscored for each in report.systems)
    if lost:
        _print(f"{lost} cases failed or could not be scored: the report lists them.")


def print_changes(changes: Iterable[Change]) -> None:
    table = _table(None, "metric", "cases", "before", "after", "change, 95%", "verdict", "flips")
    for each in changes:
        found = each.difference
        table.add_row(
            each.metric.name, str(found.n), share(found.before), share(found.after), interval(found),
            "" if each.metric.better == "neither" else each.verdict,
            f"+{len(each.better)} −{len(each.worse)}" if each.better or each.worse else "",
        )  # fmt: skip
    _print(table)


def print_flips(changes: Iterable[Change]) -> None:
    """The cases that are worse or better now, by metric."""
    for change in changes:
        for what, flips in (("worse", change.worse), ("better", change.better)):
            if flips:
                listed = ", ".join(f"{each.dataset} {each.case}" for each in flips[:FLIPS_SHOWN])
                more = f" and {len(flips) - FLIPS_SHOWN} more" if len(flips) > FLIPS_SHOWN else ""
                _print(f"{change.name}, {what}: {listed}{more}")


def _table(title: str | None, first: str, *others: str) -> Table:
    """A name too long for its column goes on in the next line; figures do not."""
    table = Table(
        title=title, title_justify="left", title_style="bold", box=SIMPLE, show_edge=False, padding=(0, 1, 0, 0),
        pad_edge=False,
    )  # fmt: skip
    table.add_column(first, overflow="fold")
    for each in others:
        table.add_column(each, justify="right", no_wrap=True)
    return table


def _print(what: Table | str) -> None:
    console = Console(markup=False, emoji=False, highlight=False)
    console.print(what, soft_wrap=isinstance(what, str))
    console.print()
