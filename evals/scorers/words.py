"""Russian words as the support scorer reads them: dictionary forms and grammar, from pymorphy3."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ingest.russian import morphology

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+(?:[.,]\d+)*|[%₽№.,;:!?()«»\"—–|-]")
_LIKELY = 0.05  # a reading of a word form less probable than this is left out, but for the first
_FUNCTION = frozenset("PREP CONJ PRCL NPRO INTJ NUMR".split())
# Words that carry no claim of their own.
_EMPTY = frozenset(
    """
    быть бывать являться стать становиться это этот тот такой какой который свой ваш наш мой сам самый весь другой иной
    так там тут здесь как когда где если чтобы также тоже еще уже просто вообще например пожалуйста затем потом далее
    он она оно они мы вы я ты его ее их угодно минимум максимум
    """.split()
)


@dataclass(frozen=True, slots=True)
class Word:
    text: str  # lower case, ё as е
    lemmas: frozenset[str]  # dictionary forms of all likely readings
    part: str  # part of speech of the likeliest reading, as pymorphy3 names it; "" for figures and punctuation
    parts: frozenset[str]  # of all likely readings
    cases: frozenset[str]  # grammatical cases that it may stand in
    animate: bool
    first_person: bool  # singular: the writer speaks of itself
    orders: bool  # an imperative
    tells: bool  # a verb in the third person singular: somebody does it

    @property
    def is_content(self) -> bool:
        """Whether it says what the text is about, rather than how its words hang together."""
        return bool(self.part) and self.part not in _FUNCTION and not self.lemmas & _EMPTY

    @property
    def is_noun(self) -> bool:
        return self.part in ("NOUN", "LATN", "UNKN")


def words(text: str) -> tuple[Word, ...]:
    """The words, figures and punctuation marks of a text, in order."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "").lower().replace("ё", "е")
    return tuple(_word(token) for token in _TOKEN.findall(plain))


@lru_cache(maxsize=20_000)
def _word(token: str) -> Word:
    if not token[0].isalpha():
        return Word(token, frozenset({token}), "", frozenset(), frozenset(), False, False, False, False)
    readings = morphology().parse(token)
    likely = [readings[0], *(each for each in readings[1:] if each.score >= _LIKELY)]
    return Word(
        text=token,
        lemmas=frozenset(each.normal_form.replace("ё", "е") for each in likely),
        part=_part(readings[0].tag),
        parts=frozenset(_part(each.tag) for each in likely),
        cases=frozenset(str(each.tag.case) for each in readings if each.tag.case),
        animate=readings[0].tag.animacy == "anim",
        orders=any(each.tag.mood == "impr" for each in likely),
        tells=any(each.tag.person == "3per" and each.tag.number == "sing" for each in likely),
        first_person=any(each.tag.person == "1per" and each.tag.number == "sing" for each in likely),
    )


def _part(tag: Any) -> str:
    return str(tag.POS or ("LATN" if "LATN" in tag else "UNKN"))
