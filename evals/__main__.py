"""Measure Opora offline.

python -m evals run [ARTICLES --datasets FOLDER] [--dataset support] [--system opora] [--sample 100] [--gate BASELINE]
python -m evals report RUN
python -m evals compare RUN RUN
python -m evals calibrate [--write]
python -m evals ablate [--split heldout] [--part NAME] [--out FOLDER]
python -m evals add MESSAGE_ID [--to FILE.jsonl]
python -m evals import FILE.csv [--to FILE.jsonl] [--articles FOLDER]
python -m evals bench [ARTICLES] [--clients 1,8,32] [--ingest] [--growth 100,1000] [--corpus FOLDER] [--out FOLDER]
python -m evals agreement
"""

from pathlib import Path
from typing import Annotated

import typer

from agent.commands import one_line_errors
from evals.ablation_command import ablate
from evals.calibrate_command import calibrate
from evals.case_commands import add, import_
from evals.reading_commands import compare, report
from evals.run_commands import run
from ingest.commands import run_commands
from ingest.quiet import silence_telemetry

app = typer.Typer(help="Offline measurement of the agent.", add_completion=False, rich_markup_mode=None)
for command in (run, report, compare, calibrate, ablate, add):
    app.command()(command)
app.command("import")(import_)

Articles = Annotated[
    Path | None, typer.Argument(exists=True, file_okay=False, help="a folder of articles; sources/ unless set")
]
Datasets = Annotated[
    Path | None,
    typer.Option(exists=True, file_okay=False, help="the folder of datasets; those over sources/ unless set"),
]


@app.command()
def bench(
    articles: Articles = None,
    datasets: Datasets = None,
    turns: Annotated[int, typer.Option(min=20, help="how many questions are timed by each number of clients")] = 300,
    clients: Annotated[str, typer.Option(help="how many ask at once, such as 1,8")] = "1,8,32",
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
    from evals.corpora import ROOT
    from ingest.progress import LateBar

    at_once, sizes = _numbers(clients, "--clients"), _numbers(growth, "--growth")
    with one_line_errors(cases.BadCase, cases.UnknownDataset, BenchFailed), LateBar() as progress:
        asked = [case.question for case in cases.load("support", datasets or cases.DATASETS / "sources").cases]
        served = articles or ROOT / "sources"
        report = measure(
            served, asked, corpus or served, turns=turns, clients=at_once, ingest=ingest, growth=sizes, naive=naive,
            out=out, progress=progress,
        )  # fmt: skip
    typer.echo(markdown(report))


def _numbers(written: str, option: str) -> list[int]:
    """Whole numbers above 0 between commas, ascending, each once."""
    parts = [part.strip() for part in written.split(",") if part.strip()]
    if not all(part.isdecimal() and int(part) for part in parts):
        raise typer.BadParameter("write whole numbers above 0, with commas between them", param_hint=f"'{option}'")
    return sorted({int(part) for part in parts})


@app.command()
def agreement() -> None:
    """How well the support scorer, and the agent's own verification, agree with 150 labelled sentences."""
    from rich.console import Console

    from evals.agreement import agreement as measure
    from evals.agreement import table

    Console().print(table(measure()))


if __name__ == "__main__":
    silence_telemetry()
    run_commands(app, "python -m evals")
