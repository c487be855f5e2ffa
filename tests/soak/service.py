"""A service of several processes, started as people start it, and killed as machines kill it. Needs Linux's /proc."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

STARTS_WITHIN = 180.0  # seconds, on a machine that is busy with the soak itself
SPAWNED = b"multiprocessing.spawn"  # in the command line of a worker; the supervisor has another child, its tracker


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


@dataclass(slots=True)
class Service:
    command: Sequence[str]  # without the port
    environment: Mapping[str, str]
    log: Path  # what it says of itself; added to
    workers: int
    port: int = field(default_factory=_free_port)
    killed: int = 0  # processes
    _process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns when every worker answers."""
        with self.log.open("a") as log:
            command = [*self.command, "--port", str(self.port), "--workers", str(self.workers)]
            self._process = subprocess.Popen(
                command, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=log, start_new_session=True
            )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        assert re.match(r"Opora is at ", said), f"{said}\n{self.log.read_text()}"

    def kill_worker(self, random: Random) -> None:
        """One of them, in the middle of whatever it does."""
        found = self._worker_ids()
        if found:
            os.kill(random.choice(found), signal.SIGKILL)
            self.killed += 1

    def kill_supervisor(self) -> None:
        """Nobody is there any more to start workers: those that are left must go, or nobody could start it again."""
        process = self._running()
        workers = self._worker_ids()
        process.kill()
        _end(process)
        self.killed += 1
        until = time.monotonic() + STARTS_WITHIN
        while left := [each for each in workers if Path(f"/proc/{each}").exists()]:
            assert time.monotonic() < until, f"workers {left} outlive their supervisor"
            time.sleep(0.1)

    def kill_all(self) -> None:
        """As a machine that loses its power."""
        process = self._running()
        self.killed += 1 + len(self._worker_ids())
        os.killpg(process.pid, signal.SIGKILL)
        _end(process)

    def wait_for_workers(self) -> None:
        """Until the supervisor has started others for those that were killed."""
        until = time.monotonic() + STARTS_WITHIN
        while len(self._worker_ids()) < self.workers:
            assert time.monotonic() < until, f"a killed worker is not replaced\n{self.log.read_text()}"
            time.sleep(0.1)

    def stop(self) -> None:
        """As people stop it: what has begun is finished."""
        process = self._running()
        process.terminate()
        try:
            process.wait(30)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            _end(process)

    def faults(self) -> list[str]:
        """What was logged of failures that nobody foresaw."""
        return re.findall(r".*\bfault [0-9a-f]{12}.*(?:\n .*)*", self.log.read_text())

    def _running(self) -> subprocess.Popen[str]:
        assert self._process is not None
        return self._process

    def _worker_ids(self) -> list[int]:
        return [each for each in _children(self._running().pid) if SPAWNED in _command_line(each)]


def _end(process: subprocess.Popen[str]) -> None:
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def _children(parent: int) -> list[int]:
    return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/stat") if _parent(path) == parent]


def _parent(stat: Path) -> int | None:
    """The second field is the name in brackets, which may hold anything."""
    try:
        state, parent, *_ = stat.read_text().rpartition(") ")[2].split()
    except OSError:  # it has ended meanwhile
        return None
    return int(parent) if state != "Z" else None


def _command_line(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""
