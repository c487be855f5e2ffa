"""The commands that read what came of runs. Nothing is asked.

python -m evals report RUN
python -m evals compare RUN RUN
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.commands import one_line_errors

if TYPE_CHECKING:
    from evals.compare import Baseline, Scored
    from evals.report import Report
    from evals.results import Result
    from evals.run import RunFolder
    from evals.runinfo import RunInfo

Run = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="a folder that `run` has written")]


def report(run: Run) -> None:
    """Write the report of a run anew: report.html, report.md and report.json. Nothing is asked."""
    from evals.run import NoRun, RunFolder
    from evals.tables import print_summary

    with one_line_errors(NoRun):
        written = write_report(*_kept(RunFolder(run)), run)
    print_summary(written)
    typer.echo(run / "report.html")


def compare(
    before: Run,
    after: Run,
    system: Annotated[
        list[str] | None,
        typer.Option(help="the first that both asked unless set; given twice, that of BEFORE and that of AFTER"),
    ] = None,
) -> None:
    """What is better or worse beyond noise, and on which cases."""
    from evals.compare import compare as changes_between
    from evals.compare import compare_together, scores_of, systems_of
    from evals.run import NoRun, RunFolder
    from evals.tables import print_changes, print_flips

    with one_line_errors(NoRun):
        (info, first), (_, second) = _kept(RunFolder(before)), _kept(RunFolder(after))
        names = systems_of(first, second, system or ())
        if names is None:
            wanted = (system[0], system[-1]) if system else ("any system", "the same one")
            raise NoRun(f"{before} has not asked {wanted[0]}, or {after} not {wanted[1]}: look at `--system`.")
        ours, theirs = (
            [each for each in side if each.system == name] for side, name in zip((first, second), names, strict=True)
        )
        one, other = scores_of(ours), scores_of(theirs)
        changes = changes_between(one, other, info.seed)
        if not any(each.difference.n for each in changes):
            raise NoRun(f"{before} and {after} have no case in common as it is now: compare runs of the same datasets.")
    typer.echo(f"{' → '.join(dict.fromkeys(names))}: {before} → {after}")
    print_changes((*changes, *compare_together(ours, theirs, info.seed)))
    _say_missing(one, other)
    print_flips(changes)


def _kept(folder: "RunFolder") -> "tuple[RunInfo, list[Result]]":
    """Raises NoRun, if nothing was answered either."""
    from evals.run import NoRun

    info, results = folder.info(), folder.results()
    if not results:
        raise NoRun(f"{folder.path} holds no result yet: the `run` that began it goes on with --out {folder.path}.")
    return info, results


def write_report(info: "RunInfo", results: "Sequence[Result]", folder: Path) -> "Report":
    from evals.report import build_report, to_html, to_markdown

    report = build_report(info, results)
    for name, text in (
        ("report.html", to_html(report)),
        ("report.md", to_markdown(report)),
        ("report.json", report.model_dump_json(indent=1)),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    return report


def hold_against(before: "Baseline", now: "Baseline", results: "Sequence[Result]", seed: int) -> None:
    from evals.compare import NoBaseline, broken, compare, failures
    from evals.tables import FLIPS_SHOWN, print_changes, print_flips

    if lost := broken(before.scores, results):
        named = ", ".join(lost[:FLIPS_SHOWN]) + (", …" if len(lost) > FLIPS_SHOWN else "")
        typer.echo(f"No reply where the baseline has one ({len(lost)}; the report says why): {named}.", err=True)
        raise typer.Exit(1)
    changes = compare(before.scores, now.scores, seed)
    if not any(each.difference.n for each in changes):
        raise NoBaseline("The baseline has no case in common with this run: give that of these cases, or make it anew.")
    print_changes(changes)
    _say_missing(before.scores, now.scores)
    failed = failures(before.scores, now.scores, seed)
    if failed:
        print_flips(failed)
        typer.echo(f"Worse than the baseline beyond noise: {', '.join(each.name for each in failed)}.", err=True)
        raise typer.Exit(1)


def _say_missing(before: "Mapping[str, Scored]", after: "Mapping[str, Scored]") -> None:
    from evals.compare import missing

    if lost := missing(before, after):
        typer.echo(f"{lost} cases had a score and have none now: not asked, failed, unscored or edited.")
