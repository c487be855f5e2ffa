"""What is known about an answer, in numbers. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import ConfigDict

from agent.answer_kind import ADDRESSES
from agent.fitness import can_answer
from agent.nearness import stems_of
from agent.question import Question
from agent.retrieval import Candidate, Evidence
from agent.verdicts import Quote
from ingest.lexical import HEADING_WEIGHT
from ingest.russian import stem, words

MISSING_SCALE = 5.0  # brings the weight of a word to the size of the other features
LONG_QUESTION = 12  # content words; a longer one tells no more
LONG_PASSAGE = 1500  # characters; a longer one is a list, told in part
# A name or a figure inside a question: Latin letters, digits, a capital that does not begin a sentence.
_NAME = re.compile(r"[A-Za-z][\w-]+|\d+|(?<=[а-яёa-z0-9,;)»] )[А-ЯЁ][а-яё]+")


@dataclass(frozen=True, slots=True)
class Features:
    """More of each makes an answer likelier to be right, but of missing, strange and room; of `follow_up` nobody
    knows. On questions over an unseen help centre they tell right from wrong with an AUROC of .77 (twelve sets of
    articles, one left out at a time)."""

    __pydantic_config__ = ConfigDict(extra="forbid", allow_inf_nan=False)  # weights are read from a file

    gap: float  # by how much the best passage's score is above the next one's
    agreement: float  # 1 when the words alone put the same passage first as all parts of the score together
    dense: float  # cosine of the question with the best cited passage
    covered: float  # share of the question's weight that the cited passages hold, in the same words or near ones
    missing: float  # weight of the heaviest thing in the question that they have no word near to: 0 to about 1
    strange: float  # 1 when a name or a figure of the question stands in none of them
    unit: float  # share of the question's content in the best sentence, step or row that may answer it
    quoted: float  # the same share in the one quote that holds most, in its own words and known synonyms alone
    content: float  # content words in the question, of LONG_QUESTION: a bare topic may mean anything
    address: float  # 1 when it asks for a telephone or an address and the answer gives one
    room: float  # length of the longest cited passage, of LONG_PASSAGE: a long one has many words by chance
    follow_up: float  # 1 when it goes on from an earlier question


def features_of(evidence: Evidence, cited: Sequence[Candidate], quotes: Sequence[Quote]) -> Features:
    """`cited`: the passages that the answer cites, or the best one; `quotes`: what is left of it after verification."""
    question, candidates = evidence.question, evidence.candidates
    follow_up = float(bool(question.context))
    content = min(len(question.senses), LONG_QUESTION) / LONG_QUESTION
    if not cited:
        return Features(0, 0, 0, 0, 1, 0, 0, 0, content, 0, 0, follow_up)
    credits = best_credits(cited)
    weight = sum(question.weights) or 1.0
    words_ = list(zip(question.weights, credits, question.telling, strict=True))
    heaviest = max((each * (1 - credit) for each, credit, telling in words_ if telling), default=0.0)
    scores = [each.score for each in candidates]
    return Features(
        gap=scores[0] - scores[1] if len(scores) > 1 else scores[0],
        agreement=float(max(candidates, key=_lexical) is candidates[0]),
        dense=max(each.dense for each in cited),
        covered=sum(each * credit for each, credit, _ in words_) / weight,
        missing=heaviest / MISSING_SCALE,
        strange=float(_has_stranger(question, cited)),
        unit=max((share for each in cited for share in _answering(question, each)), default=0.0),
        quoted=max((_share(question, quote) for quote in quotes), default=0.0),
        content=content,
        address=float(bool(quotes) and question.kind in ADDRESSES),
        room=min(max(len(each.passage.text) for each in cited), LONG_PASSAGE) / LONG_PASSAGE,
        follow_up=follow_up,
    )


def best_credits(cited: Sequence[Candidate]) -> list[float]:
    """For each content word of the question, how near the cited passages come to it: 0 to 1."""
    return [max(credits) for credits in zip(*(each.credits for each in cited), strict=True)]


def _answering(question: Question, candidate: Candidate) -> Iterator[float]:
    """What each unit of a passage that holds the kind of answer asked for has of the question."""
    passage = candidate.passage
    for unit, share in zip(passage.units, candidate.units, strict=True):
        if can_answer(question, passage.slice(unit.start, unit.end), passage.lead_of(unit)):
            yield share


def _lexical(candidate: Candidate) -> float:
    return candidate.full + HEADING_WEIGHT * candidate.heading


def _has_stranger(question: Question, cited: Sequence[Candidate]) -> bool:
    names = {stem(word) for found in _NAME.findall(question.text) for word in words(found)}
    return bool(names) and not names <= {each for one in cited for each in stems_of(one.passage.indexed_text)}


def _share(question: Question, quote: Quote) -> float:
    said = set(stems_of(quote.text))
    found = (
        weight
        for weight, senses in zip(question.weights, question.senses, strict=True)
        if any(said.issuperset(phrase) for phrase in senses)
    )
    return sum(found) / (sum(question.weights) or 1.0)
