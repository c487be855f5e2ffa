"""Turns over HTTP by some clients at once."""

import json
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import cycle, islice
from typing import Any

from evals.bench.figures import BenchFailed, Load, SystemName, Turns, ratios
from evals.bench.server import Server
from ingest.progress import Progress

ROUNDS = 6  # in which the systems take turns; the second of a round is the first of the next
WARM_UP = 20  # turns that are not counted
LEAST_EACH = 4  # turns of each client in a round: fewer, and the clients that have finished weigh too much

_Conversation = tuple[str, str]  # id, token


@dataclass(frozen=True, slots=True)
class _Round:
    seconds: float  # from the first request to the last reply
    times: tuple[float, ...]  # milliseconds of each turn

    def figures(self) -> dict[str, float]:
        return {
            "p50_ms": statistics.median(self.times),
            "p95_ms": statistics.quantiles(self.times, n=20)[-1],
            "per_s": len(self.times) / self.seconds,
        }


def warm_up(servers: Mapping[SystemName, Server], questions: Sequence[str]) -> None:
    for server in servers.values():
        _ask(server, list(islice(cycle(reversed(questions)), WARM_UP)), 1)


def load(
    servers: Mapping[SystemName, Server], questions: Sequence[str], clients: int, turns: int, progress: Progress
) -> Load:
    """Time first messages, each in a conversation of its own, at each of the servers.

    Making the conversations is not counted. `turns`: how many at each server at least.
    """
    number = max(turns // ROUNDS, LEAST_EACH * clients)
    asked = cycle(questions)
    rounds: dict[SystemName, list[_Round]] = {name: [] for name in servers}
    order = list(servers)
    for _ in range(ROUNDS):
        same = list(islice(asked, number))
        for name in order:
            rounds[name].append(_ask(servers[name], same, clients))
            progress.advance()
        order.reverse()
    figures = {name: [each.figures() for each in found] for name, found in rounds.items()}
    return Load(clients, {name: _together(found) for name, found in rounds.items()}, ratios(figures))


def _together(rounds: Sequence[_Round]) -> Turns:
    every = _Round(sum(each.seconds for each in rounds), tuple(time for each in rounds for time in each.times))
    return Turns(turns=len(every.times), **every.figures())


def _ask(server: Server, questions: Sequence[str], clients: int) -> _Round:
    with _connected(server, 1) as (one,):
        started = [_start(one) for _ in questions]
    waiting = iter(zip(questions, started, strict=True))  # the next one is taken by whoever is free: `next` is atomic

    def work(client: HTTPConnection) -> list[float]:
        return [_turn(client, question, conversation) for question, conversation in waiting]

    with _connected(server, clients) as connections, ThreadPoolExecutor(clients) as pool:
        began = time.perf_counter()
        times = [each for found in pool.map(work, connections) for each in found]
        return _Round(time.perf_counter() - began, tuple(times))


@contextmanager
def _connected(server: Server, clients: int) -> Iterator[list[HTTPConnection]]:
    # The bare client of the standard library: a comfortable one spends some milliseconds of its own.
    connections = [HTTPConnection("127.0.0.1", server.port, timeout=120) for _ in range(clients)]
    try:
        yield connections
    finally:
        for each in connections:
            each.close()


def _start(client: HTTPConnection) -> _Conversation:
    started = _post(client, "/v1/conversations", {})
    return started["id"], started["token"]


def _turn(client: HTTPConnection, question: str, conversation: _Conversation) -> float:
    """Milliseconds from the request to the whole reply."""
    began = time.perf_counter()
    _post(client, f"/v1/conversations/{conversation[0]}/messages", {"text": question}, conversation[1])
    return (time.perf_counter() - began) * 1000


def _post(client: HTTPConnection, path: str, body: object, token: str = "") -> Any:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    client.request("POST", path, json.dumps(body), headers)
    response = client.getresponse()
    said = response.read()
    if response.status >= HTTPStatus.BAD_REQUEST:
        raise BenchFailed(f"{path} answered {response.status}: {said.decode(errors='replace')}")
    return json.loads(said)
