"""Adding messages to a conversation, each under the next number.

Every function works inside the caller's transaction.
"""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, bindparam, insert, select, update

from agent.desk import outbox
from agent.desk.conversation import Message, Role
from agent.desk.errors import UnknownConversation
from agent.desk.history import SAID, message_of
from agent.desk.models import ConversationRow, EventKind, MessageRow
from agent.reply import Reply

# The statements are built here, once: building one takes four times as long as running it.
_NEXT_SEQ = (
    update(ConversationRow)
    .where(ConversationRow.id == bindparam("conversation"))
    .values(last_seq=ConversationRow.last_seq + 1)
    .returning(ConversationRow.last_seq)
)
_ADD = insert(MessageRow)
_SENT = SAID.where(
    MessageRow.conversation_id == bindparam("conversation"), MessageRow.client_message_id == bindparam("client")
)
_PLACE = select(MessageRow.seq).where(
    MessageRow.id == bindparam("message"), MessageRow.conversation_id == bindparam("conversation")
)


def new_id() -> str:
    return uuid4().hex


def next_seq(connection: Connection, conversation_id: str) -> int:
    """The next number of the conversation, which no other transaction can change until this one ends.

    Raises UnknownConversation.
    """
    seq = connection.execute(_NEXT_SEQ, {"conversation": conversation_id}).scalar_one_or_none()
    if seq is None:
        raise UnknownConversation(conversation_id)
    return seq


def add(
    connection: Connection,
    conversation_id: str,
    role: Role,
    text: str,
    now: datetime,
    *,
    seq: int,
    message_id: str | None = None,
    author: str | None = None,
    reply: Reply | None = None,
    client_message_id: str | None = None,
) -> Message:
    """Stores the message. Telling those who watch is left to the caller, who knows whether somebody does."""
    message = Message(message_id or new_id(), role, text, now, reply, author)
    connection.execute(
        _ADD,
        {
            "id": message.id,
            "conversation_id": conversation_id,
            "seq": seq,
            "role": role,
            "text": text,
            "created_at": now,
            "client_message_id": client_message_id,
            "author": author,
            "reply": reply,
        },
    )
    return message


def tell(connection: Connection, conversation_id: str, message: Message, now: datetime) -> None:
    """Tells those who watch the conversation, if anybody does."""
    outbox.emit_if_watched(connection, EventKind.MESSAGE, now, conversation_id, message_id=message.id)


def sent(connection: Connection, conversation_id: str, client_message_id: str) -> Message | None:
    """The message that was stored under its client's name for it."""
    row = connection.execute(_SENT, {"conversation": conversation_id, "client": client_message_id}).one_or_none()
    return None if row is None else message_of(row)


def seq_of(connection: Connection, conversation_id: str, message_id: str) -> int | None:
    """The number of the message; None where this conversation has no such message."""
    return connection.execute(_PLACE, {"message": message_id, "conversation": conversation_id}).scalar_one_or_none()
