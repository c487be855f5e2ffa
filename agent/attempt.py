"""One question on its way: evidence → draft → verified answer → confidence."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool

from agent.agreed import agreed_facts_asked_for, gives
from agent.calibration import Calibration
from agent.citations import verify
from agent.confidence import Confidence, judge
from agent.desk import Message
from agent.disagreement import Disagreement, settle
from agent.drafting import Draft, draft_answer
from agent.extractive import ExtractiveChatModel
from agent.followup import Asked, choose, focused
from agent.retrieval import Evidence, PassageRetriever
from agent.verdicts import VerifiedAnswer

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """How far a question has come; what was not reached is None."""

    asked: Asked
    evidence: Evidence | None = None
    draft: Draft | None = None
    answer: VerifiedAnswer | None = None
    extracted: bool = False  # the answer is in the articles' own sentences, put together by the built-in model
    disagreements: tuple[Disagreement, ...] = ()
    plain: bool = False  # it gives a fact that is plainly asked for, and the articles agree on it
    confidence: Confidence | None = None  # None also where the model called a person: no answer was tried
    failure: str | None = None  # what broke, in English, for the log and `explain`

    def is_sure(self, threshold: float) -> bool:
        """Whether there is a supported answer that is right with at least this probability, or all that the articles
        say of a fact that the question plainly asks for: to show it is right, however it was found."""
        told_whole = self.plain or any(each.suffices for each in self.disagreements)
        return self.supported and (self.probability >= threshold or told_whole)

    @property
    def supported(self) -> bool:
        return self.answer is not None and bool(self.answer.kept)

    @property
    def wants_person(self) -> bool:
        """Whether the model called one."""
        return self.draft is not None and self.draft.wants_person is not None

    @property
    def own_trouble(self) -> bool:
        return self.evidence is not None and self.evidence.question.own_trouble

    @property
    def probability(self) -> float:
        return self.confidence.probability if self.confidence else 0.0


@dataclass(frozen=True, slots=True)
class Answering:
    retriever: PassageRetriever
    model: BaseChatModel
    escalation_tool: BaseTool
    calibration: Calibration

    def attempt(self, asked: Asked, history: Sequence[Message]) -> Attempt:
        """The answer to one question, as far as it comes: what breaks on the way becomes its failure."""
        attempt, step = Attempt(asked), "retrieve"
        try:
            evidence = self._evidence(asked)
            attempt, step = replace(attempt, evidence=evidence), "draft"
            draft = self._draft(evidence, history)
            attempt, step = replace(attempt, draft=draft), "verify"
            answer, extracted = self._verified(evidence, draft)
            agreed = agreed_facts_asked_for(evidence.question, self.retriever.release)
            answer, disagreements = settle(
                answer, evidence.question, self.retriever.release, evidence.candidates, agreed
            )
            plain = gives(answer, agreed)
            attempt = replace(attempt, answer=answer, extracted=extracted, disagreements=disagreements, plain=plain)
            step = "judge"
            if draft.wants_person is None:
                attempt = replace(attempt, confidence=judge(evidence, answer, self.calibration))
        except Exception as error:
            logger.exception("%s failed", step)
            return replace(attempt, failure=f"{step}: {type(error).__name__}")
        return attempt

    def _evidence(self, asked: Asked) -> Evidence:
        evidence = self.retriever.retrieve(asked.text, asked.context)
        if asked.context and not asked.certain:
            evidence = choose(asked, self.retriever.retrieve(asked.text), evidence)
        return focused(evidence, asked)

    def _draft(self, evidence: Evidence, history: Sequence[Message]) -> Draft:
        if not evidence.candidates:
            return Draft("")
        return draft_answer(self.model, evidence, history, self.escalation_tool)

    def _verified(self, evidence: Evidence, draft: Draft) -> tuple[VerifiedAnswer, bool]:
        """What stands in the articles, and whether it is in their own sentences."""
        answer = verify(draft.text, evidence)
        if isinstance(self.model, ExtractiveChatModel):
            return answer, True
        if draft.wants_person is not None or answer.kept or not evidence.candidates:
            return answer, False
        # Nothing that the model said stands in the articles: their own words are tried before a person is.
        extract = draft_answer(ExtractiveChatModel(), evidence, (), self.escalation_tool)
        return verify(extract.text, evidence), True
