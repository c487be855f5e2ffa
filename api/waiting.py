"""The calls of a customer who waits for a person, or talks with one."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import FileResponse, PlainTextResponse
from pydantic import AfterValidator

from agent.reply import Callback, Escalation
from api.attachments import ATTACH_PROBLEMS, FILE_CONTENT, UPLOAD, file_response, keep_upload
from api.customer import PROBLEMS, Agent, Conversation
from api.errors import described
from api.schemas import CallbackChoices, NewCallback, ReadUpTo, SentFile, SlotShown, is_storable
from api.transcript import transcript

_TAKEN = "an operator owns the conversation, `operator`"
_CANCEL = described({409: f"`no-ticket`: none is open; `taken`: {_TAKEN}"})
_CALLBACK = described(
    {
        409: f"`taken`: {_TAKEN}",
        422: "`wrong-phone`, `wrong-slot`: nobody can be reached so, by `field`; or the request is malformed",
    }
)
_COPY: dict[int | str, dict[str, Any]] = {
    200: {"description": "To be saved.", "content": {"text/plain": {"schema": {"type": "string"}}}}
}

router = APIRouter(prefix="/v1/conversations/{conversation_id}", tags=["customer"], responses=PROBLEMS)


@router.post("/typing", status_code=204)
def typing(conversation_id: Conversation, agent: Agent) -> None:
    """The customer is writing: tell the operator."""
    agent.desk.live.customer_types(conversation_id)


@router.post("/read", status_code=204)
def read(conversation_id: Conversation, agent: Agent, body: ReadUpTo) -> None:
    """The customer has seen everything up to this message: tell the operator."""
    agent.desk.live.customer_read(conversation_id, body.message_id)


@router.post("/cancel", responses=_CANCEL)
def cancel(conversation_id: Conversation, agent: Agent) -> Escalation:
    """Nobody is needed any more. The same again changes nothing."""
    return agent.desk.cancel(conversation_id)


@router.get("/callback")
def callback_choices(_: Conversation, agent: Agent) -> CallbackChoices:
    """When somebody can call back, and how else a person can be reached."""
    desk = agent.desk
    return CallbackChoices(
        hours=desk.hours(),
        slots=[SlotShown.model_validate(slot) for slot in desk.callback_slots()],
        channels=desk.rules.channels,
    )


@router.post("/callback", status_code=201, responses=_CALLBACK)
def schedule_callback(conversation_id: Conversation, agent: Agent, body: NewCallback) -> Escalation:
    """Agree on a call, or on another time for it; without a ticket one is opened."""
    wanted = Callback(phone=body.phone, not_before=body.not_before, not_after=body.not_after)
    return agent.desk.schedule(conversation_id, wanted)


@router.post("/attachments", status_code=201, responses=ATTACH_PROBLEMS, openapi_extra=UPLOAD)
async def attach(conversation_id: Conversation, agent: Agent, request: Request) -> SentFile:
    """Send a file. It becomes a message of its own; of pictures nothing but what is seen is kept."""
    return await keep_upload(request, partial(agent.desk.attachments.from_customer, conversation_id))


@router.get("/attachments/{attachment_id}", response_class=FileResponse, responses={200: FILE_CONTENT})
def read_attachment(
    conversation_id: Conversation, agent: Agent, attachment_id: Annotated[str, Path(), AfterValidator(is_storable)]
) -> FileResponse:
    """A file of this conversation, whoever of the two sides has sent it."""
    return file_response(agent.desk.attachments.file(attachment_id, conversation_id))


@router.get("/transcript", response_class=PlainTextResponse, responses=_COPY)
def read_transcript(conversation_id: Conversation, agent: Agent) -> PlainTextResponse:
    """A copy of the conversation to save, with the times as the desk's clock shows them."""
    desk = agent.desk
    text = transcript(desk.messages(conversation_id), desk.rules.hours.zone)
    return PlainTextResponse(text, headers={"Content-Disposition": 'attachment; filename="conversation.txt"'})
