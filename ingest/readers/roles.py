"""The role of each line of a plain text: heading, paragraph, item, row, or the continuation of what went before.

RULES is the policy: ordered, and the first rule that knows the answer decides. Each says why it is there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ingest.lines import ends_sentence, is_debris

HEADING_MAX = 100  # code points; the longest heading seen in help articles has 81
LABEL_MAX = 60  # «Что делать, если оператор не отвечает:» is a label, a longer line with a colon is prose
# A file that breaks its lines at some width does so many times; once or twice is a slip of copying.
WRAPPED_MIN = 3
# A line that was broken for its width is nearly as long as the longest one.
WRAPPED_FILL = 0.75


class Shape(StrEnum):
    """What a line looks like by itself."""

    PLAIN = "plain"
    BULLET = "bullet"
    NUMBER = "number"
    ROW = "row"
    RULE = "rule"  # `-----`


class Role(StrEnum):
    """What a line is in its article."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CONTINUATION = "continuation"  # of the block above
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words. Offsets are code points in the text and leave the marker out."""

    shape: Shape
    start: int
    end: int
    words: str
    indent: int = 0  # columns before the marker, or before the words where there is no marker
    column: int = 0  # where the words begin
    number: tuple[int, ...] = ()  # "3.1." is (3, 1)
    after_blank: bool = False  # an empty line goes before


_BULLET = re.compile(r"(?:[•·▪◦●‣✅✔☑]\ufe0f?\s*|[-–—*]\s+)(?![-–—])(?=\S)")
_BARE_BULLET = re.compile(r"[-–—•*·▪◦●]$")
_NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)(?:[.)]\s+|\s+(?=[A-ZА-ЯЁ]))(?=\S)")
_RULE = re.compile(r"[-=_*–—~]{3,}$|\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_FOOTNOTE = frozenset("*-–—†(")
_CONTACT = re.compile(r"\S@\S|https?://|www\.|\d(?:[\s()‑-]*\d){6}")


def split_lines(text: str) -> list[Line]:
    """The lines that have words. A bullet that stands alone marks the line after it."""
    lines: list[Line] = []
    offset, after_blank, bare_indent = 0, False, -1
    for raw in text.split("\n"):
        words = raw.strip()
        begin = offset + (len(raw) - len(raw.lstrip()))
        indent = _columns(raw[: begin - offset])
        offset += len(raw) + 1
        if not words:
            after_blank = True
            continue
        if _BARE_BULLET.match(words):
            bare_indent = indent
            continue
        line = _line(words, begin, indent, after_blank)
        if bare_indent >= 0 and line.shape is Shape.PLAIN:
            line = Line(Shape.BULLET, line.start, line.end, line.words, bare_indent, indent, after_blank=after_blank)
        lines.append(line)
        after_blank, bare_indent = False, -1
    return lines


def _columns(white: str) -> int:
    return len(white.expandtabs(4))


def _line(words: str, begin: int, indent: int, after_blank: bool) -> Line:
    def of(shape: Shape, skip: int = 0, stop: int | None = None, number: tuple[int, ...] = ()) -> Line:
        kept = words[skip:stop]
        start = begin + skip
        return Line(shape, start, start + len(kept), kept, indent, indent + skip, number, after_blank)

    if _RULE.match(words):
        return of(Shape.RULE)
    if "|" in words.strip("|") or words.endswith("|"):
        inner = words.strip("| \t\u00a0")
        skip = words.find(inner)
        return of(Shape.ROW, skip, skip + len(inner))
    if marker := _BULLET.match(words):
        return of(Shape.BULLET, marker.end())
    if marker := _NUMBER.match(words):
        return of(Shape.NUMBER, marker.end(), number=tuple(map(int, marker["number"].split("."))))
    return of(Shape.PLAIN)


def assign_roles(lines: list[Line]) -> list[Role]:
    """One role a line."""
    page = _Page(lines)
    for i in range(len(lines)):
        page.roles.append(next(role for rule in RULES if (role := rule(page, i)) is not None))
    return page.roles


class _Page:
    """The lines of a text and the roles that have been decided so far."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.roles: list[Role] = []
        broken = [a for a, b in pairwise(lines) if _flows(a, b)]
        self.width = max((len(line.words) for line in lines), default=0) if len(broken) >= WRAPPED_MIN else 0

    def line(self, i: int) -> Line | None:
        return self.lines[i] if 0 <= i < len(self.lines) else None

    def owner(self, i: int) -> int:
        """The line that opened the block which line `i` belongs to."""
        while i > 0 and self.roles[i] is Role.CONTINUATION:
            i -= 1
        return i

    def role_before(self, i: int) -> Role | None:
        """The role of the block above, None at the top."""
        return self.roles[self.owner(i - 1)] if i else None

    def is_broken_after(self, i: int) -> bool:
        """Whether line `i` goes on in the next one only because it was broken at some width."""
        line, after = self.line(i), self.line(i + 1)
        if line is None or after is None or after.shape is not Shape.PLAIN or after.after_blank:
            return False
        filled = self.width > 0 and len(line.words) >= WRAPPED_FILL * self.width and not ends_sentence(line.words)
        return _flows(line, after) or filled

    def is_short(self, i: int) -> bool:
        """Whether line `i` could be a heading by its looks alone."""
        line = self.line(i)
        return (
            line is not None
            and line.shape is Shape.PLAIN
            and len(line.words) <= HEADING_MAX
            and not ends_sentence(line.words)
            and not line.words[0].islower()
            and line.words[0] not in _FOOTNOTE
            and not is_debris(line.words)
            and not _CONTACT.search(line.words)
            and not line.words.endswith(":")
            and not self.is_broken_after(i)
        )

    def is_label(self, i: int) -> bool:
        """Whether line `i` is a few words and a colon."""
        line = self.line(i)
        return (
            line is not None
            and line.shape is Shape.PLAIN
            and line.words.endswith(":")
            and len(line.words) <= LABEL_MAX
            and not line.words[0].islower()
            and not re.search(r"[.!?;]\s", line.words)
        )

    def list_end(self, i: int) -> int:
        """The first line after the list or the table that begins at line `i`; `i` itself where there is none."""
        first = self.line(i)
        if first is None or first.shape not in {Shape.BULLET, Shape.NUMBER, Shape.ROW}:
            return i
        while (line := self.line(i)) is not None and (
            line.shape is first.shape or line.indent > first.indent or (i and self.is_broken_after(i - 1))
        ):
            i += 1
        return i


def _flows(line: Line, after: Line) -> bool:
    """Whether the next line goes on in the middle of a sentence."""
    return (
        after.shape is Shape.PLAIN
        and not after.after_blank
        and after.words[0].islower()
        and line.shape not in {Shape.ROW, Shape.RULE}
    )


Rule = Callable[[_Page, int], Role | None]


def rule_line(page: _Page, i: int) -> Role | None:
    """A line of dashes draws something and says nothing."""
    return Role.NOTHING if page.lines[i].shape is Shape.RULE else None


def table_row(page: _Page, i: int) -> Role | None:
    """Prose has no vertical bars; flattened tables keep them."""
    return Role.ROW if page.lines[i].shape is Shape.ROW else None


def bullet(page: _Page, i: int) -> Role | None:
    """A bullet is the one mark that copying never loses."""
    return Role.ITEM if page.lines[i].shape is Shape.BULLET else None


def debris(page: _Page, i: int) -> Role | None:
    """A date or a counter is short and has no full stop, but heads nothing."""
    return Role.PARAGRAPH if is_debris(page.lines[i].words) else None


def explanation(page: _Page, i: int) -> Role | None:
    """Words indented below an item belong to it: «1. Скорость» and, on the next line, what is meant by that."""
    line = page.lines[i]
    if line.shape is not Shape.PLAIN or page.role_before(i) is not Role.ITEM:
        return None
    return Role.CONTINUATION if line.indent > page.lines[page.owner(i - 1)].indent else None


def broken_line(page: _Page, i: int) -> Role | None:
    """A line that was broken at some width goes on."""
    if page.role_before(i) not in {Role.PARAGRAPH, Role.ITEM}:
        return None
    return Role.CONTINUATION if page.is_broken_after(i - 1) else None


def numbered_prose(page: _Page, i: int) -> Role | None:
    """A numbered line that ends like prose, or is as long, is a step."""
    line = page.lines[i]
    if line.shape is not Shape.NUMBER:
        return None
    return Role.ITEM if ends_sentence(line.words) or len(line.words) > HEADING_MAX else None


def numbered_with_explanation(page: _Page, i: int) -> Role | None:
    """A number with words indented below it is an item; a heading has its text at the margin."""
    line, after = page.lines[i], page.line(i + 1)
    if line.shape is not Shape.NUMBER or after is None:
        return None
    # Bullets below a heading are often indented a little; those of an item stand below its words.
    below = line.indent + 1 if after.shape is Shape.PLAIN else line.column
    return Role.ITEM if after.indent >= below else None


def numbered_in_series(page: _Page, i: int) -> Role | None:
    """Numbered lines that follow each other directly are steps: headings have something between them."""
    line, after = page.lines[i], page.line(i + 1)
    if line.shape is not Shape.NUMBER:
        return None
    if after is not None and _succeeds(line, after):
        return Role.ITEM
    above = i - 1
    while above >= 0 and page.roles[above] in {Role.ITEM, Role.CONTINUATION}:
        if page.roles[above] is Role.ITEM and _succeeds(page.lines[above], line):
            return Role.ITEM
        above -= 1
    return None


def _succeeds(line: Line, after: Line) -> bool:
    """Whether two numbered lines count on in one list, written in one manner."""
    return (
        line.shape is after.shape is Shape.NUMBER
        and line.indent == after.indent
        and line.number[:-1] == after.number[:-1]
        and line.number[-1] + 1 == after.number[-1]
        and ends_sentence(line.words) == ends_sentence(after.words)
    )


def numbered_heading(page: _Page, i: int) -> Role | None:
    """A short numbered line with text or a list below it is a heading; at the very end it heads nothing."""
    if page.lines[i].shape is not Shape.NUMBER:
        return None
    return Role.HEADING if page.line(i + 1) is not None and not page.is_broken_after(i) else Role.ITEM


def label_in_series(page: _Page, i: int) -> Role | None:
    """«Электронная почта:» heads its list where labels follow each other; after prose it introduces the list only.

    A label that comes right after a list or a table begins something new. One that comes right below a heading does so
    if, after its own list, another label comes.
    """
    end = page.list_end(i + 1)
    if not page.is_label(i) or end == i + 1:
        return None
    above = page.role_before(i)
    begins = above in {Role.ITEM, Role.ROW} or (above is Role.HEADING and page.is_label(end))
    return Role.HEADING if begins else None


def label_before_prose(page: _Page, i: int) -> Role | None:
    """Words with a colon and two paragraphs or more below them: no sentence introduces that much."""
    following = [page.line(i + 1), page.line(i + 2)]
    prose = all(line is not None and line.shape is Shape.PLAIN and ends_sentence(line.words) for line in following)
    return Role.HEADING if prose and page.is_label(i) and " " in page.lines[i].words else None


def unmarked_list(page: _Page, i: int) -> Role | None:
    """Of three or more short lines in a row, the first heads them, the last may head what follows, the rest a list."""
    if not page.is_short(i) or not page.is_short(i - 1) or not page.is_short(i + 1) or page.line(i + 2) is None:
        return None
    return Role.ITEM


def short_line(page: _Page, i: int) -> Role | None:
    """A short line without a full stop heads the text below it; below the last one there is none."""
    return Role.HEADING if page.is_short(i) and page.line(i + 1) is not None else None


def prose(page: _Page, i: int) -> Role | None:
    """Anything else is a paragraph."""
    return Role.PARAGRAPH


RULES: tuple[Rule, ...] = (
    rule_line,
    table_row,
    bullet,
    debris,
    explanation,
    broken_line,
    numbered_prose,
    numbered_with_explanation,
    numbered_in_series,
    numbered_heading,
    label_in_series,
    label_before_prose,
    unmarked_list,
    short_line,
    prose,
)
