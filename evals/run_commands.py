"""The commands that run the cases and read what came of it.

python -m evals run [ARTICLES --datasets FOLDER] [--dataset support] [--system opora] [--sample 100] [--out FOLDER]
python -m evals report RUN
python -m evals compare RUN RUN
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from agent.commands import one_line_errors

if TYPE_CHECKING:
    from rich.console import Console

    from evals.compare import Baseline, Change
    from evals.corpora import Corpus
    from evals.plan import Choice
    from evals.report import Report
    from evals.run import Opener, RunFolder
    from evals.systems import System
    from ingest.progress import Progress

# Headings and metrics that fit on a terminal of 80 columns; the report has them all.
SUMMARY = (
    ("right", "right"), ("answered", "answered"), ("wrong", "wrong"), ("section", "section"),
    ("facts", "fact_recall"), ("supported", "supported"),
)  # fmt: skip
FLIPS_SHOWN = 20  # cases of a metric that are listed

Run = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="a folder that `run` has written")]


def run(
    articles: Annotated[
        Path | None,
        typer.Argument(exists=True, file_okay=False, help="articles of your own, with --datasets; ours unless set"),
    ] = None,
    datasets: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="the folder of the cases about them")
    ] = None,
    dataset: Annotated[
        list[str] | None, typer.Option(help="only this dataset, as support or sources/support; may be repeated")
    ] = None,
    split: Annotated[Literal["dev", "heldout"] | None, typer.Option(help="both unless set")] = None,
    tags: Annotated[str, typer.Option(help="only cases with one of these tags, as colloquial,near_miss")] = "",
    sample: Annotated[int | None, typer.Option(min=1, help="only so many, as mixed as the whole")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="only the first so many")] = None,
    seed: Annotated[int, typer.Option(help="of the sample and of the intervals")] = 0,
    system: Annotated[
        list[str] | None,
        typer.Option(help="opora, naive or the URL of a running server; may be repeated; the first two unless set"),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="cases asked at once; more than 1 blurs the seconds")] = 1,
    out: Annotated[
        Path | None, typer.Option(file_okay=False, help="where the run is kept; given again, a killed run goes on")
    ] = None,
    gate: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="fail where worse than this baseline beyond noise")
    ] = None,
    baseline: Annotated[Path | None, typer.Option(dir_okay=False, help="write the scores there, for --gate")] = None,
) -> None:
    """Ask every case, and write a report: right, wrong, silent, handed over, beside a naive pipeline."""
    from rich.console import Console

    from evals.cases import BadCase
    from evals.compare import Baseline, NoBaseline
    from evals.plan import Choice, NothingToAsk
    from evals.run import NoRun
    from evals.systems.base import SystemFailed

    console = Console()
    chosen = Choice(tuple(dataset or ()), split, tuple(filter(None, tags.split(","))), sample, limit, seed)
    with one_line_errors(BadCase, NothingToAsk, NoRun, NoBaseline, SystemFailed):
        held_against = Baseline.read(gate) if gate else None
        folder = _run(_corpora(articles, datasets), chosen, _systems(system or ["opora", "naive"]), workers, out)
        written = _write_report(folder)
    _print_summary(written, console)
    console.print(f"{folder.path / 'report.html'}", soft_wrap=True)
    first = [each for each in folder.results() if each.system == written.systems[0].name]
    if baseline:
        scores = Baseline.of(first, folder.info().git_commit)
        baseline.write_text(scores.model_dump_json() + "\n", encoding="utf-8")
    if held_against:
        _hold_against(held_against, Baseline.of(first, None), seed, console)


def report(run: Run) -> None:
    """Write the report of a run anew: report.html, report.md and report.json. Nothing is asked."""
    from rich.console import Console

    from evals.run import NoRun, RunFolder

    with one_line_errors(NoRun):
        written = _write_report(RunFolder(run))
    _print_summary(written, Console())
    typer.echo(run / "report.html")


def compare(
    before: Run,
    after: Run,
    system: Annotated[str | None, typer.Option(help="the first that both asked unless set")] = None,
) -> None:
    """What is better or worse beyond noise, and on which cases."""
    from rich.console import Console

    from evals.compare import compare as changes_between
    from evals.compare import scores_of, shared_system
    from evals.run import NoRun, RunFolder

    with one_line_errors(NoRun):
        first, second = RunFolder(before), RunFolder(after)
        seed = first.info().seed
        results = first.results(), second.results()
        name = shared_system(*results, system)
        if name is None:
            raise NoRun(f"{before} and {after} have no system {system or ''} in common: look at `--system`.")
    one, other = (scores_of(each for each in side if each.system == name) for side in results)
    console = Console()
    console.print(f"{name}: {before} → {after}", soft_wrap=True, markup=False)
    changes = changes_between(one, other, seed)
    _print_changes(changes, console)
    _print_flips(changes, console)


# Running


def _run(
    corpora: "tuple[tuple[Corpus, ...], tuple[str, ...]]",
    choice: "Choice",
    systems: "Mapping[str, Opener]",
    workers: int,
    out: Path | None,
) -> "RunFolder":
    """Everything that is chosen, asked and kept."""
    from agent.settings import AgentSettings
    from evals.corpora import ROOT
    from evals.plan import plan
    from evals.run import RunFolder, begin, git_commit
    from evals.run import run as ask
    from evals.runinfo import RunInfo
    from ingest.clock import utc_now
    from ingest.progress import LateBar

    present, notes = corpora
    asked = plan(present, choice)
    now = utc_now()
    name = out.name if out else f"{now:%Y-%m-%d-%H%M%S}"
    info = RunInfo(
        name=name,
        created_at=now,
        git_commit=git_commit(ROOT),
        systems={each: {} for each in systems},
        choice=asdict(choice),
        seed=choice.seed,
        sample=choice.sample,
        splits=(choice.split,) if choice.split else (),
        notes=(*notes, *_said(choice)),
    )
    folder = RunFolder(out or AgentSettings.read().home / "runs" / name)
    begin(folder, info)
    with LateBar() as progress:
        try:
            ask(present, asked, systems, folder, workers, progress)
            if "opora" in systems and any(each.corpus == "xquad" for each in asked):
                _measure_retrieval(folder, progress)
        except KeyboardInterrupt as stopped:
            typer.echo(f"Stopped: the same command with --out {folder.path} goes on.", err=True)
            raise typer.Exit(1) from stopped
    return folder


def _measure_retrieval(folder: "RunFolder", progress: "Progress") -> None:
    """Sentence by sentence: what is found among paragraphs, the cases say."""
    from evals import xquad
    from evals.metrics import estimate

    info = folder.info()
    if info.retrieval:
        return
    progress.begin("opora, sentences of xquad", 1)
    found = xquad.retrieval(unit="sentences")
    figures = {metric: estimate(scores, info.seed) for metric, scores in found.scores.items()}
    folder.write(info.model_copy(update={"retrieval": {f"{found.passages} sentences of XQuAD": figures}}))
    progress.advance()


def _corpora(articles: Path | None, datasets: Path | None) -> "tuple[tuple[Corpus, ...], tuple[str, ...]]":
    """Those that can be used here, and what is to be said of the others."""
    from evals.corpora import CORPORA, FolderCorpus

    if datasets is not None:
        return (FolderCorpus("own", (articles,) if articles else (), datasets),), ()
    if articles is not None:
        raise typer.BadParameter("say with --datasets which cases are about these articles", param_hint="'ARTICLES'")
    absent = {each.name: each.absent for each in CORPORA}
    notes = tuple(f"{name} is left out: {why}" for name, why in absent.items() if why)
    return tuple(each for each in CORPORA if each.absent is None), notes


def _said(choice: "Choice") -> Iterator[str]:
    if choice.datasets:
        yield f"only {', '.join(choice.datasets)}"
    if choice.tags:
        yield f"only cases tagged {' or '.join(choice.tags)}"
    if choice.limit is not None:
        yield f"only the first {choice.limit} cases"


def _systems(names: Iterable[str]) -> "dict[str, Opener]":
    return {name: _opener(name) for name in names}


def _opener(name: str) -> "Opener":
    if name == "opora":
        return lambda corpus: corpus.opora()
    if name == "naive":
        return _naive
    if name.startswith(("http://", "https://")):
        return lambda corpus: _over_http(name)
    raise typer.BadParameter(f"{name} is no system: take opora, naive or a URL", param_hint="'--system'")


@contextmanager
def _naive(corpus: "Corpus") -> "Iterator[System]":
    from evals.systems.naive import naive

    with corpus.articles() as folder, naive(folder) as system:
        yield system


@contextmanager
def _over_http(url: str) -> "Iterator[System]":
    import httpx

    from evals.systems.http import OverHttp

    with httpx.Client(base_url=url, timeout=120) as client:
        yield OverHttp(client)


# Reading


def _write_report(folder: "RunFolder") -> "Report":
    from evals.report import build_report, to_html, to_markdown

    report = build_report(folder.info(), folder.results())
    for name, text in (
        ("report.html", to_html(report)),
        ("report.md", to_markdown(report)),
        ("report.json", report.model_dump_json(indent=1)),
    ):
        (folder.path / name).write_text(text, encoding="utf-8")
    return report


def _print_summary(report: "Report", console: "Console") -> None:
    from rich.box import SIMPLE
    from rich.table import Table

    from evals.report.shown import share

    for system in report.systems:
        table = Table(system.name, "cases", *(name for name, _ in SUMMARY), box=SIMPLE)
        for group in (*system.datasets, system.overall):
            figures = (group.figures[metric].mean if metric in group.figures else None for _, metric in SUMMARY)
            table.add_row(group.name, str(group.cases), *(share(each) for each in figures))
        console.print(table)
    lost = sum(each.overall.failed + each.overall.unscored for each in report.systems)
    if lost:
        console.print(f"{lost} cases failed or could not be scored: the report lists them.")


def _print_changes(changes: "Iterable[Change]", console: "Console") -> None:
    from rich.table import Table

    from evals.report.shown import interval, share, signed

    table = Table("metric", "cases", "before", "after", "difference", "95% interval", "verdict", "worse", "better")
    for each in changes:
        found = each.difference
        table.add_row(
            each.metric.name, str(found.n), share(found.before), share(found.after), signed(found), interval(found),
            each.verdict, str(len(each.worse)), str(len(each.better)),
        )  # fmt: skip
    console.print(table)


def _print_flips(changes: "Iterable[Change]", console: "Console") -> None:
    for change in changes:
        for what, flips in (("worse", change.worse), ("better", change.better)):
            if flips:
                listed = ", ".join(f"{each.dataset} {each.case}" for each in flips[:FLIPS_SHOWN])
                more = f" and {len(flips) - FLIPS_SHOWN} more" if len(flips) > FLIPS_SHOWN else ""
                console.print(f"{change.metric.name}, {what}: {listed}{more}", markup=False, soft_wrap=True)


def _hold_against(before: "Baseline", now: "Baseline", seed: int, console: "Console") -> None:
    from evals.compare import compare as changes_between
    from evals.compare import failures

    changes = changes_between(before.scores, now.scores, seed)
    _print_changes(changes, console)
    failed = failures(changes)
    if failed:
        _print_flips(failed, console)
        typer.echo(f"Worse than the baseline beyond noise: {', '.join(each.metric.name for each in failed)}.", err=True)
        raise typer.Exit(1)
