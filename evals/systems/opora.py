"""Opora in this process: the same assembly that the service uses."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from agent.calibration import Calibration
from agent.reply import Reply
from agent.support import SupportAgent
from evals.cases import Case
from evals.systems.base import Answer, RankedPassage
from ingest.article import Audience
from ingest.passage import Passage


@dataclass(slots=True)
class Opora:
    agent: SupportAgent
    name: str = "opora"
    calibration: Calibration | None = None  # of the agent, if not the one that comes with it
    _texts: dict[str, str] = field(default_factory=dict)
    _blinkered: SupportAgent | None = None  # the same agent, which can be kept from finding articles

    def ask(self, case: Case) -> Answer:
        from evals.systems.left_out import without

        agent = self._blinkered_agent() if case.left_out else self.agent
        conversation, _ = agent.desk.start_conversation()
        with without(case.left_out):
            for earlier in case.history:
                agent.reply(conversation, earlier)
            began = time.perf_counter()
            reply = agent.reply(conversation, case.question)
            seconds = time.perf_counter() - began
        _, trace = self.agent.desk.trace(reply.id)
        return answer_of(reply, trace, seconds, self.text_of)

    def find(self, question: str) -> tuple[RankedPassage, ...]:
        """What is found to a question, the best first; nothing is answered."""
        return tuple(
            _ranked(each.passage, each.score) for each in self.agent.knowledge.retriever().retrieve(question).candidates
        )

    def text_of(self, source_id: str) -> str:
        if source_id not in self._texts:
            self._texts[source_id] = self.agent.source(source_id).text
        return self._texts[source_id]

    def describe(self) -> Mapping[str, str]:
        settings = self.agent.settings
        reranker = {"reranker": settings.reranker} if settings.reranker else {}
        return reranker | {
            "model": settings.llm,
            "embedder": settings.embedding_model,
            "release": self.agent.knowledge.retriever().release.name,
            "on_low_confidence": settings.on_low_confidence,
        }

    def passages(self) -> tuple[RankedPassage, ...]:
        """All that a customer's question may find; nothing ranks them."""
        release = self.agent.knowledge.retriever().release
        return tuple(
            _ranked(each, 0.0)
            for each in release.all_passages()
            if release.articles[each.source_id].audience is Audience.CUSTOMER
        )

    def _blinkered_agent(self) -> SupportAgent:
        if self._blinkered is None:
            from agent.assemble import build_agent
            from evals.systems.left_out import KnowledgeWithout

            knowledge = KnowledgeWithout(self.agent.knowledge)
            self._blinkered = build_agent(
                self.agent.settings, desk=self.agent.desk, knowledge=knowledge, calibration=self.calibration
            )
        return self._blinkered


def answer_of(reply: Reply, trace: Mapping[str, Any], seconds: float, text_of: Callable[[str], str]) -> Answer:
    """`trace`: what is kept beside the reply (`agent.trace.explain_turn`)."""
    return Answer(
        reply=reply,
        evidence=tuple(_passage(each, text_of) for each in trace["candidates"]),
        explanation=trace,
        seconds=seconds,
        model_calls=trace["model_calls"],
        tokens=trace["tokens"],
    )


def _ranked(passage: Passage, score: float) -> RankedPassage:
    return RankedPassage(
        source_id=passage.source_id, start=passage.start, end=passage.end, score=score, text=passage.text
    )


def _passage(candidate: Mapping[str, Any], text_of: Callable[[str], str]) -> RankedPassage:
    source_id, start, end = candidate["source_id"], candidate["start"], candidate["end"]
    return RankedPassage(
        source_id=source_id, start=start, end=end, score=candidate["score"], text=text_of(source_id)[start:end]
    )


@contextmanager
def throwaway(articles: Path) -> Iterator[Opora]:
    """Opora over a folder of articles, with the settings of this process, in a home that is gone afterwards."""
    from agent.assemble import IN_MEMORY, build_agent
    from agent.settings import AgentSettings
    from ingest.embedding import embedder_identity, open_embedder
    from ingest.release import ReleaseStore
    from ingest.sync import sync

    with TemporaryDirectory(prefix="opora-evals-") as home:
        # A database that is set belongs to a service: these conversations are none of its customers'.
        settings = AgentSettings.read(home=Path(home), database_url=IN_MEMORY)
        name, prefixes = settings.embedding_model, settings.embedding_prefixes
        store = ReleaseStore(settings.home, lambda: open_embedder(name, prefixes))
        sync(articles, store, embedder_name=name, embedder_identity=embedder_identity(name, prefixes))
        yield Opora(build_agent(settings))
