"""What was said, read back from the tables."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from agent.desk.conversation import Attachment, Message
from agent.desk.models import AttachmentRow, MessageRow, TurnRow

# Messages with the reply that they carry, and the file that they consist of.
SAID = (
    select(
        MessageRow.conversation_id,
        MessageRow.id,
        MessageRow.role,
        MessageRow.text,
        MessageRow.created_at,
        MessageRow.author,
        MessageRow.reply.label("told"),
        TurnRow.reply,
        AttachmentRow.id.label("file_id"),
        AttachmentRow.name,
        AttachmentRow.type,
        AttachmentRow.size,
    )
    .outerjoin(TurnRow, TurnRow.reply_id == MessageRow.id)
    .outerjoin(AttachmentRow, AttachmentRow.message_id == MessageRow.id)
)
_HISTORY = SAID.where(MessageRow.conversation_id == bindparam("conversation")).order_by(MessageRow.seq)
_BY_ID = SAID.where(MessageRow.id.in_(bindparam("ids", expanding=True)))


def message_of(row: Row[*tuple[Any, ...]]) -> Message:
    file = (Attachment(row.file_id, row.name, row.type, row.size),) if row.file_id else ()
    return Message(row.id, row.role, row.text, row.created_at, row.reply or row.told, row.author, file)


def history(connection: Connection, conversation_id: str) -> tuple[Message, ...]:
    """The whole conversation, in the order in which it was stored."""
    return tuple(message_of(row) for row in connection.execute(_HISTORY, {"conversation": conversation_id}))


def by_id(connection: Connection, message_ids: list[str]) -> dict[str, Message]:
    """Those of the messages that are still there."""
    return {row.id: message_of(row) for row in connection.execute(_BY_ID, {"ids": message_ids})}
