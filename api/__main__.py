"""Run the service, look at its tickets, let operators in, or delete a customer's data.

\b
python -m api serve
python -m api serve --host 0.0.0.0 --port 8080 --workers 2
python -m api tickets
python -m api tickets --json
python -m api operators add NAME
python -m api forget --customer SUBJECT
"""

from contextlib import closing
from typing import Annotated

import typer

from agent.commands import one_line_errors
from api.forget_command import forget
from api.operator_commands import operators
from api.settings import ApiSettings
from ingest.clock import utc_now
from ingest.commands import run_commands
from ingest.quiet import silence_telemetry

cli = typer.Typer(help=__doc__, add_completion=False, rich_markup_mode=None)
cli.add_typer(operators, name="operators")
cli.command()(forget)


@cli.callback()
def _prepare() -> None:
    silence_telemetry()


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; OPORA_HOST, 127.0.0.1 if unset.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port; OPORA_PORT, 8000 if unset; 0 takes a free one.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; OPORA_WORKERS, 1 if unset.")] = None,
) -> None:
    """Answer customers over HTTP. Says where, once it is ready to answer."""
    from api.serve import ServeError, serve_until_stopped

    with one_line_errors(ServeError):
        settings = ApiSettings.read(host=host, port=port, workers=workers)
        serve_until_stopped(settings, announce=typer.echo)


@cli.command()
def tickets(
    as_json: Annotated[bool, typer.Option("--json", help="Everything, with transcripts, as JSON.")] = False,
) -> None:
    """List the open tickets."""
    from rich.console import Console

    from agent.desk import open_desk
    from api.tickets import tickets_json, tickets_table

    with one_line_errors(), closing(open_desk(ApiSettings.read())) as desk:
        found = [desk.queue.ticket(each.number) for each in desk.queue.open()]
    if as_json:
        typer.echo(tickets_json(found))
    elif found:
        Console().print(tickets_table(found, utc_now()))
    else:
        typer.echo("Открытых обращений нет.")


if __name__ == "__main__":
    run_commands(cli, "python -m api")
