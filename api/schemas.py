"""What comes in and goes out over HTTP, beside `agent.reply`, which goes out as it is."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from agent.desk import Role
from agent.reply import Reply

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


Said = Annotated[str, Field(max_length=TEXT_LIMIT), AfterValidator(_is_said), AfterValidator(is_storable)]
Key = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(is_storable)]


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


class SaidMessage(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    role: Role
    text: str
    created_at: datetime
    reply: Reply | None = Field(default=None, exclude_if=lambda reply: reply is None)  # of the agent's messages


class History(BaseModel):
    messages: list[SaidMessage]


class SourceText(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    title: str
    url: str | None
    text: str = Field(description="The text that `start` and `end` of citations point into, in code points.")
    updated: date | None = Field(
        default=None, description="When it was last changed.", exclude_if=lambda updated: updated is None
    )  # only where the maintainer told
