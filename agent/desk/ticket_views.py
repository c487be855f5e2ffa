"""Tickets as operators see them, read from the tables.

Every function works inside the caller's transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select
from sqlalchemy.orm import aliased

from agent.desk import outbox
from agent.desk.conversation import Customer, Message, Role
from agent.desk.errors import UnknownTicket
from agent.desk.history import history
from agent.desk.lifecycle import OPEN_STATUSES, Action
from agent.desk.models import AttachmentRow, ConversationRow, MessageRow, NoteRow, TicketEventRow, TicketRow
from agent.desk.package import Category, Package, package_of
from agent.desk.read_marks import read_up_to
from agent.desk.waiting import id_of, number_of
from agent.reply import Callback, Reason, TicketStatus

CLOSED_SHOWN = 200  # the latest closed tickets that a list gives
EARLIER_SHOWN = 20  # of the same customer


@dataclass(frozen=True, slots=True)
class LastMessage:
    role: Role
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class TicketSummary:
    """A line of the queue."""

    number: str  # "T-1001"
    conversation_id: str
    status: TicketStatus
    reason: Reason
    category: str
    priority: str
    mood: str
    summary: str
    customer: Customer | None
    operator: str | None  # who owns it, or has dealt with it
    created_at: datetime  # UTC, like all of these
    queue_key: datetime  # the earliest is the next
    callback: Callback | None
    last_message: LastMessage | None
    waiting_since: datetime | None  # for a person's word; null when it is the customer's turn
    outcome: str | None  # of a closed one


@dataclass(frozen=True, slots=True)
class Note:
    """What operators tell each other; the customer does not see it."""

    id: int
    author: str
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class TicketEvent:
    """A line of the audit."""

    at: datetime
    who: str
    action: Action
    what: TicketStatus  # the status that it got
    operator: str | None  # who owns it from then on
    why: str


@dataclass(frozen=True, slots=True)
class TicketDetail:
    """What an operator receives."""

    ticket: TicketSummary
    package: Package
    messages: tuple[Message, ...]  # the whole conversation, up to now
    notes: tuple[Note, ...]
    history: tuple[TicketEvent, ...]
    earlier: tuple[TicketSummary, ...]  # of the same customer, the latest first
    read_by_customer: str | None  # the last message of ours that the customer has seen
    last_event_id: int


_LAST = aliased(MessageRow)
_LAST_SEQ = (
    select(func.max(MessageRow.seq))
    .where(MessageRow.conversation_id == TicketRow.conversation_id)
    .correlate(TicketRow)
    .scalar_subquery()
)
# The last word of an operator since the ticket was opened, and what the customer wrote first after it.
_ANSWERED_SEQ = (
    select(func.max(MessageRow.seq))
    .where(
        MessageRow.conversation_id == TicketRow.conversation_id,
        MessageRow.role == Role.OPERATOR,
        MessageRow.created_at >= TicketRow.created_at,
    )
    .correlate(TicketRow)
    .scalar_subquery()
)
_ASKED_AT = (
    select(func.min(MessageRow.created_at))
    .where(
        MessageRow.conversation_id == TicketRow.conversation_id,
        MessageRow.role == Role.CUSTOMER,
        MessageRow.seq > _ANSWERED_SEQ,
    )
    .correlate(TicketRow)
    .scalar_subquery()
)
_SUMMARIES = (
    select(
        TicketRow,
        ConversationRow.customer_subject,
        ConversationRow.customer_name,
        ConversationRow.customer_vip,
        _LAST.role.label("last_role"),
        _LAST.text.label("last_text"),
        _LAST.created_at.label("last_at"),
        AttachmentRow.name.label("last_file"),
        _ANSWERED_SEQ.label("answered_seq"),
        _ASKED_AT.label("asked_at"),
    )
    .join(ConversationRow, ConversationRow.id == TicketRow.conversation_id)
    .outerjoin(_LAST, (_LAST.conversation_id == TicketRow.conversation_id) & (_LAST.seq == _LAST_SEQ))
    .outerjoin(AttachmentRow, AttachmentRow.message_id == _LAST.id)
    .order_by(TicketRow.queue_key, TicketRow.id)
)


def open_tickets(connection: Connection) -> list[TicketSummary]:
    """The next one first."""
    return _summaries(connection, TicketRow.status.in_(OPEN_STATUSES))


def closed_tickets(connection: Connection) -> list[TicketSummary]:
    """The latest `CLOSED_SHOWN`, the last one first."""
    latest = (
        select(TicketRow.id)
        .where(TicketRow.status.not_in(OPEN_STATUSES))
        .order_by(TicketRow.closed_at.desc(), TicketRow.id.desc())
        .limit(CLOSED_SHOWN)
    )
    ids = list(connection.execute(latest).scalars())
    return sorted(_summaries(connection, TicketRow.id.in_(ids)), key=lambda each: ids.index(id_of(each.number) or 0))


def latest_tickets(connection: Connection, conversation_ids: Sequence[str]) -> list[TicketSummary]:
    """The latest ticket of each conversation that has one."""
    latest = (
        select(func.max(TicketRow.id))
        .where(TicketRow.conversation_id.in_(conversation_ids))
        .group_by(TicketRow.conversation_id)
    )
    return _summaries(connection, TicketRow.id.in_(latest))


def summary(connection: Connection, number: str) -> TicketSummary:
    """Raises UnknownTicket."""
    found = _summaries(connection, TicketRow.id == id_of(number))
    if not found:
        raise UnknownTicket(number)
    return found[0]


def detail(connection: Connection, number: str) -> TicketDetail:
    """Raises UnknownTicket."""
    last_event_id = outbox.last_id(connection)  # before all that the events are about
    ticket = summary(connection, number)
    said = history(connection, ticket.conversation_id)
    return TicketDetail(
        ticket=ticket,
        package=package_of(
            _up_to(ticket, said),
            ticket.customer,
            ticket.reason,
            summary=ticket.summary,
            category=Category(ticket.category),
            phone=ticket.callback.phone if ticket.callback else None,
        ),
        messages=said,
        notes=notes(connection, number),
        history=_audit(connection, number),
        earlier=_earlier(connection, ticket),
        read_by_customer=read_up_to(connection, ticket.conversation_id, by=Role.CUSTOMER),
        last_event_id=last_event_id,
    )


def _up_to(ticket: TicketSummary, said: Sequence[Message]) -> Sequence[Message]:
    """The conversation until the ticket was closed; of an open one, all of it."""
    closes = (
        n
        for n, each in enumerate(said)
        if each.reply is not None
        and each.reply.escalation is not None
        and each.reply.escalation.ticket == ticket.number
        and each.reply.escalation.status not in OPEN_STATUSES
    )
    return said[: next(closes, len(said))]


def notes(connection: Connection, number: str) -> tuple[Note, ...]:
    """Oldest first."""
    rows = connection.execute(select(NoteRow).where(NoteRow.ticket_id == id_of(number)).order_by(NoteRow.id))
    return tuple(Note(row.id, row.author, row.text, row.created_at) for row in rows)


def _audit(connection: Connection, number: str) -> tuple[TicketEvent, ...]:
    rows = connection.execute(
        select(TicketEventRow).where(TicketEventRow.ticket_id == id_of(number)).order_by(TicketEventRow.id)
    )
    return tuple(TicketEvent(row.at, row.who, row.action, row.what, row.operator, row.why) for row in rows)


def _earlier(connection: Connection, ticket: TicketSummary) -> tuple[TicketSummary, ...]:
    """Of the same conversation, and of others of a customer whom the shop's site vouches for."""
    same = TicketRow.conversation_id == ticket.conversation_id
    if ticket.customer is not None:
        same |= ConversationRow.customer_subject == ticket.customer.subject
    found = _summaries(connection, same & (TicketRow.id < id_of(ticket.number)))
    return tuple(sorted(found, key=lambda each: each.created_at, reverse=True)[:EARLIER_SHOWN])


def _summaries(connection: Connection, wanted: ColumnElement[bool]) -> list[TicketSummary]:
    return [_summary_of(row) for row in connection.execute(_SUMMARIES.where(wanted))]


def _summary_of(row: Row[Any]) -> TicketSummary:
    return TicketSummary(
        number=number_of(row.id),
        conversation_id=row.conversation_id,
        status=row.status,
        reason=row.reason,
        category=row.category,
        priority=row.priority,
        mood=row.mood,
        summary=row.summary,
        customer=Customer(row.customer_subject, row.customer_name, row.customer_vip) if row.customer_subject else None,
        operator=row.operator,
        created_at=row.created_at,
        queue_key=row.queue_key,
        callback=_callback(row),
        last_message=_last_message(row),
        waiting_since=_waiting_since(row),
        outcome=row.outcome,
    )


def _last_message(row: Row[Any]) -> LastMessage | None:
    if row.last_role is None:
        return None
    return LastMessage(row.last_role, row.last_text or row.last_file or "", row.last_at)


def _waiting_since(row: Row[Any]) -> datetime | None:
    if row.status not in OPEN_STATUSES:
        return None
    if row.status is TicketStatus.ASSIGNED and row.answered_seq is not None:
        asked: datetime | None = row.asked_at
        return asked
    opened: datetime = row.created_at
    return opened


def _callback(row: Row[Any]) -> Callback | None:
    if row.callback_phone is None:
        return None
    return Callback(phone=row.callback_phone, not_before=row.callback_not_before, not_after=row.callback_not_after)
