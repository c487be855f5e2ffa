"""The escalation tool and the words that it gives an operator."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from agent.desk import Desk, Turn
from agent.desk.package import summarise
from agent.escalation import call_person, escalation_tool
from agent.reply import Reason, TicketStatus
from tests.agent.desk.parts import a_reply, begin, say


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk("sqlite://")
    yield desk
    desk.close()


def test_a_ticket_is_on_the_desk_when_the_call_returns(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    say(desk, conversation, "Как вернуть товар?", a_reply(sources=["возврат.md"]))
    turn = begin(desk, conversation, "Заказ 12345, позвоните на +7 916 123-45-67 или пишите anna@mail.example")
    escalation = call_person(escalation_tool(desk), turn, Reason.OWN_DATA)
    assert escalation.ticket is not None
    received = desk.queue.ticket(escalation.ticket)
    ticket, collected = received.ticket, received.package.collected
    assert (escalation.status, ticket.reason) == (TicketStatus.QUEUED, Reason.OWN_DATA)
    assert collected.order_numbers == ("12345",)
    assert collected.phones == ("+79161234567",)
    assert collected.emails == ("anna@mail.example",)
    assert received.messages[0].text == "Как вернуть товар?"
    assert ticket.summary == summarise(turn.history, turn.text)


def test_a_second_call_finds_the_ticket_that_is_open(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    tool = escalation_tool(desk)
    first = call_person(tool, begin(desk, conversation, "Человека!"), Reason.ASKED_FOR_HUMAN)
    desk.abandon_turn(Turn(conversation, "", "", ()))
    again = desk.escalate(conversation, Reason.COMPLAINT, "ещё раз")
    assert again.ticket == first.ticket
    assert len(desk.queue.open()) == 1


def test_a_model_is_not_asked_for_what_only_the_policy_knows(desk: Desk) -> None:
    """Else a model could open a ticket in somebody else's conversation."""
    shown = escalation_tool(desk).tool_call_schema
    assert isinstance(shown, type)
    assert issubclass(shown, BaseModel)
    assert set(shown.model_fields) == {"summary", "reason"}
