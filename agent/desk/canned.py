"""Canned replies: words that operators need often."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from agent.desk.database import Database
from agent.desk.errors import UnknownCannedReply
from agent.desk.models import CannedReplyRow


@dataclass(frozen=True, slots=True)
class CannedReply:
    id: int
    title: str
    text: str


class CannedReplies:
    """All operators share them. Safe for threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[CannedReply]:
        """In the order in which they were added."""
        with self._database.read() as connection:
            rows = connection.execute(select(CannedReplyRow).order_by(CannedReplyRow.id)).all()
        return [CannedReply(row.id, row.title, row.text) for row in rows]

    def add(self, title: str, text: str) -> CannedReply:
        query = insert(CannedReplyRow).values(title=title, text=text).returning(CannedReplyRow.id)
        with self._database.write() as connection:
            return CannedReply(connection.execute(query).scalar_one(), title, text)

    def delete(self, canned_id: int) -> None:
        """Raises UnknownCannedReply."""
        with self._database.write() as connection:
            if not connection.execute(delete(CannedReplyRow).where(CannedReplyRow.id == canned_id)).rowcount:
                raise UnknownCannedReply(canned_id)
