"""Operators with their sessions, notes and canned replies; attachments; the outbox; what a ticket's queue needs."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# Columns are only added to the tables that are there: to change one, SQLite would drop its table, and with it, by the
# foreign keys, what refers to it.
EPOCH = "1970-01-01 00:00:00.000000"


def moment(name: str, *, nullable: bool = False, was: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, server_default=was)


def words(name: str, length: int = 20, *, was: str | None = None) -> sa.Column[Any]:
    """A word of an enumeration; `was`: what the rows have that are there already."""
    return sa.Column(name, sa.String(length), nullable=False, server_default=was)


def reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], f"fk_{table}_{column}", ondelete="CASCADE")


def upgrade() -> None:
    with op.batch_alter_table("conversations") as table:
        table.add_column(sa.Column("customer_read_seq", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("operator_read_seq", sa.Integer, nullable=False, server_default="0"))
    with op.batch_alter_table("messages") as table:
        table.add_column(sa.Column("author", sa.Text))
        table.add_column(sa.Column("reply", sa.JSON))
    with op.batch_alter_table("turns") as table:
        table.add_column(sa.Column("suggestion", sa.JSON))
    _upgrade_tickets()
    op.create_table(
        "attachments",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        words("type", 40),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("stored", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sa.UniqueConstraint("message_id", name="uq_attachments_message_id"),
        reference("attachments", "conversation_id", "conversations"),
        reference("attachments", "message_id", "messages"),
    )
    op.create_index("ix_attachments_conversation_id", "attachments", ["conversation_id"])
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("ticket_id", sa.Integer, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        reference("notes", "ticket_id", "tickets"),
    )
    op.create_index("ix_notes_ticket_id", "notes", ["ticket_id"])
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.String(32)),
        words("kind"),
        sa.Column("data", sa.JSON, nullable=False),
        moment("at"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        reference("events", "conversation_id", "conversations"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_conversation_id_id", "events", ["conversation_id", "id"])
    _create_operators()


def _upgrade_tickets() -> None:
    op.drop_index("ix_tickets_status_id", "tickets")
    with op.batch_alter_table("tickets") as table:
        table.add_column(words("category", was="other"))
        table.add_column(words("priority", was="normal"))
        table.add_column(words("mood", was="calm"))
        table.add_column(moment("queue_key", was=EPOCH))
        table.add_column(sa.Column("callback_phone", sa.Text))
        for name in ("callback_not_before", "callback_not_after", "claimed_at", "reminded_at", "closed_at"):
            table.add_column(moment(name, nullable=True))
        for name in ("opened_position", "opened_operators", "closed_seq"):
            table.add_column(sa.Column(name, sa.Integer))
        table.add_column(sa.Column("outcome", sa.String(20)))
    op.execute("UPDATE tickets SET queue_key = created_at")
    op.create_index("ix_tickets_status_queue_key", "tickets", ["status", "queue_key"])
    with op.batch_alter_table("ticket_events") as table:
        table.add_column(words("action", was="open"))
        table.add_column(sa.Column("operator", sa.Text))
    op.execute("UPDATE ticket_events SET action = 'claim', operator = who WHERE what = 'assigned'")
    op.execute("UPDATE ticket_events SET action = 'resolve' WHERE what = 'resolved'")


def _create_operators() -> None:
    op.create_table(
        "operators",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("token_sha256", sa.String(64)),
        sa.Column("disabled", sa.Boolean, nullable=False),
        moment("created_at"),
        words("presence"),
        moment("seen_at", nullable=True),
        sa.Column("failed_logins", sa.Integer, nullable=False),
        moment("locked_until", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_operators"),
        sa.UniqueConstraint("name", name="uq_operators_name"),
        sa.UniqueConstraint("token_sha256", name="uq_operators_token_sha256"),
    )
    op.create_table(
        "sessions",
        sa.Column("key_sha256", sa.String(64), nullable=False),
        sa.Column("operator_id", sa.Integer, nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        moment("expires_at"),
        sa.PrimaryKeyConstraint("key_sha256", name="pk_sessions"),
        reference("sessions", "operator_id", "operators"),
    )
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_canned_replies"),
    )


def downgrade() -> None:
    for table in ("canned_replies", "sessions", "operators", "events", "notes", "attachments"):
        op.drop_table(table)
    added = {
        "ticket_events": ("action", "operator"),
        "turns": ("suggestion",),
        "messages": ("author", "reply"),
        "conversations": ("customer_read_seq", "operator_read_seq"),
    }
    op.drop_index("ix_tickets_status_queue_key", "tickets")
    added["tickets"] = (
        *("category", "priority", "mood", "queue_key", "callback_phone", "callback_not_before", "callback_not_after"),
        *("claimed_at", "reminded_at", "closed_at", "opened_position", "opened_operators", "closed_seq"),
        "outcome",
    )
    for table, columns in added.items():
        for column in columns:
            op.drop_column(table, column)
    op.create_index("ix_tickets_status_id", "tickets", ["status", "id"])
