"""The rules of tickets. A conversation has at most one open ticket; while that is assigned, its operator owns the
conversation. Every change is made under the conversation's lock and leaves an event in the audit.

Every function works inside the caller's transaction.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, insert, select, update

from agent.desk.collected import Collected, collect
from agent.desk.conversation import Message, Role
from agent.desk.errors import NoOpenTicket, TakenByAnother, UnknownConversation
from agent.desk.history import SAID, message_of
from agent.desk.lifecycle import OPEN_STATUSES, Action
from agent.desk.models import ConversationRow, MessageRow, TicketEventRow, TicketRow
from agent.reply import Escalation, Reason, TicketStatus

FIRST_NUMBER = 1001  # so that the first customer does not read «T-1»
AGENT = "agent"  # in the audit

# Read at every turn, so built once.
_OPEN_TICKET = select(TicketRow).where(
    TicketRow.conversation_id == bindparam("conversation"), TicketRow.status.in_(OPEN_STATUSES)
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What an operator receives."""

    number: str  # "T-1001"
    conversation_id: str
    reason: Reason
    status: TicketStatus
    summary: str
    collected: Collected
    created_at: datetime  # UTC
    transcript: tuple[Message, ...]  # the whole conversation, up to now
    shown: tuple[str, ...]  # ids of the articles that the customer has been shown already, first cited first


def number_of(ticket_id: int) -> str:
    """Numbers grow with the database's own counter, so no two workers can give the same one."""
    return f"T-{FIRST_NUMBER - 1 + ticket_id}"


def escalate(connection: Connection, conversation_id: str, reason: Reason, summary: str, now: datetime) -> Escalation:
    """Opens a ticket and queues it; gives the open one where there is one. Raises UnknownConversation."""
    _lock(connection, conversation_id)
    already = open_escalation(connection, conversation_id)
    if already is not None:
        return already
    ticket_id = connection.execute(
        insert(TicketRow)
        .values(
            conversation_id=conversation_id,
            reason=reason,
            status=TicketStatus.QUEUED,
            summary=summary,
            created_at=now,
            queue_key=now,
            category="other",
            priority="normal",
            mood="calm",
            asked_needs=[],
        )
        .returning(TicketRow.id)
    ).scalar_one()
    _record(connection, ticket_id, TicketStatus.QUEUED, who=AGENT, why=reason.value, at=now)
    return Escalation(
        ticket=number_of(ticket_id),
        reason=reason,
        status=TicketStatus.QUEUED,
        position=_position(connection, ticket_id),
    )


def take_over(connection: Connection, conversation_id: str, operator: str, now: datetime) -> Escalation:
    """Assigns the open ticket; again by the same operator changes nothing.

    Raises UnknownConversation, NoOpenTicket and TakenByAnother.
    """
    _lock(connection, conversation_id)
    row = _open_ticket(connection, conversation_id)
    if row is None:
        raise NoOpenTicket(conversation_id)
    if row.status is TicketStatus.ASSIGNED:
        if row.operator != operator:
            raise TakenByAnother(conversation_id, row.operator)
    else:
        _move(connection, row.id, TicketStatus.ASSIGNED, operator)
        _record(connection, row.id, TicketStatus.ASSIGNED, who=operator, why="taken over", at=now)
    return Escalation(ticket=number_of(row.id), reason=row.reason, status=TicketStatus.ASSIGNED)


def release(connection: Connection, conversation_id: str, operator: str, why: str, now: datetime) -> None:
    """Resolves the ticket that the operator owns, and the agent answers again.

    Raises UnknownConversation, NoOpenTicket and TakenByAnother.
    """
    _lock(connection, conversation_id)
    row = _open_ticket(connection, conversation_id)
    if row is None or row.status is not TicketStatus.ASSIGNED:
        raise NoOpenTicket(conversation_id)
    if row.operator != operator:
        raise TakenByAnother(conversation_id, row.operator)
    _move(connection, row.id, TicketStatus.RESOLVED, operator)
    _record(connection, row.id, TicketStatus.RESOLVED, who=operator, why=why, at=now)


def open_escalation(connection: Connection, conversation_id: str) -> Escalation | None:
    """The open ticket as the customer is told of it. A ticket that was closed does not haunt the conversation."""
    row = _open_ticket(connection, conversation_id)
    if row is None:
        return None
    position = _position(connection, row.id) if row.status is TicketStatus.QUEUED else None
    return Escalation(ticket=number_of(row.id), reason=row.reason, status=row.status, position=position)


def is_owned(escalation: Escalation | None) -> bool:
    """Whether an operator owns the conversation, whose open ticket this is."""
    return escalation is not None and escalation.status is TicketStatus.ASSIGNED


def load(connection: Connection, open_only: bool) -> list[Ticket]:
    """Tickets as operators receive them, the longest waiting first."""
    wanted: list[ColumnElement[bool]] = [TicketRow.status.in_(OPEN_STATUSES)] if open_only else []
    rows = connection.execute(select(TicketRow).where(*wanted).order_by(TicketRow.id)).all()
    conversations = select(TicketRow.conversation_id).where(*wanted)
    transcripts: defaultdict[str, list[Message]] = defaultdict(list)
    for row in connection.execute(
        SAID.where(MessageRow.conversation_id.in_(conversations)).order_by(MessageRow.conversation_id, MessageRow.seq)
    ):
        transcripts[row.conversation_id].append(message_of(row))
    return [_ticket_of(row, tuple(transcripts[row.conversation_id])) for row in rows]


def _ticket_of(row: Row[Any], transcript: tuple[Message, ...]) -> Ticket:
    return Ticket(
        number=number_of(row.id),
        conversation_id=row.conversation_id,
        reason=row.reason,
        status=row.status,
        summary=row.summary,
        collected=collect(message.text for message in transcript if message.role is Role.CUSTOMER),
        created_at=row.created_at,
        transcript=transcript,
        shown=_shown(transcript),
    )


def _shown(transcript: tuple[Message, ...]) -> tuple[str, ...]:
    replies = [message.reply for message in transcript if message.reply is not None]
    return tuple(dict.fromkeys(citation.source_id for reply in replies for citation in reply.citations))


def _open_ticket(connection: Connection, conversation_id: str) -> Row[Any] | None:
    return connection.execute(_OPEN_TICKET, {"conversation": conversation_id}).one_or_none()


def _position(connection: Connection, ticket_id: int) -> int:
    return connection.execute(
        select(func.count()).where(TicketRow.status == TicketStatus.QUEUED, TicketRow.id <= ticket_id)
    ).scalar_one()


def _lock(connection: Connection, conversation_id: str) -> None:
    """Holds off every other change of the conversation (SQLite's writers hold each other off anyway)."""
    found = connection.execute(
        select(ConversationRow.id).where(ConversationRow.id == conversation_id).with_for_update()
    ).first()
    if found is None:
        raise UnknownConversation(conversation_id)


def _move(connection: Connection, ticket_id: int, status: TicketStatus, operator: str) -> None:
    connection.execute(update(TicketRow).where(TicketRow.id == ticket_id).values(status=status, operator=operator))


def _record(connection: Connection, ticket_id: int, what: TicketStatus, *, who: str, why: str, at: datetime) -> None:
    connection.execute(
        insert(TicketEventRow).values(ticket_id=ticket_id, at=at, who=who, what=what, why=why, action=Action.OPEN)
    )
