"""SupportAgent: a customer's message in, a stored Reply out."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agent import texts
from agent.compose import Composed
from agent.desk import Desk, Turn
from agent.knowledge import KnowledgeBase, Source
from agent.llm import EXTRACTIVE
from agent.masking import mask
from agent.reply import OutcomeKind, Reply
from agent.settings import AgentSettings
from agent.steps import PERSON_AT_WORK, TurnState
from agent.trace import explain_turn


@dataclass(frozen=True, slots=True)
class SupportAgent:
    """Thread-safe. Everything that it needs is opened before it is made."""

    settings: AgentSettings
    desk: Desk
    knowledge: KnowledgeBase
    graph: Any  # of `agent.graph.build_graph`
    clock: Callable[[], datetime]

    @property
    def greeting(self) -> str:
        return texts.GREETING

    def starters(self) -> tuple[str, ...]:
        """What a customer might begin with: topics that the articles cover."""
        return self.knowledge.starters()

    def reply(self, conversation_id: str, text: str, client_message_id: str | None = None) -> Reply:
        """Answer one message. The same `client_message_id` again gives the same Reply.

        The message is stored before anything else, private data masked; the Reply is stored before it is returned.

        Raises:
            UnknownConversation: there is no such conversation.
        """
        begun = self.desk.begin_turn(conversation_id, mask(text), client_message_id)
        if isinstance(begun, Reply):
            return begun
        try:
            state: TurnState = self.graph.invoke({"turn": begun})
            reply, explained = self._reply(state, state["composed"]), explain_turn(state, self.settings)
            held = self._suggestion(state, state["held"]) if "held" in state else None
            return self.desk.finish_turn(begun, reply, explained, held)
        except BaseException:
            self.desk.abandon_turn(begun)
            raise

    def feedback(self, conversation_id: str, message_id: str, rating: int, comment: str | None) -> None:
        """Keep the customer's rating of a reply, 1 to 5, with private data in the comment masked.

        Raises:
            UnknownMessage: the message is not of this conversation.
            ValueError: another rating.
        """
        self.desk.feedback(conversation_id, message_id, rating, mask(comment) if comment else comment)

    def suggest(self, conversation_id: str) -> Reply | None:
        """What an operator may answer to the customer's last message, with its citations: all that the articles
        support, however unsure the agent is. None where they support nothing, or an operator has answered already."""
        asked = self.desk.last_asked(conversation_id)
        if asked is None:
            return None
        if asked.suggestion is not None:
            return asked.suggestion
        turn = Turn(conversation_id, asked.message_id, asked.text, asked.history, PERSON_AT_WORK)
        state: TurnState = self.graph.invoke({"turn": turn, "suggesting": True})
        if "composed" not in state:
            return None
        suggestion = self._suggestion(state, state["composed"])
        self.desk.keep_suggestion(asked.message_id, suggestion)
        return suggestion

    def source(self, source_id: str, release: str | None = None) -> Source:
        """An article as the customer may read it.

        Raises:
            UnknownArticle: no such article for customers.
            UnknownRelease: no such release.
        """
        return self.knowledge.source(source_id, release)

    def check_ready(self) -> None:
        """Return when a question could be answered now: the release is open, the desk is there.

        Raises:
            NoRelease, EmbedderMismatch: as `Knowledge.retriever` does.
        """
        self.desk.ping()
        self.knowledge.retriever()

    def warm_up(self, question: str) -> None:
        """Choose the starters and take a question all the way to its answer, so that models, dictionaries and patterns
        are loaded before the first customer comes. Nothing is stored; a model that may cost money is not called.

        Raises:
            NoRelease, EmbedderMismatch: as `Knowledge.retriever` does.
        """
        self.knowledge.retriever().retrieve(question)
        self.starters()
        if self.settings.llm == EXTRACTIVE:
            self.graph.invoke({"turn": Turn("", "", question, (), PERSON_AT_WORK), "suggesting": True})

    def _suggestion(self, state: TurnState, composed: Composed) -> Reply:
        """Words for an operator: nobody is called by them, and nothing is asked on."""
        reply = self._reply(state, composed)
        return reply.model_copy(update={"escalation": None, "suggestions": (), "outcome": OutcomeKind.ANSWERED})

    def _reply(self, state: TurnState, composed: Composed) -> Reply:
        lead = state.get("lead")
        confidence, evidence = (lead.confidence, lead.evidence) if lead else (None, None)
        if state["decision"].outcome is OutcomeKind.CLARIFY:
            confidence = None  # of an answer to a question that is not asked yet
        return Reply(
            id=uuid.uuid4().hex,
            created_at=self.clock(),
            outcome=state["decision"].outcome,
            text=composed.text,
            confidence=round(confidence.probability, 3) if confidence else None,
            citations=composed.citations,
            conflicts=composed.conflicts,
            escalation=state.get("escalation"),
            suggestions=state.get("suggestions", ()),
            release=evidence.release if evidence else None,
            model=self.settings.llm if lead and lead.draft else None,
        )
