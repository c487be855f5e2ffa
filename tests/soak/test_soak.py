"""Many customers and operators at once at a service whose processes die: nothing is lost, doubled, or owned twice."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.postgres import Postgres
from tests.soak.service import Service
from tests.soak.soaking import Plan, soak

LIGHT = (sys.executable, "-m", "tests.soak.light")
WHOLE = (sys.executable, "-m", "api", "serve")
SOURCES = Path(__file__).parent.parent.parent / "sources"

SHORT = Plan(conversations=30, operators=4, seconds=4.0, pause=0.4, stream_lasts=2.0, kill_every=3.0)
LONG = Plan(
    conversations=200,
    operators=20,
    seconds=120.0,
    pause=6.0,
    stream_lasts=20.0,
    kill_every=15.0,
    disasters=(Service.kill_all, Service.kill_supervisor),
)


def test_nothing_is_lost_or_doubled_when_a_worker_dies(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    service = Service(LIGHT, environment(tmp_path, database), tmp_path / "log", workers=2)
    wrong, measured = soak(service, database, SHORT)
    assert wrong == []
    assert measured.killed > 0
    assert measured.tickets >= SHORT.conversations / 2


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_is_lost_or_doubled_in_a_long_time(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    database = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    if kind == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        database = postgres.new("soak")
    whole = environment(tmp_path, database)
    subprocess.run([sys.executable, "-m", "ingest", "sync", str(SOURCES)], env=whole, check=True, capture_output=True)
    wrong, measured = soak(Service(WHOLE, whole, tmp_path / "log", workers=3), database, LONG)
    with capsys.disabled():
        print(f"\n{kind}: {measured}")
    assert wrong == []
    assert measured.killed >= LONG.seconds / LONG.kill_every
    assert measured.tickets >= LONG.conversations / 2
    assert measured.beaten > 0


def environment(home: Path, database: str) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPORA_")}
    return {**kept, "OPORA_HOME": str(home), "OPORA_DATABASE_URL": database}
