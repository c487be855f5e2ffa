"""Run the service, or look at its tickets.

python -m api serve
python -m api serve --host 0.0.0.0 --port 8080 --workers 2
python -m api tickets
python -m api tickets --json
"""

from contextlib import closing
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError

from agent.errors import AgentError
from api.settings import ApiSettings
from ingest.errors import IngestError
from ingest.quiet import silence_telemetry

cli = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, rich_markup_mode=None)


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
    settings = _settings(host=host, port=port, workers=workers)
    from api.serve import ServeError, serve_until_stopped

    try:
        serve_until_stopped(settings, announce=typer.echo)
    except (IngestError, AgentError, ServeError) as error:
        _fail(str(error))


@cli.command()
def tickets(
    as_json: Annotated[bool, typer.Option("--json", help="Everything, with transcripts, as JSON.")] = False,
) -> None:
    """List the open tickets."""
    from rich.console import Console

    from agent.assemble import database_url
    from agent.desk import Desk, utc_now
    from api.tickets import tickets_json, tickets_table

    with closing(Desk(database_url(_settings()))) as desk:
        found = desk.tickets(open_only=True)
    if as_json:
        typer.echo(tickets_json(found))
    elif found:
        Console().print(tickets_table(found, utc_now()))
    else:
        typer.echo("Открытых обращений нет.")


def _settings(**flags: str | int | None) -> ApiSettings:
    """The environment, with the flags that were given over it."""
    try:
        return ApiSettings.model_validate({name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        _fail(f"OPORA_{'_'.join(str(part) for part in first['loc']).upper()}: {first['msg']}")


def _fail(line: str) -> NoReturn:
    typer.echo(line, err=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    cli()
