"""The title of an article that names none: what a customer can be offered to read."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from ingest.article import Block, BlockKind
from ingest.lines import heading_words, is_contents, is_debris
from ingest.russian import sentences

TITLE_MAX = 80  # code points; what fits on a button


def find_title(text: str, blocks: Sequence[Block], article_id: str) -> str:
    """The heading or the sentence that it begins with, a sentence cut at a word; for mere leftovers, the file's name.

    Later headings are passed over: they name a section, and would be cited as the whole article.
    """
    for block in blocks:
        words = text[block.start : block.end]
        if is_debris(words) or is_contents(heading_words(words)):
            continue
        if block.kind is BlockKind.HEADING:
            return heading_words(words)
        start, end = next(sentences(words))
        return _cut(heading_words(" ".join(words[start:end].split())))
    return PurePosixPath(article_id).stem


def _cut(words: str) -> str:
    return words if len(words) <= TITLE_MAX else words[:TITLE_MAX].rsplit(" ", 1)[0].rstrip(" ,;:—–-") + "…"
