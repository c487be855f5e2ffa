"""The event streams: what happens to a conversation, for its customer; what happens on the desk, for an operator."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse

from api.customer import UNBUFFERED, Agent, Conversation
from api.events import PING_SECONDS, sse_event
from api.hub import Hub, State
from api.operator_auth import PROBLEMS, Key, Operator
from api.told import Told

LastEventId = Annotated[
    str | None,
    Header(
        description="The id of the last event that was seen; what came after it is sent first. Else only what is new."
    ),
]

_EVENTS: dict[str, Any] = {"content": {"text/event-stream": {"schema": {"type": "string"}}}}

router = APIRouter(prefix="/v1")


async def _hub(request: Request) -> Hub:
    return cast(Hub, request.app.state.hub)


HubOf = Annotated[Hub, Depends(_hub)]


@router.get(
    "/conversations/{conversation_id}/events", tags=["customer"], response_class=Response, responses={200: _EVENTS}
)
async def customer_events(conversation_id: Conversation, hub: HubOf, last_event_id: LastEventId = None) -> Response:
    """`ticket` (an Escalation or null) at once and at every change, `message` of an operator or about the ticket,
    `typing` and `read` by the operator."""
    stream = _stream(hub, conversation_id, _id_of(last_event_id), lambda told: told.to_customer)
    return EventSourceResponse(stream, headers=UNBUFFERED)


@router.get("/operator/events", tags=["operator"], response_class=Response, responses={**PROBLEMS, 200: _EVENTS})
async def operator_events(
    agent: Agent, operator: Operator, key: Key, hub: HubOf, last_event_id: LastEventId = None
) -> Response:
    """`ticket`, `message`, `note`, `typing`, `read` of all tickets, and `operators`, who is there. While the stream is
    open the operator counts as being there."""

    def is_still_there() -> bool:
        """A sign of life, of somebody who may still be here."""
        if operator.csrf is not None and (not key or agent.desk.operators.by_session(key) is None):
            return False
        agent.desk.operators.seen(operator.operator)
        return True

    async def goes_on() -> bool:
        return await hub.in_thread(is_still_there)

    stream = _stream(hub, None, _id_of(last_event_id), lambda told: told.to_operators, goes_on)
    return EventSourceResponse(stream, headers=UNBUFFERED)


async def _always() -> bool:
    return True


async def _stream(
    hub: Hub,
    conversation_id: str | None,
    seen: int | None,
    side: Callable[[Told], bytes],
    goes_on: Callable[[], Awaitable[bool]] = _always,
) -> AsyncIterator[bytes]:
    """`goes_on` is asked now and then."""
    loop = asyncio.get_running_loop()
    async with hub.subscribed(conversation_id) as place:
        if seen is None:
            seen = await hub.newest()  # before anything is sent: what is done upon that is new already
        yield _state_event(place.state) if place.state else KEEPALIVE_COMMENT
        while missed := await hub.missed(place, seen):
            seen = missed[-1].id
            yield b"".join(side(told) for told in missed if not told.is_fleeting) or KEEPALIVE_COMMENT
        asked_at = loop.time()
        while True:
            try:
                news = await asyncio.wait_for(place.news.get(), PING_SECONDS)
            except TimeoutError:
                yield KEEPALIVE_COMMENT
            else:
                if news is None:
                    return
                if isinstance(news, State):
                    yield _state_event(news)
                elif news.id > seen:
                    seen = news.id
                    if event := side(news):
                        yield event
            if loop.time() - asked_at >= PING_SECONDS:
                asked_at = loop.time()
                if not await goes_on():
                    return


def _state_event(state: State) -> bytes:
    return sse_event("ticket", state.escalation.model_dump_json() if state.escalation else "null")


def _id_of(header: str | None) -> int | None:
    return int(header) if header and header.isascii() and header.isdigit() and len(header) < 19 else None
