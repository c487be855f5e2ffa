"""Presence: which operators are there, by what they say and by their last sign of life.

Every function works inside the caller's transaction.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, func, select

from agent.desk.models import EventKind, EventRow, OperatorRow, Presence, TicketRow
from agent.reply import TicketStatus

OFFLINE_AFTER = timedelta(seconds=60)  # without a sign of life; a page that is open gives several meanwhile

_MAY_LOG_IN = OperatorRow.disabled.is_(False)
_LAST_TOLD = (
    select(EventRow.at)
    .where(EventRow.conversation_id.is_(None), EventRow.kind == EventKind.OPERATORS)
    .order_by(EventRow.id.desc())
    .limit(1)
)
_ASSIGNED = (
    select(func.count())
    .where(TicketRow.operator == OperatorRow.name, TicketRow.status == TicketStatus.ASSIGNED)
    .scalar_subquery()
)
_ROSTER = select(OperatorRow.name, OperatorRow.presence, OperatorRow.seen_at, _ASSIGNED.label("assigned")).where(
    _MAY_LOG_IN
)


class Standing(StrEnum):
    """What colleagues see of an operator."""

    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Colleague:
    """An operator, as the others see them."""

    name: str
    presence: Standing
    assigned: int  # tickets that they own


def standing(presence: Presence, seen_at: datetime | None, now: datetime) -> Standing:
    """What is to be thought of who said that and gave the last sign of life then."""
    if seen_at is None or now - seen_at > OFFLINE_AFTER:
        return Standing.OFFLINE
    return Standing(presence.value)


def online(connection: Connection, now: datetime) -> int:
    """How many operators could take a ticket now."""
    there = (_MAY_LOG_IN, OperatorRow.presence == Presence.ONLINE, OperatorRow.seen_at >= now - OFFLINE_AFTER)
    return connection.execute(select(func.count(OperatorRow.id)).where(*there)).scalar_one()


def roster(connection: Connection, now: datetime) -> list[Colleague]:
    """Everybody who may log in, by name."""
    colleagues = [
        Colleague(row.name, standing(row.presence, row.seen_at, now), row.assigned)
        for row in connection.execute(_ROSTER)
    ]
    return sorted(colleagues, key=lambda colleague: colleague.name.casefold())


def gone_untold(connection: Connection, now: datetime) -> bool:
    """Whether somebody went offline since the watchers were last told who is there."""
    told_at = connection.execute(_LAST_TOLD).scalar_one_or_none()
    gone = [_MAY_LOG_IN, OperatorRow.seen_at < now - OFFLINE_AFTER]
    if told_at is not None:
        gone.append(OperatorRow.seen_at >= told_at - OFFLINE_AFTER)
    return connection.execute(select(OperatorRow.id).where(*gone).limit(1)).first() is not None
