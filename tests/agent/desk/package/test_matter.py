from agent.desk.package.matter import current
from agent.reply import OutcomeKind, TicketStatus
from tests.agent.desk.package.talk import replied, talk


def closed(status: TicketStatus = TicketStatus.RESOLVED) -> tuple[str, ...]:
    messages = talk("где посылка", replied("Готово.", OutcomeKind.ESCALATED, status=status), "другое дело")
    return tuple(message.text for message in current(messages))


def test_an_old_matter_is_no_part_of_a_new_one() -> None:
    assert closed() == ("другое дело",)
    assert closed(TicketStatus.EXPIRED) == ("другое дело",)


def test_a_ticket_that_waits_is_part_of_its_matter() -> None:
    assert closed(TicketStatus.QUEUED) == ("где посылка", "Готово.", "другое дело")


def test_a_closed_ticket_is_the_matter_until_the_customer_writes_again() -> None:
    messages = talk("где посылка", replied("Готово.", OutcomeKind.ESCALATED, status=TicketStatus.RESOLVED))
    assert current(messages) == messages
    assert current(messages, goes_on=True) == ()
    assert current(()) == ()
