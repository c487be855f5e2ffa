"""The units of a passage: what can be quoted from it, each with the words that lead into it."""

import re
from collections.abc import Iterator, Sequence

from ingest.article import Block, BlockKind
from ingest.lines import hides_address, is_debris
from ingest.passage import Unit, UnitKind
from ingest.russian import sentences

UNIT_MAX = 300  # code points; a quote is no longer than that
# The sentence before a list leads into it if it ends with a colon, or is short enough to be repeated with each item.
LEAD_MAX = 200
# An item often names its topic before it speaks of it; a longer first sentence says something itself.
TOPIC_MAX = 80

Span = tuple[int, int]
NOWHERE: Span = (0, 0)

_SEQUENCE = re.compile(
    r"алгоритм|инструкци|последовательн|шаг|порядок (?:действ|обращ|оформ)|план\b|плану\b", re.IGNORECASE
)
# «Откройте», «нажмите», «подготовьте», «обратитесь»
_IMPERATIVE = re.compile(r"(?:й|ь|и)те(?:сь)?$", re.IGNORECASE)
# Where a sentence may be cut that is longer than a quote: the first kind of place that leaves short enough parts.
_LAST_RESORTS = tuple(re.compile(pattern) for pattern in (r"\s*\n\s*", r";\s+", r",\s+", r"\s+"))


def prose_units(text: str, block: Block, lead: Span = NOWHERE, skip: Span = NOWHERE) -> Iterator[Unit]:
    """The sentences of a paragraph; `skip` is one that only leads into what follows."""
    if is_debris(text[block.start : block.end]):
        return
    for sentence in sentences(text, block.start, block.end):
        if sentence != skip:
            for start, end in _cut(text, sentence):
                yield from _unit(text, UnitKind.SENTENCE, (start, end), lead)


def list_units(text: str, lead_block: Block | None, run: Sequence[Block], heading: str = "") -> Iterator[Unit]:
    """The items of a list, with the code in it, and the sentences of the paragraph that leads into it.

    An item that is nested under one with a colon has that one for a lead-in. `heading` tells what kind of list it is
    where nothing leads into it.
    """
    lead = _lead_in(text, lead_block)
    yield from _lead_units(text, lead_block, lead)
    outer_kind = _kind(text, run, text[slice(*lead)] if lead != NOWHERE else heading)
    leads = {0: lead}  # for each depth of nesting
    for i, block in enumerate(run):
        if block.kind is BlockKind.CODE:
            yield from _code_units(text, block, _introduction(text, run[i - 1]) if i else lead)
            continue
        above = leads.get(block.level, lead)
        introduction = _introduction(text, block)
        leads[block.level + 1] = introduction if introduction != NOWHERE else above
        nested_kind = UnitKind.STEP if block.ordered else UnitKind.ITEM
        kind = outer_kind if block.level == 0 else nested_kind
        opens = i + 1 < len(run) and (run[i + 1].kind is BlockKind.CODE or run[i + 1].level > block.level)
        yield from _item_units(text, block, kind, above, introduction if opens else NOWHERE)


def table_units(text: str, lead_block: Block | None, rows: Sequence[Block]) -> Iterator[Unit]:
    """The rows of a table, each led by the header; a first row with figures is data, and the lead-in leads all rows."""
    lead = _lead_in(text, lead_block)
    yield from _lead_units(text, lead_block, lead)
    first = rows[0]
    has_header = len(rows) > 1 and not re.search(r"\d", text[first.start : first.end])
    header = (first.start, first.end) if has_header else lead
    for row in rows[1:] if has_header else rows:
        for start, end in _cut(text, (row.start, row.end)):
            yield from _unit(text, UnitKind.ROW, (start, end), header)


def _lead_in(text: str, block: Block | None) -> Span:
    """The last sentence of the paragraph before a list or a table, if it can be repeated with each item."""
    if block is None:
        return NOWHERE
    last = list(sentences(text, block.start, block.end))[-1]
    return last if last[1] - last[0] <= (UNIT_MAX if text[last[1] - 1] == ":" else LEAD_MAX) else NOWHERE


def _lead_units(text: str, block: Block | None, lead: Span) -> Iterator[Unit]:
    """The sentences of that paragraph; one that ends with a colon says nothing without what follows it."""
    if block is not None:
        yield from prose_units(text, block, skip=lead if text[block.end - 1] == ":" else NOWHERE)


def _introduction(text: str, item: Block) -> Span:
    """The last sentence of an item that ends with a colon: it leads into the items nested in it."""
    if item.kind is not BlockKind.ITEM or text[item.end - 1] != ":":
        return NOWHERE
    last = list(sentences(text, item.start, item.end))[-1]
    return last if last[1] - last[0] <= UNIT_MAX else NOWHERE


def _kind(text: str, run: Sequence[Block], announced: str) -> UnitKind:
    """Whether the outer items of a list are steps.

    They are if they have numbers, or what leads into them says so, or most of them begin by telling the reader to act;
    but questions with answers are none, numbers or not.
    """
    items = [block for block in run if block.kind is BlockKind.ITEM and block.level == 0]
    words = [text[item.start : item.end] for item in items]
    if 2 * sum("?" in item for item in words) > len(items):
        return UnitKind.ITEM
    numbered = any(item.ordered for item in items)
    told = 2 * sum(map(_orders, words)) > len(items)
    return UnitKind.STEP if numbered or told or _SEQUENCE.search(announced) else UnitKind.ITEM


def _orders(words: str) -> bool:
    first = re.match(r"\W*(\w+)", words)
    return first is not None and _IMPERATIVE.search(first[1]) is not None


def _item_units(text: str, block: Block, kind: UnitKind, lead: Span, introduction: Span) -> Iterator[Unit]:
    """An item as one unit, a long one by its sentences; one that only leads into nested ones is no unit of its own."""
    if introduction == (block.start, block.end):
        return
    hidden = hides_address(text[block.start : block.end])
    if block.end - block.start <= UNIT_MAX and not hidden:
        yield from _unit(text, kind, (block.start, block.end), lead)
    else:
        for sentence in _with_topic(list(sentences(text, block.start, block.end))):
            if sentence != introduction:
                for span in _cut(text, sentence):
                    yield from _unit(text, UnitKind.SENTENCE, span, lead)


def _with_topic(found: list[Span]) -> list[Span]:
    """«Неполадки со связью.» or a question says nothing alone, so it is joined with the sentence that it is about."""
    if len(found) > 1 and found[0][1] - found[0][0] <= TOPIC_MAX and found[1][1] - found[0][0] <= UNIT_MAX:
        return [(found[0][0], found[1][1]), *found[2:]]
    return found


def _code_units(text: str, block: Block, lead: Span) -> Iterator[Unit]:
    for start, end in _cut(text, (block.start, block.end)):
        yield from _unit(text, UnitKind.SENTENCE, (start, end), lead)


def _unit(text: str, kind: UnitKind, span: Span, lead: Span) -> Iterator[Unit]:
    """The unit, unless there is nothing in it to quote: no letter or digit, or a hidden address."""
    words = text[slice(*span)]
    if re.search(r"\w", words) and not is_debris(words) and not hides_address(words):
        yield Unit(kind, *span, *lead)


def _cut(text: str, span: Span) -> list[Span]:
    """A span in parts of at most `UNIT_MAX`; a sentence is cut only where it is longer than any quote may be."""
    for place in _LAST_RESORTS:
        if span[1] - span[0] <= UNIT_MAX:
            break
        parts = _cut_at(text, span, place)
        if all(end - start <= UNIT_MAX for start, end in parts):
            return parts
    else:
        return parts  # one word longer than a quote, such as an address of a page
    return [span]


def _cut_at(text: str, span: Span, place: re.Pattern[str]) -> list[Span]:
    """As few parts as possible, cut after the separator's own mark."""
    parts: list[Span] = []
    start = last = span[0]
    following = start
    for found in [*place.finditer(text, *span), None]:
        end = found.start() + len(found[0].rstrip()) if found else span[1]
        if end - start > UNIT_MAX and last > start:
            parts.append((start, last))
            start = following
        last, following = end, found.end() if found else end
    parts.append((start, span[1]))
    return parts
