"""Who speaks in a conversation, what was said, and the turn for which an answer is being made."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agent.reply import Escalation, Reply


class Role(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody whom the shop's own site vouches for."""

    subject: str  # the shop's id of the customer
    name: str | None
    vip: bool


@dataclass(frozen=True, slots=True)
class Attachment:
    id: str
    name: str  # as people read it
    type: str  # media type, by the content
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Message:
    id: str
    role: Role
    text: str  # empty where the message is a file
    created_at: datetime  # UTC
    reply: Reply | None = None  # of the agent's messages; of an operator's that cites articles
    author: str | None = None  # the operator's name
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A customer's message that waits for its answer, and nobody else is answering it."""

    conversation_id: str
    message_id: str  # the customer's message
    text: str
    history: tuple[Message, ...]  # what was said before this message, oldest first
    escalation: Escalation | None = None  # the open ticket as the turn began; `finish_turn` looks again
    attempt: int = 1  # grows when another worker takes over a turn whose worker died


@dataclass(frozen=True, slots=True)
class AnsweredTurn:
    """A customer's message and what was replied to it."""

    text: str
    history: tuple[Message, ...]  # what was said before this message, oldest first
    reply: Reply
