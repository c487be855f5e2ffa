"""An article as its reader made it: the text that citations point into, and its structure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Audience(StrEnum):
    """Who may be told what the article says."""

    CUSTOMER = "customer"
    STAFF = "staff"


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A structural piece of an article.

    `start` and `end` are offsets in code points into the article's text and leave out the marker (`#`, `-`, `1.`, the
    outer `|` of a row), so that the slice reads as plain words.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0  # of a heading, 1 (outermost) to 6; of an item, its nesting depth from 0
    ordered: bool = False  # of an item: a numbered step rather than a bullet


@dataclass(frozen=True, slots=True)
class Article:
    id: str  # path in the synced folder, with "/" between its parts
    title: str
    text: str  # newlines are "\n"; every offset in Opora points into this
    blocks: tuple[Block, ...]  # in the order of the text, without overlap
    url: str | None = None  # where a customer can read it
    updated: date | None = None
    audience: Audience = Audience.CUSTOMER
    trust: int = 0  # of two articles that disagree, the one with the higher trust is believed
