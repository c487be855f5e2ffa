"""The page, the headers, health and the documentation."""

import shutil
from pathlib import Path

import httpx
import pytest

from agent.desk import Desk
from api.app import create_app
from api.settings import ApiSettings
from tests.api.conftest import Chat, FakeSupport, serving


@pytest.fixture
def web(tmp_path: Path) -> Path:
    for name, text in (("index.html", "<!doctype html><p>Опора"), ("app.js", "export {}"), ("style.css", "p {}")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_page_and_its_files_come_with_their_types(agent: FakeSupport, settings: ApiSettings, web: Path) -> None:
    with serving(agent, settings, web=web) as client:
        types = {
            path: client.get(path).headers["content-type"] for path in ("/", "/static/app.js", "/static/style.css")
        }
        assert client.get("/").text.endswith("Опора")
        assert client.get("/static/../../../etc/passwd").status_code == 404
        assert client.get("/static/%2e%2e/%2e%2e/etc/passwd").status_code == 404
        missing = client.get("/static/none.js")
    assert types == {
        "/": "text/html; charset=utf-8",
        "/static/app.js": "text/javascript; charset=utf-8",
        "/static/style.css": "text/css; charset=utf-8",
    }
    assert missing.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/", "/docs", "/healthz", "/v1/nothing", "/v1/sources/help/возврат.md"])
def test_browsers_are_told_what_to_load_and_to_trust_the_types(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers

    assert headers["content-security-policy"].startswith("default-src 'self'; ")
    assert "; base-uri 'none'; form-action 'none'; object-src 'none'; " in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


def test_conversations_are_kept_by_no_cache(chat: Chat) -> None:
    assert chat.say("Вопрос").headers["cache-control"] == "no-store"


def test_alive_and_ready(client: httpx.Client, agent: FakeSupport) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}

    agent.released = False
    unready = client.get("/readyz")
    agent.released = True

    assert unready.status_code == 503
    assert "python -m ingest sync" in unready.json()["detail"]


def test_it_is_not_ready_without_its_database(
    settings: ApiSettings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    desk = Desk(f"sqlite:///{folder / 'desk.sqlite'}")
    desk.close()
    shutil.rmtree(folder)
    with serving(FakeSupport(desk), settings) as client:
        unready = client.get("/readyz")

    assert (unready.status_code, unready.headers["content-type"]) == (503, "application/problem+json")
    assert "OPORA_DATABASE_URL" in caplog.text
    assert "database" not in unready.text, "what the database says may name hosts and users"


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/static/app.js", "/v1/sources/help/возврат.md"])
def test_head_tells_what_get_would(client: httpx.Client, path: str) -> None:
    head, got = client.head(path), client.get(path)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(got.content))


OF_A_CONVERSATION = (
    *("messages", "events", "feedback", "typing", "read", "cancel", "callback", "transcript"),
    *("attachments", "attachments/{attachment_id}"),
)


def test_the_documentation_names_every_call_and_is_reachable(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]

    assert client.get("/docs").status_code == 200
    assert {f"/v1/operator/{call}" for call in ("login", "me", "operators", "canned")} <= set(paths)
    assert {path for path in paths if not path.startswith("/v1/operator/")} == {
        "/v1/conversations",
        *(f"/v1/conversations/{{conversation_id}}/{call}" for call in OF_A_CONVERSATION),
        "/v1/sources/{source_id}",
        "/healthz",
        "/readyz",
    }
    reply = paths["/v1/conversations/{conversation_id}/messages"]["post"]["responses"]["200"]["content"]
    assert set(reply) == {"application/json", "text/event-stream"}


def test_making_the_application_starts_nothing(agent: FakeSupport) -> None:
    assert not hasattr(create_app(agent, ApiSettings()).state, "turns"), "threads belong to a served application"
