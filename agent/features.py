"""What is known about an answer, in numbers. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ConfigDict

from agent.answer_kind import ADDRESSES, AnswerKind
from agent.retrieval import Candidate, Evidence
from ingest.lexical import HEADING_WEIGHT

MATCHED_SCALE = 10.0  # brings sums of weights
MISSING_SCALE = 5.0  # and single weights to the size of the other features


@dataclass(frozen=True, slots=True)
class Features:
    """More of each makes an answer likelier to be right, but of the missing; of `open` nobody knows."""

    __pydantic_config__ = ConfigDict(extra="forbid", allow_inf_nan=False)  # weights are read from a file

    gap: float  # by how much the best passage's score is above the next one's
    lexical: float  # the question's n-grams found in the best cited passage, its heading counted again by half
    dense: float  # cosine of the question with the best cited passage
    matched: float  # weight of the question's words that the cited passages hold, or near words: 0 to about 2
    missing: float  # weight of the heaviest thing in the question that they have no word near to: 0 to about 1
    unit: float  # share of the question's content in the one sentence, step or row of a cited passage that holds most
    open: float  # 1 when the question asks for no figure, no steps and no yes or no: many answers would do
    address: float  # 1 when it asks for a telephone or an address and the answer gives one


def features_of(evidence: Evidence, cited: Sequence[Candidate], answered: bool) -> Features:
    """`cited`: the passages that the answer cites; `answered`: something of it is left after verification."""
    question = evidence.question
    if not cited:
        return Features(0.0, 0.0, 0.0, 0.0, missing=1.0, unit=0.0, open=0.0, address=0.0)
    words = list(zip(question.weights, best_credits(cited), question.telling, strict=True))
    scores = [each.score for each in evidence.candidates]
    return Features(
        gap=scores[0] - scores[1] if len(scores) > 1 else scores[0],
        lexical=max(each.full + HEADING_WEIGHT * each.heading for each in cited),
        dense=max(each.dense for each in cited),
        matched=sum(weight * credit for weight, credit, _ in words) / MATCHED_SCALE,
        missing=max((weight * (1 - credit) for weight, credit, telling in words if telling), default=0.0)
        / MISSING_SCALE,
        unit=max((unit for each in cited for unit in each.units), default=0.0),
        open=float(question.kind is AnswerKind.OPEN),
        address=float(answered and question.kind in ADDRESSES),
    )


def best_credits(cited: Sequence[Candidate]) -> list[float]:
    """For each content word of the question, how near the cited passages come to it: 0 to 1."""
    return [max(credits) for credits in zip(*(each.credits for each in cited), strict=True)]
