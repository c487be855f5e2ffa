"""What comes in and goes out over HTTP, beside `agent.reply`, which goes out as it is."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from agent.desk import Role
from agent.reply import Escalation, Hours, Reply

TEXT_LIMIT = 4000  # characters of one message


def _is_said(text: str) -> str:
    """Something can be read in it: white space, and marks that show nothing, are no message."""
    if not any(char.isprintable() and not char.isspace() for char in text):
        raise PydanticCustomError("opora_blank", "Напишите, пожалуйста, сообщение: пустое отправить нельзя.")
    return text


def is_storable(text: str) -> str:
    """PostgreSQL keeps no NUL, and nobody types one."""
    if "\x00" in text:
        raise PydanticCustomError("opora_nul", "В тексте есть служебный знак с кодом 0: уберите его.")
    return text


def _is_near(at: datetime) -> datetime:
    """Not where a clock of another zone would show a year that no calendar has."""
    if not 2000 <= at.year < 3000:
        raise PydanticCustomError("opora_moment", "Такого времени не бывает: проверьте год.")
    return at


Said = Annotated[str, Field(max_length=TEXT_LIMIT), AfterValidator(_is_said), AfterValidator(is_storable)]
Key = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(is_storable)]
Moment = Annotated[AwareDatetime, Field(strict=False), AfterValidator(_is_near)]  # RFC 3339


class _Request(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class NewConversation(_Request):
    customer: str | None = Field(default=None, max_length=8192, description="JWT, HS256: sub, name, vip.")


class NewMessage(_Request):
    text: Said
    client_message_id: Key | None = Field(
        default=None, description="Made by the client; the same one again gives the same reply, so that it can retry."
    )


class Feedback(_Request):
    message_id: Key
    rating: int = Field(ge=1, le=5)
    comment: Annotated[str, Field(max_length=TEXT_LIMIT), AfterValidator(is_storable)] | None = None


class StartedConversation(BaseModel):
    id: str
    token: str = Field(description="The key to this conversation alone. It is shown once.")
    greeting: str
    suggestions: tuple[str, ...]


class AttachedFile(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    type: str = Field(description="Media type, by the content.")
    size: int = Field(description="Bytes.")


class SentFile(AttachedFile):
    message_id: str


class SaidMessage(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    role: Role
    text: str = Field(description="Empty where the message is a file.")
    created_at: datetime
    # Of the agent's messages, and of an operator's that cites articles.
    reply: Reply | None = Field(default=None, exclude_if=lambda reply: reply is None)
    author: str | None = Field(default=None, description="The operator's name.", exclude_if=lambda name: name is None)
    attachments: tuple[AttachedFile, ...] = Field(default=(), exclude_if=lambda files: not files)


class ReadMarks(BaseModel):
    operator: str | None = Field(description="The last of the customer's messages that an operator has seen.")


class History(BaseModel):
    messages: list[SaidMessage]
    escalation: Escalation | None = Field(description="The open ticket.")
    last_event_id: int = Field(description="For `Last-Event-ID`: what comes after it is not in here.")
    read: ReadMarks


class ReadUpTo(_Request):
    message_id: Key = Field(description="The newest message that has been seen.")


class NewCallback(_Request):
    phone: Annotated[str, Field(max_length=100), AfterValidator(is_storable)]
    not_before: Moment
    not_after: Moment


class SlotShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    not_before: datetime
    not_after: datetime


class CallbackChoices(BaseModel):
    hours: Hours
    slots: list[SlotShown] = Field(description="When somebody can call, soonest first; other times may do, too.")
    channels: tuple[str, ...] = Field(description="Other ways to reach a person, in words.")


class SourceText(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    title: str
    url: str | None
    text: str = Field(description="The text that `start` and `end` of citations point into, in code points.")
    updated: date | None = Field(
        default=None, description="When it was last changed.", exclude_if=lambda updated: updated is None
    )  # only where the maintainer told
