"""The open tickets, as an operator reads them in a terminal, or as JSON for a program."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from pydantic_core import to_jsonable_python
from rich.table import Table

from agent.desk import TicketDetail

_REASONS = {
    "asked_for_human": "просит человека",
    "repeated_request": "просит человека снова",
    "low_confidence": "нет уверенного ответа",
    "own_data": "нужны данные клиента",
    "complaint": "жалоба",
    "failure": "сбой",
}
_STATUSES = {"queued": "в очереди", "scheduled": "ждёт звонка", "assigned": "у оператора"}


def tickets_table(tickets: Sequence[TicketDetail], now: datetime) -> Table:
    """The longest waiting first, as the desk gives them."""
    table = Table("Номер", "Причина", "Статус", "Ждёт", "Суть", "Данные", show_lines=True)
    for received in tickets:
        ticket, given = received.ticket, received.package.collected
        collected = [*given.order_numbers, *given.transactions, *given.phones, *given.emails]
        table.add_row(
            ticket.number,
            _REASONS.get(ticket.reason, ticket.reason),
            _STATUSES.get(ticket.status, ticket.status),
            waiting(ticket.created_at, now),
            ticket.summary,
            "\n".join(collected),
        )
    return table


def tickets_json(tickets: Sequence[TicketDetail]) -> str:
    """Everything that is known of each, the whole conversation included."""
    return json.dumps(to_jsonable_python([asdict(ticket) for ticket in tickets]), ensure_ascii=False, indent=2)


def waiting(since: datetime, now: datetime) -> str:
    """How long ago that was: `7 мин`, `3 ч 20 мин`, `2 дн 4 ч`."""
    aware = since if since.tzinfo else since.replace(tzinfo=UTC)
    minutes = max(0, int((now - aware).total_seconds() // 60))
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} дн {hours} ч"
    return f"{hours} ч {minutes} мин" if hours else f"{minutes} мин"
