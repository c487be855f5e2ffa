"""Which part of a conversation a ticket is about."""

from collections.abc import Sequence

from agent.desk.conversation import Message, Role
from agent.reply import TicketStatus

_CLOSED = frozenset({TicketStatus.RESOLVED, TicketStatus.EXPIRED})


def current(messages: Sequence[Message], goes_on: bool = False) -> tuple[Message, ...]:
    """What was said since the last ticket was closed: an old matter does not haunt a new one. Where the customer has
    said nothing since, it is still that ticket, unless the conversation `goes_on` with a message that is not here."""
    spoken = max((n for n, each in enumerate(messages) if each.role is Role.CUSTOMER), default=-1)
    spoken = len(messages) if goes_on else spoken
    after = max((n for n, each in enumerate(messages[: spoken + 1]) if _closes(each)), default=-1) + 1
    return tuple(messages[after:])


def _closes(message: Message) -> bool:
    escalation = message.reply.escalation if message.reply is not None else None
    return escalation is not None and escalation.status in _CLOSED
