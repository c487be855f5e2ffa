"""Article → Passages: structure-aware, within one heading's section, with exact offsets.

sections  blocks under one heading
pieces    what must stay whole: a paragraph; a list or a table with the paragraph that leads into it
passages  neighbouring pieces packed together
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.article import Article, Block, BlockKind
from ingest.lines import heading_words, is_contents, is_debris
from ingest.passage import Passage, Unit
from ingest.russian import normalise
from ingest.units import list_units, prose_units, table_units

# A few paragraphs on one matter: longer passages dilute the words of the answer, shorter ones lose what they refer to.
PASSAGE_MAX = 900
# The last words of a section come along rather than stand alone, even if the passage becomes a little longer.
TAIL_MAX = 200
# Lists of steps are read as a whole; a longer list than this is a catalogue, and is cut between its items.
LIST_MAX = 2500
LIST_PART = 1200
# Of the items of a table of contents, so many repeat headings; authors rename a heading and forget the contents.
CONTENTS_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class _Section:
    heading: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Blocks that stay together, their extent with the markers, and the units in them."""

    start: int
    end: int
    units: tuple[Unit, ...]


def split(article: Article) -> list[Passage]:
    """The passages of an article, in its order and without overlap.

    Headings without text, tables of contents and debris of web pages give no passage. A passage has at least one unit.
    """
    passages: list[Passage] = []
    seen: Counter[str] = Counter()
    for section in _sections(article):
        pieces = [piece for piece in _pieces(article, section) if piece.units]
        for packed in _pack(pieces):
            start, end = packed[0].start, packed[-1].end
            text = article.text[start:end]
            key = json.dumps([article.id, section.heading, text], ensure_ascii=False)
            passages.append(
                Passage(
                    id=_passage_id(key, seen[key]),
                    source_id=article.id,
                    title=article.title,
                    heading=section.heading,
                    start=start,
                    end=end,
                    text=text,
                    units=tuple(unit for piece in packed for unit in piece.units),
                    audience=article.audience,
                )
            )
            seen[key] += 1
    return passages


def _passage_id(key: str, ordinal: int) -> str:
    """Offsets stay out of it: words that only moved within their article keep their id."""
    return hashlib.sha256(f"{key}#{ordinal}".encode()).hexdigest()[:16]


def _sections(article: Article) -> Iterator[_Section]:
    """The blocks below each heading that has any, with the path of headings that leads there."""
    path: list[tuple[int, str]] = []
    blocks: list[Block] = []

    def section() -> _Section:
        return _Section(tuple(words for _, words in path if words != article.title), tuple(blocks))

    for block in article.blocks:
        if block.kind is not BlockKind.HEADING:
            blocks.append(block)
            continue
        if blocks:
            yield section()
        words = heading_words(article.text[block.start : block.end])
        path = [*((level, outer) for level, outer in path if level < block.level), (block.level, words)]
        blocks = []
    if blocks:
        yield section()


def _pieces(article: Article, section: _Section) -> Iterator[_Piece]:
    text = article.text
    lead: Block | None = None  # a paragraph that may lead into what comes next
    for run in _runs(text, section.blocks):
        if run[0].kind is BlockKind.PARAGRAPH:
            if lead:
                yield from _prose(text, lead)
            lead = None if is_debris(text[run[0].start : run[0].end]) else run[0]
            continue
        if not _repeats_headings(article, section, run):
            yield from _listing(text, section, lead, run)
        elif lead and not is_contents(heading_words(text[lead.start : lead.end])):
            yield from _prose(text, lead)
        lead = None
    if lead:
        yield from _prose(text, lead)


def _runs(text: str, blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Each paragraph alone; the items of a list, with the code in it, together; the rows of a table together."""
    run: list[Block] = []
    for block in blocks:
        if run and not _goes_on(text, run[-1], block):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _goes_on(text: str, last: Block, block: Block) -> bool:
    if BlockKind.ROW in {last.kind, block.kind}:
        return last.kind is block.kind and "\n\n" not in text[last.end : block.start]
    return BlockKind.PARAGRAPH not in {last.kind, block.kind}


def _repeats_headings(article: Article, section: _Section, run: Sequence[Block]) -> bool:
    """Whether a list is a table of contents: it stands under that heading, or repeats headings of its article."""
    if any(block.kind is not BlockKind.ITEM for block in run):
        return False
    headings = {
        normalise(heading_words(article.text[block.start : block.end]))
        for block in article.blocks
        if block.kind is BlockKind.HEADING
    }
    repeated = sum(normalise(heading_words(article.text[block.start : block.end])) in headings for block in run)
    if section.heading and is_contents(section.heading[-1]):
        return repeated > 0
    return len(run) > 1 and repeated >= CONTENTS_SHARE * len(run)


def _prose(text: str, block: Block) -> Iterator[_Piece]:
    """A paragraph; one that is longer than a passage comes apart between its sentences."""
    start, end = _extent(text, [block])
    units = tuple(prose_units(text, block))
    if end - start <= PASSAGE_MAX:
        yield _Piece(start, end, units)
    else:
        yield from (_Piece(unit.start, unit.end, (unit,)) for unit in units)


def _listing(text: str, section: _Section, lead: Block | None, run: Sequence[Block]) -> Iterator[_Piece]:
    """A list or a table with its lead-in; a catalogue in parts, of which the first has the lead-in."""
    units = list(
        table_units(text, lead, run)
        if run[0].kind is BlockKind.ROW
        else list_units(text, lead, run, section.heading[-1] if section.heading else "")
    )
    for k, part in enumerate(_parts(run)):
        blocks = [lead, *part] if lead and k == 0 else part
        start, end = _extent(text, blocks)
        yield _Piece(start, end, tuple(_within(unit, start, end) for unit in units if start <= unit.start < end))


def _within(unit: Unit, start: int, end: int) -> Unit:
    """A unit whose lead-in stayed in another passage has none."""
    return unit if start <= unit.lead_start and unit.lead_end <= end else Unit(unit.kind, unit.start, unit.end)


def _parts(run: Sequence[Block]) -> Iterator[list[Block]]:
    if run[-1].end - run[0].start <= LIST_MAX:
        yield list(run)
        return
    part: list[Block] = []
    for group in _groups(run):
        if part and group[-1].end - part[0].start > LIST_PART:
            yield part
            part = []
        part.extend(group)
    yield part


def _groups(run: Sequence[Block]) -> Iterator[list[Block]]:
    """An outer item with all that is nested in it; one that is a catalogue itself comes apart."""
    groups: list[list[Block]] = []
    for block in run:
        outer = block.kind is BlockKind.ROW or (block.kind is BlockKind.ITEM and block.level == 0)
        if outer or not groups:
            groups.append([])
        groups[-1].append(block)
    for group in groups:
        if group[-1].end - group[0].start <= LIST_MAX:
            yield group
        else:
            yield from ([block] for block in group)


def _extent(text: str, blocks: Sequence[Block]) -> tuple[int, int]:
    """Whole lines, with the markers: a passage reads as it stands in its article."""
    line_start = text.rfind("\n", 0, blocks[0].start) + 1
    line_end = text.find("\n", blocks[-1].end)
    line_end = len(text) if line_end < 0 else line_end
    start = line_start + len(text[line_start:]) - len(text[line_start:].lstrip())
    return start, line_start + len(text[line_start:line_end].rstrip())


def _pack(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Neighbouring pieces up to `PASSAGE_MAX` together; a longer piece makes a passage alone."""
    packed: list[_Piece] = []
    for i, piece in enumerate(pieces):
        is_tail = i == len(pieces) - 1 and piece.end - piece.start <= TAIL_MAX
        if packed and piece.end - packed[0].start > PASSAGE_MAX + is_tail * TAIL_MAX:
            yield packed
            packed = []
        packed.append(piece)
    if packed:
        yield packed
