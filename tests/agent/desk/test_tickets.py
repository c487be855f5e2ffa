from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, select

from agent.desk import Collected, Desk, NotYours, TakenByAnother, TicketClosed, UnknownTicket
from agent.desk.models import TicketEventRow
from agent.reply import Reason, TicketStatus
from tests.agent.desk.parts import Clock, a_reply, begin, say, settle, take_over


def test_a_ticket_is_queued_behind_the_others(desk: Desk) -> None:
    conversations = [desk.start_conversation()[0] for _ in range(3)]
    opened = [desk.escalate(conversation, Reason.ASKED_FOR_HUMAN, "") for conversation in conversations]

    assert [escalation.ticket for escalation in opened] == ["T-1001", "T-1002", "T-1003"]
    assert [escalation.position for escalation in opened] == [1, 2, 3]
    assert {escalation.status for escalation in opened} == {TicketStatus.QUEUED}

    take_over(desk, conversations[0], "Ольга")
    last = desk.escalation(conversations[2])
    assert last is not None
    assert last.position == 2


def test_escalating_again_gives_the_open_ticket(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    first = desk.escalate(conversation, Reason.ASKED_FOR_HUMAN, "Просит человека")
    assert desk.escalate(conversation, Reason.COMPLAINT, "Жалуется") == first
    assert [ticket.summary for ticket in desk.queue.open()] == ["Просит человека"]


def test_escalating_at_once_opens_one_ticket(desk: Desk, other: Desk) -> None:
    conversation, _ = desk.start_conversation()
    with ThreadPoolExecutor(8) as threads:
        calls = [
            threads.submit(worker.escalate, conversation, Reason.ASKED_FOR_HUMAN, "")
            for _ in range(4)
            for worker in (desk, other)
        ]
        numbers = {call.result(20).ticket for call in calls}
    assert numbers == {"T-1001"}
    assert len(desk.queue.open()) == 1


def test_numbers_are_unique_across_workers(desk: Desk, other: Desk) -> None:
    conversations = [desk.start_conversation()[0] for _ in range(12)]
    with ThreadPoolExecutor(6) as threads:
        calls = [
            threads.submit((desk, other)[n % 2].escalate, conversation, Reason.FAILURE, "")
            for n, conversation in enumerate(conversations)
        ]
        numbers = {call.result(20).ticket for call in calls}
    assert numbers == {f"T-{1001 + n}" for n in range(12)}


def test_an_old_request_does_not_haunt_the_conversation(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    desk.escalate(conversation, Reason.COMPLAINT, "Старое")
    settle(desk, conversation, "Ольга")
    assert desk.escalation(conversation) is None
    assert desk.queue.open() == []

    again = desk.escalate(conversation, Reason.OWN_DATA, "Новое")
    assert (again.ticket, again.reason, again.position) == ("T-1002", Reason.OWN_DATA, 1)
    assert [ticket.number for ticket in desk.queue.open()] == ["T-1002"]
    assert [(ticket.number, ticket.status) for ticket in desk.queue.closed()] == [("T-1001", TicketStatus.RESOLVED)]


def test_an_operator_receives_what_is_known(desk: Desk, clock: Clock) -> None:
    elsewhere, _ = desk.start_conversation()
    say(desk, elsewhere, "Заказ 999999", a_reply(sources=["other.md"]))
    conversation, _ = desk.start_conversation()
    say(desk, conversation, "Где заказ 12345678?", a_reply("Ответ 1 [1]", ["delivery.md", "orders.md"]))
    say(desk, conversation, "Мой телефон 8 (916) 123-45-67", a_reply("Ответ 2 [1]", ["orders.md", "phone.md"]))
    begin(desk, conversation, "и почта Anna@Example.ru")
    desk.escalate(conversation, Reason.OWN_DATA, "Ищет заказ")

    received = desk.queue.ticket("T-1001")
    ticket = received.ticket
    assert (ticket.number, ticket.conversation_id, ticket.reason) == ("T-1001", conversation, Reason.OWN_DATA)
    assert (ticket.status, ticket.summary, ticket.created_at) == (TicketStatus.QUEUED, "Ищет заказ", clock.now)
    assert received.messages == desk.messages(conversation)
    assert len(received.messages) == 5
    assert received.package.collected == Collected(("12345678",), ("+79161234567",), ("anna@example.ru",))


def test_a_conversation_belongs_to_one_operator(desk: Desk, other: Desk) -> None:
    conversation, _ = desk.start_conversation()
    with pytest.raises(UnknownTicket):
        desk.queue.claim("T-1001", "Ольга")
    desk.escalate(conversation, Reason.COMPLAINT, "")

    def claim(operator: str) -> str | None:
        try:
            (desk if operator == "Ольга" else other).queue.claim("T-1001", operator)
        except TakenByAnother:
            return None
        return operator

    with ThreadPoolExecutor(2) as threads:
        winners = [winner for winner in threads.map(claim, ["Ольга", "Пётр"]) if winner]
    [winner] = winners
    desk.queue.claim("T-1001", winner)  # again: nothing happens
    with pytest.raises(NotYours):
        desk.queue.resolve("T-1001", "Чужой", "solved")
    desk.queue.resolve("T-1001", winner, "solved")
    desk.queue.resolve("T-1001", winner, "solved")  # again: nothing happens
    with pytest.raises(TicketClosed):
        desk.queue.resolve("T-1001", "Чужой", "solved")
    with pytest.raises(TicketClosed):
        desk.queue.claim("T-1001", winner)


def test_every_change_leaves_an_event(desk: Desk, url: str, clock: Clock) -> None:
    conversation, _ = desk.start_conversation()
    for _ in range(2):
        desk.escalate(conversation, Reason.COMPLAINT, "")
        take_over(desk, conversation, "Ольга")
        settle(desk, conversation, "Ольга", "решено")

    engine = create_engine(url)
    with engine.connect() as connection:
        events = connection.execute(
            select(
                TicketEventRow.ticket_id, TicketEventRow.who, TicketEventRow.what, TicketEventRow.why, TicketEventRow.at
            )
        ).all()
    engine.dispose()
    assert [tuple(event) for event in events] == [
        (ticket, who, what, why, clock.now)
        for ticket in (1, 2)
        for who, what, why in [
            ("agent", TicketStatus.QUEUED, "complaint"),
            ("Ольга", TicketStatus.ASSIGNED, ""),
            ("Ольга", TicketStatus.RESOLVED, "решено"),
        ]
    ]
