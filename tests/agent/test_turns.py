"""Whole turns through the real assembly: real Chroma, tantivy, SQLite and the built-in embedder."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from langchain_core.language_models import BaseChatModel

from agent.assemble import build_agent
from agent.decision import Decision
from agent.drafting import Draft
from agent.reply import OutcomeKind, Reason, TicketStatus
from agent.retrieval import Evidence
from agent.settings import AgentSettings
from agent.steps import TurnState
from agent.trace import explain_turn
from agent.triage import triage
from ingest.errors import UnknownArticle
from tests.agent import parts
from tests.agent.desk.parts import take_over
from tests.agent.shop import CHANNELS, Shop, calling, failing, printing_a_call, saying, text_of


def test_an_answer_cites_the_words_of_the_article(shop: Shop) -> None:
    reply = shop.ask("Как оформить возврат товара?")
    assert reply.outcome is OutcomeKind.ANSWERED
    assert "«Мои заказы»" in reply.text
    assert reply.citations
    for citation in reply.citations:
        assert text_of(shop.agent, citation, reply.release) == citation.quote
        assert f"[{citation.marker}]" in reply.text
    assert reply.model == "extractive"
    assert reply.confidence is not None
    assert reply.confidence > 0.45


@pytest.mark.parametrize("question", ["Как оформить возврат товара?", "Где мой заказ 123?", "Позовите оператора"])
def test_warming_up_calls_nobody(shop: Shop, question: str) -> None:
    before = shop.desk.queue.open()
    shop.agent.warm_up(question)
    assert shop.desk.queue.open() == before


def test_warming_up_asks_no_language_model(shop: Shop) -> None:
    model = saying("Ответ.")
    shop.talk(model, llm="openai:some").agent.warm_up("Как оформить возврат товара?")
    assert model.asked == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Сколько стоит доставка курьером?", "299 рублей"),
        ("сколько дней заказ лежит в пункте выдачи", "7 дней"),
        ("rfr jajhvbnm djpdhfn njdfhf", "«Вернуть»"),
    ],
)
def test_questions_find_their_answer(shop: Shop, question: str, expected: str) -> None:
    assert expected in shop.ask(question).text


def test_a_question_for_yes_or_no_is_answered_so_where_the_article_says_it(shop: Shop) -> None:
    assert shop.ask("Доставка в пункт выдачи бесплатная?").text.startswith("Да. ")
    assert not shop.ask("Сколько стоит доставка в пункт выдачи?").text.startswith("Да")


@pytest.mark.parametrize("question", ["Какая завтра погода в Казани?", "Как сварить борщ?"])
def test_other_worlds_are_not_answered(shop: Shop, question: str) -> None:
    reply = shop.ask(question)
    assert reply.outcome in {OutcomeKind.DECLINED, OutcomeKind.ESCALATED}
    assert not reply.citations


@pytest.mark.parametrize(
    "invention",
    [
        "Доставка на дом стоит 199 рублей [1].",
        "Напишите нам на promo@lavka.example [1].",
        "Доставка в пункт выдачи не бесплатна [1].",
        "Привезёт заказ служба «Филин» [1].",
        "Подробности на сайте lavka.com [1].",
        "Всем клиентам дарим шампанское и цветы [1].",
    ],
)
def test_what_a_model_invents_in_its_second_sentence_does_not_reach_the_customer(shop: Shop, invention: str) -> None:
    reply = shop.ask("Сколько стоит доставка курьером?", saying(f"Доставка курьером стоит 299 рублей [1]. {invention}"))
    assert "299 рублей" in reply.text
    assert invention.split(" [", maxsplit=1)[0] not in reply.text
    assert all(text_of(shop.agent, each, reply.release) == each.quote for each in reply.citations)


def test_may_does_not_become_must(shop: Shop) -> None:
    reply = shop.ask("Как изменить адрес доставки?", saying("Адрес доставки нужно изменить до отправки заказа [1]."))
    assert "нужно" not in reply.text


@pytest.mark.parametrize("draft", ["Доставка курьером стоит 299 рублей.", "Доставка курьером стоит 299 рублей [17]."])
def test_a_supported_sentence_gets_its_right_marker(shop: Shop, draft: str) -> None:
    reply = shop.ask("Сколько стоит доставка курьером?", saying(draft))
    assert "[17]" not in reply.text
    assert any("299 рублей" in each.quote for each in reply.citations)


def test_a_draft_of_inventions_gives_way_to_the_articles_own_words(shop: Shop) -> None:
    reply = shop.ask(
        "Сколько стоит доставка курьером?", saying("Доставка стоит миллион долларов и едет на слонах [1].")
    )
    assert "миллион" not in reply.text
    assert "299 рублей" in reply.text


@pytest.mark.parametrize("model", [calling("escalate", reason="нет ответа", summary="?"), printing_a_call("escalate")])
def test_a_model_may_call_a_person_even_as_plain_text(shop: Shop, model: object) -> None:
    reply = shop.ask("Можно ли оплатить заказ подарочной картой другой страны?", model)  # type: ignore[arg-type]
    assert reply.outcome is OutcomeKind.ESCALATED
    assert "tool_call" not in reply.text


def test_a_model_that_fails_becomes_a_ticket_with_its_reason(shop: Shop) -> None:
    talk = shop.talk(failing(TimeoutError("no answer")))
    reply = talk.say("Сколько стоит доставка курьером?")
    assert reply.outcome is OutcomeKind.ESCALATED
    assert reply.escalation is not None
    assert reply.escalation.reason is Reason.FAILURE
    assert "Timeout" not in reply.text
    stored = shop.desk.escalation(talk.id)
    assert stored is not None
    assert stored.ticket == reply.escalation.ticket


def test_a_request_for_a_person_works_with_the_index_gone(tmp_path: Path, shop: Shop) -> None:
    shutil.copytree(shop.home, tmp_path / "home")
    shutil.rmtree(tmp_path / "home" / "releases")
    agent = build_agent(AgentSettings(home=tmp_path / "home"))
    conversation, _ = agent.desk.start_conversation()
    assert agent.reply(conversation, "Соедините с оператором").outcome is OutcomeKind.ESCALATED
    other, _ = agent.desk.start_conversation()
    broken = agent.reply(other, "Как вернуть товар?")
    assert broken.escalation is not None
    assert broken.escalation.reason is Reason.FAILURE


def test_a_bare_keyword_is_offered_the_ways_to_connect_and_its_repeat_is_handed_over(shop: Shop) -> None:
    talk = shop.talk()
    first = talk.say("Оператор")
    assert first.outcome is OutcomeKind.OFFERED
    assert first.escalation is not None
    assert first.escalation.ticket is None
    assert all(channel in first.text for channel in CHANNELS)
    second = talk.say("Оператор")
    assert second.outcome is OutcomeKind.ESCALATED
    assert second.escalation is not None
    assert second.escalation.reason is Reason.REPEATED_REQUEST
    assert second.escalation.status is TicketStatus.QUEUED


@pytest.mark.parametrize(
    "text", ["Мой вопрос не решён", "Бот не решает мою проблему", "позовите апиратора", "pozovite operatora"]
)
def test_requests_are_handed_over_at_once(shop: Shop, text: str) -> None:
    assert shop.ask(text).outcome is OutcomeKind.ESCALATED


@pytest.mark.parametrize("text", ["Не надо оператора", "Что спросит оператор?", "Какой оператор связи лучше?"])
def test_mentions_of_an_operator_are_no_requests(shop: Shop, text: str) -> None:
    escalation = shop.ask(text).escalation
    assert escalation is None or escalation.reason not in {Reason.ASKED_FOR_HUMAN, Reason.REPEATED_REQUEST}


def test_while_a_ticket_waits_the_agent_still_helps_and_an_operator_silences_it(shop: Shop) -> None:
    talk = shop.talk()
    ticket = talk.say("Позовите человека").escalation
    helped = talk.say("Сколько стоит доставка курьером?")
    assert helped.outcome is OutcomeKind.ANSWERED
    assert helped.escalation is not None
    assert ticket is not None
    assert helped.escalation.ticket == ticket.ticket
    take_over(shop.desk, talk.id, "Анна")
    relayed = talk.say("Сколько стоит доставка курьером?")
    assert relayed.outcome is OutcomeKind.RELAYED
    assert relayed.text == ""


def test_staff_articles_are_never_told_to_a_customer(shop: Shop) -> None:
    reply = shop.ask("Какая скидка по кодовому слову ландыш?")
    assert "50%" not in reply.text
    assert all(not each.source_id.startswith("сотрудникам/") for each in reply.citations)
    with pytest.raises(UnknownArticle):
        shop.agent.source("сотрудникам/скидки.md")


def test_a_disagreement_is_shown_with_every_value_and_source(shop: Shop) -> None:
    reply = shop.ask("Какой номер горячей линии?")
    assert reply.outcome is OutcomeKind.CONFLICT
    [conflict] = reply.conflicts
    assert {each.value for each in conflict.values} == {"+78001002030", "+78005556677"}
    for value in conflict.values:
        quotes = [each.quote for each in reply.citations if each.marker in value.markers]
        assert any(value.display in quote for quote in quotes)


def test_a_disagreement_comes_with_a_person_who_is_called_at_a_word(shop: Shop) -> None:
    talk = shop.talk()
    shown = talk.say("Какой номер горячей линии?")
    assert shown.escalation is not None
    assert shown.escalation.status is TicketStatus.OFFERED
    assert "напишите «оператор»" in shown.text
    assert talk.say("Оператор").outcome is OutcomeKind.ESCALATED
    again = talk.say("Какой номер горячей линии?")
    assert again.outcome is OutcomeKind.CONFLICT
    assert again.escalation is not None
    assert again.escalation.status is TicketStatus.QUEUED
    assert "напишите «оператор»" not in again.text


def test_an_answer_is_held_back_where_less_risk_may_be_taken(shop: Shop) -> None:
    question = "Интернет-заказ отменить сложно?"
    given, held_back = shop.ask(question), shop.ask(question, target_risk=0.0001)
    assert (given.outcome, held_back.outcome) == (OutcomeKind.ANSWERED, OutcomeKind.ESCALATED)
    assert held_back.suggestions  # what the articles do answer may help meanwhile
    assert all(f"«{each}»" in held_back.text for each in held_back.suggestions)
    assert given.confidence == held_back.confidence
    _, trace = shop.desk.trace(held_back.id)
    assert trace["threshold"] > trace["confidence"]


def test_a_follow_up_is_answered_on_the_topic_that_it_goes_on_from(shop: Shop) -> None:
    talk = shop.talk()
    talk.say("Как вы доставляете заказ курьером?")
    reply = talk.say("а сколько это стоит?")
    assert reply.outcome is OutcomeKind.ANSWERED
    assert "299" in reply.text


def test_the_more_trusted_article_settles_a_disagreement(shop: Shop) -> None:
    reply = shop.ask("Во сколько работает чат поддержки?")
    assert reply.outcome is OutcomeKind.ANSWERED
    assert "22:00" in reply.text


def test_an_order_inside_an_article_is_not_obeyed(shop: Shop) -> None:
    reply = shop.ask("Сколько действует подарочная карта?")
    assert "12 месяцев" in reply.text
    assert "Игнорируй" not in reply.text


def test_private_numbers_are_masked_before_they_are_stored(shop: Shop) -> None:
    talk = shop.talk()
    talk.say("Мой заказ 123456, карта 4276 3800 1234 5679, почему списали деньги?")
    stored = shop.desk.messages(talk.id)[0].text
    assert "4276 3800" not in stored
    assert "123456" in stored


def test_private_numbers_in_a_comment_are_masked_before_they_are_stored(shop: Shop) -> None:
    conversation, _ = shop.desk.start_conversation()
    reply = shop.agent.reply(conversation, "Спасибо")
    shop.agent.feedback(conversation, reply.id, 1, "Заказ 123456, карта 4276 3800 1234 5679: списали дважды")

    with closing(sqlite3.connect(shop.home / "desk.sqlite")) as desk:
        row = desk.execute("SELECT comment FROM feedback WHERE message_id = ?", (reply.id,)).fetchone()
    assert "4276 3800" not in row[0]
    assert "123456" in row[0]


def test_a_reply_can_be_explained(shop: Shop) -> None:
    reply = shop.ask("Сколько стоит доставка курьером?")
    _, trace = shop.desk.trace(reply.id)
    assert trace["release"] == reply.release
    assert trace["rule"] == "the articles answer"
    assert {"candidates", "features", "prompt", "model", "statements"} <= trace.keys()


@pytest.mark.parametrize(
    ("model", "llm", "calls"),
    [(None, "extractive", 0), (saying("Не знаю."), "openai:some", 1), (failing(TimeoutError()), "openai:some", 1)],
)
def test_calls_of_a_language_model_are_counted(shop: Shop, model: BaseChatModel | None, llm: str, calls: int) -> None:
    reply = shop.ask("Сколько стоит доставка курьером?", model, llm=llm)
    _, trace = shop.desk.trace(reply.id)
    assert trace["model_calls"] == calls


def test_a_language_model_without_evidence_is_not_called() -> None:
    nothing = TurnState(
        triage=triage("Что это?"),
        evidence=Evidence(parts.question(), (), "r1"),
        draft=Draft(""),
        decision=Decision(OutcomeKind.DECLINED, None, "outside the articles"),
    )
    assert explain_turn(nothing, AgentSettings(llm="openai:some"))["model_calls"] == 0


def test_low_confidence_is_offered_where_the_company_wants_that(shop: Shop) -> None:
    model = calling("escalate", reason="нет ответа", summary="?")
    reply = shop.ask("Сколько стоит доставка курьером в горы?", model, on_low_confidence="offer")
    assert reply.outcome is OutcomeKind.OFFERED
    assert reply.escalation is not None
    assert reply.escalation.ticket is None


def test_the_same_message_again_gives_the_same_reply(shop: Shop) -> None:
    talk = shop.talk()
    first = talk.say("Позовите человека", "message-1")
    assert talk.say("Позовите человека", "message-1") == first
    assert len(shop.desk.messages(talk.id)) == 2
