"""Operators: their accounts, their logins, and what they say of themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from sqlalchemy import Connection, Row, insert, select, text, update

from agent.desk import logins, presence
from agent.desk.database import Database
from agent.desk.errors import NameTaken, UnknownOperator, WrongLogin
from agent.desk.keys import hashed, new_key
from agent.desk.logins import LoggedIn, Session
from agent.desk.models import EventKind, OperatorRow, Presence
from agent.desk.names import clean_name, key_of
from agent.desk.outbox import emit
from agent.desk.passwords import Passwords, check_password
from agent.desk.presence import Colleague, standing

SEEN_EVERY = timedelta(seconds=15)  # a sign of life is written so often at most


@dataclass(frozen=True, slots=True)
class Operator:
    """An account, as the maintainer sees it."""

    name: str
    disabled: bool
    has_password: bool
    has_token: bool
    created_at: datetime  # UTC
    seen_at: datetime | None  # UTC


class Operators:
    """Safe for threads. A name is meant with any capitals where somebody types it, and exactly elsewhere."""

    def __init__(self, database: Database, clock: Callable[[], datetime], hasher: PasswordHasher | None = None) -> None:
        self._database = database
        self._clock = clock
        self._passwords = Passwords(hasher or PasswordHasher())
        self._written: dict[str, datetime] = {}  # signs of life that this process wrote, so that others cost nothing

    # Accounts

    def add(self, name: str, password: str | None) -> None:
        """Makes an account; without a password it is a program's. Raises NameTaken and WeakPassword."""
        name = clean_name(name)
        password_hash = None if password is None else self._hash(name, password)
        with self._database.write() as connection:
            if connection.dialect.name == "postgresql":  # two at once, as «Анна» and «анна», would both find nobody
                connection.execute(text("LOCK TABLE operators IN SHARE ROW EXCLUSIVE MODE"))
            taken = _find(connection, name)
            if taken is not None:
                raise NameTaken(taken.name)
            now = self._clock()
            connection.execute(insert(OperatorRow).values(name=name, password_hash=password_hash, created_at=now))
            emit(connection, EventKind.OPERATORS, now)

    def set_password(self, name: str, password: str) -> None:
        """From now on only this one opens the account: whoever was logged in is so no more, and a lock is lifted.

        Raises UnknownOperator and WeakPassword.
        """
        password_hash = self._hash(name, password)
        with self._database.write() as connection:
            row = _require(connection, name)
            logins.end_all(connection, row.id)
            _change(connection, row.id, password_hash=password_hash, failed_logins=0, locked_until=None)

    def new_token(self, name: str) -> str:
        """The key of a program that works as this operator; the one before it opens nothing more.

        Raises UnknownOperator.
        """
        token = new_key()
        with self._database.write() as connection:
            _change(connection, _require(connection, name).id, token_sha256=hashed(token))
        return token

    def disable(self, name: str) -> None:
        """Ends their sessions and lets them in no more; what they did keeps their name. Raises UnknownOperator."""
        with self._database.write() as connection:
            row = _require(connection, name)
            logins.end_all(connection, row.id)
            _change(connection, row.id, disabled=True, seen_at=None)
            emit(connection, EventKind.OPERATORS, self._clock())

    def enable(self, name: str) -> None:
        """With the password and the token that they had. Raises UnknownOperator."""
        with self._database.write() as connection:
            _change(connection, _require(connection, name).id, disabled=False)
            emit(connection, EventKind.OPERATORS, self._clock())

    def all(self) -> list[Operator]:
        """The disabled too, in the order in which they were added."""
        with self._database.read() as connection:
            rows = connection.execute(select(OperatorRow).order_by(OperatorRow.id)).all()
        return [
            Operator(
                row.name,
                row.disabled,
                row.password_hash is not None,
                row.token_sha256 is not None,
                row.created_at,
                row.seen_at,
            )
            for row in rows
        ]

    # Logging in

    def log_in(self, name: str, password: str) -> Session:
        """Raises WrongLogin and TooManyLogins. Whoever logs in is online."""
        with self._database.write() as connection:
            row = _find(connection, name)
            attempt = row and logins.begin(connection, row.id, self._clock())
        stored = attempt.password_hash if attempt else None
        if not self._passwords.matches(stored, password) or attempt is None or stored is None or attempt.disabled:
            raise WrongLogin
        if self._passwords.is_outdated(stored):
            stored = self._passwords.hash(password)
        now = self._clock()
        with self._database.write() as connection:
            session = logins.succeed(connection, attempt, stored, now)
            if session is None:
                raise WrongLogin
            self._show(connection, attempt.operator, now, Presence.ONLINE)
        return session

    def log_out(self, key: str) -> None:
        """Ends the session; who has no other one is offline at once. A key that opens nothing is no error."""
        with self._database.write() as connection:
            gone = logins.end(connection, key)
            if gone is not None:
                _change(connection, gone, seen_at=None)
                self._written.clear()
                emit(connection, EventKind.OPERATORS, self._clock())

    def by_session(self, key: str) -> LoggedIn | None:
        """Who is logged in by this key. The session lives on from now."""
        now = self._clock()
        with self._database.read() as connection:
            found = logins.by_session(connection, key, now)
        if found is None:
            return None
        logged_in, renewable = found
        if renewable:
            with self._database.write() as connection:
                logins.renew(connection, key, now)
        return logged_in

    def by_token(self, token: str) -> LoggedIn | None:
        """The program that has this token."""
        with self._database.read() as connection:
            return logins.by_token(connection, token)

    # Presence

    def set_presence(self, name: str, said: Presence) -> None:
        """What the operator says of themselves, which is a sign of life too."""
        with self._database.write() as connection:
            self._show(connection, name, self._clock(), said)

    def seen(self, name: str) -> None:
        """A sign of life. Call it as often as you like."""
        now = self._clock()
        written = self._written.get(name)
        if written is not None and now - written < SEEN_EVERY:
            return
        with self._database.write() as connection:
            self._show(connection, name, now)

    def tell_gone(self) -> None:
        """Tells the others of who is offline only because time has passed. Call it every few seconds."""
        now = self._clock()
        with self._database.read() as connection:
            if not presence.gone_untold(connection, now):
                return
        with self._database.write() as connection:
            if presence.gone_untold(connection, now):  # no other worker has told it meanwhile
                emit(connection, EventKind.OPERATORS, now)

    def roster(self) -> list[Colleague]:
        """Everybody who may log in, by name."""
        with self._database.read() as connection:
            return presence.roster(connection, self._clock())

    def _hash(self, name: str, password: str) -> str:
        check_password(name, password)
        return self._passwords.hash(password)

    def _show(self, connection: Connection, name: str, now: datetime, said: Presence | None = None) -> None:
        """Writes a sign of life, and tells the others where they see a difference. The last thing of a transaction."""
        row = connection.execute(
            select(OperatorRow).where(OperatorRow.name == name, OperatorRow.disabled.is_(False)).with_for_update()
        ).one_or_none()
        if row is None:
            return
        shown = said or row.presence
        _change(connection, row.id, presence=shown, seen_at=now)
        self._written[name] = now
        if standing(row.presence, row.seen_at, now) != standing(shown, now, now):
            emit(connection, EventKind.OPERATORS, now)


def _find(connection: Connection, name: str) -> Row[int, str] | None:
    """By any capitals. In Python, since SQLite folds no Cyrillic; a desk has tens of operators, not thousands."""
    wanted = key_of(name)
    rows = connection.execute(select(OperatorRow.id, OperatorRow.name))
    return next((row for row in rows if key_of(row.name) == wanted), None)


def _require(connection: Connection, name: str) -> Row[int, str]:
    row = _find(connection, name)
    if row is None:
        raise UnknownOperator(name)
    return row


def _change(connection: Connection, operator_id: int, **values: object) -> None:
    connection.execute(update(OperatorRow).where(OperatorRow.id == operator_id).values(**values))
