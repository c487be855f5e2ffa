"""The built-in chat model: an answer of the passages' own sentences, steps and rows. No weights, no network."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool

from agent.citations import is_quotable, plain
from agent.drafting import EvidenceMessage
from agent.question import FIGURES, AnswerKind, Question, answers_kind
from agent.retrieval import Candidate, Evidence, stems_of
from ingest.passage import Unit, UnitKind

PASSAGES_READ = 8
SECTIONS_USED = 3  # of the development cases, .58 have the right section first, .67 among two, .74 among three
LATER_SHARE = 0.75  # a later section speaks only when its score comes this near to the first
NEAR_BEST = 0.8  # sentences and items this near to the best one of their passage are said, too
WHOLE_LIST_SPREAD = (
    0.12  # where the items of a list are all alike to the question, it asks for the list, not for one of them
)
SENTENCES_FIRST, SENTENCES_LATER = 2, 1
ITEMS_FIRST, ITEMS_LATER = 4, 2  # of a list that is not told whole
LIST_LIMIT = 12  # items; a longer list is no answer but an article
NEW_WORDS = 2  # content words that an answer adds to the question; «как вернуть товар» adds none


class ExtractiveChatModel(BaseChatModel):
    """Answers the last `EvidenceMessage` from its artifact; the rest of the conversation is not read."""

    @property
    def _llm_type(self) -> str:
        return "opora-extractive"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        evidence = next(each.artifact for each in reversed(messages) if isinstance(each, EvidenceMessage))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(extract(evidence)))])

    def bind_tools(
        self, tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool], **kwargs: Any
    ) -> Runnable[Any, AIMessage]:
        """The policy decides when a person is called, so there is nothing to bind."""
        return self


def extract(evidence: Evidence) -> str:
    """The draft: lines with the markers of their passages; empty where nothing answers the kind of question."""
    lines: list[str] = []
    for position, (number, candidate, answering) in enumerate(_sections(evidence)):
        said = _lines(candidate, answering, evidence.question.kind, first=position == 0)
        lines += (f"{line} [{number}]" for line in said)
    return "\n".join(lines)


Scored = tuple[Unit, float]  # a unit and its alignment with the question


def _sections(evidence: Evidence) -> Iterator[tuple[int, Candidate, list[Scored]]]:
    """The passages that speak, best first, each of another section: number, passage, the units that may answer."""
    used: list[tuple[str, tuple[str, ...]]] = []
    best = 0.0
    for number, candidate in enumerate(evidence.candidates[:PASSAGES_READ], 1):
        section = (candidate.passage.source_id, candidate.passage.heading)
        if section in used or not (answering := _answering(candidate, evidence.question)):
            continue
        best = best or candidate.score
        if candidate.score < LATER_SHARE * best:
            return
        used.append(section)
        yield number, candidate, answering
        if len(used) == SECTIONS_USED:
            return


def _answering(candidate: Candidate, question: Question) -> list[Scored]:
    """The quotable units that may answer: with the kind of words asked for, and with something new in them."""
    asked = {meaning for meanings in question.meanings for meaning in meanings}
    return [
        (unit, score)
        for unit, score in zip(candidate.passage.units, candidate.units, strict=True)
        if is_quotable(_words(candidate, unit))
        and answers_kind(question.kind, _words(candidate, unit))
        and len(set(stems_of(_words(candidate, unit))) - asked) >= NEW_WORDS
    ]


def _words(candidate: Candidate, unit: Unit) -> str:
    return candidate.passage.slice(unit.start, unit.end)


def _lines(candidate: Candidate, answering: list[Scored], asked: AnswerKind, *, first: bool) -> Iterator[str]:
    """What one passage says to the question: a list with its lead-in, or some sentences."""
    best, score = max(answering, key=lambda each: each[1])
    if best.kind is UnitKind.SENTENCE:
        alike = [unit for unit, each in answering if each >= NEAR_BEST * score and unit.kind is UnitKind.SENTENCE]
        alike.sort(key=lambda unit: abs(unit.start - best.start))
        for unit in sorted(alike[: SENTENCES_FIRST if first else SENTENCES_LATER], key=lambda unit: unit.start):
            yield plain(_words(candidate, unit))
        return
    units = zip(candidate.passage.units, candidate.units, strict=True)
    items = [each for each in units if each[0].kind is best.kind and each[0].lead_start == best.lead_start]
    if best.lead_end and best.kind is not UnitKind.ROW:  # the head of a table says nothing without its columns
        yield plain(candidate.passage.slice(best.lead_start, best.lead_end))
    if not _told_whole(items, best.kind, asked, first):
        near = sorted(
            (each for each in answering if each in items and each[1] >= NEAR_BEST * score), key=lambda each: -each[1]
        )
        items = sorted(near[: ITEMS_FIRST if first else ITEMS_LATER], key=lambda each: each[0].start)
    for number, (unit, _) in enumerate(items, 1):
        text = plain(_words(candidate, unit)).strip(" ;,|").replace(" | ", ": ", 1)
        yield (f"{number}. " if best.kind is UnitKind.STEP else "- ") + text


def _told_whole(items: list[Scored], unit: UnitKind, asked: AnswerKind, first: bool) -> bool:
    """Steps are told whole; other lists where the question is about the list and not about one of its items."""
    if len(items) > LIST_LIMIT or asked in FIGURES or not first:
        return False
    scores = [score for _, score in items]
    return unit is UnitKind.STEP or max(scores) - min(scores) <= WHOLE_LIST_SPREAD
