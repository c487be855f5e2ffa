"""A reply as server-sent events. Nothing is sent before the whole reply is verified and stored."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from agent.reply import Reply
from api.errors import Problem

PING_SECONDS = 10.0  # proxies close a connection that is silent for 30 to 60 seconds

_OPEN = format_sse_event(comment="answering")
_WORD = re.compile(r"\s*\S+\s*")
# Line ends to Unicode but not to event streams: clients that split lines as Unicode does would break events there.
_LINE_ENDS = {ord(char): f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}


async def reply_events(turn: Future[Reply | Problem], ping_seconds: float = PING_SECONDS) -> AsyncIterator[bytes]:
    """A comment at once and now and then, so that the client sees the connection alive; then the reply.

    The turn runs on its own: a client that goes away ends these events and not the turn.
    """
    yield _OPEN
    waiting = asyncio.wrap_future(turn)
    while not (await asyncio.wait({waiting}, timeout=ping_seconds))[0]:
        yield KEEPALIVE_COMMENT
    result = waiting.result()
    yield _problem_event(result) if isinstance(result, Problem) else b"".join(_events_of(result))


def pieces(text: str) -> list[str]:
    """The text word by word; joined, they are the text again."""
    return _WORD.findall(text) or ([text] if text else [])


def _events_of(reply: Reply) -> Iterator[bytes]:
    for piece in pieces(reply.text):
        yield sse_event("delta", json.dumps({"text": piece}, ensure_ascii=False))
    yield sse_event("reply", reply.model_dump_json())


def _problem_event(problem: Problem) -> bytes:
    """The stream has begun, so that its status is 200 already: the problem comes as an event."""
    return sse_event("error", json.dumps(problem.document(), ensure_ascii=False))


def sse_event(name: str, data: str, event_id: int | None = None) -> bytes:
    """`data` is JSON; a reader who comes back names the last id that it has seen."""
    return format_sse_event(
        event=name, data_str=data.translate(_LINE_ENDS), id=None if event_id is None else str(event_id)
    )
