"""Feeds the event streams of this process from the desk's outbox.

One look at the outbox serves all streams. A stream gets what is new from here, and what it missed while it was away
from the outbox itself: both by the ids of the events, so that nothing is lost or doubled, whatever worker it comes back
to.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from agent.desk import Desk, DeskUnavailable
from agent.desk.models import EventKind
from agent.desk.outbox import Event
from agent.reply import Escalation
from api.told import Told, tell

log = logging.getLogger(__name__)

T = TypeVar("T")

LOOK_SECONDS = 0.2  # how soon the other side sees a message; one query on an index, and none where nobody watches
STATE_SECONDS = 10.0  # how often those who wait are told anew: time alone changes the estimate and the hours
BEHIND = 2000  # events that a stream may lag behind; a reader who is slower comes back and reads the outbox

_CHANGES_QUEUE = frozenset({EventKind.TICKET, EventKind.OPERATORS})


@dataclass(frozen=True, slots=True)
class State:
    """How the ticket of a customer who watches stands now; null: there is none."""

    escalation: Escalation | None


@dataclass(eq=False, slots=True)
class Subscription:
    """One stream's place at the hub."""

    conversation_id: str | None  # null: an operator, who sees all
    state: State | None = None  # the last one that this customer was told
    news: "asyncio.Queue[Told | State | None]" = field(default_factory=lambda: asyncio.Queue(BEHIND))
    is_over: bool = False

    def put(self, news: Told | State) -> None:
        if not self.is_over:
            self.news.put_nowait(news)
        if self.news.qsize() == BEHIND - 1:
            self.end()

    def end(self) -> None:
        """What waits is still read; then the stream ends, and its reader comes back."""
        if not self.is_over:
            self.is_over = True
            self.news.put_nowait(None)


class Hub:
    """Belongs to one event loop. Its looks at the database have a thread of their own: turns may take all others."""

    def __init__(self, desk: Desk, look_seconds: float = LOOK_SECONDS) -> None:
        self._desk = desk
        self._look_seconds = look_seconds
        self._subscriptions: set[Subscription] = set()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hub")
        self._seen: int | None = None  # the last event that was handed out; null while nobody watches
        self._closing = asyncio.Event()

    async def run(self) -> None:
        """Looks until it is closed. What breaks is tried again: those who watch wait, and miss nothing."""
        loop = asyncio.get_running_loop()
        state_at = loop.time()
        while not await self._closes_within(self._look_seconds):
            if not self._subscriptions:
                self._seen = None
            if self._seen is None:
                continue
            try:
                events = await self.in_thread(partial(self._desk.live.events, self._seen))
                await self._hand_out(events)
                if loop.time() - state_at > STATE_SECONDS or any(event.kind in _CHANGES_QUEUE for event in events):
                    state_at = loop.time()
                    await self._tell_states()
            except DeskUnavailable as error:
                log.warning("%s", error)

    def close(self) -> None:
        """Ends all streams: who serves no more must not keep its readers. Call it in the loop."""
        self._closing.set()
        for each in self._subscriptions:
            each.end()

    def release(self) -> None:
        """When the last stream has ended: until then each may still read what it missed."""
        self._thread.shutdown(wait=False)

    @asynccontextmanager
    async def subscribed(self, conversation_id: str | None) -> AsyncIterator[Subscription]:
        """A place for a stream: what happens from now on comes there. Raises DeskUnavailable."""
        subscription = Subscription(conversation_id)
        self._subscriptions.add(subscription)
        try:
            if self._seen is None:
                self._seen = await self.newest()
            if conversation_id is not None:
                subscription.state = State(await self.in_thread(lambda: self._desk.escalation(conversation_id)))
            if self._closing.is_set():
                subscription.end()
            yield subscription
        finally:
            self._subscriptions.discard(subscription)

    async def newest(self) -> int:
        """The id of the last event that there is."""
        return await self.in_thread(self._desk.live.last_event_id)

    async def missed(self, subscription: Subscription, seen: int) -> Sequence[Told]:
        """What came after that event, some hundreds at most: ask again until nothing comes."""
        of = subscription.conversation_id
        return await self.in_thread(lambda: tell(self._desk, self._desk.live.events(seen, of)))

    async def in_thread(self, look: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, look)

    async def _hand_out(self, events: Sequence[Event]) -> None:
        if not events:
            return
        for told in await self.in_thread(lambda: tell(self._desk, events)):
            for each in self._subscriptions:
                if each.conversation_id in (None, told.conversation_id):
                    each.put(told)
        self._seen = events[-1].id

    async def _tell_states(self) -> None:
        customers = [each for each in self._subscriptions if each.conversation_id is not None]
        if not customers:
            return
        ids = [str(each.conversation_id) for each in customers]
        found = await self.in_thread(lambda: self._desk.live.escalations(ids))
        for each in customers:
            state = State(found.get(str(each.conversation_id)))
            if each.state is not None and state != each.state:
                each.state = state
                each.put(state)

    async def _closes_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return False
        return True
