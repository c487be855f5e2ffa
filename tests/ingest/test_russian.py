"""Questions typed in a wrong layout or in Latin letters come back in Russian; everything else stays as it is."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
import snowballstemmer

from ingest.russian import repair_question, sentences, stem, words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rfr dthyenm ltymub", "как вернуть деньги"),
        ("jgthfnjh", "оператор"),
        ("JGTHFNJH", "оператор"),
        ("[jxe gjujdjhbnm c xtkjdtrjv", "хочу поговорить с человеком"),  # "[" is a letter, and the Latin "c" is «с»
        ("gjpjdbnt jgthfnjhf.", "позовите оператора."),  # a full stop rather than «ю»
        ("товар kfgnjg не пришел", "товар лаптоп не пришел"),
        ("kak vernut tovar", "как вернут товар"),
        ("pozovite operatora", "позовите оператора"),
        ("soedinite s chelovekom", "соедините с человеком"),
        ("gde moya posylka", "где моя посылка"),
        ("ho4u operatora", "хочу оператора"),
        ("eto zhivoi chelovek?", "это живой человек?"),
        ("skolko zhdat dengi", "сколько ждать деньги"),  # soft signs are left out
        ("podderjka", "поддержка"),
        ("perekluchite", "переключите"),
        ("gde otslezhivat zakaz", "где отслеживать заказ"),
        ("oпeратoр", "оператор"),  # Latin letters that look Cyrillic
        ("0ператор", "оператор"),
    ],
)
def test_a_damaged_question_is_mended(typed: str, meant: str) -> None:
    assert repair_question(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "VIP",
        "PDF",
        "iPhone 15 pro",
        "ozon",
        "как вернуть товар на ozon",
        "Apple Pay не работает",
        "не работает push-уведомление",
        "мой email test@ozon.ru не работает",
        "как зайти на ozon.ru",
        "samsung galaxy s24",
        "I want to talk to a human",
        "how to return my order",
        "operator please",
        "refund",
        "заказ 123abc",
        "30дней, 5030р, с 0 до 24",
        "как вернуть товар, если его привезли с браком?",
        "",
    ],
)
def test_what_is_not_damaged_stays(question: str) -> None:
    assert repair_question(question) == question


@pytest.mark.parametrize("piece", ["qhzv", "abc,", "nt", "[", "4", "x.", "а@b", "bот"])
def test_a_question_without_spaces_takes_time_by_its_length_and_not_by_its_square(piece: str) -> None:
    def seconds(length: int) -> float:
        question = (piece * length)[:length]
        began = time.perf_counter()
        repair_question(question, known=set().__contains__)
        return time.perf_counter() - began

    short, long = (min(seconds(length) for _ in range(5)) for length in (1000, 16_000))

    assert long < 64 * short  # 16 times the length; its square would be 256


def test_a_question_is_mended_around_what_is_no_word() -> None:
    key = "sk-" + "aB3xQ9zK" * 20

    assert repair_question(f"rfr dthyenm ltymub {key} gj pfrfpe") == f"как вернуть деньги {key} по заказу"


def test_words_of_the_corpus_are_not_touched() -> None:
    assert repair_question("vozvrat", known={"vozvrat"}.__contains__) == "vozvrat"


def test_a_cyrillic_question_does_not_load_the_dictionary() -> None:
    script = (
        "import sys; from ingest.russian import repair_question; repair_question('как вернуть деньги за заказ 123?');"
        "sys.exit('pymorphy3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_words_are_compared_without_typesetting() -> None:
    assert words("Ёлка\u00a0—\u00a0Ё‑2") == ["елка", "е", "2"]


def test_sentences_keep_their_offsets() -> None:
    text = "Первое. Второе!"

    assert [text[start:end] for start, end in sentences(text)] == ["Первое.", "Второе!"]


def test_threads_do_not_get_stems_of_each_others_words() -> None:
    parts = ("возврат достав оператор покупател карт посыл".split(), "ник очн ова ен ив".split())
    made = ["".join(each) for each in product(*parts, "ами ыми ться ившись ость ого ями ейшая ует ение".split())]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(stem, made))
    finally:
        sys.setswitchinterval(before)
    assert found == snowballstemmer.stemmer("russian").stemWords(made)


def test_threads_that_begin_together_share_one_dictionary() -> None:
    code = """
import sys
from concurrent.futures import ThreadPoolExecutor
from ingest.russian import is_noun
sys.setswitchinterval(1e-4)
with ThreadPoolExecutor(4) as pool:
    print(*pool.map(is_noun, ("дом", "samsung", "идти", "красный")))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["True", "True", "False", "False"], done.stderr
