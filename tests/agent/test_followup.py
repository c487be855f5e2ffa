"""Which questions go on from the one before."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from agent.desk import Message, Role
from agent.followup import Asked, choose, in_conversation, once_more, without_preamble
from agent.reply import Citation, Escalation, OutcomeKind, Reason, Reply, TicketStatus
from tests.agent.parts import evidence

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DELIVERY = ("доставка.md", ("Адрес доставки",))


def said(text: str, outcome: OutcomeKind = OutcomeKind.ANSWERED, **reply: object) -> tuple[Message, Message]:
    """A message of the customer and what was replied."""
    answer = Reply(id="r", created_at=NOW, outcome=outcome, text="Ответ.", **reply)
    return Message("1", Role.CUSTOMER, text, NOW, None), Message("2", Role.AGENT, answer.text, NOW, answer)


def citing(section: tuple[str, tuple[str, ...]]) -> tuple[Citation, ...]:
    source, heading = section
    return (
        Citation(marker=1, source_id=source, title="Статья", heading=heading, url=None, quote="Ответ.", start=0, end=6),
    )


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("Хочу поменять адрес доставки", "а сколько это будет стоить?"),
        ("Хочу поменять адрес доставки", "сколько ждать?"),
        ("Хочу поменять адрес доставки", "почему?"),
        ("Как вернуть сапоги?", "и куда их потом нести?"),
        ("Как вернуть сапоги?", "А если их уже носили?"),
        ("Как вернуть сапоги?", "сколько дней на это даётся?"),
        ("Заказал звонок на сайте", "а если не перезвонят"),
        ("Сколько ждать ответа в чате?", "а в час пик?"),
        ("Сколько ждать ответа в чате?", "а по почте?"),
        ("Во сколько открывается магазин?", "а в выходные?"),
        ("Во сколько открывается магазин?", "И до скольки?"),
        ("Какой у вас адрес почты?", "а телефон?"),
        ("Можно оплатить картой?", "А наличными?"),
        ("Можно оплатить картой?", "а частями если?"),
        ("Есть ли примерка?", "и сколько на неё времени?"),
        ("Где посмотреть бонусы?", "а когда они сгорают?"),
        ("Где посмотреть бонусы?", "и что на них можно купить?"),
        ("Как отменить подписку?", "деньги за неё вернут?"),
        ("Как собрать шкаф?", "а инструкция к нему есть?"),
        ("Как собрать шкаф?", "Сборщик тоже приедет?"),
        ("Как связаться с продавцом?", "он долго отвечает?"),
        ("Какие документы нужны для кредита?", "а где их взять?"),
        ("Как получить чек?", "А если потерял?"),
        ("Как получить чек?", "и по нему примут?"),
        ("Как включить уведомления?", "там что-то сложное?"),
        ("Какая гарантия на чайник?", "А на утюг?"),
        ("Как получить чек?", "Спасибо, понял. А если он не пришёл?"),
        ("Как получить чек?", "ок, нашёл. и куда его отправить?"),
    ],
)
def test_a_question_that_says_too_little_goes_on(before: str, text: str) -> None:
    asked = in_conversation(text, said(before))
    assert asked.context == before


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("Хочу поменять адрес доставки", "Как вернуть товар?"),
        ("Хочу поменять адрес доставки", "Какой номер горячей линии?"),
        ("Хочу поменять адрес доставки", "Где ввести промокод?"),
        ("Как вернуть сапоги?", "Сколько стоит доставка курьером?"),
        ("Как вернуть сапоги?", "у вас есть подарочные карты"),
        ("Как вернуть сапоги?", "Не приходит код для входа в приложение"),
        ("Сколько ждать ответа в чате?", "Можно ли отменить заказ?"),
        ("Сколько ждать ответа в чате?", "как удалить аккаунт"),
        ("Во сколько открывается магазин?", "Где посмотреть бонусы за покупки?"),
        ("Во сколько открывается магазин?", "Какая гарантия на чайник?"),
        ("Какой у вас адрес почты?", "Принимаете ли вы наличные деньги курьеру?"),
        ("Можно оплатить картой?", "Как собрать шкаф?"),
        ("Можно оплатить картой?", "Пришла не та модель телефона"),
        ("Есть ли примерка?", "Сколько хранится заказ в пункте выдачи?"),
        ("Где посмотреть бонусы?", "Как написать отзыв о товаре?"),
        ("Как отменить подписку?", "Какие документы нужны для кредита?"),
        ("Как собрать шкаф?", "Когда вернут деньги за отменённый заказ?"),
        ("Как связаться с продавцом?", "Как получить чек за покупку?"),
        ("Как получить чек?", "Доставляете ли вы мебель в область?"),
        ("Как включить уведомления?", "Чем отличается рассрочка от кредита?"),
        ("Как получить чек?", "Спасибо, понял. Где ввести промокод?"),
        ("Как получить чек?", "Теперь другое. Где ввести промокод?"),
        ("Как получить чек?", "другой вопрос: есть примерка?"),
        ("Как получить чек?", "И ещё вопрос, какая гарантия?"),
        ("Как получить чек?", "Тогда ещё одно: адрес магазина?"),
        ("Как получить чек?", "ладно, спасибо. теперь про другое: самовывоз есть?"),
    ],
)
def test_a_question_of_its_own_is_not_dragged_along(before: str, text: str) -> None:
    assert in_conversation(text, said(before)).context == ""


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Спасибо, понял. А сколько это стоит?", "А сколько это стоит?"),
        ("лан, с этим понял. чё в теме письма написать?", "чё в теме письма написать?"),
        ("Теперь другое. Где ввести промокод?", "Где ввести промокод?"),
        ("Я всё сделал по инструкции. Что дальше?", "Я всё сделал по инструкции. Что дальше?"),
        ("Спасибо большое за помощь! Что дальше?", "Что дальше?"),
        ("Хорошо, попробую завтра. А куда нести?", "А куда нести?"),
        ("Добрый день! Где ввести промокод?", "Где ввести промокод?"),
    ],
)
def test_what_only_goes_on_with_the_talk_is_not_searched(text: str, own: str) -> None:
    assert in_conversation(text, said("Как получить чек?")).text == own


@pytest.mark.parametrize(
    "text",
    [
        "Нет товара в посылке. Что делать?",
        "Получилось оплатить дважды! Что делать?",
        "Супер клей протёк. Что делать?",
        "Класс энергопотребления не указан. Где смотреть?",
        "Да, оплатил вчера. Что дальше?",
        "Хорошо упакованный товар разбился. Куда писать?",
    ],
)
def test_a_trouble_that_begins_like_a_courtesy_is_kept(text: str) -> None:
    assert without_preamble(text) == text
    assert in_conversation(text, ()).text == text


def test_there_is_nothing_to_go_on_from() -> None:
    assert in_conversation("Спасибо. А сколько ждать?", ()) == Asked("А сколько ждать?")
    assert in_conversation("сколько ждать?", said("Привет", OutcomeKind.SMALLTALK)).context == ""
    called = Escalation(ticket="T-1", reason=Reason.ASKED_FOR_HUMAN, status=TicketStatus.QUEUED)
    assert in_conversation("сколько ждать?", said("Оператор", OutcomeKind.ESCALATED, escalation=called)).context == ""


def test_small_talk_between_does_not_end_a_topic() -> None:
    history = (*said("Как получить чек?"), *said("спасибо", OutcomeKind.SMALLTALK))
    assert in_conversation("а если он не пришёл?", history).context == "Как получить чек?"


def test_a_person_between_ends_a_topic() -> None:
    history = (*said("Как получить чек?"), Message("3", Role.OPERATOR, "Отправил вам чек.", NOW, None))
    assert in_conversation("а если он не пришёл?", history).context == ""


def test_a_chain_of_follow_ups_goes_back_to_what_it_is_about() -> None:
    history = (*said("Где взять этикетку для возврата?"), *said("а распечатал её"))
    assert "этикетку" in in_conversation("и куда её нести?", history).context


def test_a_pronoun_prefers_the_section_that_was_cited() -> None:
    history = said("Как получить чек?", citations=citing(DELIVERY))
    assert in_conversation("а если он не пришёл?", history).near == {DELIVERY}


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Сроки возврата", "Сроки возврата"),
        ("сроки возврата?", "Сроки возврата"),
        ("второе", "Деньги за возврат"),
        ("1", "Сроки возврата"),
        ("про деньги", "Деньги за возврат"),
    ],
)
def test_a_reading_that_was_chosen_is_taken(text: str, reading: str) -> None:
    history = said("возврат", OutcomeKind.CLARIFY, suggestions=("Сроки возврата", "Деньги за возврат"))
    asked = in_conversation(text, history)
    assert (asked.text, asked.reading) == (reading, reading)


def test_another_question_after_readings_chooses_none() -> None:
    history = said("возврат", OutcomeKind.CLARIFY, suggestions=("Сроки возврата", "Деньги за возврат"))
    assert in_conversation("Какой номер горячей линии?", history) == Asked("Какой номер горячей линии?")


def test_what_did_not_help_is_asked_once_more_without_what_was_shown() -> None:
    history = (*said("Как получить чек?", citations=citing(DELIVERY)),)
    assert once_more(history) == Asked("Как получить чек?", shown=frozenset({DELIVERY}))
    assert once_more(()) is None


@pytest.mark.parametrize(("text", "goes_on"), [("а на компьютере?", True), ("А гарантия на компьютер?", False)])
def test_a_circumstance_is_found_only_behind_the_question_before(text: str, goes_on: bool) -> None:
    alone = evidence("# Гарантия\nГарантия на компьютер действует год.", asked=text)
    joined = evidence("# Чат\nЧат открывается кнопкой на сайте.", asked=text)
    lost = replace(joined.candidates[0], credits=(0.0,) * len(joined.candidates[0].credits))
    joined = replace(joined, candidates=(lost,))
    asked = Asked(text, "Как открыть чат?", goes_on=True)
    assert choose(asked, alone, joined) is (joined if goes_on else alone)
