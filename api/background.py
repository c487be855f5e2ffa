"""What a serving process does beside its requests: it feeds the event streams, and sees to tickets as time passes."""

import asyncio
import contextlib
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import AsyncIterator
from types import FrameType

from anyio import to_thread

from agent.desk import Desk, DeskError
from agent.desk.desk import HEARTBEAT
from api.hub import Hub

log = logging.getLogger(__name__)

UPKEEP_SECONDS = 5.0  # reminders are due to the minute; each worker looks, and the first one does it


@contextlib.asynccontextmanager
async def background(desk: Desk) -> AsyncIterator[Hub]:
    """The hub of this process, while it serves."""
    hub = Hub(desk)
    _close_on_signals(hub, asyncio.get_running_loop())
    threading.Thread(target=_leave_with_supervisor, name="supervisor", daemon=True).start()
    watching = asyncio.create_task(hub.run())
    repeated = [asyncio.create_task(_keep_up(desk)), asyncio.create_task(_show_life(desk, hub))]
    try:
        yield hub
    finally:
        hub.close()
        for task in repeated:
            task.cancel()
        await asyncio.wait({watching, *repeated})
        hub.release()


async def _keep_up(desk: Desk) -> None:
    while True:
        await asyncio.sleep(UPKEEP_SECONDS)
        try:
            await to_thread.run_sync(desk.upkeep.run)
            await to_thread.run_sync(desk.operators.tell_gone)
        except DeskError as error:
            log.warning("upkeep of the desk: %s", error)


async def _show_life(desk: Desk, hub: Hub) -> None:
    """Says of the turns of this process that they are being answered; in the hub's thread, since they may take all
    others."""
    while True:
        await asyncio.sleep(HEARTBEAT.total_seconds())
        try:
            await hub.in_thread(desk.renew_turns)
        except DeskError as error:
            log.warning("signs of life: %s", error)


def _leave_with_supervisor() -> None:
    """A worker whose supervisor was killed would be replaced by nobody, and keep the port from the next service."""
    supervisor = multiprocessing.parent_process()
    if supervisor is not None:
        supervisor.join()
        os.kill(os.getpid(), signal.SIGTERM)


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
