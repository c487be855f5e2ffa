"""What is known about an answer → the probability that it is right, and why. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from agent.citations import VerifiedAnswer
from agent.question import answers_kind
from agent.retrieval import Candidate, Evidence

SOFTMAX_SCALE = 8.0  # scores × 8 over the evidence: the share of the first told right from wrong with AUROC .80


@dataclass(frozen=True, slots=True)
class Features:
    """Each such that more of it makes a right answer likelier."""

    share: float  # of the first passage in the softmax of the scores
    lexical: float  # the question's n-grams found in the best cited passage, heading included
    dense: float  # cosine of the question with the best cited passage
    alignment: float  # the question's content, in the same or near words, in the best cited unit and around it
    kind: float  # 1: the kind of answer asked for stands in the cited words, or none in particular was asked for


@dataclass(frozen=True, slots=True)
class Confidence:
    probability: float  # that the answer is right
    topic: float  # that the articles are about this at all
    features: Features
    reasons: tuple[str, ...]  # what speaks against the answer, in words for `explain`


BIAS = -3.0
WEIGHTS = Features(share=0.5, lexical=1.0, dense=1.0, alignment=3.0, kind=1.5)
TOPIC_BIAS = -4.0
TOPIC_WEIGHTS = Features(share=0.0, lexical=2.0, dense=2.0, alignment=4.0, kind=0.0)


def judge(evidence: Evidence, answer: VerifiedAnswer) -> Confidence:
    """The probability that a verified answer is right, from named features."""
    features = features_of(evidence, answer)
    weak = tuple(field.name for field in fields(features) if getattr(features, field.name) < 0.3)
    return Confidence(_logistic(BIAS, WEIGHTS, features), _logistic(TOPIC_BIAS, TOPIC_WEIGHTS, features), features, weak)


def features_of(evidence: Evidence, answer: VerifiedAnswer) -> Features:
    """The features of an answer; without one, those of the best passage."""
    if not evidence.candidates:
        return Features(0.0, 0.0, 0.0, 0.0, 0.0)
    cited = _cited(evidence, answer) or evidence.candidates[:1]
    words = " ".join(quote.text for quote in answer.quotes)
    scores = np.array([each.score for each in evidence.candidates])
    softmax = np.exp(SOFTMAX_SCALE * (scores - scores.max()))
    return Features(
        share=float(softmax.max() / softmax.sum()),
        lexical=max(each.full + 0.5 * each.heading for each in cited),
        dense=max(each.dense for each in cited),
        alignment=max(max(each.units, default=0.0) for each in cited),
        kind=float(answers_kind(evidence.question.kind, words)),
    )


def _cited(evidence: Evidence, answer: VerifiedAnswer) -> Sequence[Candidate]:
    cited = {quote.passage.id for quote in answer.quotes}
    return [each for each in evidence.candidates if each.passage.id in cited]


def _logistic(bias: float, weights: Features, features: Features) -> float:
    total = bias + sum(getattr(weights, field.name) * getattr(features, field.name) for field in fields(features))
    return 1.0 / (1.0 + math.exp(-total))
