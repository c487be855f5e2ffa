"""Customers who ask, insist on a person, and do not sit still while they wait."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image

from tests.soak.wire import Received, Stream, Wire

QUESTIONS = (
    "Как вернуть товар?",
    "Сколько идёт доставка?",
    "Как оплатить заказ картой?",
    "По какому телефону позвонить в поддержку?",
    "Как написать продавцу?",
    "Во сколько работают операторы?",
    "Где посмотреть чек?",
    "Спасибо",
)
INSISTING = ("Позовите, пожалуйста, оператора", "Соедините с живым человеком", "Хочу поговорить с оператором")
GIVES_UP = 0.1  # of the tries to send something
PHONE = "+7 916 123-45-67"


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that the service has answered."""

    text: str
    reply: dict[str, Any]
    started: float  # time.monotonic()
    seconds: float  # until the answer


@dataclass(slots=True)
class Customer:
    name: str
    wire: Wire
    pause: float  # seconds between two of their actions, on average
    id: str = ""
    token: str = ""
    sent: list[Sent] = field(default_factory=list)
    files: list[str] = field(default_factory=list)  # ids of the messages of files that were taken
    unsure_files: int = 0  # of these a try got no answer: they have no name of their client's
    called: set[str] = field(default_factory=set)  # numbers of the tickets that the customer was told of
    ticket: dict[str, Any] | None = None  # the last that the stream said of it
    refused: list[str] = field(default_factory=list)  # what should have been possible
    _stream: Stream | None = None

    @property
    def path(self) -> str:
        return f"/v1/conversations/{self.id}"

    @property
    def stream(self) -> Stream:
        assert self._stream is not None
        return self._stream

    async def begin(self) -> None:
        started = (await self.wire.call("POST", "/v1/conversations")).json()
        self.id, self.token = started["id"], started["token"]
        history = await self.history()
        self._stream = Stream(self.wire, f"{self.path}/events", self.token, history["last_event_id"], self._told)

    async def history(self) -> dict[str, Any]:
        answer = await self.wire.call("GET", f"{self.path}/messages", self.token)
        found: dict[str, Any] = answer.json()
        return found

    async def live(self, until: float) -> None:
        """Until that moment by time.monotonic(); what has begun is brought to its end."""
        random = self.wire.random
        await asyncio.sleep(random.uniform(0, 2 * self.pause))
        while time.monotonic() < until:
            for _ in range(random.randint(1, 2)):
                await self._say(random.choice(QUESTIONS))
                await self._wait()
            await self._say(random.choice(INSISTING))
            await self._wait()
            while self.ticket is not None and time.monotonic() < until:
                await random.choices(_WHILE_WAITING, _WEIGHTS)[0](self)
                await self._wait()

    async def _wait(self) -> None:
        await asyncio.sleep(self.wire.random.expovariate(1 / self.pause))

    def _told(self, event: Received) -> None:
        if event.name == "ticket":
            self.ticket = event.data
            if event.data:
                self.called.add(event.data["ticket"])

    async def _say(self, text: str) -> None:
        started = time.monotonic()
        body = {"text": text, "client_message_id": f"{self.name}-{len(self.sent)}"}
        answer = await self.wire.call("POST", f"{self.path}/messages", self.token, gives_up=GIVES_UP, json=body)
        if answer.status_code != 200:
            self.refused.append(f"{text}: {answer.text}")
            return
        reply = answer.json()
        self.sent.append(Sent(text, reply, started, time.monotonic() - started))
        if reply["escalation"] and reply["escalation"]["ticket"]:
            self.called.add(reply["escalation"]["ticket"])

    # While they wait for a person, or talk with one

    async def _add(self) -> None:
        await self._say(f"Дополню обращение: {self.name}, сообщение {len(self.sent)}")

    async def _send_file(self) -> None:
        failed = self.wire.failures
        file = {"file": (f"{self.name}.png", _PICTURE, "image/png")}
        answer = await self.wire.call("POST", f"{self.path}/attachments", self.token, files=file)
        self.unsure_files += self.wire.failures - failed  # others' failures too: no fewer than our own
        if answer.status_code == 201:
            self.files.append(answer.json()["message_id"])
        elif answer.json()["type"] != "urn:opora:problem:too-many-files":
            self.refused.append(f"file: {answer.text}")

    async def _type(self) -> None:
        await self.wire.call("POST", f"{self.path}/typing", self.token)

    async def _read(self) -> None:
        seen = [each.data["id"] for each in self.stream.received if each.name == "message"]
        if seen:
            await self.wire.call("POST", f"{self.path}/read", self.token, json={"message_id": seen[-1]})

    async def _cancel(self) -> None:
        await self._allowed("POST", "cancel", {200, 409})

    async def _order_call(self) -> None:
        choices = (await self.wire.call("GET", f"{self.path}/callback", self.token)).json()
        slot = self.wire.random.choice(choices["slots"])
        await self._allowed("POST", "callback", {201, 409}, json={"phone": PHONE, **slot})

    async def _rate(self) -> None:
        rated = self.wire.random.choice(self.sent).reply
        if rated["outcome"] != "relayed":
            await self._allowed("POST", "feedback", {204}, json={"message_id": rated["id"], "rating": 5})

    async def _allowed(self, method: str, what: str, statuses: set[int], **more: Any) -> None:
        answer = await self.wire.call(method, f"{self.path}/{what}", self.token, gives_up=GIVES_UP, **more)
        if answer.status_code not in statuses:
            self.refused.append(f"{what}: {answer.text}")


_WHILE_WAITING: tuple[Callable[[Customer], Awaitable[None]], ...] = (
    Customer._add,
    Customer._type,
    Customer._read,
    Customer._send_file,
    Customer._order_call,
    Customer._cancel,
    Customer._rate,
)
_WEIGHTS = (10, 4, 4, 1, 1, 1, 1)


def _picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, "PNG")
    return made.getvalue()


_PICTURE = _picture()
