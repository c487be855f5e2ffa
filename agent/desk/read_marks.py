"""How far each side has read.

Every function works inside the caller's transaction.
"""

from datetime import datetime

from sqlalchemy import Connection, select, update

from agent.desk import messages, outbox
from agent.desk.conversation import Role
from agent.desk.errors import UnknownMessage
from agent.desk.models import ConversationRow, EventKind, MessageRow


def mark_read(connection: Connection, conversation_id: str, role: Role, message_id: str, now: datetime) -> None:
    """This side has seen everything up to this message; a mark never goes back. Raises UnknownMessage."""
    seq = messages.seq_of(connection, conversation_id, message_id)
    if seq is None:
        raise UnknownMessage(message_id)
    mark = ConversationRow.customer_read_seq if role is Role.CUSTOMER else ConversationRow.operator_read_seq
    moved = connection.execute(
        update(ConversationRow).where(ConversationRow.id == conversation_id, mark < seq).values({mark: seq})
    )
    if moved.rowcount:
        outbox.emit_if_watched(connection, EventKind.READ, now, conversation_id, role=role, message_id=message_id)


def read_up_to(connection: Connection, conversation_id: str, by: Role) -> str | None:
    """The last message of the other side that this one has seen."""
    mark = ConversationRow.customer_read_seq if by is Role.CUSTOMER else ConversationRow.operator_read_seq
    others = Role.OPERATOR if by is Role.CUSTOMER else Role.CUSTOMER
    return connection.execute(
        select(MessageRow.id)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(ConversationRow.id == conversation_id, MessageRow.role == others, MessageRow.seq <= mark)
        .order_by(MessageRow.seq.desc())
        .limit(1)
    ).scalar_one_or_none()
