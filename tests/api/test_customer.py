"""The customer's calls, over HTTP."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import httpx
import jwt
import pytest

from agent.desk import Role
from tests.api.conftest import ARTICLE, SECRET, Chat, FakeSupport, now, start_chat


def test_a_conversation_starts_with_a_greeting_and_a_key(client: httpx.Client) -> None:
    for body in (None, b"", b"{}"):
        answer = client.post("/v1/conversations", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 201
        started = answer.json()
        assert set(started) == {"id", "token", "greeting", "suggestions"}
        assert started["greeting"].startswith("Здравствуйте")
        assert started["suggestions"] == ["Как вернуть товар?"]


def test_a_reply_has_every_field_of_the_contract(chat: Chat) -> None:
    answer = chat.say("Как вернуть товар?")

    assert answer.status_code == 200
    reply = answer.json()
    assert set(reply) == {
        *("id", "created_at", "outcome", "text", "confidence", "citations", "conflicts", "escalation"),
        *("suggestions", "release", "model"),
    }
    assert reply["text"] == "Вы спросили:\n\nКак вернуть товар? [1]"
    assert datetime.fromisoformat(reply["created_at"]).tzinfo is not None


def test_the_history_is_whole_and_in_order(chat: Chat) -> None:
    reply = chat.say("Первый").json()
    chat.say("Второй")

    messages = chat.client.get(f"{chat.path}/messages", headers=chat.key).json()["messages"]

    assert [message["role"] for message in messages] == [Role.CUSTOMER, Role.AGENT, Role.CUSTOMER, Role.AGENT]
    assert messages[0]["text"] == "Первый"
    assert "reply" not in messages[0]
    assert messages[1]["reply"] == reply


def test_the_same_message_again_gives_the_same_reply(chat: Chat) -> None:
    first = chat.say("Где мой заказ?", client_message_id="m-1").json()

    assert chat.say("Где мой заказ?", client_message_id="m-1").json() == first
    assert len(chat.texts()) == 2


def test_two_messages_at_once_are_answered_in_order(chat: Chat, agent: FakeSupport) -> None:
    first_is_thought_about = threading.Event()
    second_may_come = threading.Event()

    def think(text: str) -> None:
        if text == "первое":
            first_is_thought_about.set()
            second_may_come.wait(5)

    agent.work = think
    with ThreadPoolExecutor() as pool:
        first = pool.submit(chat.say, "первое")
        assert first_is_thought_about.wait(5)
        second = pool.submit(chat.say, "второе")
        with pytest.raises(TimeoutError):
            second.result(timeout=0.3)  # it waits for the first
        second_may_come.set()
        assert first.result().json()["created_at"] < second.result().json()["created_at"]
    agent.work = lambda text: None


def test_many_conversations_are_answered_at_the_same_time(client: httpx.Client, agent: FakeSupport) -> None:
    all_here = threading.Barrier(12, timeout=10)  # nobody passes unless all are being answered at once
    agent.work = lambda text: (all_here.wait(), None)[1]
    chats = [start_chat(client) for _ in range(12)]
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda chat: chat.say("Вопрос"), chats))
    agent.work = lambda text: None
    assert [answer.status_code for answer in answers] == [200] * 12


def test_a_reply_can_be_rated(chat: Chat) -> None:
    reply = chat.say("Как вернуть?").json()
    for body in ({"rating": 5}, {"rating": 1, "comment": "Не то"}):
        answer = chat.client.post(f"{chat.path}/feedback", json={"message_id": reply["id"], **body}, headers=chat.key)
        assert (answer.status_code, answer.content) == (204, b"")


def test_a_source_is_read_by_its_path(client: httpx.Client) -> None:
    answer = client.get("/v1/sources/help/возврат.md")

    assert answer.json() == {"id": "help/возврат.md", "title": "Возврат", "url": None, "text": ARTICLE}
    assert client.get("/v1/sources/help/возврат.md", params={"release": "r1"}).json() == answer.json()


def signed(secret: str = SECRET, algorithm: str = "HS256", **claims: object) -> str:
    return jwt.encode({"sub": "42", **claims}, secret, algorithm=algorithm)


def test_a_customer_whom_the_shop_vouches_for_is_known_to_the_desk(client: httpx.Client) -> None:
    soon = now() + timedelta(minutes=5)
    token = signed(name="Анна", vip=True, exp=soon)

    assert client.post("/v1/conversations", json={"customer": token}).status_code == 201


FORGERIES: dict[str, Callable[[], str]] = {
    "another secret": lambda: signed("a secret of somebody else, just as long as ours"),
    "another algorithm": lambda: signed(SECRET * 2, "HS512"),
    "no signature": lambda: jwt.encode({"sub": "42"}, None, algorithm="none"),
    "expired": lambda: signed(exp=now() - timedelta(seconds=2)),
    "not yet valid": lambda: signed(nbf=now() + timedelta(minutes=5)),
    "nobody": lambda: signed(sub=""),
    "a name that cannot be kept": lambda: signed(name="А\x00"),
    "vip by a word": lambda: signed(vip="yes"),
    "no token at all": lambda: "Анна",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_customer_is_refused(client: httpx.Client, forgery: str) -> None:
    answer = client.post("/v1/conversations", json={"customer": FORGERIES[forgery]()})

    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:opora:problem:bad-customer"
