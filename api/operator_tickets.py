"""The calls of an operator about tickets: the queue, taking one, talking, and bringing it to its end."""

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import FileResponse
from pydantic import AfterValidator

from agent.masking import mask
from api.attachments import ATTACH_PROBLEMS, FILE_CONTENT, UPLOAD, file_response, keep_upload
from api.customer import Agent
from api.operator_auth import PROBLEMS, Operator
from api.schemas import ReadUpTo, SaidMessage, SentFile, is_storable
from api.ticket_schemas import (
    GivingBack,
    NewNote,
    NoteShown,
    OperatorMessage,
    Resolution,
    Suggestion,
    TicketDetailShown,
    TicketList,
    TicketShown,
    Transfer,
    shown,
)

router = APIRouter(prefix="/v1/operator", tags=["operator"], responses=PROBLEMS)


@router.get("/tickets", response_model=TicketList)
def read_tickets(agent: Agent, _: Operator, scope: Literal["open", "closed"] = "open") -> Response:
    """The open tickets, the next one first; or the latest closed ones, the last one first."""
    last_event_id = agent.desk.live.last_event_id()  # before the tickets that the events are about
    queue = agent.desk.queue
    found = queue.open() if scope == "open" else queue.closed()
    tickets = TicketList(tickets=[TicketShown.model_validate(each) for each in found], last_event_id=last_event_id)
    # Checked models already: 500 of them take 90 ms so, and 160 where the framework checks them again.
    return Response(tickets.model_dump_json(), media_type="application/json")


@router.get("/tickets/{number}")
def read_ticket(number: str, agent: Agent, _: Operator) -> TicketDetailShown:
    """Everything that is known of a ticket."""
    return shown(agent.desk.queue.ticket(number))


# What changes a ticket


@router.post("/tickets/{number}/claim")
def claim(number: str, agent: Agent, operator: Operator) -> TicketShown:
    """Own the conversation from now on; the agent is silent."""
    return TicketShown.model_validate(agent.desk.queue.claim(number, operator.operator))


@router.post("/tickets/{number}/transfer")
def transfer(number: str, body: Transfer, agent: Agent, operator: Operator) -> TicketShown:
    """Give it to a colleague, or back to the queue for those who see to a category."""
    queue, me, why = agent.desk.queue, operator.operator, mask(body.why)
    if body.operator is not None:
        changed = queue.hand_over(number, me, body.operator, why)
    else:
        changed = queue.requeue(number, me, str(body.category), why)
    return TicketShown.model_validate(changed)


@router.post("/tickets/{number}/resolve")
def resolve(number: str, body: Resolution, agent: Agent, operator: Operator) -> TicketShown:
    """Bring it to its end. The customer is asked for a rating, and the agent answers again."""
    resolved = agent.desk.queue.resolve(number, operator.operator, body.outcome, mask(body.why))
    return TicketShown.model_validate(resolved)


@router.post("/tickets/{number}/return")
def give_back(number: str, agent: Agent, operator: Operator, body: GivingBack | None = None) -> TicketShown:
    """Let the agent go on with the customer."""
    why = mask(body.why) if body else ""
    return TicketShown.model_validate(agent.desk.queue.give_back(number, operator.operator, why))


# What is said


@router.get("/tickets/{number}/suggestion")
def suggest(number: str, agent: Agent, _: Operator) -> Suggestion:
    """What the agent would answer to the customer's last message; null where it has nothing, or an operator has
    answered."""
    return Suggestion(reply=agent.suggest(agent.desk.queue.summary(number).conversation_id))


@router.post("/tickets/{number}/messages", status_code=201)
def write(number: str, body: OperatorMessage, agent: Agent, operator: Operator) -> SaidMessage:
    """Write to the customer. The same `client_message_id` again gives the stored message."""
    message = agent.desk.queue.write(number, operator.operator, mask(body.text), body.client_message_id, body.citations)
    return SaidMessage.model_validate(message)


@router.post("/tickets/{number}/attachments", status_code=201, responses=ATTACH_PROBLEMS, openapi_extra=UPLOAD)
async def attach(number: str, request: Request, agent: Agent, operator: Operator) -> SentFile:
    """Send the customer a JPEG, PNG or PDF, in the form's field `file`."""
    return await keep_upload(request, partial(agent.desk.attachments.from_operator, number, operator.operator))


@router.get("/attachments/{attachment_id}", response_class=FileResponse, responses={200: FILE_CONTENT})
def read_attachment(
    attachment_id: Annotated[str, Path(), AfterValidator(is_storable)], agent: Agent, _: Operator
) -> FileResponse:
    """A file of any conversation."""
    return file_response(agent.desk.attachments.file(attachment_id))


@router.post("/tickets/{number}/notes", status_code=201)
def note(number: str, body: NewNote, agent: Agent, operator: Operator) -> NoteShown:
    """Tell the colleagues something that the customer does not see."""
    return NoteShown.model_validate(agent.desk.queue.note(number, operator.operator, mask(body.text)))


@router.post("/tickets/{number}/typing", status_code=204)
def typing(number: str, agent: Agent, operator: Operator) -> None:
    """You are writing to the customer."""
    agent.desk.queue.typing(number, operator.operator)


@router.post("/tickets/{number}/read", status_code=204)
def read(number: str, body: ReadUpTo, agent: Agent, operator: Operator) -> None:
    """You have seen everything up to this message."""
    agent.desk.queue.read(number, operator.operator, body.message_id)
