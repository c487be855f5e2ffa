"""The life of a ticket as a table: which action leads from which status to which. Pure.

(no ticket) ── open ──▶ queued ── claim ──▶ assigned ── resolve, return ──▶ resolved ──▶ the agent answers again
     │                  │  ▲ │                │   ▲│
     │          schedule│  │ │cancel          │   └┘ hand to a colleague
     ▼                  ▼  │ └──────────────▶ │ ─── requeue ──▶ queued
  scheduled ── claim ──────┼────────────────▶ ┘
     └── cancel ──▶ resolved      queued, scheduled ── expire ──▶ expired
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from agent.reply import TicketStatus

OPEN_STATUSES = (TicketStatus.QUEUED, TicketStatus.SCHEDULED, TicketStatus.ASSIGNED)
WAITING_STATUSES = (TicketStatus.QUEUED, TicketStatus.SCHEDULED)


class Action(StrEnum):
    OPEN = "open"
    SCHEDULE = "schedule"  # a callback is agreed, or agreed anew
    CLAIM = "claim"
    HAND_OVER = "hand_over"  # to a colleague
    REQUEUE = "requeue"  # to others of the desk: on purpose, or because the operator is gone
    RESOLVE = "resolve"
    RETURN = "return"  # to the agent
    CANCEL = "cancel"  # by the customer
    EXPIRE = "expire"  # nobody took it in time


class ImpossibleAction(Exception):
    """The ticket is in a status from which this action leads nowhere."""

    def __init__(self, action: Action, status: TicketStatus) -> None:
        super().__init__(f"a ticket that is {status} cannot {action}")
        self.action = action
        self.status = status


@dataclass(frozen=True, slots=True)
class Transition:
    action: Action
    sources: tuple[TicketStatus, ...]
    target: TicketStatus


# `offered` is the status of a conversation without a ticket: a person was offered, or is not thought of yet.
TRANSITIONS = (
    Transition(Action.OPEN, (TicketStatus.OFFERED,), TicketStatus.QUEUED),
    Transition(Action.SCHEDULE, (TicketStatus.OFFERED, *WAITING_STATUSES), TicketStatus.SCHEDULED),
    Transition(Action.CLAIM, WAITING_STATUSES, TicketStatus.ASSIGNED),
    Transition(Action.HAND_OVER, (TicketStatus.ASSIGNED,), TicketStatus.ASSIGNED),
    Transition(Action.REQUEUE, (TicketStatus.ASSIGNED,), TicketStatus.QUEUED),
    Transition(Action.RESOLVE, (TicketStatus.ASSIGNED,), TicketStatus.RESOLVED),
    Transition(Action.RETURN, (TicketStatus.ASSIGNED,), TicketStatus.RESOLVED),
    Transition(Action.CANCEL, WAITING_STATUSES, TicketStatus.RESOLVED),
    Transition(Action.EXPIRE, WAITING_STATUSES, TicketStatus.EXPIRED),
)

_TARGETS: Mapping[tuple[Action, TicketStatus], TicketStatus] = {
    (each.action, source): each.target for each in TRANSITIONS for source in each.sources
}


def target(action: Action, status: TicketStatus) -> TicketStatus:
    """The status after the action. Raises ImpossibleAction."""
    found = _TARGETS.get((action, status))
    if found is None:
        raise ImpossibleAction(action, status)
    return found
