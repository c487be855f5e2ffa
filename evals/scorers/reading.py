"""A text as the rules of support see it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import razdel

from evals.scorers import quantities
from evals.scorers.modality import Modal, modals, negated
from evals.scorers.quantities import Quantity
from evals.scorers.words import Word


@dataclass(frozen=True, slots=True)
class Reading:
    quantities: frozenset[Quantity]
    words: tuple[Word, ...]  # without the quantities
    denied: frozenset[int]  # places of the words under a negation
    modals: tuple[Modal, ...]
    lines: tuple[str, ...]  # the text itself
    clauses: tuple[tuple[frozenset[Quantity], tuple[Word, ...]], ...]  # those with quantities, each with its words


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    plain = text.lower().replace("ё", "е")
    for pattern, spelt in _SPELT:
        plain = pattern.sub(spelt, plain)
    found, words = quantities.read(plain)
    return Reading(
        found, words, negated(words), modals(words), tuple(text.split("\n")), tuple(_clauses(plain)) if found else ()
    )


def _clauses(text: str) -> Iterator[tuple[frozenset[Quantity], tuple[Word, ...]]]:
    """The clauses with quantities; one without a subject of its own has the one before it."""
    subject: tuple[Word, ...] = ()
    for clause in _CLAUSE.split(text):
        found, words = quantities.read(clause)
        own = tuple(word for word in words if word.is_noun and "nomn" in word.cases)
        if found:
            yield found, words if own else words + subject
        subject = own or subject


_CLAUSE = re.compile(r"[;\n]|[:,.](?!\d)|\s(?:а|но|и)\s")
# Phrases that mean one word, and prepositions of several words, whose nouns name nothing.
_SPELT = (
    (re.compile(r"(?:платить|доплачивать) не (?:нужно|надо|придется)|без (?:до)?платы|без оплаты"), "бесплатно"),
    (re.compile(r"\bв отличие от\b|\bпо поводу\b"), "о"),
    (re.compile(r"\b(?:при|с) помощ(?:и|ью)\b|\bв качестве\b"), "как"),
    (re.compile(r"\bтолько (?=потом|тогда|затем|после)"), ""),
    (re.compile(r"\bкак правило\b"), "обычно"),
    (re.compile(r"\b(?:еще раз|заново|снова)\b"), "повторно"),
    (re.compile(r"\b(?:электронн\w+ почт\w+|e-?mail\w*|имейл\w*)"), "почта"),
    # Bounds are no denials.
    (re.compile(r"\bне (?:меньше|менее|ниже)(?: чем)?\b"), "минимум"),
    (re.compile(r"\bне (?:больше|более|выше|дольше)(?: чем)?\b"), "максимум"),
    (re.compile(r"\bне (?:позже|позднее|раньше|ранее)(?: чем)?\b"), " "),
)


def pieces(text: str) -> Iterator[str]:
    """Sentences, and the parts of those that are two in one."""
    for line in text.splitlines():
        for sentence in razdel.sentenize(line):
            yield from (part.strip() for part in _TWO_IN_ONE.sub(".\n", sentence.text).split("\n") if part.strip())


_TWO_IN_ONE = re.compile(r";\s+|,\s+а\s+(?!также|не\b|потом|затем|если|когда|в отличие)", re.IGNORECASE)
