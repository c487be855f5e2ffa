"""Every test that takes `url`, `desk` or `other` runs on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy

import pytest

from agent.desk import Desk
from agent.desk.models import Base
from tests.agent.desk.parts import Clock
from tests.postgres import Postgres


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the tables and nothing in them: copying it is quicker than running the migrations."""
    path = tmp_path_factory.mktemp("desk") / "desk.db"
    Desk(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def emptied(postgres: Postgres) -> Iterator[Callable[[], str]]:
    """Gives the URL of one PostgreSQL database with the tables and nothing in them, whatever the last test left."""
    url = postgres.new("desk")
    Desk(url).close()
    # In one go this takes less than a millisecond; truncating takes 25, a database from a template 100.
    tables = "".join(f"DELETE FROM {table.name};" for table in reversed(Base.metadata.sorted_tables))
    counters = "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"
    with postgres.connect("desk") as connection:

        def empty() -> str:
            connection.execute(tables + counters)
            return url

        yield empty


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database. Which one is made is asked for late: SQLite's tests do not wait for a server to start."""
    if request.param == "sqlite":
        return f"sqlite:///{copy(request.getfixturevalue('migrated'), tmp_path / 'desk.db')}"
    empty: Callable[[], str] = request.getfixturevalue("emptied")
    return empty()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(url: str, clock: Clock) -> Iterator[Desk]:
    desk = Desk(url, clock=clock)
    yield desk
    desk.close()


@pytest.fixture
def other(url: str, desk: Desk, clock: Clock) -> Iterator[Desk]:
    """Another worker on the same database."""
    other = Desk(url, clock=clock)
    yield other
    other.close()
