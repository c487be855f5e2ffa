"""Deleting conversations for good: at a customer's request, and when they have been silent for long enough.

Rows go first, in one transaction, their files after it; whatever a crash leaves is files that no row names, and the
next sweep removes them. On SQLite the words are gone from the database's own files too: see database.py.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select

from agent.desk import mentions, outbox
from agent.desk.contact import Contact
from agent.desk.database import Database
from agent.desk.errors import UnknownConversation, UnknownTicket
from agent.desk.file_errors import FilesUnavailable
from agent.desk.file_store import FileStore
from agent.desk.lifecycle import OPEN_STATUSES
from agent.desk.models import AttachmentRow, ConversationRow, EventKind, MessageRow, TicketRow
from agent.desk.waiting import id_of

logger = logging.getLogger(__name__)

CHUNK = 1000  # ids in one statement: SQLite takes 32,766 at most
RETENTION_BATCH = 100  # conversations of one transaction; other writers of SQLite wait for it, some 50 ms
YOUNGEST_SWEPT = timedelta(hours=1)  # a file is saved a moment before the row that names it

_HAS_OPEN_TICKET = (
    select(TicketRow.id)
    .where(TicketRow.conversation_id == ConversationRow.id, TicketRow.status.in_(OPEN_STATUSES))
    .exists()
)


@dataclass(frozen=True, slots=True)
class Erased:
    """How much is deleted, or would be."""

    conversations: int = 0
    messages: int = 0
    tickets: int = 0
    open_tickets: int = 0  # of these tickets
    files: int = 0

    def __add__(self, other: "Erased") -> "Erased":
        return Erased(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


class Erasure:
    """Safe for threads; several processes may share one database and one folder.

    A request has two steps, so that whoever asks for it can see its extent: find the conversations, then `forget` them.
    """

    def __init__(self, database: Database, store: FileStore, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._store = store
        self._clock = clock

    # Whose: the ids of the conversations

    def of_customer(self, subject: str) -> tuple[str, ...]:
        """Of the customer whom the shop's own site calls so."""
        with self._database.read() as connection:
            return _ids(connection, ConversationRow.customer_subject == subject)

    def of_conversation(self, conversation_id: str) -> tuple[str, ...]:
        """Raises UnknownConversation."""
        with self._database.read() as connection:
            found = _ids(connection, ConversationRow.id == conversation_id)
        if not found:
            raise UnknownConversation(conversation_id)
        return found

    def of_ticket(self, number: str) -> tuple[str, ...]:
        """The whole conversation that the ticket is part of. Raises UnknownTicket."""
        with self._database.read() as connection:
            found = connection.execute(select(TicketRow.conversation_id).where(TicketRow.id == id_of(number)))
            ids = tuple(found.scalars())
        if not ids:
            raise UnknownTicket(number)
        return ids

    def of_contact(self, written: str) -> tuple[str, ...]:
        """Those in which a person gave this telephone number or e-mail, however spelled. Reads all that was ever
        written: a few seconds for a million messages. Raises WrongContact."""
        contact = Contact.read(written)
        with self._database.read() as connection:
            return mentions.conversations(connection, contact)

    # Deleting

    def count(self, conversation_ids: Sequence[str]) -> Erased:
        """What `forget` would delete now."""
        with self._database.read() as connection:
            return sum((_count(connection, ids) for ids in _chunks(conversation_ids)), Erased())

    def forget(self, conversation_ids: Sequence[str]) -> Erased:
        """Deletes the conversations with all that belongs to them, open tickets too. Those that are gone already are
        no error. Raises FilesUnavailable when all is done but for some files, which the sweep tries again."""
        with self._database.write() as connection:
            erased, files = _delete(connection, conversation_ids)
        if erased.tickets:
            self._tell_the_desk()
        self._database.scrub()
        self._delete_files(files)
        return erased

    def _tell_the_desk(self) -> None:
        # Apart from the deletion: who emits an event holds off all who do, and some of those wait for a conversation.
        with self._database.write() as connection:
            outbox.emit(connection, EventKind.TICKET, self._clock())

    def _delete_files(self, names: Sequence[str]) -> None:
        failed: FilesUnavailable | None = None
        for name in names:
            try:
                self._store.delete(name)
            except FilesUnavailable as error:
                failed = error
        if failed is not None:
            raise failed

    # What the desk's upkeep does

    def forget_silent(self, since: datetime) -> bool:
        """Deletes conversations in which nothing was said since then and no ticket is open, `RETENTION_BATCH` at most;
        gives whether there may be more."""
        silent = _silent_since(since)
        with self._database.read() as connection:
            ids = _ids(connection, silent, limit=RETENTION_BATCH)
        if not ids:
            return False
        with self._database.write() as connection:
            erased, files = _delete(connection, ids, only=silent)
        logger.info("retention: deleted %s", erased)
        self._delete_files(files)
        return len(ids) == RETENTION_BATCH

    def sweep(self) -> None:
        """Removes what crashes have left: files that no row names, and deleted words in SQLite's log of changes."""
        before = self._clock() - YOUNGEST_SWEPT
        self._store.delete_unfinished(before)
        left = set(self._store.names(before))
        if left:
            with self._database.read() as connection:
                left.difference_update(connection.execute(select(AttachmentRow.stored)).scalars())
        if left:
            logger.warning("deleting %d files that belong to no conversation", len(left))
        self._delete_files(tuple(left))
        self._database.scrub()


def _delete(
    connection: Connection, conversation_ids: Sequence[str], only: ColumnElement[bool] | None = None
) -> tuple[Erased, list[str]]:
    """What was deleted, and the names of the files to delete now. `only` is looked at again under the lock."""
    erased = Erased()
    files: list[str] = []
    # In one order, so that two who delete do not wait for each other.
    for chunk in _chunks(sorted(conversation_ids)):
        wanted = ConversationRow.id.in_(chunk)
        locked = select(ConversationRow.id).where(wanted).order_by(ConversationRow.id).with_for_update()
        connection.execute(locked).all()
        ids = _ids(connection, wanted if only is None else and_(wanted, only))
        erased += _count(connection, ids)
        files += connection.execute(
            select(AttachmentRow.stored).where(AttachmentRow.conversation_id.in_(ids))
        ).scalars()
        # The foreign keys take everything else with it.
        connection.execute(delete(ConversationRow).where(ConversationRow.id.in_(ids)))
    return erased, files


def _silent_since(moment: datetime) -> ColumnElement[bool]:
    spoken = (
        select(MessageRow.id)
        .where(MessageRow.conversation_id == ConversationRow.id, MessageRow.created_at >= moment)
        .exists()
    )
    return and_(ConversationRow.created_at < moment, ~spoken, ~_HAS_OPEN_TICKET)


def _count(connection: Connection, ids: Sequence[str]) -> Erased:
    def count(column: ColumnElement[str], *more: ColumnElement[bool]) -> int:
        return connection.execute(select(func.count()).where(column.in_(ids), *more)).scalar_one()

    return Erased(
        conversations=count(ConversationRow.id.expression),
        messages=count(MessageRow.conversation_id.expression),
        tickets=count(TicketRow.conversation_id.expression),
        open_tickets=count(TicketRow.conversation_id.expression, TicketRow.status.in_(OPEN_STATUSES)),
        files=count(AttachmentRow.conversation_id.expression),
    )


def _ids(connection: Connection, wanted: ColumnElement[bool], limit: int | None = None) -> tuple[str, ...]:
    return tuple(connection.execute(select(ConversationRow.id).where(wanted).limit(limit)).scalars())


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
