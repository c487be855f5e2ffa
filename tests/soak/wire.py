"""How a simulated client talks to the service: it tries again until it is answered, and comes back to its stream."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

PATIENCE = 300.0  # seconds until a call that is tried again and again counts as hanging; a service may start meanwhile
AGAIN_AFTER = 0.25  # seconds
STREAM_SILENCE = 25.0  # seconds; a living stream says something every ten


class Hangs(AssertionError):
    """A call got no answer, however often it was tried."""


@dataclass(slots=True)
class Wire:
    """The connections of one side. Failures of the connection and of the server are tried again."""

    base_url: str
    random: Random
    stream_lasts: float  # seconds on average, until a client goes away and comes back by itself
    failures: int = 0  # calls that had to be made again
    _client: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=100, keepalive_expiry=3)
        self._client = httpx.AsyncClient(base_url=self.base_url, limits=limits, timeout=30, trust_env=False)

    async def close(self) -> None:
        await self._client.aclose()

    async def call(
        self, method: str, path: str, key: str | None = None, *, gives_up: float = 0, **what: Any
    ) -> httpx.Response:
        """`gives_up`: the share of first tries that the client itself breaks off, and makes again."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        patience: float | None = self.random.expovariate(20) if self.random.random() < gives_up else None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                async with asyncio.timeout(patience):
                    response = await self._client.request(method, path, headers=headers, **what)
                if response.status_code < 500:
                    return response
            except (httpx.TransportError, TimeoutError):
                pass
            patience = None
            self.failures += 1
            await asyncio.sleep(AGAIN_AFTER)
        raise Hangs(f"{method} {path}")

    def stream(self, path: str, headers: dict[str, str]) -> Any:
        return self._client.stream("GET", path, headers=headers, timeout=httpx.Timeout(30, read=STREAM_SILENCE))


@dataclass(frozen=True, slots=True)
class Received:
    """An event of a stream."""

    name: str
    id: int | None
    data: Any
    at: float  # time.monotonic()


@dataclass(slots=True)
class Stream:
    """An event stream that is left and read on at random, and after every failure."""

    wire: Wire
    path: str
    key: str
    since: int  # the last event before it
    on_event: Callable[[Received], None]
    received: list[Received] = field(default_factory=list)
    connected: int = 0  # times
    is_away: bool = False  # its client has gone away for a while
    is_over: bool = False
    last_id: int = field(init=False)

    def __post_init__(self) -> None:
        self.last_id = self.since

    async def run(self) -> None:
        while not self.is_over:
            if not self.is_away:
                try:
                    async with asyncio.timeout(self.wire.random.expovariate(1 / self.wire.stream_lasts) + 0.5):
                        await self._read()
                except (httpx.TransportError, TimeoutError):
                    pass
            await asyncio.sleep(self.wire.random.uniform(0.02, 0.3))

    async def _read(self) -> None:
        headers = {"Authorization": f"Bearer {self.key}", "Last-Event-ID": str(self.last_id)}
        async with self.wire.stream(self.path, headers) as response:
            if response.status_code != 200:
                return
            self.connected += 1
            lines: dict[str, str] = {}
            async for line in response.aiter_lines():
                name, _, value = line.partition(": ")
                if line and name:
                    lines[name] = value
                elif not line and "data" in lines:
                    self._take(lines)
                    lines = {}

    def _take(self, lines: dict[str, str]) -> None:
        event_id = int(lines["id"]) if "id" in lines else None
        event = Received(lines["event"], event_id, json.loads(lines["data"]), time.monotonic())
        self.last_id = event_id or self.last_id
        self.received.append(event)
        self.on_event(event)
