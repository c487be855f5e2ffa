"""What the desk's tests are made with."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from argon2 import PasswordHasher

from agent.desk import Desk, Turn
from agent.desk.turns import LEASE
from agent.reply import Citation, OutcomeKind, Reply

# Passwords are slow to hash on purpose, which no test has time for.
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
        self.step = timedelta()  # how far it goes at every look

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now

    def move(self, by: timedelta) -> None:
        self.now += by


@contextmanager
def threads(clock: Clock, count: int = 8) -> Iterator[ThreadPoolExecutor]:
    """Threads that a failing test does not leave waiting for ever: then every lease runs out."""
    with ThreadPoolExecutor(count) as pool:
        try:
            yield pool
        except BaseException:
            clock.step = LEASE
            raise


def a_reply(text: str = "Ответ.", sources: Sequence[str] = (), reply_id: str | None = None) -> Reply:
    citations = tuple(
        Citation(marker=n, source_id=source, title="", heading=(), url=None, quote="слова", start=0, end=5)
        for n, source in enumerate(sources, 1)
    )
    return Reply(
        id=reply_id or uuid4().hex,
        created_at=datetime(2024, 3, 1, 12, 0, 1, tzinfo=UTC),
        outcome=OutcomeKind.ANSWERED,
        text=text,
        confidence=0.9,
        citations=citations,
        release="r1",
        model="extractive",
    )


def take_over(desk: Desk, conversation_id: str, operator: str) -> str:
    """The operator claims the open ticket of the conversation; gives its number."""
    escalation = desk.escalation(conversation_id)
    assert escalation is not None
    assert escalation.ticket is not None
    return desk.queue.claim(escalation.ticket, operator).number


def settle(desk: Desk, conversation_id: str, operator: str, why: str = "") -> None:
    """The operator claims the open ticket and resolves it."""
    desk.queue.resolve(take_over(desk, conversation_id, operator), operator, "solved", why)


def begin(desk: Desk, conversation_id: str, text: str, client_message_id: str | None = None) -> Turn:
    turn = desk.begin_turn(conversation_id, text, client_message_id)
    assert isinstance(turn, Turn)
    return turn


def say(desk: Desk, conversation_id: str, text: str, reply: Reply | None = None) -> Reply:
    """One whole turn."""
    return desk.finish_turn(begin(desk, conversation_id, text), reply or a_reply(), {})
