"""Operators over HTTP: who may come in, who is there, and the replies that they share."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import uuid4

import httpx
import pytest
from argon2 import PasswordHasher

from agent.desk import Desk
from api.app import WEB
from api.settings import ApiSettings
from tests.api.conftest import FakeSupport, serving, start_chat
from tests.api.test_errors import problem

PASSWORD = "вечнозелёный фикус"
HOME = "/v1/operator"


@pytest.fixture
def name(agent: FakeSupport) -> str:
    """Of a new operator."""
    name = f"Ольга {uuid4().hex[:8]}"
    agent.desk.operators.add(name, PASSWORD)
    return name


@pytest.fixture
def browser_of_one(client: httpx.Client) -> Iterator[httpx.Client]:
    """A client with cookies of its own."""
    with httpx.Client(base_url=client.base_url, timeout=20, verify=False) as own:  # no certificates to load each time
        yield own


def log_in(client: httpx.Client, name: str, password: str = PASSWORD) -> httpx.Response:
    return client.post(f"{HOME}/login", json={"name": name, "password": password})


@pytest.fixture
def page(browser_of_one: httpx.Client, name: str) -> httpx.Client:
    """A page that is logged in, and proves it."""
    browser_of_one.headers["X-CSRF-Token"] = log_in(browser_of_one, name).json()["csrf"]
    return browser_of_one


def test_whoever_logs_in_is_known_until_they_log_out(page: httpx.Client, name: str) -> None:
    me = page.get(f"{HOME}/me")
    assert me.json() == {
        "operator": {"name": name, "presence": "online"},
        "csrf": page.headers["X-CSRF-Token"],
        "mode": "answer",
    }
    assert me.headers["cache-control"] == "no-store"

    key = page.cookies["opora_session"]
    assert page.post(f"{HOME}/logout").status_code == 204
    assert not page.cookies
    page.cookies["opora_session"] = key
    problem(page.get(f"{HOME}/me"), 401, "no-operator")


@pytest.mark.parametrize(("scheme", "secure"), [("http", False), ("https", True)])
def test_the_cookie_is_for_the_page_alone(browser_of_one: httpx.Client, name: str, scheme: str, secure: bool) -> None:
    browser_of_one.headers["X-Forwarded-Proto"] = scheme
    cookie = log_in(browser_of_one, name).headers["set-cookie"].lower()

    parts = {part.strip() for part in cookie.split(";")[1:]}
    assert parts == {"httponly", "samesite=strict", "path=/", *(["secure"] if secure else [])}


@pytest.mark.parametrize("password", ["не тот пароль", ""])
def test_a_wrong_password_opens_nothing(browser_of_one: httpx.Client, name: str, password: str) -> None:
    wrong = problem(log_in(browser_of_one, name, password), 401, "wrong-login")

    assert wrong == problem(log_in(browser_of_one, "Никто", PASSWORD), 401, "wrong-login")
    assert not browser_of_one.cookies


def test_after_many_wrong_passwords_one_has_to_wait(browser_of_one: httpx.Client, name: str) -> None:
    for _ in range(5):
        log_in(browser_of_one, name, "не тот пароль")

    refused = log_in(browser_of_one, name)

    assert "через 30 с" in str(problem(refused, 429, "too-many-logins")["detail"])
    assert refused.headers["retry-after"] == "30"


@dataclass
class StuckHasher(PasswordHasher):
    """Compares no password before it may."""

    may: threading.Event

    def __post_init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.may.wait(10)
        return super().verify(hash, password)


def test_a_crowd_that_guesses_passwords_holds_up_nobody_else(tmp_path: Path) -> None:
    may = threading.Event()
    desk = Desk(f"sqlite:///{tmp_path / 'desk.sqlite'}", hasher=StuckHasher(may))
    with serving(FakeSupport(desk), ApiSettings(threads=2)) as client, ThreadPoolExecutor(12) as crowd:
        guesses = [crowd.submit(log_in, client, "Никто") for _ in range(12)]
        start_chat(client)
        problem(client.get(f"{HOME}/me", headers={"Authorization": "Bearer guessed"}), 401, "no-operator")
        assert not any(guess.done() for guess in guesses)
        may.set()
        for guess in guesses:
            problem(guess.result(), 401, "wrong-login")


CHANGES = [
    ("POST", "/logout", None),
    ("PUT", "/presence", {"presence": "away"}),
    ("POST", "/canned", {"title": "Чужое", "text": "Чужое"}),
    ("DELETE", "/canned/1", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
@pytest.mark.parametrize("csrf", [None, "", "another"])
def test_another_site_changes_nothing(
    page: httpx.Client, method: str, path: str, body: object, csrf: str | None
) -> None:
    before = page.get(f"{HOME}/canned").json(), page.get(f"{HOME}/me").json()
    proof = page.headers.pop("X-CSRF-Token")
    headers = {} if csrf is None else {"X-CSRF-Token": csrf}

    problem(page.request(method, HOME + path, json=body, headers=headers), 403, "bad-csrf")

    page.headers["X-CSRF-Token"] = proof
    assert (page.get(f"{HOME}/canned").json(), page.get(f"{HOME}/me").json()) == before


READS = [("GET", "/me", None), ("GET", "/operators", None), ("GET", "/canned", None)]


@pytest.mark.parametrize(("method", "path", "body"), [*CHANGES, *READS])
@pytest.mark.parametrize(
    "headers",
    [{}, {"Cookie": "opora_session=guessed"}, {"Authorization": "Bearer guessed"}, {"Cookie": "opora_session="}],
)
def test_who_is_not_logged_in_gets_nothing(
    browser_of_one: httpx.Client, method: str, path: str, body: object, headers: dict[str, str]
) -> None:
    refused = browser_of_one.request(method, HOME + path, json=body, headers=headers)

    problem(refused, 401, "no-operator")
    assert refused.headers["www-authenticate"] == "Bearer"


def test_a_program_shows_its_token_and_nothing_else(
    browser_of_one: httpx.Client, agent: FakeSupport, name: str
) -> None:
    browser_of_one.headers["Authorization"] = f"Bearer {agent.desk.operators.new_token(name)}"

    me = browser_of_one.get(f"{HOME}/me").json()
    assert (me["operator"]["name"], me["csrf"]) == (name, None)
    assert browser_of_one.put(f"{HOME}/presence", json={"presence": "away"}).status_code == 204
    assert browser_of_one.get(f"{HOME}/me").json()["operator"]["presence"] == "away"


def test_colleagues_see_who_is_there(page: httpx.Client, agent: FakeSupport, name: str) -> None:
    absent = f"Пётр {uuid4().hex[:8]}"
    agent.desk.operators.add(absent, None)

    def seen() -> dict[str, tuple[str, int]]:
        roster = page.get(f"{HOME}/operators").json()["operators"]
        return {each["name"]: (each["presence"], each["assigned"]) for each in roster}

    assert (seen()[name], seen()[absent]) == (("online", 0), ("offline", 0))
    assert page.put(f"{HOME}/presence", json={"presence": "away"}).status_code == 204
    assert seen()[name] == ("away", 0)


def test_canned_replies_are_kept_for_everybody(page: httpx.Client) -> None:
    added = page.post(f"{HOME}/canned", json={"title": " Приветствие ", "text": "Здравствуйте!"})

    assert added.status_code == 201
    canned = added.json()
    assert canned == {"id": canned["id"], "title": "Приветствие", "text": "Здравствуйте!"}
    assert canned in page.get(f"{HOME}/canned").json()["canned"]
    assert page.delete(f"{HOME}/canned/{canned['id']}").status_code == 204
    problem(page.delete(f"{HOME}/canned/{canned['id']}"), 404, "unknown-canned")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/login", {"name": "Ольга"}),
        ("POST", "/login", {"name": "Ольга\x00", "password": PASSWORD}),
        ("PUT", "/presence", {"presence": "offline"}),
        ("POST", "/canned", {"title": " ", "text": "Здравствуйте!"}),
        ("POST", "/canned", {"title": "Я" * 101, "text": "Здравствуйте!"}),
        ("POST", "/canned", {"title": "Приветствие", "text": ""}),
        ("DELETE", f"/canned/{2**63}", None),
    ],
)
def test_a_malformed_request_is_said_so(page: httpx.Client, method: str, path: str, body: object) -> None:
    problem(page.request(method, HOME + path, json=body), 422, "invalid-request")


def test_a_site_of_the_shop_gets_no_cookie_of_ours(page: httpx.Client) -> None:
    answer = page.get(f"{HOME}/me", headers={"Origin": "https://shop.example"})

    assert "access-control-allow-credentials" not in answer.headers


def test_the_desk_page_is_served_and_framed_by_nobody(client: httpx.Client) -> None:
    answer = client.get("/desk")

    assert answer.text == (WEB / "desk" / "index.html").read_text(encoding="utf-8")
    policy = answer.headers["content-security-policy"]
    assert "img-src 'self' blob:" in policy
    assert policy.endswith("frame-ancestors 'self'")
