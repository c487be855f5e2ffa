"""Verified statements and disagreements → the reply's text with its numbered citations. Pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from typing import Protocol

from agent import texts
from agent.coherence import without_orphans
from agent.disagreement import Disagreement
from agent.reply import Citation, Conflict, ConflictValue
from agent.verdicts import Quote, Verdict
from ingest.facts import CONTACTS
from ingest.passage import Section

_END = re.compile(r"([.!?…:;]*)$")
MARKERS_A_VALUE = 3  # of the sources that agree on one value, this many are named


class Article(Protocol):
    """What a citation tells of its article. `ingest.manifest.ArticleRecord` is one."""

    @property
    def url(self) -> str | None: ...

    @property
    def updated(self) -> date | None: ...


ArticleOf = Callable[[str], Article]  # by its source id


@dataclass(frozen=True, slots=True)
class Composed:
    text: str
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...] = ()


@dataclass(slots=True)
class Numbering:
    """Gives each quote its marker: the same words always the same number, from 1 in the order of the text."""

    article_of: ArticleOf
    markers: dict[Quote, int] = field(default_factory=dict)

    def mark(self, quotes: Iterable[Quote]) -> tuple[int, ...]:
        return tuple(self.markers.setdefault(quote, len(self.markers) + 1) for quote in quotes)

    def citations(self) -> tuple[Citation, ...]:
        return tuple(
            Citation(
                marker=marker,
                source_id=quote.passage.source_id,
                title=quote.passage.title,
                heading=quote.passage.heading,
                url=self.article_of(quote.passage.source_id).url,
                updated=self.article_of(quote.passage.source_id).updated,
                quote=quote.text,
                start=quote.start,
                end=quote.end,
            )
            for quote, marker in self.markers.items()
        )


def compose_answer(verdicts: Iterable[Verdict], article_of: ArticleOf, *, extracted: bool = False) -> Composed:
    """The kept statements in their order; list items on lines of their own, steps numbered anew. `extracted`: they are
    the articles' own words, section by section, and what other sections than the first add does not go on from it."""
    numbering = Numbering(article_of)
    kept = [each for each in verdicts if each.quotes]
    first = list(takewhile(lambda each: _section(each) == _section(kept[0]), kept)) if extracted else kept
    beside = kept[len(first) :]
    if not beside or (_are_steps(beside) and not _are_steps(first)):  # the steps are what the first one lacks
        text = _render(kept, numbering)
    else:
        text = f"{_render(first, numbering)}\n\n{texts.BESIDE}\n{_render(beside, numbering, paragraphs=False)}"
    return Composed(text, numbering.citations())


def compose_conflict(
    verdicts: Iterable[Verdict], disagreements: Iterable[Disagreement], article_of: ArticleOf
) -> Composed:
    """Each disputed fact with all its values and sources; of the answer, what does not rest on a disputed fact. Steps
    come first where the fact is but a number that they need: who asks how to do it is told how."""
    numbering = Numbering(article_of)
    disputes = tuple(disagreements)
    disputed = {quote for dispute in disputes for quotes in dispute.values.values() for quote in quotes}
    undisputed = without_orphans([each for each in verdicts if disputed.isdisjoint(each.quotes)])
    steps_first = _are_steps(undisputed) and all(each.kind in CONTACTS and not each.suffices for each in disputes)
    rest = _render(undisputed, numbering) if steps_first else ""
    conflicts = tuple(_conflict(dispute, numbering) for dispute in disputes)
    blocks = [
        "\n".join(
            [
                texts.conflict_lead(dispute.subject, dispute.kind, dispute.newest_first),
                *map(_value_line, conflict.values),
            ]
        )
        for dispute, conflict in zip(disputes, conflicts, strict=True)
    ]
    parts = (rest, *blocks) if steps_first else (*blocks, _render(undisputed, numbering))
    text = "\n\n".join(part for part in parts if part)
    return Composed(text, numbering.citations(), conflicts)


def _are_steps(verdicts: Iterable[Verdict]) -> bool:
    return any(each.quotes and each.statement.prefix[:1].isdigit() for each in verdicts)


def _conflict(dispute: Disagreement, numbering: Numbering) -> Conflict:
    values = tuple(
        ConflictValue(value=value, display=dispute.displays[value], markers=numbering.mark(quotes[:MARKERS_A_VALUE]))
        for value, quotes in dispute.values.items()
    )
    return Conflict(subject=dispute.subject, kind=dispute.kind, values=values)


def _value_line(value: ConflictValue) -> str:
    return f"— {value.display} {_brackets(value.markers)}"


def _render(verdicts: Iterable[Verdict], numbering: Numbering, *, paragraphs: bool = True) -> str:
    lines: list[str] = []
    step = 0
    section: Section | None = None
    for verdict in verdicts:
        if not verdict.quotes:
            continue
        statement = verdict.statement
        before, section = section, _section(verdict)
        if paragraphs and statement.opens_line and not statement.prefix and before not in (None, section):
            lines.append("")  # what another section adds is a paragraph of its own
        text = with_markers(statement.text, numbering.mark(verdict.quotes))
        numbered = statement.prefix[:1].isdigit()
        if statement.opens_line:
            step = step + 1 if numbered else 0
        if statement.opens_line or not lines:
            lines.append((f"{step}. " if numbered else statement.prefix) + text)
        else:
            lines[-1] += f" {text}"
    return "\n".join(lines)


def _section(verdict: Verdict) -> Section:
    return verdict.quotes[0].passage.section


def with_markers(text: str, markers: tuple[int, ...]) -> str:
    """«Ответ придёт за час.» → «Ответ придёт за час [1].»: the marker belongs to its sentence."""
    body, end = _END.split(text, maxsplit=1)[:2]
    return f"{body} {_brackets(markers)}{end}"


def _brackets(markers: tuple[int, ...]) -> str:
    return " ".join(f"[{marker}]" for marker in markers)
