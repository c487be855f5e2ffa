"""Report → one page that opens offline: no scripts, nothing fetched, pictures inline.

Cases hold attacks: all that is not the template's own is escaped, and the page forbids itself to run or fetch at all.
"""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.metrics import Figure
from evals.report import plots, shown
from evals.report.groups import Row, rows_of
from evals.report.model import Group, Report

HERE = Path(__file__).parent


def to_html(report: Report) -> str:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(zip=zip, shown=shown)
    overall, datasets = rows_of(report, "overall"), rows_of(report, "datasets")
    corpora, tags = rows_of(report, "corpora"), rows_of(report, "tags")
    return environment.get_template("page.html").render(
        report=report,
        css=Markup((HERE / "page.css").read_text(encoding="utf-8")),
        metrics={each.name: each for each in report.metrics},
        colours={each.name: number for number, each in enumerate(report.systems, 1)},
        versus={(each.system, each.group): each.differences for each in report.versus},
        overall=overall,
        splits=rows_of(report, "splits"),
        corpora=corpora,
        datasets=datasets,
        tags=tags,
        curves=[_curve(row) for row in ([*overall, *datasets] if len(datasets) > 1 else overall) if _answered(row)],
        reliability=[
            (row.name, system.name, group.calibration, _reliability(row, system.name, group, number))
            for row in ([*overall, *corpora] if len(corpora) > 1 else overall)
            for number, (system, group) in enumerate(zip(report.systems, row.groups, strict=True), 1)
            if group is not None
        ],
        bars=_bars(report, tags),
    )


def _answered(row: Row) -> bool:
    """A system that answers nothing has neither risk nor coverage."""
    return any(group is not None and group.answered for group in row.groups)


def _curve(row: Row) -> tuple[str, Markup]:
    curves = [group.risk_coverage if group else None for group in row.groups]
    return row.name, Markup(plots.risk_coverage_plot(f"Risk against coverage of {row.name}", curves))


def _reliability(row: Row, system: str, group: Group, number: int) -> Markup:
    return Markup(plots.reliability_plot(f"{system}, {row.name}", group.calibration, number))


def _bars(report: Report, tags: list[Row]) -> list[tuple[str, Markup]]:
    """The tags with most cases first."""
    by_size = sorted(tags, key=lambda row: (-row.cases, row.name))

    def figures(row: Row, metric: str) -> list[Figure | None]:
        return [group.figures[metric] if group else None for group in row.groups]

    return [
        (
            metric.title,
            Markup(
                plots.bars_plot(f"{metric.title} by tag", [(row.name, figures(row, metric.name)) for row in by_size])
            ),
        )
        for metric in report.metrics
        if metric.name in {"right", "wrong"} and by_size
    ]
