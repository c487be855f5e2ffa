"""Private data out of texts, before a model, a log or an evaluation sees them.

Cards, passports, SNILS, INN, card codes and one-time codes go; order numbers and telephone numbers stay, since
support needs them. What looks private is checked by its checksum or by the words beside it, so that an order number
of the same length is left alone. Masking twice changes nothing more.
"""

import logging
import re
from collections.abc import Callable
from itertools import accumulate

from stdnum import luhn
from stdnum.ru import inn

PASSPORT = "[паспорт скрыт]"
SNILS = "[СНИЛС скрыт]"
INN = "[ИНН скрыт]"
CODE = "[код скрыт]"
CARD = "[карта •••• {}]"

# Between digits people put a space (also a non-breaking or a thin one) or a hyphen of any kind.
_GAP = r"[ \u00a0\u2007\u2009\u202f\u2010-\u2015\u2212-]"
_LETTERS = r"[^\W\d_]*"
# The words just before a number that make it one the customer may tell us.
_ORDER = re.compile(
    rf"(?:заказ{_LETTERS}|отправлени{_LETTERS}|посылк{_LETTERS}|трек{_LETTERS}|накладн{_LETTERS}|обращени{_LETTERS}"
    rf"|тикет{_LETTERS}|артикул{_LETTERS}|order|track\w*)[\s№#:n°.-]*"
    rf"(?:(?:номер{_LETTERS}|код|под|за|no|number|is)[\s№#:.-]*)*$",
    re.IGNORECASE,
)
# The words just before the number of a payment: a card is still one, but it is no INN that fits by chance.
_OPERATION = re.compile(
    rf"(?:операци{_LETTERS}|транзакци{_LETTERS}|плат[её]ж{_LETTERS}|чек{_LETTERS}|квитанци{_LETTERS}|\brrn|\bррн"
    rf"|transaction)[\s№#:.-]*(?:(?:номер{_LETTERS}|id)[\s№#:.-]*)*$",
    re.IGNORECASE,
)
_PASSPORT_NAMED = re.compile(r"паспорт|passport|удостоверени\w+ личности", re.IGNORECASE)
_SNILS_NAMED = re.compile(r"снилс|страхов\w+ (?:номер|свидетельств)", re.IGNORECASE)
_INN_NAMED = re.compile(r"\bинн\b", re.IGNORECASE)
_CARD_NAMED = re.compile(rf"\bкарт{_LETTERS}|\bcard\b", re.IGNORECASE)
_NEAR = 40  # characters before a number in which its name is looked for

_RUN = re.compile(rf"\+?\d(?:(?:{_GAP}|[()]){{0,3}}\d){{9,}}")
_GROUP = re.compile(r"\d+")
MIN_DIGITS = 10  # a passport or a short INN; whatever has fewer is no private number
MAX_DIGITS = 19  # the longest card
MAX_GROUPS = 8  # a passport, a card or a telephone has fewer
# A card spelled digit by digit has more groups, and nothing but single digits in them.
_SPELLED = re.compile(rf"(?<!\d)(?<!\d{_GAP})\d(?:{_GAP}\d){{12,18}}(?!{_GAP}?\d)")
MAX_CARD_GROUP = 8  # digits written together in a spaced card; a longer group is a number of its own
_PHONE = re.compile(
    rf"\+\d.*|[78]{_GAP}?\(?[3489]\d\d\)?{_GAP}?\d{{3}}{_GAP}?\d\d{_GAP}?\d\d"
    rf"|\(?[3489]\d\d\)?{_GAP}\d{{3}}{_GAP}\d\d{_GAP}\d\d"
)


def _digits(text: str) -> str:
    """The digits of a text as ASCII: full-width and Arabic ones count, too."""
    return "".join(str(int(char)) for char in text if char.isdecimal())


def _is_card(digits: str, written: str, before: str) -> bool:
    groups = _GROUP.findall(written)
    if not 13 <= len(digits) <= 19 or (len(groups) > 1 and max(map(len, groups)) > MAX_CARD_GROUP):
        return False
    # A card mistyped by one digit is still private where it is called a card.
    return luhn.is_valid(digits) or (len(digits) == 16 and _CARD_NAMED.search(before) is not None)


def _is_snils(digits: str, written: str, before: str) -> bool:
    """Eleven digits whose last two are the checksum of the first nine."""
    if len(digits) != 11:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(9, 0, -1), strict=True))
    return total % 101 % 100 == int(digits[9:])


def _is_inn(digits: str, written: str, before: str) -> bool:
    return len(digits) in (10, 12) and written.isdecimal() and bool(inn.is_valid(digits))


def _is_passport(digits: str, written: str, before: str) -> bool:
    spaced = re.fullmatch(rf"\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{6}}|\d{{4}}{_GAP}\d{{6}}", written)
    return len(digits) == 10 and bool(spaced or _PASSPORT_NAMED.search(before))


def _is_phone(written: str, before: str) -> bool:
    """A telephone may pass a checksum by chance: it stays unless it is named as something else."""
    named = _PASSPORT_NAMED.search(before) or _SNILS_NAMED.search(before) or _INN_NAMED.search(before)
    called = re.search(rf"\b(?:тел|позвон|звон|phone){_LETTERS}\W*$", before, re.IGNORECASE)
    return _PHONE.fullmatch(written) is not None and (written.startswith("+") or called is not None or not named)


_KINDS: tuple[tuple[Callable[[str, str, str], bool], str], ...] = (
    (_is_card, CARD),
    (_is_snils, SNILS),
    (_is_inn, INN),
    (_is_passport, PASSPORT),
)


def _what(text: str, start: int, end: int) -> str | None:
    """What to write in the place of `text[start:end]`: itself for a number that may stay, None for no number at all."""
    written, before = text[start:end], text[max(0, start - _NEAR) : start]
    digits = _digits(written)
    if _ORDER.search(before) or (len(digits) <= 12 and _is_phone(written, before)):
        return written
    if len(set(digits)) == 1:
        return None
    kinds = _KINDS[:1] if _OPERATION.search(before) else _KINDS
    kind = next((placeholder for fits, placeholder in kinds if fits(digits, written, before)), None)
    return kind.format(digits[-4:]) if kind else None


def _mask_run(found: re.Match[str]) -> str:
    """A run of digit groups may hold several numbers («4111 1111 1111 1111 123»): each is sought in whole groups."""
    text, masked, at = found.string, "", found.start()
    groups = list(_GROUP.finditer(text, found.start(), found.end()))
    first = 0
    while first < len(groups):
        start = groups[first].start()
        start -= int(start > at and text[start - 1] in "+(")
        ends = [group.end() for group in groups[first : first + MAX_GROUPS]]
        sizes = list(accumulate(len(group[0]) for group in groups[first : first + MAX_GROUPS]))
        most = MAX_DIGITS if not _ORDER.search(text, max(0, start - _NEAR), start) else sizes[-1]
        tried = [(number, end) for number, end in enumerate(ends) if MIN_DIGITS <= sizes[number] <= most]
        choices = ((number, _what(text, start, end)) for number, end in reversed(tried))
        number, written = next(((number, what) for number, what in choices if what), (0, None))
        end = ends[number]
        masked += text[at:start] + (written if written is not None else text[start:end])
        at, first = end, first + number + 1
    return masked + text[at : found.end()]


# «серия 4508 номер 123456», «паспорт 4508 № 123456»
_SERIES = re.compile(
    rf"\b(?P<name>(?:паспорт{_LETTERS}\W{{0,3}})?серия{_LETTERS}\W{{0,3}}|паспорт{_LETTERS}\W{{0,3}})"
    rf"\d{{2}}{_GAP}?\d{{2}}[\s,;]*(?:номер{_LETTERS}|№|n)\W{{0,3}}\d{{6}}(?!\d)",
    re.IGNORECASE,
)
_SECRETS = re.compile(
    rf"\b(?P<name>(?:cvv2?|cvc2?|цвв|свв|цвц|пин(?:-?код{_LETTERS})?|pin"
    rf"|код{_LETTERS} (?:с|на) (?:обратной|обороте|оборота)(?: стороны?)?(?: карты)?|три цифры(?: на обороте| сзади"
    rf"| с обратной стороны)?"
    rf"|(?:смс|sms)(?:[- ]?код{_LETTERS})?|код{_LETTERS} (?:из|в|от) (?:смс|sms|сообщени{_LETTERS}|банка)"
    rf"|одноразов{_LETTERS} (?:код{_LETTERS}|парол{_LETTERS})"
    rf"|код{_LETTERS} подтверждени{_LETTERS}|пароль из (?:смс|sms))"
    rf"(?:\s*(?:карты|код|is|это|пришел|пришёл|такой|у меня|[:=—–-])){{0,3}}\s*)\d(?:[ -]?\d){{2,7}}(?!\d)",
    re.IGNORECASE,
)


def mask(text: str) -> str:
    """The text with private numbers replaced by what they were; a card keeps its last four digits."""
    text = _SERIES.sub(PASSPORT, text)
    text = _SECRETS.sub(lambda found: found["name"] + CODE, text)
    text = _SPELLED.sub(lambda found: _what(text, *found.span()) or found[0], text)
    return _RUN.sub(_mask_run, text)


class MaskingFilter(logging.Filter):
    """Masks log records: the message with its arguments, and the text of an exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if mask(message) != message:
            _mask_message(record, mask(message))
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = mask(record.exc_text)
        return True


def _mask_message(record: logging.LogRecord, masked: str) -> None:
    """Masks the arguments one by one where that is enough: some formatters want them (uvicorn's access log)."""
    if isinstance(record.args, tuple):
        record.args = tuple(mask(arg) if isinstance(arg, str) else arg for arg in record.args)
        if record.getMessage() == masked:
            return
    record.msg, record.args = masked, None
