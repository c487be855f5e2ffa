"""Bytes of a file → its text, with "\\n" for every line break and nothing else changed."""

import re

from ingest.errors import UnreadableArticle

# Of the characters beyond ASCII: plain Russian is above 0.95; other encodings read as cp1251 stay below 0.7.
MIN_RUSSIAN_SHARE = 0.8
# KOI8-R read as cp1251 is Russian letters, too, but with the cases exchanged.
MIN_LOWER_SHARE = 0.5

# German or French read as cp1251 has single Russian letters within Latin words: «Grцße».
MAX_MIXED_SHARE = 0.3

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_RUSSIAN = re.compile(r"[а-яё]", re.IGNORECASE)
_RUSSIAN_WORD = re.compile(r"\w*[а-яё]\w*", re.IGNORECASE)
_MIXED_WORD = re.compile(r"[a-z]+[а-яё]|[а-яё]+[a-z]", re.IGNORECASE)
_TYPOGRAPHY = frozenset("«»„“”‘’–—…№•\u00a0\u00ad©°§±")


def decode(data: bytes, path: str) -> str:
    """The text of a file in UTF-8, or else in the Windows encoding for Russian.

    Raises:
        UnreadableArticle: the file is empty, is no text, or is in another encoding.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableArticle(path, "is in UTF-16: save it as UTF-8")
    if b"\0" in data:
        raise UnreadableArticle(path, "is binary, not text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _decode_cp1251(data, path, error)
    if _CONTROL.search(text):
        raise UnreadableArticle(path, "is binary, not text")
    if not text.strip():
        raise UnreadableArticle(path, "is empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_cp1251(data: bytes, path: str, utf8_error: UnicodeDecodeError) -> str:
    reason = f"is neither UTF-8 (byte {utf8_error.start}) nor Russian text in cp1251: save it as UTF-8"
    try:
        text = data.decode("cp1251")
    except UnicodeDecodeError as error:
        raise UnreadableArticle(path, reason) from error
    if not _is_plausible_russian(text):
        raise UnreadableArticle(path, reason) from utf8_error
    return text


def _is_plausible_russian(text: str) -> bool:
    beyond_ascii = [char for char in text if ord(char) > 127 and char not in _TYPOGRAPHY]
    russian = [char for char in beyond_ascii if _RUSSIAN.match(char)]
    lower = sum(char.islower() for char in russian)
    mixed = len(_MIXED_WORD.findall(text))
    return (
        bool(russian)
        and len(russian) >= MIN_RUSSIAN_SHARE * len(beyond_ascii)
        and lower >= MIN_LOWER_SHARE * len(russian)
        and mixed <= MAX_MIXED_SHARE * len(_RUSSIAN_WORD.findall(text))
    )
