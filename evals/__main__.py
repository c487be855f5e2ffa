"""Measure Opora offline.

python -m evals run ARTICLES [--dataset support] [--split dev] [--url http://…] [--failures]
python -m evals bench ARTICLES [--datasets FOLDER] [--turns 300]
"""

from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from agent.commands import one_line_errors
from ingest.commands import run_commands
from ingest.quiet import silence_telemetry

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from evals.cases import Dataset
    from evals.score import Score
    from evals.systems import System

app = typer.Typer(help="Offline measurement of the agent.", add_completion=False, rich_markup_mode=None)

Articles = Annotated[
    Path, typer.Argument(exists=True, file_okay=False, help="the folder of articles that the cases are about")
]
Datasets = Annotated[
    Path | None,
    typer.Option(exists=True, file_okay=False, help="the folder of datasets; those over ../shared/articles unless set"),
]


@app.command()
def run(
    articles: Articles,
    dataset: Annotated[list[str] | None, typer.Option(help="only this dataset; may be repeated")] = None,
    datasets: Datasets = None,
    split: Annotated[Literal["dev", "heldout"] | None, typer.Option(help="both unless set")] = None,
    url: Annotated[
        str | None, typer.Option(help="a running server with these articles, instead of one in process")
    ] = None,
    failures: Annotated[bool, typer.Option("--failures", help="list the cases that went wrong")] = False,
) -> None:
    """Ask every case and print how often the outcome, the cited section and the quotes are right."""
    import httpx
    from rich.console import Console

    from evals import cases
    from evals.figures import outcomes
    from evals.systems.base import SystemFailed
    from evals.systems.http import OverHttp
    from evals.systems.opora import throwaway

    console = Console()
    folder = datasets or cases.DATASETS / "articles"
    with one_line_errors(cases.BadCase, cases.UnknownDataset, SystemFailed):
        loaded = [cases.load(name, folder, split) for name in dataset or cases.names(folder)]
        context = throwaway(articles) if url is None else nullcontext(OverHttp(httpx.Client(base_url=url, timeout=120)))
        with context as system:
            scored = {each.name: _ask(system, each) for each in loaded}
    for name, scores in scored.items():
        console.print(name, dict(outcomes(scores)))
        if failures:
            _print_failures(scores, console)
    console.print(_table(scored))


def _ask(system: "System", dataset: "Dataset") -> "list[Score]":
    from rich.console import Console
    from rich.progress import track

    from evals.score import score

    cases = track(dataset.cases, description=dataset.name, console=Console(stderr=True), transient=True)
    return [score(case, system.ask(case).reply, system.text_of) for case in cases]


def _print_failures(scores: "list[Score]", console: "Console") -> None:
    for each in scores:
        if not each.outcome_right or each.section_right is False:
            console.print(f"[{each.case.id}] {each.case.question}", markup=False)
            console.print(f"    {each.reply.outcome} {each.reply.confidence}: {each.reply.text}", markup=False)


def _table(scored: "Mapping[str, list[Score]]") -> "Table":
    from rich.table import Table

    from evals.figures import figures

    table = Table("dataset", "tag", "cases", "outcome right", "answered", "section right", "broken quotes")
    for name, scores in scored.items():
        for row in figures(name, scores, ("neutral", "colloquial", "near_miss", "other_world")):
            shares = (row.outcome_right, row.answered, row.section_right)
            shown = ("" if share is None else f"{share:.3f}" for share in shares)
            table.add_row(name, row.tag, str(row.cases), *shown, str(row.broken_quotes))
    return table


@app.command()
def bench(
    articles: Articles,
    datasets: Datasets = None,
    turns: Annotated[int, typer.Option(min=20, help="how many questions are timed")] = 300,
) -> None:
    """Start a server over the articles and time its start, its turns over HTTP and its memory.

    Asked are the questions of the dataset `support`.
    """
    from evals import cases
    from evals.bench import BenchFailed
    from evals.bench import bench as measure

    with one_line_errors(cases.BadCase, cases.UnknownDataset, BenchFailed):
        asked = cases.load("support", datasets or cases.DATASETS / "articles").cases
        found = measure(articles, [case.question for case in asked], turns)
    typer.echo(f"start-up           {found.start_s:7.1f} s")
    typer.echo(f"turn, middle       {found.p50_ms:7.1f} ms")
    typer.echo(f"turn, 95th pct     {found.p95_ms:7.1f} ms   ({found.turns} turns)")
    typer.echo(f"resident memory    {found.resident_mib:7.0f} MiB")


if __name__ == "__main__":
    silence_telemetry()
    run_commands(app, "python -m evals")
