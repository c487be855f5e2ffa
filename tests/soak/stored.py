"""What the database holds after a soak."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, create_engine, select

from agent.desk.models import EventRow, MessageRow, TicketEventRow, TicketRow, TurnRow

Rows = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class Stored:
    """Each in the order in which it was stored."""

    messages: Rows
    turns: Rows
    tickets: Rows
    audit: Rows
    events: Rows  # of the outbox

    def messages_of(self, conversation_id: str) -> Rows:
        return [each for each in self.messages if each.conversation_id == conversation_id]


def read_stored(url: str) -> Stored:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = Stored(
            messages=connection.execute(select(MessageRow).order_by(MessageRow.conversation_id, MessageRow.seq)).all(),
            turns=connection.execute(select(TurnRow).order_by(TurnRow.conversation_id, TurnRow.seq)).all(),
            tickets=connection.execute(select(TicketRow).order_by(TicketRow.id)).all(),
            audit=connection.execute(select(TicketEventRow).order_by(TicketEventRow.id)).all(),
            events=connection.execute(select(EventRow).order_by(EventRow.id)).all(),
        )
    engine.dispose()
    return found
