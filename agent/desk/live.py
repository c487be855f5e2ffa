"""What those who watch a conversation are told at once, and what they tell each other beside words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from agent.desk import outbox
from agent.desk.conversation import Message, Role
from agent.desk.database import Database
from agent.desk.history import by_id
from agent.desk.models import EventKind
from agent.desk.outbox import Event
from agent.desk.read_marks import mark_read, read_up_to
from agent.desk.waiting import Waiting
from agent.reply import Escalation


class Live:
    """Safe for threads; several processes may share one database."""

    def __init__(self, database: Database, waiting: Waiting, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._waiting = waiting
        self._clock = clock

    def last_event_id(self) -> int:
        """Of the newest event. Ask for it before reading what the events are about."""
        with self._database.read() as connection:
            return outbox.last_id(connection)

    def events(self, after: int, conversation_id: str | None = None) -> Sequence[Event]:
        """What came after that event, of one conversation or of all, `outbox.BATCH` events at most."""
        with self._database.read() as connection:
            return outbox.after(connection, after, conversation_id)

    def messages(self, message_ids: Sequence[str]) -> Mapping[str, Message]:
        """Those that are still there, by their ids."""
        with self._database.read() as connection:
            return by_id(connection, list(message_ids))

    def escalations(self, conversation_ids: Sequence[str]) -> Mapping[str, Escalation]:
        """The open tickets of the conversations that have one, as their customers are told of them."""
        with self._database.read() as connection:
            return self._waiting.of_many(connection, conversation_ids, self._clock())

    def customer_types(self, conversation_id: str) -> None:
        with self._database.write() as connection:
            outbox.emit_if_watched(connection, EventKind.TYPING, self._clock(), conversation_id, role=Role.CUSTOMER)

    def customer_read(self, conversation_id: str, message_id: str) -> None:
        """The customer has seen everything up to this message. Raises UnknownMessage."""
        with self._database.write() as connection:
            mark_read(connection, conversation_id, Role.CUSTOMER, message_id, self._clock())

    def read_by_operator(self, conversation_id: str) -> str | None:
        """The last of the customer's messages that an operator has seen."""
        with self._database.read() as connection:
            return read_up_to(connection, conversation_id, by=Role.OPERATOR)
