"""What is known about an answer → the probability that it is right, and why. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from agent.question import ADDRESSES
from agent.retrieval import Candidate, Evidence
from agent.verdicts import VerifiedAnswer
from ingest.lexical import HEADING_WEIGHT

SOFTMAX_SCALE = 8.0  # scores × 8 over the evidence: the share of the first told right from wrong with AUROC .80


@dataclass(frozen=True, slots=True)
class Features:
    """What is known about an answer. More of each makes it likelier to be right, but of the missing."""

    share: float  # of the first passage in the softmax of the scores
    lexical: float  # the question's n-grams found in the best cited passage, its heading counted again by half
    dense: float  # cosine of the question with the best cited passage
    matched: (
        float  # weight of the question's words that the cited passages hold, in the same or near words: 0 to about 2
    )
    missing: float  # weight of the heaviest thing in the question that they have no word near to: 0 to about 1
    address: float  # 1 when the question asks for a telephone or an address and the answer gives one


@dataclass(frozen=True, slots=True)
class Confidence:
    probability: float  # that the answer is right
    topic: float  # that the articles are about this at all
    features: Features
    reasons: tuple[str, ...]  # the words of the question that the cited passages do not hold


# Logistic regressions with an L2 penalty of .03, fitted on the development cases of evals over both sets of articles
# (160 questions that the articles answer, 95 that they do not); AUROC on the held-out cases in brackets.
# "A citation stands in the right section" (.86):
ANSWER_BIAS = -3.09
ANSWER_WEIGHTS = Features(share=1.49, lexical=2.05, dense=0.9, matched=1.53, missing=-1.38, address=2.67)
# "The articles answer the question at all" (.85):
TOPIC_BIAS = -1.8
TOPIC_WEIGHTS = Features(share=0.0, lexical=2.86, dense=1.09, matched=1.78, missing=-1.79, address=0.0)
MATCHED_SCALE = 10.0  # brings sums of weights
MISSING_SCALE = 5.0  # and single weights to the size of the other features
MISSED = 0.2  # a word with less credit than this counts as not found


def judge(evidence: Evidence, answer: VerifiedAnswer) -> Confidence:
    """The probability that a verified answer is right, from named features."""
    cited = _cited(evidence, answer)
    features = _features(evidence, cited, bool(answer.kept))
    credits = _best_credits(cited)
    missed = [
        meanings[0] for meanings, credit in zip(evidence.question.meanings, credits, strict=False) if credit < MISSED
    ]
    return Confidence(
        probability=_logistic(ANSWER_BIAS, ANSWER_WEIGHTS, features),
        topic=_logistic(TOPIC_BIAS, TOPIC_WEIGHTS, features),
        features=features,
        reasons=tuple(f"not in the cited passages: {each}" for each in missed),
    )


def _cited(evidence: Evidence, answer: VerifiedAnswer) -> Sequence[Candidate]:
    """The passages that the answer cites; without an answer, the best one."""
    cited = {quote.passage.id for quote in answer.quotes}
    return [each for each in evidence.candidates if each.passage.id in cited] or evidence.candidates[:1]


def _features(evidence: Evidence, cited: Sequence[Candidate], answered: bool) -> Features:
    if not cited:
        return Features(share=0.0, lexical=0.0, dense=0.0, matched=0.0, missing=1.0, address=0.0)
    question = evidence.question
    words = list(zip(question.weights, _best_credits(cited), question.telling, strict=True))
    scores = np.array([each.score for each in evidence.candidates])
    softmax = np.exp(SOFTMAX_SCALE * (scores - scores.max()))
    return Features(
        share=float(softmax.max() / softmax.sum()),
        lexical=max(each.full + HEADING_WEIGHT * each.heading for each in cited),
        dense=max(each.dense for each in cited),
        matched=sum(weight * credit for weight, credit, _ in words) / MATCHED_SCALE,
        missing=max((weight * (1 - credit) for weight, credit, telling in words if telling), default=0.0)
        / MISSING_SCALE,
        address=float(answered and question.kind in ADDRESSES),
    )


def _best_credits(cited: Sequence[Candidate]) -> list[float]:
    return [max(credits) for credits in zip(*(each.credits for each in cited), strict=True)]


def _logistic(bias: float, weights: Features, features: Features) -> float:
    total = bias + sum(getattr(weights, field.name) * getattr(features, field.name) for field in fields(features))
    return 1.0 / (1.0 + math.exp(-total))
