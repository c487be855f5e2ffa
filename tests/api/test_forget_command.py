"""Deleting a customer's data from the command line, as a maintainer does it."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from agent.desk import Customer, Desk, Turn
from agent.reply import Reason
from api.__main__ import cli
from tests.api.test_main import environment, run


@contextmanager
def opened(home: Path) -> Iterator[Desk]:
    with closing(Desk(f"sqlite:///{home / 'desk.sqlite'}", files=home / "attachments")) as desk:
        yield desk


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """One conversation of customer 17, with T-1001, and one of customer 18."""
    with opened(tmp_path) as desk:
        for subject in ("17", "18"):
            conversation, _ = desk.start_conversation(Customer(subject, None, vip=False))
            assert isinstance(desk.begin_turn(conversation, f"Мой номер 8 916 123-45-{subject}"), Turn)
            desk.escalate(conversation, Reason.COMPLAINT, "Жалуется")
    return tmp_path


def forget(home: Path, *arguments: str) -> Result:
    return CliRunner(env={"OPORA_HOME": str(home)}).invoke(cli, ["forget", *arguments])


def left(home: Path) -> list[str]:
    """The open tickets."""
    with opened(home) as desk:
        return [ticket.number for ticket in desk.queue.open()]


def id_of_the_first(home: Path) -> str:
    with opened(home) as desk:
        return desk.queue.open()[0].conversation_id


@pytest.mark.parametrize(
    "whose",
    [("--customer", "17"), ("--ticket", "T-1001"), ("--contact", "+79161234517"), ("--conversation", "")],
)
def test_it_deletes_what_is_named_and_says_how_much(home: Path, whose: tuple[str, str]) -> None:
    option, value = whose

    ran = forget(home, option, value or id_of_the_first(home), "--yes")

    assert ran.stdout == "Удалено: разговоров — 1, сообщений — 1, обращений — 1 (из них открытых — 1), файлов — 0.\n"
    assert (ran.exit_code, left(home)) == (0, ["T-1002"])


def test_where_there_is_nothing_it_says_so(home: Path) -> None:
    ran = forget(home, "--customer", "19", "--yes")
    assert (ran.exit_code, ran.stdout) == (0, "Таких разговоров нет.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--ticket", "T-9"), "no ticket"),
        (("--conversation", "9"), "no conversation"),
        (("--contact", "Иван"), "neither a telephone number"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(home: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = forget(home, *arguments, "--yes")

    assert (ran.exit_code, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)
    assert said in ran.stderr


@pytest.mark.parametrize(
    "arguments", [("--yes",), ("--customer", "17", "--ticket", "T-1001", "--yes"), ("--customer", "17")]
)
def test_wrong_usage_deletes_nothing(home: Path, arguments: tuple[str, ...]) -> None:
    assert forget(home, *arguments).exit_code == 2
    assert left(home) == ["T-1001", "T-1002"]


def test_the_usage_is_said_in_one_line(tmp_path: Path) -> None:
    ran = run(tmp_path, "forget", "--customer", "17")
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert "add --yes" in ran.stderr


@pytest.mark.parametrize(("typed", "code", "kept"), [("y", 0, ["T-1002"]), ("", 1, ["T-1001", "T-1002"])])
def test_on_a_terminal_it_shows_the_extent_and_asks(home: Path, typed: str, code: int, kept: list[str]) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "api", "forget", "--customer", "17"]
    with subprocess.Popen(
        command, env=environment(home), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        seen = b""
        while b"[y/N]" not in seen:
            seen += os.read(ours, 1024)
        os.write(ours, f"{typed}\n".encode())
    os.close(ours)

    assert "разговоров — 1, сообщений — 1" in seen.decode()
    assert (process.returncode, left(home)) == (code, kept)
