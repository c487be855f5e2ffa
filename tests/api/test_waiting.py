"""What a customer who waits for a person may do, over HTTP."""

from datetime import datetime, timedelta

import httpx
import pytest

from agent.desk.models import EventKind
from agent.reply import Reason
from tests.agent.desk.parts import settle, take_over
from tests.api.conftest import Chat, FakeSupport, now, start_chat
from tests.api.test_errors import problem

HOUR = timedelta(hours=1)


def post(chat: Chat, call: str, body: object = None) -> httpx.Response:
    return chat.client.post(f"{chat.path}/{call}", json=body, headers=chat.key)


def get(chat: Chat, call: str) -> httpx.Response:
    return chat.client.get(f"{chat.path}/{call}", headers=chat.key)


def escalated(chat: Chat, agent: FakeSupport) -> str:
    ticket = agent.desk.escalate(chat.id, Reason.ASKED_FOR_HUMAN).ticket
    assert ticket is not None
    return ticket


def a_call(phone: str = "8 916 123-45-67", after: timedelta = HOUR, lasts: timedelta = HOUR) -> dict[str, str]:
    start = now() + after
    return {"phone": phone, "not_before": start.isoformat(), "not_after": (start + lasts).isoformat()}


def test_the_history_tells_how_the_conversation_stands(chat: Chat, agent: FakeSupport) -> None:
    chat.say("Где мой заказ?")
    history = get(chat, "messages").json()
    assert set(history) == {"messages", "escalation", "last_event_id", "read"}
    assert (history["escalation"], history["read"]) == (None, {"operator": None})
    assert [set(message) & {"author", "attachments"} for message in history["messages"]] == [set(), set()]

    number = escalated(chat, agent)
    take_over(agent.desk, chat.id, "Анна")
    agent.desk.queue.write(number, "Анна", "Сейчас посмотрю.")
    agent.desk.queue.read(number, "Анна", history["messages"][0]["id"])
    later = get(chat, "messages").json()

    assert later["escalation"]["operator"] == "Анна"
    assert later["messages"][-1]["author"] == "Анна"
    assert later["read"] == {"operator": history["messages"][0]["id"]}
    events = agent.desk.live.events(history["last_event_id"], chat.id)
    assert events[-1].id <= later["last_event_id"]
    assert EventKind.MESSAGE in {event.kind for event in events}


def test_the_operator_learns_that_the_customer_writes_and_reads(chat: Chat, agent: FakeSupport) -> None:
    number = escalated(chat, agent)
    take_over(agent.desk, chat.id, "Анна")
    message = agent.desk.queue.write(number, "Анна", "Здравствуйте!")
    before = agent.desk.live.last_event_id()

    for answer in (post(chat, "typing"), post(chat, "read", {"message_id": message.id})):
        assert (answer.status_code, answer.content) == (204, b"")

    heard = [(event.kind, event.data["role"]) for event in agent.desk.live.events(before, chat.id)]
    assert heard == [(EventKind.TYPING, "customer"), (EventKind.READ, "customer")]
    assert agent.desk.queue.ticket(number).read_by_customer == message.id
    problem(post(chat, "read", {"message_id": "no such"}), 404, "unknown-message")


def test_a_ticket_is_cancelled_once(chat: Chat, agent: FakeSupport) -> None:
    problem(post(chat, "cancel"), 409, "no-ticket")
    number = escalated(chat, agent)

    for answer in (post(chat, "cancel"), post(chat, "cancel")):  # a client that lost the first answer asks again
        assert answer.status_code == 200
        assert (answer.json()["ticket"], answer.json()["status"]) == (number, "resolved")

    assert get(chat, "messages").json()["escalation"] is None
    assert len(chat.texts()) == 1, "it is told of once"


def test_what_a_person_has_taken_the_customer_cannot_take_back(chat: Chat, agent: FakeSupport) -> None:
    escalated(chat, agent)
    take_over(agent.desk, chat.id, "Анна")

    slot = get(chat, "callback").json()["slots"][0]

    for answer in (post(chat, "cancel"), post(chat, "callback", {**a_call(), **slot})):
        assert problem(answer, 409, "taken")["operator"] == "Анна"

    number = agent.desk.queue.of_conversations([chat.id])[0].number
    agent.desk.queue.resolve(number, "Анна", "solved")
    problem(post(chat, "cancel"), 409, "no-ticket")


def test_a_call_is_agreed_on_and_moved(chat: Chat, agent: FakeSupport) -> None:
    choices = get(chat, "callback").json()
    assert set(choices) == {"hours", "slots", "channels"}
    assert choices["hours"] == {"open": True, "opens_at": None}
    assert all(datetime.fromisoformat(slot["not_before"]) > now() for slot in choices["slots"])

    first, second = choices["slots"][:2]
    agreed = post(chat, "callback", {"phone": "8 (916) 123-45-67", **first})
    assert agreed.status_code == 201
    assert agreed.json()["status"] == "scheduled"
    assert agreed.json()["callback"] == {"phone": "+79161234567", **first}

    moved = post(chat, "callback", {"phone": "+7 916 123 45 67", **second}).json()
    assert (moved["ticket"], moved["callback"]["not_before"]) == (agreed.json()["ticket"], second["not_before"])
    assert agent.desk.escalation(chat.id) is not None


@pytest.mark.parametrize(
    ("wish", "code", "field"),
    [
        (a_call(phone="12"), "wrong-phone", "phone"),
        (a_call(phone="позвоните"), "wrong-phone", "phone"),
        (a_call(after=-HOUR * 2), "wrong-slot", "not_before"),
        (a_call(lasts=-HOUR), "wrong-slot", "not_before"),
        (a_call(after=timedelta(days=60)), "wrong-slot", "not_before"),
    ],
)
def test_a_call_that_cannot_be_made_is_told_with_the_field(
    chat: Chat, wish: dict[str, str], code: str, field: str
) -> None:
    assert problem(post(chat, "callback", wish), 422, code)["field"] == field
    assert get(chat, "messages").json()["escalation"] is None


@pytest.mark.parametrize(
    "moment",
    ["2024-03-01T12:00:00", "завтра", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", None],
)
def test_a_moment_is_exact_or_refused(chat: Chat, moment: str | None) -> None:
    refused = problem(post(chat, "callback", {**a_call(), "not_after": moment}), 422, "invalid-request")

    assert [mistake["field"] for mistake in refused["errors"]] == ["not_after"]  # type: ignore[attr-defined]


CALLS = ("POST typing", "POST read", "POST cancel", "GET callback", "POST callback", "POST attachments")


@pytest.mark.parametrize("call", [*CALLS, "GET attachments/x", "GET transcript"])
def test_nobody_else_may_do_any_of_it(chat: Chat, agent: FakeSupport, call: str) -> None:
    escalated(chat, agent)
    method, path = call.split()
    stranger = start_chat(chat.client)
    body = {"message_id": "m", **a_call()} if path in {"read", "callback"} and method == "POST" else None

    problem(chat.client.request(method, f"{chat.path}/{path}", json=body), 401, "no-token")
    problem(chat.client.request(method, f"{chat.path}/{path}", json=body, headers=stranger.key), 403, "wrong-token")

    open_ticket = agent.desk.escalation(chat.id)
    assert open_ticket is not None
    assert open_ticket.status == "queued"


def test_the_agent_is_there_again_after_a_person(chat: Chat, agent: FakeSupport) -> None:
    escalated(chat, agent)
    settle(agent.desk, chat.id, "Анна")
    closing = get(chat, "messages").json()["messages"][-1]
    assert closing["reply"]["escalation"]["status"] == "resolved"

    rated = post(chat, "feedback", {"message_id": closing["id"], "rating": 5, "comment": "Спасибо"})

    assert rated.status_code == 204
    assert chat.say("Ещё вопрос").json()["outcome"] == "answered"


def test_the_calls_are_described(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    mine = {path.removeprefix("/v1/conversations/{conversation_id}"): calls for path, calls in paths.items()}

    assert {"204", "401", "403", "404"} <= set(mine["/typing"]["post"]["responses"])
    assert {"200", "409"} <= set(mine["/cancel"]["post"]["responses"])
    assert {"201", "409", "422"} <= set(mine["/callback"]["post"]["responses"])
    assert {"201", "409", "413", "415", "422", "503"} <= set(mine["/attachments"]["post"]["responses"])
    assert list(mine["/attachments"]["post"]["requestBody"]["content"]) == ["multipart/form-data"]
    assert set(mine["/attachments/{attachment_id}"]["get"]["responses"]["200"]["content"]) == {
        *("image/jpeg", "image/png", "application/pdf")
    }
    assert set(mine["/transcript"]["get"]["responses"]["200"]["content"]) == {"text/plain"}
