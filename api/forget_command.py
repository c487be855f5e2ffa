"""The command that deletes a customer's data."""

import sys
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from agent.commands import one_line_errors
from api.settings import ApiSettings

if TYPE_CHECKING:
    from agent.desk import Desk
    from agent.desk.erasure import Erased

_NOTHING = "Таких разговоров нет."


def forget(
    customer: Annotated[str | None, typer.Option(metavar="SUBJECT", help="All of this customer of your site.")] = None,
    conversation: Annotated[str | None, typer.Option(metavar="ID", help="This conversation.")] = None,
    ticket: Annotated[str | None, typer.Option(metavar="T-1001", help="The conversation of this ticket.")] = None,
    contact: Annotated[
        str | None, typer.Option(metavar="+7916…|a@b.ru", help="All in which this telephone or e-mail was given.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Without asking.")] = False,
) -> None:
    """Delete conversations for good, with their tickets and files."""
    wanted = {"customer": customer, "conversation": conversation, "ticket": ticket, "contact": contact}
    named = {kind: value for kind, value in wanted.items() if value is not None}
    if len(named) != 1:
        raise typer.BadParameter("name one of --customer, --conversation, --ticket, --contact")
    if not yes and not sys.stdin.isatty():
        raise typer.BadParameter("nobody is there to be asked: add --yes")

    from agent.desk import open_desk

    [(kind, value)] = named.items()
    with one_line_errors(), closing(open_desk(ApiSettings.read())) as desk:
        found = _find(desk, kind, value)
        if not found:
            typer.echo(_NOTHING)
            return
        if not yes:
            typer.echo(f"Будет удалено без возврата: {in_words(desk.erasure.count(found))}.")
            typer.confirm("Удалить?", abort=True)
        erased = desk.erasure.forget(found)
    typer.echo(f"Удалено: {in_words(erased)}.")


def in_words(erased: "Erased") -> str:
    open_tickets = f" (из них открытых — {erased.open_tickets})" if erased.open_tickets else ""
    return (
        f"разговоров — {erased.conversations}, сообщений — {erased.messages}, "
        f"обращений — {erased.tickets}{open_tickets}, файлов — {erased.files}"
    )


def _find(desk: "Desk", kind: str, value: str) -> Sequence[str]:
    from rich.console import Console

    find = {
        "customer": desk.erasure.of_customer,
        "conversation": desk.erasure.of_conversation,
        "ticket": desk.erasure.of_ticket,
        "contact": desk.erasure.of_contact,
    }
    with Console(stderr=True).status("Ищем…"):
        return find[kind](value)
