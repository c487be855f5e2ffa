"""A customer's words by the part they play in a request: who is asked for, what is to be done, what is denied.

Spelling mistakes are forgiven by sound first («апиратор») and then by one wrong, missing, extra or swapped letter
(«опреатор»).
"""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from agent.triage.lexicon import ENDINGS, EXACT, FEMININE, FEMININE_ENDINGS, PEOPLE, VERBS
from agent.triage.sound import fold
from ingest.russian import is_russian_word

MIN_SOUND = 5  # letters of a word above which it may be recognised by its sound
MIN_FUZZY = 7  # letters of a stem from which one wrong letter cannot make it another common word
MIN_TWICE_FUZZY = 8  # the same for two wrong letters, in what is no word at all: «опретора»
# Not the bot: «работы» sounds like «роботы».
_HEARD = frozenset("call give callinf giveinf talk want live-who live-whom live-bywhom whom bywhom".split())
# Every part of a compound has to be one of these.
_COMPOUND = frozenset("who whom towhom bywhom bot peer dept place contact live-who live-whom live-bywhom".split())
_FORGIVEN = {"call", "want"}  # roles whose exact words may have a wrong letter, too
# Looks like «консультант», «поддержка», «соедините» with one letter changed, but is not.
_NOT_TYPOS = frozenset("подключен подключении соединен соединении сотрудничать специально".split())


@lru_cache(maxsize=1)
def _exact_roles() -> dict[str, str]:
    return {word: role for role, words in reversed(EXACT.items()) for word in words.split()}


@lru_cache(maxsize=1)
def _roles_by_sound() -> dict[str, str]:
    """Folded word → role, for words long enough not to sound like another."""
    return {fold(word): role for word, role in _exact_roles().items() if len(word) > MIN_SOUND and role in _HEARD}


@lru_cache(maxsize=1)
def _forgiven() -> tuple[tuple[str, str], ...]:
    return tuple((word, role) for word, role in _roles_by_sound().items() if role in _FORGIVEN)


@lru_cache(maxsize=1)
def _stem_roles() -> tuple[tuple[str, dict[str, str]], ...]:
    """Folded stem → role by folded ending."""
    people = [(fold(stem), FEMININE_ENDINGS if stem in FEMININE else ENDINGS) for stem in PEOPLE]
    verbs = [(fold(stem), dict.fromkeys(endings.split("|"), role)) for role, stem, endings in VERBS]
    return tuple(people + verbs)


def _by_stem(word: str) -> str | None:
    folded = fold(word)
    for stem, endings in _stem_roles():
        if folded.startswith(stem) and folded[len(stem) :] in endings:
            return endings[folded[len(stem) :]]
    if len(folded) < MIN_FUZZY - 1 or word in _NOT_TYPOS:
        return None
    # «перевели», «подключает» are no orders
    past = _PAST.fullmatch(word) is not None or _PRESENT.fullmatch(word) is not None
    for known, role in () if past else _forgiven():
        if known[0] == folded[0] and OSA.distance(known, folded, score_cutoff=1) <= 1:
            return role
    meant = _misspelt(folded, MIN_FUZZY, 1)
    if meant is None and not is_russian_word(word):
        meant = _misspelt(folded, MIN_TWICE_FUZZY, 2)
    return None if past and meant in _FORGIVEN | {"callinf"} else meant


def _misspelt(folded: str, least: int, wrong: int) -> str | None:
    """The role of a word whose stem, of so many letters at least, has so many wrong ones at most."""
    for stem, endings in _stem_roles():
        if len(stem) < least or stem[0] != folded[0]:
            continue
        for size in (len(stem), len(stem) - 1, len(stem) + 1):
            ending = folded[size:]
            if ending in endings and OSA.distance(folded[:size], stem, score_cutoff=wrong) <= wrong:
                return endings[ending]
    return None


def _by_compound(word: str) -> str | None:
    """«чат-ботами», «коллегу-человека», but not «робот-пылесос» nor «человек-паук»."""
    parts = word.split("-")
    roles = [_exact_roles().get(part) or _by_stem(part) for part in parts if len(parts) > 1]
    if not all(role in _COMPOUND for role in roles):
        return None
    return next((role for role in roles if role not in ("place", "contact", "peer")), None)


_PAST = re.compile(r"[а-я]{2,}(?:[аеиоуыя])л(?:а|о|и|ся|ась|ись|ось)?")
_PRESENT = re.compile(r"[а-я]{3,}[аяу](?:ет|ют)(?:ся)?")
_IMPERATIVE_FORM = re.compile(r"[а-я]{2,}(?:ите|йте|ьте)(?:сь)?")
_INF = re.compile(r"[а-я]{2,}(?:[аеиоуыя]ть(?:ся)?|ти|тись|чь|сть)")


@lru_cache(maxsize=20_000)
def role_of(word: str) -> str:
    """The role of one normalised word; "x" for a word without one, "past" and "inf" for verbs of no other role."""
    role = _exact_roles().get(word) or _by_compound(word) or _by_stem(word) or _roles_by_sound().get(fold(word))
    if role:
        return role
    if _INF.fullmatch(word):
        return "inf"
    if _IMPERATIVE_FORM.fullmatch(word):
        return "imp"
    return "past" if _PAST.fullmatch(word) else "x"
