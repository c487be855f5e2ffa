"""The event streams of both sides, over real connections, as a page reads them."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import Any

import httpx
import pytest

from agent.reply import Reason
from tests.api.conftest import Chat, FakeSupport, start_chat

PATIENCE = 10.0  # seconds; a busy machine is slow, and not wrong


@dataclass
class Reader:
    """Reads a stream in a thread of its own."""

    events: Queue[tuple[str, Any]] = field(default_factory=Queue)
    last_id: str | None = None

    def next(self, name: str) -> Any:
        """The data of the next event of this name; those before it are passed over."""
        while True:
            found, data = self.events.get(timeout=PATIENCE)
            if found == name:
                return data

    def rest(self) -> list[str]:
        """The names of what has come meanwhile."""
        names = []
        try:
            while True:
                names.append(self.events.get(timeout=0.6)[0])
        except Empty:
            return names


@contextmanager
def reading(client: httpx.Client, path: str, headers: dict[str, str]) -> Iterator[Reader]:
    reader = Reader()
    with (
        httpx.Client(base_url=client.base_url, timeout=PATIENCE) as own,
        own.stream("GET", path, headers=headers) as response,
    ):
        assert response.status_code == 200, response.read()
        lines = response.iter_lines()

        begun = threading.Event()

        def read() -> None:
            event: dict[str, str] = {}
            try:
                for line in lines:
                    begun.set()
                    name, _, value = line.partition(": ")
                    if line and name:
                        event[name] = value
                    elif not line and "data" in event:
                        reader.last_id = event.get("id", reader.last_id)
                        reader.events.put((event["event"], json.loads(event["data"])))
                        event = {}
            except httpx.HTTPError:
                return  # the test has closed it

        thread = threading.Thread(target=read, daemon=True)
        thread.start()
        assert begun.wait(PATIENCE)
        yield reader


@pytest.fixture
def waiting(client: httpx.Client, agent: FakeSupport) -> Chat:
    """Somebody who waits for a person."""
    chat = start_chat(client)
    agent.desk.escalate(chat.id, Reason.ASKED_FOR_HUMAN, "Просит человека")
    return chat


@pytest.fixture
def number(waiting: Chat, agent: FakeSupport) -> str:
    escalation = agent.desk.escalation(waiting.id)
    assert escalation is not None
    assert escalation.ticket is not None
    return escalation.ticket


@pytest.fixture(scope="module")
def token(agent: FakeSupport) -> dict[str, str]:
    for name in ("Ольга", "Пётр"):
        agent.desk.operators.add(name, None)
    return {"Authorization": f"Bearer {agent.desk.operators.new_token('Ольга')}"}


def test_the_customer_is_told_how_the_ticket_stands_and_of_every_change(
    waiting: Chat, number: str, agent: FakeSupport, token: dict[str, str]
) -> None:
    with reading(waiting.client, f"{waiting.path}/events", waiting.key) as reader:
        assert reader.next("ticket")["ticket"] == number
        agent.desk.queue.claim(number, "Ольга")
        assert "Ольга" in reader.next("message")["text"]
        told = reader.next("ticket")
        assert (told["status"], told["operator"]) == ("assigned", "Ольга")
        agent.desk.queue.resolve(number, "Ольга", "solved")
        assert reader.next("message")["reply"]["escalation"]["status"] == "resolved"
        assert reader.next("ticket") is None


def test_words_typing_and_marks_of_the_operator_come_within_a_second(
    waiting: Chat, number: str, agent: FakeSupport, token: dict[str, str]
) -> None:
    waiting.say("Вы здесь?")
    asked = agent.desk.messages(waiting.id)[0].id
    agent.desk.queue.claim(number, "Ольга")
    with reading(waiting.client, f"{waiting.path}/events", waiting.key) as reader:
        reader.next("ticket")
        started = time.monotonic()
        agent.desk.queue.read(number, "Ольга", asked)
        agent.desk.queue.typing(number, "Ольга")
        agent.desk.queue.write(number, "Ольга", "Здравствуйте!")
        assert reader.next("read") == {"role": "operator", "message_id": asked}
        assert reader.next("typing") == {"role": "operator", "name": "Ольга"}
        said = reader.next("message")
        assert (said["role"], said["text"], said["author"]) == ("operator", "Здравствуйте!", "Ольга")
        assert time.monotonic() - started < PATIENCE


def test_who_comes_back_gets_each_missed_message_once(
    waiting: Chat, number: str, agent: FakeSupport, token: dict[str, str]
) -> None:
    agent.desk.queue.claim(number, "Ольга")
    with reading(waiting.client, f"{waiting.path}/events", waiting.key) as reader:
        reader.next("ticket")
        agent.desk.queue.write(number, "Ольга", "Раз")
        assert reader.next("message")["text"] == "Раз"
        last = reader.last_id
    assert last is not None
    for word in ("Два", "Три"):
        agent.desk.queue.write(number, "Ольга", word)
    with reading(waiting.client, f"{waiting.path}/events", {**waiting.key, "Last-Event-ID": last}) as again:
        assert [again.next("message")["text"], again.next("message")["text"]] == ["Два", "Три"]
        agent.desk.queue.write(number, "Ольга", "Четыре")
        assert again.next("message")["text"] == "Четыре"
        assert "message" not in again.rest()


def test_a_new_stream_begins_with_what_is_new(
    waiting: Chat, number: str, agent: FakeSupport, token: dict[str, str]
) -> None:
    agent.desk.queue.claim(number, "Ольга")
    agent.desk.queue.write(number, "Ольга", "Старое")
    with reading(waiting.client, f"{waiting.path}/events", waiting.key) as reader:
        reader.next("ticket")
        agent.desk.queue.write(number, "Ольга", "Новое")
        assert reader.next("message")["text"] == "Новое"


def test_the_desk_is_told_of_all_tickets(
    client: httpx.Client, waiting: Chat, number: str, agent: FakeSupport, token: dict[str, str]
) -> None:
    with reading(client, "/v1/operator/events", token) as reader:
        agent.desk.live.customer_types(waiting.id)
        assert reader.next("typing")["number"] == number
        waiting.say("Где мой заказ?")
        assert reader.next("ticket")["last_message"]["text"] in ("Где мой заказ?", "Вы спросили:\n\nГде мой заказ? [1]")
        said = reader.next("message")
        assert (said["number"], said["message"]["role"], said["message"]["text"]) == (
            number,
            "customer",
            "Где мой заказ?",
        )
        agent.desk.queue.note(number, "Пётр", "Постоянный клиент")
        assert reader.next("note")["note"]["text"] == "Постоянный клиент"
        agent.desk.queue.claim(number, "Ольга")
        assert reader.next("ticket")["operator"] == "Ольга"


def test_notes_are_not_for_the_customer(waiting: Chat, number: str, agent: FakeSupport, token: dict[str, str]) -> None:
    with reading(waiting.client, f"{waiting.path}/events", waiting.key) as reader:
        reader.next("ticket")
        agent.desk.queue.note(number, "Ольга", "Грубит")
        waiting.say("Ещё вопрос")
        assert reader.rest() == []


def test_streams_are_for_those_who_may(client: httpx.Client, waiting: Chat) -> None:
    assert client.get(f"{waiting.path}/events").status_code == 401
    other = start_chat(client)
    assert client.get(f"{waiting.path}/events", headers=other.key).status_code == 403
    assert client.get("/v1/operator/events").status_code == 401


def test_an_open_stream_is_a_sign_of_life(client: httpx.Client, agent: FakeSupport, token: dict[str, str]) -> None:
    with reading(client, "/v1/operator/events", token):
        assert {each.name: each.presence for each in agent.desk.operators.roster()}["Ольга"] == "online"
