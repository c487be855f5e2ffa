"""Conversations, messages, turns, tickets with their audit, feedback."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

OPEN = sa.text("status IN ('queued', 'scheduled', 'assigned')")


def moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def of_conversation(table: str) -> tuple[sa.Column[Any], sa.ForeignKeyConstraint]:
    column = sa.Column("conversation_id", sa.String(32), nullable=False)
    name = f"fk_{table}_conversation_id"
    return column, sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        moment("created_at"),
        sa.Column("customer_subject", sa.Text),
        sa.Column("customer_name", sa.Text),
        sa.Column("customer_vip", sa.Boolean, nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.String(64), nullable=False),
        *of_conversation("messages"),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        moment("created_at"),
        sa.Column("client_message_id", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("conversation_id", "seq", name="uq_messages_conversation_id_seq"),
        sa.UniqueConstraint(
            "conversation_id", "client_message_id", name="uq_messages_conversation_id_client_message_id"
        ),
    )
    op.create_table(
        "turns",
        sa.Column("message_id", sa.String(64), nullable=False),
        *of_conversation("turns"),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        moment("claimed_at"),
        sa.Column("reply_id", sa.String(64)),
        sa.Column("reply", sa.JSON),
        sa.Column("trace", sa.JSON),
        sa.PrimaryKeyConstraint("message_id", name="pk_turns"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], "fk_turns_message_id", ondelete="CASCADE"),
        sa.UniqueConstraint("reply_id", name="uq_turns_reply_id"),
    )
    op.create_index("ix_turns_conversation_id_state", "turns", ["conversation_id", "state"])
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer, nullable=False),
        *of_conversation("tickets"),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("operator", sa.Text),
        moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tickets_status_id", "tickets", ["status", "id"])
    op.create_index(
        "uq_tickets_open_conversation",
        "tickets",
        ["conversation_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "ticket_events",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("ticket_id", sa.Integer, nullable=False),
        moment("at"),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_events"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], "fk_ticket_events_ticket_id", ondelete="CASCADE"),
    )
    op.create_index("ix_ticket_events_ticket_id", "ticket_events", ["ticket_id"])
    op.create_table(
        "feedback",
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("rating", sa.Integer, nullable=False),
        sa.Column("comment", sa.Text),
        moment("created_at"),
        sa.PrimaryKeyConstraint("message_id", name="pk_feedback"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], "fk_feedback_message_id", ondelete="CASCADE"),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name="ck_feedback_rating"),
    )


def downgrade() -> None:
    for table in ("feedback", "ticket_events", "tickets", "turns", "messages", "conversations"):
        op.drop_table(table)
