"""Which conversations a telephone number or an e-mail was given in."""

from typing import Any

from sqlalchemy import CompoundSelect, Connection, Text, cast, or_, select, union_all

from agent.desk.contact import Contact
from agent.desk.conversation import Role
from agent.desk.models import (
    AttachmentRow,
    ConversationRow,
    FeedbackRow,
    MessageRow,
    NoteRow,
    TicketEventRow,
    TicketRow,
    TurnRow,
)

READ_AT_ONCE = 1000  # texts that are held in memory

# All that people wrote, or that names them. The agent's own words come from the articles, whose numbers are the
# company's, or from the customer's words, which stand here.
_WRITTEN: CompoundSelect[Any] = union_all(
    select(MessageRow.conversation_id, MessageRow.text).where(MessageRow.role != Role.AGENT),
    select(AttachmentRow.conversation_id, AttachmentRow.name),
    select(TicketRow.conversation_id, TicketRow.summary),
    select(TicketRow.conversation_id, TicketRow.callback_phone),
    select(TicketRow.conversation_id, NoteRow.text).join(NoteRow, NoteRow.ticket_id == TicketRow.id),
    select(TicketRow.conversation_id, TicketEventRow.why).join(
        TicketEventRow, TicketEventRow.ticket_id == TicketRow.id
    ),
    select(MessageRow.conversation_id, FeedbackRow.comment).join(FeedbackRow, FeedbackRow.message_id == MessageRow.id),
    select(ConversationRow.id, ConversationRow.customer_name),
    select(ConversationRow.id, ConversationRow.customer_subject),
)


def conversations(connection: Connection, contact: Contact) -> tuple[str, ...]:
    """The ids of those that hold it. Works inside the caller's transaction."""
    found: set[str] = set()
    if contact.is_phone:
        found.update(connection.execute(_called_back(contact.value)).scalars())
    for conversation_id, text in connection.execute(_WRITTEN, execution_options={"yield_per": READ_AT_ONCE}):
        if text and conversation_id not in found and contact.is_in(text):
            found.add(conversation_id)
    return tuple(sorted(found))


def _called_back(phone: str) -> CompoundSelect[Any]:
    """A callback may have been agreed anew with another number: then the first one stands in what was replied."""
    agreed = f'"phone":"{phone}"'
    replies = (TurnRow.reply, TurnRow.suggestion)
    return union_all(
        select(TurnRow.conversation_id).where(or_(*(cast(reply, Text).contains(agreed) for reply in replies))),
        select(MessageRow.conversation_id).where(cast(MessageRow.reply, Text).contains(agreed)),
    )
