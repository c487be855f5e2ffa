"""What the command lines of the agent and of those above it have in common."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from agent.errors import AgentError
from ingest.errors import IngestError


@contextmanager
def one_line_errors(*more: type[Exception]) -> Iterator[None]:
    """What a maintainer can put right is said in one line, with exit status 1."""
    from agent.desk import DeskError

    foreseen: tuple[type[Exception], ...] = (IngestError, AgentError, DeskError, *more)
    try:
        yield
    except foreseen as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
