"""The operators' side of the desk: the queue, and what an operator does with a ticket."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert

from agent.desk import messages, outbox, ticket_views
from agent.desk.conversation import Message, Role
from agent.desk.database import Database
from agent.desk.lifecycle import Action
from agent.desk.models import EventKind, NoteRow
from agent.desk.read_marks import mark_read
from agent.desk.ticket_views import Note, TicketDetail, TicketSummary
from agent.desk.tickets import Tickets
from agent.desk.waiting import id_of
from agent.reply import Citation, OutcomeKind, Reply


class Queue:
    """Safe for threads; several processes may share one database."""

    def __init__(self, database: Database, tickets: Tickets, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._tickets = tickets
        self._clock = clock

    def open(self) -> list[TicketSummary]:
        """Those that are not closed, the next one first."""
        with self._database.read() as connection:
            return ticket_views.open_tickets(connection)

    def closed(self) -> list[TicketSummary]:
        """The latest of those that are, the last one first."""
        with self._database.read() as connection:
            return ticket_views.closed_tickets(connection)

    def of_conversations(self, conversation_ids: Sequence[str]) -> list[TicketSummary]:
        """The latest ticket of each."""
        with self._database.read() as connection:
            return ticket_views.latest_tickets(connection, conversation_ids)

    def summary(self, number: str) -> TicketSummary:
        """Its line of the queue. Raises UnknownTicket."""
        with self._database.read() as connection:
            return ticket_views.summary(connection, number)

    def ticket(self, number: str) -> TicketDetail:
        """Everything that is known of it. Raises UnknownTicket."""
        with self._database.read() as connection:
            return ticket_views.detail(connection, number)

    def notes(self, number: str) -> tuple[Note, ...]:
        """Oldest first. Raises UnknownTicket."""
        with self._database.read() as connection:
            return ticket_views.notes(connection, ticket_views.summary(connection, number).number)

    # What changes the ticket. Each gives it as it is then; the same again changes nothing. All raise UnknownTicket and
    # TicketClosed; what is the owner's alone raises NotYours.

    def claim(self, number: str, operator: str) -> TicketSummary:
        """The operator owns the conversation from now on, and the agent is silent. Raises TakenByAnother."""
        return self._changed(number, lambda connection, now: self._tickets.claim(connection, number, operator, now))

    def hand_over(self, number: str, operator: str, to: str, why: str = "") -> TicketSummary:
        """To a colleague. Raises UnknownOperator."""
        return self._changed(
            number, lambda connection, now: self._tickets.hand_over(connection, number, operator, to, why, now)
        )

    def requeue(self, number: str, operator: str, category: str, why: str = "") -> TicketSummary:
        """To whoever of the desk sees to this category. Raises ValueError where there is none of this name."""
        return self._changed(
            number, lambda connection, now: self._tickets.requeue(connection, number, operator, category, why, now)
        )

    def resolve(self, number: str, operator: str, outcome: str, why: str = "") -> TicketSummary:
        """The customer is asked for a rating, and the agent answers again."""
        return self._closed(number, operator, Action.RESOLVE, outcome, why)

    def give_back(self, number: str, operator: str, why: str = "") -> TicketSummary:
        """The agent goes on where it was."""
        return self._closed(number, operator, Action.RETURN, "returned", why)

    def _closed(self, number: str, operator: str, action: Action, outcome: str, why: str) -> TicketSummary:
        return self._changed(
            number, lambda connection, now: self._tickets.close(connection, number, operator, action, outcome, why, now)
        )

    def _changed(self, number: str, change: Callable[[Connection, datetime], object]) -> TicketSummary:
        with self._database.write() as connection:
            change(connection, self._clock())
            return ticket_views.summary(connection, number)

    # What is said

    def write(
        self,
        number: str,
        operator: str,
        text: str,
        client_message_id: str | None = None,
        citations: tuple[Citation, ...] = (),
    ) -> Message:
        """The owner's words to the customer, masked already, with what they cite of articles. The same
        `client_message_id` again gives the stored message. Raises UnknownTicket and NotYours."""
        with self._database.write() as connection:
            conversation_id = self._tickets.owned(connection, number, operator)
            seq = messages.next_seq(connection, conversation_id)
            if client_message_id is not None:
                # A program may count its messages, as the customer's may: each has names of its own.
                client_message_id = f"{operator}: {client_message_id}"
                known = messages.sent(connection, conversation_id, client_message_id)
                if known is not None:
                    return known
            now, message_id = self._clock(), messages.new_id()
            cited = tuple(each for each in citations if f"[{each.marker}]" in text)
            reply = _citing(message_id, text, cited, now) if cited else None
            message = messages.add(
                connection,
                conversation_id,
                Role.OPERATOR,
                text,
                now,
                seq=seq,
                message_id=message_id,
                author=operator,
                reply=reply,
                client_message_id=client_message_id,
            )
            messages.tell(connection, conversation_id, message, now)
            return message

    def note(self, number: str, operator: str, text: str) -> Note:
        """For the colleagues; whoever sees the ticket may write one. Raises UnknownTicket."""
        with self._database.write() as connection:
            now, summary = self._clock(), ticket_views.summary(connection, number)
            note_id = connection.execute(
                insert(NoteRow)
                .values(ticket_id=id_of(number), author=operator, text=text, created_at=now)
                .returning(NoteRow.id)
            ).scalar_one()
            outbox.emit(
                connection, EventKind.NOTE, now, summary.conversation_id, note_id=note_id, number=summary.number
            )
        return Note(note_id, operator, text, now)

    def typing(self, number: str, operator: str) -> None:
        """The owner is writing to the customer. Raises UnknownTicket and NotYours."""
        with self._database.write() as connection:
            conversation_id = self._tickets.owned(connection, number, operator)
            told = {"role": Role.OPERATOR, "name": operator}
            outbox.emit(connection, EventKind.TYPING, self._clock(), conversation_id, **told)

    def read(self, number: str, operator: str, message_id: str) -> None:
        """The owner has seen everything up to this message. Raises UnknownTicket, NotYours and UnknownMessage."""
        with self._database.write() as connection:
            conversation_id = self._tickets.owned(connection, number, operator)
            mark_read(connection, conversation_id, Role.OPERATOR, message_id, self._clock())


def _citing(message_id: str, text: str, citations: tuple[Citation, ...], now: datetime) -> Reply:
    return Reply(id=message_id, created_at=now, outcome=OutcomeKind.ANSWERED, text=text, citations=citations)
