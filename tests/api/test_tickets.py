"""Tickets as operators and programs read them."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from agent.desk import Desk, TicketDetail
from agent.reply import OutcomeKind, Reason
from api.tickets import tickets_json, tickets_table, waiting
from tests.api.conftest import FakeSupport, now


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """One conversation that waits for a person."""
    agent = FakeSupport(Desk(f"sqlite:///{tmp_path / 'desk.sqlite'}", clock=now))
    conversation, _ = agent.desk.start_conversation()
    agent.reply(conversation, "Где мой заказ 123456? Почта anna@example.ru")
    agent.desk.escalate(conversation, Reason.OWN_DATA, "Где мой заказ 123456?")
    return agent.desk


def received(desk: Desk) -> list[TicketDetail]:
    return [desk.queue.ticket(each.number) for each in desk.queue.open()]


def test_the_table_tells_who_waits_and_for_what(desk: Desk) -> None:
    console = Console(width=160)
    with console.capture() as capture:
        console.print(tickets_table(received(desk), now() + timedelta(minutes=7)))

    shown = capture.get()
    for words in ("T-1001", "нужны данные клиента", "7 мин", "Где мой заказ 123456?", "anna@example.ru"):
        assert words in shown


def test_json_holds_the_transcript(desk: Desk) -> None:
    [ticket] = json.loads(tickets_json(received(desk)))

    assert ticket["ticket"]["number"] == "T-1001"
    assert ticket["ticket"]["reason"] == Reason.OWN_DATA
    assert [message["role"] for message in ticket["messages"]] == ["customer", "agent"]
    assert ticket["messages"][1]["reply"]["outcome"] == OutcomeKind.ANSWERED
    assert ticket["package"]["collected"]["order_numbers"] == ["123456"]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-1, "0 мин"), (0, "0 мин"), (59, "59 мин"), (60, "1 ч 0 мин"), (200, "3 ч 20 мин"), (3120, "2 дн 4 ч")],
)
def test_waiting_is_told_as_people_say_it(minutes: int, words: str) -> None:
    assert waiting(now(), now() + timedelta(minutes=minutes, seconds=1 if minutes >= 0 else 0)) == words
