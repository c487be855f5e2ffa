"""Logging in: how often a password may be tried, and how long a session lives.

Every function works inside the caller's transaction. An attempt is counted before its password is looked at, so that a
thousand at once are no more than a thousand one after another.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from agent.desk.errors import TooManyLogins
from agent.desk.keys import hashed, new_key
from agent.desk.models import OperatorRow, Presence, SessionRow

SESSION = timedelta(hours=12)  # a long shift; whoever works on stays logged in
RENEWED_AFTER = timedelta(minutes=10)  # not at every request: each renewal is a write

FREE_FAILURES = 5  # people mistype, and try their other passwords
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(minutes=15)  # 100 guesses a day; one who was locked out by a stranger waits no longer

# Read at every request of an operator, so built once.
_LOGGED_IN = (
    select(OperatorRow.name, OperatorRow.presence, SessionRow.csrf, SessionRow.expires_at)
    .join(SessionRow, SessionRow.operator_id == OperatorRow.id)
    .where(SessionRow.key_sha256 == bindparam("key"), OperatorRow.disabled.is_(False))
)
_BY_TOKEN = select(OperatorRow.name, OperatorRow.presence).where(
    OperatorRow.token_sha256 == bindparam("key"), OperatorRow.disabled.is_(False)
)


@dataclass(frozen=True, slots=True)
class Session:
    """An operator has just logged in."""

    key: str  # for the cookie; nobody can read it again
    csrf: str
    operator: str  # the name
    expires_at: datetime  # UTC; later when it is used


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Who calls."""

    operator: str  # the name
    presence: Presence
    csrf: str | None  # what a page proves with that the call is its own; null: a program, which shows its token


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that may be made."""

    operator_id: int
    operator: str  # the name
    password_hash: str | None
    disabled: bool


def lock_after(failures: int) -> timedelta:
    """For how long nobody may log in after so many failures in a row."""
    if failures < FREE_FAILURES:
        return timedelta()
    doublings = min(failures - FREE_FAILURES, 10)  # more are beyond the longest lock
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)


def begin(connection: Connection, operator_id: int, now: datetime) -> Attempt:
    """Counts the attempt as a failure until `succeed` says otherwise. Raises TooManyLogins."""
    row = connection.execute(select(OperatorRow).where(OperatorRow.id == operator_id).with_for_update()).one()
    if row.locked_until is not None and now < row.locked_until:
        raise TooManyLogins(math.ceil((row.locked_until - now).total_seconds()))
    failures = row.failed_logins + 1
    locked_until = now + lock_after(failures) if lock_after(failures) else None
    connection.execute(
        update(OperatorRow)
        .where(OperatorRow.id == operator_id)
        .values(failed_logins=failures, locked_until=locked_until)
    )
    return Attempt(operator_id, row.name, row.password_hash, row.disabled)


def succeed(connection: Connection, attempt: Attempt, password_hash: str, now: datetime) -> Session | None:
    """Opens a session, and forgets the failures and the sessions that are over. `password_hash` is stored anew.

    None when the password was changed or the operator disabled while this one was looked at.
    """
    done = connection.execute(
        update(OperatorRow)
        .where(
            OperatorRow.id == attempt.operator_id,
            OperatorRow.password_hash == attempt.password_hash,
            OperatorRow.disabled.is_(False),
        )
        .values(password_hash=password_hash, failed_logins=0, locked_until=None)
    )
    if not done.rowcount:
        return None
    session = Session(new_key(), new_key(), attempt.operator, now + SESSION)
    connection.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
    connection.execute(
        insert(SessionRow).values(
            key_sha256=hashed(session.key),
            operator_id=attempt.operator_id,
            csrf=session.csrf,
            expires_at=session.expires_at,
        )
    )
    return session


def by_session(connection: Connection, key: str, now: datetime) -> tuple[LoggedIn, bool] | None:
    """Who is logged in by that key, and whether the session is to be renewed."""
    row = connection.execute(_LOGGED_IN, {"key": hashed(key)}).one_or_none()
    if row is None or row.expires_at <= now:
        return None
    return LoggedIn(row.name, row.presence, row.csrf), row.expires_at < now + SESSION - RENEWED_AFTER


def by_token(connection: Connection, token: str) -> LoggedIn | None:
    row = connection.execute(_BY_TOKEN, {"key": hashed(token)}).one_or_none()
    return None if row is None else LoggedIn(row.name, row.presence, None)


def renew(connection: Connection, key: str, now: datetime) -> None:
    connection.execute(update(SessionRow).where(SessionRow.key_sha256 == hashed(key)).values(expires_at=now + SESSION))


def end(connection: Connection, key: str) -> int | None:
    """Ends the session. The id of its operator, where that was the last one of theirs."""
    operator_id = connection.execute(
        delete(SessionRow).where(SessionRow.key_sha256 == hashed(key)).returning(SessionRow.operator_id)
    ).scalar_one_or_none()
    if operator_id is None:
        return None
    others = select(func.count()).where(SessionRow.operator_id == operator_id)
    return operator_id if not connection.execute(others).scalar_one() else None


def end_all(connection: Connection, operator_id: int) -> None:
    connection.execute(delete(SessionRow).where(SessionRow.operator_id == operator_id))
