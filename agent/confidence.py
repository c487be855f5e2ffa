"""What is known about an answer → the probability that it is right, and why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.calibration import Calibration
from agent.features import Features, best_credits, features_of
from agent.retrieval import Candidate, Evidence
from agent.verdicts import VerifiedAnswer

MISSED = 0.2  # a word with less credit than this counts as not found


@dataclass(frozen=True, slots=True)
class Confidence:
    probability: float  # that the answer is right
    topic: float  # that the articles are about this at all
    features: Features
    reasons: tuple[str, ...]  # the words of the question that the cited passages do not hold


def judge(evidence: Evidence, answer: VerifiedAnswer, calibration: Calibration) -> Confidence:
    """The probability that a verified answer is right, from named features."""
    cited = _cited(evidence, answer)
    features = features_of(evidence, cited, answer.quotes)
    credits = best_credits(cited)
    missed = [
        senses[0][0] for senses, credit in zip(evidence.question.senses, credits, strict=False) if credit < MISSED
    ]
    return Confidence(
        probability=calibration.answer.probability(features),
        topic=calibration.topic.probability(features),
        features=features,
        reasons=tuple(f"not in the cited passages: {each}" for each in missed),
    )


def _cited(evidence: Evidence, answer: VerifiedAnswer) -> Sequence[Candidate]:
    """The passages that the answer cites; without an answer, the best one."""
    quotes = answer.quotes
    cited = [each for each in evidence.candidates if any(quote.stands_in(each.passage) for quote in quotes)]
    return cited or evidence.candidates[:1]
