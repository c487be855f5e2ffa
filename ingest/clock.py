"""The clock that runs unless another is passed in."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
