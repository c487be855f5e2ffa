import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from agent.desk import Desk
from agent.desk.database import MIGRATIONS, POOL_SIZE, newest_revision
from agent.desk.models import Base
from tests.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def untouched(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database that has no tables yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.db'}"
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.new(tmp_path.name)


def test_the_migrations_build_the_tables_of_the_models(desk: Desk, url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        migrated = MigrationContext.configure(connection)
        assert compare_metadata(migrated, Base.metadata) == []
        assert migrated.get_current_revision() == newest_revision()
    engine.dispose()


def test_a_desk_of_the_first_revision_keeps_its_tickets(untouched: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(untouched)
    with engine.begin() as connection:
        if engine.name == "sqlite":
            connection.execute(text("PRAGMA foreign_keys = ON"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text("INSERT INTO conversations VALUES ('c', '', '2024-03-01 12:00:00', null, null, false, 1)")
        )
        connection.execute(
            text("INSERT INTO tickets VALUES (1, 'c', 'complaint', 'assigned', '', 'Ольга', '2024-03-01 12:00:00')")
        )
        connection.execute(
            text("INSERT INTO ticket_events VALUES (1, 1, '2024-03-01 12:00:00', 'Ольга', 'assigned', 'taken over')")
        )
    Desk(untouched).close()
    with engine.connect() as connection:
        tickets = connection.execute(text("SELECT id, operator, queue_key = created_at FROM tickets")).all()
        events = connection.execute(text("SELECT who, action, operator FROM ticket_events")).all()
    engine.dispose()
    assert [tuple(row) for row in tickets] == [(1, "Ольга", 1)]
    assert [tuple(row) for row in events] == [("Ольга", "claim", "Ольга")]


def test_opening_again_keeps_what_is_stored(desk: Desk, url: str) -> None:
    conversation, token = desk.start_conversation()
    desk.close()
    again = Desk(url)
    again.authorise(conversation, token)
    again.close()


def test_workers_may_open_a_new_database_at_once(untouched: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        desks = list(threads.map(lambda _: Desk(untouched), range(4), timeout=30))
    conversation, token = desks[0].start_conversation()
    for desk in desks:
        desk.authorise(conversation, token)
        desk.close()


def test_alembic_is_not_imported_when_the_schema_is_there(desk: Desk, url: str) -> None:
    program = f"import sys; from agent.desk import Desk; Desk({url!r}); sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[3], check=False).returncode == 0


def test_readers_and_writers_do_not_block_each_other(desk: Desk, url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(text("SELECT count(*) FROM conversations")).scalar()  # a reader that stays
        desk.start_conversation()
    engine.dispose()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_postgresql_needs_no_driver_in_its_url(postgres: Postgres, scheme: str) -> None:
    desk = Desk(postgres.new(f"by_{scheme}").replace("postgresql+psycopg", scheme, 1))
    desk.authorise(*desk.start_conversation())
    desk.close()


def test_more_threads_than_connections_wait_for_each_other(desk: Desk) -> None:
    with ThreadPoolExecutor(2 * POOL_SIZE) as threads:
        started = list(threads.map(lambda _: desk.start_conversation(), range(4 * POOL_SIZE), timeout=30))
    assert len(set(started)) == 4 * POOL_SIZE
