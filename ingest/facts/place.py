"""Where a fact is looked for: one unit of a passage, with the words around it that say what it is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.passage import Passage, UnitKind

# One character for one, so that offsets hold; `russian.normalise` does not keep them.
_FOLD = (
    *((dash, "-") for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"),
    *((space, " ") for space in "\u00a0\u202f\u2007"),
    ("ё", "е"),
)

_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n")
_CODE = re.compile(r'": |\n\s*-?\s*[a-z_]+:')
_CLAUSE_END = re.compile(r"[,;:|(]|[.!?…](?=\s|$)|\n| - ")


@dataclass(frozen=True, slots=True)
class Place:
    """All texts are folded: lower case, plain hyphens and spaces, no «ё»."""

    start: int  # of the unit: code points in the article
    text: str  # the unit
    lead: str  # what leads into its list; the header of its table
    before: str  # what stands before it in its paragraph
    headings: tuple[str, ...]  # from the innermost one outwards; the article's title at last
    is_row: bool
    after: str = ""  # what stands behind it in its paragraph

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around a part of the unit: an item may have several."""
        ends = [found.end() for found in _SENTENCE_END.finditer(self.text, 0, start)]
        following = _SENTENCE_END.search(self.text, end)
        return ends[-1] if ends else 0, following.start() if following else len(self.text)

    def clause_end(self, end: int) -> int:
        """Where the clause ends that goes on after a part of the unit."""
        following = _CLAUSE_END.search(self.text, end)
        return following.start() if following else len(self.text)


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact in a unit; offsets are code points in the unit."""

    subject: str
    value: str
    start: int
    end: int


def places(passage: Passage) -> Iterator[Place]:
    text = _folded(passage.text)
    headings = tuple(_folded(words) for words in (*reversed(passage.heading), passage.title))
    for unit in passage.units:
        start, end = unit.start - passage.start, unit.end - passage.start
        if _CODE.search(text, start, end):
            continue  # an example of a file speaks of an invented service
        yield Place(
            start=unit.start,
            text=text[start:end],
            lead=_folded(passage.slice(unit.lead_start, unit.lead_end)) if unit.lead_end > unit.lead_start else "",
            before=text[text.rfind("\n", 0, start) + 1 : start],
            headings=headings,
            is_row=unit.kind is UnitKind.ROW,
            after=text[end:].partition("\n")[0],
        )


def _folded(text: str) -> str:
    lower = text.lower()
    if len(lower) != len(text):  # a few foreign letters become two
        lower = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    for letter, plain in _FOLD:  # several times faster than `str.translate`
        lower = lower.replace(letter, plain)
    return lower
