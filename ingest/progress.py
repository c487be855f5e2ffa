"""What a long command tells the person who waits."""

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

PATIENCE = 2.0  # seconds; what is done by then needs no bar

_Item = TypeVar("_Item")


class Progress(Protocol):
    def begin(self, stage: str, total: int) -> None: ...
    def advance(self, count: int = 1) -> None: ...


class NoProgress:
    """For those who do not wait: tests, programs."""

    def begin(self, stage: str, total: int) -> None: ...
    def advance(self, count: int = 1) -> None: ...


class LateBar:
    """A bar on standard error that appears once the work has taken longer than `PATIENCE`. Use it in a `with` block."""

    def __init__(self) -> None:
        self._bar: RichProgress | None = None
        self._stage, self._total, self._done = "", 0, 0

    def __enter__(self) -> "LateBar":
        self._started = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def begin(self, stage: str, total: int) -> None:
        self._stage, self._total, self._done = stage, total, 0
        if self._bar is not None:
            self._task = self._bar.add_task(stage, total=total)

    def advance(self, count: int = 1) -> None:
        self.reach(self._done + count, self._total)

    def reach(self, done: int, total: int) -> None:
        """The same for work that counts for itself."""
        self._done, self._total = done, total
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total)
        elif time.monotonic() - self._started > PATIENCE:
            self._show()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import Progress as RichProgress

        console = Console(stderr=True)
        # On a terminal the bar makes way for the result; in a log its last state stays.
        self._bar = RichProgress(console=console, transient=console.is_terminal)
        self._bar.start()
        self._task = self._bar.add_task(self._stage, total=self._total, completed=self._done)


def counted(items: Iterable[_Item], progress: Progress) -> Iterator[_Item]:
    """The items as they are, each told to `progress` when it has been dealt with."""
    for item in items:
        yield item
        progress.advance()
