"""The lexicon of everyday words: what its lines have to keep to."""

from collections import Counter
from importlib.resources import files

import pytest

from agent.question import LONGEST_PHRASE
from ingest.russian import STOP_WORDS, stem, words
from tests.agent.parts import question

LINES = (files("agent") / "colloquial.tsv").read_text(encoding="utf-8").splitlines()
ENTRIES = tuple(tuple(line.split("\t")) for line in LINES if line and not line.startswith("#"))


def test_every_line_is_a_short_phrase_and_what_it_means() -> None:
    assert [entry for entry in ENTRIES if len(entry) != 2 or not all(words(part) for part in entry)] == []
    assert [said for said, _ in ENTRIES if len(words(said)) > LONGEST_PHRASE] == []


def test_lines_are_in_order() -> None:
    assert list(ENTRIES) == sorted(ENTRIES)


def test_no_phrase_is_said_twice() -> None:
    phrases = Counter(tuple(stem(word) for word in words(said)) for said, _ in ENTRIES)
    assert [" ".join(phrase) for phrase, times in phrases.items() if times > 1] == []


def test_every_phrase_holds_a_word_that_is_looked_at() -> None:
    unseen = [said for said, _ in ENTRIES if all(word in STOP_WORDS or len(word) < 2 for word in words(said))]
    assert unseen == []


def test_every_line_adds_a_meaning() -> None:
    idle = [said for said, meant in ENTRIES if {*map(stem, words(meant))} <= {*map(stem, words(said))}]
    assert idle == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("как зарефандить шмотку", "возврат"),
        ("верните, вы спалили карту дважды", "списание"),
        ("платёж завернули", "отклонил"),
        ("нейросетка меня бесит", "бот"),
        ("дайте живого апиратора", "оператор"),
        ("вишу на трубке второй час", "ожидание"),
        ("жду перезвона", "обратный"),
        ("в менюшке пусто", "меню"),
        ("куда прицепить скринчик", "прикрепить"),
        ("промик не канает", "промокод"),
        ("уведомлялки перестали сыпаться", "уведомления"),
        ("хочу кенсельнуть", "отменить"),
        ("селлер я", "продавец"),
        ("до скока вы на связи", "часы"),
    ],
)
def test_everyday_words_mean_those_of_articles(said: str, meant: str) -> None:
    assert stem(meant) in {each for senses in question(said).senses for phrase in senses for each in phrase}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("вернуть кожаную сумку", "оператор"),  # «кожаный» is a person only beside a word that calls one
        ("морозильник не морозит", "ответ"),
        ("надувной матрас", "мошенничество"),
        ("часы с браслетом", "график"),
        ("тёрка для сыра", "спор"),
        ("тележка для дачи", "telegram"),
        ("гирлянда не горит", "срочно"),
        ("чистящее средство", "деньги"),
    ],
)
def test_words_of_things_keep_their_own_meaning(said: str, meant: str) -> None:
    assert stem(meant) not in {each for senses in question(said).senses for phrase in senses for each in phrase}
