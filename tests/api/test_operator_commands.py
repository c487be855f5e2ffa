"""The accounts of operators from the command line, as a maintainer makes them."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from agent.desk import Desk
from api.__main__ import cli
from tests.api.test_main import environment

PASSWORD = "вечнозелёный фикус"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose desk has its tables already."""
    Desk(f"sqlite:///{tmp_path / 'desk.sqlite'}").close()
    return tmp_path


def run(home: Path, *arguments: str, typed: str = "") -> Result:
    """`typed` comes through a pipe, as from a script."""
    return CliRunner(env={"OPORA_HOME": str(home)}).invoke(cli, ["operators", *arguments], input=typed)


def opens(home: Path, name: str, password: str) -> bool:
    desk = Desk(f"sqlite:///{home / 'desk.sqlite'}")
    try:
        return desk.operators.by_session(desk.operators.log_in(name, password).key) is not None
    finally:
        desk.close()


def test_an_account_is_made_listed_and_closed(home: Path) -> None:
    assert "добавьте командой" in run(home, "list").output

    assert "/desk" in run(home, "add", "Ольга", typed=f"{PASSWORD}\n").output
    assert run(home, "add", "Робот", "--program").exit_code == 0
    assert opens(home, "Ольга", PASSWORD)
    assert run(home, "password", "ольга", typed="совсем другой пароль\r\n").exit_code == 0
    assert opens(home, "Ольга", "совсем другой пароль")

    run(home, "disable", "Ольга")
    listed = run(home, "list").output
    assert ("вход закрыт" in listed, "нечем" in listed) == (True, True)
    run(home, "enable", "Ольга")
    assert "по паролю" in run(home, "list").output


def test_a_token_is_all_that_is_printed(home: Path) -> None:
    run(home, "add", "Робот", "--program")

    token = run(home, "token", "Робот").stdout.removesuffix("\n")

    desk = Desk(f"sqlite:///{home / 'desk.sqlite'}")
    found = desk.operators.by_token(token)
    desk.close()
    assert found is not None
    assert found.operator == "Робот"


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (("add", "Анна"), "короткий\n", "needs 10 at least"),
        (("add", "Анна"), "", "needs 10 at least"),
        (("add", "ольга"), f"{PASSWORD}\n", "already"),
        (("token", "Никто"), "", "operators add NAME"),
        (("password", "Никто"), f"{PASSWORD}\n", "operators add NAME"),
        (("disable", "Никто"), "", "operators add NAME"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(home: Path, arguments: tuple[str, ...], typed: str, said: str) -> None:
    run(home, "add", "Ольга", "--program")

    ran = run(home, *arguments, typed=typed)

    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr.count("\n") == 1
    assert said in ran.stderr


def test_on_a_terminal_the_password_is_typed_twice_unseen(home: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "api", "operators", "add", "Ольга"]
    seen = b""
    with subprocess.Popen(
        command, env=environment(home), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        for asked, typed in enumerate([PASSWORD, "вечнозелёный кактус", PASSWORD, PASSWORD], 1):
            while seen.count(b": ") < asked + (b"do not match" in seen):  # «Error: The two entered values do not…»
                seen += os.read(ours, 1024)
            os.write(ours, f"{typed}\n".encode())
    os.close(ours)

    assert process.returncode == 0
    assert opens(home, "Ольга", PASSWORD)
    assert "вечнозелёный" not in seen.decode()
