"""What something costs, or the sum from which or up to which it is possible: «доставка стоит 299 рублей»."""

import re
from collections.abc import Iterator

from ingest.facts.place import Finding, Place
from ingest.facts.topics import topic

FREE, PAID = "RUB 0", "paid"
_AMOUNT = r"\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_CURRENCY = r"(?P<thousand>тыс(?:\.|яч\w*)? ?)?(?:(?P<rub>руб(?:л\w+|\.|\b)|₽|р\.(?!\w))|(?P<share>%|процент\w*))"
_FIGURE = re.compile(rf"(?<![\w.,:/№-])(?P<low>{_AMOUNT})(?:(?: ?- ?| до )(?P<high>{_AMOUNT}))? ?{_CURRENCY}")
_FROM = re.compile(r"\b(?:от|свыше|более|больше|не менее|не меньше|начиная с|дороже|минимум)\W*$")
_UP_TO = re.compile(r"\b(?:до|не более|не больше|не дороже|максимум|в пределах|не свыше|не превыша\w+)(?: чем)?\W*$")
# «бесплатная доставка», «доставка платная», when nothing is asked in return for it
_FREE = re.compile(r"\b(?P<free>бесплатн\w+)|\b(?P<paid>платн(?:ый|ая|ое|ые|о)\b)")
_NOT_SENTENCE = re.compile(r"например|раньше|прежде|\bстар(?:ый|ого|ому|ая|ой|ую)\b|устаре|выгода|скидк|эконом|пример")
_CONDITION = re.compile(r"\b(?:если|при|кроме|только|когда|перв\w+|\d|от|свыше|не)\b")
_COSTS = re.compile(
    r"стоит|стоимост|цен[аыуе]\b|плат|тариф|комисси|заказ|сумм|удерж|штраф|лимит|бесплатн|:|-|\||составля"
)


_FEE = re.compile(r"комисси|предоплат|удерж")


def find_sums(place: Place) -> Iterator[Finding]:
    """The sums in a unit, and that something costs nothing."""
    figures = list(_FIGURE.finditer(place.text)) if any(each in place.text for each in ("руб", "₽", "р.", "%")) else []
    floor = 0
    for found in figures:
        start, _ = place.sentence(*found.span())
        before = place.text[max(floor, start) : found.start()]
        after = place.text[found.end() : place.clause_end(found.end())]
        if found["share"] and not _FEE.search(place.text[start : found.end()]):
            continue  # of what, a share does not say
        if not _NOT_SENTENCE.search(place.text, start, found.start()) and _COSTS.search(before + after):
            subject = topic(place, _FROM.sub("", before), after, place.text[start : found.start()])
            if subject:
                yield Finding(subject, _value(found, before), found.start(), found.end())
        floor = found.end()
    if not figures and "платн" in place.text:
        yield from _free(place)


def _free(place: Place) -> Iterator[Finding]:
    for found in _FREE.finditer(place.text):
        start, end = place.sentence(*found.span())
        sentence = place.text[start:end]
        if _CONDITION.search(sentence) or _NOT_SENTENCE.search(sentence) or "?" in place.text[end : end + 1]:
            continue
        before, after = place.text[start : found.start()], place.text[found.end() : place.clause_end(found.end())]
        own = topic(place, before, after, before)
        # What is free has to be named beside it: a heading does not say what of its matter is.
        if own and topic(Place(0, "", "", "", ("",), False), before, after, before):
            yield Finding(own, FREE if found["free"] else PAID, found.start(), found.end())


def _value(found: re.Match[str], before: str) -> str:
    """`RUB 299`, `from RUB 299`, `up to RUB 5000`, `RUB 100/RUB 300`, `3%`."""
    amounts = [_amount(found[name], found) for name in ("low", "high") if found[name]]
    bound = "from " if _FROM.search(before) else "up to " if _UP_TO.search(before) else ""
    return bound + "/".join(amounts)


def _amount(figure: str, found: re.Match[str]) -> str:
    value = float(figure.replace(" ", "").replace(",", ".")) * (1000 if found["thousand"] else 1)
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{shown}%" if found["share"] else f"RUB {shown}"
