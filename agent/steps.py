"""The steps of one turn. Each takes the state that the steps before it made and returns what it adds."""

import logging
from dataclasses import dataclass, replace
from typing import TypedDict

from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool

from agent import texts
from agent.calibration import Calibration
from agent.citations import verify
from agent.compose import Composed, compose_answer, compose_conflict
from agent.confidence import Confidence, judge
from agent.decision import Decision, Situation, decide
from agent.desk import Turn, is_owned
from agent.disagreement import Disagreement, disagreements_behind, without_disputed_asides
from agent.drafting import Draft, draft_answer
from agent.escalation import call_person
from agent.extractive import ExtractiveChatModel
from agent.followup import in_context
from agent.knowledge import KnowledgeBase
from agent.reply import Escalation, OutcomeKind, Reason, TicketStatus
from agent.retrieval import Evidence
from agent.settings import AgentSettings
from agent.suggestions import next_questions
from agent.triage import Triage, TurnKind, triage
from agent.verdicts import VerifiedAnswer
from ingest.release import Release

logger = logging.getLogger(__name__)

OFFER_REMEMBERED = 6  # messages after which an offer of a person is forgotten: an old one must not haunt a later visit
NEEDS_ANSWER = frozenset({TurnKind.QUESTION})


class TurnState(TypedDict, total=False):
    turn: Turn
    triage: Triage
    release: Release
    evidence: Evidence
    draft: Draft
    answer: VerifiedAnswer
    disagreements: tuple[Disagreement, ...]
    confidence: Confidence
    threshold: float
    failure: str
    decision: Decision
    escalation: Escalation | None
    composed: Composed
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    settings: AgentSettings
    knowledge: KnowledgeBase
    model: BaseChatModel
    escalation_tool: BaseTool
    calibration: Calibration

    def triage(self, state: TurnState) -> TurnState:
        return {"triage": triage(state["turn"].text)}

    def answer(self, state: TurnState) -> TurnState:
        """Evidence → draft → verified answer → confidence. What breaks on the way becomes a failure, and the decision
        makes a person of it."""
        found: TurnState = {}
        for step in (self._retrieve, self._draft, self._verify, self._judge):
            try:
                found |= step(state | found)
            except Exception as error:
                name = step.__name__.strip("_")
                logger.exception("%s failed in conversation %s", name, state["turn"].conversation_id)
                return found | {"failure": f"{name}: {type(error).__name__}"}
        return found

    def _retrieve(self, state: TurnState) -> TurnState:
        retriever = self.knowledge.retriever()
        evidence = retriever.retrieve(in_context(state["triage"].question, state["turn"].history))
        return {"release": retriever.release, "evidence": evidence}

    def _draft(self, state: TurnState) -> TurnState:
        evidence = state["evidence"]
        if not evidence.candidates:
            return {"draft": Draft("")}
        return {"draft": draft_answer(self.model, evidence, state["turn"].history, self.escalation_tool)}

    def _verify(self, state: TurnState) -> TurnState:
        answer = verify(state["draft"].text, state["evidence"])
        drafted = state["draft"].wants_person is None and not isinstance(self.model, ExtractiveChatModel)
        if drafted and not answer.kept and state["evidence"].candidates:
            # Nothing that the model said stands in the articles: their own words are tried before a person is.
            extract = draft_answer(ExtractiveChatModel(), state["evidence"], (), self.escalation_tool)
            answer = verify(extract.text, state["evidence"])
        disagreements = disagreements_behind(answer.quotes, state["release"])
        answer, disagreements = without_disputed_asides(answer, disagreements, state["evidence"].question)
        return {"answer": answer, "disagreements": disagreements}

    def _judge(self, state: TurnState) -> TurnState:
        if state["draft"].wants_person is not None:
            return {}  # no answer was tried
        return {
            "confidence": judge(state["evidence"], state["answer"], self.calibration),
            "threshold": self.calibration.threshold(self.settings.target_risk),
        }

    def decide(self, state: TurnState) -> TurnState:
        confidence = state.get("confidence")
        answer = state.get("answer")
        draft = state.get("draft")
        situation = Situation(
            kind=state["triage"].kind,
            owned_by_operator=is_owned(state["turn"].escalation),
            person_offered=_person_offered(state["turn"]),
            failure=state.get("failure"),
            supported=answer is not None and bool(answer.kept),
            disagreement=bool(state.get("disagreements")),
            sure=confidence is not None and confidence.probability >= state["threshold"],
            on_topic=confidence is not None and confidence.topic >= self.calibration.topic_threshold,
            model_wants_person=draft is not None and draft.wants_person is not None,
            on_low_confidence="offer" if self.settings.on_low_confidence == "offer" else "ticket",
        )
        return {"decision": decide(situation)}

    def escalate(self, state: TurnState) -> TurnState:
        turn, reason = state["turn"], state["decision"].reason or Reason.FAILURE
        escalation = call_person(self.escalation_tool, turn, reason)
        words = texts.handed_over(reason, escalation, turn.escalation is not None)
        return {"escalation": escalation, "composed": Composed(words, ())}

    def compose(self, state: TurnState) -> TurnState:
        decision = state["decision"]
        if decision.outcome is OutcomeKind.OFFERED:
            reason = decision.reason or Reason.LOW_CONFIDENCE
            return {
                "composed": Composed(texts.offer(reason, self.settings.desk_channels), ()),
                "escalation": Escalation(ticket=None, reason=reason, status=TicketStatus.OFFERED),
            }
        if decision.outcome is OutcomeKind.RELAYED:
            return {"composed": Composed("", ()), "escalation": state["turn"].escalation}
        if decision.outcome is OutcomeKind.SMALLTALK:
            return {"composed": Composed(texts.SMALLTALK[state["triage"].kind], ())}
        if decision.outcome is OutcomeKind.DECLINED:
            return {"composed": Composed(texts.DECLINED, ()), "suggestions": self.knowledge.starters()}
        return self._compose_answer(state)

    def _compose_answer(self, state: TurnState) -> TurnState:
        release, kept = state["release"], state["answer"].kept
        waiting = state["turn"].escalation

        def url_of(source_id: str) -> str | None:
            return release.articles[source_id].url

        if state["decision"].outcome is OutcomeKind.CONFLICT:
            composed = compose_conflict(kept, state["disagreements"], url_of)
        else:
            composed = compose_answer(kept, url_of)
        offered = None
        if waiting is None and composed.conflicts:
            composed = _with_tail(composed, texts.PERSON_KNOWS)
            offered = Escalation(ticket=None, reason=Reason.LOW_CONFIDENCE, status=TicketStatus.OFFERED)
        elif waiting is None and state["evidence"].question.own_trouble:
            composed = _with_tail(composed, texts.PERSON_BESIDE)
            offered = Escalation(ticket=None, reason=Reason.OWN_DATA, status=TicketStatus.OFFERED)
        return {
            "composed": composed,
            "escalation": waiting or offered,
            "suggestions": next_questions(state["evidence"], composed.citations, state["turn"].history, release),
        }


def _with_tail(composed: Composed, tail: str) -> Composed:
    return replace(composed, text=f"{composed.text}\n\n{tail}")


def _person_offered(turn: Turn) -> bool:
    return any(
        each.reply.escalation is not None and each.reply.escalation.status is TicketStatus.OFFERED
        for each in turn.history[-OFFER_REMEMBERED:]
        if each.reply is not None
    )
