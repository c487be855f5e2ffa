"""How long an answer or a call back takes: «в течение 15–30 минут», «до 10 минут в часы пик», «несколько часов»."""

import re
from collections.abc import Iterator

from ingest.facts.channels import CALLBACK, channels_of, names_anything
from ingest.facts.place import Finding, Place

_WORDS = {
    "один": 1, "одного": 1, "одну": 1, "одной": 1, "двух": 2, "два": 2, "две": 2, "трех": 3, "три": 3, "четырех": 4,
    "четыре": 4, "пяти": 5, "пять": 5, "шести": 6, "шесть": 6, "семи": 7, "семь": 7, "десяти": 10, "десять": 10,
    "пятнадцати": 15, "пятнадцать": 15, "двадцати": 20, "двадцать": 20, "тридцати": 30, "тридцать": 30,
}  # fmt: skip
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_UNITS: tuple[tuple[str, int, str], ...] = (  # the words, in seconds, the name of a vague amount
    (r"секунд\w*|сек\b\.?", 1, "seconds"),
    (r"минут\w*|мин\b\.?", _MINUTE, "minutes"),
    (r"пол(?:у)?часа\b", _HOUR // 2, "hours"),
    (r"рабоч\w+ час\w*", _HOUR, "working hours"),
    (r"час(?:а|ов|у|ам)?\b", _HOUR, "hours"),
    (r"рабоч\w+ (?:дн\w+|день)", _DAY, "working days"),
    (r"(?:дн(?:я|ей|ям)|день)\b|сут(?:ок|ки)\b", _DAY, "days"),
    (r"недел\w+", 7 * _DAY, "weeks"),
)
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_WORDS)})\b"
_UNIT = "|".join(f"(?P<u{i}>{unit})" for i, (unit, *_) in enumerate(_UNITS))
_AT_MOST = r"не (?:более|больше|дольше|позднее|позже)(?: чем)?(?: за| через)?"
_PREFIX = (
    rf"\b(?:в течение|в пределах|{_AT_MOST}|за|через|до|от|около|примерно|порядка|в|составляет|занимает|ждать) "
    r"|(?:[-:|]|^) ?"
)
_WAIT = re.compile(
    rf"(?:{_PREFIX})(?:(?:около|примерно|до) )?"
    rf"(?:(?P<low>{_NUMBER})(?:(?: ?- ?| до | или )(?P<high>{_NUMBER}))? ?"
    rf"|(?P<vague>нескольк\w+|считанн\w+|пар[аыу]) )?(?:{_UNIT})"
)

_INTRODUCTION = re.compile(r"^(?:[-:| ]|составляет|занимает|ждать)+")
# «в течение часа», «за полчаса»: one
_ONE = re.compile(
    rf"(?:в течение|в пределах|{_AT_MOST}|за|через|до) "
    r"(?:(?:около|примерно) )?(?:часа?|пол(?:у)?часа|минуты?|суток|сутки|дня|день|недел[июя]|рабочего (?:дня|часа))"
)
_HINT = re.compile(r"минут|час[аоу]|секунд|сут[ок]|\bдн[яе]|день|недел|\d мин")  # spares most units the long search
_ANSWER = re.compile(
    r"отвеча(?:ет|ют|ем)|\bответ(?:а|ы|им|ит|ят)?\b|перезван\w+|перезвон\w+|связыва(?:ет|ют|ем)ся|свяж(?:ет|ут|ем)ся"
    r"|обрабатыва\w+|обработ\w+|рассматрива\w+|рассмотр\w+|звонок (?:происходит|поступ\w+|будет)|позвон(?:ит|ят|им)\b"
    r"|ожидани\w+|\bждать|ждите"
)
# A condition, what the customer is told to do, or another matter with a term of its own.
_NOT_ANSWER = re.compile(
    r"\bесли\b|\bпока\b|\bне (?:ответ|отвеч|перезвон|перезван|получ|приш)|\bза \w+ до\b"
    r"|(?:ответьте|отвечайте|перезвоните|свяжитесь|повторите)\b"
    r"|\bкод\w?\b|сеанс|сесси|ссылк|возврат|верн[уе]|деньг|денег|средств|доставк|доставят|доставля|курьер|посылк|оплат"
    r"|платеж|списан|претензи|экспертиз|жалоб|соединени|\bреш[аи]|без (?:необходимости|ожидания)"
)
_CALLS_BACK = re.compile(r"перезван\w+|перезвон\w+|звонок (?:происходит|поступ\w+|будет)|позвон(?:ит|ят|им)\b")
# What is said for some cases does not contradict what is said for the others.
_CASES: tuple[tuple[str, str], ...] = (
    (r"час\w* пик|пиков\w+ (?:час|врем)\w*|высок\w+ (?:нагрузк|загрузк)\w*", "в часы пик"),
    (r"сложн\w+|трудн\w+|нестандартн\w+", "в сложных случаях"),
    (r"срочн\w+|экстренн\w+", "по срочным вопросам"),
    (r"прост\w+ (?:вопрос|случа|обращени)\w*|типов\w+", "по простым вопросам"),
    (r"\bvip\b", "для VIP-клиентов"),
    (r"\bночью|нерабоч\w+|выходн\w+|праздник\w*|праздничн\w+", "в нерабочее время"),
    (r"продав(?:ец|ц)\w*", "для продавцов"),
)


def find_waits(place: Place) -> Iterator[Finding]:
    """The waiting times in a unit."""
    floor, subject = 0, ""
    if not _HINT.search(place.text):
        return
    for found in _WAIT.finditer(place.text):
        if not _is_amount(found) or not _is_wait(place, found):
            continue
        if floor == 0 or names_anything(place.text[floor : found.start()]):
            subject = _subject(place, found, floor)
        if subject:
            case = _case(place, found, floor)
            start = found.end() - len(_INTRODUCTION.sub("", found[0], count=1))
            yield Finding(f"{subject} {case}".strip(), _value(found), start, found.end())
        floor = found.end()


def _is_amount(found: re.Match[str]) -> bool:
    """«в течение часа», but not «в часы пик» or «- минуты»: without an amount the unit is in the singular."""
    if found["low"] or found["vague"]:
        return True
    return _ONE.fullmatch(found[0]) is not None


def _is_wait(place: Place, found: re.Match[str]) -> bool:
    start, end = place.sentence(*found.span())
    sentence = place.text[start:end]
    if _NOT_ANSWER.search(sentence):
        return False
    cells = (place.lead, place.headings[0]) if place.is_row else ()  # «Когда ждать ответа» heads the column
    return any(_ANSWER.search(words) for words in (sentence, *cells))


def _subject(place: Place, found: re.Match[str], floor: int) -> str:
    start, _ = place.sentence(*found.span())
    if _CALLS_BACK.search(place.text, max(start, floor), found.start()):
        return CALLBACK
    channels = channels_of(place, found.start(), found.end(), floor)
    return channels[0] if len(channels) == 1 else ""


def _case(place: Place, found: re.Match[str], floor: int) -> str:
    """For which cases it is said: the words since the figure before, and those to the end of the clause."""
    start = max(floor, place.sentence(*found.span())[0])
    words = place.text[start : found.start()] + " " + place.text[found.end() : place.clause_end(found.end())]
    return next((name for case, name in _CASES if re.search(case, words)), "")


def _value(found: re.Match[str]) -> str:
    _, seconds, name = _UNITS[int((found.lastgroup or "u0")[1:])]
    if found["vague"]:
        return f"several {name}"
    amounts = [_number(amount) * seconds for amount in (found["low"] or "1", found["high"]) if amount]
    return "/".join(map(_duration, amounts)) + (" working" if "working" in name else "")


def _duration(seconds: int) -> str:
    """ISO 8601 in the largest of hours, minutes and seconds that leaves no rest."""
    for size, letter in ((_HOUR, "H"), (_MINUTE, "M")):
        if seconds % size == 0:
            return f"PT{seconds // size}{letter}"
    return f"PT{seconds}S"


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else _WORDS[words]
