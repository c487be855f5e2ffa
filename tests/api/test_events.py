"""Replies as event streams, and clients that do not wait for them."""

import asyncio
import json
import logging
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future

import httpx
import pytest

from agent.reply import OutcomeKind, Reply
from api.errors import Problem
from api.events import pieces, reply_events
from tests.api.conftest import Chat, FakeSupport, now, start_chat


def events(stream: httpx.Response) -> Iterator[tuple[str, dict[str, object]]]:
    """(event, data) of each event, comments left out."""
    name = ""
    for line in stream.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def streamed(chat: Chat, text: str, **more: object) -> list[tuple[str, dict[str, object]]]:
    headers = {**chat.key, "Accept": "text/event-stream"}
    body = {"text": text, **more}
    with chat.client.stream("POST", f"{chat.path}/messages", json=body, headers=headers) as stream:
        assert stream.status_code == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        return list(events(stream))


def test_deltas_join_to_the_text_of_the_reply_that_follows(chat: Chat) -> None:
    *deltas, (last, reply) = streamed(chat, "Как вернуть\u2028товар?\r\n\r\n Скажите!")

    assert {name for name, _ in deltas} == {"delta"}
    assert last == "reply"
    assert "".join(str(data["text"]) for _, data in deltas) == reply["text"]
    assert len(deltas) > 3
    history = chat.client.get(f"{chat.path}/messages", headers=chat.key).json()["messages"]
    assert history[1]["reply"] == reply


def test_json_and_stream_give_the_same_reply_to_the_same_message(chat: Chat) -> None:
    reply = chat.say("Как вернуть?", client_message_id="m-1").json()

    assert streamed(chat, "Как вернуть?", client_message_id="m-1")[-1] == ("reply", reply)


@pytest.mark.parametrize("text", ["", "слово", " два слова ", "1. шаг\n\n2. шаг [1]\n", "\n\n"])
def test_pieces_join_to_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


def test_nothing_is_told_before_the_turn_is_stored(chat: Chat, agent: FakeSupport) -> None:
    go_on = threading.Event()
    agent.work = lambda text: (go_on.wait(5), None)[1]
    headers = {**chat.key, "Accept": "text/event-stream"}
    with chat.client.stream("POST", f"{chat.path}/messages", json={"text": "Вопрос"}, headers=headers) as stream:
        chunks = stream.iter_text()
        assert next(chunks).startswith(": "), "a comment at once shows that the connection lives"
        go_on.set()
        rest = "".join(chunks)
    agent.work = lambda text: None
    assert "event: reply" in rest


def test_a_failure_within_a_stream_is_an_event_with_the_problem(
    chat: Chat, agent: FakeSupport, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(text: str) -> None:
        raise ZeroDivisionError(text)

    agent.work = fail
    with caplog.at_level(logging.ERROR):
        told = streamed(chat, "моя тайна")
    agent.work = lambda text: None

    [(name, problem)] = told
    assert (name, problem["status"]) == ("error", 500)
    assert str(problem["id"]) in caplog.text
    assert "тайна" not in caplog.text + str(problem)


def raw_request(chat: Chat, body: dict[str, str], accept: str) -> bytes:
    content = json.dumps(body).encode()
    lines = (
        f"POST {chat.path}/messages HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {chat.token}",
        f"Accept: {accept}",
        "Content-Type: application/json",
        f"Content-Length: {len(content)}",
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def texts_when(chat: Chat, count: int) -> list[str]:
    """The history as soon as it holds `count` messages, or as it is after some seconds."""
    for _ in range(250):
        if len(texts := chat.texts()) >= count:
            break
        time.sleep(0.02)
    return texts


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
@pytest.mark.parametrize("stays", [0.0, 0.05], ids=["closes at once", "closes while the agent thinks"])
def test_a_client_that_goes_away_loses_and_doubles_nothing(
    client: httpx.Client, agent: FakeSupport, accept: str, stays: float
) -> None:
    agent.work = lambda text: time.sleep(0.1)
    for number in range(8):  # several times: it is a race
        chat = start_chat(client)
        message = {"text": f"Вопрос {number}", "client_message_id": "m-1"}
        with socket.create_connection((client.base_url.host, client.base_url.port)) as raw:
            raw.sendall(raw_request(chat, message, accept))
            time.sleep(stays)
        once = [f"Вопрос {number}", f"Вы спросили:\n\nВопрос {number} [1]"]
        assert texts_when(chat, 2) == once
        again = chat.say(message["text"], client_message_id="m-1").json()
        assert again["text"] == once[1]
        assert chat.texts() == once
    agent.work = lambda text: None


def test_pings_keep_a_long_silence_alive() -> None:
    reply = Reply(id="r", created_at=now(), outcome=OutcomeKind.SMALLTALK, text="Да")
    turn: Future[Reply | Problem] = Future()

    async def read() -> list[bytes]:
        threading.Timer(0.1, turn.set_result, [reply]).start()
        stream: AsyncIterator[bytes] = reply_events(turn, ping_seconds=0.02)
        return [chunk async for chunk in stream]

    opening, *pings, answer = asyncio.run(read())

    assert opening.startswith(b": ")
    assert pings
    assert all(ping.startswith(b": ") for ping in pings)
    assert answer.startswith(b"event: delta\n")
