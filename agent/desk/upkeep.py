"""What time does to tickets: reminders, expiry, customers whose operator is gone; and what is kept no longer.

Every worker runs it now and then. Each ticket is looked at again under its conversation's lock, in a transaction of its
own, so that several workers do each thing once and no transaction holds two conversations.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from agent.desk import notices, outbox, ticket_views
from agent.desk.database import Database
from agent.desk.models import OperatorRow, TicketRow
from agent.desk.rules import DeskRules
from agent.desk.tickets import Tickets
from agent.desk.waiting import number_of
from agent.reply import TicketStatus

logger = logging.getLogger(__name__)

UNANSWERED_FOR = timedelta(minutes=1)  # who has written just now may be answered yet when the page comes back


class Upkeep:
    """Safe for threads; several processes may share one database."""

    def __init__(self, database: Database, tickets: Tickets, rules: DeskRules, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._tickets = tickets
        self._rules = rules
        self._clock = clock

    def run(self) -> None:
        """Does what is due. A worker that dies meanwhile leaves the rest to the next run."""
        now = self._clock()
        self._expire(now)
        self._put_back(now)
        self._remind(now)
        with self._database.write() as connection:
            outbox.prune(connection, now)

    def _expire(self, now: datetime) -> None:
        before = now - self._rules.expire_after
        waited_out = and_(TicketRow.status == TicketStatus.QUEUED, TicketRow.created_at < before)
        missed = and_(TicketRow.status == TicketStatus.SCHEDULED, TicketRow.callback_not_after < before)
        with self._database.read() as connection:
            due = connection.execute(select(TicketRow.id).where(or_(waited_out, missed))).scalars().all()
        for number in map(number_of, due):
            with self._database.write() as connection:
                self._tickets.expire(connection, number, now)
            logger.warning("ticket %s expired: nobody took it in %s", number, self._rules.expire_after)

    def _put_back(self, now: datetime) -> None:
        """Whose operator is gone, and who waits for a word."""
        gone = or_(OperatorRow.seen_at.is_(None), OperatorRow.seen_at < now - self._rules.requeue_after)
        assigned = (
            select(TicketRow.id, TicketRow.operator)
            .join(OperatorRow, OperatorRow.name == TicketRow.operator)
            .where(TicketRow.status == TicketStatus.ASSIGNED, or_(gone, OperatorRow.disabled))
        )
        with self._database.read() as connection:
            left = [
                (number_of(row.id), row.operator)
                for row in connection.execute(assigned)
                if _waits(ticket_views.summary(connection, number_of(row.id)).waiting_since, now)
            ]
        for number, operator in left:
            with self._database.write() as connection:
                self._tickets.put_back(connection, number, operator, now)
            logger.warning("ticket %s is back in the queue: %s is gone", number, operator)

    def _remind(self, now: datetime) -> None:
        if not self._rules.hours.is_open(now):
            return
        first = and_(TicketRow.reminded_at.is_(None), TicketRow.created_at < now - self._rules.remind_after)
        again = TicketRow.reminded_at < now - self._rules.remind_again_after
        with self._database.read() as connection:
            due = connection.execute(
                select(TicketRow.id).where(TicketRow.status == TicketStatus.QUEUED, or_(first, again))
            )
            numbers = [number_of(id) for id in due.scalars()]
        for number in numbers:
            with self._database.write() as connection:
                self._tickets.remind(connection, number, notices.reminder(number, self._rules.channels), now)


def _waits(since: datetime | None, now: datetime) -> bool:
    return since is not None and since < now - UNANSWERED_FOR
