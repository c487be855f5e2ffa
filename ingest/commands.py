"""Running a command line: what a person typed wrong is said in one line."""

import sys
from collections.abc import Sequence
from typing import NoReturn

import typer


def run_commands(app: typer.Typer, program: str, arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command that the arguments name; by default, those of this process.

    Raises:
        SystemExit: always. 0 done, 2 wrong usage, otherwise as the command says.
    """
    try:
        code = app(args=arguments, prog_name=program, standalone_mode=False)
    except typer.Abort:
        sys.exit(1)
    except typer.TyperException as error:
        said = " ".join(error.format_message().split()).rstrip(".")
        print(f"{said}: `{program} --help` shows the commands.", file=sys.stderr)
        sys.exit(error.exit_code)
    sys.exit(code if isinstance(code, int) else 0)
