"""English questions in the words of a Russian customer, word by word: enough to find what the articles say of it. Pure.

What is found is answered in Russian. A word that is not in the table stays as it is: names are the same in both.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

LONGEST_PHRASE = 5  # words in an entry of english.tsv
# Of the words of a question, so many have to be in the table, and to be foreign to the articles: in articles about a
# program English words are names.
ENGLISH_SHARE = 0.6
FOREIGN_SHARE = 0.5

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z]+(?:[-'][a-z]+)?|[^\W_]+|\?")
_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"))


def from_english(text: str, known: Callable[[str], bool]) -> str:
    """An English question in Russian words; any other text as it is. `known`: whether the articles have a word."""
    if _CYRILLIC.search(text):
        return text
    tokens = _TOKEN.findall(text.lower().replace("’", "'"))
    said = [token for token in tokens if token[0].isalpha()]
    if not said or sum(_translation([each]) is not None for each in said) < ENGLISH_SHARE * len(said):
        return text
    telling = [each for each in said if _translation([each]) != ""]
    if not telling or sum(map(known, telling)) > (1 - FOREIGN_SHARE) * len(telling):
        return text
    return " ".join(_in_russian(tokens)).replace(" ?", "?")


def _in_russian(tokens: Sequence[str]) -> Iterator[str]:
    """The longest phrases first, from the left."""
    place = 0
    while place < len(tokens):
        for length in range(LONGEST_PHRASE, 0, -1):
            meant = _translation(tokens[place : place + length])
            if meant is not None:
                break
        else:
            meant, length = tokens[place], 1
        if meant:
            yield meant
        place += length


def _translation(phrase: Sequence[str]) -> str | None:
    """In the words of the table, those of the last word's form or its basic one; None: it is not there."""
    table = _table()
    *rest, last = phrase
    for form in _forms(last):
        if (meant := table.get((*rest, form))) is not None:
            return meant
    return None


def _forms(word: str) -> Iterator[str]:
    yield word
    yield from (word.removesuffix(ending) + instead for ending, instead in _ENDINGS if word.endswith(ending))


@cache
def _table() -> Mapping[tuple[str, ...], str]:
    lines = (files("agent") / "english.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {tuple(said.split()): meant for said, meant in pairs}
