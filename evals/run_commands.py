"""The command that runs the cases.

python -m evals run [ARTICLES --datasets FOLDER] [--dataset support] [--system opora] [--sample 100] [--out FOLDER]
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from agent.commands import one_line_errors

if TYPE_CHECKING:
    from evals.corpora import Corpus
    from evals.plan import Choice
    from evals.run import Opener, RunFolder
    from evals.systems import System
    from ingest.progress import Progress

# Settings that may hold a secret, or that a run does not use.
NOT_TOLD = {"llm_api_key", "llm_base_url", "database_url", "home"}
NOT_TOLD |= {"desk_channels", "desk_hours", "desk_timezone", "desk_holidays", "desk_dates"}
NOT_TOLD |= {"remind_after_minutes", "expire_after_hours", "retention_days", "mode"}


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
    from evals.cases import BadCase
    from evals.compare import Baseline, NoBaseline
    from evals.plan import Choice, NothingToAsk
    from evals.reading_commands import hold_against, write_report
    from evals.run import NoRun
    from evals.systems.base import SystemFailed
    from evals.tables import print_summary

    chosen = Choice(tuple(dataset or ()), split, _listed(tags), sample, limit, seed)
    systems = _systems(system or ("opora", "naive"))
    if datasets is not None and articles is None and not systems.keys().isdisjoint({"opora", "naive"}):
        raise typer.BadParameter("give ARTICLES, too, or ask a running server with --system", param_hint="'--datasets'")
    with one_line_errors(BadCase, NothingToAsk, NoRun, NoBaseline, SystemFailed):
        held_against = Baseline.read(gate) if gate else None
        folder = ask_and_keep(_corpora(articles, datasets), chosen, systems, workers, out)
        results = folder.results()
        written = write_report(folder.info(), results, folder.path)
        print_summary(written)
        typer.echo(folder.path / "report.html")
        ours = [each for each in results if each.system == next(iter(systems))]
        now = Baseline.of(ours, folder.info().git_commit)
        if baseline:
            now.write(baseline)
        if held_against:
            hold_against(held_against, now, ours, seed)


def ask_and_keep(
    corpora: "tuple[tuple[Corpus, ...], tuple[str, ...]]",
    choice: "Choice",
    systems: "Mapping[str, Opener]",
    workers: int,
    out: Path | None,
) -> "RunFolder":
    """Everything that is chosen, asked and kept. `corpora`: those to ask over, and what a reader should know of them;
    `out`: the folder, one of its own unless set."""
    from agent.settings import AgentSettings
    from evals.corpora import ROOT, digest
    from evals.plan import plan
    from evals.run import RunFolder, begin, git_commit
    from evals.run import run as ask
    from evals.runinfo import RunInfo
    from ingest.clock import utc_now
    from ingest.progress import LateBar

    present, notes = corpora
    settings = AgentSettings.read()
    asked = plan(present, choice)
    now = utc_now()
    name = out.absolute().name if out else f"{now:%Y-%m-%d-%H%M%S}-{now.microsecond // 1000:03}"
    info = RunInfo(
        name=name,
        created_at=now,
        git_commit=git_commit(ROOT),
        systems={each: {} for each in systems},
        settings=settings.model_dump(mode="json", exclude=NOT_TOLD),
        articles={each.name: digest(each) for each in present if each.name in {one.corpus for one in asked}},
        choice=asdict(choice),
        seed=choice.seed,
        sample=choice.sample,
        splits=(choice.split,) if choice.split else (),
        notes=(*notes, *_said(choice)),
    )
    folder = RunFolder(out or settings.home / "runs" / name)
    begin(folder, info)
    with LateBar() as progress:
        try:
            ask(present, asked, systems, folder, workers, progress)
            whole = choice.sample is None and choice.limit is None
            if whole and "opora" in systems and any(each.corpus == "xquad" for each in asked):
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
    sentences, found = xquad.sentence_retrieval()
    figures = {metric: estimate(scores, info.seed) for metric, scores in found.items()}
    folder.write(info.model_copy(update={"retrieval": {f"{sentences} sentences of XQuAD": figures}}))
    progress.advance()


def _corpora(articles: Path | None, datasets: Path | None) -> "tuple[tuple[Corpus, ...], tuple[str, ...]]":
    """Those that can be used here, and what is to be said of the others."""
    from evals.corpora import CORPORA, FolderCorpus

    if datasets is not None:
        return (FolderCorpus("own", (articles,) if articles else (), datasets),), ()
    if articles is not None:
        raise typer.BadParameter("say with --datasets which cases are about these articles", param_hint="'ARTICLES'")
    return present(CORPORA)


def present(corpora: "Sequence[Corpus]") -> "tuple[tuple[Corpus, ...], tuple[str, ...]]":
    """Those that can be used here, and what is to be said of the others."""
    absent = {each.name: each.absent for each in corpora}
    notes = tuple(f"{name} is left out: {why}" for name, why in absent.items() if why)
    return tuple(each for each in corpora if each.absent is None), notes


def _said(choice: "Choice") -> Iterator[str]:
    if choice.datasets:
        yield f"only {', '.join(choice.datasets)}"
    if choice.tags:
        yield f"only cases tagged {' or '.join(choice.tags)}"
    if choice.limit is not None:
        yield f"only the first {choice.limit} cases"


def _listed(tags: str) -> tuple[str, ...]:
    return tuple(tag.strip() for tag in tags.split(",") if tag.strip())


def _systems(names: Iterable[str]) -> "dict[str, Opener]":
    return {name: _opener(name) for name in names}


def _opener(name: str) -> "Opener":
    if name == "opora":
        return lambda corpus: corpus.opora()
    if name == "naive":
        return _naive
    if name.startswith(("http://", "https://")):
        if "@" in name.split("/")[2]:  # it would be kept with the run, and each conversation has its own token
            raise typer.BadParameter("a URL with a name or password cannot be asked", param_hint="'--system'")
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

    from evals.systems.base import SystemFailed
    from evals.systems.http import OverHttp

    try:
        client = httpx.Client(base_url=url, timeout=120)
    except httpx.InvalidURL as error:
        raise SystemFailed(f"{url}: {error}") from error
    with client:
        system = OverHttp(client)
        system.check_ready()
        yield system
