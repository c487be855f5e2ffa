"""Conversations of several messages through the real assembly: what is said later rests on what was said before."""

import pytest
from langchain_core.messages import AIMessage, BaseMessage

from agent.calibration import shipped
from agent.reply import OutcomeKind, Reason, Reply, TicketStatus
from tests.agent.shop import ScriptedModel, Shop, text_of

ANSWERS = {OutcomeKind.ANSWERED, OutcomeKind.CONFLICT}


def is_offered(reply: Reply) -> bool:
    return reply.escalation is not None and reply.escalation.status is TicketStatus.OFFERED


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("Как вы доставляете заказ курьером?", "а сколько это стоит?", "299"),
        ("Сколько стоит доставка курьером?", "а в пункт выдачи?", "бесплатна"),
        ("Как оформить возврат товара?", "Спасибо. А комиссия за него есть?", "Комиссия за возврат не взимается"),
        ("Как оформить возврат товара?", "а подарочная карта сколько действует?", "12 месяцев"),
        ("Сколько действует подарочная карта?", "Понял. Теперь другое: сколько стоит доставка курьером?", "299"),
        ("Какая завтра погода?", "Как оформить возврат товара?", "«Вернуть»"),
        (
            "Когда работает чат поддержки?",
            "а в выходные?",
            "ежедневно с 08:00 до 22:00",
        ),
    ],
)
def test_a_follow_up_and_a_change_of_topic_are_told_apart(shop: Shop, before: str, text: str, expected: str) -> None:
    talk = shop.talk()
    talk.say(before)
    assert expected in talk.say(text).text


def test_a_model_is_shown_what_a_follow_up_goes_on_from(shop: Shop) -> None:
    model = ScriptedModel(answer=lambda messages: AIMessage("Доставка курьером стоит 299 рублей [1]."))
    talk = shop.talk(model)
    talk.say("Как вы доставляете заказ курьером?")
    talk.say("Ясно. А сколько это стоит?")
    asked = str(model.asked[-1][-1].content)
    assert "Клиент: Как вы доставляете заказ курьером?" in asked
    assert "Вопрос клиента: А сколько это стоит?" in asked
    assert "Доставка курьером стоит 299 рублей" in asked


def test_what_did_not_help_gets_other_words_or_a_person_and_never_the_same(shop: Shop) -> None:
    talk = shop.talk()
    first = talk.say("Как вернуть товар?")
    second = talk.say("Сделал, не помогло")
    third = talk.say("опять не помогло")
    assert first.outcome is OutcomeKind.ANSWERED
    if second.outcome is OutcomeKind.ANSWERED:
        assert is_offered(second)
        assert {each.quote for each in first.citations}.isdisjoint(each.quote for each in second.citations)
    else:
        assert second.outcome is OutcomeKind.ESCALATED
    assert third.outcome is OutcomeKind.ESCALATED


def test_a_second_guess_must_be_surer_than_a_first_one(shop: Shop) -> None:
    talk = shop.talk()
    sure = min(talk.say(text).confidence or 0.0 for text in ("Как вернуть товар?", "Сделал, не помогло"))
    bar = max((row for row in shipped().table if row.threshold <= sure), key=lambda row: row.threshold)
    strict = shop.talk(target_risk=bar.wrong)  # at which both are sure enough for a first answer, and barely
    assert strict.say("Как вернуть товар?").outcome is OutcomeKind.ANSWERED
    assert strict.say("Сделал, не помогло").outcome is OutcomeKind.ESCALATED


def test_what_did_not_help_without_a_question_before_calls_a_person(shop: Shop) -> None:
    assert shop.ask("не помогло").outcome is OutcomeKind.ESCALATED


def test_the_same_question_again_comes_with_a_person(shop: Shop) -> None:
    talk = shop.talk()
    first, again = talk.say("Сколько стоит доставка курьером?"), talk.say("сколько стоит доставка курьером")
    assert not is_offered(first)
    assert again.outcome is OutcomeKind.ANSWERED
    assert again.text != first.text
    assert "299" in again.text
    assert is_offered(again)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("Сколько стоит доставка курьером?", "почему?"),  # all of it was told, and it is another question
        ("Как оформить возврат товара?", "а когда вернут?"),
        ("Какой номер горячей линии?", "а из-за рубежа?"),  # a word that stands nowhere
        ("Сколько стоит доставка курьером?", "а в Казахстан?"),
        ("Сколько стоит доставка курьером?", "а для юрлиц?"),
        ("Сколько стоит доставка курьером?", "а если за границу?"),
    ],
)
def test_another_question_is_not_answered_with_what_was_told(shop: Shop, before: str, text: str) -> None:
    talk = shop.talk()
    assert talk.say(before).outcome in ANSWERS
    reply = talk.say(text)
    assert reply.outcome not in ANSWERS
    assert "Повторю" not in reply.text


def test_a_follow_up_to_what_was_chosen_is_not_asked_back(shop: Shop) -> None:
    talk = shop.talk()
    talk.say("Возврат")
    talk.say("Сроки возврата")
    assert talk.say("а возврат подарка?").outcome is not OutcomeKind.CLARIFY


def test_a_new_trouble_after_an_answer_is_a_question_of_its_own(shop: Shop) -> None:
    talk = shop.talk()
    talk.say("Сколько стоит доставка курьером?")
    reply = talk.say("Товар не подошёл по размеру, хочу вернуть")
    assert "не помогло" not in reply.text


def test_each_question_of_a_message_is_answered(shop: Shop) -> None:
    reply = shop.ask(
        "Сколько стоит доставка курьером и как оформить возврат? И ещё: сколько действует подарочная карта?"
    )
    assert reply.outcome is OutcomeKind.ANSWERED
    for fact in ("299 рублей", "«Вернуть»", "12 месяцев"):
        assert fact in reply.text
    assert [each.marker for each in reply.citations] == list(range(1, len(reply.citations) + 1))
    for citation in reply.citations:
        assert f"[{citation.marker}]" in reply.text
        assert text_of(shop.agent, citation, reply.release) == citation.quote


def test_a_disagreement_on_one_of_the_questions_is_shown(shop: Shop) -> None:
    reply = shop.ask("Сколько стоит доставка курьером? Какой номер горячей линии?")
    assert reply.outcome is OutcomeKind.CONFLICT
    assert "299 рублей" in reply.text
    [conflict] = reply.conflicts
    for value in conflict.values:
        assert any(value.display in each.quote for each in reply.citations if each.marker in value.markers)


def test_a_question_that_the_articles_do_not_answer_is_named_as_open(shop: Shop) -> None:
    reply = shop.ask("Сколько стоит доставка курьером? Как сварить борщ?")
    assert reply.outcome is OutcomeKind.ANSWERED
    assert "299 рублей" in reply.text
    assert "как сварить борщ?" in reply.text
    assert is_offered(reply)


def test_where_no_question_is_answered_the_usual_rules_decide(shop: Shop) -> None:
    reply = shop.ask("Как сварить борщ? Какая завтра погода в Казани?")
    assert reply.outcome in {OutcomeKind.DECLINED, OutcomeKind.ESCALATED}
    assert not reply.citations


def test_the_model_is_called_once_for_each_question(shop: Shop) -> None:
    def answer(messages: list[BaseMessage]) -> AIMessage:
        price = "Вопрос клиента: Сколько стоит" in str(messages[-1].content)
        return AIMessage("Доставка курьером стоит 299 рублей." if price else "Подарочная карта действует 12 месяцев.")

    model = ScriptedModel(answer=answer)
    reply = shop.ask("Сколько стоит доставка курьером? Сколько действует подарочная карта?", model, llm="openai:some")
    assert len(model.asked) == 2
    assert "299" in reply.text
    assert "12 месяцев" in reply.text
    _, trace = shop.desk.trace(reply.id)
    assert trace["model_calls"] == 2


def test_a_bare_topic_is_asked_back_and_what_is_chosen_is_answered(shop: Shop) -> None:
    talk = shop.talk()
    asked = talk.say("Возврат")
    assert asked.outcome is OutcomeKind.CLARIFY
    assert 2 <= len(asked.suggestions) <= 3
    assert all(each in asked.text for each in asked.suggestions)
    assert asked.escalation is None
    for reading in asked.suggestions:
        other = shop.talk()
        other.say("Возврат")
        chosen = other.say(reading)
        assert chosen.outcome in ANSWERS
        assert any(each.heading[-1] == reading for each in chosen.citations)


def test_nobody_is_asked_twice_in_a_row(shop: Shop) -> None:
    talk = shop.talk()
    assert talk.say("Возврат").outcome is OutcomeKind.CLARIFY
    assert talk.say("возврат").outcome is not OutcomeKind.CLARIFY


def test_a_trouble_that_no_article_knows_comes_with_a_person(shop: Shop) -> None:
    reply = shop.ask("У меня сломался телескоп и не работает монтировка")
    assert reply.escalation is not None
    assert reply.escalation.reason in {Reason.OWN_DATA, Reason.LOW_CONFIDENCE, Reason.COMPLAINT}
