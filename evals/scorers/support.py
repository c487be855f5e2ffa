"""Whether what a reply states stands in the words that it cites.

Independent of the agent's own verification on purpose: it shares no code with it, so that one's mistakes are not the
other's. A sentence is held against every few sentences of its quotes by a list of rules, each of which can name what
the quote does not say; it is supported when somewhere none of them can.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from agent.reply import Reply
from evals.scorers.facts import normalise
from evals.scorers.reading import pieces, read
from evals.scorers.rules import Around, objection
from evals.scorers.sentences import sentences

_MARK = re.compile(r"^\s*(?:[#>*•·–—-]+|\d+[.)])\s+")
WINDOW = 3  # sentences of one quote that may support one sentence together


@dataclass(frozen=True, slots=True)
class Judgement:
    sentence: str
    supported: bool
    reason: str  # "" where it is supported, else what the quotes do not say


def supported(reply: Reply) -> float | None:
    """The share of the reply's fact-bearing sentences that their citations support; None where there is none."""
    judged = judge_reply(reply)
    return sum(each.supported for each in judged) / len(judged) if judged else None


def judge_reply(reply: Reply) -> tuple[Judgement, ...]:
    """Every fact-bearing sentence of a reply. A reply without any marker rests on all its citations."""
    cited = {each.marker: each for each in reply.citations}
    found = sentences(reply.text)
    unmarked = not any(each.markers for each in found)
    judged = []
    for sentence in found:
        if not sentence.bears_fact:
            continue
        markers = dict.fromkeys(cited if unmarked else sentence.markers + sentence.list_markers)
        citations = [cited[each] for each in markers if each in cited]
        lead = [cited[each].quote for each in sentence.lead_markers if each in cited]
        context = [part for each in citations for part in (each.title, *each.heading)]
        judged.append(judge(sentence.text, [each.quote for each in citations], [*context, *lead]))
    return tuple(judged)


def judge(sentence: str, quotes: Sequence[str], context: Sequence[str] = ()) -> Judgement:
    """One sentence against the quotes that it cites.

    `context`: titles, headings and lead-ins above the quotes. They may name what the quotes speak of, and nothing else.
    """
    parts = [_judge(part, quotes, context) for part in pieces(sentence)]
    reasons = "; ".join(each for each in parts if each)
    return Judgement(sentence, not reasons, reasons)


def _judge(part: str, quotes: Sequence[str], context: Sequence[str]) -> str:
    """What speaks against a part of a sentence everywhere; "" where it is supported somewhere."""
    if any(_bare(part) in _said(quote) for quote in quotes):
        return ""  # most sentences of the extractive model; the rules would say the same, a hundred times as slowly
    said, above = read(part), read("\n".join(context)).words
    objections = set()
    for window, before in _windows(quotes):
        found = objection(said, read(window), Around(above, read(before).words))
        if found is None:
            return ""
        objections.add(found)
    return " / ".join(sorted(objections)) or "cites nothing"


@lru_cache(maxsize=5_000)
def _said(quote: str) -> frozenset[str]:
    return frozenset(_bare(each) for line in quote.splitlines() for each in pieces(line))


def _bare(sentence: str) -> str:
    """A sentence without the mark of a heading or a list before it."""
    return normalise(_MARK.sub("", sentence))


def _windows(quotes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What may support a sentence, each with what stands before it: one sentence of a quote, or some that follow each
    other where each goes back to the one before; or a few short quotes together."""
    for quote in quotes:
        parts = list(pieces(quote))
        for start in range(len(parts)):
            for end in range(start + 1, min(start + WINDOW, len(parts)) + 1):
                if end - start > 1 and not _goes_back(parts[end - 1], parts[end - 2]):
                    break
                yield "\n".join(parts[start:end]), parts[start - 1] if start else ""
    if 1 < len(quotes) <= WINDOW:
        yield "\n".join(quotes), ""


_BACK = frozenset(
    """
    он она оно они его ее их ему ей им ним ней них этот это эта эти тот та то те там туда тогда оттуда поэтому так также
    тоже затем потом после позже раньше иначе такой остальной другой
    """.split()
)


def _goes_back(sentence: str, before: str) -> bool:
    """Whether a sentence needs the one before it: by a word that points back, or because that one is a label."""
    return before[-1] not in ".!?…" or any(word.text in _BACK or word.lemmas & _BACK for word in read(sentence).words)
