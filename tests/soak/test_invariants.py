"""The invariants notice what they are there to notice."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from agent.desk.conversation import Role
from agent.desk.lifecycle import Action
from agent.reply import TicketStatus
from tests.soak.invariants import owned_by_one, silent_over_people
from tests.soak.stored import Stored

QUEUED, ASSIGNED, RESOLVED = TicketStatus.QUEUED, TicketStatus.ASSIGNED, TicketStatus.RESOLVED

Change = tuple[str, Action, TicketStatus, str | None]  # who, what, which status it got, who owns it

OPENED: Change = ("agent", Action.OPEN, QUEUED, None)
TAKEN: Change = ("Анна", Action.CLAIM, ASSIGNED, "Анна")
DONE: Change = ("Анна", Action.RESOLVE, RESOLVED, "Анна")


def stored(**what: Sequence[Any]) -> Any:
    return Stored(**{name: what.get(name, ()) for name in ("messages", "turns", "tickets", "audit", "events")})


@pytest.mark.parametrize(
    ("changes", "ends", "wrong"),
    [
        ((OPENED, TAKEN, DONE), RESOLVED, 0),
        ((OPENED, TAKEN, ("desk", Action.REQUEUE, QUEUED, None)), QUEUED, 0),
        ((OPENED, TAKEN, DONE), ASSIGNED, 1),
        ((OPENED, TAKEN, ("Пётр", Action.CLAIM, ASSIGNED, "Пётр"), DONE), RESOLVED, 2),
        ((OPENED, TAKEN, ("Пётр", Action.RESOLVE, RESOLVED, "Анна")), RESOLVED, 1),
        ((OPENED, DONE), RESOLVED, 2),
        ((OPENED, TAKEN, ("customer", Action.CANCEL, RESOLVED, None)), RESOLVED, 2),
    ],
)
def test_one_owner_at_a_time(changes: Sequence[Change], ends: TicketStatus, wrong: int) -> None:
    audit = [
        SimpleNamespace(ticket_id=1, who=who, action=action, what=what, operator=operator)
        for who, action, what, operator in changes
    ]
    found = list(owned_by_one(stored(tickets=[SimpleNamespace(id=1, status=ends)], audit=audit)))
    assert len(found) == wrong, found


def said(role: Role, id: str = "", author: str | None = None, owner: str | None = None) -> Any:
    """`owner`: whom a notice names."""
    told = SimpleNamespace(escalation=SimpleNamespace(operator=owner))
    return SimpleNamespace(conversation_id="c", id=id, role=role, author=author, text="…", reply=told)


@pytest.mark.parametrize(
    ("messages", "wrong"),
    [
        ((said(Role.AGENT, "answer"), said(Role.AGENT, owner="Анна"), said(Role.OPERATOR, author="Анна")), 0),
        ((said(Role.AGENT, owner="Анна"), said(Role.AGENT), said(Role.AGENT, "answer")), 0),
        ((said(Role.AGENT, owner="Анна"), said(Role.AGENT, "answer")), 1),
        ((said(Role.AGENT, owner="Анна"), said(Role.OPERATOR, author="Пётр")), 1),
        ((said(Role.OPERATOR, author="Анна"),), 1),
    ],
)
def test_the_agent_is_silent_over_people(messages: Sequence[Any], wrong: int) -> None:
    found = list(silent_over_people(stored(messages=messages, turns=[SimpleNamespace(reply_id="answer")])))
    assert len(found) == wrong, found
