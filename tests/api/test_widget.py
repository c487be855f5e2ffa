"""The chat on other sites: who may have it, and how it gets on with a strict site in a real browser."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import jwt
import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect
from pydantic import SecretStr

from api.settings import ApiSettings
from tests.api.conftest import SECRET, Chat, FakeSupport, serving

SHOP = {"Origin": "https://shop.example"}  # the site that the server of these tests allows
HOSTILE = " ".join(
    f"{rule} !important;"
    for rule in ("all: unset", "display: none", "visibility: hidden", "pointer-events: none", "letter-spacing: 9px")
)
STRANGER = {"Origin": "https://evil.example"}


# Who may have it


@pytest.mark.parametrize(
    ("path", "ancestors"),
    [("/", "'self' https://shop.example"), ("/?widget", "'self' https://shop.example")]
    + [(path, "'self'") for path in ("/docs", "/widget", "/static/index.html", "/v1/nothing")],
)
def test_only_the_chat_may_stand_in_a_frame_of_an_allowed_site(client: httpx.Client, path: str, ancestors: str) -> None:
    policy = client.get(path).headers["content-security-policy"]

    assert policy.endswith(f"; frame-ancestors {ancestors}")


def preflight(client: httpx.Client, origin: dict[str, str], method: str, headers: str) -> httpx.Response:
    asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers}
    return client.options("/v1/conversations/any/messages", headers={**origin, **asked})


@pytest.mark.parametrize(
    ("origin", "method", "headers", "allowed"),
    [
        (SHOP, "POST", "authorization,content-type", True),
        (SHOP, "GET", "authorization,last-event-id", True),
        (SHOP, "DELETE", "authorization", False),
        (SHOP, "POST", "x-anything", False),
        (STRANGER, "POST", "authorization,content-type", False),
    ],
)
def test_a_browser_that_asks_first_needs_no_token(
    client: httpx.Client, origin: dict[str, str], method: str, headers: str, allowed: bool
) -> None:
    answer = preflight(client, origin, method, headers)

    assert answer.is_success is allowed
    assert answer.headers.get("access-control-allow-origin") == (SHOP["Origin"] if origin is SHOP else None)
    assert "access-control-allow-credentials" not in answer.headers


# Each of them as a site's script would read it: an answer, a stream, and failures from every layer.
CALLS: dict[str, Callable[[Chat, dict[str, str]], httpx.Response]] = {
    "answer": lambda chat, origin: chat.client.get(f"{chat.path}/messages", headers=chat.key | origin),
    "stream": lambda chat, origin: chat.client.post(
        f"{chat.path}/messages", json={"text": "Да"}, headers={**chat.key, **origin, "Accept": "text/event-stream"}
    ),
    "no token": lambda chat, origin: chat.client.get(f"{chat.path}/messages", headers=origin),
    "nothing there": lambda chat, origin: chat.client.get("/v1/nothing", headers=origin),
    "too large": lambda chat, origin: chat.client.post("/v1/conversations", content=b" " * 70_000, headers=origin),
}


@pytest.mark.parametrize("call", CALLS)
def test_answers_and_failures_can_be_read_by_an_allowed_site_only(chat: Chat, call: str) -> None:
    ours, theirs = (CALLS[call](chat, origin).headers for origin in (SHOP, STRANGER))

    assert ours["access-control-allow-origin"] == SHOP["Origin"]
    assert "Origin" in ours["vary"]
    assert "access-control-allow-origin" not in theirs
    assert "access-control-allow-credentials" not in ours


def test_nobody_else_has_it_unless_allowed(agent: FakeSupport) -> None:
    with serving(agent, ApiSettings()) as client:
        page = client.get("/", headers=SHOP)
        refused = preflight(client, SHOP, "POST", "authorization")

    assert page.headers["content-security-policy"].endswith("frame-ancestors 'self'")
    assert "access-control-allow-origin" not in page.headers
    assert (refused.is_success, "access-control-allow-origin" in refused.headers) == (False, False)


def test_the_script_is_kept_for_a_while(client: httpx.Client) -> None:
    script = client.get("/widget.js").headers

    assert script["content-type"].startswith("text/javascript")
    assert "max-age=" in script["cache-control"]


# In a browser


@dataclass
class Shop:
    """A site on another origin that is as strict and as careless as sites get."""

    server: HTTPServer
    chat: str = ""  # the origin of the chat
    attributes: str = ""  # of the script

    @property
    def origin(self) -> str:
        """A browser of these tests refuses the chat its storage there."""
        return f"http://localhost:{self.server.server_port}"

    @property
    def sibling(self) -> str:
        """Another origin than the chat's, but of the same site to a browser: there it keeps the chat's storage."""
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def policy(self) -> str:
        return (
            f"default-src 'none'; style-src 'unsafe-inline'; script-src {self.chat}; frame-src {self.chat}; "
            "require-trusted-types-for 'script'"
        )

    @property
    def html(self) -> str:
        script = f'<script src="{self.chat}/widget.js" {self.attributes} async></script>'
        return (
            "<!doctype html><html lang=ru><meta name=viewport content=width=device-width><title>Магазин</title>"
            f"{script}{script}<style>html {{ font-size: 4px }} body * {{ {HOSTILE} }}</style><body><h1>Магазин</h1>"
        )


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", site.policy)
            self.end_headers()
            self.wfile.write(site.html.encode())

        def log_message(self, *_: object) -> None: ...

    site = Shop(HTTPServer(("localhost", 0), Page))
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def chat_server(agent: FakeSupport, shop: Shop) -> Iterator[str]:
    settings = ApiSettings(customer_secret=SecretStr(SECRET), allowed_origins=(shop.origin, shop.sibling))
    with serving(agent, settings) as client:
        yield str(client.base_url)


@pytest.fixture
def context(browser: Browser, shop: Shop, chat_server: str) -> Iterator[BrowserContext]:
    """A customer's browser. What a policy refuses, or what breaks, fails the test."""
    shop.chat, shop.attributes = chat_server, ""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    yield context
    context.close()
    assert complaints == []


def visit(context: BrowserContext, shop: Shop, attributes: str = "", origin: str = "") -> Page:
    shop.attributes = attributes
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(origin or shop.origin)
    return page


def open_chat(page: Page, button: str = "Открыть чат поддержки") -> FrameLocator:
    page.get_by_role("button", name=button).press("Enter")
    chat = page.frame_locator("iframe[title='Чат поддержки']")
    expect(chat.get_by_text("Здравствуйте!")).to_be_visible()
    return chat


def ask(chat: FrameLocator, text: str) -> None:
    chat.get_by_role("textbox").fill(text)
    chat.get_by_role("textbox").press("Enter")
    expect(chat.locator(".message.agent", has_text=text)).to_have_attribute("aria-busy", "false")


def token(name: str, **claims: object) -> str:
    return jwt.encode({"sub": name, **claims}, SECRET, algorithm="HS256")


def test_a_question_is_asked_and_answered_on_a_strict_site(context: BrowserContext, shop: Shop) -> None:
    page = visit(context, shop)
    launcher = page.get_by_role("button", name="Открыть чат поддержки")
    expect(launcher).to_have_count(1)  # though the script is there twice
    expect(launcher).to_have_attribute("aria-expanded", "false")
    box = launcher.bounding_box()
    assert box
    assert (round(box["x"] + box["width"]), round(box["y"] + box["height"]), box["width"]) == (980, 680, 56)
    assert all("/?widget" not in frame.url for frame in page.frames), "the page is loaded for those who want it only"

    chat = open_chat(page)
    expect(page.get_by_role("dialog", name="Чат поддержки")).to_be_visible()
    expect(page.get_by_role("button", name="Закрыть чат")).to_have_attribute("aria-expanded", "true")
    expect(chat.get_by_role("textbox")).to_be_focused()
    ask(chat, "Как вернуть товар?")

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(launcher).to_be_focused()
    expect(launcher).to_have_attribute("aria-expanded", "false")

    expect(open_chat(page).get_by_text("Вы спросили:")).to_be_visible()  # it was there all the time
    chat.get_by_role("button", name="Закрыть чат").click()
    expect(launcher).to_be_focused()
    assert page.evaluate("Object.keys(window).filter(name => /opora|widget/i.test(name))") == []
    assert context.cookies() == []


def test_on_a_telephone_it_takes_the_screen_and_the_site_waits_behind_it(
    browser: Browser, shop: Shop, chat_server: str
) -> None:
    shop.chat = chat_server
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page = visit(context, shop)
    open_chat(page)

    assert page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 640}
    expect(page.locator("dialog:modal")).to_be_visible()
    context.close()


def test_a_customer_of_the_shop_is_known_and_sees_no_other_ones_words(context: BrowserContext, shop: Shop) -> None:
    def come_back(customer: str = "") -> FrameLocator:
        return open_chat(visit(context, shop, f'data-customer="{customer}"', shop.sibling))

    asked: list[tuple[str, str | None]] = []
    context.on("request", lambda request: asked.append((request.url, request.post_data)))
    anna = token("Анна")
    ask(come_back(anna), "Где мой заказ 77?")
    assert [url for url, body in asked if anna in (body or "")] == [f"{shop.chat}/v1/conversations"]
    assert [url for url, _ in asked if anna in url] == [], "addresses are logged"

    expect(come_back(token("Анна", exp=4_000_000_000)).get_by_text("Вы спросили:")).to_be_visible()

    chat = come_back()  # she has logged out
    expect(chat.get_by_role("button", name="Как вернуть товар?")).to_be_visible()
    ask(chat, "Где мой заказ 78?")
    chat.get_by_role("textbox").press("Escape")
    script = context.pages[0].locator("script").first
    script.evaluate("(script, customer) => script.dataset.customer = customer", token("Борис"))  # has just logged in
    chat = open_chat(context.pages[0])
    expect(chat.get_by_role("button", name="Как вернуть товар?")).to_be_visible()
    expect(chat.get_by_text("78")).to_have_count(0)


def test_a_customer_who_is_not_believed_is_still_helped(context: BrowserContext, shop: Shop) -> None:
    forged = jwt.encode({"sub": "Ева"}, "k" * 32, algorithm="HS256")

    ask(open_chat(visit(context, shop, f'data-customer="{forged}"', shop.sibling)), "Как вернуть товар?")
    again = open_chat(visit(context, shop, f'data-customer="{forged}"', shop.sibling))
    expect(again.get_by_text("Вы спросили:")).to_be_visible()  # and is not a new customer on every page


def test_a_stranger_who_sends_messages_is_not_heard(context: BrowserContext, shop: Shop) -> None:
    page = visit(context, shop)
    open_chat(page)
    page.evaluate(
        "new Promise(heard => { addEventListener('message', heard); postMessage({ opora: 'close' }, '*') })"
        ".then(() => null)"
    )

    expect(page.get_by_role("dialog")).to_be_visible()


def test_words_colour_and_side_are_the_sites_to_choose(context: BrowserContext, shop: Shop) -> None:
    page = visit(context, shop, 'data-label="Помощь" data-color="#ffb300" data-side="left"')
    launcher = page.get_by_role("button", name="Помощь")
    expect(launcher).to_have_css("background-color", "rgb(255, 179, 0)")
    expect(launcher).to_have_css("color", "rgb(0, 0, 0)")  # white would be lost on it
    expect(launcher).to_have_css("left", "20px")


def test_what_makes_no_sense_is_told_and_left_out(context: BrowserContext, shop: Shop) -> None:
    told: list[str] = []
    context.on("console", lambda said: told.append(said.text))
    page = visit(context, shop, f'data-label="{"й" * 41}" data-color="red; }}" data-side="top"')
    launcher = page.get_by_role("button", name="Открыть чат поддержки")
    expect(launcher).to_have_css("background-color", "rgb(31, 107, 92)")
    expect(launcher).to_have_css("right", "20px")

    assert sorted({line.split()[1] for line in told if "Opora" in line}) == ["data-color", "data-label", "data-side"]


def test_a_site_that_is_not_allowed_gets_a_way_out(browser: Browser, shop: Shop, client: httpx.Client) -> None:
    shop.chat, shop.attributes = str(client.base_url), ""  # another server, which allows another shop
    page = browser.new_page()
    page.clock.install()
    page.goto(shop.origin)
    page.get_by_role("button", name="Открыть чат поддержки").click()
    page.clock.fast_forward(16_000)

    expect(page.get_by_role("link", name="Открыть в новой вкладке")).to_have_attribute("href", f"{shop.chat}/")
    page.get_by_role("button", name="Закрыть чат").first.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.close()


def test_the_page_that_shows_it_has_the_line_to_copy(context: BrowserContext, chat_server: str) -> None:
    page = context.new_page()
    page.goto(f"{chat_server}/widget")

    expect(page.get_by_text(f'<script src="{chat_server}/widget.js" async></script>')).to_be_visible()
    open_chat(page)
