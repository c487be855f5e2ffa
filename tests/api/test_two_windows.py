"""The way to a person and back in two browser windows: the service as its users run it, with its own articles."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Browser, Locator, Page, expect
from typer.testing import CliRunner

from api.__main__ import cli
from tests.api.test_main import served

OPERATOR, PASSWORD = "Анна Соколова", "тихий вечер у реки"
HIDDEN = b"Moskva, ulitsa Lesnaya 7"  # what a camera writes into a picture, and nobody means to send
NOTE = "Вторую операцию банк уже отменяет"


@pytest.fixture(scope="module")
def home(synced_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as a maintainer makes it: the articles, and an operator."""
    home = copytree(synced_home, tmp_path_factory.mktemp("home") / "home")
    terminal = CliRunner(env={"OPORA_HOME": str(home)})
    assert terminal.invoke(cli, ["operators", "add", OPERATOR], input=f"{PASSWORD}\n").exit_code == 0
    return home


@contextmanager
def two_windows(browser: Browser, home: Path, **settings: str) -> Iterator[tuple["Customer", "Operator"]]:
    """A customer at the chat and an operator, logged in at the desk, of one running service."""
    complaints: list[str] = []
    with served(home, **settings) as said:
        address = said.split()[3]
        with browser.new_context(base_url=address) as hers, browser.new_context(base_url=address) as theirs:
            for context in (hers, theirs):
                context.on("weberror", lambda broken: complaints.append(str(broken.error)))
            yield Customer(hers.new_page()).comes(), Operator(theirs.new_page()).logs_in()
    assert complaints == []


@dataclass(frozen=True, slots=True)
class Customer:
    page: Page

    def comes(self) -> "Customer":
        self.page.goto("/")
        expect(self.page.get_by_text("Здравствуйте!")).to_be_visible()
        return self

    @property
    def box(self) -> Locator:
        return self.page.get_by_role("textbox", name="Ваше сообщение")

    @property
    def ticket(self) -> Locator:
        return self.page.locator("#ticket")

    @property
    def sees(self) -> Locator:
        """The last of the messages."""
        return self.page.locator(".message").last

    def number(self) -> str:
        """Of the ticket."""
        expect(self.ticket).to_contain_text("Обращение T-")
        return self.ticket.inner_text().split()[1]

    def says(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")


@dataclass(frozen=True, slots=True)
class Operator:
    page: Page

    def logs_in(self) -> "Operator":
        self.page.goto("/desk")
        self.page.get_by_label("Имя").fill(OPERATOR)
        self.page.get_by_label("Пароль").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#desk")).to_be_visible()
        return self

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name="Переписка")

    @property
    def last_of_customer(self) -> Locator:
        return self.log.locator(".by-customer").last

    @property
    def suggestion(self) -> Locator:
        return self.page.get_by_role("region", name="Подсказка помощника")

    def claims(self, number: str) -> None:
        self.page.locator(f'[data-number="{number}"]').click()
        self.page.get_by_role("button", name="Взять").click()
        expect(self.page.get_by_text("ведёте вы")).to_be_visible()

    def writes(self, text: str, mode: str = "Ответ") -> None:
        self.page.get_by_role("button", name=mode, exact=True).click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")


def picture(colour: str) -> bytes:
    """As a telephone makes it: with where and by what it was taken."""
    told, exif, file = PngInfo(), Image.Exif(), io.BytesIO()
    told.add_text("Location", HIDDEN.decode())
    exif[0x010F] = HIDDEN.decode()  # the camera's maker
    Image.new("RGB", (320, 200), colour).save(file, "PNG", pnginfo=told, exif=exif)
    assert file.getvalue().count(HIDDEN) == 2
    return file.getvalue()


def shown(place: Locator, name: str) -> bytes:
    """The bytes of a picture in a conversation, as whoever looks at it may save them."""
    place.get_by_role("button", name=f"Открыть картинку {name}").click()
    dialog = place.page.get_by_role("dialog", name=name)
    with place.page.expect_download() as saved:
        dialog.get_by_role("button", name="Скачать").click()
    place.page.keyboard.press("Escape")
    return saved.value.path().read_bytes()


def attached(page: Page, name: str, colour: str) -> None:
    page.locator("[type=file]").set_input_files({"name": name, "mimeType": "image/png", "buffer": picture(colour)})


def test_a_customer_is_helped_by_a_person_and_by_the_agent_again(browser: Browser, home: Path) -> None:
    with two_windows(browser, home) as (customer, operator):
        number = ask_and_insist(customer)
        operator.claims(number)
        expect(customer.ticket).to_have_text(f"Обращение {number} · с вами {OPERATOR}")

        expect(operator.page.get_by_text("Здесь пусто.")).to_be_visible()
        fills = "box => box.offsetWidth > 0.8 * box.parentElement.offsetWidth"
        assert operator.page.get_by_label("Тема").evaluate(fills), "the empty queue keeps its shape"

        talk(customer, operator)
        exchange_files(customer, operator)
        operator.writes(NOTE, mode="Заметка")
        expect(operator.log.locator(".by-note")).to_contain_text(NOTE)
        send_a_suggestion(customer, operator)

        operator.page.get_by_role("button", name="Завершить").click()
        operator.page.get_by_role("dialog").get_by_role("button", name="Завершить").click()
        expect(operator.page.locator(".talk .state")).to_contain_text("вопрос решён")
        rate(customer)
        customer.says("Как вернуть товар?")
        expect(customer.sees).to_contain_text("Мои заказы")
        expect(customer.sees.locator("button.marker").first).to_be_visible()
        assert_saved_without_the_note(customer)


def ask_and_insist(customer: Customer) -> str:
    """The number of the ticket."""
    customer.says("Деньги сняли два раза за заказ 4512-889, что делать?")
    expect(customer.sees).to_contain_text("Найдите в приложении банка номера обеих операций")
    customer.sees.locator("button.marker").first.click()
    expect(customer.page.get_by_role("dialog").locator("mark").first).to_be_in_viewport()
    customer.page.keyboard.press("Escape")

    customer.says("Оператор")
    expect(customer.sees).to_contain_text("Могу позвать специалиста")
    customer.says("Оператор!")
    expect(customer.ticket).to_contain_text("вы 1-й в очереди")
    return customer.number()


def talk(customer: Customer, operator: Operator) -> None:
    expect(operator.page.get_by_role("complementary")).to_contain_text("4512-889")
    operator.page.get_by_role("button", name="Ответ", exact=True).click()
    operator.page.keyboard.type("Здравствуйте! Назовите")
    expect(customer.page.get_by_text(f"{OPERATOR} печатает…")).to_be_visible()
    operator.page.keyboard.type(" номера операций.")
    operator.page.keyboard.press("Enter")
    expect(customer.sees).to_contain_text("Здравствуйте! Назовите номера операций.")
    expect(operator.log.locator(".by-operator").last).to_contain_text("Прочитано")

    customer.box.press_sequentially("7001234 и ")
    expect(operator.page.get_by_text("Клиент печатает…")).to_be_visible()
    customer.says("Операции 7001234 и 7001235")
    expect(operator.last_of_customer).to_contain_text("Операции 7001234 и 7001235")
    expect(customer.sees).to_contain_text("Прочитано")
    expect(operator.page.get_by_role("complementary")).to_contain_text("7001235")


def exchange_files(customer: Customer, operator: Operator) -> None:
    attached(customer.page, "списания.png", "teal")
    attached(operator.page, "ответ банка.png", "salmon")
    for got in (shown(operator.log, "списания.png"), shown(customer.page.locator("#log"), "ответ банка.png")):
        with Image.open(io.BytesIO(got)) as arrived:
            assert (arrived.size, arrived.info, dict(arrived.getexif())) == ((320, 200), {}, {})
        assert HIDDEN not in got


def send_a_suggestion(customer: Customer, operator: Operator) -> None:
    customer.says("Что приготовить для разговора об оплате?")
    expect(operator.last_of_customer).to_contain_text("Что приготовить")
    operator.page.get_by_role("button", name="Подсказка", exact=True).click()
    operator.suggestion.get_by_role("button", name="Вставить").click()
    operator.page.keyboard.type(" Всё это у нас уже есть.")
    operator.page.keyboard.press("Enter")
    expect(customer.sees).to_contain_text("Всё это у нас уже есть.")
    customer.sees.locator("button.marker").first.click()
    article = customer.page.get_by_role("dialog", name="Проблемы с оплатой и двойное списание")
    expect(article.locator("mark").first).to_be_in_viewport()
    customer.page.keyboard.press("Escape")


def rate(customer: Customer) -> None:
    expect(customer.ticket).to_be_hidden()
    stars = customer.page.get_by_role("group", name="Как вам помогли?")
    stars.get_by_role("radio", name="5 из 5").focus()
    customer.page.keyboard.press("Space")
    words = customer.page.get_by_role("textbox", name="Хотите что-то добавить?")
    words.fill("Быстро и вежливо")
    customer.page.get_by_role("button", name="Отправить отзыв").click()
    expect(words).to_be_hidden()
    expect(customer.page.get_by_text("Спасибо! Ваша оценка: 5 из 5.")).to_be_visible()


def assert_saved_without_the_note(customer: Customer) -> None:
    customer.page.get_by_role("button", name="Ещё").click()
    with customer.page.expect_download() as saved:
        customer.page.get_by_role("button", name="Сохранить переписку").click()
    kept = saved.value.path().read_text(encoding="utf-8")
    for words in ("Назовите номера операций", "[файл: списания.png]", "Всё это у нас уже есть", "завершено"):
        assert words in kept
    assert NOTE not in kept
    assert NOTE not in customer.page.content()


def test_a_careful_company_sends_every_answer_itself(browser: Browser, home: Path) -> None:
    with two_windows(browser, home, OPORA_MODE="suggest") as (customer, operator):
        customer.says("Как обменять товар на другой размер?")
        expect(customer.sees).to_contain_text("специалист")
        expect(customer.sees.locator("button.marker")).to_have_count(0)
        operator.claims(customer.number())

        operator.suggestion.get_by_role("button", name="Вставить").click()
        operator.page.keyboard.press("Control+Home")
        operator.page.keyboard.insert_text("Обмен займёт минуту. ")
        operator.page.keyboard.press("Enter")

        expect(customer.sees).to_contain_text("Обмен займёт минуту.")
        expect(customer.sees).to_contain_text("нажмите «Обмен»")
        expect(customer.sees.locator("button.marker").first).to_be_visible()
