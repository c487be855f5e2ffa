"""Events of the outbox as the two sides are told of them: the words that the ids lead to, ready to be sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic_core import to_json

from agent.desk import Desk, Message, Note, Role, TicketSummary
from agent.desk.models import EventKind
from agent.desk.outbox import Event
from api.events import sse_event
from api.schemas import SaidMessage


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its words, for one side or both; empty where it is none of a side's business."""

    id: int
    conversation_id: str | None
    is_fleeting: bool  # typing: of no interest to who was away
    to_customer: bytes
    to_operators: bytes


@dataclass(frozen=True, slots=True)
class _Words:
    """What the events of one look lead to."""

    messages: Mapping[str, Message]
    tickets: Mapping[str, TicketSummary]  # the latest of each conversation
    notes: Mapping[int, Note]
    roster: bytes


def tell(desk: Desk, events: Sequence[Event]) -> list[Told]:
    """Oldest first. Reads what all of them lead to at once; what is deleted meanwhile is told to nobody."""
    if not events:
        return []
    conversations = list({event.conversation_id for event in events if event.conversation_id is not None})
    notes = {event.data["number"] for event in events if event.kind is EventKind.NOTE}
    words = _Words(
        messages=desk.live.messages([event.data["message_id"] for event in events if event.kind is EventKind.MESSAGE]),
        tickets={each.conversation_id: each for each in desk.queue.of_conversations(conversations)},
        notes={note.id: note for number in notes for note in desk.queue.notes(number)},
        roster=_roster(desk) if any(event.kind is EventKind.OPERATORS for event in events) else b"",
    )
    return [
        Told(
            event.id,
            event.conversation_id,
            event.kind is EventKind.TYPING,
            _to_customer(event, words),
            _to_operators(event, words),
        )
        for event in events
    ]


def _to_customer(event: Event, words: _Words) -> bytes:
    """Messages of a person, and notices: a reply of the agent comes as the answer to its message."""
    if event.kind is EventKind.MESSAGE:
        message = words.messages.get(event.data["message_id"])
        if message is None or not (message.role is Role.OPERATOR or event.data.get("notice")):
            return b""
        return sse_event("message", _said(message), event.id)
    if event.kind in (EventKind.TYPING, EventKind.READ) and event.data["role"] == Role.OPERATOR:
        return sse_event(event.kind, to_json(event.data).decode(), event.id)
    return b""


def _to_operators(event: Event, words: _Words) -> bytes:
    if event.kind is EventKind.OPERATORS:
        return sse_event(event.kind, words.roster.decode(), event.id)
    ticket = words.tickets.get(event.conversation_id or "")
    payload = _payload(event, ticket, words) if ticket is not None else None
    if payload is None:
        return b""
    # Who waits for whom has changed with a message. The id comes with the last of the two: half of them is read again.
    line = sse_event("ticket", to_json(ticket).decode()) if event.kind is EventKind.MESSAGE else b""
    return line + sse_event(event.kind, to_json(payload).decode(), event.id)


def _payload(event: Event, ticket: TicketSummary, words: _Words) -> object | None:
    """None where it is deleted by now."""
    if event.kind is EventKind.TICKET:
        return ticket
    if event.kind is EventKind.MESSAGE:
        message = words.messages.get(event.data["message_id"])
        return message and {"number": ticket.number, "message": SaidMessage.model_validate(message)}
    if event.kind is EventKind.NOTE:
        note = words.notes.get(event.data["note_id"])
        return note and {"number": event.data["number"], "note": note}
    return {"number": ticket.number, **event.data}


def _said(message: Message) -> str:
    return SaidMessage.model_validate(message).model_dump_json()


def _roster(desk: Desk) -> bytes:
    return to_json(desk.operators.roster())
