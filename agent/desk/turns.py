"""The rules of turns: messages are answered one at a time and in order, each once, whoever sends and whoever answers.

Every function works inside the caller's transaction. All workers see one another through the database alone: a turn is
open while a worker makes its answer, and a worker that gave no sign of life for the lease counts as dead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, and_, bindparam, insert, or_, select, update

from agent.desk import tickets
from agent.desk.conversation import AnsweredTurn, Message, Role, Turn
from agent.desk.errors import UnknownConversation, UnknownMessage
from agent.desk.history import SAID, message_of
from agent.desk.models import ConversationRow, MessageRow, TurnRow, TurnState
from agent.reply import OutcomeKind, Reply

LEASE = timedelta(seconds=120)  # longer than a model's slow answer, shorter than a customer's patience
HISTORY_LIMIT = 40  # messages before a turn that are given with it: no decision looks further back


# The statements are built here, once: building one takes four times as long as running it.
_NEXT_SEQ = (
    update(ConversationRow)
    .where(ConversationRow.id == bindparam("conversation"))
    .values(last_seq=ConversationRow.last_seq + 1)
    .returning(ConversationRow.last_seq)
)
_ADD_MESSAGE = insert(MessageRow)
_ADD_TURN = insert(TurnRow)
_LIVING = and_(TurnRow.state == TurnState.OPEN, TurnRow.claimed_at > bindparam("dead_since"))
_OF_CONVERSATION = TurnRow.conversation_id == bindparam("conversation")
_OF_MESSAGE = TurnRow.message_id == bindparam("message")
_HELD = and_(_OF_MESSAGE, TurnRow.attempt == bindparam("held"), TurnRow.state == TurnState.OPEN)
_EARLIER = select(TurnRow.message_id).where(_OF_CONVERSATION, TurnRow.seq < bindparam("before"), _LIVING).limit(1)
_IN_PROGRESS = select(TurnRow.message_id).where(_OF_MESSAGE, _LIVING)
_REPLY = select(TurnRow.reply).where(_OF_MESSAGE, _OF_CONVERSATION)
_CHANGE = update(TurnRow).where(_OF_MESSAGE)
_CHANGE_HELD = update(TurnRow).where(_HELD)
_KNOWN = (
    select(MessageRow.text, TurnRow)
    .join(TurnRow, TurnRow.message_id == MessageRow.id)
    .where(MessageRow.conversation_id == bindparam("conversation"), MessageRow.client_message_id == bindparam("client"))
)
_BEFORE = (
    SAID.where(
        MessageRow.conversation_id == bindparam("conversation"),
        # The answer to an earlier message may have been stored after this message.
        or_(MessageRow.seq < bindparam("before"), TurnRow.seq < bindparam("before")),
    )
    .order_by(MessageRow.seq.desc())
    .limit(HISTORY_LIMIT)
)
_ANSWERED = (
    select(TurnRow.conversation_id, TurnRow.seq, TurnRow.reply, MessageRow.text)
    .join(MessageRow, MessageRow.id == TurnRow.message_id)
    .where(TurnRow.reply_id == bindparam("reply"))
)


@dataclass(frozen=True, slots=True)
class Place:
    """A message's place in the line of its conversation, held by this worker."""

    conversation_id: str
    message_id: str
    seq: int
    attempt: int
    text: str


@dataclass(frozen=True, slots=True)
class InProgress:
    """Another worker holds the turn of this message."""

    message_id: str


def enter(
    connection: Connection, conversation_id: str, text: str, client_message_id: str | None, now: datetime
) -> Place | InProgress | Reply:
    """Stores the message and takes its place. A known message gives its reply, or the place that a dead worker held.

    Raises UnknownConversation.
    """
    seq = _next_seq(connection, conversation_id)
    if client_message_id is not None:
        known = _known(connection, conversation_id, client_message_id, now)
        if known is not None:
            return known
    place = Place(conversation_id, uuid4().hex, seq, attempt=1, text=text)
    message = {
        "id": place.message_id,
        "conversation_id": conversation_id,
        "seq": seq,
        "role": Role.CUSTOMER,
        "text": text,
        "created_at": now,
        "client_message_id": client_message_id,
    }
    turn = {
        "message_id": place.message_id,
        "conversation_id": conversation_id,
        "seq": seq,
        "state": TurnState.OPEN,
        "attempt": place.attempt,
        "claimed_at": now,
    }
    connection.execute(_ADD_MESSAGE, message)
    connection.execute(_ADD_TURN, turn)
    return place


def start(connection: Connection, place: Place, now: datetime) -> Turn | None:
    """The turn, when every earlier message is answered, given up, or its worker dead; else None."""
    if blocked(connection, place, now):
        return None
    history = _before(connection, place.conversation_id, place.seq)
    escalation = tickets.open_escalation(connection, place.conversation_id)
    return Turn(place.conversation_id, place.message_id, place.text, history, escalation, place.attempt)


def blocked(connection: Connection, place: Place, now: datetime) -> bool:
    """Whether an earlier message of the conversation is still being answered."""
    line = {"conversation": place.conversation_id, "before": place.seq, "dead_since": now - LEASE}
    return connection.execute(_EARLIER, line).first() is not None


def in_progress(connection: Connection, message_id: str, now: datetime) -> bool:
    """Whether a living worker makes the answer to this message."""
    return connection.execute(_IN_PROGRESS, {"message": message_id, "dead_since": now - LEASE}).first() is not None


def renew(connection: Connection, place: Place, now: datetime) -> bool:
    """Gives a sign of life; False when another worker has taken the place over."""
    held = {"message": place.message_id, "held": place.attempt}
    return connection.execute(_CHANGE_HELD, {**held, "claimed_at": now}).rowcount == 1


def finish(connection: Connection, turn: Turn, reply: Reply, trace: Mapping[str, object]) -> Reply:
    """Stores the reply and gives what is really sent: a relayed reply where an operator owns the conversation by now,
    the stored one where another worker was first. Raises UnknownConversation and UnknownMessage."""
    seq = _next_seq(connection, turn.conversation_id)
    stored = connection.execute(
        _REPLY, {"message": turn.message_id, "conversation": turn.conversation_id}
    ).one_or_none()
    if stored is None:
        raise UnknownMessage(turn.message_id)
    if stored.reply is not None:
        first: Reply = stored.reply
        return first
    sent = _unless_owned(connection, turn.conversation_id, reply)
    answered = {"state": TurnState.ANSWERED, "reply_id": sent.id, "reply": sent, "trace": dict(trace)}
    connection.execute(_CHANGE, {"message": turn.message_id, **answered})
    if sent.outcome is not OutcomeKind.RELAYED:
        message = {
            "id": sent.id,
            "conversation_id": turn.conversation_id,
            "seq": seq,
            "role": Role.AGENT,
            "text": sent.text,
            "created_at": sent.created_at,
        }
        connection.execute(_ADD_MESSAGE, message)
    return sent


def abandon(connection: Connection, turn: Turn) -> None:
    """Lets the next message go on; nothing happens when the turn was answered or another worker has it."""
    held = {"message": turn.message_id, "held": turn.attempt}
    connection.execute(_CHANGE_HELD, {**held, "state": TurnState.ABANDONED})


def answered(connection: Connection, reply_id: str) -> AnsweredTurn:
    """The turn that ended with this reply. Raises UnknownMessage."""
    row = connection.execute(_ANSWERED, {"reply": reply_id}).one_or_none()
    if row is None:
        raise UnknownMessage(reply_id)
    return AnsweredTurn(row.text, _before(connection, row.conversation_id, row.seq), row.reply)


def _before(connection: Connection, conversation_id: str, seq: int) -> tuple[Message, ...]:
    """What was said before the message of this number, oldest first."""
    line = {"conversation": conversation_id, "before": seq}
    return tuple(message_of(row) for row in reversed(connection.execute(_BEFORE, line).all()))


def _next_seq(connection: Connection, conversation_id: str) -> int:
    """The next number of the conversation, which no other transaction can change until this one ends."""
    seq = connection.execute(_NEXT_SEQ, {"conversation": conversation_id}).scalar_one_or_none()
    if seq is None:
        raise UnknownConversation(conversation_id)
    return seq


def _known(
    connection: Connection, conversation_id: str, client_message_id: str, now: datetime
) -> Place | InProgress | Reply | None:
    sent = {"conversation": conversation_id, "client": client_message_id}
    row = connection.execute(_KNOWN, sent).one_or_none()
    if row is None:
        return None
    if row.reply is not None:
        reply: Reply = row.reply
        return reply
    if row.state is TurnState.OPEN and row.claimed_at > now - LEASE:
        return InProgress(row.message_id)
    place = Place(conversation_id, row.message_id, row.seq, row.attempt + 1, row.text)
    again = {"state": TurnState.OPEN, "attempt": place.attempt, "claimed_at": now}
    connection.execute(_CHANGE, {"message": place.message_id, **again})
    return place


def _unless_owned(connection: Connection, conversation_id: str, reply: Reply) -> Reply:
    escalation = tickets.open_escalation(connection, conversation_id)
    if not tickets.is_owned(escalation):
        return reply
    return Reply(id=reply.id, created_at=reply.created_at, outcome=OutcomeKind.RELAYED, text="", escalation=escalation)
