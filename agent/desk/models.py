"""The tables of the desk. The rules by which they change stand in turns.py and tickets.py."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from agent.desk.conversation import Role
from agent.desk.lifecycle import OPEN_STATUSES, Action
from agent.reply import Reason, Reply, TicketStatus


class TurnState(StrEnum):
    OPEN = "open"  # a worker is making the answer, or died while it did
    ANSWERED = "answered"
    ABANDONED = "abandoned"  # the worker gave up; the same message sent again takes the turn over


class Presence(StrEnum):
    """What an operator says of themselves; whether they are there at all is seen from `seen_at`."""

    ONLINE = "online"
    AWAY = "away"


class EventKind(StrEnum):
    MESSAGE = "message"
    TICKET = "ticket"
    NOTE = "note"
    TYPING = "typing"
    READ = "read"
    OPERATORS = "operators"


_OPEN = text(f"status IN ({', '.join(repr(status.value) for status in OPEN_STATUSES)})")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment. SQLite keeps no offset, so all of them are UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class StoredReply(TypeDecorator[Reply]):
    """A Reply as the JSON that the customer receives."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Reply | None, dialect: Dialect) -> dict[str, Any] | None:
        return None if value is None else value.model_dump(mode="json")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Reply | None:
        return None if value is None else Reply.model_validate(value)


def _words(kind: type[StrEnum]) -> Enum:
    """A column of an enumeration's values, as plain text: a new value needs no migration."""
    return Enum(
        kind, native_enum=False, length=20, values_callable=lambda members: [member.value for member in members]
    )


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class ConversationRow(Base):
    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    customer_subject: Mapped[str | None] = mapped_column(Text)
    customer_name: Mapped[str | None] = mapped_column(Text)
    customer_vip: Mapped[bool]
    last_seq: Mapped[int]  # of its messages; growing it locks the conversation for the transaction
    customer_read_seq: Mapped[int] = mapped_column(default=0)  # both sides have seen everything up to these messages
    operator_read_seq: Mapped[int] = mapped_column(default=0)


class MessageRow(Base):
    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_message_id"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    seq: Mapped[int]  # the order of the conversation; numbers may be missing
    role: Mapped[Role] = mapped_column(_words(Role))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    client_message_id: Mapped[str | None] = mapped_column(Text)
    author: Mapped[str | None] = mapped_column(Text)  # the operator's name
    # Of an operator's message what it cites; of a notice what it tells of the ticket. An answer's stands in its turn.
    reply: Mapped[Reply | None] = mapped_column(StoredReply)


class AttachmentRow(Base):
    """A file that a message consists of; its bytes lie in the files' folder."""

    __tablename__ = "attachments"
    __table_args__ = (UniqueConstraint("message_id"), Index(None, "conversation_id"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)  # as people read it
    type: Mapped[str] = mapped_column(String(40))  # media type, by the content
    size: Mapped[int]  # bytes
    stored: Mapped[str] = mapped_column(Text)  # its name in the folder


class TurnRow(Base):
    """The answering of one customer's message."""

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("reply_id"), Index(None, "conversation_id", "state"))

    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    seq: Mapped[int]  # of the customer's message
    state: Mapped[TurnState] = mapped_column(_words(TurnState))
    attempt: Mapped[int]
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)  # last sign of life of its worker
    reply_id: Mapped[str | None] = mapped_column(String(64))  # no message has this id where the reply was relayed
    reply: Mapped[Reply | None] = mapped_column(StoredReply)
    trace: Mapped[Mapping[str, object] | None] = mapped_column(JSON(none_as_null=True))
    suggestion: Mapped[Reply | None] = mapped_column(StoredReply)  # what the agent would answer, for an operator


class TicketRow(Base):
    __tablename__ = "tickets"
    __table_args__ = (
        Index(
            "uq_tickets_open_conversation",
            "conversation_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(None, "status", "queue_key"),
        {"sqlite_autoincrement": True},  # the number of a deleted ticket is never given again
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    reason: Mapped[Reason] = mapped_column(_words(Reason))
    status: Mapped[TicketStatus] = mapped_column(_words(TicketStatus))
    summary: Mapped[str] = mapped_column(Text)
    operator: Mapped[str | None] = mapped_column(Text)  # who owns the conversation while the ticket is assigned
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    category: Mapped[str] = mapped_column(String(20))
    priority: Mapped[str] = mapped_column(String(20))
    mood: Mapped[str] = mapped_column(String(20))  # of the customer as the ticket was opened
    queue_key: Mapped[datetime] = mapped_column(UtcDateTime)  # the earliest is the next; see queue.py
    callback_phone: Mapped[str | None] = mapped_column(Text)  # E.164
    callback_not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    callback_not_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # How it stood when the customer began to wait; null where the desk was closed or nobody was there.
    opened_position: Mapped[int | None]
    opened_operators: Mapped[int | None]
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # for the first time
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when the customer was told that it takes long
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_seq: Mapped[int | None]  # of the notice that told the customer
    outcome: Mapped[str | None] = mapped_column(String(20))


class TicketEventRow(Base):
    """The audit of tickets: written in the transaction that makes the change, never changed."""

    __tablename__ = "ticket_events"
    __table_args__ = (Index(None, "ticket_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str] = mapped_column(Text)  # "agent", "customer" or the operator's name
    action: Mapped[Action] = mapped_column(_words(Action))
    what: Mapped[TicketStatus] = mapped_column(_words(TicketStatus))  # the status that the ticket got
    operator: Mapped[str | None] = mapped_column(Text)  # who owns it from now on
    why: Mapped[str] = mapped_column(Text)


class NoteRow(Base):
    """What operators tell each other; the customer does not see it."""

    __tablename__ = "notes"
    __table_args__ = (Index(None, "ticket_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    author: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EventRow(Base):
    """The outbox: what somebody who watches has to be told of. It names what changed, and holds none of its words."""

    __tablename__ = "events"
    __table_args__ = (Index(None, "conversation_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)  # grows in the order of the commits
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    kind: Mapped[EventKind] = mapped_column(_words(EventKind))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class OperatorRow(Base):
    __tablename__ = "operators"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)  # to log in with, and as the customer reads it
    password_hash: Mapped[str | None] = mapped_column(Text)  # argon2; null: a program, which has a token alone
    token_sha256: Mapped[str | None] = mapped_column(String(64), unique=True)
    disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    presence: Mapped[Presence] = mapped_column(_words(Presence), default=Presence.ONLINE)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # last sign of life
    failed_logins: Mapped[int] = mapped_column(default=0)  # since the last one that succeeded
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SessionRow(Base):
    """An operator who is logged in."""

    __tablename__ = "sessions"

    key_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)  # of the cookie's value
    operator_id: Mapped[int] = mapped_column(ForeignKey("operators.id", ondelete="CASCADE"))
    csrf: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CannedReplyRow(Base):
    """Words that operators need often."""

    __tablename__ = "canned_replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)


class FeedbackRow(Base):
    __tablename__ = "feedback"
    __table_args__ = (CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),)

    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    rating: Mapped[int]
    comment: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
