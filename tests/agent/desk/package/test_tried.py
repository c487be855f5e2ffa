import pytest

from agent.desk.conversation import Role
from agent.desk.package.tried import LIMIT, Source, asked_and_answered, shortened, tried
from agent.reply import OutcomeKind
from tests.agent.desk.package.talk import replied, talk

TRIED = [
    "уже перезагружал",
    "Я перезагрузила телефон два раза",
    "пробовал через сайт",
    "писал на почту, не ответили",
    "звонила на горячую линию",
    "Переустановил приложение.",
    "обновил приложение, не помогло",
    "Чистил кэш.",
    "сбросил пароль и зашёл заново",
    "мы обращались в банк",
    "я уже писал вам",
    "удалил и поставил заново",
    "Пыталась войти с компьютера",
    "ввёл код три раза",
    "проверила карту",
]
NOT_TRIED = [
    "курьер звонил утром",
    "продавец написал, что товара нет",
    "поддержка писала мне вчера",
    "вы обновили приложение, и всё сломалось",
    "банк проверил карту",
    "никуда не звонил",
    "я не пробовал",
    "где моя посылка",
    "хочу вернуть сапоги",
    "купил телефон, он не включается",
    "как отправить товар обратно",
    "попробую ещё раз",
    "кто пробовал оформить возврат?",
]


@pytest.mark.parametrize("text", TRIED)
def test_what_the_customer_has_tried(text: str) -> None:
    assert tried(talk(text)) == (text,)


@pytest.mark.parametrize("text", NOT_TRIED)
def test_what_is_no_trying_of_the_customer(text: str) -> None:
    assert tried(talk(text)) == ()


def test_sentences_are_their_own_and_told_once() -> None:
    messages = talk(
        "Приложение вылетает. Уже перезагружал телефон! Что делать?",
        replied("Вы перезагружали телефон?"),
        "уже перезагружал телефон",
        (Role.OPERATOR, "Я перезагрузил сервер"),
        "Пробовал через сайт",
    )
    assert tried(messages) == ("Уже перезагружал телефон!", "Пробовал через сайт")


def test_a_long_sentence_is_cut_at_a_word() -> None:
    [told] = tried(talk("пробовал " + "ещё раз " * 100))
    assert len(told) <= LIMIT
    assert told.endswith("раз…") or told.endswith("ещё…")
    assert shortened("а" * 50, 10) == "а" * 9 + "…"
    assert shortened("два\n слова", 10) == "два слова"


def test_what_was_asked_comes_with_what_was_replied_and_its_sources() -> None:
    messages = talk(
        "привет",
        replied(outcome=OutcomeKind.SMALLTALK),
        "как вернуть сапоги",
        replied(titles=["Возврат", "Обувь", "Возврат"]),
        "где мой возврат",
        replied(outcome=OutcomeKind.ESCALATED),
        "ау",
        replied(outcome=OutcomeKind.RELAYED),
        (Role.OPERATOR, "Здравствуйте"),
        "здравствуйте",
    )
    [first, second] = asked_and_answered(messages)
    assert (first.text, first.reply_id, first.outcome) == ("как вернуть сапоги", "r3", OutcomeKind.ANSWERED)
    assert first.sources == (Source("Возврат.md", "Возврат"), Source("Обувь.md", "Обувь"))
    assert (second.text, second.outcome, second.sources) == ("где мой возврат", OutcomeKind.ESCALATED, ())
