"""The outbox: what changed, in the order of the commits, for those who watch. Written in the transaction of the change.

A watcher keeps the id of the last event that it has seen, asks for what came after it, and so loses and doubles
nothing, whatever worker it is connected to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text

from agent.desk.lifecycle import OPEN_STATUSES
from agent.desk.models import EventKind, EventRow, TicketRow

BATCH = 500  # events that are read at once
KEPT = timedelta(days=7)  # who was away longer reads the history anew
# While one transaction holds it, no other adds an event: else a lower id might be committed after a higher one was
# read. Whoever emits locks no second conversation afterwards, or two of them could wait for each other.
_ORDER = text("SELECT pg_advisory_xact_lock(20240118)")

_ADD = insert(EventRow)
_OPEN_TICKET = select(TicketRow.id).where(
    TicketRow.conversation_id == bindparam("conversation"), TicketRow.status.in_(OPEN_STATUSES)
)
_AFTER = select(EventRow).where(EventRow.id > bindparam("seen")).order_by(EventRow.id).limit(BATCH)
_AFTER_OF_CONVERSATION = _AFTER.where(EventRow.conversation_id == bindparam("conversation"))
_LAST = select(func.max(EventRow.id))


@dataclass(frozen=True, slots=True)
class Event:
    id: int
    conversation_id: str | None  # null where it is about the desk as a whole
    kind: EventKind
    data: dict[str, Any]  # ids and names; the words stand where the ids lead
    at: datetime  # UTC


def emit(
    connection: Connection, kind: EventKind, now: datetime, conversation_id: str | None = None, **data: object
) -> None:
    """Tells of a change that this transaction makes. Call it last: other writers wait for its commit."""
    if connection.dialect.name == "postgresql":
        connection.execute(_ORDER)
    connection.execute(_ADD, {"conversation_id": conversation_id, "kind": kind, "data": data, "at": now})


def emit_if_watched(
    connection: Connection, kind: EventKind, now: datetime, conversation_id: str, **data: object
) -> None:
    """The same, but only where a ticket is open: of other conversations nobody watches the events."""
    if connection.execute(_OPEN_TICKET, {"conversation": conversation_id}).first() is not None:
        emit(connection, kind, now, conversation_id, **data)


def after(connection: Connection, seen: int, conversation_id: str | None = None) -> Sequence[Event]:
    """The events after that id, of one conversation or of all, `BATCH` at most, oldest first."""
    wanted = _AFTER if conversation_id is None else _AFTER_OF_CONVERSATION
    rows = connection.execute(wanted, {"seen": seen, "conversation": conversation_id}).all()
    return [Event(row.id, row.conversation_id, row.kind, row.data, row.at) for row in rows]


def last_id(connection: Connection) -> int:
    """The id of the newest event, 0 where there is none. Ask before reading what the events are about: what comes
    meanwhile is then read twice, and known by its id, but never missed."""
    return connection.execute(_LAST).scalar_one_or_none() or 0


def prune(connection: Connection, now: datetime) -> None:
    """Forgets what is older than `KEPT`, but never the newest: its id says where watchers go on."""
    newest = select(func.max(EventRow.id)).scalar_subquery()
    connection.execute(delete(EventRow).where(EventRow.at < now - KEPT, EventRow.id < newest))
