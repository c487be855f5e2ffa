"""Where an article says an answer in its own words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from evals.cases import Gold

# Fewer words stand in many places that are about something else: «в течение 3 дней».
MIN_WORDS = 4

# The number of a step is not among the words: who copies steps into a table loses or keeps them.
_WORD = re.compile(r"^[^\S\n]*\d+[.)](?=\s)|(?P<word>\w+)", re.MULTILINE)
_CLOSING = re.compile(r"[.!?…»”\")]*")


@dataclass(frozen=True, slots=True)
class _Article:
    id: str
    text: str
    joined: str  # its words between single spaces
    spans: tuple[tuple[int, int], ...]  # of each word in the text


class Quotes:
    """Finds answers in articles by their words in a row; marks, case and spaces make no difference."""

    def __init__(self, articles: Iterable[tuple[str, str]]) -> None:
        """`articles`: id and text of each."""
        self._articles = tuple(_article(each, text) for each, text in articles)

    def find(self, answer: str) -> tuple[Gold, ...]:
        """The exact words of every article that says the whole answer. None of a very short one."""
        joined, spans = _words(answer)
        if len(spans) < MIN_WORDS:
            return ()
        places = ((article, article.joined.find(joined)) for article in self._articles)
        return tuple(_gold(article, at, len(spans)) for article, at in places if at >= 0)


def _article(article_id: str, text: str) -> _Article:
    joined, spans = _words(text)
    return _Article(article_id, text, joined, spans)


def _words(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    found = [each for each in _WORD.finditer(text) if each["word"]]
    joined = " ".join(each[0].casefold().replace("ё", "е") for each in found)
    return f" {joined} ", tuple(each.span() for each in found)


def _gold(article: _Article, at: int, count: int) -> Gold:
    first = article.joined.count(" ", 0, at)
    start, end = article.spans[first][0], article.spans[first + count - 1][1]
    closing = _CLOSING.match(article.text, end)
    return Gold(source=article.id, quote=article.text[start : closing.end() if closing else end])
