"""The chat page in a real browser, against a real server over the real desk; only the answers are made up."""

import json
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Route, expect

from agent.desk import Desk
from agent.reply import Citation, Conflict, ConflictValue, Escalation, OutcomeKind, Reason, Reply, TicketStatus
from api.settings import ApiSettings
from ingest.errors import UnknownArticle
from ingest.readers.text import read_text
from tests.agent.desk.parts import take_over
from tests.api.conftest import SOURCES, FakeSource, now, serving

SHARED_ARTICLES = sorted((SOURCES.parent.parent / "shared" / "articles").glob("*.txt"))
MARKUP = "<img src=x onerror=document.title='pwned'><b>жирно</b>"

RETURN_QUOTE = "Вернуть товар можно в течение 14 дней:  отсчёт идёт со дня получения."
ANSWER = (
    "Товар можно вернуть за 14 дней [1].\n\n1. Откройте «Мои заказы» и нажмите «Вернуть» [2].\n"
    "2. Отвезите посылку в пункт выдачи [3]."
)


# Characters beyond the first 65,536 stand before each quote: two units of a browser's string, one code point.
ARTICLE = f"""# 🛒 Возврат 💬

😀 {RETURN_QUOTE} Это просто 👍.

## Как вернуть

- Нажмите «Вернуть».
  Потом подождите 10–15 минут.
  - Для одежды то же.
1. Отвезите посылку в пункт выдачи.

| Что | Срок |
| --- | --- |
| 👗 Одежда | 14 дней |

```
код 😀 возврата
```
"""
ARTICLES = {"Возврат товара.md": ARTICLE} | {
    path.name: read_text(path.read_text(encoding="utf-8"), path.name).text for path in SHARED_ARTICLES
}
UPDATED = date(2026, 2, 19)


def cited(marker: int, quote: str, url: str | None = None, title: str = "Возврат товара", **more: object) -> Citation:
    source_id = str(more.pop("source_id", f"{title}.md"))
    start = max(ARTICLES.get(source_id, "").find(quote), 0)
    place = {"start": start, "end": start + len(quote), "quote": quote, "source_id": source_id}
    return Citation.model_validate(
        {"marker": marker, "title": title, "heading": ("Сроки",), "url": url, "updated": UPDATED, **place, **more}
    )


def said(outcome: OutcomeKind, text: str, **more: object) -> Reply:
    return Reply.model_validate({"id": uuid4().hex, "created_at": now(), "outcome": outcome, "text": text, **more})


def answer() -> Reply:
    citations = (
        cited(1, RETURN_QUOTE, "https://shop.example/return"),
        cited(2, "Нажмите «Вернуть»."),
        cited(3, "Отвезите посылку в пункт выдачи.", title="Пункты выдачи"),
    )
    return said(OutcomeKind.ANSWERED, ANSWER, citations=citations, suggestions=("Когда вернут деньги?",), release="r1")


def readings() -> Reply:
    return said(OutcomeKind.CLARIFY, "Что именно вас интересует?", suggestions=("Как вернуть товар?", "Какой телефон?"))


def quoting(source_id: str, *quotes: str) -> Reply:
    citations = tuple(cited(i, quote, source_id=source_id) for i, quote in enumerate(quotes, start=1))
    text = " ".join(f"Слова [{citation.marker}]." for citation in citations)
    return said(OutcomeKind.ANSWERED, text, citations=citations, release="r1")


def disagreement() -> Reply:
    values = (
        ConflictValue(value="+78005550001", display="8 800 555-00-01", markers=(1,)),
        ConflictValue(value="+78005550002", display="8 800 555-00-02", markers=(2, 3)),
    )
    citations = tuple(cited(i, f"Звоните: 8 800 555-00-0{i}.", title=f"Статья {i}") for i in (1, 2, 3))
    text = "В статьях по-разному:\n— 8 800 555-00-01 [1]\n— 8 800 555-00-02 [2] [3]\n\nВерный подскажет специалист."
    conflict = Conflict(subject="горячая линия", kind="phone", values=values)
    return said(OutcomeKind.CONFLICT, text, citations=citations, conflicts=(conflict,))


def hostile() -> Reply:
    citations = (cited(1, MARKUP, "javascript:document.title='pwned'", title=MARKUP),)
    return said(OutcomeKind.ANSWERED, f"{MARKUP} [1] [7]", citations=citations, suggestions=(MARKUP,))


# In the text, in a step with the words below it, in a cell, in a row, and in code.
PLACES = (
    RETURN_QUOTE,
    "Нажмите «Вернуть».\n  Потом подождите 10–15 минут.",
    "14 дней",
    "👗 Одежда | 14 дней",
    "возврата",
)
CHAT_ARTICLE = "003_63c799c40f8d31d7.txt"
CHAT_PLACES = ("10–15 минут", "Обычно ответ приходит в течение нескольких минут, в пиковые часы — до 10–15 минут.")

SCRIPT = {
    "Как вернуть товар?": answer,
    "Какой телефон?": disagreement,
    "Возврат": readings,
    "Что в статье?": lambda: quoting("Возврат товара.md", *PLACES),
    "Сколько ждать?": lambda: quoting(CHAT_ARTICLE, *CHAT_PLACES),
    "Что было раньше?": lambda: quoting("Старая.md", "Возврат за 7 дней."),
    MARKUP: hostile,
}


@dataclass
class ScriptedSupport:
    """Answers as the script says, calls a person when asked for one, and waits while `may_answer` is clear."""

    desk: Desk
    may_answer: threading.Event = field(default_factory=threading.Event)
    greeting: str = "Здравствуйте! Спросите меня или позовите человека."

    def starters(self) -> tuple[str, ...]:
        return ("Как вернуть товар?", "Какой телефон?")

    def reply(self, conversation_id: str, text: str, client_message_id: str | None = None) -> Reply:
        turn = self.desk.begin_turn(conversation_id, text, client_message_id)
        if isinstance(turn, Reply):
            return turn
        assert self.may_answer.wait(20)
        return self.desk.finish_turn(turn, self._answer(conversation_id, text), {})

    def _answer(self, conversation_id: str, text: str) -> Reply:
        if "оператором" in text:
            ticket = self.desk.escalate(conversation_id, Reason.ASKED_FOR_HUMAN, "Просит человека")
            return said(OutcomeKind.ESCALATED, "Зову специалиста.", escalation=ticket)
        if text in SCRIPT:
            return SCRIPT[text]()
        offered = Escalation(ticket=None, reason=Reason.LOW_CONFIDENCE, status=TicketStatus.OFFERED)
        return said(OutcomeKind.OFFERED, f"Не знаю: {text}", escalation=offered)

    def suggest(self, conversation_id: str) -> Reply | None:
        return None

    def feedback(self, conversation_id: str, message_id: str, rating: int, comment: str | None) -> None:
        self.desk.feedback(conversation_id, message_id, rating, comment)

    def source(self, source_id: str, release: str | None = None) -> FakeSource:
        if release != "r1" or source_id not in ARTICLES:
            raise UnknownArticle(source_id, str(release))
        return FakeSource(source_id, "Возврат товара", "https://shop.example/return", ARTICLES[source_id], UPDATED)

    def check_ready(self) -> None: ...


@pytest.fixture(scope="module")
def desk_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("page") / "desk.sqlite"


@pytest.fixture(scope="module")
def scripted(desk_file: Path) -> ScriptedSupport:
    return ScriptedSupport(Desk(f"sqlite:///{desk_file}", clock=now))


@pytest.fixture(scope="module")
def stored_feedback(scripted: ScriptedSupport, desk_file: Path) -> Callable[[], list[tuple[int, str]]]:
    """What the desk keeps of ratings and words, the last given at the end."""

    def read() -> list[tuple[int, str]]:
        with closing(sqlite3.connect(desk_file)) as desk:
            return desk.execute("SELECT rating, comment FROM feedback ORDER BY created_at").fetchall()

    return read


@pytest.fixture(scope="module")
def address(scripted: ScriptedSupport) -> Iterator[str]:
    with serving(scripted, ApiSettings()) as client:
        yield str(client.base_url)


@pytest.fixture
def context(browser: Browser, address: str, scripted: ScriptedSupport) -> Iterator[BrowserContext]:
    """A customer's browser. What the page's policy refuses, or its code breaks on, fails the test."""
    scripted.may_answer.set()
    complaints: list[str] = []
    context = browser.new_context(
        base_url=address, viewport={"width": 1280, "height": 800}, timezone_id="Europe/Moscow"
    )
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    yield context
    context.close()
    assert complaints == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_text("Здравствуйте!")).to_be_visible()
    return page


@pytest.fixture(scope="module")
def modules(browser: Browser, address: str) -> Iterator[Page]:
    """A page for what needs the page's modules only: opened once."""
    page = browser.new_page(base_url=address, timezone_id="Europe/Moscow")
    page.goto("/")
    yield page
    page.close()


def ask(page: Page, text: str) -> Locator:
    """The message that answers it, when all of it is there."""
    answers = page.locator(".message.agent")
    before = answers.count()
    page.get_by_role("textbox", name="Ваше сообщение").fill(text)
    page.get_by_role("textbox", name="Ваше сообщение").press("Enter")
    answer = answers.nth(before)
    expect(answer).to_have_attribute("aria-busy", "false")
    return answer


def test_an_answer_shows_its_sources_to_the_letter(page: Page) -> None:
    answer = ask(page, "Как вернуть товар?")

    expect(answer).to_contain_text("Товар можно вернуть за 14 дней")
    expect(answer.locator("q").first).to_be_visible()
    assert answer.locator("q").first.text_content() == RETURN_QUOTE
    answer.get_by_role("heading", name="Возврат товара › Сроки").click()
    expect(page.get_by_role("dialog").locator("mark")).to_have_text(RETURN_QUOTE)
    page.keyboard.press("Escape")
    steps = answer.locator(".item")
    assert [step.inner_text()[:10] for step in steps.all()] == ["1. Откройт", "2. Отвезит"]


def test_an_answer_streams_in(page: Page) -> None:
    page.evaluate(
        """() => {
            window.seen = [];
            const look = () => window.seen.push(document.querySelector('.message.agent[aria-busy=true]')?.innerText);
            new MutationObserver(look).observe(document.getElementById('log'), { childList: true, subtree: true });
        }"""
    )
    ask(page, "Как вернуть товар?")

    seen = [text.removeprefix("Поддержка").strip() for text in page.evaluate("window.seen") if text]
    assert any("Печатает…" in text for text in seen)
    lengths = [len(text) for text in seen if text.startswith("Товар")]
    assert len(set(lengths)) > 5
    assert lengths == sorted(lengths)


def test_it_shows_that_the_answer_is_being_made(page: Page, scripted: ScriptedSupport) -> None:
    scripted.may_answer.clear()
    page.get_by_role("textbox").fill("Как вернуть товар?")
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator(".typing")).to_be_visible()

    scripted.may_answer.set()

    expect(page.get_by_text("Товар можно вернуть")).to_be_visible()
    expect(page.locator(".typing")).to_have_count(0)


@pytest.mark.parametrize(
    ("question", "article", "places"),
    [("Что в статье?", "Возврат товара.md", PLACES), ("Сколько ждать?", CHAT_ARTICLE, CHAT_PLACES)],
    ids=["own", "shared"],
)
def test_a_citation_opens_its_article_with_the_words_marked(
    page: Page, question: str, article: str, places: tuple[str, ...]
) -> None:
    if article not in ARTICLES:
        pytest.skip("../shared/articles is not here")
    answer = ask(page, question)
    panel = page.get_by_role("dialog", name="Возврат товара")
    for marker, quote in enumerate(places, start=1):
        answer.get_by_role("button", name=f"Источник {marker}: ").click()

        expect(panel.locator("mark").first).to_be_in_viewport()
        text = panel.locator("#article-text")
        assert text.text_content() == ARTICLES[article]
        before, marked = text.evaluate(WHERE_IT_IS_MARKED)
        assert (before, marked) == (ARTICLES[article].split(quote)[0], quote)
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()


WHERE_IT_IS_MARKED = """text => {
    const marks = [...text.querySelectorAll("mark")];
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEndBefore(marks[0]);
    return [range.toString(), marks.map(mark => mark.textContent).join("")];
}"""


@pytest.mark.skipif(not SHARED_ARTICLES, reason="../shared/articles is not here")
def test_any_words_of_any_article_are_marked_in_their_place(modules: Page) -> None:
    places = [
        {"text": text, "quote": found[0], "start": found.start(), "end": found.end()}
        for name, text in ARTICLES.items()
        for found in list(re.finditer(r"[^\s|#-].*?(?=[ |]*\n)", text))[:: 1 if name == CHAT_ARTICLE else 10]
    ]

    wrong = modules.evaluate(
        """async places => {
            const { articleBody } = await import("/static/article.js");
            const joined = nodes => nodes.map(node => node.textContent).join("");
            return places.filter(({ text, ...place }) => {
                const { nodes, marks } = articleBody(text, place);
                return joined(nodes) !== text || joined(marks) !== place.quote;
            });
        }""",
        places,
    )

    assert len(places) > 100
    assert wrong == []


def test_an_article_reads_as_a_document(page: Page) -> None:
    ask(page, "Что в статье?").get_by_role("button", name="Источник 1: ").click()
    panel = page.get_by_role("dialog")

    expect(panel.get_by_text("Обновлено 19 февраля 2026 г.")).to_be_visible()
    assert panel.get_by_role("link").get_attribute("href") == "https://shop.example/return"
    assert panel.get_by_role("heading", level=3).all_inner_texts() == ["🛒 Возврат 💬", "Как вернуть"]
    assert [" ".join(item.inner_text().split()) for item in panel.get_by_role("listitem").all()] == [
        "Нажмите «Вернуть». Потом подождите 10–15 минут.",
        "Для одежды то же.",
        "1. Отвезите посылку в пункт выдачи.",
    ]
    assert panel.locator("th[scope=col]").count() == 2
    assert [panel.get_by_role("region", name=name).count() for name in ("Таблица", "Пример")] == [1, 1]
    assert panel.locator(".whole").all_inner_texts() == ["10–15"]
    assert panel.get_by_role("columnheader").all_inner_texts() == ["Что", "Срок"]
    assert panel.get_by_role("cell").all_inner_texts() == ["👗 Одежда", "14 дней"]
    assert panel.locator("pre").inner_text() == "код 😀 возврата\n"


def test_the_article_is_opened_and_left_by_keyboard(page: Page) -> None:
    answer = ask(page, "Как вернуть товар?")
    panel = page.get_by_role("dialog")
    for way_in, way_out in (
        (answer.get_by_role("button", name="Источник 2: "), "Escape"),
        (answer.get_by_role("button", name=RETURN_QUOTE[:9]), "Enter"),
    ):
        way_in.focus()
        page.keyboard.press("Enter")
        expect(panel.locator("mark")).to_be_focused()
        if way_out == "Enter":
            panel.get_by_role("button", name="Закрыть статью").focus()
        page.keyboard.press(way_out)

        expect(panel).to_be_hidden()
        expect(way_in).to_be_focused()


def test_an_article_that_is_gone_leaves_the_words_that_it_said(page: Page) -> None:
    ask(page, "Что было раньше?").get_by_role("button", name="Источник 1: ").click()

    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("alert")).to_have_text("Этой статьи у нас больше нет.")
    expect(panel.locator("blockquote")).to_have_text("Возврат за 7 дней.")


def test_an_article_that_did_not_come_is_asked_for_again(page: Page) -> None:
    answer = ask(page, "Как вернуть товар?")
    page.route("**/v1/sources/**", lambda route: route.abort())
    answer.get_by_role("button", name="Источник 1: ").click()
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("alert")).to_have_text("Не получается открыть статью. Похоже, пропала связь.")
    page.unroute("**/v1/sources/**")

    panel.get_by_role("button", name="Повторить").click()

    expect(panel.locator("mark")).to_have_text(RETURN_QUOTE)


def test_values_that_disagree_stand_side_by_side_in_the_place_of_their_lines(page: Page) -> None:
    answer = ask(page, "Какой телефон?")

    values = answer.get_by_role("list", name="горячая линия").get_by_role("listitem")
    date = ["обновлено", "19", "февраля", "2026", "г."]
    assert [value.inner_text().split() for value in values.all()] == [
        ["8", "800", "555-00-01", "Статья", "1", "1", *date],
        ["8", "800", "555-00-02", "Статья", "2", "2", *date, "Статья", "3", "3", *date],
    ]
    expect(answer).not_to_contain_text("— 8 800")
    tops = "values => new Set(values.map(value => value.getBoundingClientRect().top)).size"
    assert values.evaluate_all(tops) == 1
    page.set_viewport_size({"width": 390, "height": 844})
    assert values.evaluate_all(tops) == 2


def test_readings_of_a_question_are_buttons_that_ask_it(page: Page) -> None:
    ask(page, "Возврат")

    page.get_by_role("group", name="Что вы имели в виду").get_by_role("button", name="Какой телефон?").click()

    expect(page.get_by_role("list", name="горячая линия")).to_be_visible()


def test_feedback_is_stored_and_shown_on_return(
    page: Page, stored_feedback: Callable[[], list[tuple[int, str]]]
) -> None:
    no = ask(page, "Как вернуть товар?").get_by_role("button", name="Нет", exact=True)
    no.click()
    said_back = page.get_by_role("group", name="Помог ли ответ").get_by_role("status")
    expect(said_back).to_have_text("Что было не так?")
    expect(no).to_have_attribute("aria-expanded", "true")
    page.get_by_label("Что было не так?").fill("Срок другой 😕")
    page.get_by_role("button", name="Отправить отзыв").click()

    expect(page.get_by_role("button", name="Отправить отзыв")).to_be_hidden()
    expect(said_back).to_have_text("Спасибо за отзыв!")
    expect(no).to_have_attribute("aria-expanded", "false")
    assert stored_feedback()[-1] == (1, "Срок другой 😕")
    page.reload()
    expect(no).to_have_attribute("aria-pressed", "true")
    yes = page.get_by_role("button", name="Да", exact=True)
    yes.click()
    expect(yes).to_have_attribute("aria-pressed", "true")
    expect(no).to_have_attribute("aria-pressed", "false")
    assert stored_feedback()[-1] == (5, "Срок другой 😕")


def test_feedback_that_did_not_arrive_is_not_shown_as_given(page: Page) -> None:
    yes = ask(page, "Как вернуть товар?").get_by_role("button", name="Да", exact=True)
    page.route("**/feedback", lambda route: route.abort())
    yes.click()

    expect(page.get_by_role("alert")).to_have_text("Отзыв не сохранён. Похоже, пропала связь.")
    expect(yes).to_have_attribute("aria-pressed", "false")
    page.unroute("**/feedback")
    yes.click()
    expect(yes).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_suggestions_are_asked_at_a_click_and_then_gone(page: Page) -> None:
    page.get_by_role("button", name="Как вернуть товар?").click()

    expect(page.locator(".message.customer")).to_have_text("ВыКак вернуть товар?")
    expect(page.get_by_role("button", name="Когда вернут деньги?")).to_be_visible()
    expect(page.get_by_role("button", name="Какой телефон?")).to_have_count(0)


def test_a_person_is_called_at_a_click_and_the_ticket_stays_in_sight(page: Page, scripted: ScriptedSupport) -> None:
    page.get_by_role("button", name="Позвать человека").click()

    bar = page.locator("#ticket")
    expect(bar).to_contain_text("Обращение T-")
    expect(bar).to_contain_text("-й в очереди")
    assert scripted.desk.queue.open()[-1].number in bar.inner_text()
    ask(page, "Как вернуть товар?")
    page.reload()
    expect(bar).to_have_text(re.compile(r"^Обращение T-\d+ · вы \d+-й в очереди$"))


CALL = {
    "phone": "+79001234567",
    "not_before": "2030-06-12T14:00:00+03:00",
    "not_after": "2030-06-12T16:00:00+03:00",
}


@pytest.mark.parametrize(
    ("escalation", "line"),
    [
        ({"status": "queued", "position": 2}, "Обращение T-7 · вы 2-й в очереди"),
        (
            {"status": "queued", "position": 1, "eta_minutes": 5},
            "Обращение T-7 · вы 1-й в очереди · ответим примерно через 5 мин",
        ),
        (
            {"status": "scheduled", "hours": {"open": False, "opens_at": "2030-06-12T09:00:00+03:00"}},
            "Обращение T-7 · специалисты начнут работу 12 июня в 09:00",
        ),
        ({"status": "scheduled", "hours": {"open": False, "opens_at": None}}, "Обращение T-7"),
        (
            {"status": "queued", "position": 9, "eta_minutes": 130},
            "Обращение T-7 · вы 9-й в очереди · ответим примерно через 2 ч",
        ),
        (
            {"status": "scheduled", "callback": CALL},
            "Обращение T-7 · перезвоним в среду 12 июня с 14:00 до 16:00 на +7\u00a0…67",
        ),
        ({"status": "assigned"}, "Обращение T-7 · с вами специалист"),
        ({"status": "assigned", "operator": "Ольга"}, "Обращение T-7 · с вами Ольга"),
        ({"status": "resolved"}, None),
        ({"status": "offered", "ticket": None}, None),
    ],
)
def test_the_bar_says_how_the_ticket_stands(modules: Page, escalation: dict[str, object], line: str | None) -> None:
    whole = Escalation.model_validate({"ticket": "T-7", "reason": "complaint"} | escalation).model_dump(mode="json")

    assert modules.evaluate("async (it) => (await import('/static/ticket.js')).ticketLine(it)", whole) == line


def test_while_a_person_has_the_word_the_agent_shows_nothing(page: Page, scripted: ScriptedSupport) -> None:
    ask(page, "Соедините с оператором")
    conversation = page.evaluate("JSON.parse(localStorage.getItem('opora.conversation')).id")
    take_over(scripted.desk, conversation, "Мария")

    page.get_by_role("textbox").fill("Вы здесь?")
    page.get_by_role("textbox").press("Enter")

    expect(page.locator("#ticket")).to_contain_text("с вами Мария")
    expect(page.locator(".message.agent").last).to_contain_text("подключается специалист: Мария")
    expect(page.locator(".message.agent")).to_have_count(3)


def test_where_a_person_is_offered_a_button_calls_one(page: Page) -> None:
    ask(page, "Что-то странное")

    page.get_by_role("log").get_by_role("button", name="Позвать человека").click()

    expect(page.get_by_text("Зову специалиста.")).to_be_visible()


def test_a_reload_keeps_the_conversation_and_goes_on(page: Page) -> None:
    ask(page, "Как вернуть товар?")

    ask(page, "Какой телефон?")
    page.clock.set_fixed_time(now() + timedelta(days=2))

    page.reload()

    expect(page.locator(".message")).to_have_count(5)
    expect(page.locator(".day")).to_have_count(1)
    expect(page.get_by_role("list", name="горячая линия")).to_be_visible()
    page.get_by_role("button", name="Источник 2: Возврат товара").click()
    expect(page.get_by_role("dialog").locator("mark")).to_have_text("Нажмите «Вернуть».")
    page.keyboard.press("Escape")
    ask(page, "Как вернуть товар?")
    expect(page.locator(".message")).to_have_count(7)


def test_a_reload_before_the_answer_still_gets_it_once(page: Page, scripted: ScriptedSupport) -> None:
    scripted.may_answer.clear()
    page.get_by_role("textbox").fill("Как вернуть товар?")
    page.get_by_role("textbox").press("Enter")
    expect(page.locator(".typing")).to_be_visible()
    page.reload()
    expect(page.locator(".typing")).to_be_visible()

    scripted.may_answer.set()

    expect(page.get_by_text("Товар можно вернуть")).to_be_visible()
    page.reload()
    expect(page.locator(".message")).to_have_count(3)


def test_messages_that_did_not_arrive_outlive_a_reload(page: Page) -> None:
    page.route("**/messages", lambda route: route.abort())
    for number, text in enumerate(("Первый вопрос", "Второй вопрос"), start=1):
        page.get_by_role("textbox").fill(text)
        page.get_by_role("textbox").press("Enter")
        expect(page.get_by_role("alert")).to_have_count(number)
    page.unroute("**/messages")

    page.reload()

    expect(page.get_by_text("Не знаю: Второй вопрос")).to_be_visible()
    said = [text.split("\n")[-1] for text in page.locator(".message").all_inner_texts()[1:]]
    assert said == ["Первый вопрос", "Не знаю: Первый вопрос", "Второй вопрос", "Не знаю: Второй вопрос"]
    page.reload()
    expect(page.locator(".message")).to_have_count(5)


def test_a_reply_that_came_while_the_page_was_away_is_shown_once(page: Page, context: BrowserContext) -> None:
    page.route("**/messages", lambda route: (route.fetch(), route.abort())[1])  # it arrives; its answer is lost
    page.get_by_role("textbox").fill("Как вернуть товар?")
    page.get_by_role("textbox").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    page.unroute("**/messages")

    page.reload()

    expect(page.get_by_text("Товар можно вернуть")).to_be_visible()
    expect(page.locator(".typing")).to_have_count(0)
    expect(page.locator(".message")).to_have_count(3)


def test_a_conversation_that_the_server_forgot_is_begun_anew(page: Page) -> None:
    page.evaluate("""localStorage.setItem('opora.conversation', '{"id": "gone", "token": "none"}')""")
    page.reload()

    expect(page.get_by_text("Здравствуйте!")).to_be_visible()
    expect(ask(page, "Как вернуть товар?")).to_contain_text("Товар можно вернуть")


def test_a_reply_of_a_conversation_that_is_gone_is_rated_in_no_other(page: Page) -> None:
    yes = ask(page, "Как вернуть товар?").get_by_role("button", name="Да", exact=True)
    missing = '{"status": 404, "detail": "Возьмите id из ответа."}'
    gone = {"status": 404, "body": missing, "content_type": "application/problem+json"}
    own = page.evaluate("JSON.parse(localStorage.getItem('opora.conversation')).id")
    page.route(f"**/{own}/*", lambda route: route.fulfill(**gone))
    ask(page, "Какой телефон?")

    with page.expect_request("**/feedback") as rated:
        yes.click()

    assert own in rated.value.url
    words = "Отзыв не сохранён. Обновите, пожалуйста, страницу и попробуйте ещё раз."
    expect(page.get_by_role("alert")).to_have_text(words)


def message_id(request: Request) -> str:
    return str(json.loads(request.post_data or "{}")["client_message_id"])


def test_a_message_that_did_not_arrive_can_be_sent_again(page: Page) -> None:
    sent: list[str] = []

    def cut(route: Route) -> None:
        sent.append(message_id(route.request))
        route.abort()

    page.route("**/messages", cut)
    page.get_by_role("textbox").fill("Как вернуть товар?")
    page.get_by_role("textbox").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Не отправлено. Похоже, пропала связь.")
    page.unroute("**/messages")
    with page.expect_request("**/messages") as again:
        page.get_by_role("button", name="Повторить").click()

    expect(page.get_by_text("Товар можно вернуть")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert {*sent, message_id(again.value)} == {sent[0]}
    assert len(sent) == 2


def test_a_refusal_is_told_in_the_servers_words(page: Page) -> None:
    problem = '{"status": 422, "detail": "Напишите, пожалуйста, короче."}'
    page.route(
        "**/messages", lambda route: route.fulfill(status=422, body=problem, content_type="application/problem+json")
    )
    page.get_by_role("textbox").fill("Вопрос")
    page.get_by_role("textbox").press("Enter")

    expect(page.get_by_role("alert")).to_have_text("Не отправлено. Напишите, пожалуйста, короче.")


def test_nobody_can_put_markup_into_the_page(page: Page) -> None:
    answer = ask(page, MARKUP)

    expect(answer.locator("q")).to_have_text(MARKUP)
    expect(answer.locator("p")).to_contain_text(f"{MARKUP}\u00a01 [7]")
    answer.get_by_role("button", name="Источник 1").click()
    expect(page.get_by_role("dialog").locator("blockquote")).to_have_text(MARKUP)
    expect(page.locator(":is(main, dialog) :is(img, b, a)")).to_have_count(0)
    assert page.title() == "Поддержка"


def test_shift_enter_begins_a_line_and_lines_are_kept(page: Page) -> None:
    box = page.get_by_role("textbox")
    box.fill("Первая")
    box.press("Shift+Enter")
    box.press_sequentially("вторая")
    expect(page.locator(".message.customer")).to_have_count(0)
    box.press("Enter")

    assert page.locator(".message.customer .said").inner_text() == "Первая\nвторая"


@pytest.mark.parametrize(
    ("text", "counter", "may_send"),
    [
        (" \n ", None, False),
        ("а" * 3499, None, True),
        ("а" * 3999 + "😀", "4000 из 4000 знаков", True),
        ("а" * 4001, "Слишком длинно: 4001 из 4000 знаков", False),
    ],
)
def test_the_limit_is_counted_near_its_end(page: Page, text: str, counter: str | None, may_send: bool) -> None:
    page.get_by_role("textbox").fill(text)

    send = page.get_by_role("button", name="Отправить")
    assert send.is_enabled() is may_send
    shown = page.locator("#counter")
    assert (shown.text_content() if shown.is_visible() else None) == counter


@pytest.mark.parametrize("width", [320, 390])
def test_a_telephone_needs_no_scrolling_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    for text in ("Как вернуть товар?", "Какой телефон?", "а" * 300):
        answer = ask(page, text)
        for button in answer.locator("summary, .feedback > button:last-of-type").all():
            button.click()
    ask(page, "Соедините с оператором")

    for box in ("html", "#log"):
        assert page.locator(box).evaluate("box => box.scrollWidth - box.clientWidth") == 0
    targets = page.locator("button:not(.marker):visible, summary, textarea:visible")
    assert targets.evaluate_all("boxes => boxes.map(box => box.offsetHeight).filter(height => height < 44)") == []
    assert page.locator("textarea").evaluate_all("boxes => boxes.map(box => getComputedStyle(box).fontSize)") == [
        "16px" for _ in range(page.locator("textarea").count())
    ]
    title = page.get_by_role("heading", name="Поддержка", level=1)
    assert title.evaluate("box => box.getClientRects().length && box.offsetHeight < 40"), "it stands on one line"
    for part in (
        page.get_by_role("banner").get_by_role("button", name="Позвать человека"),
        page.get_by_role("textbox", name="Ваше сообщение"),
    ):
        expect(part).to_be_in_viewport(ratio=1)


def test_a_keyboard_is_enough(page: Page) -> None:
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("Как вернуть товар?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Когда вернут деньги?")).to_be_visible()

    for _ in range(3):
        page.keyboard.press("Shift+Tab")
        if page.get_by_role("button", name="Когда вернут деньги?").evaluate("box => box === document.activeElement"):
            break
    page.keyboard.press("Enter")

    expect(page.get_by_text("Не знаю: Когда вернут деньги?")).to_be_visible()


def test_files_of_the_page_are_few_and_its_own(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    expect(page.get_by_text("Здравствуйте!")).to_be_visible()

    assert asked
    assert all(url.startswith(address) for url in asked)
    assert {Path(url).name for url in asked} >= {"style.css", "app.js", "api.js"}


@pytest.fixture(scope="module")
def real_address(synced_home: Path) -> Iterator[str]:
    """The service as it is set up by default, over the project's own articles."""
    from agent.assemble import build_agent

    settings = ApiSettings(home=synced_home)
    agent = build_agent(settings)
    agent.check_ready()
    with serving(agent, settings) as client:
        yield str(client.base_url)


def test_what_the_real_service_quotes_stands_in_its_articles(browser: Browser, real_address: str) -> None:
    page = browser.new_page(base_url=real_address)
    page.goto("/")
    expect(page.get_by_text("Здравствуйте!")).to_be_visible()
    answer = ask(page, "У меня два раза сняли деньги за один заказ")

    answer.locator("button.marker").first.click()
    quotes = [quote.text_content() or "" for quote in answer.locator("q").all()]
    articles = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.md"))
    assert quotes
    assert [quote for quote in quotes if quote not in articles] == []
    expect(page.get_by_role("dialog").locator("mark").first).to_be_in_viewport()
    assert "".join(page.locator("mark").all_text_contents()) == quotes[0]
    page.close()


def test_the_documentation_shows_the_calls_without_a_network(context: BrowserContext, address: str) -> None:
    def stay_here(route: Route) -> None:
        elsewhere.append(route.request.url)
        route.abort()

    elsewhere: list[str] = []
    context.route(lambda url: not url.startswith(address), stay_here)
    page = context.new_page()
    page.goto("/docs")

    expect(page.get_by_text("/v1/conversations/{conversation_id}/messages").first).to_be_visible()
    page.get_by_text("/v1/sources/{source_id}").first.click()
    expect(page.get_by_role("button", name="Try it out")).to_be_visible()
    assert elsewhere == []
