"""What a customer sees of the desk, in a real browser over the real desk: the wait, the person who comes, the end."""

import io
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from agent.desk import Desk, Message
from agent.desk.files import take_file
from agent.desk.rules import DeskRules
from agent.reply import Escalation, OutcomeKind, Reason, Reply
from api.settings import ApiSettings
from tests.api.conftest import FakeSupport, now, serving

OPERATOR = "Ольга"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class CallingSupport(FakeSupport):
    """Calls a person at «оператор»; answers anything else."""

    def reply(self, conversation_id: str, text: str, client_message_id: str | None = None) -> Reply:
        turn = self.desk.begin_turn(conversation_id, text, client_message_id)
        if isinstance(turn, Reply):
            return turn
        return self.desk.finish_turn(turn, self._answer(conversation_id, text), {})

    def _answer(self, conversation_id: str, text: str) -> Reply:
        if "оператор" not in text:
            return _said(OutcomeKind.ANSWERED, f"Вы спросили: {text}")
        ticket = self.desk.escalate(conversation_id, Reason.ASKED_FOR_HUMAN)
        return _said(OutcomeKind.ESCALATED, "Зову специалиста.", ticket)


def _said(outcome: OutcomeKind, text: str, escalation: Escalation | None = None) -> Reply:
    return Reply(id=uuid4().hex, created_at=now(), outcome=outcome, text=text, escalation=escalation)


@dataclass(frozen=True, slots=True)
class Talk:
    """A customer's page, and the operator at the other end of its conversation."""

    page: Page
    desk: Desk

    @property
    def id(self) -> str:
        return str(self.page.evaluate("JSON.parse(localStorage.getItem('opora.conversation')).id"))

    @property
    def number(self) -> str:
        ticket = self.desk.escalation(self.id)
        assert ticket is not None
        assert ticket.ticket is not None
        return ticket.ticket

    def say(self, text: str) -> None:
        box = self.page.get_by_role("textbox", name="Ваше сообщение")
        box.fill(text)
        box.press("Enter")

    def call(self) -> None:
        self.page.get_by_role("banner").get_by_role("button", name="Позвать человека").click()
        expect(self.bar).to_contain_text("Обращение T-")

    def call_and_claim(self) -> str:
        """The number of the ticket that the operator has now."""
        self.call()
        number = self.number
        self.desk.queue.claim(number, OPERATOR)
        expect(self.bar).to_contain_text(f"с вами {OPERATOR}")
        return number

    def write(self, text: str) -> None:
        self.desk.queue.write(self.number, OPERATOR, text)

    @property
    def bar(self) -> Locator:
        return self.page.locator("#ticket")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    home = tmp_path_factory.mktemp("waiting")
    rules = DeskRules(channels=("почта help@shop.example",))
    desk = Desk(f"sqlite:///{home / 'desk.sqlite'}", clock=now, rules=rules, files=home / "files")
    desk.operators.add(OPERATOR, None)
    return desk


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    with serving(CallingSupport(desk), ApiSettings()) as client:
        yield str(client.base_url)


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A customer's browser. What the page's policy refuses, or its code breaks on, fails the test."""
    complaints: list[str] = []
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 800})
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    yield context
    context.close()
    assert complaints == []


@pytest.fixture
def talk(context: BrowserContext, desk: Desk) -> Talk:
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_text("Здравствуйте!")).to_be_visible()
    return Talk(page, desk)


def test_a_person_comes_talks_and_is_rated_and_the_agent_answers_again(talk: Talk) -> None:
    page, queue = talk.page, talk.desk.queue
    talk.call()
    expect(talk.bar).to_contain_text("-й в очереди")
    number = talk.number
    queue.claim(number, OPERATOR)
    expect(talk.bar).to_have_text(f"Обращение {number} · с вами {OPERATOR}")
    expect(page.get_by_role("button", name="Отменить обращение")).to_have_count(0)

    queue.typing(number, OPERATOR)
    expect(page.get_by_text(f"{OPERATOR} печатает…")).to_be_visible()
    talk.write("Здравствуйте! Что случилось?")
    expect(page.locator(".operator")).to_have_text(f"{OPERATOR}Здравствуйте! Что случилось?")
    expect(page.get_by_text(f"{OPERATOR} печатает…")).to_have_count(0)

    agents = page.locator(".message.agent").count()
    talk.say("Не пришёл заказ")
    expect(page.get_by_text("Прочитано")).to_have_count(0)
    said = until(lambda: [each for each in talk.desk.messages(talk.id) if each.text == "Не пришёл заказ"])[0]
    queue.read(number, OPERATOR, said.id)
    expect(page.locator(".message.customer").last).to_contain_text("Прочитано")
    assert page.locator(".message.agent").count() == agents, "the agent is silent"

    queue.resolve(number, OPERATOR, "solved")
    stars = page.get_by_role("group", name="Как вам помогли?")
    expect(talk.bar).to_be_hidden()
    stars.get_by_role("radio", name="1 из 5").focus()
    for key in ("Space", "ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.get_by_text("Спасибо! Ваша оценка: 4 из 5.")).to_be_visible()

    page.reload()
    expect(page.get_by_text("Спасибо! Ваша оценка: 4 из 5.")).to_be_visible()
    expect(stars.get_by_role("radio", name="4 из 5")).to_be_checked()
    talk.say("А как вернуть товар?")
    expect(page.get_by_text("Вы спросили: А как вернуть товар?")).to_be_visible()


def until(look: Callable[[], list[Message]]) -> list[Message]:
    for _ in range(200):
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")


def test_nothing_is_lost_or_doubled_while_the_line_is_broken(talk: Talk) -> None:
    page = talk.page
    talk.call_and_claim()
    talk.write("Первое")
    expect(page.get_by_text("Первое")).to_be_visible()
    page.route("**/events", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("Первое")).to_be_visible()
    for text in ("Второе", "Третье"):
        talk.write(text)
    page.unroute("**/events")

    expect(page.get_by_text("Третье")).to_be_visible()
    talk.write("Четвёртое")
    expect(page.get_by_text("Четвёртое")).to_be_visible()
    assert page.locator(".operator .said").all_inner_texts() == ["Первое", "Второе", "Третье", "Четвёртое"]


def test_the_operator_learns_that_the_customer_types_and_has_read(talk: Talk) -> None:
    number = talk.call_and_claim()
    with talk.page.expect_request("**/typing"):
        talk.page.get_by_role("textbox", name="Ваше сообщение").press_sequentially("Секу")
    with talk.page.expect_request("**/read") as told:
        talk.write("Вы здесь?")

    said = talk.desk.queue.ticket(number).messages[-1]
    assert told.value.post_data_json == {"message_id": said.id}


def test_a_ticket_is_cancelled_at_the_second_word(talk: Talk) -> None:
    page = talk.page
    talk.call()
    cancel = page.get_by_role("button", name="Отменить обращение")
    cancel.click()
    page.get_by_role("group", name="Точно отменить?").get_by_role("button", name="Нет").click()
    expect(cancel).to_be_focused()
    assert talk.desk.escalation(talk.id) is not None

    cancel.click()
    page.get_by_role("button", name="Да, отменить").click()

    expect(talk.bar).to_be_hidden()
    expect(page.get_by_text(re.compile(r"Обращение T-\d+ отменено"))).to_have_count(1)
    assert talk.desk.escalation(talk.id) is None
    expect(page.get_by_role("radio")).to_have_count(0)  # nobody has helped


def test_a_call_is_asked_for_and_what_is_wrong_is_told_beside_it(talk: Talk) -> None:
    page = talk.page
    talk.call()
    page.get_by_role("button", name="Заказать звонок").click()
    form = page.get_by_role("dialog", name="Заказать звонок")
    phone = form.get_by_label("Ваш телефон")
    expect(phone).to_be_focused()
    form.get_by_role("radio").first.check(force=True)
    phone.fill("8 916 12")
    form.get_by_role("button", name="Жду звонка").click()
    expect(form.get_by_role("alert")).to_contain_text("не хватает цифр")
    expect(phone).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_text("почта help@shop.example")).to_be_visible()

    phone.fill("8 (916) 123-45-67")
    form.get_by_role("button", name="Жду звонка").click()

    expect(form).to_be_hidden()
    expect(talk.bar).to_contain_text(re.compile(r"перезвоним .+ с \d\d:\d\d до \d\d:\d\d на \+7\s…67"))
    ticket = talk.desk.escalation(talk.id)
    assert ticket is not None
    assert ticket.callback is not None
    assert ticket.callback.phone == "+79161234567"


@pytest.fixture(scope="module")
def picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (320, 200), "teal").save(drawn, "PNG")
    return drawn.getvalue()


def test_files_go_both_ways(talk: Talk, picture: bytes) -> None:
    page = talk.page
    number = talk.call_and_claim()
    files = page.locator("#files")
    files.set_input_files({"name": "жалоба.docx", "mimeType": "application/msword", "buffer": b"PK"})
    expect(page.get_by_role("alert")).to_contain_text("подойдут картинки JPEG и PNG и документы PDF")
    page.get_by_role("button", name="Убрать").click()
    files.set_input_files({"name": "хитрость.png", "mimeType": "image/png", "buffer": b"<script>"})
    expect(page.get_by_role("alert")).to_contain_text("Не отправлено.")
    page.get_by_role("button", name="Убрать").click()

    files.set_input_files({"name": "чек.pdf", "mimeType": "application/pdf", "buffer": PDF})
    expect(page.get_by_role("button", name="Скачать чек.pdf")).to_be_visible()
    talk.desk.attachments.from_operator(number, OPERATOR, take_file(picture, "снимок.png"))
    shown = page.get_by_role("button", name="Открыть картинку снимок.png")
    expect(shown).to_be_visible()
    shown.click()
    large = page.get_by_role("dialog", name="снимок.png").get_by_role("img")
    assert large.evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
    page.keyboard.press("Escape")
    page.reload()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Скачать чек.pdf").click()
    assert saved.value.suggested_filename == "чек.pdf"
    assert saved.value.path().read_bytes() == PDF
    assert [file.name for said in talk.desk.messages(talk.id) for file in said.attachments] == ["чек.pdf", "снимок.png"]


def test_the_conversation_is_saved(talk: Talk) -> None:
    page = talk.page
    talk.say("Как вернуть товар?")
    expect(page.get_by_text("Вы спросили: Как вернуть товар?")).to_be_visible()
    page.get_by_role("button", name="Ещё").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Сохранить переписку").click()

    assert saved.value.suggested_filename.startswith("Переписка с поддержкой")
    assert "Вы спросили: Как вернуть товар?" in saved.value.path().read_text(encoding="utf-8")


def test_the_wait_fits_a_small_telephone(talk: Talk) -> None:
    page = talk.page
    page.set_viewport_size({"width": 320, "height": 640})
    talk.call()
    page.get_by_role("button", name="Отменить обращение").click()

    for box in ("html", "#log"):
        assert page.locator(box).evaluate("box => box.scrollWidth - box.clientWidth") == 0
    small = "boxes => boxes.filter(box => box.offsetHeight < 44).map(box => box.textContent)"
    assert page.locator("button:not(.marker):visible").evaluate_all(small) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Заказать звонок").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_role("button", name="Жду звонка")).to_be_in_viewport(ratio=1)
    assert form.locator("form").evaluate("box => box.scrollWidth - box.clientWidth") == 0
