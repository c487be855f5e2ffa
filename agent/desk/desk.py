"""The desk: conversations, turns and tickets, stored before anybody is told of them."""

import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from argon2 import PasswordHasher
from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from agent.desk import tickets, turns
from agent.desk.canned import CannedReplies
from agent.desk.conversation import AnsweredTurn, Customer, Message, Role, Turn
from agent.desk.database import Database
from agent.desk.errors import DeskUnavailable, UnknownConversation, UnknownMessage, WrongToken
from agent.desk.history import history
from agent.desk.models import ConversationRow, FeedbackRow, MessageRow, TurnRow
from agent.desk.operators import Operators
from agent.desk.tickets import Ticket
from agent.reply import Escalation, Reason, Reply
from ingest.clock import utc_now

POLL_SECONDS = 0.01  # how soon a waiting turn looks again
SLOWEST_POLL_SECONDS = 0.1
HEARTBEAT = turns.LEASE / 4  # how often a waiting turn says that its worker lives

# Read at every request, so built once.
_TOKEN = select(ConversationRow.token_sha256).where(ConversationRow.id == bindparam("conversation"))


class Desk:
    """Safe for threads; several processes may open the same database. Opening brings its schema to the newest revision.

    `url` is an SQLAlchemy URL; the folder of an SQLite file must exist. `clock` gives aware times. `hasher` is of the
    operators' passwords; the library's defaults, slow on purpose, unless given.
    """

    def __init__(
        self, url: str, *, clock: Callable[[], datetime] = utc_now, hasher: PasswordHasher | None = None
    ) -> None:
        self._clock = clock
        self._database = Database(url)
        self.operators = Operators(self._database, clock, hasher)
        self.canned = CannedReplies(self._database)

    def close(self) -> None:
        self._database.close()

    def ping(self) -> None:
        """Raises DeskUnavailable when the database does not answer."""
        try:
            with self._database.read() as connection:
                connection.execute(select(1))
        except SQLAlchemyError as error:
            raise DeskUnavailable.because(error) from error

    # Conversations

    def start_conversation(self, customer: Customer | None = None) -> tuple[str, str]:
        """The id of a new conversation, and the token that is the key to it; only the token's hash is stored."""
        conversation_id, token = uuid4().hex, secrets.token_urlsafe(32)
        with self._database.write() as connection:
            connection.execute(
                insert(ConversationRow).values(
                    id=conversation_id,
                    token_sha256=_sha256(token),
                    created_at=self._clock(),
                    customer_subject=customer and customer.subject,
                    customer_name=customer and customer.name,
                    customer_vip=customer is not None and customer.vip,
                    last_seq=0,
                )
            )
        return conversation_id, token

    def authorise(self, conversation_id: str, token: str) -> None:
        """Raises UnknownConversation and WrongToken."""
        with self._database.read() as connection:
            expected = connection.execute(_TOKEN, {"conversation": conversation_id}).scalar_one_or_none()
        if expected is None:
            raise UnknownConversation(conversation_id)
        if not hmac.compare_digest(expected, _sha256(token)):
            raise WrongToken(conversation_id)

    def messages(self, conversation_id: str) -> tuple[Message, ...]:
        """The whole history, oldest first. Raises UnknownConversation."""
        with self._database.read() as connection:
            said = history(connection, conversation_id)
            if not said:
                _require_conversation(connection, conversation_id)
        return said

    # Turns

    def begin_turn(self, conversation_id: str, text: str, client_message_id: str | None = None) -> Turn | Reply:
        """Stores the customer's message at once, and gives its turn when every earlier message has been dealt with.

        `text` is masked already. The same `client_message_id` again gives the stored reply, waits for the worker that
        is making it, or takes the turn over from a worker that gave up or died. Raises UnknownConversation.
        """
        while True:
            now = self._clock()
            with self._database.write() as connection:
                entered = turns.enter(connection, conversation_id, text, client_message_id, now)
                turn = turns.start(connection, entered, now) if isinstance(entered, turns.Place) else None
            if isinstance(entered, Reply):
                return entered
            if isinstance(entered, turns.InProgress):
                self._wait_for_other_worker(entered)
                continue
            turn = turn or self._wait_for_earlier_turns(entered)
            if turn is not None:
                return turn

    def finish_turn(self, turn: Turn, reply: Reply, trace: Mapping[str, object]) -> Reply:
        """Stores the reply, and gives what is really to be sent: empty and `relayed` where an operator has taken the
        conversation over meanwhile; the stored reply where this turn was answered before.

        `trace` holds what explains the reply; values that are no JSON are stored as their words.
        Raises UnknownConversation and UnknownMessage.
        """
        with self._database.write() as connection:
            return turns.finish(connection, turn, reply, trace)

    def abandon_turn(self, turn: Turn) -> None:
        """No reply will come: the next message goes on, and the same message sent again is tried anew."""
        with self._database.write() as connection:
            turns.abandon(connection, turn)

    def trace(self, message_id: str) -> tuple[Message, Mapping[str, object]]:
        """The agent's message, by the id of its reply, and what explains it. Raises UnknownMessage."""
        with self._database.read() as connection:
            row = connection.execute(
                select(TurnRow.reply, TurnRow.trace).where(TurnRow.reply_id == message_id)
            ).one_or_none()
        if row is None:
            raise UnknownMessage(message_id)
        return Message(message_id, Role.AGENT, row.reply.text, row.reply.created_at, row.reply), row.trace

    def answered_turn(self, message_id: str) -> AnsweredTurn:
        """The turn that ended with this reply, by the reply's id. Raises UnknownMessage."""
        with self._database.read() as connection:
            return turns.answered(connection, message_id)

    # Tickets

    def escalate(self, conversation_id: str, reason: Reason, summary: str) -> Escalation:
        """Opens a ticket, or gives the open one. It is stored when this returns. Raises UnknownConversation."""
        with self._database.write() as connection:
            return tickets.escalate(connection, conversation_id, reason, summary, self._clock())

    def escalation(self, conversation_id: str) -> Escalation | None:
        """The open ticket of the conversation."""
        with self._database.read() as connection:
            return tickets.open_escalation(connection, conversation_id)

    def take_over(self, conversation_id: str, operator: str) -> Escalation:
        """The operator owns the conversation from now on. Raises UnknownConversation, NoOpenTicket, TakenByAnother."""
        with self._database.write() as connection:
            return tickets.take_over(connection, conversation_id, operator, self._clock())

    def release(self, conversation_id: str, operator: str, why: str = "") -> None:
        """The operator is done: the ticket is resolved, and the agent answers again.

        Raises UnknownConversation, NoOpenTicket, TakenByAnother.
        """
        with self._database.write() as connection:
            tickets.release(connection, conversation_id, operator, why, self._clock())

    def tickets(self, open_only: bool = True) -> list[Ticket]:
        """The longest waiting first."""
        with self._database.read() as connection:
            return tickets.load(connection, open_only)

    # Feedback

    def feedback(self, conversation_id: str, message_id: str, rating: int, comment: str | None) -> None:
        """Keeps the customer's rating, 1 to 5, and the comment as it comes; a later rating replaces it.

        Raises UnknownMessage when the message is not of this conversation, ValueError on another rating.
        """
        if not 1 <= rating <= 5:
            raise ValueError(f"a rating is 1 to 5, not {rating}")
        given = {"rating": rating, "comment": comment, "created_at": self._clock()}
        with self._database.write() as connection:
            # The lock on the message keeps two ratings at once from both being the first.
            message = select(MessageRow.id).where(
                MessageRow.id == message_id, MessageRow.conversation_id == conversation_id
            )
            if connection.execute(message.with_for_update()).first() is None:
                raise UnknownMessage(message_id)
            replaced = connection.execute(
                update(FeedbackRow).where(FeedbackRow.message_id == message_id).values(**given)
            )
            if not replaced.rowcount:
                connection.execute(insert(FeedbackRow).values(message_id=message_id, **given))

    # Waiting

    def _wait_for_earlier_turns(self, place: turns.Place) -> Turn | None:
        """None when another worker took the place over meanwhile."""
        seen_alive = self._clock()
        pause = _Pause()
        while True:
            pause.sleep()
            now = self._clock()
            with self._database.read() as connection:
                blocked = turns.blocked(connection, place, now)
            if blocked and now - seen_alive < HEARTBEAT:
                continue
            with self._database.write() as connection:
                if not turns.renew(connection, place, now):
                    return None
                turn = turns.start(connection, place, now)
            if turn is not None:
                return turn
            seen_alive = now

    def _wait_for_other_worker(self, other: turns.InProgress) -> None:
        pause = _Pause()
        working = True
        while working:
            pause.sleep()
            with self._database.read() as connection:
                working = turns.in_progress(connection, other.message_id, self._clock())


class _Pause:
    """Short at first, for quick answers; longer with time, for many who wait."""

    def __init__(self) -> None:
        self._seconds = POLL_SECONDS

    def sleep(self) -> None:
        time.sleep(self._seconds)
        self._seconds = min(self._seconds * 1.2, SLOWEST_POLL_SECONDS)


def _require_conversation(connection: Connection, conversation_id: str) -> None:
    if connection.execute(select(ConversationRow.id).where(ConversationRow.id == conversation_id)).first() is None:
        raise UnknownConversation(conversation_id)


def _sha256(token: str) -> str:
    return sha256(token.encode()).hexdigest()
