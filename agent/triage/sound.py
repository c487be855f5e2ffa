"""Words by their sound, so that «апиратор» is «оператор»."""

import re

_FOLD = str.maketrans(
    dict.fromkeys("оя", "а") | dict.fromkeys("еэыйё", "и") | dict.fromkeys("ьъ", "") | {"ю": "у", "щ": "ш"}
)
_DOUBLE = re.compile(r"(.)\1+")


def fold(word: str) -> str:
    """A word by its sound, roughly: unstressed vowels alike, soft signs and doubled letters gone."""
    return _DOUBLE.sub(r"\1", word.translate(_FOLD))
