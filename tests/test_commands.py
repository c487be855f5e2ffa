"""What all four command lines say to a wrong usage."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ingest", "snyc"), "No such command 'snyc'"),
        (("ingest",), "Missing command"),
        (("agent", "search"), "Missing argument"),
        (("api", "serve", "--port", "99999"), "'--port'"),
        (("evals", "bench", "tests", "--turns", "3"), "'--turns'"),
        (("evals", "run", "nowhere"), "does not exist"),
        (("evals", "run", "tests", "--split", "all"), "'--split'"),
    ],
)
def test_wrong_usage_is_one_plain_line(arguments: tuple[str, ...], says: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert says in done.stderr
    assert f"`python -m {arguments[0]} --help`" in done.stderr
