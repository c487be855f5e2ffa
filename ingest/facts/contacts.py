"""Telephone numbers and e-mail addresses of support."""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from ingest.facts.channels import EMAIL, HOTLINE, SELLERS
from ingest.facts.place import Finding, Place

SELLERS_EMAIL = "электронная почта для продавцов"

_REGION = "RU"
_NUMBER = re.compile(r"(?<![\w+@./-])(?<!\d )(?:\+\d|8)(?:[ ()-]{0,3}\d){9,13}(?![\w@])(?!-\d)")
_ADDRESS = re.compile(r"(?<![\w.+-])([a-z0-9][\w.+-]*)@((?:[a-z0-9-]+\.)+[a-z]{2,})(?![\w@])", re.ASCII)

# A number or an address that is not simply the way to support, though support may be named beside it.
_NOT_SUPPORT = re.compile(
    "|".join((
        r"временн\w+|например|пример\w*\b|в формате|вве(?:сти|дите)|ука(?:зать|жите)|\bваш\w*\b|\bсво[йеию]\w*\b",
        r"из-за (?:границы|рубежа)|международн\w+|\bиз (?:москвы|санкт|других)|(?:для|из) (?:других )?регионов",
        r"whatsapp|viber|telegram|телеграм\w*|\bфакс\w*|\bsms\b|\bсмс\b",
        r"\bбанк(?:а|у|е|ом)?\b|полици\w+|курьер\w*|пункт\w* выдачи|\bофис\w*|роспотребнадзор\w*",
        r"юридическ\w+|юрлиц\w*|пресс\w*|\bсми\b|партнер\w*|корпоратив\w*|ваканси\w*|бухгалтер\w*",
        r"документооборот\w*|персональн\w+ данн\w+|служб\w+ доставки",
        r"\bстар(?:ый|ого|ому|ая|ой|ую)\b|прежн\w+|раньше|устаре\w+",
    ))
)  # fmt: skip
_ANOTHER_NUMBER = re.compile(r"(?:заказ|обращени|тикет|договор|карт|счет|отправлени)\w*\W*$|№\s*$")
_SELLER = re.compile(r"продав(?:ец|ц)\w*")
_SELLER_LINE = re.compile(r"(?:поддержк\w*|лини\w*|телефон\w*|номер\w*|почт\w*|для) (?:для )?продавц\w+")
_BUYER_OR_SELLER = re.compile(rf"{_SELLER.pattern}|покупател\w*|клиент\w*")
_SUPPORT = re.compile(
    r"поддержк\w*|горяч\w+ лини\w+|(?:колл|call|контакт)-?\s?центр\w*|покупател(?:ям|ей)|клиент(?:ам|ов)"
)
NONE = "none"
_OPEN_NUMBER = (
    r"(?:(?:прям|открыт|публичн|общедоступн|единого)\w* )?(?:телефонн\w+ )?(?:номера|телефона|горячей линии)"
    r"(?: (?:телефона|поддержки|службы поддержки|горячей линии|для звонков))*"
)
_NO_NUMBER = re.compile(
    rf"\b{_OPEN_NUMBER}(?: в открытом доступе)? (?:у нас )?(?:нет|не существует|не предусмотрено)\b"
    r"(?! под рукой|,? если)"
    rf"|\bу нас нет {_OPEN_NUMBER}(?: поддержки)?\b"
)
_TELEPHONE = re.compile(r"\bномер|телефон|\bзвон|\bпозвон|\bлини[яию]\b|наберите")
_SUPPORT_MAILBOX = re.compile(r"support|help|helpdesk|care|clients?|customers?|vopros|pomosh")
# «support-cloud@…», «help.moscow@…»: support, but for one product or town
_PARTIAL_MAILBOX = re.compile(rf"(?:{_SUPPORT_MAILBOX.pattern})[._-]\w|\w[._-](?:{_SUPPORT_MAILBOX.pattern})$")
_OTHER_MAILBOX = re.compile(
    r"(?:no-?reply|sales|pr|press|hr|job\w*|legal|docs?|abuse|security|privacy|partner\w*|billing|user\w*|test\w*|name)\b",
)
_EXAMPLE_HOST = re.compile(r"(?:^|\.)(?:example|test|domain|localhost|mydomain|company)\.")


def find_phones(place: Place) -> Iterator[Finding]:
    """The telephone numbers of support, as E.164, or that there is none."""
    for none in _NO_NUMBER.finditer(place.text) if " не" in place.text else ():
        if not _SELLER.search(place.text) and not _NOT_SUPPORT.search(none[0]):
            yield Finding(HOTLINE, NONE, none.start(), none.end())
    for found, before, after in _with_words_between(_NUMBER, place.text):
        number = _parsed(found[0])
        subject = _line(place, before, after, number) if number else None
        if number and subject:
            yield Finding(subject, _formatted(number), found.start(), found.end())


def e164(text: str) -> str | None:
    """A telephone number as E.164; None for one that cannot be."""
    number = _parsed(text)
    return _formatted(number) if number else None


def _formatted(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _with_words_between(pattern: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], str, str]]:
    """Each match with the words since the match before it, and those until the next one."""
    matches = list(pattern.finditer(text))
    for i, found in enumerate(matches):
        start = matches[i - 1].end() if i else 0
        end = matches[i + 1].start() if i + 1 < len(matches) else len(text)
        yield found, text[start : found.start()], text[found.end() : end]


def _parsed(text: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, _REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _line(place: Place, before: str, after: str, number: PhoneNumber) -> str | None:
    """Whose number it is, from the words between the numbers beside it, then from those around the unit."""
    if _ANOTHER_NUMBER.search(before) or _NOT_SUPPORT.search(before):
        return None
    if _NOT_SUPPORT.search(after) or _NOT_SUPPORT.search(place.headings[0]):
        return None
    if _for_seller(place, before, after):
        return SELLERS
    near = " ".join((before, after, place.lead))
    around = " ".join((near, *place.headings))
    # A free number in the articles of a company is where it wants to be called; any other one has to be named.
    free = phonenumbers.number_type(number) == PhoneNumberType.TOLL_FREE
    named = _SUPPORT.search(near) or (_TELEPHONE.search(around) and (free or _SUPPORT.search(around)))
    return HOTLINE if named else None


def _for_seller(place: Place, before: str, after: str) -> bool:
    """Whether the nearest word for a person is «продавец»; without any, whether list or headings are about sellers."""
    nearest = [*_BUYER_OR_SELLER.findall(before)[-1:], *_BUYER_OR_SELLER.findall(after)[:1]]
    if nearest:
        return _SELLER.fullmatch(nearest[0]) is not None
    return any(_SELLER_LINE.search(words) for words in (place.lead, *place.headings))


def find_emails(place: Place) -> Iterator[Finding]:
    """The e-mail addresses of support, in lower case."""
    for found, before, after in _with_words_between(_ADDRESS, place.text):
        mailbox, host = found[1], found[2]
        other = _OTHER_MAILBOX.match(mailbox) or _PARTIAL_MAILBOX.search(mailbox)
        if other or _EXAMPLE_HOST.search(host) or _NOT_SUPPORT.search(before):
            continue
        if _for_seller(place, before, after):
            yield Finding(SELLERS_EMAIL, found[0], found.start(), found.end())
        elif _SUPPORT_MAILBOX.fullmatch(mailbox) or _SUPPORT.search(before):
            yield Finding(EMAIL, found[0], found.start(), found.end())
