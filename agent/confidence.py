"""What is known about an answer → the probability that it is right, and why. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from agent.citations import VerifiedAnswer
from agent.retrieval import HEADING_WEIGHT, Candidate, Evidence

SOFTMAX_SCALE = 8.0  # scores × 8 over the evidence: the share of the first told right from wrong with AUROC .80


@dataclass(frozen=True, slots=True)
class Features:
    """Each such that more of it makes a right answer likelier, so no weight is negative."""

    share: float  # of the first passage in the softmax of the scores
    lexical: float  # the question's n-grams found in the best cited passage, its heading counted again by half
    dense: float  # cosine of the question with the best cited passage
    matched: (
        float  # weight of the question's words that the cited passages hold, in the same or near words: 0 to about 2
    )


@dataclass(frozen=True, slots=True)
class Confidence:
    probability: float  # that the answer is right
    topic: float  # that the articles are about this at all
    features: Features
    reasons: tuple[str, ...]  # the words of the question that the cited passages do not hold


# Logistic regressions, fitted on the development cases of evals (90 questions that the articles answer, 50 that they
# do not) with an L2 penalty of .05: "a citation stands in the right section" (AUROC .77, cross-validated) and
# "the question is one of the 90" (.86).
ANSWER_BIAS, ANSWER_WEIGHTS = -2.8, Features(share=0.9, lexical=1.6, dense=2.3, matched=1.3)
TOPIC_BIAS, TOPIC_WEIGHTS = -2.7, Features(share=0.0, lexical=2.0, dense=3.3, matched=2.4)
MATCHED_SCALE = 10.0  # brings the sum of weights to the size of the other features
MISSED = 0.2  # a word with less credit than this counts as not found


def judge(evidence: Evidence, answer: VerifiedAnswer) -> Confidence:
    """The probability that a verified answer is right, from named features."""
    cited = _cited(evidence, answer)
    features = _features(evidence, cited)
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


def _features(evidence: Evidence, cited: Sequence[Candidate]) -> Features:
    if not cited:
        return Features(0.0, 0.0, 0.0, 0.0)
    scores = np.array([each.score for each in evidence.candidates])
    softmax = np.exp(SOFTMAX_SCALE * (scores - scores.max()))
    return Features(
        share=float(softmax.max() / softmax.sum()),
        lexical=max(each.full + HEADING_WEIGHT * each.heading for each in cited),
        dense=max(each.dense for each in cited),
        matched=sum(
            weight * credit for weight, credit in zip(evidence.question.weights, _best_credits(cited), strict=True)
        )
        / MATCHED_SCALE,
    )


def _best_credits(cited: Sequence[Candidate]) -> list[float]:
    return [max(credits) for credits in zip(*(each.credits for each in cited), strict=True)]


def _logistic(bias: float, weights: Features, features: Features) -> float:
    total = bias + sum(getattr(weights, field.name) * getattr(features, field.name) for field in fields(features))
    return 1.0 / (1.0 + math.exp(-total))
