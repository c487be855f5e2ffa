"""How fast a served turn is: a server of its own over a throwaway home, questions over HTTP on loopback."""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

START_LIMIT = 120.0  # seconds until a server that does not answer is given up


class BenchFailed(Exception):
    """Nothing could be measured; the message says why."""


@dataclass(frozen=True, slots=True)
class BenchFigures:
    start_s: float  # from the command to the first /readyz that says so
    turns: int
    p50_ms: float
    p95_ms: float
    resident_mib: float  # of the server, after the turns


def bench(articles: Path, questions: Sequence[str], turns: int) -> BenchFigures:
    """Time `turns` first messages, each in a conversation of its own, one after the other, after a warm-up of 20."""
    with TemporaryDirectory(prefix="opora-bench-") as home:
        environment = {**os.environ, "OPORA_HOME": home}
        sync = [sys.executable, "-m", "ingest", "sync", str(articles)]
        synced = subprocess.run(sync, check=False, env=environment, capture_output=True, text=True)
        if synced.returncode:
            raise BenchFailed(_last_line(synced.stderr))
        with _server(environment, Path(home, "server.log")) as (process, client, start_s):
            asked = [questions[number % len(questions)] for number in range(turns + 20)]
            times = [_turn(client, question) for question in asked][20:]
            resident = _resident_mib(process.pid)
    return BenchFigures(start_s, turns, statistics.median(times), statistics.quantiles(times, n=20)[-1], resident)


@contextmanager
def _server(environment: dict[str, str], log: Path) -> Iterator[tuple[subprocess.Popen[bytes], HTTPConnection, float]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    command = [sys.executable, "-m", "api", "serve", "--port", str(port)]
    with log.open("wb") as errors:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=errors)
    # The bare client of the standard library: a comfortable one spends some milliseconds of its own.
    client = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        while not _ready(client):
            if process.poll() is not None or time.perf_counter() - began > START_LIMIT:
                raise BenchFailed(f"The server did not start: {_last_line(log.read_text(encoding='utf-8'))}")
            time.sleep(0.05)
        yield process, client, time.perf_counter() - began
    finally:
        client.close()
        process.terminate()
        process.wait(10)


def _last_line(said: str) -> str:
    return said.strip().splitlines()[-1] if said.strip() else "it gave no reason."


def _ready(client: HTTPConnection) -> bool:
    try:
        client.request("GET", "/readyz")
        response = client.getresponse()
        response.read()
        return response.status == HTTPStatus.OK
    except (OSError, HTTPException):
        client.close()
        return False


def _turn(client: HTTPConnection, question: str) -> float:
    """Milliseconds from the request to the whole reply; making the conversation is not counted."""
    started = _post(client, "/v1/conversations", {})
    began = time.perf_counter()
    _post(client, f"/v1/conversations/{started['id']}/messages", {"text": question}, started["token"])
    return (time.perf_counter() - began) * 1000


def _post(client: HTTPConnection, path: str, body: object, token: str = "") -> Any:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    client.request("POST", path, json.dumps(body), headers)
    response = client.getresponse()
    answer = json.load(response)
    if response.status >= HTTPStatus.BAD_REQUEST:
        raise BenchFailed(f"{path} answered {response.status}: {answer}")
    return answer


def _resident_mib(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))
