"""The command that fits the confidence model.

python -m evals calibrate [--from RUN_FOLDER] [--write]
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.commands import one_line_errors

if TYPE_CHECKING:
    from agent.settings import AgentSettings
    from evals.calibrate.calibration import Origin
    from evals.calibrate.samples import Samples
    from evals.corpora import Corpus

ROOT = Path(__file__).parent.parent


def calibrate(
    from_: Annotated[
        Path | None,
        typer.Option(
            "--from", exists=True, file_okay=False, help="the folder of a run, instead of asking all cases anew"
        ),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="make it the agent's: agent/calibration.json")] = False,
) -> None:
    """Fit how sure the agent is of an answer on the development cases, and choose thresholds by their wrong answers.

    The held-out cases confirm it. A run that is given with --from was asked with some threshold, which decides which
    earlier questions were answered and so how follow-ups were read; asked anew, that makes no difference. Nor does it
    ask anything of the invented help centres, so that its fit is a poorer one.
    """
    from agent.calibration import FILE, written
    from agent.settings import AgentSettings
    from evals.calibrate import calibration
    from evals.calibrate.samples import CannotCalibrate
    from evals.calibrate.summary import summary
    from evals.cases import BadCase
    from evals.run import NoRun

    with one_line_errors(BadCase, NoRun, CannotCalibrate):
        settings = AgentSettings.read()
        corpora = _corpora()
        samples, origin = _asked(corpora, settings) if from_ is None else _of_run(from_, corpora)
        found = calibration.calibrate(samples, origin)
    for each in samples.left_out:
        typer.echo(f"left out: {each}", err=True)
    typer.echo(summary(found, settings.target_risk))
    if write:
        path = ROOT / "agent" / FILE
        path.write_text(written(found.calibration), encoding="utf-8")
        typer.echo(f"\n{path} is written: try it, and commit it.")


def _corpora() -> "list[Corpus]":
    from evals.corpora import CALIBRATION_CORPORA

    for each in CALIBRATION_CORPORA:
        if each.absent:
            typer.echo(f"Without {each.name}: {each.absent}.", err=True)
    return [each for each in CALIBRATION_CORPORA if not each.absent]


def _asked(corpora: "list[Corpus]", settings: "AgentSettings") -> "tuple[Samples, Origin]":
    from agent.assemble import search_identity
    from evals.calibrate.asking import ask
    from evals.calibrate.samples import article_texts, samples_of
    from evals.run import git_commit
    from ingest.progress import LateBar

    with LateBar() as progress:
        results = ask(corpora, progress)
    samples = samples_of(results, article_texts(corpora))
    return samples, _origin("", git_commit(ROOT), settings.llm, search_identity(settings))


def _of_run(folder: Path, corpora: "list[Corpus]") -> "tuple[Samples, Origin]":
    from agent.assemble import search_identity
    from agent.settings import AgentSettings
    from evals.calibrate.samples import CannotCalibrate, article_texts, is_of_use, samples_of
    from evals.run import RunFolder

    run = RunFolder(folder)
    info = run.info()
    if not info.systems.get("opora"):  # empty: it was to be asked, and was not yet
        raise CannotCalibrate(f"Opora was not asked in {folder}: run it with --system opora.")
    names = {each.name for each in corpora}
    results = [
        each
        for each in run.results()
        if each.system == "opora" and each.corpus in names and is_of_use(each.dataset, each.case)
    ]
    described = info.systems["opora"]
    asked = {each.corpus for each in results}
    samples = samples_of(results, article_texts([each for each in corpora if each.name in asked]))
    searched = {"embedding_model": described["embedder"], "reranker": described.get("reranker")}
    embedder = search_identity(AgentSettings.read().model_copy(update=searched))
    return samples, _origin(f" --from {folder.name}", info.git_commit, described["model"], embedder)


def _origin(arguments: str, git_commit: str | None, model: str, embedder: str) -> "Origin":
    from evals.calibrate.calibration import Origin
    from ingest.clock import utc_now

    return Origin(
        command=f"python -m evals calibrate{arguments} --write",
        date=utc_now().date().isoformat(),
        git_commit=git_commit,
        model=model,
        embedder=embedder,
    )
