"""The calls of the customer: start a conversation, write, read back, rate, open a source."""

from collections.abc import Mapping
from concurrent.futures import Executor
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.sse import EventSourceResponse

from agent.desk import Customer
from agent.reply import Reply
from api.auth import bearer_token, vouched_customer
from api.errors import Problem, described, problem_of
from api.events import reply_events
from api.schemas import (
    Feedback,
    History,
    NewConversation,
    NewMessage,
    ReadMarks,
    SaidMessage,
    SourceText,
    StartedConversation,
)
from api.service import Support
from api.settings import ApiSettings

PROBLEMS = described(
    {
        401: "No token, or a malformed one",
        403: "The token of another conversation",
        404: "No such conversation, message, file or source",
        413: "The body is too large",
        422: "The request is malformed",
    }
)
_STREAM = {
    "description": "The reply; with `Accept: text/event-stream`, events `delta` `{text}`, whose texts join to the "
    "reply's, then `reply`. A failure after the stream has begun comes as an event `error` with the problem.",
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
}

router = APIRouter(prefix="/v1", tags=["customer"], responses=PROBLEMS)


async def _agent(request: Request) -> Support:
    return cast(Support, request.app.state.agent)


async def _settings(request: Request) -> ApiSettings:
    return cast(ApiSettings, request.app.state.settings)


async def _turns(request: Request) -> Executor:
    return cast(Executor, request.app.state.turns)


Agent = Annotated[Support, Depends(_agent)]


def _authorise(conversation_id: str, agent: Agent, token: Annotated[str, Depends(bearer_token)]) -> str:
    agent.desk.authorise(conversation_id, token)
    return conversation_id


Conversation = Annotated[str, Depends(_authorise)]  # its id, which the caller may use


@router.post("/conversations", status_code=201)
def start_conversation(
    agent: Agent, settings: Annotated[ApiSettings, Depends(_settings)], body: NewConversation | None = None
) -> StartedConversation:
    """Start a conversation. The token opens this conversation and no other."""
    customer = _customer(body, settings)
    conversation_id, token = agent.desk.start_conversation(customer)
    return StartedConversation(id=conversation_id, token=token, greeting=agent.greeting, suggestions=agent.starters())


def _customer(body: NewConversation | None, settings: ApiSettings) -> Customer | None:
    if body is None or body.customer is None:
        return None
    return vouched_customer(body.customer, settings.customer_secret)


@router.post("/conversations/{conversation_id}/messages", response_model=Reply, responses={200: _STREAM})
def send_message(
    conversation_id: Conversation,
    agent: Agent,
    turns: Annotated[Executor, Depends(_turns)],
    body: NewMessage,
    accept: Annotated[str, Header()] = "",
) -> Response:
    """Send a message and get its reply. Messages of one conversation are answered in order, each once."""
    if "text/event-stream" not in accept.lower():
        reply = agent.reply(conversation_id, body.text, body.client_message_id)
        # It is a checked model already: to let the framework check it again costs a millisecond of each turn.
        return Response(reply.model_dump_json(), media_type="application/json")
    # The turn is started before the response, and not by it: a client that goes away at once is answered all the same.
    turn = turns.submit(_answer, agent, conversation_id, body)
    return EventSourceResponse(reply_events(turn), headers=UNBUFFERED)


UNBUFFERED: Mapping[str, str] = {"X-Accel-Buffering": "no"}  # nginx would hold the events back until the end


def _answer(agent: Support, conversation_id: str, message: NewMessage) -> Reply | Problem:
    try:
        return agent.reply(conversation_id, message.text, message.client_message_id)
    except Exception as error:  # noqa: BLE001  logged by problem_of, with its cause; nobody may be left to raise it to
        return problem_of(error)


@router.get("/conversations/{conversation_id}/messages")
def read_messages(conversation_id: Conversation, agent: Agent) -> History:
    """The whole conversation, oldest message first, and how it stands now."""
    desk = agent.desk
    last_event_id = desk.live.last_event_id()  # before the messages that the events are about
    return History(
        messages=[SaidMessage.model_validate(message) for message in desk.messages(conversation_id)],
        escalation=desk.escalation(conversation_id),
        last_event_id=last_event_id,
        read=ReadMarks(operator=desk.live.read_by_operator(conversation_id)),
    )


@router.post("/conversations/{conversation_id}/feedback", status_code=204)
def rate(conversation_id: Conversation, agent: Agent, body: Feedback) -> None:
    """Rate a reply from 1 to 5. The last rating of a message counts."""
    agent.feedback(conversation_id, body.message_id, body.rating, body.comment)


@router.get("/sources/{source_id:path}")
def read_source(source_id: str, agent: Agent, release: str | None = None) -> SourceText:
    """An article as it was in a release, the current one unless named, in the text that citations point into."""
    return SourceText.model_validate(agent.source(source_id, release))
