"""The operators' page in a real browser, against a real server over the real desk."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from agent.desk import Desk
from agent.reply import Reason
from api.settings import ApiSettings
from tests.agent.desk.parts import CHEAP_HASHER
from tests.api.conftest import Chat, FakeSupport, now, serving, start_chat

ANNA, PETER = "Анна Соколова", "Пётр Ильин"
PASSWORD = "тихий вечер у реки"


@dataclass(frozen=True, slots=True)
class Office:
    """A running service with two operators."""

    agent: FakeSupport
    client: httpx.Client

    @property
    def address(self) -> str:
        return str(self.client.base_url)

    def waiting(self, text: str) -> tuple[Chat, str]:
        """A customer who asked and waits for a person, and the number of their ticket."""
        chat = start_chat(self.client)
        chat.say(text)
        ticket = self.agent.desk.escalate(chat.id, Reason.ASKED_FOR_HUMAN, f"Спрашивает: {text}").ticket
        assert ticket is not None
        return chat, ticket


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("desk-page")
    desk = Desk(f"sqlite:///{folder / 'desk.sqlite'}", clock=now, files=folder / "files", hasher=CHEAP_HASHER)
    for name in (ANNA, PETER):
        desk.operators.add(name, PASSWORD)
    agent = FakeSupport(desk)
    with serving(agent, ApiSettings()) as client:
        yield Office(agent, client)


@pytest.fixture(scope="module")
def context(browser: Browser, office: Office) -> Iterator[BrowserContext]:
    """Anna's browser. What the page's policy refuses, or its code breaks on, fails the tests."""
    complaints: list[str] = []
    with browser.new_context(viewport={"width": 1280, "height": 800}, locale="ru-RU") as context:
        context.on("weberror", lambda broken: complaints.append(str(broken.error)))
        context.on("console", lambda message: complaints.append(message.text) if "Policy" in message.text else None)
        yield context
    assert complaints == []


@pytest.fixture(scope="module")
def desk(context: BrowserContext, office: Office) -> Page:
    """The page with Anna logged in."""
    page = context.new_page()
    page.goto(f"{office.address}/desk")
    log_in(page, ANNA, PASSWORD)
    expect(page.locator("#desk")).to_be_visible()
    return page


def log_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("Имя").fill(name)
    page.get_by_label("Пароль").fill(password)
    page.keyboard.press("Enter")


def line(page: Page, number: str) -> Locator:
    return page.locator(f'.row[data-number="{number}"]')


def open_ticket(page: Page, number: str) -> None:
    line(page, number).click()
    expect(page.locator(".talk .state")).to_contain_text(number)
    expect(page.locator(".talk .log")).to_be_focused()


def claim(page: Page, number: str) -> None:
    open_ticket(page, number)
    page.keyboard.press("c")
    expect(page.locator(".talk .state")).to_contain_text("ведёте вы")


def write(page: Page, key: str, text: str) -> None:
    """Writes by the keyboard alone, and leaves the text for the keys again."""
    page.keyboard.press(key)
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def test_a_wrong_password_opens_nothing(office: Office, browser: Browser) -> None:
    with browser.new_context() as stranger:
        page = stranger.new_page()
        page.goto(f"{office.address}/desk")
        log_in(page, ANNA, "не тот")

        expect(page.locator("#login [role=alert]")).not_to_be_empty()
        expect(page.locator("#desk")).to_be_hidden()


def test_a_ticket_comes_up_by_itself_and_says_what_it_is_about(office: Office, desk: Page) -> None:
    _, number = office.waiting("Где мой заказ 4512-889?")

    expect(line(desk, number)).to_contain_text("Спрашивает: Где мой заказ 4512-889?")
    expect(line(desk, number)).to_contain_text("просит человека")
    expect(desk).to_have_title(re.compile(r"^\(\d+\) Рабочее место$"))


def test_who_claims_talks_and_notes_stay_inside(office: Office, desk: Page) -> None:
    chat, number = office.waiting("Не приходит код")
    claim(desk, number)
    write(desk, "r", "Здравствуйте! Сейчас посмотрю.")
    write(desk, "n", "Похоже на сбой рассылки")

    log = desk.locator(".talk .log")
    expect(log.locator(".by-operator", has_text="Сейчас посмотрю")).to_have_count(1)
    expect(log.locator(".by-note", has_text="клиент её не увидит")).to_contain_text("Похоже на сбой рассылки")
    assert "Здравствуйте! Сейчас посмотрю." in chat.texts()
    assert "Похоже на сбой рассылки" not in " ".join(chat.texts())

    chat.say("Жду")
    expect(log.locator(".by-customer", has_text="Жду")).to_be_visible()


def test_the_whole_work_goes_by_the_keyboard(office: Office, desk: Page) -> None:
    chat, number = office.waiting("Как обменять куртку?")
    expect(line(desk, number)).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator("#tickets .row:focus")).to_be_visible()
    while desk.locator(":focus").get_attribute("data-number") != number:
        desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    expect(desk.locator(".talk .log")).to_be_focused()
    desk.keyboard.press("c")
    expect(desk.locator(".talk .state")).to_contain_text("ведёте вы")
    write(desk, "r", "Обменяем в пункте выдачи.")
    desk.keyboard.press("e")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")

    expect(desk.locator(".talk .state")).to_contain_text("ответ дан")
    assert "Обменяем в пункте выдачи." in chat.texts()
    assert office.agent.desk.queue.ticket(number).ticket.outcome == "answered"


def test_a_suggestion_is_edited_and_sent_with_the_words_that_it_relies_on(office: Office, desk: Page) -> None:
    chat, number = office.waiting("Вернёте деньги?")
    claim(desk, number)
    desk.keyboard.press("s")
    desk.get_by_role("button", name="Вставить").click()
    desk.keyboard.insert_text(" Помочь?")
    desk.keyboard.press("Enter")

    sent = desk.locator(".by-operator:not(.pending)", has_text="Помочь?")
    sent.locator(".marker").first.click()
    expect(desk.locator("#article-text mark").first).to_contain_text("Возврат")
    desk.keyboard.press("Escape")
    assert "Об этом сказано: Вернёте деньги? [1] Помочь?" in chat.texts()


def test_a_lost_answer_and_a_lost_connection_double_nothing(
    office: Office, desk: Page, context: BrowserContext
) -> None:
    chat, number = office.waiting("Проверка связи")
    claim(desk, number)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    desk.route("**/messages", lose_the_answer, times=1)
    write(desk, "r", "Слышно?")
    expect(desk.locator(".pending")).to_have_count(0)

    context.set_offline(True)
    chat.say("Теперь да")
    context.set_offline(False)
    expect(desk.locator(".by-customer", has_text="Теперь да")).to_have_count(1)
    chat.say("И ещё раз")
    expect(desk.locator(".by-customer", has_text="И ещё раз")).to_have_count(1)
    expect(desk.locator(".by-operator", has_text="Слышно?")).to_have_count(1)
    assert chat.texts().count("Слышно?") == 1


def test_what_a_colleague_takes_is_seen_at_once(office: Office, desk: Page) -> None:
    _, number = office.waiting("Вопрос для Петра")
    open_ticket(desk, number)

    office.agent.desk.queue.claim(number, PETER)
    expect(desk.locator(".talk .state")).to_contain_text(f"ведёт {PETER}")
    expect(desk.locator("[data-act=claim]")).to_be_hidden()
    expect(desk.locator("[data-mode=reply]")).to_be_disabled()


def test_the_page_fits_a_telephone(office: Office, desk: Page) -> None:
    _, number = office.waiting("С телефона")
    desk.keyboard.press("Escape")
    desk.set_viewport_size({"width": 390, "height": 844})
    try:
        open_ticket(desk, number)
        expect(desk.locator(".queue")).to_be_hidden()
        desk.get_by_role("button", name="Сведения").click()
        expect(desk.locator(".package")).to_contain_text("Спрашивает: С телефона")
        assert desk.evaluate("document.documentElement.scrollWidth") <= 390
        desk.get_by_role("button", name="Назад, к списку").click()
        desk.get_by_role("button", name="Назад, к списку").click()
        expect(desk.locator(".queue")).to_be_visible()
    finally:
        desk.set_viewport_size({"width": 1280, "height": 800})


def test_a_session_that_ends_leads_back_to_the_door_and_keeps_what_was_begun(office: Office, desk: Page) -> None:
    chat, number = office.waiting("Вы тут?")
    claim(desk, number)
    desk.keyboard.press("r")
    desk.keyboard.insert_text("Ответ на полусл")
    desk.context.clear_cookies()
    desk.keyboard.press("Enter")

    expect(desk.locator("#login")).to_be_visible()
    log_in(desk, ANNA, PASSWORD)
    desk.get_by_role("button", name="Повторить").click()
    expect(desk.locator(".by-operator", has_text="Ответ на полусл").and_(desk.locator(":not(.pending)"))).to_have_count(
        1
    )
    assert chat.texts().count("Ответ на полусл") == 1
