"""What operators see of the tickets, and what they say."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from agent.desk import (
    Collected,
    Customer,
    Desk,
    NotYours,
    Role,
    TakenByAnother,
    TicketClosed,
    UnknownMessage,
    UnknownTicket,
)
from agent.desk.errors import UnknownOperator
from agent.desk.lifecycle import Action
from agent.desk.models import EventKind
from agent.desk.package import Category
from agent.reply import Citation, OutcomeKind, Reason, Reply, TicketStatus
from tests.agent.desk.parts import Clock, a_reply, begin, say, settle, take_over

MINUTE = timedelta(minutes=1)
ANNA = Customer(subject="42", name="Анна", vip=False)


def waits(desk: Desk, customer: Customer | None = None, says: str | None = None) -> tuple[str, str]:
    """A conversation with a ticket in the queue, and its number."""
    conversation, _ = desk.start_conversation(customer)
    if says is not None:
        say(desk, conversation, says)
    number = desk.escalate(conversation, Reason.ASKED_FOR_HUMAN).ticket
    assert number is not None
    return conversation, number


def citation(marker: int) -> Citation:
    return Citation(
        marker=marker, source_id="a.md", title="Доставка", heading=(), url=None, quote="слова", start=0, end=5
    )


class TestSummary:
    def test_a_line_of_the_queue_tells_who_waits_and_what_for(self, desk: Desk, clock: Clock) -> None:
        conversation, number = waits(desk, ANNA, "Где мой заказ 12345678?")
        [line] = desk.queue.open()
        assert (line.number, line.conversation_id, line.status) == (number, conversation, TicketStatus.QUEUED)
        assert (line.customer, line.category, line.priority, line.mood) == (ANNA, "orders", "normal", "calm")
        assert (line.operator, line.outcome, line.callback) == (None, None, None)
        assert line.last_message is not None
        assert (line.last_message.role, line.last_message.text) == (Role.AGENT, "Ответ.")
        assert line.waiting_since == line.created_at == line.queue_key == clock.now

    def test_it_says_since_when_the_customer_waits_for_a_word(self, desk: Desk, clock: Clock) -> None:
        conversation, number = waits(desk)
        opened = clock.now

        def since() -> object:
            return desk.queue.open()[0].waiting_since

        clock.move(MINUTE)
        take_over(desk, conversation, "Ольга")  # the notice that she has come is no answer
        assert since() == opened
        clock.move(MINUTE)
        desk.queue.write(number, "Ольга", "Здравствуйте!")
        assert since() is None
        clock.move(MINUTE)
        asked = clock.now
        say(desk, conversation, "Где заказ?")
        clock.move(MINUTE)
        say(desk, conversation, "Алло?")
        assert since() == asked
        desk.queue.write(number, "Ольга", "Ищу.")
        assert since() is None
        desk.queue.resolve(number, "Ольга", "solved")
        assert desk.queue.closed()[0].waiting_since is None

    def test_what_an_operator_of_an_earlier_ticket_said_is_no_answer(self, desk: Desk, clock: Clock) -> None:
        conversation, number = waits(desk)
        desk.queue.write(take_over(desk, conversation, "Ольга"), "Ольга", "Готово")
        desk.queue.resolve(number, "Ольга", "solved")
        clock.move(MINUTE)
        desk.escalate(conversation, Reason.COMPLAINT, "")
        take_over(desk, conversation, "Пётр")
        assert desk.queue.open()[0].waiting_since == clock.now

    def test_the_closed_come_latest_first_with_who_dealt_with_them(self, desk: Desk, clock: Clock) -> None:
        conversations = [waits(desk)[0] for _ in range(3)]
        settle(desk, conversations[2], "Ольга")
        clock.move(MINUTE)
        desk.cancel(conversations[0])
        assert [(each.number, each.operator, each.outcome) for each in desk.queue.closed()] == [
            ("T-1001", None, "cancelled"),
            ("T-1003", "Ольга", "solved"),
        ]
        assert [each.number for each in desk.queue.open()] == ["T-1002"]
        assert [each.number for each in desk.queue.of_conversations(conversations[:2])] == ["T-1001", "T-1002"]


class TestDetail:
    def test_earlier_tickets_are_those_of_the_same_customer(self, desk: Desk, clock: Clock) -> None:
        for customer in (ANNA, None, Customer(subject="43", name="Анна", vip=False), ANNA):
            settle(desk, waits(desk, customer)[0], "Ольга")
            clock.move(MINUTE)
        _, number = waits(desk, ANNA)
        assert [each.number for each in desk.queue.ticket(number).earlier] == ["T-1004", "T-1001"]
        assert desk.queue.ticket("T-1001").earlier == ()

    def test_who_is_nobody_to_the_shop_has_the_earlier_tickets_of_the_conversation(self, desk: Desk) -> None:
        conversation, _ = waits(desk)
        settle(desk, conversation, "Ольга")
        waits(desk)
        desk.escalate(conversation, Reason.COMPLAINT, "")
        assert [each.number for each in desk.queue.ticket("T-1003").earlier] == ["T-1001"]

    def test_a_closed_ticket_keeps_to_its_own_matter(self, desk: Desk) -> None:
        conversation, number = waits(desk, says="Где мой заказ 12345678?")
        open_package = desk.queue.ticket(number).package
        settle(desk, conversation, "Ольга")
        say(desk, conversation, "Как вернуть деньги за заказ 87654321?")
        package = desk.queue.ticket(number).package
        assert package == open_package
        assert package.collected == Collected(order_numbers=("12345678",))
        assert [each.text for each in package.asked] == ["Где мой заказ 12345678?"]

    def test_notes_are_for_colleagues_alone(self, desk: Desk, clock: Clock) -> None:
        conversation, number = waits(desk)
        before = desk.live.last_event_id()
        first = desk.queue.note(number, "Пётр", "Звонил вчера")  # whoever sees the ticket
        take_over(desk, conversation, "Ольга")
        second = desk.queue.note(number, "Ольга", "Проверила оплату")
        assert desk.queue.ticket(number).notes == desk.queue.notes(number) == (first, second)
        assert (first.author, first.text, first.created_at) == ("Пётр", "Звонил вчера", clock.now)
        assert not any("вчера" in each.text for each in desk.messages(conversation))
        event = desk.live.events(before)[0]
        assert (event.kind, event.data) == (EventKind.NOTE, {"note_id": first.id, "number": number})

    def test_the_audit_says_when_who_what_and_why(self, desk: Desk, clock: Clock) -> None:
        for name in ("Ольга", "Пётр"):
            desk.operators.add(name, None)
        conversation, number = waits(desk)
        opened = clock.now
        clock.move(MINUTE)
        take_over(desk, conversation, "Ольга")
        desk.queue.hand_over(number, "Ольга", "Пётр", "обед")
        desk.queue.requeue(number, "Пётр", "payments", "это к кассе")
        take_over(desk, conversation, "Ольга")
        desk.queue.give_back(number, "Ольга", "справится сам")
        detail = desk.queue.ticket(number)
        assert [(line.who, line.action, line.what, line.operator, line.why) for line in detail.history] == [
            ("agent", Action.OPEN, TicketStatus.QUEUED, None, "asked_for_human"),
            ("Ольга", Action.CLAIM, TicketStatus.ASSIGNED, "Ольга", ""),
            ("Ольга", Action.HAND_OVER, TicketStatus.ASSIGNED, "Пётр", "обед"),
            ("Пётр", Action.REQUEUE, TicketStatus.QUEUED, None, "это к кассе"),
            ("Ольга", Action.CLAIM, TicketStatus.ASSIGNED, "Ольга", ""),
            ("Ольга", Action.RETURN, TicketStatus.RESOLVED, "Ольга", "справится сам"),
        ]
        assert [line.at for line in detail.history] == [opened, *[clock.now] * 5]
        assert (detail.ticket.category, detail.ticket.outcome) == ("payments", "returned")
        assert detail.package.category is Category.PAYMENTS

    def test_an_agent_that_gets_it_back_goes_on_and_one_after_a_settled_matter_begins_anew(self, desk: Desk) -> None:
        conversation, _ = waits(desk, says="Где заказ?")
        desk.queue.give_back(take_over(desk, conversation, "Ольга"), "Ольга")
        assert [each.text for each in begin(desk, conversation, "И ещё").history] == ["Где заказ?", "Ответ."]

        settled, _ = waits(desk, says="Где заказ?")
        reply = say(desk, settled, "Позовите оператора")
        settle(desk, settled, "Ольга")
        assert begin(desk, settled, "И ещё").history == ()
        # What was rated is still told as it was when it was answered.
        assert [each.text for each in desk.answered_turn(reply.id).history] == ["Где заказ?", "Ответ."]

    def test_each_side_knows_how_far_the_other_has_read(self, desk: Desk) -> None:
        conversation, number = waits(desk, says="Где заказ?")
        take_over(desk, conversation, "Ольга")
        question = desk.messages(conversation)[0]
        answer = desk.queue.write(number, "Ольга", "Ищу")
        later = desk.queue.write(number, "Ольга", "Нашла")
        assert (desk.queue.ticket(number).read_by_customer, desk.live.read_by_operator(conversation)) == (None, None)

        desk.live.customer_read(conversation, later.id)
        desk.live.customer_read(conversation, answer.id)  # late: a mark never goes back
        desk.queue.read(number, "Ольга", answer.id)
        assert desk.queue.ticket(number).read_by_customer == later.id
        assert desk.live.read_by_operator(conversation) == question.id
        marks = [each.data for each in desk.live.events(0) if each.kind is EventKind.READ]
        assert marks == [
            {"role": "customer", "message_id": later.id},
            {"role": "operator", "message_id": answer.id},
        ]

    def test_a_message_of_another_conversation_is_not_read(self, desk: Desk) -> None:
        conversation, number = waits(desk)
        elsewhere, _ = waits(desk, says="Вопрос")
        take_over(desk, conversation, "Ольга")
        for message_id in (desk.messages(elsewhere)[0].id, "nothing"):
            with pytest.raises(UnknownMessage):
                desk.queue.read(number, "Ольга", message_id)
            with pytest.raises(UnknownMessage):
                desk.live.customer_read(conversation, message_id)


class TestWords:
    def test_a_message_that_is_sent_again_is_stored_once(self, desk: Desk, other: Desk) -> None:
        conversation, number = waits(desk)
        take_over(desk, conversation, "Ольга")
        sent = desk.queue.write(number, "Ольга", "Здравствуйте!", "1")
        before = desk.live.last_event_id()
        assert other.queue.write(number, "Ольга", "Здравствуйте!", "1") == sent
        assert desk.live.last_event_id() == before
        assert (sent.role, sent.author, sent.reply) == (Role.OPERATOR, "Ольга", None)
        assert desk.messages(conversation)[-1] == sent

    def test_the_two_sides_may_name_their_messages_alike(self, desk: Desk) -> None:
        conversation, number = waits(desk)
        desk.finish_turn(begin(desk, conversation, "Где заказ?", "1"), a_reply(), {})
        take_over(desk, conversation, "Ольга")
        assert desk.queue.write(number, "Ольга", "Ищу", "1").text == "Ищу"
        desk.queue.write(number, "Ольга", "Нашла", "2")
        assert begin(desk, conversation, "Спасибо", "2").text == "Спасибо"

    def test_citations_are_kept_where_their_markers_still_stand(self, desk: Desk) -> None:
        conversation, number = waits(desk)
        take_over(desk, conversation, "Ольга")
        sent = desk.queue.write(number, "Ольга", "Два дня [2], а не [12].", "1", (citation(1), citation(2)))
        assert sent.reply is not None
        assert [each.marker for each in sent.reply.citations] == [2]
        assert desk.messages(conversation)[-1].reply == sent.reply
        assert desk.queue.write(number, "Ольга", "Своими словами", "2", (citation(1),)).reply is None

    @pytest.mark.parametrize("is_open", [True, False])
    def test_only_the_owner_speaks(self, desk: Desk, is_open: bool) -> None:
        conversation, number = waits(desk, says="Вопрос")
        read = desk.messages(conversation)[0].id
        for operator in ("Ольга", "Пётр"):
            with pytest.raises(NotYours):  # nobody's yet
                desk.queue.write(number, operator, "Здравствуйте")
        take_over(desk, conversation, "Ольга")
        if not is_open:
            desk.queue.resolve(number, "Ольга", "solved")
        said = desk.messages(conversation)
        for call in (
            lambda who: desk.queue.write(number, who, "Здравствуйте"),
            lambda who: desk.queue.typing(number, who),
            lambda who: desk.queue.read(number, who, read),
        ):
            with pytest.raises(NotYours) as refusal:
                call("Пётр")
            assert refusal.value.operator == ("Ольга" if is_open else None)
        assert desk.messages(conversation) == said

    def test_typing_is_told_to_the_other_side_only_while_a_ticket_is_open(self, desk: Desk) -> None:
        conversation, number = waits(desk)
        take_over(desk, conversation, "Ольга")
        desk.queue.typing(number, "Ольга")
        desk.live.customer_types(conversation)
        desk.queue.resolve(number, "Ольга", "solved")
        desk.live.customer_types(conversation)
        told = [each.data for each in desk.live.events(0, conversation) if each.kind is EventKind.TYPING]
        assert told == [{"role": "operator", "name": "Ольга"}, {"role": "customer"}]


class TestRefusals:
    def test_a_ticket_that_is_not_there_is_refused(self, desk: Desk) -> None:
        waits(desk)
        for number in ("T-1002", "T-1", "T-", "", "T-99999999999", "T-²", "1001x"):
            for call in (
                desk.queue.ticket,
                desk.queue.notes,
                lambda n: desk.queue.claim(n, "Ольга"),
                lambda n: desk.queue.requeue(n, "Ольга", "orders"),
                lambda n: desk.queue.resolve(n, "Ольга", "solved"),
                lambda n: desk.queue.write(n, "Ольга", "Здравствуйте"),
                lambda n: desk.queue.note(n, "Ольга", "Заметка"),
            ):
                with pytest.raises(UnknownTicket):
                    call(number)

    def test_a_number_is_known_as_people_type_it(self, desk: Desk) -> None:
        _, number = waits(desk)
        assert desk.queue.ticket("t-1001").ticket.number == desk.queue.ticket("1001").ticket.number == number

    def test_a_ticket_goes_to_colleagues_and_categories_that_there_are(self, desk: Desk) -> None:
        for name in ("Ольга", "Пётр", "Инна"):
            desk.operators.add(name, None)
        desk.operators.disable("Инна")
        conversation, number = waits(desk)
        take_over(desk, conversation, "Ольга")
        for nobody in ("Никто", "Инна"):
            with pytest.raises(UnknownOperator):
                desk.queue.hand_over(number, "Ольга", nobody)
        with pytest.raises(ValueError, match="nonsense"):
            desk.queue.requeue(number, "Ольга", "nonsense")
        assert desk.queue.ticket(number).ticket.operator == "Ольга"

        desk.queue.hand_over(number, "Ольга", "Пётр")
        with pytest.raises(NotYours):
            desk.queue.write(number, "Ольга", "Ещё слово")
        with pytest.raises(TakenByAnother):
            desk.queue.claim(number, "Ольга")

    def test_nothing_is_done_to_a_closed_ticket(self, desk: Desk) -> None:
        conversation, number = waits(desk)
        desk.cancel(conversation)
        calls: tuple[Callable[[], object], ...] = (
            lambda: desk.queue.claim(number, "Ольга"),
            lambda: desk.queue.hand_over(number, "Ольга", "Пётр"),
            lambda: desk.queue.requeue(number, "Ольга", "orders"),
            lambda: desk.queue.resolve(number, "Ольга", "solved"),
            lambda: desk.queue.give_back(number, "Ольга"),
        )
        for call in calls:
            with pytest.raises(TicketClosed):
                call()


def test_each_change_is_told_with_a_notice_that_says_how_it_stands(desk: Desk) -> None:
    conversation, number = waits(desk)
    take_over(desk, conversation, "Ольга")
    desk.queue.requeue(number, "Ольга", "orders")
    settle(desk, conversation, "Пётр")
    replies = [each.reply for each in desk.messages(conversation)]
    told = [each.escalation for each in replies if isinstance(each, Reply) and each.outcome is OutcomeKind.ESCALATED]
    assert [(each.status, each.operator, each.position) for each in told if each] == [
        (TicketStatus.ASSIGNED, "Ольга", None),
        (TicketStatus.QUEUED, None, 1),
        (TicketStatus.ASSIGNED, "Пётр", None),
        (TicketStatus.RESOLVED, None, None),
    ]
    closing = desk.messages(conversation)[-1]
    desk.feedback(conversation, closing.id, 5, "Спасибо")
