"""What the customer receives. The same models are stored, sent by the api and read by evaluations."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class OutcomeKind(StrEnum):
    ANSWERED = "answered"  # the articles support it
    CONFLICT = "conflict"  # answered, with a disagreement of the articles shown
    CLARIFY = "clarify"  # two or three readings are alike: asks which
    OFFERED = "offered"  # the ways to reach a person are offered
    ESCALATED = "escalated"  # a ticket is open
    DECLINED = "declined"  # outside the topic of the articles
    RELAYED = "relayed"  # a person owns the conversation; the agent is silent
    SMALLTALK = "smalltalk"


class Reason(StrEnum):
    """Why a person is offered or called."""

    ASKED_FOR_HUMAN = "asked_for_human"
    REPEATED_REQUEST = "repeated_request"
    LOW_CONFIDENCE = "low_confidence"
    OWN_DATA = "own_data"
    COMPLAINT = "complaint"
    FAILURE = "failure"


class TicketStatus(StrEnum):
    OFFERED = "offered"  # no ticket yet
    QUEUED = "queued"
    SCHEDULED = "scheduled"
    ASSIGNED = "assigned"
    RESOLVED = "resolved"
    EXPIRED = "expired"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Hours(_Frozen):
    open: bool
    opens_at: datetime | None = None  # with its UTC offset; null while open or when no hours are set


class Callback(_Frozen):
    """When to ring whom."""

    phone: str  # E.164
    not_before: datetime  # with their UTC offsets
    not_after: datetime


class Escalation(_Frozen):
    ticket: str | None  # null while only offered
    reason: Reason
    status: TicketStatus
    position: int | None = None  # in the queue, from 1; null unless queued
    eta_minutes: int | None = None  # null without data to estimate from
    hours: Hours = Hours(open=True)
    operator: str | None = None  # who owns the conversation, as the customer may call them; null unless assigned
    callback: Callback | None = None  # null unless scheduled


class Citation(_Frozen):
    """Words of an article: `quote` is `text[start:end]` of the source in the reply's release, in code points."""

    marker: int  # the number in square brackets in the reply's text, from 1
    source_id: str
    title: str
    heading: tuple[str, ...]
    url: str | None
    quote: str
    start: int
    end: int
    updated: date | None = None  # when the article was last changed, if its maintainer told


class ConflictValue(_Frozen):
    value: str  # normalised: E.164, lower-case address, "mo-fr 09:00-21:00"
    display: str  # as printed in the article
    markers: tuple[int, ...]


class Conflict(_Frozen):
    subject: str
    kind: str
    values: tuple[ConflictValue, ...]


class Reply(_Frozen):
    id: str
    created_at: datetime
    outcome: OutcomeKind
    text: str
    confidence: float | None = None  # probability that the answer is right; null where no answer was tried
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    escalation: Escalation | None = None
    suggestions: tuple[str, ...] = ()
    release: str | None = None  # null where no release was needed
    model: str | None = None  # null where no model was called
