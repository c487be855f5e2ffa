"""Operators: accounts, logging in, presence; and the replies that they share."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher

from agent.desk import Desk
from agent.desk.database import Database
from agent.desk.errors import (
    BadName,
    NameTaken,
    OperatorError,
    TooManyLogins,
    UnknownCannedReply,
    UnknownOperator,
    WeakPassword,
    WrongLogin,
)
from agent.desk.logins import RENEWED_AFTER, SESSION, Session, lock_after
from agent.desk.models import EventKind, Presence
from agent.desk.operators import SEEN_EVERY, Operators
from agent.desk.outbox import after
from agent.desk.presence import OFFLINE_AFTER, online
from agent.reply import Reason
from tests.agent.desk.parts import CHEAP_HASHER, Clock, take_over

PASSWORD = "вечнозелёный фикус"
SECOND = timedelta(seconds=1)


@pytest.fixture
def desk(url: str, clock: Clock) -> Iterator[Desk]:
    desk = Desk(url, clock=clock, hasher=CHEAP_HASHER)
    yield desk
    desk.close()


@pytest.fixture
def operators(desk: Desk) -> Operators:
    """With one who has a password."""
    desk.operators.add("Ольга", PASSWORD)
    return desk.operators


@pytest.fixture
def database(url: str, operators: Operators) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


def told(database: Database) -> int:
    """How often the watchers have been told of a change among the operators."""
    with database.read() as connection:
        return sum(event.kind is EventKind.OPERATORS for event in after(connection, 0))


def logged_in(operators: Operators, session: Session) -> str | None:
    found = operators.by_session(session.key)
    return found.operator if found else None


def presences(operators: Operators) -> dict[str, str]:
    return {colleague.name: colleague.presence.value for colleague in operators.roster()}


# Accounts


REFUSED: list[tuple[str, str | None, type[OperatorError]]] = [
    ("Agent", PASSWORD, BadName),
    ("ольга ", None, NameTaken),
    ("Анна", "короткий", WeakPassword),
]


def test_an_account_that_would_do_harm_is_not_made(operators: Operators) -> None:
    for name, password, error in REFUSED:
        with pytest.raises(error):
            operators.add(name, password)

    assert [operator.name for operator in operators.all()] == ["Ольга"]


def test_of_two_who_add_a_name_at_once_one_does(operators: Operators) -> None:
    def add(name: str) -> bool:
        try:
            operators.add(name, None)
        except NameTaken:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(add, ["Пётр", "пётр", "ПЁТР", "Пётр"])) == 1


UNKNOWN: list[Callable[[Operators], object]] = [
    lambda operators: operators.set_password("Никто", PASSWORD),
    lambda operators: operators.new_token("Никто"),
    lambda operators: operators.disable("Никто"),
    lambda operators: operators.enable("Никто"),
]


@pytest.mark.parametrize("call", UNKNOWN)
def test_who_is_unknown_is_said_how_to_add(operators: Operators, call: Callable[[Operators], object]) -> None:
    with pytest.raises(UnknownOperator, match=r"Никто.*operators add NAME"):
        call(operators)


# Logging in


def test_who_logs_in_is_known_by_the_key(operators: Operators, clock: Clock) -> None:
    session = operators.log_in("ОЛЬГА", PASSWORD)

    assert (session.operator, session.expires_at) == ("Ольга", clock.now + SESSION)
    found = operators.by_session(session.key)
    assert found is not None
    assert (found.operator, found.csrf, found.presence) == ("Ольга", session.csrf, Presence.ONLINE)
    assert operators.by_session(session.csrf) is None


WRONG = [("Ольга", "не тот пароль"), ("Ольга", ""), ("Никто", PASSWORD), ("", PASSWORD), ("Робот", PASSWORD)]


@pytest.mark.parametrize(("name", "password"), [*WRONG, ("Уволенная", PASSWORD)])
def test_a_wrong_login_does_not_say_what_is_wrong(operators: Operators, name: str, password: str) -> None:
    operators.add("Робот", None)
    operators.add("Уволенная", PASSWORD)
    operators.disable("Уволенная")

    with pytest.raises(WrongLogin, match=r"^wrong name or password$"):
        operators.log_in(name, password)


class CountingHasher(PasswordHasher):
    """How many passwords it was asked to compare: what a login takes its time for."""

    compared = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.compared += 1
        return super().verify(hash, password)


@pytest.mark.parametrize(("name", "password"), WRONG)
def test_unknown_names_cost_as_much_as_known_ones(
    url: str, clock: Clock, operators: Operators, name: str, password: str
) -> None:
    operators.add("Робот", None)
    hasher = CountingHasher(time_cost=1, memory_cost=8, parallelism=1)
    counted = Desk(url, clock=clock, hasher=hasher)

    with pytest.raises(WrongLogin):
        counted.operators.log_in(name, password)

    counted.close()
    assert hasher.compared == 1


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (9, 480), (10, 900), (10_000, 900)]
)
def test_each_failure_locks_for_longer(failures: int, seconds: int) -> None:
    assert lock_after(failures) == timedelta(seconds=seconds)


def fail(operators: Operators, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WrongLogin):
            operators.log_in("Ольга", "не тот пароль")


def test_after_five_failures_the_right_password_has_to_wait_too(operators: Operators, clock: Clock) -> None:
    fail(operators, 5)
    with pytest.raises(TooManyLogins) as locked:
        operators.log_in("ольга", PASSWORD)
    assert locked.value.retry_after == 30

    clock.move(30 * SECOND)
    fail(operators, 1)
    clock.move(30 * SECOND)
    with pytest.raises(TooManyLogins) as locked:
        operators.log_in("Ольга", PASSWORD)
    assert locked.value.retry_after == 30

    clock.move(30 * SECOND)
    assert operators.log_in("Ольга", PASSWORD)
    fail(operators, 4)
    assert operators.log_in("Ольга", PASSWORD)


def test_guesses_made_at_once_are_counted_each(operators: Operators) -> None:
    def guess(_: int) -> type[OperatorError]:
        with pytest.raises(OperatorError) as refused:
            operators.log_in("Ольга", "не тот пароль")
        return type(refused.value)

    with ThreadPoolExecutor(8) as pool:
        refusals = list(pool.map(guess, range(16)))
    assert (refusals.count(WrongLogin), refusals.count(TooManyLogins)) == (5, 11)


def test_a_new_password_lifts_the_lock_and_ends_the_sessions(operators: Operators) -> None:
    session = operators.log_in("Ольга", PASSWORD)
    fail(operators, 5)

    operators.set_password("ольга", "совсем другой пароль")

    assert operators.by_session(session.key) is None
    fail(operators, 1)
    assert operators.log_in("Ольга", "совсем другой пароль")


def test_who_is_disabled_is_out_at_once(operators: Operators) -> None:
    session, token = operators.log_in("Ольга", PASSWORD), operators.new_token("Ольга")

    operators.disable("Ольга")
    assert (operators.by_session(session.key), operators.by_token(token), operators.roster()) == (None, None, [])

    operators.enable("Ольга")
    assert operators.by_session(session.key) is None
    assert operators.by_token(token)
    assert operators.log_in("Ольга", PASSWORD)


def test_a_hash_of_other_parameters_is_made_anew(url: str, clock: Clock, operators: Operators) -> None:
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    later = Desk(url, clock=clock, hasher=stronger)
    later.operators.log_in("Ольга", PASSWORD)
    later.close()

    database = Database(url)
    with database.read() as connection:
        stored = connection.exec_driver_sql("SELECT password_hash FROM operators").scalar_one()
    database.close()
    assert "m=16,t=2" in stored
    assert operators.log_in("Ольга", PASSWORD)


def test_a_session_ends_when_nobody_used_it(operators: Operators, clock: Clock) -> None:
    session = operators.log_in("Ольга", PASSWORD)
    clock.move(SESSION - SECOND)
    assert logged_in(operators, session) == "Ольга"  # and lives on

    clock.move(SESSION - SECOND)
    assert logged_in(operators, session) == "Ольга"
    clock.move(SESSION)
    assert logged_in(operators, session) is None


def test_a_session_is_renewed_now_and_then_only(operators: Operators, database: Database, clock: Clock) -> None:
    session = operators.log_in("Ольга", PASSWORD)

    def expiry() -> object:
        with database.read() as connection:
            return connection.exec_driver_sql("SELECT expires_at FROM sessions").scalar_one()

    first = expiry()
    clock.move(RENEWED_AFTER)
    logged_in(operators, session)
    assert expiry() == first
    clock.move(SECOND)
    logged_in(operators, session)
    assert expiry() != first


def test_sessions_that_are_over_are_forgotten(operators: Operators, database: Database, clock: Clock) -> None:
    operators.log_in("Ольга", PASSWORD)
    clock.move(SESSION)
    operators.log_in("Ольга", PASSWORD)

    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sessions").scalar_one() == 1


def test_who_logs_out_is_gone_when_no_other_window_is_open(operators: Operators) -> None:
    here, there = operators.log_in("Ольга", PASSWORD), operators.log_in("Ольга", PASSWORD)

    operators.log_out(here.key)
    assert (logged_in(operators, here), logged_in(operators, there)) == (None, "Ольга")
    assert presences(operators) == {"Ольга": "online"}
    operators.log_out(there.key)
    operators.log_out(there.key)  # again: nothing happens
    assert presences(operators) == {"Ольга": "offline"}
    operators.seen("Ольга")
    assert presences(operators) == {"Ольга": "online"}


def test_a_program_has_one_token(operators: Operators) -> None:
    operators.add("Робот", None)
    old = operators.new_token("робот")
    new = operators.new_token("Робот")

    found = operators.by_token(new)
    assert found is not None
    assert (found.operator, found.csrf) == ("Робот", None)
    assert operators.by_token(old) is None
    assert operators.by_session(new) is None


def test_a_stolen_database_opens_no_desk(operators: Operators, desk: Desk, tmp_path: Path) -> None:
    session, token = operators.log_in("Ольга", PASSWORD), operators.new_token("Ольга")
    desk.close()

    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert not [secret for secret in (session.key, token, PASSWORD) if secret.encode() in stored]


# Presence


def test_presence_is_what_they_say_while_they_are_seen(operators: Operators, database: Database, clock: Clock) -> None:
    def state() -> tuple[dict[str, str], int]:
        with database.read() as connection:
            return presences(operators), online(connection, clock.now)

    assert state() == ({"Ольга": "offline"}, 0)
    operators.seen("Ольга")
    assert state() == ({"Ольга": "online"}, 1)
    operators.set_presence("Ольга", Presence.AWAY)
    assert state() == ({"Ольга": "away"}, 0)
    clock.move(OFFLINE_AFTER + SECOND)
    assert state() == ({"Ольга": "offline"}, 0)
    operators.seen("Ольга")
    assert state() == ({"Ольга": "away"}, 0)
    operators.log_in("Ольга", PASSWORD)
    assert state() == ({"Ольга": "online"}, 1)
    operators.disable("Ольга")
    assert state() == ({}, 0)


def test_watchers_are_told_of_what_they_can_see_only(operators: Operators, database: Database, clock: Clock) -> None:
    before = told(database)
    operators.log_in("Ольга", PASSWORD)
    assert told(database) == before + 1
    for _ in range(5):
        clock.move(SEEN_EVERY)
        operators.seen("Ольга")
    operators.set_presence("Ольга", Presence.ONLINE)
    assert told(database) == before + 1
    operators.set_presence("Ольга", Presence.AWAY)
    assert told(database) == before + 2
    clock.move(OFFLINE_AFTER + SECOND)
    operators.seen("Ольга")
    assert told(database) == before + 3


def test_watchers_are_told_once_of_who_is_gone(operators: Operators, database: Database, clock: Clock) -> None:
    operators.add("Анна", None)
    for name in ("Ольга", "Анна"):
        operators.seen(name)
    before = told(database)

    for silence in (OFFLINE_AFTER, SECOND, SECOND, OFFLINE_AFTER):
        clock.move(silence)
        operators.tell_gone()

    assert told(database) == before + 1


def test_a_sign_of_life_is_written_now_and_then_only(operators: Operators, clock: Clock) -> None:
    operators.seen("Ольга")
    first = operators.all()[0].seen_at
    clock.move(SEEN_EVERY - SECOND)
    operators.seen("Ольга")
    assert operators.all()[0].seen_at == first == clock.now - SEEN_EVERY + SECOND
    clock.move(SECOND)
    operators.seen("Ольга")
    assert operators.all()[0].seen_at == clock.now


def test_the_roster_counts_what_they_own(operators: Operators, desk: Desk) -> None:
    operators.add("анна", None)
    for _ in range(2):
        conversation, _ = desk.start_conversation()
        desk.escalate(conversation, Reason.COMPLAINT, "")
        number = take_over(desk, conversation, "Ольга")
    desk.queue.resolve(number, "Ольга", "solved")

    assert [(colleague.name, colleague.assigned) for colleague in operators.roster()] == [("анна", 0), ("Ольга", 1)]


# Canned replies


def test_canned_replies_are_shared(desk: Desk) -> None:
    hello = desk.canned.add("Приветствие", "Здравствуйте! Чем помочь?")
    wait = desk.canned.add("Проверяю", "Минуту, проверяю.")
    assert desk.canned.all() == [hello, wait]

    desk.canned.delete(hello.id)
    assert desk.canned.all() == [wait]
    with pytest.raises(UnknownCannedReply):
        desk.canned.delete(hello.id)
