"""Tickets as operators work with them: what they get, and what they do."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from agent.desk import Role
from agent.desk.lifecycle import Action
from agent.desk.package import Category, Mood, Need, Priority
from agent.desk.ticket_views import TicketDetail
from agent.reply import Citation, OutcomeKind, Reason, Reply, TicketStatus
from api.operator_schemas import Body, Shown
from api.schemas import Key, Said, SaidMessage, is_storable

WHY_LIMIT = 500  # characters: a reason, not a letter
CITATIONS_LIMIT = 50  # more than any suggestion has

Outcome = Literal["solved", "answered", "not_solved", "duplicate", "spam"]  # that an operator may choose
_Why = Annotated[str, Field(max_length=WHY_LIMIT), AfterValidator(is_storable)]


# What operators do


class Transfer(Body):
    operator: Key | None = None
    category: Annotated[Category | None, Field(strict=False)] = None
    why: _Why = ""

    @model_validator(mode="after")
    def _to_one(self) -> "Transfer":
        if (self.operator is None) == (self.category is None):
            raise PydanticCustomError("opora_transfer", "Назовите что-то одно: коллегу или тему, кому передать.")
        return self


class Resolution(Body):
    outcome: Outcome
    why: _Why = ""


class GivingBack(Body):
    why: _Why = ""


class OperatorMessage(Body):
    text: Said
    client_message_id: Key = Field(description="Made by the client; the same one again gives the same message.")
    citations: tuple[Citation, ...] = Field(
        default=(),
        strict=False,
        max_length=CITATIONS_LIMIT,
        description="Of a suggestion; kept where their markers still stand in the text.",
    )


class NewNote(Body):
    text: Said


# What operators get


class CustomerShown(Shown):
    subject: str
    name: str | None
    vip: bool


class CallbackShown(Shown):
    phone: str = Field(description="E.164.")
    not_before: datetime
    not_after: datetime


class LastMessage(Shown):
    role: Role
    text: str
    created_at: datetime


class TicketShown(Shown):
    number: str
    conversation_id: str
    status: TicketStatus
    reason: Reason
    category: Category
    priority: Priority
    mood: Mood
    summary: str
    customer: CustomerShown | None
    operator: str | None
    created_at: datetime
    queue_key: datetime = Field(description="The earliest is the next.")
    callback: CallbackShown | None
    last_message: LastMessage | None
    waiting_since: datetime | None = Field(
        description="The customer's oldest message without an answer; null when we answered last."
    )
    outcome: str | None


class TicketList(BaseModel):
    tickets: list[TicketShown]
    last_event_id: int


class CollectedShown(Shown):
    order_numbers: tuple[str, ...]
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    transactions: tuple[str, ...]


class SourceShown(Shown):
    source_id: str
    title: str


class AskedShown(Shown):
    text: str
    reply_id: str
    outcome: OutcomeKind
    sources: tuple[SourceShown, ...]


class EarlierTicket(Shown):
    number: str
    status: TicketStatus
    category: Category
    summary: str
    outcome: str | None
    created_at: datetime


class NoteShown(Shown):
    id: int
    author: str
    text: str
    created_at: datetime


class ChangeShown(Shown):
    at: datetime
    who: str = Field(description="The operator's name; agent, customer or desk.")
    what: Action = Field(validation_alias="action")
    why: str


class CustomerRead(Shown):
    customer: str | None = Field(description="The id of the last message that the customer has seen.")


class TicketDetailShown(Shown):
    ticket: TicketShown
    collected: CollectedShown
    missing: tuple[Need, ...]
    asked: tuple[AskedShown, ...]
    tried: tuple[str, ...]
    earlier: tuple[EarlierTicket, ...]
    messages: tuple[SaidMessage, ...]
    notes: tuple[NoteShown, ...]
    history: tuple[ChangeShown, ...]
    read: CustomerRead
    last_event_id: int = Field(description="For `Last-Event-ID`: what came after all this.")


def shown(detail: TicketDetail) -> TicketDetailShown:
    """Everything that is known of a ticket."""
    package = detail.package
    return TicketDetailShown.model_validate(
        {
            "ticket": detail.ticket,
            "collected": package.collected,
            "missing": package.missing,
            "asked": package.asked,
            "tried": package.tried,
            "earlier": detail.earlier,
            "messages": detail.messages,
            "notes": detail.notes,
            "history": detail.history,
            "read": {"customer": detail.read_by_customer},
            "last_event_id": detail.last_event_id,
        }
    )


class Suggestion(BaseModel):
    reply: Reply | None
