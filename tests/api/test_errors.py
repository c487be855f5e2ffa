"""Everything that goes wrong comes as problem details, in Russian, and without what nobody should see."""

import logging
import socket
from uuid import uuid4

import httpx
import pytest

from api.settings import ApiSettings
from tests.api.conftest import Chat, FakeSupport, serving, start_chat


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, object]:
    """The problem document, checked to be one."""
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, object] = answer.json()
    assert (answer.status_code, document["status"], document["type"]) == (status, status, f"urn:opora:problem:{code}")
    assert document["title"]
    assert any("а" <= char <= "я" for char in str(document["detail"])), "the words are for a Russian reader"
    return document


@pytest.mark.parametrize(
    ("header", "status", "code"),
    [
        (None, 401, "no-token"),
        ("", 401, "no-token"),
        ("Bearer", 401, "no-token"),
        ("Basic dTpw", 401, "no-token"),
        ("Bearer wrong", 403, "wrong-token"),
    ],
)
@pytest.mark.parametrize("call", ["POST messages", "GET messages", "POST feedback"])
def test_a_conversation_opens_to_its_token_only(
    chat: Chat, header: str | None, status: int, code: str, call: str
) -> None:
    method, path = call.split()
    headers = {} if header is None else {"Authorization": header}
    body = {"text": "Вопрос", "message_id": "m", "rating": 5} if method == "POST" else None

    answer = chat.client.request(method, f"{chat.path}/{path}", json=body, headers=headers)

    problem(answer, status, code)
    assert ("www-authenticate" in answer.headers) == (status == 401)
    assert chat.texts() == []


def test_the_token_of_one_conversation_opens_no_other(client: httpx.Client) -> None:
    mine, other = start_chat(client), start_chat(client)

    problem(client.get(f"{mine.path}/messages", headers=other.key), 403, "wrong-token")


def test_what_is_not_there_is_404(chat: Chat) -> None:
    client, key = chat.client, chat.key
    problem(client.get(f"/v1/conversations/{uuid4().hex}/messages", headers=key), 404, "unknown-conversation")
    unknown = {"message_id": uuid4().hex, "rating": 5}
    problem(client.post(f"{chat.path}/feedback", json=unknown, headers=key), 404, "unknown-message")
    problem(client.get("/v1/sources/нет/такой.md"), 404, "unknown-source")
    problem(client.get("/v1/sources/../../etc/passwd"), 404, "not-found")
    problem(client.get("/v1/sources/%2e%2e/%2e%2e/etc/passwd"), 404, "unknown-source")
    problem(client.get("/v1/sources/help/возврат.md?release=r9"), 404, "unknown-release")
    problem(client.get("/v1/nothing"), 404, "not-found")
    answer = client.delete(f"{chat.path}/messages")
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"]


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        (b'{"text": ""}', "text", "Напишите, пожалуйста, сообщение"),
        (b'{"text": " \\n\\t\\u00a0\\u200b"}', "text", "Напишите, пожалуйста, сообщение"),
        ('{"text": "' + "я" * 4001 + '"}', "text", "не больше 4000 знаков"),
        (b'{"text": 5}', "text", "нужен текст"),
        (b'{"text": null}', "text", "нужен текст"),
        (b'{"text": "a\\u0000b"}', "text", "служебный знак"),
        (b'{"text": "\\ud800"}', "text", "нельзя прочитать"),
        (b"{}", "text", "Не хватает поля «text»"),
        (b'{"text": "a", "client_message_id": 7}', "client_message_id", "нужен текст"),
        (b'{"text": "a", "client_message_id": ""}', "client_message_id", "не может быть пустым"),
        (b'{"text": "a"', "body", "нужен правильный JSON"),
        (b'"a"', "body", "application/json"),
        (b"", "body", "Не хватает"),
    ],
)
def test_a_malformed_message_is_422_and_says_what_is_wrong(
    chat: Chat, body: bytes | str, field: str, words: str
) -> None:
    headers = {**chat.key, "Content-Type": "application/json"}

    document = problem(chat.client.post(f"{chat.path}/messages", content=body, headers=headers), 422, "invalid-request")

    assert words in str(document["detail"])
    assert document["errors"][0]["field"] == field  # type: ignore[index]
    assert chat.texts() == []


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_is_not_sent_as_json_is_told_how_to_send_it(chat: Chat, kind: str | None) -> None:
    headers = chat.key if kind is None else {**chat.key, "Content-Type": kind}
    answer = chat.client.post(f"{chat.path}/messages", content='{"text": "Вопрос"}', headers=headers)

    assert "Content-Type: application/json" in str(problem(answer, 422, "invalid-request")["detail"])


def test_a_slash_too_many_is_no_redirect(client: httpx.Client) -> None:
    problem(client.post("/v1/conversations/"), 404, "not-found")


@pytest.mark.parametrize("body", [b"\xff\xfe{", b"[" * 60_000], ids=["no UTF-8", "nested too deep"])
def test_json_that_breaks_the_parser_is_422(chat: Chat, body: bytes) -> None:
    headers = {**chat.key, "Content-Type": "application/json"}
    problem(chat.client.post(f"{chat.path}/messages", content=body, headers=headers), 422, "invalid-request")


def test_a_message_of_4000_characters_is_taken(chat: Chat) -> None:
    assert chat.say("ю" * 4000).status_code == 200


@pytest.mark.parametrize("rating", [0, 6, "5", True, 4.5, None])
def test_a_rating_is_a_whole_number_from_1_to_5(chat: Chat, rating: object) -> None:
    reply = chat.say("Вопрос").json()
    body = {"message_id": reply["id"], "rating": rating}
    answer = chat.client.post(f"{chat.path}/feedback", json=body, headers=chat.key)
    assert "заполнено неверно" not in str(problem(answer, 422, "invalid-request")["detail"])


def test_too_large_a_body_is_413(chat: Chat) -> None:
    headers = {**chat.key, "Content-Type": "application/json"}
    large = b'{"text": "' + b"a" * 3_000_000 + b'"}'

    problem(chat.client.post(f"{chat.path}/messages", content=large, headers=headers), 413, "too-large")
    chunks = (large[start : start + 10_000] for start in range(0, len(large), 10_000))  # without a declared length
    problem(chat.client.post(f"{chat.path}/messages", content=chunks, headers=headers), 413, "too-large")
    assert chat.say("Вопрос").status_code == 200


def test_a_customer_without_a_configured_secret_is_422(agent: FakeSupport) -> None:
    with serving(agent, ApiSettings(customer_secret=None)) as client:
        document = problem(client.post("/v1/conversations", json={"customer": "a.b.c"}), 422, "no-customer-secret")
    assert "OPORA_CUSTOMER_SECRET" in str(document["detail"])


def test_a_fault_shows_its_number_and_nothing_else(
    chat: Chat, agent: FakeSupport, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(text: str) -> None:
        raise ZeroDivisionError(f"while reading {text}")

    agent.work = fail
    with caplog.at_level(logging.ERROR):
        answer = chat.say("моя тайна")
    agent.work = lambda text: None

    document = problem(answer, 500, "fault")
    assert str(document["id"]) in caplog.text
    assert "ZeroDivisionError" in caplog.text, "the maintainer needs the cause"
    assert "тайна" not in caplog.text, "logs hold no customer's words"
    assert "ZeroDivision" not in answer.text
    assert "Traceback" not in answer.text
    assert chat.say("Ещё раз").status_code == 200


def test_a_broken_request_line_does_not_stop_the_server(chat: Chat) -> None:
    url = chat.client.base_url
    with socket.create_connection((url.host, url.port)) as raw:
        raw.sendall(b"\x00\xff garbage\r\n\r\n")
        raw.recv(1000)
    assert chat.say("Вопрос").status_code == 200
