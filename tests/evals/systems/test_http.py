"""A running server, asked over its API: a real one, with an agent whose answers are known."""

from collections.abc import Iterator

import httpx
import pytest
from pydantic import SecretStr

from agent.desk import Desk
from agent.desk.conversation import Role
from api.settings import ApiSettings
from evals.cases import Case
from evals.systems.base import SystemFailed
from evals.systems.http import OverHttp
from ingest.errors import UnknownArticle
from tests.api.conftest import SECRET, FakeSupport, now, serving

ODD_NAME = "помощь/что делать? №1 #2 50%.md"


def refuse(text: str) -> None:
    if text == "сломайся":
        raise RuntimeError("something is wrong")


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> FakeSupport:
    desk = Desk(f"sqlite:///{tmp_path_factory.mktemp('desk') / 'desk.sqlite'}", clock=now)
    return FakeSupport(desk, work=refuse, sources={ODD_NAME: "Позовите нас."})


@pytest.fixture(scope="module")
def client(agent: FakeSupport) -> Iterator[httpx.Client]:
    with serving(agent, ApiSettings(customer_secret=SecretStr(SECRET))) as client:
        yield client


@pytest.fixture
def system(client: httpx.Client) -> OverHttp:
    return OverHttp(client)


def case(question: str, *history: str, left_out: tuple[str, ...] = ()) -> Case:
    return Case(id="1", question=question, history=history, left_out=left_out, split="dev")


def test_a_question_is_asked_after_its_history_in_a_conversation_of_its_own(
    agent: FakeSupport, system: OverHttp
) -> None:
    answer = system.ask(case("А завтра?", "Вы работаете сегодня?"))
    assert "А завтра?" in answer.reply.text
    assert answer.evidence is None
    assert answer.seconds > 0
    assert system.ask(case("А завтра?")).reply.id != answer.reply.id
    asked = agent.desk.answered_turn(answer.reply.id)
    said = [message.text for message in asked.history if message.role is Role.CUSTOMER]
    assert (asked.text, said) == ("А завтра?", ["Вы работаете сегодня?"])


def test_an_article_is_read_whatever_its_name(system: OverHttp) -> None:
    assert system.text_of(ODD_NAME) == "Позовите нас."
    with pytest.raises(UnknownArticle):
        system.text_of("нет.md")


def test_what_fails_is_said_in_one_line(system: OverHttp, agent: FakeSupport) -> None:
    for asked in (case("сломайся"), case("Где заказ?", left_out=("a.md",))):
        with pytest.raises(SystemFailed) as failed:
            system.ask(asked)
        assert str(failed.value).count("\n") == 0
    system.check_ready()
    agent.released = False
    with pytest.raises(SystemFailed, match="503"):
        system.check_ready()


def test_a_server_of_another_kind_is_none() -> None:
    def page(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, text="<html>Welcome</html>")

    with httpx.Client(base_url="http://shop.example", transport=httpx.MockTransport(page)) as client:
        other = OverHttp(client)
        with pytest.raises(SystemFailed, match=r"http://shop\.example"):
            other.check_ready()
        with pytest.raises(SystemFailed, match=r"http://shop\.example"):
            other.ask(case("Где заказ?"))
        with pytest.raises(SystemFailed, match=r"http://shop\.example"):
            other.text_of("a.md")


@pytest.mark.parametrize("said", [{"id": "1", "token": "t", "text": "Чек не нужен."}, {}, ["text"]])
def test_a_reply_of_another_kind_is_a_failure_of_its_case(said: object) -> None:
    def page(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=said)

    with (
        httpx.Client(base_url="http://shop.example", transport=httpx.MockTransport(page)) as client,
        pytest.raises(SystemFailed, match=r"http://shop\.example"),
    ):
        OverHttp(client).ask(case("Где заказ?"))
