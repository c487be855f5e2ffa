"""Readers turn the bytes of a file into an Article: one file a format."""

from pathlib import PurePosixPath

from ingest.article import Article
from ingest.errors import UnreadableArticle
from ingest.readers.decoding import decode
from ingest.readers.markdown import read_markdown
from ingest.readers.text import read_text

_READERS = {".md": read_markdown, ".markdown": read_markdown, ".txt": read_text}

SUFFIXES: frozenset[str] = frozenset(_READERS)


def read_article(data: bytes, article_id: str) -> Article:
    """The article in a file; `article_id` is its path in the synced folder and tells its format.

    Raises:
        UnreadableArticle: no reader can turn the bytes into an article; the reason says what to do.
    """
    reader = _READERS.get(PurePosixPath(article_id).suffix.lower())
    if reader is None:
        raise UnreadableArticle(article_id, f"is of no format that is read: {', '.join(sorted(SUFFIXES))}")
    return reader(decode(data, article_id), article_id)
