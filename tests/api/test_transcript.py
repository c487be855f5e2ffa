"""The copy of a conversation that a customer keeps."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from agent.desk import Attachment, Message, Role
from agent.reply import Citation
from api.transcript import transcript
from tests.agent.desk.parts import a_reply, take_over
from tests.api.conftest import Chat, FakeSupport
from tests.api.test_attachments import PNG, send
from tests.api.test_waiting import escalated, get

MOSCOW = ZoneInfo("Europe/Moscow")
START = datetime(2024, 3, 1, 20, 58, tzinfo=UTC)


def cited(marker: int, source: str, title: str, url: str | None) -> Citation:
    return Citation(marker=marker, source_id=source, title=title, heading=(), url=url, quote="слова", start=0, end=5)


ANSWER = a_reply("Вернуть товар можно за 14 дней [1].\nДеньги придут через неделю [2] [3].").model_copy(
    update={
        "citations": (
            cited(1, "return.md", "Возврат", "https://shop.example/return"),
            cited(2, "money.md", "Деньги", None),
            cited(3, "return.md", "Возврат", "https://shop.example/return"),
        )
    }
)
FILE = Attachment("a", "чек.png", "image/png", 9)
SAID = (
    Message("1", Role.CUSTOMER, "Как вернуть?", START),
    Message("2", Role.AGENT, ANSWER.text, START + timedelta(minutes=1), ANSWER),
    Message(
        "3", Role.CUSTOMER, "", START + timedelta(minutes=2), attachments=(Attachment("a", "чек.png", "image/png", 9),)
    ),
    Message("4", Role.OPERATOR, "Здравствуйте!\nДеньги уже в пути.", START + timedelta(minutes=3), author="Анна"),
)
COPY = """\
Разговор с поддержкой
Часы и минуты указаны по московскому времени.

1 марта 2024 года, пятница

Вы, 23:58
Как вернуть?

Помощник, 23:59
Вернуть товар можно за 14 дней [1].
Деньги придут через неделю [2] [3].

Источники:
[1] [3] Возврат, https://shop.example/return
[2] Деньги

2 марта 2024 года, суббота

Вы, 0:00
[файл: чек.png]

Анна, специалист, 0:01
Здравствуйте!
Деньги уже в пути.
"""


def test_a_copy_tells_who_said_what_when_and_by_which_articles() -> None:
    assert transcript(SAID, MOSCOW) == COPY


def test_the_times_are_those_of_the_desk() -> None:
    assert "2 марта 2024 года, суббота\n\nВы, 6:58" in transcript(SAID, ZoneInfo("Asia/Vladivostok"))


def test_what_nobody_said_is_not_in_it() -> None:
    silent = Message("5", Role.AGENT, "", START, a_reply(""))

    assert transcript((*SAID, replace(silent, created_at=SAID[-1].created_at)), MOSCOW) == COPY
    assert transcript((silent,), MOSCOW) == "Разговор с поддержкой\n\nПока никто ничего не написал.\n"


def test_a_copy_is_saved_over_http(chat: Chat, agent: FakeSupport) -> None:
    chat.say("Где мой заказ?")
    send(chat, PNG, "заказ.png")
    number = escalated(chat, agent)
    take_over(agent.desk, chat.id, "Анна")
    agent.desk.queue.write(number, "Анна", "Уже смотрю.")

    answer = get(chat, "transcript")

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    lines = answer.text.splitlines()
    for line in ("Где мой заказ?", "[файл: заказ.png]", "Уже смотрю."):
        assert line in lines
