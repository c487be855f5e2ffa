"""The rules of tickets. A conversation has at most one open ticket; while that is assigned, its operator owns the
conversation. Every change is made under the conversation's lock, at once with its audit, the customer's notice and the
event for those who watch; the same change again changes nothing.

Every function works inside the caller's transaction.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from agent.desk import messages, notices, outbox
from agent.desk.conversation import Role
from agent.desk.errors import (
    NoOpenTicket,
    NotYours,
    TakenByAnother,
    TicketClosed,
    UnknownConversation,
    UnknownOperator,
    UnknownTicket,
)
from agent.desk.lifecycle import OPEN_STATUSES, WAITING_STATUSES, Action, target
from agent.desk.models import ConversationRow, EventKind, OperatorRow, TicketEventRow, TicketRow
from agent.desk.package import Category
from agent.desk.package.priority import HEAD_STARTS, Priority
from agent.desk.presence import online
from agent.desk.waiting import Waiting, id_of, number_of, open_ticket
from agent.reply import Callback, Escalation, OutcomeKind, Reason, Reply, TicketStatus

# In the audit, where no operator acted.
AGENT = "agent"
CUSTOMER = "customer"
DESK = "desk"  # the desk's own upkeep

_LAST_EVENT = TicketEventRow.id.desc()


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known of a request as it becomes a ticket."""

    reason: Reason
    summary: str
    category: str = "other"
    priority: Priority = Priority.NORMAL
    mood: str = "calm"


@dataclass(frozen=True, slots=True)
class Tickets:
    waiting: Waiting

    # By the customer, or for them

    def open(self, connection: Connection, conversation_id: str, opening: Opening, now: datetime) -> Escalation:
        """Queues a new ticket; gives the open one where there is one, in a hurry from now on if this is.

        Raises UnknownConversation.
        """
        _lock(connection, conversation_id)
        row = open_ticket(connection, conversation_id)
        if row is None:
            row = self._insert(connection, conversation_id, opening, Action.OPEN, now)
        elif row.status is TicketStatus.QUEUED:
            row = _hurried(connection, row, opening.priority, now)
        return self.waiting.of(connection, row, now)

    def schedule(
        self, connection: Connection, conversation_id: str, callback: Callback, opening: Opening, now: datetime
    ) -> Escalation:
        """Agrees on a callback: for the ticket that waits, or for a new one.

        Raises UnknownConversation, and TakenByAnother where an operator owns the conversation.
        """
        _lock(connection, conversation_id)
        row = open_ticket(connection, conversation_id)
        agreed: dict[str, Any] = {
            "callback_phone": callback.phone,
            "callback_not_before": callback.not_before,
            "callback_not_after": callback.not_after,
        }
        if row is None:
            row = self._insert(connection, conversation_id, opening, Action.SCHEDULE, now, **agreed)
        elif row.status is TicketStatus.ASSIGNED:
            raise TakenByAnother(number_of(row.id), row.operator)
        elif row.status is not TicketStatus.SCHEDULED or any(row._mapping[name] != agreed[name] for name in agreed):
            # What was waited for until now says nothing of the desk's pace.
            row = self._change(connection, row, Action.SCHEDULE, CUSTOMER, now, **agreed, opened_position=None)
        return self.waiting.of(connection, row, now)

    def cancel(self, connection: Connection, conversation_id: str, now: datetime) -> Escalation:
        """The customer needs nobody any more. Raises UnknownConversation, NoOpenTicket and TakenByAnother."""
        _lock(connection, conversation_id)
        row = open_ticket(connection, conversation_id)
        if row is None:
            row = _last_ticket(connection, conversation_id)
            if row is None or not _repeats(connection, row, Action.CANCEL, CUSTOMER, None):
                raise NoOpenTicket(conversation_id)
        elif row.status is TicketStatus.ASSIGNED:
            raise TakenByAnother(number_of(row.id), row.operator)
        else:
            row = self._close(connection, row, Action.CANCEL, CUSTOMER, now, outcome="cancelled")
        return self.waiting.of(connection, row, now)

    # By operators

    def claim(self, connection: Connection, number: str, operator: str, now: datetime) -> str:
        """The operator owns the conversation from now on. All of these give the conversation's id.

        Raises UnknownTicket, TakenByAnother and TicketClosed.
        """
        row = _locked(connection, number)
        if row.status is TicketStatus.ASSIGNED:
            if row.operator != operator:
                raise TakenByAnother(number, row.operator)
            return _conversation_of(row)
        if row.status not in WAITING_STATUSES:
            raise TicketClosed(number)
        rings = row.status is TicketStatus.SCHEDULED
        self._change(
            connection,
            row,
            Action.CLAIM,
            operator,
            now,
            operator=operator,
            claimed_at=row.claimed_at or now,
            notice=notices.joined(operator, rings=rings),
        )
        return _conversation_of(row)

    def hand_over(self, connection: Connection, number: str, operator: str, to: str, why: str, now: datetime) -> str:
        """A colleague owns the conversation from now on. Raises UnknownTicket, UnknownOperator, NotYours and
        TicketClosed."""
        row = _locked(connection, number)
        if not _owns(row, operator):
            return _unless_repeated(connection, row, Action.HAND_OVER, operator, to)
        if to == operator:
            return _conversation_of(row)
        known = select(OperatorRow.id).where(OperatorRow.name == to, OperatorRow.disabled.is_(False))
        if connection.execute(known).first() is None:
            raise UnknownOperator(to)
        self._change(
            connection, row, Action.HAND_OVER, operator, now, why=why, operator=to, notice=notices.handed_over(to)
        )
        return _conversation_of(row)

    def requeue(
        self, connection: Connection, number: str, operator: str, category: str, why: str, now: datetime
    ) -> str:
        """Back to the queue, at its old place, for others of the desk. Raises UnknownTicket, NotYours and TicketClosed;
        ValueError where there is no such category."""
        category = Category(category)
        row = _locked(connection, number)
        if not _owns(row, operator):
            return _unless_repeated(connection, row, Action.REQUEUE, operator, None)
        self._change(
            connection, row, Action.REQUEUE, operator, now, why=why, category=category, notice=notices.REQUEUED
        )
        return _conversation_of(row)

    def close(
        self, connection: Connection, number: str, operator: str, action: Action, outcome: str, why: str, now: datetime
    ) -> str:
        """RESOLVE or RETURN: the agent answers again. Raises UnknownTicket, NotYours and TicketClosed."""
        row = _locked(connection, number)
        if not _owns(row, operator):
            return _unless_repeated(connection, row, action, operator, None)
        self._close(connection, row, action, operator, now, why=why, outcome=outcome)
        return _conversation_of(row)

    def owned(self, connection: Connection, number: str, operator: str) -> str:
        """The conversation, locked, for what its owner alone may do. Raises UnknownTicket and NotYours."""
        row = _locked(connection, number)
        if not _owns(row, operator):
            raise NotYours(number, row.operator if row.status is TicketStatus.ASSIGNED else None)
        return _conversation_of(row)

    # By the desk's upkeep

    def lock(self, connection: Connection, number: str) -> None:
        """Holds off every other change of the ticket. Raises UnknownTicket."""
        _locked(connection, number)

    def expire(self, connection: Connection, number: str, now: datetime) -> None:
        row = _locked(connection, number)
        if row.status in WAITING_STATUSES:
            self._close(connection, row, Action.EXPIRE, DESK, now, outcome="expired")

    def put_back(self, connection: Connection, number: str, operator: str, now: datetime) -> None:
        """The operator is gone: others take the customer over."""
        row = _locked(connection, number)
        if _owns(row, operator):
            self._change(
                connection, row, Action.REQUEUE, DESK, now, why=f"{operator} is gone", notice=notices.OPERATOR_GONE
            )

    def remind(self, connection: Connection, number: str, text: str, now: datetime) -> None:
        """Tells a customer who waits that it takes long."""
        row = _locked(connection, number)
        if row.status is TicketStatus.QUEUED:
            connection.execute(update(TicketRow).where(TicketRow.id == row.id).values(reminded_at=now))
            self._say(connection, row, text, now)

    # How a change is made

    def _insert(
        self,
        connection: Connection,
        conversation_id: str,
        opening: Opening,
        action: Action,
        now: datetime,
        **agreed: object,
    ) -> Row[Any]:
        status = target(action, TicketStatus.OFFERED)
        ticket_id = connection.execute(
            insert(TicketRow)
            .values(
                conversation_id=conversation_id,
                reason=opening.reason,
                status=status,
                summary=opening.summary,
                created_at=now,
                category=opening.category,
                priority=opening.priority,
                mood=opening.mood,
                queue_key=now - HEAD_STARTS[opening.priority],
                **agreed,
            )
            .returning(TicketRow.id)
        ).scalar_one()
        row = _row(connection, ticket_id)
        if status is TicketStatus.QUEUED and self.waiting.rules.hours.is_open(now):
            place = self.waiting.of(connection, row, now).position
            as_opened = {"opened_position": place, "opened_operators": online(connection, now)}
            connection.execute(update(TicketRow).where(TicketRow.id == ticket_id).values(**as_opened))
        who = AGENT if action is Action.OPEN else CUSTOMER
        _record(connection, row, action, who, now, why=opening.reason.value)
        outbox.emit(connection, EventKind.TICKET, now, conversation_id)
        return row

    def _change(
        self,
        connection: Connection,
        row: Row[Any],
        action: Action,
        who: str,
        now: datetime,
        *,
        why: str = "",
        operator: str | None = None,
        notice: str | None = None,
        **values: object,
    ) -> Row[Any]:
        """`operator` owns it from now on; `notice` is told to the customer."""
        status = target(action, row.status)
        connection.execute(
            update(TicketRow).where(TicketRow.id == row.id).values(status=status, operator=operator, **values)
        )
        changed = _row(connection, row.id)
        _record(connection, changed, action, who, now, why=why)
        if notice is not None:
            self._say(connection, changed, notice, now)
        outbox.emit(connection, EventKind.TICKET, now, row.conversation_id)
        return changed

    def _close(
        self,
        connection: Connection,
        row: Row[Any],
        action: Action,
        who: str,
        now: datetime,
        *,
        outcome: str,
        why: str = "",
    ) -> Row[Any]:
        # The owner stays named: a closed ticket tells who has dealt with it.
        changed = self._change(
            connection,
            row,
            action,
            who,
            now,
            why=why,
            operator=row.operator,
            outcome=outcome,
            closed_at=now,
            notice=notices.closed(action, number_of(row.id)),
        )
        if action is not Action.RETURN:  # what the agent gets back it goes on with
            last = select(ConversationRow.last_seq).where(ConversationRow.id == row.conversation_id).scalar_subquery()
            connection.execute(update(TicketRow).where(TicketRow.id == row.id).values(closed_seq=last))
        return changed

    def _say(self, connection: Connection, row: Row[Any], text: str, now: datetime) -> None:
        seq = messages.next_seq(connection, row.conversation_id)
        told = Reply(
            id=messages.new_id(),
            created_at=now,
            outcome=OutcomeKind.ESCALATED,
            text=text,
            escalation=self.waiting.of(connection, row, now),
        )
        message = messages.add(
            connection, row.conversation_id, Role.AGENT, text, now, seq=seq, message_id=told.id, reply=told
        )
        outbox.emit(connection, EventKind.MESSAGE, now, row.conversation_id, message_id=message.id, notice=True)


def _hurried(connection: Connection, row: Row[Any], priority: Priority, now: datetime) -> Row[Any]:
    """The ticket with the greater of its priority and this one; its place is as if it had come with that."""
    if HEAD_STARTS[priority] <= HEAD_STARTS[Priority(row.priority)]:
        return row
    sooner = {"priority": priority, "queue_key": row.created_at - HEAD_STARTS[priority]}
    connection.execute(update(TicketRow).where(TicketRow.id == row.id).values(**sooner))
    outbox.emit(connection, EventKind.TICKET, now, row.conversation_id)
    return _row(connection, row.id)


def _lock(connection: Connection, conversation_id: str) -> None:
    """Holds off every other change of the conversation (SQLite's writers hold each other off anyway).

    `key_share`: but not those who only add an event of it. They may hold the outbox already, for which this transaction
    waits later.
    """
    found = connection.execute(
        select(ConversationRow.id).where(ConversationRow.id == conversation_id).with_for_update(key_share=True)
    ).first()
    if found is None:
        raise UnknownConversation(conversation_id)


def _locked(connection: Connection, number: str) -> Row[Any]:
    """The ticket, with its conversation locked. Raises UnknownTicket."""
    ticket_id = id_of(number)
    conversation_id = connection.execute(
        select(TicketRow.conversation_id).where(TicketRow.id == ticket_id)
    ).scalar_one_or_none()
    if ticket_id is None or conversation_id is None:
        raise UnknownTicket(number)
    _lock(connection, conversation_id)
    return _row(connection, ticket_id)


def _row(connection: Connection, ticket_id: int) -> Row[Any]:
    return connection.execute(select(TicketRow).where(TicketRow.id == ticket_id)).one()


def _last_ticket(connection: Connection, conversation_id: str) -> Row[Any] | None:
    last = select(TicketRow).where(TicketRow.conversation_id == conversation_id).order_by(TicketRow.id.desc()).limit(1)
    return connection.execute(last).one_or_none()


def _conversation_of(row: Row[Any]) -> str:
    found: str = row.conversation_id
    return found


def _owns(row: Row[Any], operator: str) -> bool:
    return row.status is TicketStatus.ASSIGNED and bool(row.operator == operator)


def _unless_repeated(connection: Connection, row: Row[Any], action: Action, who: str, operator: str | None) -> str:
    """The conversation, where this very change was the last one. Raises TicketClosed and NotYours where it was not."""
    if _repeats(connection, row, action, who, operator):
        return _conversation_of(row)
    if row.status not in OPEN_STATUSES:
        raise TicketClosed(number_of(row.id))
    raise NotYours(number_of(row.id), row.operator)


def _repeats(connection: Connection, row: Row[Any], action: Action, who: str, operator: str | None) -> bool:
    last = connection.execute(
        select(TicketEventRow).where(TicketEventRow.ticket_id == row.id).order_by(_LAST_EVENT).limit(1)
    ).one()
    same = (last.action, last.who) == (action, who)
    return same and (operator is None or last.operator == operator)


def _record(connection: Connection, row: Row[Any], action: Action, who: str, at: datetime, *, why: str) -> None:
    """`row` is the ticket after the change."""
    connection.execute(
        insert(TicketEventRow).values(
            ticket_id=row.id, at=at, who=who, action=action, what=row.status, operator=row.operator, why=why
        )
    )
