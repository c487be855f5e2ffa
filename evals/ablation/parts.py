"""The parts that can be missing. Each is a slot of the agent in which something else is put: nothing is patched."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from agent.answer_kind import AnswerKind
from agent.extractive import ExtractiveChatModel
from agent.knowledge import KnowledgeBase, Source
from agent.retrieval import Evidence, PassageRetriever
from agent.steps import Steps, TurnState
from agent.triage import Triage, TurnKind
from evals.calibrate.asking import answer_everything
from ingest.conflicts import FactConflict
from ingest.facts import Fact
from ingest.release import Release

OWN_RECORD = "needs-own-record"  # the rule of triage


@dataclass(frozen=True, slots=True)
class Part:
    name: str  # as --part takes it
    title: str  # for a reader of the table
    without: Callable[[Steps], Steps]


def _weighing(**weights: float) -> Callable[[Steps], Steps]:
    """With these weights in the scores of passages."""
    return _searching(lambda retriever: _with(retriever, weights=replace(retriever.weights, **weights)))


def _searching(changed: Callable[[PassageRetriever], PassageRetriever]) -> Callable[[Steps], Steps]:
    return lambda steps: replace(steps, knowledge=_Searched(steps.knowledge, changed))


def _with(retriever: PassageRetriever, **fields_of_it: Any) -> PassageRetriever:
    return retriever.model_copy(update=fields_of_it)


@dataclass(frozen=True, slots=True)
class _Searched:
    """The same knowledge, searched in another way."""

    whole: KnowledgeBase
    changed: Callable[[PassageRetriever], PassageRetriever]

    def retriever(self) -> PassageRetriever:
        return self.changed(self.whole.retriever())

    def source(self, source_id: str, release: str | None = None) -> Source:
        return self.whole.source(source_id, release)

    def starters(self) -> tuple[str, ...]:
        return self.whole.starters()


class _WithoutKinds(PassageRetriever):
    """Once passages are found, «сколько», «где» and «можно ли» ask for any words."""

    def retrieve(self, question: str, context: str = "") -> Evidence:
        found = super().retrieve(question, context)
        return replace(found, question=replace(found.question, kind=AnswerKind.OPEN))


class _WithoutFacts(Release):
    """The same release, with no numbers, hours and sums found in its passages, so that none disagree."""

    def __init__(self, whole: Release) -> None:
        vars(self).update(vars(whole))

    def facts(self) -> tuple[Fact, ...]:
        return ()

    def conflicts(self) -> tuple[FactConflict, ...]:
        return ()

    def overruled(self) -> Mapping[Fact, Fact]:
        return {}


class _WithoutHistory(Steps):
    """Every question is answered as if it were the first one. A person who was offered is remembered."""

    def answer(self, state: TurnState) -> TurnState:
        return super().answer({**state, "turn": replace(state["turn"], history=())})


class _WithoutOwnRecord(Steps):
    """What only the customer's own record tells is looked for in the articles."""

    def triage(self, state: TurnState) -> TurnState:
        found = super().triage(state)["triage"]
        own = found.rule == OWN_RECORD
        return {"triage": Triage(TurnKind.QUESTION, "question", found.question, found.foreign) if own else found}


def _taking(kind: type[Steps]) -> Callable[[Steps], Steps]:
    return lambda steps: kind(**{each.name: getattr(steps, each.name) for each in fields(steps)})


PARTS = (
    Part("dense", "dense vectors, in the order", _weighing(dense=0)),
    Part("alignment", "alignment word by word, in the order", _weighing(alignment=0)),
    Part("headings", "more weight for headings", _weighing(heading=0)),
    Part("bonus", "bonus for the kind of answer, and for what does not happen", _weighing(kind=0, steps=0, negation=0)),
    Part("everyday", "everyday words", _searching(lambda retriever: _with(retriever, everyday={}))),
    Part(
        "repair",
        "repair by the articles’ words, English",
        _searching(lambda retriever: _with(retriever, repair=lambda question, knows: question)),
    ),
    Part("neighbours", "joining of neighbours", _searching(lambda retriever: _with(retriever, joined=0))),
    Part(
        "sections", "several sections in an answer", lambda steps: replace(steps, model=ExtractiveChatModel(sections=1))
    ),
    Part(
        "kind",
        "kind of answer asked for, in the answer",
        _searching(lambda retriever: _WithoutKinds(**dict(retriever))),
    ),
    Part(
        "facts",
        "facts found at ingest: disagreements, contacts, hours, waits",
        _searching(lambda retriever: _with(retriever, release=_WithoutFacts(retriever.release))),
    ),
    Part("history", "what was said before", _taking(_WithoutHistory)),
    Part("own-record", "the rule of the own record", _taking(_WithoutOwnRecord)),
    Part(
        "confidence",
        "confidence: all that is supported is answered",
        lambda steps: replace(steps, calibration=answer_everything()),
    ),
)
