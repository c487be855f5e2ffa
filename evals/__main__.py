"""Measure Opora offline.

python -m evals run ARTICLES [--dataset support] [--split dev] [--url http://…] [--failures]
python -m evals bench ARTICLES [--clients 1,8,32] [--ingest] [--growth 100,1000] [--corpus FOLDER] [--out FOLDER]
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
    turns: Annotated[int, typer.Option(min=20, help="how many questions are timed by each number of clients")] = 300,
    clients: Annotated[str, typer.Option(help="how many ask at once, such as 1,8,32")] = "1",
    ingest: Annotated[bool, typer.Option("--ingest", help="time ingest, at first and again")] = False,
    growth: Annotated[
        str, typer.Option(help="numbers of passages to measure all at, such as 100,1000,10000; 10,000 take minutes")
    ] = "",
    corpus: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="articles for --ingest and --growth; ARTICLES unless set"),
    ] = None,
    naive: Annotated[bool, typer.Option("--naive/--no-naive", help="beside the naive pipeline, as ratios")] = True,
    out: Annotated[Path | None, typer.Option(help="a folder for bench.json, bench.md and bench.svg")] = None,
) -> None:
    """Time turns over HTTP, and ingest and growth if asked, beside the naive pipeline in the same run.

    Asked are the questions of the dataset `support`.
    """
    from evals import cases
    from evals.bench import BenchFailed
    from evals.bench.report import markdown
    from evals.bench.run import bench as measure
    from ingest.progress import LateBar

    at_once, sizes = _numbers(clients, "--clients"), _numbers(growth, "--growth")
    with one_line_errors(cases.BadCase, cases.UnknownDataset, BenchFailed), LateBar() as progress:
        asked = [case.question for case in cases.load("support", datasets or cases.DATASETS / "articles").cases]
        report = measure(
            articles, asked, corpus or articles, turns=turns, clients=at_once, ingest=ingest, growth=sizes, naive=naive,
            out=out, progress=progress,
        )  # fmt: skip
    typer.echo(markdown(report))


def _numbers(written: str, option: str) -> list[int]:
    """Whole numbers above 0 between commas, ascending, each once."""
    parts = [part.strip() for part in written.split(",") if part.strip()]
    if not all(part.isdecimal() and int(part) for part in parts):
        raise typer.BadParameter("write whole numbers above 0, with commas between them", param_hint=f"'{option}'")
    return sorted({int(part) for part in parts})


if __name__ == "__main__":
    silence_telemetry()
    run_commands(app, "python -m evals")
