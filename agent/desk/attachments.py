"""The files that customers and operators send each other: each is a message of its own in the conversation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, func, insert, select

from agent.desk import messages
from agent.desk.conversation import Attachment, Message, Role
from agent.desk.database import Database
from agent.desk.file_errors import NoSuchFile, TooManyFiles
from agent.desk.file_store import FileStore
from agent.desk.files import TakenFile
from agent.desk.models import AttachmentRow
from agent.desk.tickets import Tickets

FILES_A_CONVERSATION = 50  # more is no request for help


@dataclass(frozen=True, slots=True)
class StoredFile:
    attachment: Attachment
    path: Path


class Attachments:
    """Safe for threads; several processes may share one database and one folder.

    A file is stored before its row, and its row deleted before the file: what a crash leaves is a file that no row
    names, which the erasure of old data removes.
    """

    def __init__(self, database: Database, store: FileStore, tickets: Tickets, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._store = store
        self._tickets = tickets
        self._clock = clock

    def from_customer(self, conversation_id: str, file: TakenFile) -> Message:
        """Raises UnknownConversation, TooManyFiles and FilesUnavailable."""
        return self._keep(file, lambda connection: (conversation_id, Role.CUSTOMER, None))

    def from_operator(self, number: str, operator: str, file: TakenFile) -> Message:
        """Raises UnknownTicket, NotYours, TooManyFiles and FilesUnavailable."""
        return self._keep(
            file, lambda connection: (self._tickets.owned(connection, number, operator), Role.OPERATOR, operator)
        )

    def file(self, attachment_id: str, conversation_id: str | None = None) -> StoredFile:
        """The file, by the id of its attachment; of this conversation alone, if one is given. Raises NoSuchFile."""
        wanted = select(AttachmentRow).where(AttachmentRow.id == attachment_id)
        if conversation_id is not None:
            wanted = wanted.where(AttachmentRow.conversation_id == conversation_id)
        with self._database.read() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise NoSuchFile(attachment_id)
        return StoredFile(Attachment(row.id, row.name, row.type, row.size), self._store.path(row.stored))

    def _keep(self, file: TakenFile, place: Callable[[Connection], tuple[str, Role, str | None]]) -> Message:
        stored = self._store.save(file.data)
        try:
            with self._database.write() as connection:
                conversation_id, role, author = place(connection)
                seq = messages.next_seq(connection, conversation_id)
                _check_room(connection, conversation_id)
                now = self._clock()
                message = messages.add(connection, conversation_id, role, "", now, seq=seq, author=author)
                attachment = Attachment(uuid4().hex, file.name, file.type, file.size)
                connection.execute(
                    insert(AttachmentRow).values(
                        id=attachment.id,
                        conversation_id=conversation_id,
                        message_id=message.id,
                        name=attachment.name,
                        type=attachment.type,
                        size=attachment.size,
                        stored=stored,
                    )
                )
                messages.tell(connection, conversation_id, message, now)
        except BaseException:
            self._store.delete(stored)
            raise
        return Message(message.id, role, "", now, author=author, attachments=(attachment,))


def _check_room(connection: Connection, conversation_id: str) -> None:
    kept = select(func.count()).where(AttachmentRow.conversation_id == conversation_id)
    if connection.execute(kept).scalar_one() >= FILES_A_CONVERSATION:
        raise TooManyFiles(FILES_A_CONVERSATION)
