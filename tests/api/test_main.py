"""The command line, run as people run it."""

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


def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    assert "OPORA_WORKERS" in one_line(run(tmp_path, "serve", OPORA_WORKERS="many"))


@pytest.mark.parametrize("arguments", [("serve", "--port", "99999"), ("serve", "--workers", "0"), ("nonsense",)])
def test_wrong_usage_is_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run(tmp_path, *arguments).returncode == 2


def test_help_names_the_commands(tmp_path: Path) -> None:
    shown = run(tmp_path, "--help")

    assert shown.returncode == 0
    assert "serve" in shown.stdout
    assert "tickets" in shown.stdout


def test_no_tickets_are_said_to_be_none(tmp_path: Path) -> None:
    assert run(tmp_path, "tickets").stdout == "Открытых обращений нет.\n"
    assert run(tmp_path, "tickets", "--json").stdout == "[]\n"


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
def served(home: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running service and the one line that it said. It is stopped at the end."""
    command = [sys.executable, "-m", "api", "serve", "--port", "0", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment(home), text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline()
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@pytest.mark.parametrize("arguments", [(), ("--workers", "2")], ids=["one process", "two workers"])
def test_serve_says_where_and_answers(home: Path, arguments: tuple[str, ...]) -> None:
    with served(home, *arguments) as (process, line):
        said = re.fullmatch(r"Opora is at (http://127\.0\.0\.1:\d+) \(release \S+\)\n", line)
        assert said, line + (process.stderr.read() if process.poll() is not None and process.stderr else "")
        with httpx.Client(base_url=said[1], timeout=20) as client:
            assert client.get("/readyz").status_code == 200
            started = client.post("/v1/conversations").json()
            path, key = f"/v1/conversations/{started['id']}/messages", {"Authorization": f"Bearer {started['token']}"}
            reply = client.post(
                path, json={"text": "Позовите, пожалуйста, оператора, заказ 123456"}, headers=key
            ).json()
            [citation, *_] = client.post(path, json={"text": "Как вернуть товар?"}, headers=key).json()["citations"]
            source = client.get(
                f"/v1/sources/{citation['source_id']}", params={"release": line.split()[-1][:-1]}
            ).json()
        assert reply["escalation"]["ticket"]
        assert source["text"][citation["start"] : citation["end"]] == citation["quote"]
        shown = run(home, "tickets", "--json")
        assert reply["escalation"]["ticket"] in shown.stdout
    assert process.stdout is not None
    assert process.stdout.read() == "", "one line and no more"


def test_workers_that_cannot_start_end_the_service(home: Path) -> None:
    ran = run(home, "serve", "--port", "0", "--workers", "2", OPORA_LLM="nobody:nothing")

    assert (ran.returncode, ran.stdout) == (1, "")
    assert "OPORA_LLM" in ran.stderr
    assert "Traceback" not in ran.stderr
