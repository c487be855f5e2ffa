from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest

from agent.desk import Desk
from tests.agent.desk.parts import Clock


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the tables and nothing in them: copying it is quicker than running the migrations."""
    path = tmp_path_factory.mktemp("desk") / "desk.db"
    Desk(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def url(migrated: Path, tmp_path: Path) -> str:
    return f"sqlite:///{copy(migrated, tmp_path / 'desk.db')}"


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
