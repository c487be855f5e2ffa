"""The engine: how transactions begin on each database, and the schema brought to its newest revision."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from sqlalchemy.pool import QueuePool

from agent.desk.errors import DeskUnavailable
from agent.desk.models import Base

logger = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 10.0  # how long a worker waits for another's write on SQLite; a write takes about a millisecond
# Connections of one process to PostgreSQL. They are held for milliseconds, never while an answer is made, so the 128
# threads of a worker do not each need one; six workers stay below the server's default limit of 100.
POOL_SIZE = 16
_MIGRATION_LOCK = 20_240_117  # any number: the advisory lock that workers of one PostgreSQL share while they migrate


class Database:
    """Reading and writing transactions. Safe for threads; several processes may share one database.

    `url` is an SQLAlchemy URL of SQLite or PostgreSQL; `postgresql://…` and `postgres://…` mean psycopg 3.
    """

    def __init__(self, url: str) -> None:
        parsed = _with_driver(make_url(url))
        self.engine = _engine(parsed)
        self._writer = self.engine.execution_options(writes=True)
        # SQLite has one writer at a time and no queue: who waits sleeps and tries again, and of 8 busy threads one
        # starved for 3.5 s. The threads of one process wait for each other here instead: 0.25 s at worst.
        self._queue: AbstractContextManager[object] = Lock() if parsed.get_backend_name() == "sqlite" else nullcontext()
        if _in_memory(parsed):
            Base.metadata.create_all(self.engine)  # nobody else has it: there is nothing to migrate
        else:
            migrate(self)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction. Raises DeskUnavailable."""
        with _reachable(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write. Raises DeskUnavailable."""
        with _reachable(), self._queue, self._writer.begin() as connection:
            yield connection

    def scrub(self) -> None:
        """On SQLite, empties the log of changes, where what was deleted can still be read; elsewhere does nothing.

        Raises DeskUnavailable.
        """
        if self.engine.dialect.name != "sqlite":
            return
        try:
            with self._queue, closing(self.engine.raw_connection()) as connection:
                cursor = connection.cursor()
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                [[busy, *_]] = cursor.fetchall()
        except sqlite3.Error as error:
            raise DeskUnavailable.because(error) from error
        if busy:  # somebody has been reading for as long as a writer waits
            logger.warning("what was deleted stays in SQLite's log of changes until the next sweep: the file is in use")

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _reachable() -> Iterator[None]:
    """The database is gone, full, locked for too long, or has no connection left."""
    try:
        yield
    except (OperationalError, InterfaceError, TimeoutError) as error:
        raise DeskUnavailable.because(error) from error


def migrate(database: Database) -> None:
    """Brings the schema to the newest revision. Alembic, slow to import, is left out when it is there already."""
    with database.read() as connection:
        if _revision(connection) == newest_revision():
            return

    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def newest_revision() -> str:
    """Revisions are numbered, and a file is named for its number: `0001_desk.py`."""
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _with_driver(url: URL) -> URL:
    """PostgreSQL, named as its own tools and most hosting providers name it, is spoken to by psycopg 3."""
    return url.set(drivername="postgresql+psycopg") if url.drivername in {"postgresql", "postgres"} else url


def _in_memory(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}


def _engine(url: URL) -> Engine:
    options: dict[str, Any] = {
        "json_serializer": lambda value: to_json(value, fallback=str, inf_nan_mode="null").decode(),
        "json_deserializer": from_json,
    }
    if url.get_backend_name() == "postgresql":
        # Asked before use: connections die when the server is restarted. Who finds all of them taken waits no longer
        # than for another's write on SQLite.
        options |= {"pool_size": POOL_SIZE, "max_overflow": 0, "pool_timeout": BUSY_SECONDS, "pool_pre_ping": True}
    if url.get_backend_name() != "sqlite":
        return create_engine(url, **options)
    options["connect_args"] = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    if _in_memory(url):
        # The one connection is the database; threads take turns on it.
        options |= {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
    engine = create_engine(url, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    # Secure delete: freed space is overwritten with zeros, so that nobody reads in the file what was deleted. A changed
    # row frees space too, hence for every connection; the cost of a write does not differ measurably.
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: one that read first could not wait for another's write, only fail.
    immediate = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
