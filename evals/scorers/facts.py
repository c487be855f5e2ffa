"""Facts in a reply's words: those that a right answer gives, and those that none may hold."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_MARKER = re.compile(r"\s*\[\d+\]")
_DASH = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
_TELEPHONE = re.compile(r"\+?\d(?:[\s().-]*\d){6,10}")
_SUM = re.compile(r"\d{1,3}(?: \d{3})+")  # «10 000 000», which has as many digits as a telephone number


def says(text: str, fact: str) -> bool:
    """Whether the text holds these words, or others that stand for them behind «|».

    Case, ё, dashes and spaces make no difference, nor how a telephone number is punctuated, or what it begins with.
    A fact begins where a word begins and may end inside one, as «промокод» in «промокода»; a number is a whole one:
    «5 минут» is not in «15 минут».
    """
    # A figure that ends a line and one that begins the next are two; words may go on in the next line.
    parts = [*text.splitlines(), text]
    return any(_holds(part, way) for way in fact.split("|") if way.strip() for part in parts)


def fact_recall(text: str, must_mention: Sequence[str]) -> float | None:
    """The share of the facts that the text gives; None without any."""
    if not must_mention:
        return None
    return sum(says(text, fact) for fact in must_mention) / len(must_mention)


@lru_cache(maxsize=20_000)  # the same passages are told again and again
def normalise(text: str) -> str:
    """Text without its markers, for comparison: NFKC, case folding, ё → е, one kind of dash and space."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", _MARKER.sub("", text))).casefold().replace("ё", "е")
    spaced = " ".join(_DASH.sub("-", plain).split())
    return re.sub(r"(?<=\d) ?- ?(?=\d)", "-", spaced)


def _holds(text: str, fact: str) -> bool:
    plain, wanted = normalise(text), normalise(fact)
    if not wanted:
        return False  # a marker, or what nobody sees
    if (
        _TELEPHONE.fullmatch(wanted)
        and not _SUM.fullmatch(wanted)
        and any(_digits(found).endswith(_digits(wanted)[-10:]) for found in _TELEPHONE.findall(plain))
    ):
        return True
    return re.search(_begin(wanted) + re.escape(wanted) + _end(wanted), plain) is not None


def _begin(wanted: str) -> str:
    if wanted[0].isdigit():
        # «500» does not stand in «1 500»
        apart = r"(?<!\w)(?<!\d )" if re.match(r"\d{3}(?![\d-])", wanted) else r"(?<!\w)"
        # «18:00» stands in «10:00-18:00», but «15 минут» does not stand in «10-15 минут»
        return apart + (r"(?<!\d[.,:])" if re.match(r"\d+:", wanted) else r"(?<!\d[.,:-])")
    return r"(?<![^\W_])" if wanted[0].isalpha() else ""


def _end(wanted: str) -> str:
    # «до 21» stands in «до 21:00», but not in «до 21:30», and «до 1» not in «до 1 500»
    return r"(?!\d|[.,-]\d|:(?!00)\d| \d{3}(?!\d))" if wanted[-1].isdigit() else ""


def _digits(telephone: str) -> str:
    return re.sub(r"\D", "", telephone)
