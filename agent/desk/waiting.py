"""What a customer who waits is told: the place in the queue, about how long it takes, whether the desk is open.

The queue is ordered by `queue_key`, the moment of entering less a head start for what cannot wait. The key never
changes with who comes later, so whoever has waited longer than the longest head start is overtaken by nobody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, or_, select

from agent.desk.lifecycle import OPEN_STATUSES
from agent.desk.models import TicketRow
from agent.desk.presence import online as operators_online
from agent.desk.rules import DeskRules
from agent.reply import Callback, Escalation, Hours, TicketStatus

FIRST_NUMBER = 1001  # so that the first customer does not read «T-1»
# The desk's pace is that of the last claims; fewer, or older ones, say nothing of now.
PACE_OF = 20
PACE_SINCE = timedelta(hours=2)
LEAST_CLAIMS = 3

# Read at every turn, so built once.
_OPEN_TICKET = select(TicketRow).where(
    TicketRow.conversation_id == bindparam("conversation"), TicketRow.status.in_(OPEN_STATUSES)
)
_OPEN_TICKETS = select(TicketRow).where(
    TicketRow.conversation_id.in_(bindparam("conversations", expanding=True)), TicketRow.status.in_(OPEN_STATUSES)
)
_AHEAD = select(func.count()).where(
    TicketRow.status == TicketStatus.QUEUED,
    or_(
        TicketRow.queue_key < bindparam("key"),
        and_(TicketRow.queue_key == bindparam("key"), TicketRow.id < bindparam("id")),
    ),
)
_QUEUE = select(TicketRow.id).where(TicketRow.status == TicketStatus.QUEUED).order_by(TicketRow.queue_key, TicketRow.id)
_CLAIMED = (
    select(TicketRow.created_at, TicketRow.claimed_at, TicketRow.opened_position, TicketRow.opened_operators)
    .where(
        TicketRow.claimed_at > bindparam("since"),
        TicketRow.opened_position.is_not(None),
        TicketRow.opened_operators > 0,
    )
    .order_by(TicketRow.claimed_at.desc())
    .limit(PACE_OF)
)


def number_of(ticket_id: int) -> str:
    """Numbers grow with the database's own counter, so no two workers can give the same one."""
    return f"T-{FIRST_NUMBER - 1 + ticket_id}"


def id_of(number: str) -> int | None:
    """The ticket's id; None where this is no number of a ticket."""
    digits = number.upper().removeprefix("T-")
    return int(digits) - FIRST_NUMBER + 1 if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def is_owned(escalation: Escalation | None) -> bool:
    """Whether an operator owns the conversation, whose open ticket this is."""
    return escalation is not None and escalation.status is TicketStatus.ASSIGNED


@dataclass(frozen=True, slots=True)
class Waiting:
    """Works inside the caller's transaction."""

    rules: DeskRules

    def escalation(self, connection: Connection, conversation_id: str, now: datetime) -> Escalation | None:
        """The open ticket as the customer is told of it. A ticket that was closed does not haunt the conversation."""
        row = open_ticket(connection, conversation_id)
        return None if row is None else self.of(connection, row, now)

    def of(self, connection: Connection, row: Row[Any], now: datetime) -> Escalation:
        """A ticket in any status as the customer is told of it."""
        position = self._position(connection, row) if row.status is TicketStatus.QUEUED else None
        pace = _pace(connection, now) if position else None
        return self._told(row, position, pace, self.hours(now))

    def of_many(
        self, connection: Connection, conversation_ids: Iterable[str], now: datetime
    ) -> Mapping[str, Escalation]:
        """The open tickets of the conversations that have one: as `escalation`, but with the queue read once."""
        rows = connection.execute(_OPEN_TICKETS, {"conversations": list(conversation_ids)}).all()
        hours = self.hours(now)
        if not any(row.status is TicketStatus.QUEUED for row in rows):
            return {row.conversation_id: self._told(row, None, None, hours) for row in rows}
        places = {id: place for place, id in enumerate(connection.execute(_QUEUE).scalars(), start=1)}
        pace = _pace(connection, now)
        return {row.conversation_id: self._told(row, places.get(row.id), pace, hours) for row in rows}

    def hours(self, now: datetime) -> Hours:
        return Hours(open=self.rules.hours.is_open(now), opens_at=self.rules.hours.opens_at(now))

    def _told(self, row: Row[Any], position: int | None, pace: float | None, hours: Hours) -> Escalation:
        return Escalation(
            ticket=number_of(row.id),
            reason=row.reason,
            status=row.status,
            position=position,
            eta_minutes=max(1, ceil(position * pace)) if position and pace is not None and hours.open else None,
            hours=hours,
            operator=row.operator if row.status is TicketStatus.ASSIGNED else None,
            callback=self._callback(row) if row.status is TicketStatus.SCHEDULED else None,
        )

    def _callback(self, row: Row[Any]) -> Callback:
        zone = self.rules.hours.zone
        return Callback(
            phone=row.callback_phone,
            not_before=row.callback_not_before.astimezone(zone),
            not_after=row.callback_not_after.astimezone(zone),
        )

    def _position(self, connection: Connection, row: Row[Any]) -> int:
        ahead: int = connection.execute(_AHEAD, {"key": row.queue_key, "id": row.id}).scalar_one()
        return ahead + 1


def open_ticket(connection: Connection, conversation_id: str) -> Row[Any] | None:
    return connection.execute(_OPEN_TICKET, {"conversation": conversation_id}).one_or_none()


def _pace(connection: Connection, now: datetime) -> float | None:
    """Minutes for one place in the queue, from how long the last ones waited for theirs with the operators of then;
    None where too few were served lately, or nobody is online."""
    online = operators_online(connection, now)
    claims = connection.execute(_CLAIMED, {"since": now - PACE_SINCE}).all() if online else []
    if len(claims) < LEAST_CLAIMS:
        return None
    served = (
        (each.claimed_at - each.created_at).total_seconds() / 60 * each.opened_operators / each.opened_position
        for each in claims
    )
    return float(median(served)) / online
