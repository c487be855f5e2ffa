"""The commands for operators' accounts."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from agent.commands import one_line_errors
from api.settings import ApiSettings
from ingest.clock import utc_now

if TYPE_CHECKING:
    from agent.desk.operators import Operator, Operators

operators = typer.Typer(help="Who works at the desk.", rich_markup_mode=None)

_PERSON_ADDED = "Готово. Рабочее место открывается на странице /desk."
_PROGRAM_ADDED = "Готово. Ключ для программы даст команда `python -m api operators token NAME`."

Name = Annotated[str, typer.Argument(help="As the customer reads it, and to log in with.")]


@operators.command()
def add(
    name: Name,
    program: Annotated[bool, typer.Option("--program", help="Without a password: it gets a token.")] = False,
) -> None:
    """Make an account. Asks for the password, or reads it from standard input."""
    password = None if program else _new_password()
    with _operators() as desk:
        desk.add(name, password)
    typer.echo(_PROGRAM_ADDED if program else _PERSON_ADDED)


@operators.command("list")
def show() -> None:
    """List the accounts."""
    from rich.console import Console

    with _operators() as desk:
        found = desk.all()
    if found:
        Console().print(operators_table(found, utc_now()))
    else:
        typer.echo("Операторов пока нет: добавьте командой `python -m api operators add NAME`.")


@operators.command()
def password(name: Name) -> None:
    """Set a new password. Whoever was logged in has to log in again."""
    new = _new_password()
    with _operators() as desk:
        desk.set_password(name, new)
    typer.echo("Пароль изменён, прежние входы закрыты.")


@operators.command()
def token(name: Name) -> None:
    """Make a Bearer token for a program, and show it once. The one before it opens nothing more."""
    with _operators() as desk:
        made = desk.new_token(name)
    typer.echo(made)


@operators.command()
def disable(name: Name) -> None:
    """Let an operator in no more."""
    with _operators() as desk:
        desk.disable(name)
    typer.echo("Вход закрыт.")


@operators.command()
def enable(name: Name) -> None:
    """Let an operator in again, with the password and the token that they had."""
    with _operators() as desk:
        desk.enable(name)
    typer.echo("Вход снова открыт.")


def operators_table(found: "Sequence[Operator]", now: datetime) -> Table:
    """In the order in which they were added."""
    from api.tickets import waiting

    table = Table("Имя", "Входит", "Был на связи")
    for operator in found:
        keys = [word for has, word in ((operator.has_password, "по паролю"), (operator.has_token, "по ключу")) if has]
        table.add_row(
            operator.name,
            "вход закрыт" if operator.disabled else ", ".join(keys) or "нечем",
            f"{waiting(operator.seen_at, now)} назад" if operator.seen_at else "—",
        )
    return table


@contextmanager
def _operators() -> "Iterator[Operators]":
    from agent.desk import open_desk

    with one_line_errors(), closing(open_desk(ApiSettings.read())) as desk:
        yield desk.operators


def _new_password() -> str:
    """Typed twice and not shown; the first line of standard input where nobody sits there to type."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = typer.prompt("Пароль", hide_input=True, confirmation_prompt="Ещё раз", err=True)
    return typed
