"""A real server on a free port, over the real desk, with a fake agent whose answers are known; and a real browser."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, expect, sync_playwright
from pydantic import SecretStr

from agent.desk import Desk
from agent.reply import Citation, OutcomeKind, Reply
from api.app import create_app
from api.service import Support
from api.settings import ApiSettings
from ingest.errors import NoRelease, UnknownArticle, UnknownRelease
from tests.agent.desk.parts import CHEAP_HASHER

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
QUIET += ["--disable-sync", "--no-first-run"]
SOURCES = Path(__file__).parent.parent.parent / "sources"
SECRET = "a secret of the shop's site, long enough for HS256"
ARTICLE = "Возврат\nВернуть товар можно за 14 дней."


@dataclass(frozen=True, slots=True)
class FakeSource:
    id: str
    title: str
    url: str | None
    text: str
    updated: date | None = None


@dataclass
class FakeSupport:
    """Answers with what was asked. `work` stands for the model: it may be slow, or fail."""

    desk: Desk
    work: Callable[[str], None] = lambda text: None
    released: bool = True
    greeting: str = "Здравствуйте! Чем помочь?"
    sources: dict[str, str] = field(default_factory=lambda: {"help/возврат.md": ARTICLE})

    def starters(self) -> tuple[str, ...]:
        return ("Как вернуть товар?",)

    def reply(self, conversation_id: str, text: str, client_message_id: str | None = None) -> Reply:
        turn = self.desk.begin_turn(conversation_id, text, client_message_id)
        if isinstance(turn, Reply):
            return turn
        try:
            self.work(text)
        except BaseException:
            self.desk.abandon_turn(turn)
            raise
        reply = Reply(
            id=uuid4().hex, created_at=now(), outcome=OutcomeKind.ANSWERED, text=f"Вы спросили:\n\n{text} [1]"
        )
        return self.desk.finish_turn(turn, reply, {})

    def suggest(self, conversation_id: str) -> Reply | None:
        asked = self.desk.last_asked(conversation_id)
        if asked is None:
            return None
        words = f"Об этом сказано: {asked.text} [1]"
        place = {"start": 0, "end": len(ARTICLE), "quote": ARTICLE, "source_id": "help/возврат.md"}
        cited = (Citation.model_validate({"marker": 1, "title": "Возврат", "heading": (), "url": None, **place}),)
        return Reply(id=uuid4().hex, created_at=now(), outcome=OutcomeKind.ANSWERED, text=words, citations=cited)

    def feedback(self, conversation_id: str, message_id: str, rating: int, comment: str | None) -> None:
        self.desk.feedback(conversation_id, message_id, rating, comment)

    def source(self, source_id: str, release: str | None = None) -> FakeSource:
        if release not in {None, "r1"}:
            raise UnknownRelease(str(release))
        if source_id not in self.sources:
            raise UnknownArticle(source_id, "r1")
        return FakeSource(source_id, "Возврат", None, self.sources[source_id])

    def check_ready(self) -> None:
        self.desk.ping()
        if not self.released:
            raise NoRelease("home")


def now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def serving(agent: Support, settings: ApiSettings, **options: Path) -> Iterator[httpx.Client]:
    """A client of a server that answers over real sockets, and stops at the end."""
    app = create_app(agent, settings, **options)
    # The server runs in a thread, where no signal tells its event streams to end.
    config = uvicorn.Config(app, port=0, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="package")
def agent(tmp_path_factory: pytest.TempPathFactory) -> FakeSupport:
    home = tmp_path_factory.mktemp("desk")
    desk = Desk(f"sqlite:///{home / 'desk.sqlite'}", clock=now, files=home / "attachments", hasher=CHEAP_HASHER)
    return FakeSupport(desk)


@pytest.fixture(scope="package")
def settings() -> ApiSettings:
    return ApiSettings(customer_secret=SecretStr(SECRET), allowed_origins=("https://shop.example",))


@pytest.fixture(scope="package")
def client(agent: FakeSupport, settings: ApiSettings) -> Iterator[httpx.Client]:
    with serving(agent, settings) as client:
        yield client


@pytest.fixture(scope="package")
def synced_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the project's own articles: to be read, or copied."""
    from ingest.embedding import BUILTIN, embedder_identity, open_embedder
    from ingest.release import ReleaseStore
    from ingest.sync import sync

    home = tmp_path_factory.mktemp("synced")
    store = ReleaseStore(home, lambda: open_embedder(BUILTIN))
    sync(SOURCES, store, embedder_name=BUILTIN, embedder_identity=embedder_identity(BUILTIN))
    return home


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium to open the page in")
    expect.set_options(timeout=20_000)  # a busy machine is slow, and not wrong
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=chromium, args=QUIET) as browser:
        yield browser


@dataclass(frozen=True, slots=True)
class Chat:
    """A started conversation, as its customer's client sees it."""

    client: httpx.Client
    id: str
    token: str

    @property
    def path(self) -> str:
        return f"/v1/conversations/{self.id}"

    @property
    def key(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def say(self, text: object, **more: object) -> httpx.Response:
        return self.client.post(f"{self.path}/messages", json={"text": text, **more}, headers=self.key)

    def texts(self) -> list[str]:
        history = self.client.get(f"{self.path}/messages", headers=self.key).json()
        return [message["text"] for message in history["messages"]]


def start_chat(client: httpx.Client) -> Chat:
    started = client.post("/v1/conversations").json()
    return Chat(client, started["id"], started["token"])


@pytest.fixture
def chat(client: httpx.Client) -> Chat:
    return start_chat(client)
