"""Tickets over HTTP, as the desk page works with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from agent.desk import Desk
from agent.desk.models import Presence
from agent.reply import Reason
from api.settings import ApiSettings
from tests.agent.desk.parts import CHEAP_HASHER
from tests.api.conftest import Chat, FakeSupport, now, serving, start_chat
from tests.api.test_errors import problem

CARD = "4111 1111 1111 1111"
CITATION = {
    "marker": 1,
    "source_id": "help/возврат.md",
    "title": "Возврат",
    "heading": [],
    "url": None,
    "quote": "Вернуть товар можно за 14 дней.",
    "start": 8,
    "end": 39,
}


@dataclass(frozen=True, slots=True)
class Program:
    """An operator's client."""

    client: httpx.Client
    name: str
    token: str

    def call(self, method: str, path: str, **more: object) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.client.request(method, f"/v1/operator{path}", headers=headers, **more)  # type: ignore[arg-type]

    def get(self, path: str) -> httpx.Response:
        return self.call("GET", path)

    def post(self, path: str, **body: object) -> httpx.Response:
        return self.call("POST", path, json=body)


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeSupport]:
    folder = tmp_path_factory.mktemp("desk")
    desk = Desk(f"sqlite:///{folder / 'desk.sqlite'}", clock=now, hasher=CHEAP_HASHER, files=folder / "files")
    yield FakeSupport(desk)
    desk.close()


@pytest.fixture(scope="module")
def client(agent: FakeSupport) -> Iterator[httpx.Client]:
    with serving(agent, ApiSettings(mode="suggest")) as client:
        yield client


def program(client: httpx.Client, agent: FakeSupport, name: str) -> Program:
    agent.desk.operators.add(name, None)
    return Program(client, name, agent.desk.operators.new_token(name))


@pytest.fixture(scope="module")
def olga(client: httpx.Client, agent: FakeSupport) -> Program:
    return program(client, agent, "Ольга")


@pytest.fixture(scope="module")
def peter(client: httpx.Client, agent: FakeSupport) -> Program:
    return program(client, agent, "Пётр")


@pytest.fixture
def number(chat: Chat, agent: FakeSupport) -> str:
    """Of the ticket of a customer who waits."""
    chat.say("Где мой заказ 12345678?")
    return str(agent.desk.escalate(chat.id, Reason.OWN_DATA).ticket)


@pytest.fixture
def mine(olga: Program, number: str) -> str:
    """The same ticket, claimed by Olga."""
    assert olga.post(f"/tickets/{number}/claim").status_code == 200
    return number


def test_the_queue_shows_who_waits(olga: Program, chat: Chat, number: str) -> None:
    listed = olga.get("/tickets").json()

    [ticket] = [each for each in listed["tickets"] if each["number"] == number]
    assert set(ticket) == {
        *("number", "conversation_id", "status", "reason", "category", "priority", "mood", "summary", "customer"),
        *("operator", "created_at", "queue_key", "callback", "last_message", "waiting_since", "outcome"),
    }
    assert (ticket["conversation_id"], ticket["status"], ticket["operator"]) == (chat.id, "queued", None)
    assert ticket["last_message"]["role"] == "agent"
    assert listed["last_event_id"] > 0


def test_a_ticket_is_given_with_all_that_is_known(olga: Program, number: str) -> None:
    detail = olga.get(f"/tickets/{number}").json()

    assert set(detail) == {
        *("ticket", "collected", "missing", "asked", "tried", "earlier", "messages", "notes", "history", "read"),
        "last_event_id",
    }
    assert detail["ticket"] == next(
        each for each in olga.get("/tickets?scope=open").json()["tickets"] if each["number"] == number
    )
    assert detail["collected"] == {"order_numbers": ["12345678"], "phones": [], "emails": [], "transactions": []}
    assert [each["text"] for each in detail["asked"]] == ["Где мой заказ 12345678?"]
    assert [each["role"] for each in detail["messages"]] == ["customer", "agent"]
    assert [(each["who"], each["what"], each["why"]) for each in detail["history"]] == [("agent", "open", "own_data")]
    assert detail["read"] == {"customer": None}


def test_of_two_who_claim_one_is_told_who_has_it(olga: Program, peter: Program, mine: str) -> None:
    again = olga.post(f"/tickets/{mine}/claim")
    assert (again.status_code, again.json()["operator"]) == (200, "Ольга")

    refused = problem(peter.post(f"/tickets/{mine}/claim"), 409, "taken")
    assert refused["operator"] == "Ольга"


OWNERS: list[tuple[str, dict[str, object]]] = [
    ("messages", {"text": "Здравствуйте!", "client_message_id": "m"}),
    ("transfer", {"category": "payments"}),
    ("transfer", {"operator": "Пётр"}),
    ("resolve", {"outcome": "solved"}),
    ("return", {}),
    ("typing", {}),
    ("read", {"message_id": "m"}),
]


@pytest.mark.parametrize(("call", "body"), OWNERS)
def test_only_the_owner_deals_with_a_ticket(
    olga: Program, peter: Program, mine: str, call: str, body: dict[str, object]
) -> None:
    before = olga.get(f"/tickets/{mine}").json()

    refused = problem(peter.post(f"/tickets/{mine}/{call}", **body), 409, "not-yours")

    assert refused["operator"] == "Ольга"
    assert olga.get(f"/tickets/{mine}").json() == before


def test_what_the_operator_writes_reaches_the_customer_once(olga: Program, chat: Chat, mine: str) -> None:
    said = {"text": f"Вернём на карту {CARD} [1].", "client_message_id": "m-1"}
    sent = olga.post(f"/tickets/{mine}/messages", **said, citations=[CITATION, CITATION | {"marker": 2}])

    assert sent.status_code == 201
    message = sent.json()
    assert (message["role"], message["author"]) == ("operator", "Ольга")
    assert CARD not in message["text"]
    assert [each["marker"] for each in message["reply"]["citations"]] == [1]
    assert olga.post(f"/tickets/{mine}/messages", **said).json() == message
    received = chat.client.get(f"{chat.path}/messages", headers=chat.key).json()["messages"]
    assert [each for each in received if each["role"] == "operator"] == [message]


def test_a_suggestion_is_edited_and_sent_with_its_sources(olga: Program, mine: str) -> None:
    suggested = olga.get(f"/tickets/{mine}/suggestion").json()["reply"]
    assert suggested["text"] == "Об этом сказано: Где мой заказ 12345678? [1]"

    said = {"text": "Ваш заказ в пути [1]", "client_message_id": "m-2", "citations": suggested["citations"]}
    sent = olga.post(f"/tickets/{mine}/messages", **said).json()
    assert sent["reply"]["citations"] == suggested["citations"]
    assert olga.get(f"/tickets/{mine}/suggestion").json() == {"reply": None}


def test_a_note_is_for_colleagues_alone(olga: Program, peter: Program, chat: Chat, mine: str) -> None:
    noted = peter.post(f"/tickets/{mine}/notes", text=f"Клиент назвал карту {CARD}")

    assert noted.status_code == 201
    [note] = olga.get(f"/tickets/{mine}").json()["notes"]
    assert note == noted.json()
    assert (note["author"], CARD in note["text"]) == ("Пётр", False)
    assert not any("назвал карту" in text for text in chat.texts())


def test_a_ticket_goes_to_a_colleague_or_back_to_the_queue(olga: Program, peter: Program, mine: str) -> None:
    handed = olga.post(f"/tickets/{mine}/transfer", operator="Пётр", why="он знает")
    assert (handed.json()["status"], handed.json()["operator"]) == ("assigned", "Пётр")

    queued = peter.post(f"/tickets/{mine}/transfer", category="payments").json()
    assert (queued["status"], queued["operator"], queued["category"]) == ("queued", None, "payments")
    history = olga.get(f"/tickets/{mine}").json()["history"]
    assert [(each["who"], each["what"]) for each in history[1:]] == [
        ("Ольга", "claim"),
        ("Ольга", "hand_over"),
        ("Пётр", "requeue"),
    ]
    assert history[2]["why"] == "он знает"


@pytest.mark.parametrize(("name", "code"), [("Никто", "unknown-operator"), ("Уволенная", "unknown-operator")])
def test_nobody_gets_a_ticket_who_could_not_see_it(
    olga: Program, agent: FakeSupport, mine: str, name: str, code: str
) -> None:
    if name == "Уволенная":
        agent.desk.operators.add(name, None)
        agent.desk.operators.disable(name)

    problem(olga.post(f"/tickets/{mine}/transfer", operator=name), 404, code)


@pytest.mark.parametrize(
    ("call", "body", "outcome"),
    [("resolve", {"outcome": "solved", "why": "нашли заказ"}, "solved"), ("return", {"why": "дальше сам"}, "returned")],
)
def test_a_ticket_that_is_closed_is_listed_so(
    olga: Program, chat: Chat, mine: str, call: str, body: dict[str, object], outcome: str
) -> None:
    closed = olga.post(f"/tickets/{mine}/{call}", **body).json()

    assert (closed["status"], closed["outcome"], closed["operator"]) == ("resolved", outcome, "Ольга")
    assert olga.get("/tickets?scope=closed").json()["tickets"][0] == closed
    assert mine not in [each["number"] for each in olga.get("/tickets").json()["tickets"]]
    problem(olga.post(f"/tickets/{mine}/claim"), 409, "ticket-closed")
    assert chat.say("Спасибо").json()["outcome"] == "answered"


def test_typing_and_read_marks_are_taken(olga: Program, chat: Chat, mine: str) -> None:
    [message, *_] = olga.get(f"/tickets/{mine}").json()["messages"]

    assert olga.post(f"/tickets/{mine}/typing").status_code == 204
    assert olga.post(f"/tickets/{mine}/read", message_id=message["id"]).status_code == 204
    problem(olga.post(f"/tickets/{mine}/read", message_id="nothing"), 404, "unknown-message")


def picture() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (8, 8), "red").save(stream, "PNG")
    return stream.getvalue()


def test_a_file_is_sent_and_harms_no_browser(olga: Program, peter: Program, mine: str) -> None:
    attached = olga.call("POST", f"/tickets/{mine}/attachments", files={"file": ("счёт «1».exe", picture())})

    assert attached.status_code == 201
    file = attached.json()
    assert set(file) == {"id", "name", "type", "size", "message_id"}
    assert (file["name"], file["type"]) == ("счёт «1».png", "image/png")
    shown = olga.get(f"/tickets/{mine}").json()["messages"][-1]
    assert (shown["id"], shown["text"], shown["author"]) == (file["message_id"], "", "Ольга")
    assert shown["attachments"] == [{name: file[name] for name in ("id", "name", "type", "size")}]

    saved = peter.get(f"/attachments/{file['id']}")
    assert (saved.headers["content-type"], len(saved.content)) == ("image/png", file["size"])
    assert "sandbox" in saved.headers["content-security-policy"]
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in saved.headers["cache-control"]


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "wrong-file"),
        (b"<script>", 415, "wrong-file-type"),
        (b"\x89PNG\r\n\x1a\n and no more", 422, "wrong-file"),
        (bytes(10 * 2**20 + 1), 413, "file-too-large"),
        (bytes(11 * 2**20), 413, "too-large"),
    ],
    ids=["empty", "script", "damaged", "large", "huge"],
)
def test_a_file_that_is_not_taken_is_told_why(olga: Program, mine: str, data: bytes, status: int, code: str) -> None:
    problem(olga.call("POST", f"/tickets/{mine}/attachments", files={"file": ("файл.png", data)}), status, code)


def test_a_file_is_for_the_owner_to_send(olga: Program, peter: Program, mine: str) -> None:
    problem(olga.call("POST", f"/tickets/{mine}/attachments", data={"file": "слова"}), 422, "no-file")
    problem(peter.call("POST", f"/tickets/{mine}/attachments", files={"file": ("a.png", picture())}), 409, "not-yours")
    problem(peter.get(f"/attachments/{uuid4().hex}"), 404, "unknown-file")


CALLS = [
    ("GET", "/tickets/T-9999"),
    ("GET", "/tickets/T-9999/suggestion"),
    ("POST", "/tickets/T-9999/claim"),
    ("POST", "/tickets/1/claim"),
    ("POST", "/tickets/T-99999999999999999999/claim"),
    ("POST", "/tickets/T-9999/return"),
    ("POST", "/tickets/T-9999/typing"),
]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_an_unknown_ticket_is_404(olga: Program, method: str, path: str) -> None:
    problem(olga.call(method, path), 404, "unknown-ticket")


@pytest.mark.parametrize(("method", "path"), [("GET", "/tickets"), ("GET", "/attachments/a"), *CALLS])
def test_no_ticket_is_for_strangers(client: httpx.Client, method: str, path: str) -> None:
    customer = start_chat(client)

    refused = client.request(method, f"/v1/operator{path}", headers=customer.key)

    problem(refused, 401, "no-operator")


@pytest.mark.parametrize(
    ("call", "body"),
    [
        ("transfer", {}),
        ("transfer", {"operator": "Пётр", "category": "payments"}),
        ("transfer", {"category": "nonsense"}),
        ("resolve", {"outcome": "returned"}),
        ("resolve", {"outcome": "solved", "why": "я" * 501}),
        ("messages", {"text": "Здравствуйте!"}),
        ("messages", {"text": " ", "client_message_id": "m"}),
        ("messages", {"text": "Да [1]", "client_message_id": "m", "citations": [{"marker": 1}]}),
        ("notes", {"text": ""}),
    ],
)
def test_a_malformed_request_changes_nothing(olga: Program, mine: str, call: str, body: dict[str, object]) -> None:
    problem(olga.post(f"/tickets/{mine}/{call}", **body), 422, "invalid-request")


def test_a_page_is_told_how_the_agent_works(olga: Program, agent: FakeSupport) -> None:
    agent.desk.operators.set_presence("Ольга", Presence.AWAY)

    assert olga.get("/me").json() == {
        "operator": {"name": "Ольга", "presence": "away"},
        "csrf": None,
        "mode": "suggest",
    }
