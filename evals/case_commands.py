"""The commands that make cases.

python -m evals add MESSAGE_ID [--to FILE.jsonl] [--split heldout] [--tag payment]
python -m evals import FILE.csv [--to FILE.jsonl] [--question COLUMN] [--answer COLUMN] [--articles FOLDER]
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from agent.commands import one_line_errors

if TYPE_CHECKING:
    from evals.authoring.quotes import Quotes
    from evals.authoring.rows import Imported

WHAT_TO_EDIT = """\
{path} has it now. Read the line before you share it: names, addresses and order numbers are not masked.
Then edit it (docs/cases.md):
  expected      the outcome that would have been right; now it is the one that was given
  gold          the words that hold the right answer; now the quotes that the reply cited
  must_mention  the facts that a right answer gives; none yet"""


def _jsonl(path: Path | None) -> Path | None:
    if path is not None and path.suffix != ".jsonl":
        raise typer.BadParameter("the name of a dataset ends in .jsonl")
    return path


To = Annotated[Path | None, typer.Option(dir_okay=False, callback=_jsonl, help="the dataset to append to")]
Split = Annotated[Literal["dev", "heldout"], typer.Option(help="which half the case belongs to")]
Tags = Annotated[list[str] | None, typer.Option("--tag", help="a tag of the case; may be repeated")]


def add(
    message_id: Annotated[str, typer.Argument(help="the id of a reply, as `python -m agent explain` takes it")],
    to: To = None,
    split: Split = "dev",
    tag: Tags = None,
) -> None:
    """Turn a stored turn into a case, masked. It goes to OPORA_HOME/cases/added.jsonl unless --to says otherwise."""
    from agent.desk import open_desk
    from agent.settings import AgentSettings
    from evals.authoring.dataset import CannotAppend, append
    from evals.authoring.turn import NothingToScore, case_of_turn
    from evals.cases import BadCase

    with one_line_errors(BadCase, CannotAppend, NothingToScore):
        settings = AgentSettings.read()
        path = to or settings.home / "cases" / "added.jsonl"
        desk = open_desk(settings)
        try:
            turn = desk.answered_turn(message_id)
        finally:
            desk.close()
        [line] = append(path, [case_of_turn(turn, split, tuple(tag or ()))])
    typer.echo(line)
    typer.echo(WHAT_TO_EDIT.format(path=path), err=True)


def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="a table of questions and answers, as CSV")],
    to: To = None,
    question: Annotated[str | None, typer.Option(help="the column of questions, unless its name tells")] = None,
    answer: Annotated[str | None, typer.Option(help="the column of answers, unless its name tells")] = None,
    articles: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="articles: where they say an answer is its gold"),
    ] = None,
    split: Split = "dev",
    tag: Tags = None,
) -> None:
    """Make a case of every row of a table. They go to OPORA_HOME/cases/FILE.jsonl unless --to says otherwise."""
    from agent.settings import AgentSettings
    from evals.authoring.dataset import CannotAppend, append, cases_in
    from evals.authoring.quotes import Quotes
    from evals.authoring.rows import cases_of_rows
    from evals.authoring.table import BadTable, read_table
    from evals.cases import BadCase

    with one_line_errors(BadCase, BadTable, CannotAppend, OSError):
        path = to or AgentSettings.read().home / "cases" / f"{file.stem}.jsonl"
        table = read_table(file.read_bytes(), str(file), question, answer)
        quotes = _quotes(articles) if articles else Quotes(())
        imported = cases_of_rows(table.rows, file.stem, split, quotes, tuple(tag or ()), cases_in(path))
        if imported.cases:
            append(path, imported.cases)
    for each in sorted((*table.skipped, *imported.skipped), key=lambda skipped: skipped.number):
        typer.echo(f"row {each.number}: {each.reason}", err=True)
    if not imported.cases:
        typer.echo(f"{file}: no row could be imported.", err=True)
        raise typer.Exit(1)
    typer.echo(_summary(imported, len(table.skipped), path))


def _quotes(folder: Path) -> "Quotes":
    """What a customer may be told of the articles of the folder. Raises EmptyFolder."""
    from evals.authoring.quotes import Quotes
    from ingest.article import Article, Audience
    from ingest.build import read_file
    from ingest.errors import EmptyFolder
    from ingest.manifest import UnreadableFile
    from ingest.progress import LateBar, counted
    from ingest.sync import scan

    paths = list(scan(folder))

    def read(progress: LateBar) -> Iterator[Article]:
        for path in counted(paths, progress):
            found = read_file(folder, path)
            if isinstance(found, UnreadableFile):
                typer.echo(f"{found.path}: {found.reason}", err=True)
            else:
                yield found[0]

    with LateBar() as progress:
        progress.begin("Reading articles", len(paths))
        every = [(each.id, each.text) for each in read(progress) if each.audience is Audience.CUSTOMER]
    if not every:
        raise EmptyFolder(str(folder))
    return Quotes(every)


def _summary(imported: "Imported", unusable: int, path: Path) -> str:
    cases = imported.cases
    gold = sum(bool(case.gold) for case in cases)
    facts = sum(bool(case.must_mention) for case in cases)
    skipped = len(imported.skipped) + unusable
    return (
        f"{len(cases)} {'case' if len(cases) == 1 else 'cases'} appended to {path}: {gold} with gold quotes, "
        f"{facts} with facts to mention, {len(cases) - gold - facts} with the outcome alone; "
        f"{skipped} {'row' if skipped == 1 else 'rows'} skipped."
    )
