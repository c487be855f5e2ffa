"""What operators are suggested, and a company that lets them read every answer first."""

from agent.decision import TO_REVIEW
from agent.desk.package import QUESTIONS, Need
from agent.reply import OutcomeKind, Reason, TicketStatus
from tests.agent.desk.parts import settle, take_over
from tests.agent.shop import Shop, text_of

QUESTION = "Как оформить возврат товара?"


def test_an_answer_goes_to_an_operator_first(shop: Shop) -> None:
    plain = shop.ask(QUESTION)
    talk = shop.talk(mode="suggest")
    reply = talk.say(QUESTION)

    assert reply.outcome is OutcomeKind.ESCALATED
    assert reply.citations == ()
    assert "специалист" in reply.text
    assert "Точного ответа" not in reply.text
    assert reply.escalation is not None
    assert (reply.escalation.status, reply.escalation.reason) == (TicketStatus.QUEUED, Reason.LOW_CONFIDENCE)
    assert shop.desk.trace(reply.id)[1]["rule"] == TO_REVIEW.rule

    suggestion = shop.agent.suggest(talk.id)
    assert suggestion is not None
    assert suggestion.citations == plain.citations
    assert suggestion.text == plain.text
    assert suggestion.escalation is None


def test_who_asks_on_is_added_to_the_same_ticket(shop: Shop) -> None:
    talk = shop.talk(mode="suggest")
    first = talk.say(QUESTION)
    second = talk.say("Сколько стоит доставка курьером?")
    assert first.escalation is not None
    assert second.escalation is not None
    assert second.escalation.ticket == first.escalation.ticket
    assert "к вашему обращению" in second.text
    suggestion = shop.agent.suggest(talk.id)
    assert suggestion is not None
    assert suggestion.citations != ()
    assert "доставк" in suggestion.text.lower()


def test_courtesies_and_calls_for_a_person_are_as_ever(shop: Shop) -> None:
    assert shop.ask("Здравствуйте!", mode="suggest").outcome is OutcomeKind.SMALLTALK
    called = shop.ask("Позовите оператора", mode="suggest")
    assert called.escalation is not None
    assert called.escalation.reason is Reason.ASKED_FOR_HUMAN


def test_what_the_articles_do_not_hold_goes_to_an_operator_without_a_suggestion(shop: Shop) -> None:
    talk = shop.talk(mode="suggest")
    assert talk.say("Кто победил на выборах в Бразилии?").outcome is OutcomeKind.ESCALATED
    assert shop.agent.suggest(talk.id) is None


def test_an_operator_is_suggested_what_the_agent_may_not_say(shop: Shop) -> None:
    talk = shop.talk()
    talk.say("Позовите оператора")
    take_over(shop.desk, talk.id, "Анна")
    assert talk.say(QUESTION).outcome is OutcomeKind.RELAYED

    suggestion = shop.agent.suggest(talk.id)
    assert suggestion is not None
    assert suggestion.citations
    for citation in suggestion.citations:
        assert text_of(shop.agent, citation, suggestion.release) == citation.quote
    assert "напишите «оператор»" not in suggestion.text
    assert shop.agent.suggest(talk.id) == suggestion  # made once, whoever looks


def test_what_an_operator_has_answered_needs_no_suggestion(shop: Shop) -> None:
    talk = shop.talk()
    talk.say("Позовите оператора")
    number = take_over(shop.desk, talk.id, "Анна")
    talk.say(QUESTION)
    shop.desk.queue.write(number, "Анна", "Сейчас расскажу")
    assert shop.agent.suggest(talk.id) is None


def test_a_suggestion_calls_nobody_and_says_nothing(shop: Shop) -> None:
    talk = shop.talk()
    talk.say("Где мой заказ 123456?")
    before = shop.desk.messages(talk.id)
    shop.agent.suggest(talk.id)
    assert shop.desk.messages(talk.id) == before


def test_while_a_person_is_waited_for_one_thing_is_asked_for_at_a_time(shop: Shop) -> None:
    talk = shop.talk()
    first = talk.say("Где моя посылка? Позовите оператора")
    assert QUESTIONS[Need.ORDER] in first.text
    second = talk.say("1234567")
    assert QUESTIONS[Need.ORDER] not in second.text
    assert QUESTIONS[Need.CONTACT] in second.text
    third = talk.say("anna@mail.example")
    assert not [question for question in QUESTIONS.values() if question in third.text]


def test_who_wants_no_person_any_more_has_no_ticket(shop: Shop) -> None:
    talk = shop.talk()
    talk.say("Позовите оператора")
    assert talk.say("Не надо оператора").outcome is OutcomeKind.SMALLTALK
    assert shop.desk.escalation(talk.id) is None
    assert "отменено" in shop.desk.messages(talk.id)[-2].text


def test_what_a_person_has_settled_does_not_haunt_the_conversation(shop: Shop) -> None:
    talk = shop.talk()
    talk.say("Оператор")
    talk.say("Оператор")
    settle(shop.desk, talk.id, "Анна")
    assert talk.say("Оператор").outcome is OutcomeKind.OFFERED
