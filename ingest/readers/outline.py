"""Levels of the headings of a plain text, which has no marks for them."""

from dataclasses import dataclass

from ingest.lines import heading_words, is_contents
from ingest.readers.roles import Line, Role, Shape


@dataclass(frozen=True, slots=True)
class _Heading:
    line: int  # its index among the lines
    number: tuple[int, ...]  # empty where it has none
    label: bool  # ends with a colon
    contents: bool  # announces a table of contents


def heading_levels(lines: list[Line], roles: list[Role]) -> dict[int, int]:
    """The level, from 1, of each line that is a heading.

    Headings without numbers are outermost; below them stand those with numbers if the numbers start again or follow
    such a heading directly. A heading right below another one, or between two that count on, or one with a colon is a
    level deeper.
    """
    headings = [
        _Heading(i, line.number if line.shape is Shape.NUMBER else (), line.words.endswith(":"), _announces(line))
        for i, (line, role) in enumerate(zip(lines, roles, strict=True))
        if role is Role.HEADING
    ]
    nested = _numbers_are_nested(headings)
    levels: dict[int, int] = {}
    base = 2 if nested else 1  # of the headings with numbers
    major = 0  # level of the last heading that is no label
    for k, heading in enumerate(headings):
        above = headings[k - 1] if k and headings[k - 1].line == heading.line - 1 else None
        if heading.label:
            level = major + 1
        elif heading.number:
            level = major = base + len(heading.number) - 1
        elif _stands_between_numbers(headings, k):
            level = major = base + 1
        elif above is not None and not above.number and not above.contents and not above.label:
            level = major = min(levels[above.line] + 1, 6)
        else:
            level = major = 1
        levels[heading.line] = min(level, 6)
    return levels


def _announces(line: Line) -> bool:
    return is_contents(heading_words(line.words))


def _numbers_are_nested(headings: list[_Heading]) -> bool:
    firsts = [k for k, heading in enumerate(headings) if heading.number == (1,)]
    if len(firsts) > 1:
        return True
    return any(k and headings[k - 1].line == headings[k].line - 1 for k in firsts)


def _stands_between_numbers(headings: list[_Heading], k: int) -> bool:
    """Whether the nearest numbers above and below count on: «2», this one, «3»."""
    above = next((h.number for h in reversed(headings[:k]) if h.number), ())
    below = next((h.number for h in headings[k + 1 :] if h.number), ())
    return len(above) == len(below) == 1 and above[0] + 1 == below[0]
