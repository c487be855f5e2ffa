"""What all tests share. A skip is a failure where `OPORA_TEST_NOTHING_SKIPPED` is set, as in CI."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared_articles() -> Path:
    """Four real articles as they were copied from the web."""
    folder = SHARED / "articles"
    if not folder.is_dir():
        pytest.skip("../shared/articles is not here")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("OPORA_TEST_NOTHING_SKIPPED"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {call.excinfo.value if call.excinfo else ''}"
    return report
