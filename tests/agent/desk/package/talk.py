"""Conversations for the tests of what an operator receives."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from agent.desk.conversation import Message, Role
from agent.reply import Citation, Escalation, OutcomeKind, Reason, Reply, TicketStatus

START = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)


def replied(
    text: str = "Ответ.",
    outcome: OutcomeKind = OutcomeKind.ANSWERED,
    titles: Sequence[str] = (),
    status: TicketStatus | None = None,
) -> Reply:
    """A reply of the agent that cites articles of these titles, each by the id «title.md»."""
    citations = tuple(
        Citation(
            marker=n, source_id=f"{title}.md", title=title, heading=(), url=None, quote="слова", start=n, end=n + 5
        )
        for n, title in enumerate(titles, 1)
    )
    escalation = Escalation(ticket="T-1001", reason=Reason.ASKED_FOR_HUMAN, status=status) if status else None
    return Reply(
        id="", created_at=START, outcome=outcome, text=text, citations=citations, escalation=escalation, release="r1"
    )


def talk(*said: str | Reply | tuple[Role, str]) -> tuple[Message, ...]:
    """Messages: a string is the customer's, a reply the agent's."""
    messages = []
    for n, each in enumerate(said):
        at = START + timedelta(minutes=n)
        if isinstance(each, Reply):
            reply = each.model_copy(update={"id": f"r{n}"})
            messages.append(Message(f"m{n}", Role.AGENT, reply.text, at, reply))
        else:
            role, text = each if isinstance(each, tuple) else (Role.CUSTOMER, each)
            messages.append(Message(f"m{n}", role, text, at, None))
    return tuple(messages)
