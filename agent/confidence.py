"""What is known about an answer → the probability that it is right, and why. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from agent.question import ADDRESSES, AnswerKind
from agent.retrieval import Candidate, Evidence
from agent.verdicts import VerifiedAnswer
from ingest.lexical import HEADING_WEIGHT


@dataclass(frozen=True, slots=True)
class Features:
    """What is known about an answer. More of each makes it likelier to be right, but of the missing."""

    gap: float  # by how much the best passage's score is above the next one's
    lexical: float  # the question's n-grams found in the best cited passage, its heading counted again by half
    dense: float  # cosine of the question with the best cited passage
    matched: (
        float  # weight of the question's words that the cited passages hold, in the same or near words: 0 to about 2
    )
    missing: float  # weight of the heaviest thing in the question that they have no word near to: 0 to about 1
    unit: float  # share of the question's content found in the one sentence, step or row cited that holds most: 0 to 1
    words: float  # tens of content words in the question: what fits many words fits not by chance
    open: float  # 1 when the question asks for no figure, no steps and no yes or no: many answers would do
    address: float  # 1 when it asks for a telephone or an address and the answer gives one


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
ANSWER_WEIGHTS = Features(
    gap=1.0, lexical=1.0, dense=0.9, matched=1.53, missing=-1.38, unit=1.0, words=1.0, open=0.5, address=2.67
)
# "The articles answer the question at all" (.85):
TOPIC_BIAS = -1.8
TOPIC_WEIGHTS = Features(
    gap=0.0, lexical=2.86, dense=1.09, matched=1.78, missing=-1.79, unit=0.0, words=0.0, open=0.0, address=0.0
)
MATCHED_SCALE = 10.0  # brings sums of weights
MISSING_SCALE = 5.0  # and single weights
WORDS_SCALE = 10.0  # and numbers of words to the size of the other features
MISSED = 0.2  # a word with less credit than this counts as not found


def judge(evidence: Evidence, answer: VerifiedAnswer) -> Confidence:
    """The probability that a verified answer is right, from named features."""
    cited = _cited(evidence, answer)
    features = _features(evidence, cited, bool(answer.kept))
    credits = _best_credits(cited)
    missed = [
        senses[0][0] for senses, credit in zip(evidence.question.senses, credits, strict=False) if credit < MISSED
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
    question = evidence.question
    if not cited:
        return Features(0.0, 0.0, 0.0, 0.0, missing=1.0, unit=0.0, words=0.0, open=0.0, address=0.0)
    words = list(zip(question.weights, _best_credits(cited), question.telling, strict=True))
    scores = [each.score for each in evidence.candidates]
    return Features(
        gap=scores[0] - scores[1] if len(scores) > 1 else scores[0],
        lexical=max(each.full + HEADING_WEIGHT * each.heading for each in cited),
        dense=max(each.dense for each in cited),
        matched=sum(weight * credit for weight, credit, _ in words) / MATCHED_SCALE,
        missing=max((weight * (1 - credit) for weight, credit, telling in words if telling), default=0.0)
        / MISSING_SCALE,
        unit=max((unit for each in cited for unit in each.units), default=0.0),
        words=len(words) / WORDS_SCALE,
        open=float(question.kind is AnswerKind.OPEN),
        address=float(answered and question.kind in ADDRESSES),
    )


def _best_credits(cited: Sequence[Candidate]) -> list[float]:
    return [max(credits) for credits in zip(*(each.credits for each in cited), strict=True)]


def _logistic(bias: float, weights: Features, features: Features) -> float:
    total = bias + sum(getattr(weights, field.name) * getattr(features, field.name) for field in fields(features))
    return 1.0 / (1.0 + math.exp(-total))
