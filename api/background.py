"""What a serving process does beside its requests: it feeds the event streams, and sees to tickets as time passes."""

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import AsyncIterator
from types import FrameType

from anyio import to_thread

from agent.desk import Desk, DeskError
from api.hub import Hub

log = logging.getLogger(__name__)

UPKEEP_SECONDS = 5.0  # reminders are due to the minute; each worker looks, and the first one does it


@contextlib.asynccontextmanager
async def background(desk: Desk) -> AsyncIterator[Hub]:
    """The hub of this process, while it serves."""
    hub = Hub(desk)
    _close_on_signals(hub, asyncio.get_running_loop())
    tasks = [asyncio.create_task(hub.run()), asyncio.create_task(_keep_up(desk))]
    try:
        yield hub
    finally:
        hub.close()
        tasks[1].cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks)


async def _keep_up(desk: Desk) -> None:
    while True:
        await asyncio.sleep(UPKEEP_SECONDS)
        try:
            await to_thread.run_sync(desk.upkeep.run)
            await to_thread.run_sync(desk.operators.tell_gone)
        except DeskError as error:
            log.warning("upkeep of the desk: %s", error)


def _close_on_signals(hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
    """The server waits for its connections to end before it tells the application to stop: an event stream, which does
    not end, has to hear of it by itself."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        before = signal.getsignal(number)

        def stop(signum: int, frame: FrameType | None, before: object = before) -> None:
            loop.call_soon_threadsafe(hub.close)
            if callable(before):
                before(signum, frame)

        signal.signal(number, stop)
