"""A draft's text → its statements with their markers, in the words that a reply may show. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.russian import sentences

_MARKERS = re.compile(r"\s*((?:\[\d+\]\s*,?\s*)+)")
_MARKER = re.compile(r"\[(\d+)\]")
# «[1, 2]», «[отрывок 1]», «【1】», «[^1]»: what models print for a marker
_MARKER_LIKE = re.compile(
    r"[\[【(]\s*(?:\^|№\s*)?(?:(?:отрыв|источник|статья|passage|source)\w*\s*)?№?\s*(\d{1,2}(?:\s*(?:,|;|и)\s*\d{1,2})*)\s*[\]】)]",
    re.I,
)
_MARKDOWN = (
    (re.compile(r"!?\[([^\]\n]*[^\]\d\n][^\]\n]*)\]\([^)\s]*\)"), r"\1"),  # links and pictures
    (re.compile(r"^\s*(?:#{1,6}|>)\s+"), ""),  # headings, quotations
    (re.compile(r"\*\*|__|~~|`+"), ""),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"<br\s*/?>", re.I), " "),
)
_SPACE_BEFORE_STOP = re.compile(r" +(?=[,.;:!?…)»])")
_STOP_AFTER_STOP = re.compile(r"([:;,])[.]+$")  # «по порядку: [1].»
_BULLET = re.compile(r"^\s*(?:(?P<number>\d{1,2})[.)]\s+|[-–—•*]\s+)")
_ROW = re.compile(r"^\s*\|(.*\S)\s*\|((?:\s*\[\d+\])*)[\s.]*$")
_TABLE_RULE = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|?)+\s*$")
_INLINE_STEP = re.compile(r"(?<=[.!?;:\]])\s+(?=\d{1,2}[.)]\s+[А-ЯЁA-Z«])")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\u2b00-\u2bff]+")


@dataclass(frozen=True, slots=True)
class Statement:
    text: str  # without markers
    prefix: str = ""  # "1. " or "— " of a list
    opens_line: bool = True  # whether it begins a line of the draft
    markers: tuple[int, ...] = ()  # passages that the draft names, from 1


def statements_of(draft: str) -> Iterator[Statement]:
    """The sentences and list items of a draft, with the markers that stand at or behind their ends."""
    for line in _lines(draft):
        bullet = _BULLET.match(line)
        body = _MARKER_LIKE.sub(_as_markers, line[bullet.end() :] if bullet else line)
        prefix = "" if bullet is None else f"{bullet['number']}. " if bullet["number"] else "— "
        body = re.sub(r"([.!?…])" + _MARKERS.pattern, lambda found: f" {found[2].strip()}{found[1]} ", body)
        for position, (start, end) in enumerate(sentences(body)):
            sentence = body[start:end]
            text = _SPACE_BEFORE_STOP.sub("", plain(_MARKERS.sub(" ", sentence)))
            text = _STOP_AFTER_STOP.sub(r"\1", text)
            text = without_bars(text)
            if any(character.isalnum() for character in text):
                markers = tuple(int(each) for each in _MARKER.findall(sentence))
                yield Statement(text, prefix if position == 0 else "", position == 0, markers)


def _lines(draft: str) -> Iterator[str]:
    """Lines as if each row of a table and each step of «1. … 2. …» were an item of a list on a line of its own."""
    lines = draft.splitlines()
    for line, below in zip(lines, [*lines[1:], ""], strict=False):
        if _TABLE_RULE.match(line) or (_ROW.match(line) and _TABLE_RULE.match(below)):
            continue  # the head of a table, and the rule under it
        if row := _ROW.match(line):
            yield f"- {' | '.join(cell.strip() for cell in row[1].split('|'))}{row[2]}"
        else:
            yield from _INLINE_STEP.split(line)


def _as_markers(found: re.Match[str]) -> str:
    numbers: list[str] = re.findall(r"\d+", found[1])
    if found[0].startswith("(") and not re.search(r"[^\W\d]", found[0]):
        return found[0]  # «(2)» may be a count
    return "".join(f"[{number}]" for number in numbers)


def without_bars(row: str) -> str:
    """The cells of a table's row as one phrase: the first one names the row."""
    return row.replace(" | ", ": ", 1).replace(" | ", ", ")


def plain(text: str) -> str:
    """Words as a reply shows them: one line, no emoji, no Markdown."""
    text = _EMOJI.sub("", text)
    for pattern, instead in _MARKDOWN:
        text = pattern.sub(instead, text)
    return re.sub(r"\s+", " ", text).strip()
