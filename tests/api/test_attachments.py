"""Files of the two sides, over HTTP."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from agent.desk import Desk
from agent.desk.attachments import FILES_A_CONVERSATION
from agent.desk.files import ATTACHMENT_LIMIT
from api.settings import ApiSettings
from tests.agent.desk.parts import CHEAP_HASHER
from tests.agent.desk.test_files import HTML, TINY_PDF, ZIP, drawn, png_that_claims
from tests.api.conftest import Chat, FakeSupport, now, serving, start_chat
from tests.api.test_errors import problem

PNG, JPEG = drawn("PNG"), drawn("JPEG")
CARD = "4111 1111 1111 1111"


def send(chat: Chat, data: bytes, name: str = "чек.png", field: str = "file") -> httpx.Response:
    files = {field: (name, data, "application/octet-stream")}
    return chat.client.post(f"{chat.path}/attachments", files=files, headers=chat.key)


def fetch(chat: Chat, attachment_id: str, **headers: str) -> httpx.Response:
    return chat.client.get(f"{chat.path}/attachments/{attachment_id}", headers=chat.key | headers)


@pytest.mark.parametrize(
    ("data", "name", "type", "shown"),
    [
        (PNG, "снимок экрана.exe", "image/png", "снимок экрана.png"),
        (JPEG, "../../etc/passwd", "image/jpeg", "passwd.jpg"),
        (TINY_PDF, "Чек «Ромашка».pdf", "application/pdf", "Чек «Ромашка».pdf"),
        (TINY_PDF, 'Чек "Ромашка".pdf', "application/pdf", "Чек Ромашка.pdf"),
        (PNG, '"', "image/png", "файл.png"),
        (PNG, f"карта {CARD}.png", "image/png", "карта [карта •••• 1111].png"),
        (PNG, "карта 4111\u200b1111\u200b1111\u200b1111.png", "image/png", "карта [карта •••• 1111].png"),
    ],
)
def test_a_file_becomes_a_message_of_the_conversation(
    chat: Chat, data: bytes, name: str, type: str, shown: str
) -> None:
    answer = send(chat, data, name)
    assert answer.status_code == 201, answer.text
    sent = answer.json()
    assert (sent["name"], sent["type"]) == (shown, type)

    [message] = chat.client.get(f"{chat.path}/messages", headers=chat.key).json()["messages"]
    assert (message["id"], message["role"], message["text"]) == (sent.pop("message_id"), "customer", "")
    assert message["attachments"] == [sent]
    assert len(fetch(chat, sent["id"]).content) == sent["size"]


@pytest.mark.parametrize(("data", "shown_as"), [(PNG, "inline"), (JPEG, "inline"), (TINY_PDF, "attachment")])
def test_a_file_is_given_so_that_nothing_runs_in_it(chat: Chat, data: bytes, shown_as: str) -> None:
    sent = send(chat, data, "счёт").json()

    answer = fetch(chat, sent["id"])

    assert answer.status_code == 200
    headers = answer.headers
    assert headers["content-type"] == sent["type"]
    assert headers["content-disposition"].startswith(f"{shown_as}; filename*=utf-8''%D1%81")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers.get_list("content-security-policy") == ["default-src 'none'; sandbox"]
    assert headers.get_list("cache-control") == ["private, no-store"]


def test_a_file_opens_to_its_conversation_alone(chat: Chat) -> None:
    sent = send(chat, PNG).json()
    stranger = start_chat(chat.client)

    problem(fetch(stranger, sent["id"]), 404, "unknown-file")
    problem(fetch(chat, "0" * 32), 404, "unknown-file")
    problem(fetch(chat, "%00"), 422, "invalid-request")
    problem(chat.client.get(f"{chat.path}/attachments/{sent['id']}", headers=stranger.key), 403, "wrong-token")


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "wrong-file"),
        (HTML, 415, "wrong-file-type"),
        (ZIP, 415, "wrong-file-type"),
        (PNG[:40], 422, "wrong-file"),
        (TINY_PDF[:60], 422, "wrong-file"),
        (png_that_claims(30_000, 30_000), 413, "picture-too-large"),
        (bytes(ATTACHMENT_LIMIT + 1), 413, "file-too-large"),
        (bytes(ATTACHMENT_LIMIT * 2), 413, "too-large"),
    ],
    ids=[
        "empty",
        "html",
        "zip",
        "half a picture",
        "half a pdf",
        "too many pixels",
        "a byte too many",
        "twice too many",
    ],
)
def test_what_is_no_picture_and_no_document_is_refused(chat: Chat, data: bytes, status: int, code: str) -> None:
    problem(send(chat, data, "чек.png"), status, code)
    assert chat.texts() == []


def test_the_limit_holds_for_what_comes_in_chunks(chat: Chat) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
        for _ in range(12):
            yield bytes(2**20)
        yield b"\r\n--b--\r\n"

    headers = {**chat.key, "Content-Type": "multipart/form-data; boundary=b"}
    problem(chat.client.post(f"{chat.path}/attachments", content=chunks(), headers=headers), 413, "too-large")


def test_other_calls_take_no_more_than_before(chat: Chat) -> None:
    large = b'{"text": "' + b" " * 100_000 + b'"}'
    for path in ("messages", "feedback", "callback", "read"):
        headers = {**chat.key, "Content-Type": "application/json"}
        problem(chat.client.post(f"{chat.path}/{path}", content=large, headers=headers), 413, "too-large")


def test_a_form_without_one_file_is_refused(chat: Chat) -> None:
    path, key = f"{chat.path}/attachments", chat.key
    two = [("file", ("a.png", PNG)), ("file", ("b.png", PNG))]
    for answer in (
        chat.client.post(path, headers=key),
        chat.client.post(path, json={"file": "x"}, headers=key),
        chat.client.post(path, data={"file": "x"}, headers=key),
        chat.client.post(path, content=b"x", headers={**key, "Content-Type": "multipart/form-data"}),
        chat.client.post(path, files=two, headers=key),
        send(chat, PNG, field="picture"),
    ):
        problem(answer, 422, "no-file")
    assert chat.texts() == []


def test_many_files_at_once_are_all_kept(chat: Chat) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: send(chat, PNG, f"{n}.png"), range(6)))

    assert {answer.status_code for answer in answers} == {201}
    messages = chat.client.get(f"{chat.path}/messages", headers=chat.key).json()["messages"]
    assert sorted(message["attachments"][0]["name"] for message in messages) == [f"{n}.png" for n in range(6)]


def test_a_conversation_holds_so_many_files(chat: Chat) -> None:
    for _ in range(FILES_A_CONVERSATION):
        assert send(chat, TINY_PDF).status_code == 201

    problem(send(chat, TINY_PDF), 409, "too-many-files")


def test_files_that_cannot_be_stored_are_told_to_both(
    tmp_path: Path, settings: ApiSettings, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "attachments").write_text("a file where the folder should be")
    with a_server(tmp_path, settings) as client:
        problem(send(start_chat(client), PNG), 503, "files-unavailable")

    assert "OPORA_HOME" in caplog.text


@contextmanager
def a_server(home: Path, settings: ApiSettings) -> Iterator[httpx.Client]:
    desk = Desk(f"sqlite:///{home / 'desk.sqlite'}", clock=now, files=home / "attachments", hasher=CHEAP_HASHER)
    with serving(FakeSupport(desk), settings) as client:
        yield client
