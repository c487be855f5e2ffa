"""What an operator reads first."""

import pytest

from agent.desk.conversation import Message
from agent.desk.package.summary import LIMIT, summarise
from agent.reply import OutcomeKind, TicketStatus
from tests.agent.desk.package.talk import replied, talk

ESCALATED = replied("Зову специалиста.", OutcomeKind.ESCALATED)
OFFERED = replied("Позвать?", OutcomeKind.OFFERED)
HELLO = replied("Здравствуйте!", OutcomeKind.SMALLTALK)
CLOSED = replied("Обращение закрыто.", OutcomeKind.ESCALATED, status=TicketStatus.RESOLVED)

CASES: list[tuple[tuple[Message, ...], str, str]] = [
    ((), "Где  мой\nзаказ?", "Клиент спрашивает: «Где мой заказ?». Помощник ещё не отвечал."),
    ((), "Здравствуйте! Верните деньги.", "Клиент пишет: «Верните деньги». Помощник ещё не отвечал."),
    ((), "Оператор!", "Клиент просит специалиста, а о чём речь, пока не сказал. Помощник ещё не отвечал."),
    ((), "привет, курьер нахамил", "Клиент жалуется: «курьер нахамил». Помощник ещё не отвечал."),
    (
        talk("привет", HELLO, "как вернуть сапоги", replied(titles=["Возврат обуви"])),
        "не помогло",
        "Клиент пишет: «как вернуть сапоги». Помощник ответил по статье «Возврат обуви», "
        "но клиент пишет: «не помогло».",
    ),
    (
        talk("как вернуть сапоги?", replied(titles=["Возврат", "Обувь"]), "не помогло", replied(titles=["Обмен"])),
        "позовите оператора",
        "Клиент спрашивает: «как вернуть сапоги?». Помощник ответил по статьям «Возврат», «Обувь» и ещё 1, "
        "но клиент пишет: «не помогло» и просит специалиста.",
    ),
    (
        talk("Оператор!", OFFERED, "у меня списали деньги дважды", ESCALATED),
        "номер операции 1234567890",
        "Клиент пишет: «у меня списали деньги дважды». Помощник ответа не дал, "
        "последнее сообщение клиента: «номер операции 1234567890».",
    ),
    (
        (),
        "соедините с оператором, у меня приложение вылетает",
        "Клиент пишет: «соедините с оператором, у меня приложение вылетает». Помощник ещё не отвечал.",
    ),
    (
        talk("где посылка?", replied(titles=["Доставка"])),
        "оператор",
        "Клиент спрашивает: «где посылка?». Помощник ответил по статье «Доставка», клиент просит специалиста.",
    ),
    (
        talk("где посылка?", replied(titles=["Доставка"]), "оператор", CLOSED),
        "приложение вылетает",
        "Клиент пишет: «приложение вылетает». Помощник ещё не отвечал.",
    ),
    ((), "", "Клиент пока не сказал, о чём речь. Помощник ещё не отвечал."),
    ((), "12345678", "Клиент написал: «12345678». Помощник ещё не отвечал."),
]


@pytest.mark.parametrize(("messages", "last", "expected"), CASES)
def test_two_sentences(messages: tuple[Message, ...], last: str, expected: str) -> None:
    assert summarise(messages, last) == expected


def test_the_last_message_may_be_among_the_messages_already() -> None:
    messages = talk("где посылка?", replied(titles=["Доставка"]), "оператор")
    assert summarise(messages, "оператор") == summarise(messages[:-1], "оператор")


def test_an_endless_conversation_is_short() -> None:
    long = "очень " * 500
    titles = ["Очень длинное название статьи " * 5, "Ещё одно очень длинное название " * 5]
    messages = talk(f"как вернуть {long}?", replied(titles=titles), f"не помогло {long}", replied())
    assert len(summarise(messages, long)) <= LIMIT


def test_of_a_story_the_question_is_told() -> None:
    story = "Я купила сапоги в марте, носила их неделю, и они мне очень нравились, как и вся покупка в целом. " * 2
    assert "Как мне их вернуть?" in summarise((), f"Добрый день! {story}А вчера сломался каблук. Как мне их вернуть?")


def test_quotes_in_the_customers_words_stand_within_quotes() -> None:
    assert "«не работает кнопка „Оплатить“»" in summarise((), "не работает кнопка «Оплатить»")
