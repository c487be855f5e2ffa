"""What time does to tickets: reminders, expiry, customers whose operator is gone; and what is kept no longer.

Every worker runs it now and then. Each ticket is looked at again under its conversation's lock, in a transaction of its
own, so that several workers do each thing once and no transaction holds two conversations.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from agent.desk import notices, outbox, ticket_views
from agent.desk.database import Database
from agent.desk.erasure import Erasure
from agent.desk.errors import UnknownConversation, UnknownTicket
from agent.desk.models import OperatorRow, TicketEventRow, TicketRow
from agent.desk.rules import DeskRules
from agent.desk.tickets import Tickets
from agent.desk.waiting import id_of, number_of
from agent.reply import TicketStatus

logger = logging.getLogger(__name__)

CLEAN_EVERY = timedelta(hours=1)  # what is kept for days may stay an hour longer
UNANSWERED_FOR = timedelta(minutes=1)  # who has written just now may be answered yet when the page comes back
_LAST_CHANGE = (
    select(func.max(TicketEventRow.at))
    .where(TicketEventRow.ticket_id == TicketRow.id)
    .correlate(TicketRow)
    .scalar_subquery()
)


class Upkeep:
    """Safe for threads; several processes may share one database."""

    def __init__(
        self,
        database: Database,
        tickets: Tickets,
        erasure: Erasure,
        rules: DeskRules,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._tickets = tickets
        self._erasure = erasure
        self._rules = rules
        self._clock = clock
        self._cleaned_at: datetime | None = None  # by this process, to the end

    def run(self) -> None:
        """Does what is due. A worker that dies meanwhile leaves the rest to the next run."""
        now = self._clock()
        self._expire(now)
        self._put_back(now)
        self._remind(now)
        with self._database.write() as connection:
            outbox.prune(connection, now)
        if self._cleaned_at is None or now - self._cleaned_at >= CLEAN_EVERY:
            self._clean(now)

    def _clean(self, now: datetime) -> None:
        """Deletes what is kept no longer: a little at each run, until nothing is left of it."""
        kept = self._rules.retention
        if kept is not None and self._erasure.forget_silent(since=now - kept):
            return
        self._cleaned_at = now
        self._erasure.sweep()

    def _expire(self, now: datetime) -> None:
        before = now - self._rules.expire_after
        waited_out = _queued_before(before)
        missed = and_(TicketRow.status == TicketStatus.SCHEDULED, TicketRow.callback_not_after < before)

        def expire(connection: Connection, number: str) -> None:
            self._tickets.expire(connection, number, now)
            logger.warning("ticket %s expired: nobody took it in %s", number, self._rules.expire_after)

        self._each(or_(waited_out, missed), expire)

    def _put_back(self, now: datetime) -> None:
        """Whose operator is gone, and who waits for a word."""
        seen = OperatorRow.seen_at
        gone = or_(seen.is_(None), seen < now - self._rules.requeue_after, OperatorRow.disabled)
        left = and_(
            TicketRow.status == TicketStatus.ASSIGNED, TicketRow.operator.in_(select(OperatorRow.name).where(gone))
        )

        def put_back(connection: Connection, number: str) -> None:
            ticket = ticket_views.summary(connection, number)
            if ticket.operator is not None and _waits(ticket.waiting_since, now):
                self._tickets.put_back(connection, number, ticket.operator, now)
                logger.warning("ticket %s is back in the queue: %s is gone", number, ticket.operator)

        self._each(left, put_back)

    def _remind(self, now: datetime) -> None:
        if not self._rules.hours.is_open(now):
            return
        waits_long = _queued_before(now - self._rules.remind_after)
        not_told = or_(TicketRow.reminded_at.is_(None), TicketRow.reminded_at < now - self._rules.remind_again_after)

        def remind(connection: Connection, number: str) -> None:
            self._tickets.remind(connection, number, notices.reminder(number, self._rules.channels), now)

        self._each(and_(waits_long, not_told), remind)

    def _each(self, due: ColumnElement[bool], do: Callable[[Connection, str], None]) -> None:
        """Does it to each ticket that is due, and still is so when its conversation is locked."""
        with self._database.read() as connection:
            numbers = [number_of(id) for id in connection.execute(select(TicketRow.id).where(due)).scalars()]
        for number in numbers:
            with suppress(UnknownTicket, UnknownConversation), self._database.write() as connection:  # erased meanwhile
                self._tickets.lock(connection, number)
                if connection.execute(select(TicketRow.id).where(TicketRow.id == id_of(number), due)).first():
                    do(connection, number)


def _queued_before(moment: datetime) -> ColumnElement[bool]:
    """By when it came to the queue last: an operator may have had it for days before."""
    return and_(TicketRow.status == TicketStatus.QUEUED, moment > _LAST_CHANGE)


def _waits(since: datetime | None, now: datetime) -> bool:
    return since is not None and since < now - UNANSWERED_FOR
