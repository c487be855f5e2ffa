"""Words typed in the wrong letters, where they ask for a person; the rest is repaired in `ingest.russian`."""

import re
from collections.abc import Callable

from agent.triage.lexicon import NOISE
from agent.triage.roles import role_of
from agent.triage.utterance import TOKEN
from ingest.russian import normalise

_RUSSIAN_KEYS = str.maketrans(
    "йцукенгшщзхъфывапролджэячсмитьбю",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.",
)
_LATIN = re.compile(r"[a-z']+")


def from_russian_layout(text: str) -> str:
    """English typed with the Russian layout by mistake: «руддщ» → "hello"."""
    return normalise(text).translate(_RUSSIAN_KEYS)


def english_from_russian_layout(text: str) -> str | None:
    """«дшму фпуте здуфыу» → "live agent please": only where every word is known here and one of them is a person."""
    english = from_russian_layout(text)
    words = _LATIN.findall(english)
    roles = [role_of(word) for word in words if word not in NOISE]
    known = text.isascii() is False and "anyone" in roles and "x" not in roles and "past" not in roles
    return english if known and not re.search(r"[а-я]", english) else None


_LATIN_RUN = re.compile(r"[a-z][a-z' -]*[a-z]", re.IGNORECASE)
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_RUSSIAN_PEOPLE = {"who", "whom", "towhom", "bywhom"}


def without_second_script(text: str, repair: Callable[[str], str]) -> str:
    """«здравствуйте, pozovite operatora» with the Latin words repaired by themselves, where they ask for a person.

    Beside Russian other Latin words are names, and are left alone.
    """

    def mend(found: re.Match[str]) -> str:
        mended = repair(found[0])
        words = TOKEN.findall(normalise(mended)) if mended != found[0] else []
        return mended if any(role_of(word) in _RUSSIAN_PEOPLE for word in words) else found[0]

    return _LATIN_RUN.sub(mend, text) if _CYRILLIC.search(text) else text
