"""Messages in a language other than Russian, by their letters.

English and Ukrainian words are looked for in the articles like Russian ones; what is written in other letters or in a
Turkic language is not, and gets a line in Russian and English instead of a guess.
"""

import re
from collections.abc import Callable

_LETTER = re.compile(r"[^\W\d_]")
_READABLE = re.compile(r"[a-zа-яёіїєґў]", re.IGNORECASE)
_SLAVIC = re.compile(r"[іїєґў]", re.IGNORECASE)
# Letters of Kazakh, Kyrgyz, Tatar, Bashkir, Mongolian and others that no Slavic language has.
_TURKIC = re.compile(r"[әғқңөұүһҗҡҙҫҥҳҷӣӯ]", re.IGNORECASE)
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
# Ukrainian words that no Russian sentence has, for sentences without a Ukrainian letter.
_UKRAINIAN = re.compile(r"\b(?:як|коли|чому|чи|що|можна|від|або|дуже|будь ласка|дякую|треба|зробити)\b", re.IGNORECASE)
# A person, asked for in the languages that are met most often beside Russian and English.
_PERSON = re.compile(
    r"人工|真人|客服|转接|オペレータ|人と話"
    r"|(?:оператор|маман|адам|қызметкер)\w*\s+(?:\w+\s+)?(?:қос|шақыр|керек|қажет|байланыс|сөйлес)|(?:адаммен|оператормен)\s+\w+",
    re.IGNORECASE,
)


def is_unreadable(text: str, known: Callable[[str], bool]) -> bool:
    """Whether the articles cannot be searched with a text: «你好，我的包裹在哪里», «тапсырысымды қалай қайтарамын?»."""
    if text.isascii():
        return False
    letters = _LETTER.findall(text)
    if 2 * sum(_READABLE.match(letter) is not None for letter in letters) < len(letters):
        return True
    if not _TURKIC.search(text):
        return False
    words = _WORD.findall(text.lower())  # «меня зовут Әлия» is Russian
    return 2 * sum(known(word) for word in words) < len(words)


def is_foreign(text: str) -> bool:
    """Whether a repaired text is not in Russian: it has Ukrainian letters or words, or no Cyrillic letters at all."""
    if not _CYRILLIC.search(text):
        return _LETTER.search(text) is not None
    return _SLAVIC.search(text) is not None or _UKRAINIAN.search(text) is not None


def asks_for_person(text: str) -> bool:
    """«转人工客服», «операторға қосыңыз»."""
    return _PERSON.search(text) is not None
