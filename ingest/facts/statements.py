"""Plain statements that something may be done or not: «отменить заказ после оплаты можно» and «… нельзя».

Two of them are about the same only where every word that says something is the same, whatever form or order it has.
"""

import re
from collections.abc import Iterator

from ingest.facts.place import Finding, Place
from ingest.facts.topics import matters_in, named, things

_NO = (
    r"\bнельзя\b|\bневозможн\w+|\bнедоступн\w+|\bзапрещ\w+"
    r"|\bне (?:доступн|возможн|предусмотрен|разреш|допуска|получится|удастся"
    r"|принима|доставля|отправля|обменива|возвраща)\w*"
)
_YES = (
    r"\bможно\b|\bразреш\w+|\bдоступн\w+|\bвозможн\w+|\bпредусмотрен\w*|\bдопуска\w+|\bвозможно\b"
    r"|\b(?:принима|доставля|отправля|обменива|возвраща)(?:ем|ет|ют)\w*"
)
_SAYING = re.compile(rf"(?P<no>{_NO})|(?P<yes>{_YES})")
# A condition, a choice or a part of a longer thought makes it another statement; a figure is a fact of its own kind.
_NOT_PLAIN = re.compile(
    r"\b(?:если|когда|пока|чтобы|например|раньше|кроме|исключени\w+|почти|не всегда|иногда|обычно|только|лишь|или|либо"
    r"|\d+|но|это|этот|эту|так|там|оно?|ее|его|их|нужно|надо|будет|больше не|также|тоже|котор\w+)\b|[?:;«]"
)
_ACTION = re.compile(r"принима|доставля|отправля|обменива|возвраща")
_PLAINLY = re.compile(r"можно|нельзя|невозможно")
_LINK = re.compile(r"\b(?:без|до|после|при|через|на|в|по|за|из|с)\b")
_INFINITIVE = re.compile(r"\b[а-я]{3,}(?:ть|ти|чь)(?:ся|сь)?\b")
WORDS_MIN, WORDS_MAX = 2, 4  # of a statement: fewer do not say of what it is, more are never said twice alike


def find_statements(place: Place) -> Iterator[Finding]:
    """The plain statements among the sentences of a unit."""
    if place.is_row or place.lead:
        return
    for found in _SAYING.finditer(place.text):
        start, end = place.sentence(*found.span())
        sentence = place.text[start:end]
        if len(sentence) > 120 or len(_SAYING.findall(sentence)) != 1 or _NOT_PLAIN.search(sentence):
            continue
        subject = _subject(sentence, found[0])
        if subject and "?" not in place.text[end : end + 1]:
            offset = len(sentence) - len(sentence.lstrip())
            yield Finding(subject, "no" if found["no"] else "yes", start + offset, end)


def _subject(sentence: str, said: str) -> str:
    """The matters, things, what is done and where: all that the sentence says beside yes or no."""
    rest = sentence.replace(said, said.removeprefix("не ") if _ACTION.search(said) else " ")
    matters = matters_in(rest)
    done = {verb for verb in _INFINITIVE.findall(rest) if not matters_in(verb)}
    narrowing = things(rest) | done
    told = matters or (done and _PLAINLY.fullmatch(said))
    if not told or not WORDS_MIN <= len(matters | narrowing) <= WORDS_MAX:
        return ""
    order = {"без", "до", "после"} & set(_LINK.findall(rest))  # «до оплаты» is not «после оплаты»
    return named(matters, narrowing | order) if matters else ", ".join(sorted(narrowing | order))
