"""What the customer has given already, so that an operator need not ask again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import phonenumbers

from agent.desk.phones import REGION, e164, reaches_somebody

_NUMBER = r"(?:[A-ZА-ЯЁ]{1,4}-?)?\d[\d-]{2,}\d"  # 1234, 12345678-0001, ЗК-1234
_UNIT = r"(?!\d|[.,:]\d|\s*(?:₽|руб|р\b|коп|тыс|год|г\.|дн|день|час|мин|шт|%))"  # «заказ 5000 рублей» is a sum
_AND = r"\s*(?:,|и)\s*"  # between the numbers of a list
_ORDER = re.compile(
    r"(?i:(?:заказ\w*|отправлен\w*|order)\s*(?:(?:номер\w*|ном\.|№|#|n|no|number)\s*)*[:№#—–-]?\s*|[№#]\s*)"
    rf"(?P<numbers>{_NUMBER}{_UNIT}(?:{_AND}{_NUMBER}{_UNIT})*)"
)
_ONLY_NUMBER = re.compile(rf"\s*(?P<numbers>{_NUMBER})\s*[.!]?\s*")  # the answer to «назовите номер заказа»
_NAMED = r"\s*(?:(?:номер\w*|ном\.|№|#|n|no|number|id|айди)\s*)*[:№#—–-]?\s*"
_CODE = r"(?=[A-Za-z-]*\d)[A-Za-z\d-]{4,}\b"  # 1234567890, 3f2a-11bc, 12AB34
_LONG = r"(?![78]\d{10}\b)\d{6,}\b"
_PAYMENTS = r"(?:плат[её]ж(?:а|ей)|перевод(?:а|ов)|операци[ий]|транзакци[ий]|чек(?:а|ов)|квитанци[ий])"
# A bare word takes a long number only («чек 4500» may be a sum); «платёж» and «перевод» take what is called a number.
_TRANSACTION = re.compile(
    r"(?i:\b(?:rrn|ррн|арн|arn|код\w* авторизации|auth(?:ori[sz]ation)? code|transaction id)"
    rf"{_NAMED}(?P<coded>{_CODE}{_UNIT})"
    r"|\b(?:операци\w+|транзакци\w+|чек\w{0,2}|квитанци\w+|transaction)"
    rf"{_NAMED}(?P<long>{_LONG}{_UNIT}(?:{_AND}{_LONG}{_UNIT})*)"
    r"|\b(?:операци\w+|транзакци\w+|чек\w{0,2}|квитанци\w+|плат[её]ж\w{0,2}|перевод\w{0,2}|transaction|payment)"
    rf"\s*(?:номер\w*|№|#|id|айди){_NAMED}(?P<named>{_CODE}{_UNIT})"
    rf"|\b(?:номер\w*|id|айди|идентификатор\w*) (?:обеих )?{_PAYMENTS}"
    rf"{_NAMED}(?P<after>{_CODE}{_UNIT}(?:{_AND}{_CODE}{_UNIT})*))"
)
_MARK = re.compile(r"\[[^\[\]]*\]")  # what masking left: «[карта •••• 1111]» is no number
_FULL_PHONE = re.compile(r"[78]\d{10}")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")

PHONE_HIDDEN = "[телефон скрыт]"
EMAIL_HIDDEN = "[почта скрыта]"
_GAP = r"[\s()._\u2010-\u2015-]{0,2}"
# What the library takes for no number: two with nothing between them, one within a word, one without its town.
_LIKE_PHONE = re.compile(
    rf"(?<!\d)(?:\+?[78]{_GAP})?9(?:{_GAP}\d){{9}}(?!\d)|(?<![\d-])\d{{3}}-\d{{2}}-\d{{2}}(?![\d-])", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Collected:
    """Each in the order of the first mention, without repeats."""

    order_numbers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()  # E.164
    emails: tuple[str, ...] = ()  # lower-case
    transactions: tuple[str, ...] = ()  # numbers of payments and receipts, codes of authorisation; never a card


def collect(texts: Iterable[str]) -> Collected:
    """Finds in the customer's messages, oldest first, what identifies an order and how to reach the customer."""
    orders: dict[str, None] = {}
    phones: dict[str, None] = {}
    emails: dict[str, None] = {}
    transactions: dict[str, None] = {}
    for text in texts:
        emails |= dict.fromkeys(email.lower() for email in EMAIL.findall(text))
        rest = _MARK.sub(" ", EMAIL.sub(" ", text))
        if not any(character.isdigit() for character in rest):
            continue
        rest, found = _take_transactions(rest)
        transactions |= dict.fromkeys(found)
        rest, found = _take_order_numbers(rest)
        orders |= dict.fromkeys(found)
        phones |= dict.fromkeys(_phones(rest))
    return Collected(tuple(orders), tuple(phones), tuple(emails), tuple(transactions))


def hide_contacts(text: str) -> str:
    """The text without the ways to reach the customer. Order numbers stay, and so does a hotline."""
    text = EMAIL.sub(EMAIL_HIDDEN, text)
    known = list(phonenumbers.PhoneNumberMatcher(text, REGION))
    hidden = [(each.start, each.end) for each in known if reaches_somebody(each.number)]
    like = (found.span() for found in _LIKE_PHONE.finditer(text))
    hidden += [(start, end) for start, end in like if not any(start < each.end and each.start < end for each in known)]
    for start, end in sorted(hidden, reverse=True):
        text = text[:start] + PHONE_HIDDEN + text[end:]
    return text


def _take_order_numbers(text: str) -> tuple[str, list[str]]:
    """The text without its order numbers, and the numbers. A number that stands alone is one unless it is a phone."""
    alone = _ONLY_NUMBER.fullmatch(text)
    if alone and not _phones(text):
        return "", [alone["numbers"]]
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        numbers = re.findall(_NUMBER, match["numbers"])
        if any(_FULL_PHONE.fullmatch(number.replace("-", "")) for number in numbers):
            return match[0]  # «по заказу 8-916-123-45-67»: a phone where the order number was expected
        found.extend(numbers)
        return " "

    return _ORDER.sub(take, text), found


def _take_transactions(text: str) -> tuple[str, list[str]]:
    """The text without the numbers of its transactions, and those: they stand beside their word only."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        numbers = re.findall(_CODE, next(filter(None, match.groups())))
        if any(_FULL_PHONE.fullmatch(number) for number in numbers):
            return match[0]
        found.extend(numbers)
        return " "

    return _TRANSACTION.sub(take, text), found


def _phones(text: str) -> list[str]:
    numbers = (match.number for match in phonenumbers.PhoneNumberMatcher(text, REGION))
    return [e164(number) for number in numbers if reaches_somebody(number)]
