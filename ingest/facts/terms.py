"""How long something may or will take: «вернуть можно в течение 14 дней», «заказ хранится неделю», «гарантия 1 год»."""

import re
from collections.abc import Iterator

from ingest.facts.amounts import NUMBER, number
from ingest.facts.place import Finding, Place
from ingest.facts.topics import topic

_UNITS: tuple[tuple[str, int, str], ...] = (  # the words, how many of the unit behind them, its letter in ISO 8601
    (r"час(?:а|ов|ам)?\b", 1, "H"),
    (r"(?:рабоч\w+|банковск\w+) (?:дн\w+|день)", 1, "D working"),
    (r"(?:календарн\w+ )?(?:дн(?:я|ей|ям)|день)\b|сут(?:ок|ки)\b", 1, "D"),
    (r"недел\w+", 7, "D"),
    (r"месяц\w*|мес\b\.?", 1, "M"),
    (r"(?:год(?:а|у|ам)?|лет)\b", 1, "Y"),
)
_UNIT = "|".join(f"(?P<u{i}>{unit})" for i, (unit, *_) in enumerate(_UNITS))
_BRACKETS = r"(?: \([а-я ]+\))?"  # «14 (четырнадцати) дней»
_FIGURE = re.compile(
    rf"(?<![\w,.:/№-])(?:(?P<low>{NUMBER}){_BRACKETS}(?:(?: ?- ?| до | или )(?P<high>{NUMBER}){_BRACKETS})? ?(?:-?х )?"
    rf"|(?<=\bв течение )|(?<=\bхранится )|(?<=\bсрок )|(?<=\bза )|(?<=\bчерез ))(?:{_UNIT})"
)
_HINT = re.compile(r"дн[яе]|день|сут[ок]|недел|месяц|\bмес\b|\bгод|\bлет\b|\bчас(?:а|ов|ам)?\b")
# A lower bound, an age, a time gone by, a rhythm, an example, a rule that was; words behind that make it another thing.
_NOT_TERM = re.compile(
    r"\b(?:не (?:менее|меньше|ранее|раньше)(?: чем)?(?: за| через)?|минимум|от|старше|младше|кажды\w+|раз в|более|свыше"
    r"|больше|спустя|прошл\w+|за последни\w+|в последни\w+|последни\w+|первы\w+|возраст\w*)(?: в| за| чем| чем за)?\W*$"
)
_AT_MOST = re.compile(r"\bне (?:более|больше|свыше|дольше)(?: чем)?(?: за)?\W*$")
_NOT_SENTENCE = re.compile(r"например|раньше|прежде|\bстар(?:ый|ого|ому|ая|ой|ую)\b|устаре")
_CONDITION = re.compile(r"\b(?:если|когда|пока)\b[^,;:]*$")
_AFTERWARDS = re.compile(r" ?(?:назад|подряд|в (?:сутки|день|неделю|месяц|год)\b|(?:утра|дня|вечера|ночи)\b)")
# Times of day: «с 9 до 18 часов»
_CLOCK = re.compile(r"\b(?:с|до|к|после|в) (?:\d{1,2}(?: до )?)?$")


def find_terms(place: Place) -> Iterator[Finding]:
    """The terms in a unit."""
    if not _HINT.search(place.text):
        return
    floor = 0
    for found in _FIGURE.finditer(place.text):
        start, _ = place.sentence(*found.span())
        if _is_term(place, found, start):
            end = place.clause_end(found.end())
            before, after = place.text[max(floor, start) : found.start()], place.text[found.end() : end]
            subject = topic(place, before, after, place.text[start : found.start()])
            if subject:
                yield Finding(subject, _value(found), found.start(), found.end())
        floor = found.end()


def _is_term(place: Place, found: re.Match[str], sentence: int) -> bool:
    before = place.text[sentence : found.start()]
    if _NOT_SENTENCE.search(before) or _CONDITION.search(before) or _AFTERWARDS.match(place.text, found.end()):
        return False
    if found["u0"] and _CLOCK.search(before):
        return False
    return _AT_MOST.search(before) is not None or _NOT_TERM.search(before) is None


def _value(found: re.Match[str]) -> str:
    _, times, letter = _UNITS[int((found.lastgroup or "u0")[1:])]
    amounts = [number(amount) * times for amount in (found["low"] or "1", found["high"]) if amount]
    unit, working = letter[0], letter[1:]
    prefix = "PT" if unit == "H" else "P"
    return "/".join(f"{prefix}{amount}{unit}" for amount in amounts) + working
