"""The command line, run as people run it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api.__main__ import cli
from tests.api.conftest import start_chat

ARTICLE = """# Возврат товара

Вернуть товар можно в течение 14 дней после получения заказа.

Для возврата откройте раздел «Мои заказы» и нажмите «Вернуть товар».
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPORA_")}
    return {**kept, "OPORA_HOME": str(home), **more}


def run(home: Path, *arguments: str, module: str = "api", **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, env=environment(home, **more), capture_output=True, text=True, check=False)


def one_line(ran: subprocess.CompletedProcess[str]) -> str:
    """What a failed command said: one line, and nothing on standard output."""
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.count("\n") == 1
    return ran.stderr


def test_without_a_release_it_says_how_to_make_one(tmp_path: Path) -> None:
    assert "python -m ingest sync FOLDER" in one_line(run(tmp_path, "serve", "--port", "0"))


def test_a_taken_port_is_said_at_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"127.0.0.1:{port}: the port is taken" in one_line(run(tmp_path, "serve", "--port", port))


@pytest.mark.parametrize("arguments", [("serve", "--port", "99999"), ("serve", "--workers", "0"), ("nonsense",)])
def test_wrong_usage_is_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run(tmp_path, *arguments).returncode == 2


def test_help_names_the_commands(tmp_path: Path) -> None:
    shown = run(tmp_path, "--help")

    assert shown.returncode == 0
    lines = [line.strip() for line in shown.stdout.splitlines()]
    assert {"python -m api serve", "python -m api tickets --json"} <= set(lines)


def test_no_tickets_are_said_to_be_none(tmp_path: Path) -> None:
    terminal = CliRunner(env={"OPORA_HOME": str(tmp_path)})

    assert terminal.invoke(cli, ["tickets"]).output == "Открытых обращений нет.\n"
    assert terminal.invoke(cli, ["tickets", "--json"]).output == "[]\n"


def test_the_list_of_tickets_waits_for_no_model_to_load(tmp_path: Path) -> None:
    script = (
        "import sys; from api.__main__ import cli; cli(['tickets'], standalone_mode=False);"
        "sys.exit(sorted({'langchain_core', 'langgraph', 'numpy', 'tantivy', 'fastapi'} & set(sys.modules)) or 0)"
    )

    ran = subprocess.run(
        [sys.executable, "-c", script], env=environment(tmp_path), capture_output=True, text=True, check=False
    )

    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a release of one article."""
    folder = tmp_path_factory.mktemp("articles")
    (folder / "возврат.md").write_text(ARTICLE, encoding="utf-8")
    home = tmp_path_factory.mktemp("home")
    synced = run(home, "sync", str(folder), module="ingest")
    assert synced.returncode == 0, synced.stderr
    return home


@contextmanager
def served(home: Path, *arguments: str, **more: str) -> Iterator[str]:
    """The one line that the running service said. At the end it is stopped, and has said no more."""
    command = [sys.executable, "-m", "api", "serve", "--port", "0", *arguments]
    with subprocess.Popen(command, env=environment(home, **more), text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline()
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.stdout.read() == ""


@pytest.mark.parametrize("arguments", [(), ("--workers", "2")], ids=["one process", "two workers"])
def test_serve_says_where_and_answers(home: Path, arguments: tuple[str, ...]) -> None:
    with served(home, *arguments) as line:
        said = re.fullmatch(r"Opora is at (http://127\.0\.0\.1:\d+) \(release (\S+)\)\n", line)
        assert said, line
        with httpx.Client(base_url=said[1], timeout=20) as client:
            chat = start_chat(client)
            [citation, *_] = chat.say("Как вернуть товар?").json()["citations"]
            source = client.get(f"/v1/sources/{citation['source_id']}", params={"release": said[2]}).json()
            called = chat.say("Позовите, пожалуйста, оператора").json()["escalation"]
    assert source["text"][citation["start"] : citation["end"]] == citation["quote"]
    [ticket] = json.loads(run(home, "tickets", "--json").stdout)[-1:]
    assert ticket["ticket"]["number"] == called["ticket"]


@pytest.mark.parametrize("wrong", ["OPORA_LLM=nobody:nothing", "OPORA_DATABASE_URL=nonsense"])
def test_workers_that_cannot_start_end_the_service(home: Path, wrong: str) -> None:
    name, _, value = wrong.partition("=")

    ran = run(home, "serve", "--port", "0", "--workers", "2", **{name: value})

    assert (ran.returncode, ran.stdout) == (1, "")
    assert name in ran.stderr
    assert "Traceback" not in ran.stderr
