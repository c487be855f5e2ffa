"""A server in a process of its own, on loopback, over articles that are ingested already or are so by itself."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from evals.bench.figures import BenchFailed, Served

START_LIMIT = 120.0  # seconds until a server that does not answer is given up


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int
    start_s: float
    said: bytes  # what it answered when it was asked whether it is ready

    def served(self) -> Served:
        return Served(self.start_s, resident_mib(self.pid))


def throwaway_home(home: Path) -> dict[str, str]:
    """The environment of a process that keeps all it stores in this folder, wherever it is told to elsewhere."""
    return {**os.environ, "OPORA_HOME": str(home), "OPORA_DATABASE_URL": f"sqlite:///{home / 'desk.sqlite'}"}


def sync(articles: Path, home: Path) -> None:
    """Put the articles live, as a maintainer does."""
    command = [sys.executable, "-m", "ingest", "sync", str(articles)]
    done = subprocess.run(command, check=False, env=throwaway_home(home), capture_output=True, text=True)
    if done.returncode:
        raise BenchFailed(last_line(done.stderr))


@contextmanager
def opora_server(home: Path) -> Iterator[Server]:
    """The service over the release that is live in this home."""
    with _server(("-m", "api", "serve", "--port"), throwaway_home(home), home / "server.log") as server:
        yield server


@contextmanager
def naive_server(articles: Path, home: Path, limit: float = START_LIMIT) -> Iterator[Server]:
    """The naive pipeline, which indexes the articles first; `limit`: seconds that this may take."""
    command = ("-m", "evals.bench.naive_server", str(articles))
    with _server(command, throwaway_home(home), home / "naive.log", limit) as server:
        yield server


@contextmanager
def _server(
    command: Sequence[str], environment: Mapping[str, str], log: Path, limit: float = START_LIMIT
) -> Iterator[Server]:
    """`command`: what Python is to run; the port comes last."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, *command, str(port)], env=environment, stdout=subprocess.DEVNULL, stderr=errors
        )
    try:
        while not (said := _ready(port)):
            if process.poll() is not None or time.perf_counter() - began > limit:
                raise BenchFailed(f"The server did not start: {last_line(log.read_text(encoding='utf-8'))}")
            time.sleep(0.05)
        yield Server(port, process.pid, time.perf_counter() - began, said)
    finally:
        process.terminate()
        process.wait(10)


def _ready(port: int) -> bytes:
    """What it says where it is ready, else nothing."""
    client = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        client.request("GET", "/readyz")
        response = client.getresponse()
        said = response.read()
        return said if response.status == HTTPStatus.OK else b""
    except (OSError, HTTPException):
        return b""
    finally:
        client.close()


def last_line(said: str) -> str:
    return said.strip().splitlines()[-1] if said.strip() else "it gave no reason."


def resident_mib(pid: int) -> float:
    """Of a process and the workers that it started."""
    workers = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return memory_mib("VmRSS", pid) + sum(resident_mib(int(worker)) for worker in workers)


def memory_mib(kind: str, pid: int | str = "self") -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{kind}:"))
