"""What was said, read back from the tables."""

from datetime import datetime

from sqlalchemy import Connection, Row, select

from agent.desk.conversation import Message, Role
from agent.desk.models import MessageRow, TurnRow
from agent.reply import Reply

# Messages with the reply that they carry; joined to the turn that they answer, if any.
SAID = select(
    MessageRow.conversation_id, MessageRow.id, MessageRow.role, MessageRow.text, MessageRow.created_at, TurnRow.reply
).outerjoin(TurnRow, TurnRow.reply_id == MessageRow.id)


def message_of(row: Row[str, str, Role, str, datetime, Reply | None]) -> Message:
    return Message(row.id, row.role, row.text, row.created_at, row.reply)


def history(connection: Connection, conversation_id: str) -> tuple[Message, ...]:
    """The whole conversation, in the order in which it was stored."""
    rows = connection.execute(SAID.where(MessageRow.conversation_id == conversation_id).order_by(MessageRow.seq))
    return tuple(message_of(row) for row in rows)
