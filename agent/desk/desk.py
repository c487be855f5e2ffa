"""The desk: conversations, turns and tickets, stored before anybody is told of them."""

import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from argon2 import PasswordHasher
from sqlalchemy import Connection, bindparam, insert, select, update

from agent.desk import callback, turns
from agent.desk.attachments import Attachments
from agent.desk.canned import CannedReplies
from agent.desk.conversation import AnsweredTurn, Customer, Message, Role, Turn
from agent.desk.database import Database
from agent.desk.erasure import Erasure
from agent.desk.errors import UnknownConversation, UnknownMessage, WrongToken
from agent.desk.file_store import FileStore
from agent.desk.held import HeldTurns
from agent.desk.history import history
from agent.desk.lifecycle import WAITING_STATUSES
from agent.desk.live import Live
from agent.desk.models import ConversationRow, FeedbackRow, MessageRow, TurnRow
from agent.desk.operators import Operators
from agent.desk.package import Category, package_of, question_for
from agent.desk.queue import Queue
from agent.desk.rules import DeskRules
from agent.desk.tickets import Opening, Tickets
from agent.desk.turns import Asked
from agent.desk.upkeep import Upkeep
from agent.desk.waiting import Waiting, open_ticket
from agent.reply import Callback, Escalation, Hours, Reason, Reply
from ingest.clock import utc_now

POLL_SECONDS = 0.01  # how soon a waiting turn looks again
SLOWEST_POLL_SECONDS = 0.1
HEARTBEAT = turns.LEASE / 4  # how often a turn says that its worker lives, while it waits and while it is answered

# Read at every request, so built once.
_TOKEN = select(ConversationRow.token_sha256).where(ConversationRow.id == bindparam("conversation"))


class Desk:
    """Safe for threads; several processes may open the same database. Opening brings its schema to the newest revision.

    `url` is an SQLAlchemy URL; the folder of an SQLite file must exist. `clock` gives aware times. `files` is the
    folder of attachments, made when the first comes. `hasher` is of the operators' passwords; the library's defaults,
    slow on purpose, unless given.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Callable[[], datetime] = utc_now,
        rules: DeskRules | None = None,
        files: Path = Path(".opora") / "attachments",
        hasher: PasswordHasher | None = None,
    ) -> None:
        self.rules = rules or DeskRules()
        self._clock = clock
        self._database = Database(url)
        self._waiting = Waiting(self.rules)
        self._tickets = Tickets(self._waiting)
        self.queue = Queue(self._database, self._tickets, clock)
        store = FileStore(files)
        self.attachments = Attachments(self._database, store, self._tickets, clock)
        self.erasure = Erasure(self._database, store, clock)
        self.upkeep = Upkeep(self._database, self._tickets, self.erasure, self.rules, clock)
        self.live = Live(self._database, self._waiting, clock)
        self.operators = Operators(self._database, clock, hasher)
        self.canned = CannedReplies(self._database)
        self._held = HeldTurns()

    def now(self) -> datetime:
        """By the desk's clock."""
        return self._clock()

    def close(self) -> None:
        self._database.close()

    def ping(self) -> None:
        """Raises DeskUnavailable when the database does not answer."""
        with self._database.read() as connection:
            connection.execute(select(1))

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
                turn = None
                if isinstance(entered, turns.Place):
                    turn = turns.start(connection, entered, now, self._waiting)
            if isinstance(entered, Reply):
                return entered
            if isinstance(entered, turns.InProgress):
                self._wait_for_other_worker(entered)
                continue
            turn = turn or self._wait_for_earlier_turns(entered)
            if turn is not None:
                self._held.add(turn)
                return turn

    def finish_turn(
        self, turn: Turn, reply: Reply, trace: Mapping[str, object], suggestion: Reply | None = None
    ) -> Reply:
        """Stores the reply, and gives what is really to be sent: empty and `relayed` where an operator has taken the
        conversation over meanwhile; the stored reply where this turn was answered before.

        `trace` holds what explains the reply; values that are no JSON are stored as their words. `suggestion` is what
        an operator may answer instead. Raises UnknownConversation and UnknownMessage.
        """
        with self._database.write() as connection:
            sent = turns.finish(connection, turn, reply, trace, suggestion, self._clock(), self._waiting)
        self._held.discard(turn)
        return sent

    def abandon_turn(self, turn: Turn) -> None:
        """No reply will come: the next message goes on, and the same message sent again is tried anew."""
        self._held.discard(turn)
        with self._database.write() as connection:
            turns.abandon(connection, turn)

    def renew_turns(self) -> None:
        """Says of each turn that is being answered here that its worker lives. Due at every HEARTBEAT."""
        held = self._held.attempts()
        if held:
            with self._database.write() as connection:
                turns.renew_all(connection, held, self._clock())

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

    def last_asked(self, conversation_id: str) -> Asked | None:
        """The customer's latest message, where no operator has answered it, for a suggestion to them."""
        with self._database.read() as connection:
            return turns.last_asked(connection, conversation_id)

    def keep_suggestion(self, message_id: str, suggestion: Reply) -> None:
        """What an operator may answer to this message of the customer."""
        with self._database.write() as connection:
            turns.keep_suggestion(connection, message_id, suggestion)

    # Tickets

    def escalate(self, conversation_id: str, reason: Reason, summary: str | None = None) -> Escalation:
        """Opens a ticket, or gives the open one. It is stored when this returns. Raises UnknownConversation."""
        opening = self._opening(conversation_id, reason, summary)
        with self._database.write() as connection:
            return self._tickets.open(connection, conversation_id, opening, self._clock())

    def schedule(self, conversation_id: str, agreed: Callback) -> Escalation:
        """Agrees on a callback: the ticket that waits is scheduled, or a new one opened for it.

        Raises UnknownConversation; WrongPhone and WrongSlot, whose words are for the customer; TakenByAnother where an
        operator owns the conversation.
        """
        checked = callback.check(self.rules.hours, self._clock(), agreed)
        opening = self._opening(conversation_id, Reason.ASKED_FOR_HUMAN, None)
        with self._database.write() as connection:
            return self._tickets.schedule(connection, conversation_id, checked, opening, self._clock())

    def cancel(self, conversation_id: str) -> Escalation:
        """The customer needs nobody any more. Raises UnknownConversation, NoOpenTicket, TakenByAnother."""
        with self._database.write() as connection:
            return self._tickets.cancel(connection, conversation_id, self._clock())

    def escalation(self, conversation_id: str) -> Escalation | None:
        """The open ticket of the conversation."""
        with self._database.read() as connection:
            return self._waiting.escalation(connection, conversation_id, self._clock())

    def hours(self) -> Hours:
        """Whether somebody is there now."""
        return self._waiting.hours(self._clock())

    def callback_slots(self) -> tuple[callback.Slot, ...]:
        """What a customer may choose from."""
        return callback.slots(self.rules.hours, self._clock())

    def next_question(self, conversation_id: str) -> str | None:
        """What the customer who waits is to be asked for, so that an operator need not: one thing at a
        time, each once."""
        with self._database.read() as connection:
            row = open_ticket(connection, conversation_id)
            if row is None or row.status not in WAITING_STATUSES:
                return None
            return question_for(history(connection, conversation_id), Category(row.category), row.callback_phone)

    def _opening(self, conversation_id: str, reason: Reason, summary: str | None) -> Opening:
        with self._database.read() as connection:
            customer = _customer(connection, conversation_id)
            said = history(connection, conversation_id)
        package = package_of(said, customer, reason, summary=summary)
        return Opening(reason, package.summary, package.category, package.priority, package.mood)

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
                turn = turns.start(connection, place, now, self._waiting)
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


def _customer(connection: Connection, conversation_id: str) -> Customer | None:
    row = connection.execute(select(ConversationRow).where(ConversationRow.id == conversation_id)).one_or_none()
    if row is None:
        raise UnknownConversation(conversation_id)
    if row.customer_subject is None:
        return None
    return Customer(row.customer_subject, row.customer_name, row.customer_vip)


def _sha256(token: str) -> str:
    return sha256(token.encode()).hexdigest()
