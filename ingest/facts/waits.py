"""How long an answer or a call back takes: «в течение 15–30 минут», «до 10 минут в часы пик», «несколько часов»."""

import re
from collections.abc import Iterator

from ingest.facts.amounts import DAY, HOUR, MINUTE, NUMBER, duration, number
from ingest.facts.channels import CALLBACK, channels_of, names_anything
from ingest.facts.place import Finding, Place

AT_ONCE = "at once"
_UNITS: tuple[tuple[str, int, str], ...] = (  # the words, in seconds, the name of a vague amount
    (r"секунд\w*|сек\b\.?", 1, "seconds"),
    (r"минут\w*|мин\b\.?", MINUTE, "minutes"),
    (r"пол(?:у)?часа\b", HOUR // 2, "hours"),
    (r"рабоч\w+ час\w*", HOUR, "working hours"),
    (r"час(?:а|ов|у|ам)?\b", HOUR, "hours"),
    (r"рабоч\w+ (?:дн\w+|день)", DAY, "working days"),
    (r"(?:дн(?:я|ей|ям)|день)\b|сут(?:ок|ки)\b", DAY, "days"),
    (r"недел\w+", 7 * DAY, "weeks"),
)
_UNIT = "|".join(f"(?P<u{i}>{unit})" for i, (unit, *_) in enumerate(_UNITS))
_AT_MOST = r"не (?:более|больше|дольше|позднее|позже)(?: чем)?(?: за| через)?"
_PREFIX = (
    rf"\b(?:в течение|в пределах|{_AT_MOST}|за|через|до|от|около|примерно|порядка|в|составляет|занимает|ждать) "
    r"|(?:[-:|]|^) ?"
)
_WAIT = re.compile(
    rf"(?:{_PREFIX})(?:(?:около|примерно|до) )?"
    rf"(?:(?P<low>{NUMBER})(?:(?: ?- ?| до | или )(?P<high>{NUMBER}))? ?"
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
# «отвечает сразу», «мгновенный ответ»; not «в ответ сразу придёт», nor «сразу ответьте»
_AT_ONCE = re.compile(
    r"(?:отвеча(?:ет|ют|ем)|(?<!\bв )\bответ(?:ы|ит|ят|им)?|подключ(?:ается|аются|ится|ат)) (?:\w+ )?"
    r"(?P<late>сразу(?: же)?|мгновенно|моментально)"
    r"|(?P<early>сразу(?: же)?|мгновенн\w+|моментальн\w+) (?:\w+ )?"
    r"(?:отвеча(?:ет|ют|ем)|ответ(?:а|ит|ят|им)?\b|диалог|подключ(?:ает|ит)ся)"
)
_WISH = re.compile(r"\bесли (?:вы )?(?:хотите|(?:вам )?нуж(?:ен|на|но|ны))\b")  # no condition for the answer
_AT_ONCE_CELL = re.compile(r"\| ?(?P<cell>сразу|мгновенно|моментально)\b")
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
    if any(each in place.text for each in ("сразу", "мгновен", "момент")):
        yield from _at_once(place)
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


def _at_once(place: Place) -> Iterator[Finding]:
    for found in (_AT_ONCE_CELL if place.is_row else _AT_ONCE).finditer(place.text):
        start, end = place.sentence(*found.span())
        answered = not place.is_row or _ANSWER.search(place.lead)
        subject = _subject(place, found, 0)
        sentence = _WISH.sub(" ", place.text[start:end])
        if answered and subject and not _NOT_ANSWER.search(sentence) and not re.search(r"\bне\b", sentence):
            name = found.lastgroup or "cell"
            yield Finding(subject, AT_ONCE, found.start(name), found.end(name))


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
    amounts = [number(amount) * seconds for amount in (found["low"] or "1", found["high"]) if amount]
    return "/".join(map(duration, amounts)) + (" working" if "working" in name else "")
