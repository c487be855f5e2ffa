"""What all tests share. A skip is a failure where `OPORA_TEST_NOTHING_SKIPPED` is set, as in CI."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.postgres import Postgres, find_programs, serve

SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared_articles() -> Path:
    """Four real articles as they were copied from the web."""
    folder = SHARED / "articles"
    if not folder.is_dir():
        pytest.skip("../shared/articles is not here")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server without databases: `postgres.new(name)` makes one."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not here: no initdb on the PATH or in /usr/lib/postgresql")
    with serve(programs) as server:
        yield server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("OPORA_TEST_NOTHING_SKIPPED"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {call.excinfo.value if call.excinfo else ''}"
    return report
