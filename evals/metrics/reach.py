"""Which passages no case ever reached: either nobody asks about them, or they cannot be found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.results import Result
from evals.systems.base import RankedPassage

FIRST = 5  # passages found that count as found
EXCERPT = 160  # characters

Spans = dict[str, list[tuple[int, int]]]  # source → merged spans, in order


@dataclass(frozen=True, slots=True)
class Unreached:
    source_id: str
    start: int
    end: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class Reach:
    passages: int
    never_found: tuple[Unreached, ...] | None  # among the first five of no case; None: the system does not tell
    never_cited: tuple[Unreached, ...]  # in no citation


def reach(passages: Sequence[RankedPassage], results: Iterable[Result]) -> Reach:
    """`results`: of one system over the corpus of these passages. A system may cut articles in its own way: a passage
    is reached by whatever overlaps it."""
    answers = [each.answer for each in results if each.answer is not None]
    told = [each.evidence for each in answers if each.evidence is not None]
    found = _merged((each.source_id, each.start, each.end) for evidence in told for each in evidence[:FIRST])
    cited = _merged((each.source_id, each.start, each.end) for answer in answers for each in answer.reply.citations)
    return Reach(
        passages=len(passages),
        never_found=_outside(found, passages) if told else None,
        never_cited=_outside(cited, passages),
    )


def _merged(spans: Iterable[tuple[str, int, int]]) -> Spans:
    merged: Spans = {}
    for source, start, end in sorted(set(spans)):
        of_source = merged.setdefault(source, [])
        if of_source and start < of_source[-1][1]:
            of_source[-1] = (of_source[-1][0], max(end, of_source[-1][1]))
        else:
            of_source.append((start, end))
    return merged


def _outside(spans: Spans, passages: Sequence[RankedPassage]) -> tuple[Unreached, ...]:
    return tuple(
        Unreached(each.source_id, each.start, each.end, " ".join(each.text.split())[:EXCERPT])
        for each in passages
        if not any(start < each.end and each.start < end for start, end in spans.get(each.source_id, ()))
    )
