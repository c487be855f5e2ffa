"""Words written without spaces, where they ask for a person: «соеденитеменясоператором», «операторасюда»."""

import re
from collections.abc import Callable
from functools import lru_cache

from agent.triage.lexicon import ENDINGS, EXACT, NOISE, PEOPLE, VERBS
from agent.triage.sound import fold

MIN_GLUED = 10  # letters of the shortest such word; «дайчела» is left to be asked about
MAX_GLUED = 40
MAX_WORDS = 6
_ROLES = "who whom towhom bywhom live-whom live-bywhom call give callinf talk want may me prep place come".split()
_ASKS = frozenset("who whom towhom bywhom call".split())
_LONG_WORD = re.compile(rf"[а-яё]{{{MIN_GLUED},{MAX_GLUED}}}", re.IGNORECASE)


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, bool]:
    """Each word that may be glued, by its sound, and whether it can be what is asked for."""
    found = {fold(word): role in _ASKS for role in _ROLES for word in EXACT.get(role, "").split() if word.isalpha()}
    found |= {
        fold(stem) + ending: True for stem in PEOPLE for ending, case in ENDINGS.items() if case != "who" or not ending
    }
    found |= {
        fold(stem) + ending: True for role, stem, endings in VERBS if role == "call" for ending in endings.split("|")
    }
    polite = {fold(word): False for word in NOISE if word.isalpha() and len(word) > 3}
    return (
        polite | {word: asks for word, asks in found.items() if re.fullmatch("[а-я]+", word)} | {"с": False, "к": False}
    )


def split_glued(text: str, known: Callable[[str], bool]) -> str:
    """The text with spaces put into its glued words, where all of them are known here and one asks for a person."""

    def split(found: re.Match[str]) -> str:
        word = found[0].lower()
        parts = None if known(word) else _parts(word)
        return " ".join(parts) if parts else found[0]

    return _LONG_WORD.sub(split, text)


def _parts(word: str) -> tuple[str, ...] | None:
    """The fewest known words that make up this one."""
    vocabulary = _vocabulary()
    best: list[tuple[str, ...] | None] = [(), *[None] * len(word)]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 16), end):
            before, found, piece = best[start], best[end], word[start:end]
            if before is None or len(before) == MAX_WORDS or fold(piece) not in vocabulary:
                continue
            if found is None or len(before) + 1 < len(found):
                best[end] = (*before, piece)
    parts = best[-1]
    return parts if parts and len(parts) > 1 and any(vocabulary[fold(part)] for part in parts) else None
