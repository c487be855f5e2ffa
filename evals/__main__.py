"""Measure Opora offline.

python -m evals run ARTICLES [--dataset support] [--split dev] [--url http://…] [--failures]
python -m evals bench ARTICLES [--turns 300]
"""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from ingest.quiet import silence_telemetry

app = typer.Typer(help="Offline measurement of the agent.", no_args_is_help=True, add_completion=False)


@app.command()
def run(
    articles: Annotated[Path, typer.Argument(help="the folder of articles that the cases are about")],
    dataset: Annotated[list[str] | None, typer.Option(help="only this dataset; may be repeated")] = None,
    datasets: Annotated[
        Path | None, typer.Option(help="the folder of datasets; those over ../shared/articles unless set")
    ] = None,
    split: Annotated[str | None, typer.Option(help="dev or heldout; both unless set")] = None,
    url: Annotated[
        str | None, typer.Option(help="a running server with these articles, instead of one in process")
    ] = None,
    failures: Annotated[bool, typer.Option("--failures", help="list the cases that went wrong")] = False,
) -> None:
    """Ask every case and print how often the outcome, the cited section and the quotes are right."""
    import httpx
    from rich.console import Console
    from rich.progress import track
    from rich.table import Table

    from evals import cases
    from evals.report import figures, outcomes
    from evals.score import score
    from evals.systems import InProcess, OverHttp, throwaway

    silence_telemetry()
    console = Console()
    table = Table("dataset", "tag", "cases", "outcome right", "answered", "section right", "broken quotes")
    context = throwaway(articles) if url is None else nullcontext(OverHttp(httpx.Client(base_url=url, timeout=120)))
    with context as opened:
        system: InProcess | OverHttp = opened
        folder = datasets or cases.DATASETS
        for name in dataset or cases.names(folder):
            loaded = cases.load(name, split, folder).cases
            scores = [
                score(case, system.ask(case.question), system.text_of)
                for case in track(loaded, description=name, console=console, transient=True)
            ]
            for row in figures(name, scores, ("neutral", "colloquial", "near_miss", "other_world")):
                shares = (row.outcome_right, row.answered, row.section_right)
                figures_shown = ("" if share is None else f"{share:.3f}" for share in shares)
                table.add_row(name, row.tag, str(row.cases), *figures_shown, str(row.broken_quotes))
            console.print(name, dict(outcomes(scores)))
            if failures:
                for each in scores:
                    if not each.outcome_right or each.section_right is False:
                        console.print(f"[{each.case.id}] {each.case.question}", markup=False)
                        console.print(
                            f"    {each.reply.outcome} {each.reply.confidence}: {each.reply.text}", markup=False
                        )
    console.print(table)


@app.command()
def bench(
    articles: Annotated[Path, typer.Argument(help="the folder of articles to serve")],
    turns: Annotated[int, typer.Option(min=20, help="how many questions are timed")] = 300,
) -> None:
    """Start a server over the articles and time its start, its turns over HTTP and its memory."""
    from evals import cases
    from evals.bench import bench as measure

    questions = [case.question for case in cases.load("support").cases]
    found = measure(articles, questions, turns)
    typer.echo(f"start-up           {found.start_s:7.1f} s")
    typer.echo(f"turn, middle       {found.p50_ms:7.1f} ms")
    typer.echo(f"turn, 95th pct     {found.p95_ms:7.1f} ms   ({found.turns} turns)")
    typer.echo(f"resident memory    {found.resident_mib:7.0f} MiB")


if __name__ == "__main__":
    app()
