"""A passage: the piece of an article that is indexed, found and shown to a model."""

from dataclasses import dataclass
from enum import StrEnum

from ingest.article import Audience

Section = tuple[str, tuple[str, ...]]  # an article's id and the headings that lead to the words


class UnitKind(StrEnum):
    SENTENCE = "sentence"
    ITEM = "item"  # a bullet
    STEP = "step"  # an item of a numbered list, or of a list that its lead-in calls a sequence of actions
    ROW = "row"  # a row of a table


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest piece that can be quoted: a sentence, a step or a row. Offsets are code points in the article."""

    kind: UnitKind
    start: int
    end: int
    lead_start: int = 0  # the words that introduce the list or the table that the unit belongs to;
    lead_end: int = 0  # the two are equal where there are none


@dataclass(frozen=True, slots=True)
class Passage:
    id: str  # stable: the same words in the same place of the same article give the same id
    source_id: str  # the article
    title: str  # of the article
    heading: tuple[str, ...]  # from the outermost heading to the innermost, without the article's title
    start: int  # code points in the article's text
    end: int
    text: str  # article.text[start:end]
    units: tuple[Unit, ...]
    audience: Audience = Audience.CUSTOMER

    @property
    def section(self) -> Section:
        return self.source_id, self.heading

    def __hash__(self) -> int:
        return hash(self.id)  # passages are keys of caches at every turn, and may have a hundred units

    @property
    def heading_line(self) -> str:
        """The article's title and the heading path in one line: the words that say what the passage is about."""
        return " ".join(" ".join((self.title, *self.heading)).split())

    @property
    def indexed_text(self) -> str:
        """What is searched: the heading line, then the words themselves."""
        return f"{self.heading_line}\n{self.text}"

    def lead_of(self, unit: "Unit") -> str:
        """The words over the list or the table that a unit belongs to; empty where there are none."""
        return self.slice(unit.lead_start, unit.lead_end) if unit.lead_end else ""

    def slice(self, start: int, end: int) -> str:
        """The words between two offsets of the article.

        Raises:
            ValueError: the offsets lie outside the passage.
        """
        if not self.start <= start <= end <= self.end:
            raise ValueError(f"{start}:{end} is outside the passage {self.start}:{self.end} of {self.source_id}")
        return self.text[start - self.start : end - self.start]
