"""The load, on a server that answers as slowly as a test wants."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from agent.reply import OutcomeKind, Reply
from evals.bench.figures import NAIVE, OPORA, BenchFailed, Indexed, SystemName
from evals.bench.load import LEAST_EACH, ROUNDS, load
from evals.bench.naive_server import NaiveServer
from evals.bench.server import Server
from evals.cases import Case
from evals.systems.base import Answer
from ingest.progress import NoProgress


@dataclass
class Slow:
    seconds: float
    log: list[tuple[str, str]]  # system and question, as they came
    name: str = "slow"
    at_once: int = 0
    most_at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, case: Case) -> Answer:
        with self._lock:
            self.log.append((self.name, case.question))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(self.seconds)
        with self._lock:
            self.at_once -= 1
        reply = Reply(
            id="1", created_at=datetime(2026, 1, 1, tzinfo=UTC), outcome=OutcomeKind.ANSWERED, text="Да.", model="none"
        )
        return Answer(reply=reply, evidence=None, explanation={}, seconds=self.seconds, model_calls=0, tokens=None)


@contextmanager
def served(system: Slow) -> Iterator[Server]:
    with NaiveServer(0, system, Indexed(0.0, 1, 1, 1.0)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Server(port=server.server_port, pid=0, start_s=0.0, said=b"")
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def log() -> list[tuple[str, str]]:
    return []


def test_the_systems_are_timed_in_turn_on_the_same_questions(log: list[tuple[str, str]]) -> None:
    with served(Slow(0.02, log, OPORA)) as ours, served(Slow(0.005, log, NAIVE)) as theirs:
        servers: dict[SystemName, Server] = {OPORA: ours, NAIVE: theirs}
        found = load(servers, ["a", "b", "c"], clients=1, turns=ROUNDS * LEAST_EACH, progress=NoProgress())
    assert [system for system, _ in log[::LEAST_EACH]] == [OPORA, NAIVE, NAIVE, OPORA] * (ROUNDS // 2)
    assert [asked for system, asked in log if system == OPORA] == [asked for system, asked in log if system == NAIVE]
    assert found.of[OPORA].turns == ROUNDS * LEAST_EACH
    assert 20 <= found.of[OPORA].p50_ms <= found.of[OPORA].p95_ms
    assert found.ratios["p50_ms"].middle > 1 > found.ratios["per_s"].middle


def test_as_many_clients_as_said_ask_at_once(log: list[tuple[str, str]]) -> None:
    system = Slow(0.01, log)
    with served(system) as server:
        found = load({OPORA: server}, ["a"], clients=8, turns=20, progress=NoProgress())
    assert system.most_at_once == 8
    assert found.of[OPORA].turns == ROUNDS * LEAST_EACH * 8
    assert found.of[OPORA].per_s > 2 / system.seconds  # one client alone gets one turn in that time
    assert found.ratios == {}


def test_a_server_that_refuses_stops_the_bench(log: list[tuple[str, str]]) -> None:
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Refusing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(429)
            self.send_header("Content-Length", "9")
            self.end_headers()
            self.wfile.write(b"too often")

        def log_message(self, format: str, *args: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Refusing) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        refusing = Server(port=server.server_port, pid=0, start_s=0.0, said=b"")
        with pytest.raises(BenchFailed, match="429: too often"):
            load({OPORA: refusing}, ["a"], clients=1, turns=20, progress=NoProgress())
        server.shutdown()
        thread.join()
