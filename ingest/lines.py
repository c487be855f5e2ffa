"""What a line of an article is by itself: words of a heading, a table of contents, debris of copying from the web."""

import re

_EDGE_BEFORE = re.compile(r"^[^\w«„“\"'(+]+")
_EDGE_AFTER = re.compile(r"[^\w»”“\"')\]?!%+#…]+$")
# "1. ", "2) ", "3.1. " and the bare "2 Оплата", but neither "24/7" nor "2 способа".
_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})*(?:[.)]\s*|\s+(?=[A-ZА-ЯЁ]))(?=\D)")

_DEBRIS = re.compile(
    r"""
      \d{1,2}[./-]\d{1,2}[./-]\d{2,4} (?: ,? \s* \d{1,2}:\d{2} (?: :\d{2})? )?  # when it was published
    | (?: \w+: \s* )? \[email\W+protected\]                                     # what Cloudflare leaves of an address
    | (?: просмотр\w* | views | комментари\w* | поделиться | рейтинг ) \W* [\d\s.,]* \w?
    | читать\ (?: далее | также ) :?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CENSORED_ADDRESS = re.compile(r"\[email\W+protected\]", re.IGNORECASE)
_CONTENTS = frozenset({"содержание", "оглавление", "в этой статье", "содержание статьи"})
_FINAL = re.compile(r"[.;,!…]['\"»”)]*$")


def heading_words(line: str) -> str:
    """A heading as it is named: without its number, the emoji around it and a colon at its end."""
    words = _EDGE_BEFORE.sub("", line.strip())
    words = _NUMBER.sub("", words)
    words = _EDGE_AFTER.sub("", _EDGE_BEFORE.sub("", words))
    return re.sub(r"\s+", " ", words) or line.strip()


def is_contents(words: str) -> bool:
    """Whether a heading announces a table of contents."""
    return words.lower() in _CONTENTS


def is_debris(line: str) -> bool:
    """Whether a line is left over from a web page (a counter, a date, a hidden address) and says nothing."""
    return _DEBRIS.fullmatch(line.strip()) is not None


def hides_address(text: str) -> bool:
    """Whether a page's protection from robots took the place of an e-mail address: such words cannot be quoted."""
    return _CENSORED_ADDRESS.search(text) is not None


def ends_sentence(line: str) -> bool:
    """Whether a line ends like prose or an item of a list. A question mark or a colon may end a heading as well."""
    return _FINAL.search(line.rstrip()) is not None
