from agent.desk.collected import Collected
from agent.desk.conversation import Customer
from agent.desk.package import QUESTIONS, Category, Mood, Need, Package, Priority, Source, package_of
from agent.desk.package.tried import Asked
from agent.reply import OutcomeKind, Reason, TicketStatus
from tests.agent.desk.package.talk import replied, talk

VIP = Customer("c-1", "Анна", vip=True)


def test_a_conversation_arrives_complete() -> None:
    messages = talk(
        "бабки списали дважды!!!",
        replied(titles=["Двойное списание"]),
        "уже писала в банк, не помогло",
        replied(f"Зову специалиста. {QUESTIONS[Need.TRANSACTION]}", OutcomeKind.ESCALATED, status=TicketStatus.QUEUED),
        "1234567890",
    )
    assert package_of(messages, None, Reason.ASKED_FOR_HUMAN) == Package(
        category=Category.PAYMENTS,
        priority=Priority.MONEY,
        mood=Mood.UPSET,
        summary="Клиент пишет: «бабки списали дважды!!!». Помощник ответил по статье «Двойное списание», "
        "но клиент пишет: «уже писала в банк, не помогло».",
        collected=Collected(transactions=("1234567890",)),
        missing=(Need.ORDER, Need.CONTACT),
        asked=(
            Asked(
                "бабки списали дважды!!!",
                "r1",
                OutcomeKind.ANSWERED,
                (Source("Двойное списание.md", "Двойное списание"),),
            ),
            Asked("уже писала в банк, не помогло", "r3", OutcomeKind.ESCALATED, ()),
        ),
        tried=("уже писала в банк, не помогло",),
    )


def test_the_phone_of_an_agreed_call_is_a_contact() -> None:
    package = package_of(talk("где посылка"), None, Reason.OWN_DATA, phone="+79161234567")
    assert package.collected.phones == ("+79161234567",)
    assert package.missing == (Need.ORDER,)


def test_what_was_stored_with_the_ticket_is_kept() -> None:
    package = package_of(talk("где посылка"), VIP, Reason.OWN_DATA, "Как было.", Category.SELLERS)
    assert (package.summary, package.category, package.priority) == ("Как было.", Category.SELLERS, Priority.VIP)
    assert package.missing == (Need.SHOP, Need.CONTACT)


def test_an_old_matter_does_not_haunt_a_new_one() -> None:
    messages = talk(
        "взломали аккаунт, идиоты! заказ 12345678",
        replied("Закрыто.", OutcomeKind.ESCALATED, status=TicketStatus.RESOLVED),
        "где моя посылка",
    )
    package = package_of(messages, None, Reason.OWN_DATA)
    assert (package.category, package.priority, package.mood) == (Category.ORDERS, Priority.NORMAL, Mood.CALM)
    assert package.collected.order_numbers == ("12345678",)
    assert package.asked == ()


def test_a_conversation_without_a_word_is_no_failure() -> None:
    package = package_of((), VIP, Reason.FAILURE)
    assert (package.category, package.priority, package.mood) == (Category.OTHER, Priority.VIP, Mood.CALM)
    assert package.summary
