"""Operators who go for the same tickets, talk, pass tickets on, and disappear for a while."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.soak.wire import Received, Stream, Wire

CONTENDED = 3  # of the first so many tickets each operator takes any, so that several take the same
MOST_OWNED = 4
VANISHES = 0.02  # of the times that an operator looks at the queue
AWAY = 3.0  # seconds, at most
GIVES_UP = 0.1  # of the tries to change something
CATEGORIES = ("orders", "payments", "returns", "other")
# What comes next with a ticket that is theirs, and how often.
NEXT = {"write": 10, "resolve": 4, "transfer": 1, "requeue": 1, "return": 1, "note": 1}


@dataclass(frozen=True, slots=True)
class Said:
    """A message that the service has taken."""

    id: str
    conversation_id: str
    text: str
    started: float  # time.monotonic()


@dataclass(slots=True)
class Operator:
    name: str
    token: str
    wire: Wire
    pause: float  # seconds between two of their actions, on average
    colleagues: Sequence[str]
    said: list[Said] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)  # texts that were refused after a try that got no answer
    claimed: list[str] = field(default_factory=list)  # numbers of tickets
    beaten: int = 0  # times that somebody else had taken the ticket
    refused: list[str] = field(default_factory=list)  # what should have been possible
    vanished: int = 0
    _stream: Stream | None = None
    _written: int = 0

    @property
    def stream(self) -> Stream:
        assert self._stream is not None
        return self._stream

    async def begin(self) -> None:
        found = await self._get("tickets")
        self._stream = Stream(self.wire, "/v1/operator/events", self.token, found["last_event_id"], _ignore)

    async def work(self, closing: asyncio.Event, over: asyncio.Event) -> None:
        """Until `over`. From `closing` on whatever is open is taken and resolved."""
        random = self.wire.random
        while not over.is_set():
            tickets = (await self._get("tickets"))["tickets"]
            mine = [each for each in tickets if each["status"] == "assigned" and each["operator"] == self.name]
            for ticket in mine:
                await self._see_to(ticket, closing.is_set())
            waiting = [each for each in tickets if each["status"] in ("queued", "scheduled")]
            if waiting and len(mine) < MOST_OWNED:
                await self._claim(random.choice(waiting[:CONTENDED])["number"])
            if random.random() < VANISHES and not closing.is_set():
                await self._vanish()
            await asyncio.sleep(random.expovariate(1 / self.pause))

    async def has_open(self) -> bool:
        """Whether any ticket of the desk is."""
        return bool((await self._get("tickets"))["tickets"])

    async def audit(self, number: str) -> list[dict[str, Any]]:
        """What operators are shown of a ticket's history."""
        found: list[dict[str, Any]] = (await self._get(f"tickets/{number}"))["history"]
        return found

    async def _claim(self, number: str) -> None:
        answer = await self._do(number, "claim")
        if answer.status_code == 200:
            self.claimed.append(number)
        elif _problem(answer) == "taken":
            self.beaten += 1
        elif _problem(answer) != "ticket-closed":  # the customer has cancelled
            self.refused.append(f"claim: {answer.text}")

    async def _see_to(self, ticket: dict[str, Any], closing: bool) -> None:
        number, random = ticket["number"], self.wire.random
        what = "resolve" if closing else random.choices(list(NEXT), list(NEXT.values()))[0]
        match what:
            case "write":
                await self._write(ticket)
            case "resolve":
                await self._finish(number, "resolve", json={"outcome": "solved"})
            case "return":
                await self._finish(number, "return", json={"why": "спросит агента"})
            case "requeue":
                await self._finish(number, "transfer", json={"category": random.choice(CATEGORIES)})
            case "transfer":
                colleague = random.choice([each for each in self.colleagues if each != self.name])
                await self._finish(number, "transfer", json={"operator": colleague, "why": "лучше знает"})
            case "note":
                await self._finish(number, "notes", json={"text": "Клиент ждёт"})

    async def _write(self, ticket: dict[str, Any]) -> None:
        number = ticket["number"]
        detail = await self._get(f"tickets/{number}")
        asked = [each["id"] for each in detail["messages"] if each["role"] == "customer"]
        await self._do(number, "read", json={"message_id": asked[-1]})
        await self._do(number, "typing")
        self._written += 1
        text = f"Отвечает {self.name}, ответ {self._written}"
        body = {"text": text, "client_message_id": f"{self._written}"}
        started, failed = time.monotonic(), self.wire.failures
        answer = await self._do(number, "messages", json=body)
        if answer.status_code == 201:
            self.said.append(Said(answer.json()["id"], ticket["conversation_id"], text, started))
        elif self.wire.failures > failed:
            self.unsure.add(text)
        else:
            self._may_have_lost(answer)

    async def _finish(self, number: str, what: str, **more: Any) -> None:
        answer = await self._do(number, what, **more)
        if answer.status_code >= 400:
            self._may_have_lost(answer)

    def _may_have_lost(self, answer: httpx.Response) -> None:
        """Only the desk takes a ticket from who works on it, and that after minutes: see Invariant of one owner."""
        if _problem(answer) not in ("not-yours", "ticket-closed"):
            self.refused.append(answer.text)

    async def _vanish(self) -> None:
        """The page is closed, whatever was going on, and opened again."""
        self.vanished += 1
        self.stream.is_away = True
        await asyncio.sleep(self.wire.random.uniform(0, AWAY))
        self.stream.is_away = False

    async def _get(self, what: str) -> dict[str, Any]:
        answer = await self.wire.call("GET", f"/v1/operator/{what}", self.token)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def _do(self, number: str, what: str, **more: Any) -> httpx.Response:
        path = f"/v1/operator/tickets/{number}/{what}"
        return await self.wire.call("POST", path, self.token, gives_up=GIVES_UP, **more)


def _problem(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]


def _ignore(_: Received) -> None:
    """Operators look at the queue anyway."""
