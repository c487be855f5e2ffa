"""The steps of one turn. Each takes the state that the steps before it made and returns what it adds."""

import logging
from collections.abc import Container, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypedDict

from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool

from agent import texts
from agent.attempt import Answering, Attempt
from agent.calibration import Calibration
from agent.compose import Composed
from agent.decision import SUGGESTED, TO_REVIEW, Decision, Situation, decide
from agent.desk import Desk, Message, NoOpenTicket, TakenByAnother, Turn, is_owned
from agent.escalation import call_person
from agent.exchanges import exchanges, is_repeated, just_clarified, times_unhelped
from agent.followup import Asked, after, in_conversation, misses_its_point, once_more
from agent.joined import compose_attempts, with_lead, with_tail
from agent.knowledge import KnowledgeBase
from agent.parts import questions_of
from agent.readings import names_only_a_topic, readings_of
from agent.reply import Escalation, OutcomeKind, Reason, TicketStatus
from agent.settings import AgentSettings
from agent.suggestions import next_questions
from agent.told import not_again, only_told
from agent.triage import Triage, TurnKind, triage
from agent.unhelped import did_not_help
from ingest.release import Release

logger = logging.getLogger(__name__)

OFFER_REMEMBERED = 6  # messages after which an offer of a person is forgotten: an old one must not haunt a later visit
# Above the threshold, for another answer to who says that the first did not help: it is the agent's second guess.
SECOND_TRY_MARGIN = 0.15
# Words for an operator offer no person: one is there already.
PERSON_AT_WORK = Escalation(ticket=None, reason=Reason.ASKED_FOR_HUMAN, status=TicketStatus.QUEUED)
NEEDS_ANSWER = frozenset({TurnKind.QUESTION, TurnKind.UNRESOLVED})


class TurnState(TypedDict, total=False):
    turn: Turn
    suggesting: bool  # to an operator, who judges: whatever the articles support, however unsure
    triage: Triage
    release: Release
    attempts: tuple[Attempt, ...]  # one for each question of the message
    lead: Attempt  # the one that decides
    threshold: float  # of confidence: from it on an answer is given
    calibration: Calibration  # that judged
    readings: tuple[str, ...]  # what the question may mean, where it does not say
    decision: Decision
    escalation: Escalation | None
    composed: Composed
    suggestions: tuple[str, ...]
    held: Composed  # the answer that an operator reads first


@dataclass(frozen=True, slots=True)
class Steps:
    settings: AgentSettings
    knowledge: KnowledgeBase
    model: BaseChatModel
    escalation_tool: BaseTool
    calibration: Calibration
    desk: Desk

    def triage(self, state: TurnState) -> TurnState:
        found = triage(state["turn"].text)
        if found.kind is TurnKind.QUESTION and did_not_help(found.question) and once_more(state["turn"].history):
            found = replace(found, kind=TurnKind.UNRESOLVED, rule="did-not-help-after-a-question")
        if found.kind is TurnKind.PUZZLED and once_more(state["turn"].history):
            found = replace(found, kind=TurnKind.UNRESOLVED, rule="puzzled-after-an-answer")
        return {"triage": found}

    def answer(self, state: TurnState) -> TurnState:
        """Each question of the message on its way to an answer. What breaks becomes a failure, and the decision makes a
        person of it."""
        turn = state["turn"]
        asked = _asked(state["triage"], turn)
        if not asked:
            return {}
        try:
            retriever = self.knowledge.retriever()
        except Exception as error:
            logger.exception("retrieve failed in conversation %s", turn.conversation_id)
            return {"lead": Attempt(asked[0], failure=f"retrieve: {type(error).__name__}")}
        answering = Answering(retriever, self.model, self.escalation_tool, self.calibration)
        threshold = 0.0 if state.get("suggesting") else self._threshold(state["triage"])
        attempts = tuple(answering.attempt(each, turn.history) for each in asked)
        attempts = tuple(not_again(each, exchanges(turn.history), retriever.release) for each in attempts)
        lead = _lead(attempts, threshold)
        settled = just_clarified(exchanges(turn.history)) or len(attempts) > 1
        return {
            "release": retriever.release,
            "attempts": attempts,
            "lead": lead,
            "threshold": threshold,
            "calibration": self.calibration,
            "readings": () if settled else _readings(lead),
        }

    def _threshold(self, found: Triage) -> float:
        threshold = self.calibration.threshold(self.settings.target_risk)
        return min(1.0, threshold + SECOND_TRY_MARGIN) if found.kind is TurnKind.UNRESOLVED else threshold

    def decide(self, state: TurnState) -> TurnState:
        turn, before = state["turn"], exchanges(state["turn"].history)
        lead, threshold = state.get("lead"), state.get("threshold", 1.0)
        confidence = lead.confidence if lead else None
        on_topic = confidence is not None and confidence.topic >= self.calibration.topic_threshold
        situation = Situation(
            kind=state["triage"].kind,
            owned_by_operator=is_owned(turn.escalation),
            person_offered=_person_offered(turn.history),
            offered_just_now=_person_offered(turn.history[-1:], _NOTHING_ELSE),
            person_called=turn.escalation is not None,
            unhelped_before=times_unhelped(before) > 0,
            failure=lead.failure if lead else None,
            supported=lead is not None and lead.supported,
            disagreement=any(each.disagreements for each in _answered(state)),
            # To an operator it need not be sure, but of what the customer asks about.
            sure=lead is not None and _is_sure(lead, threshold) and (on_topic or not state.get("suggesting")),
            on_topic=on_topic,
            ambiguous=bool(state.get("readings")),
            bare=lead is not None and lead.evidence is not None and names_only_a_topic(lead.evidence.question),
            upset=state["triage"].upset,
            model_wants_person=lead is not None and lead.wants_person,
            on_low_confidence="offer" if self.settings.on_low_confidence == "offer" else "ticket",
        )
        return {"decision": decide(situation)}

    def escalate(self, state: TurnState) -> TurnState:
        turn, reason = state["turn"], state["decision"].reason or Reason.FAILURE
        escalation = call_person(self.escalation_tool, turn, reason)
        unhelped = state["triage"].kind is TurnKind.UNRESOLVED and reason is Reason.LOW_CONFIDENCE
        lead = texts.handed_over(reason, turn.escalation is not None, unhelped, reviewed=state["decision"] is TO_REVIEW)
        words = f"{lead} {texts.waiting(escalation, self.desk.now(), self.settings.desk_channels)}"
        if state["triage"].foreign:
            words = f"{words}\n\n{texts.CALLED_IN_ENGLISH}"
        found = _with_nearest(state, TurnState(escalation=escalation, composed=Composed(words, ())))
        return self._asking_on(turn, found)

    def _asking_on(self, turn: Turn, found: TurnState) -> TurnState:
        """With the next thing that an operator will need, while one is waited for."""
        question = self.desk.next_question(turn.conversation_id)
        return found | TurnState(composed=with_tail(found["composed"], question)) if question else found

    def review(self, state: TurnState) -> TurnState:
        """The answer is kept for an operator, who reads it first; the customer is handed over."""
        if state["decision"].outcome not in SUGGESTED:
            return {"decision": TO_REVIEW}
        for_operator = state | TurnState(turn=replace(state["turn"], escalation=PERSON_AT_WORK))
        return {"held": self.compose(for_operator)["composed"], "decision": TO_REVIEW}

    def compose(self, state: TurnState) -> TurnState:
        decision, waiting = state["decision"], state["turn"].escalation
        if decision.outcome is OutcomeKind.OFFERED:
            reason = decision.reason or Reason.LOW_CONFIDENCE
            foreign = state["triage"].foreign and reason is Reason.LOW_CONFIDENCE
            words = texts.ONLY_RUSSIAN if foreign else texts.offer(reason, self.settings.desk_channels)
            return _with_nearest(state, _offering(reason, Composed(words, ())))
        if decision.outcome is OutcomeKind.RELAYED:
            return {"composed": Composed("", ()), "escalation": waiting}
        if decision.outcome is OutcomeKind.SMALLTALK:
            return self._small_talk(state)
        if decision.outcome is OutcomeKind.CLARIFY:
            readings = state["readings"]
            return {"composed": Composed(texts.clarify(readings), ()), "suggestions": readings}
        if decision.outcome is OutcomeKind.DECLINED:
            return self._decline(state)
        return self._compose_answer(state)

    def _small_talk(self, state: TurnState) -> TurnState:
        kind, turn = state["triage"].kind, state["turn"]
        found = TurnState(composed=Composed(texts.SMALLTALK[kind], ()))
        if kind is TurnKind.HUMAN_REFUSAL and turn.escalation is not None:
            # Another worker, or an operator, may have been quicker: then there is nothing left to cancel.
            with suppress(NoOpenTicket, TakenByAnother):
                self.desk.cancel(turn.conversation_id)
        return self._asking_on(turn, found) if kind is TurnKind.DETAILS else found

    def _decline(self, state: TurnState) -> TurnState:
        found = state["triage"]
        words = texts.DECLINED_ORDER if found.kind is TurnKind.INSTRUCTION else texts.DECLINED
        declined = TurnState(composed=Composed(words, ()), suggestions=self.knowledge.starters())
        if found.foreign and state["turn"].escalation is None:
            return declined | _offering(Reason.LOW_CONFIDENCE, Composed(texts.ONLY_RUSSIAN, ()))
        if state["turn"].escalation is None and "lead" in state and (state["lead"].own_trouble or found.upset):
            declined |= _offering(Reason.OWN_DATA, Composed(texts.DECLINED_TROUBLE, ()))
        return declined

    def _compose_answer(self, state: TurnState) -> TurnState:
        turn, answered, release = state["turn"], _answered(state), state["release"]
        composed = compose_attempts(answered, release.articles.__getitem__)
        suggestions: tuple[str, ...] = ()
        if state["lead"].evidence is not None:
            suggestions = next_questions(state["lead"].evidence, composed.citations, turn.history, release)
        before = exchanges(turn.history)
        again = is_repeated(turn.text, before) or only_told(answered, turn.text, before, release)
        if again:
            composed = with_lead(texts.ASKED_AGAIN, composed)
        elif state["triage"].kind is TurnKind.UNRESOLVED:
            composed, again = with_lead(texts.ANOTHER_TRY, composed), True
        elif state["triage"].upset and turn.escalation is None:
            composed = with_lead(texts.SORRY, composed)
        left_open = [each.asked.text for each in state["attempts"] if each not in answered]
        if left_open:
            composed = with_tail(composed, texts.left_open(left_open))
        found = TurnState(composed=composed, escalation=turn.escalation, suggestions=suggestions)
        if turn.escalation is not None:
            return found
        if composed.conflicts:
            return found | _offering(Reason.LOW_CONFIDENCE, with_tail(composed, texts.PERSON_KNOWS))
        if left_open:
            return found | _offering(Reason.LOW_CONFIDENCE, with_tail(composed, texts.PERSON_FOR_THE_REST))
        if state["triage"].upset or any(each.own_trouble for each in answered):
            reason = Reason.COMPLAINT if state["triage"].upset else Reason.OWN_DATA
            return found | _offering(reason, with_tail(composed, texts.PERSON_BESIDE))
        if again:
            return found | _offering(Reason.LOW_CONFIDENCE, with_tail(composed, texts.PERSON_BESIDE))
        return found


def _with_nearest(state: TurnState, found: TurnState) -> TurnState:
    """To what was not answered surely enough, the nearest questions that the articles do answer. Who was not helped by
    them has read them."""
    evidence = state["lead"].evidence if "lead" in state else None
    reason = None if state["decision"] is TO_REVIEW else state["decision"].reason
    unsure = reason is Reason.LOW_CONFIDENCE and state["triage"].kind is TurnKind.QUESTION
    if not unsure or state["triage"].foreign or evidence is None:
        return found
    nearest = next_questions(evidence, (), state["turn"].history, state["release"])
    if not nearest:
        return found
    return found | TurnState(composed=with_tail(found["composed"], texts.nearest(nearest)), suggestions=nearest)


def _asked(found: Triage, turn: Turn) -> tuple[Asked, ...]:
    """The questions of a message, each put back into what was said before it."""
    if found.kind is TurnKind.UNRESOLVED:
        again = once_more(turn.history)
        return (again,) if again else ()
    questions = questions_of(found.question)
    first = in_conversation(questions[0], turn.history)
    return (first, *(after(text, earlier) for earlier, text in pairwise(questions)))


def _lead(attempts: Sequence[Attempt], threshold: float) -> Attempt:
    """The attempt that decides: one that failed; of the sure ones the least sure; of the others the surest."""
    failed = [each for each in attempts if each.failure]
    sure = [each for each in attempts if _is_sure(each, threshold)]
    if failed or sure:
        return min(failed or sure, key=lambda each: each.probability)
    return max(attempts, key=lambda each: each.probability)


def _answered(state: TurnState) -> tuple[Attempt, ...]:
    return tuple(each for each in state.get("attempts", ()) if _is_sure(each, state["threshold"]))


def _is_sure(attempt: Attempt, threshold: float) -> bool:
    """Whether an answer may be given: of a second guess only by its probability, of a follow-up only with something to
    what it asks of its own."""
    if attempt.evidence is None or misses_its_point(attempt.asked, attempt.evidence):
        return False
    return attempt.is_sure(threshold) and (not attempt.asked.shown or attempt.probability >= threshold)


def _readings(attempt: Attempt) -> tuple[str, ...]:
    """What a question may mean; one that goes on from another is read in its light, and not as a bare topic."""
    if attempt.evidence is None or attempt.asked.goes_on or attempt.asked.context:
        return ()
    return readings_of(attempt.evidence)


def _offering(reason: Reason, composed: Composed) -> TurnState:
    return {"composed": composed, "escalation": Escalation(ticket=None, reason=reason, status=TicketStatus.OFFERED)}


# Beside an answer a person is offered in case it does not help: «хорошо» there is no call for one.
_NOTHING_ELSE = frozenset({OutcomeKind.OFFERED, OutcomeKind.DECLINED})


def _person_offered(history: Sequence[Message], by: Container[OutcomeKind] = frozenset(OutcomeKind)) -> bool:
    return any(
        each.reply.outcome in by
        and each.reply.escalation is not None
        and each.reply.escalation.status is TicketStatus.OFFERED
        for each in history[-OFFER_REMEMBERED:]
        if each.reply is not None
    )
