"""What a question asks for."""

import pytest

from agent.question import AnswerKind, answers_kind, is_about
from tests.agent.parts import question


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Какой номер горячей линии?", AnswerKind.PHONE),
        ("куда звонить", AnswerKind.PHONE),
        ("номер ваш какой, позвонить хочу", AnswerKind.PHONE),
        ("Какой номер заказа назвать?", AnswerKind.OPEN),
        ("на какую почту писать", AnswerKind.EMAIL),
        ("Нужна ли почта для звонка?", AnswerKind.YES_NO),
        ("Сколько ждать возврата?", AnswerKind.DURATION),
        ("через скока ответите", AnswerKind.DURATION),
        ("Через какое время перезвонят?", AnswerKind.DURATION),
        ("долго ль ждать", AnswerKind.DURATION),
        ("Во сколько работает поддержка?", AnswerKind.TIME),
        ("до скольки открыто", AnswerKind.TIME),
        ("Сколько стоит доставка?", AnswerKind.PRICE),
        ("со скольки рублей доставка бесплатная", AnswerKind.PRICE),
        ("Как вернуть товар?", AnswerKind.HOW),
        ("Можно ли вернуть товар?", AnswerKind.YES_NO),
        ("Возврат", AnswerKind.OPEN),
    ],
)
def test_the_kind_of_answer_that_would_do(text: str, kind: AnswerKind) -> None:
    assert question(text).kind is kind


@pytest.mark.parametrize(
    ("kind", "text", "answers"),
    [
        (AnswerKind.PHONE, "Звоните: 8 (800) 100-20-30.", True),
        (AnswerKind.PHONE, "Позвоните на горячую линию.", False),
        (AnswerKind.EMAIL, "Пишите на help@lavka.example.", True),
        (AnswerKind.EMAIL, "Напишите письмо.", False),
        (AnswerKind.DURATION, "Деньги придут за 10 дней.", True),
        (AnswerKind.DURATION, "Деньги придут на карту.", False),
        (AnswerKind.TIME, "Чат работает круглосуточно.", True),
        (AnswerKind.PRICE, "Доставка бесплатна.", True),
        (AnswerKind.PRICE, "Доставка быстрая.", False),
        (AnswerKind.HOW, "Что угодно.", True),
    ],
)
def test_words_that_could_answer_it(kind: AnswerKind, text: str, answers: bool) -> None:
    assert answers_kind(kind, text) is answers


def test_everyday_words_are_searched_as_the_words_of_articles() -> None:
    read = question("Когда вернут бабки?")
    assert "деньг" in {stem for senses in read.senses for phrase in senses for stem in phrase}
    assert read.text in read.search_text
    assert len(read.search_text) > len(read.text)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("У меня два раза сняли деньги за заказ", True),
        ("Мне не пришёл код", True),
        ("Не могу дозвониться", True),
        ("Как вернуть товар?", False),
        ("Сколько стоит доставка?", False),
    ],
)
def test_a_trouble_of_ones_own(text: str, own: bool) -> None:
    assert question(text).own_trouble is own


def test_a_question_without_content_has_nothing_to_weigh() -> None:
    read = question("А как же это?")
    assert read.senses == ()
    assert read.weights == ()


@pytest.mark.parametrize(
    ("text", "kind", "about"),
    [
        ("Какой номер горячей линии?", AnswerKind.PHONE, True),
        ("Как дозвониться до вас?", AnswerKind.PHONE, True),
        ("Какой способ связи выбрать?", AnswerKind.PHONE, False),
        ("Сколько стоит звонок?", AnswerKind.PHONE, False),
        ("Как написать вам на почту?", AnswerKind.EMAIL, True),
        ("До скольки работает чат?", AnswerKind.TIME, True),
        ("Что сказать оператору?", AnswerKind.TIME, False),
    ],
)
def test_which_facts_a_question_is_about(text: str, kind: AnswerKind, about: bool) -> None:
    assert is_about(question(text), kind) is about
