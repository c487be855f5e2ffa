"""What a follow-up says of its own, and whether a text says it, too."""

import pytest

from agent.own_words import has_own_words, is_kin, said_in
from agent.question import Question, read_question
from ingest.russian import stem


def asked(text: str, context: str) -> Question:
    return read_question(text, weight=lambda word: 1.0, telling=lambda word: False, context=context)


@pytest.mark.parametrize(
    ("text", "context", "words", "said"),
    [
        ("а курьером?", "Как получить карту?", "Карту привозит курьер", True),
        ("а минимум сколько?", "Как пополнить счёт?", "Минимальная сумма — 50 рублей", True),
        ("и сколько рассматривают?", "Как подать жалобу?", "Срок рассмотрения — 30 дней", True),
        ("а в выходные?", "Когда работает чат?", "Чат работает ежедневно с 8 до 22", True),
        ("а в выходные?", "Когда работает линия?", "Пн–пт с 9 до 21, по субботам до 18", True),
        ("а в выходные?", "Когда работает чат?", "Чат работает с 8 до 22", False),
        # what its synonym shares with the question before tells nothing
        ("а из-за границы?", "Звонок бесплатный?", "Звонок из любого региона бесплатный", False),
        ("а в Казахстан?", "Сколько стоит доставка?", "Доставка стоит 300 рублей", False),
    ],
)
def test_a_text_says_what_a_follow_up_asks_of_its_own(text: str, context: str, words: str, said: bool) -> None:
    assert (said_in(asked(text, context), words) >= 0.5) is said


@pytest.mark.parametrize(
    ("text", "own"), [("а за сколько дней?", False), ("какие документы нужны?", True), ("а курьером?", True)]
)
def test_days_and_the_like_are_no_topic(text: str, own: bool) -> None:
    assert has_own_words(asked(text, "Можно заказать заранее?")) is own


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [
        ("минимум", "минимальная", True),
        ("рассматривают", "рассмотрение", True),
        ("курьер", "курьерская", True),
        ("праздники", "праздничный", True),
        ("регистрация", "регистрировать", True),
        ("подготовить", "подготовлены", True),
        ("открытие", "открывается", True),
        ("использование", "используется", True),
        ("подарок", "подарочная", True),
        ("покупка", "покупатель", True),
        ("перевод", "перевозка", False),
        ("карточка", "картофель", False),
        ("доставка", "достаточно", False),
        ("получить", "получасовой", False),
        ("процент", "процесс", False),
        ("оператор", "операция", False),
        ("интерес", "интернет", False),
        ("специалист", "специальный", False),
        ("возраст", "возражение", False),
    ],
)
def test_words_are_kin_that_are_made_of_one_root(one: str, other: str, kin: bool) -> None:
    assert is_kin(stem(one), stem(other)) is kin
