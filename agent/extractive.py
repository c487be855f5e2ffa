"""The built-in chat model: composes an answer of the passages' own sentences, steps and rows. No weights, no network."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool

from agent.citations import QUOTE_LIMIT, plain
from agent.drafting import EvidenceMessage
from agent.question import AnswerKind, answers_kind
from agent.retrieval import Candidate, Evidence
from ingest.passage import Unit, UnitKind

PASSAGES_READ = 8
SECTIONS_USED = 2  # of all right answers on the development cases, a fifth stand in the second section
SECOND_SHARE = 0.75  # the second section speaks only when its score comes this near to the first
KIND_BONUS = 0.5  # on a passage's score, for words of the kind that is asked for
NEAR_BEST = 0.8  # sentences and items this near to the best one of their passage are said, too
WHOLE_LIST_SPREAD = 0.12  # where the items of a list are all alike to the question, it asks for the list, not for one of them
SENTENCES_A_PASSAGE = 2
ITEMS_A_PASSAGE = 4  # of a list that is not told whole
LIST_LIMIT = 12  # items; a longer list is no answer but an article


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
    """The draft: lines with the markers of their passages; empty where nothing can be quoted."""
    lines: list[str] = []
    for number, candidate in _sections(evidence):
        lines += (f"{line} [{number}]" for line in _lines(candidate, evidence.question.kind))
    return "\n".join(lines)


def _sections(evidence: Evidence) -> Iterator[tuple[int, Candidate]]:
    """The passages that speak, best first, each of another section, with their numbers."""

    def worth(numbered: tuple[int, Candidate]) -> float:
        candidate = numbered[1]
        return candidate.score + KIND_BONUS * _has_kind(candidate, evidence.question.kind)

    ranked = sorted(enumerate(evidence.candidates[:PASSAGES_READ], 1), key=worth, reverse=True)
    ranked = [each for each in ranked if _quotable(each[1])]
    used: list[tuple[str, tuple[str, ...]]] = []
    for number, candidate in ranked:
        section = (candidate.passage.source_id, candidate.passage.heading)
        if section in used or worth((number, candidate)) < SECOND_SHARE * worth(ranked[0]):
            continue
        used.append(section)
        yield number, candidate
        if len(used) == SECTIONS_USED:
            return


def _quotable(candidate: Candidate) -> list[tuple[Unit, float]]:
    units = zip(candidate.passage.units, candidate.units, strict=True)
    return [(unit, score) for unit, score in units if unit.end - unit.start <= QUOTE_LIMIT]


def _has_kind(candidate: Candidate, kind: AnswerKind) -> bool:
    return any(answers_kind(kind, _words(candidate, unit)) for unit, _ in _quotable(candidate))


def _words(candidate: Candidate, unit: Unit) -> str:
    return candidate.passage.slice(unit.start, unit.end)


def _lines(candidate: Candidate, kind: AnswerKind) -> Iterator[str]:
    """What one passage says to the question: a list with its lead-in, or some sentences."""
    units = _quotable(candidate)
    fitting = [each for each in units if answers_kind(kind, _words(candidate, each[0]))] or units
    best, score = max(fitting, key=lambda each: each[1])
    if best.lead_end and best.kind is not UnitKind.SENTENCE:
        yield from _list_lines(candidate, [each for each in units if each[0].lead_start == best.lead_start], fitting, kind)
        return
    near = [unit for unit, each in fitting if each >= NEAR_BEST * score and not (unit.lead_end and unit.kind is not UnitKind.SENTENCE)]
    near.sort(key=lambda unit: abs(unit.start - best.start))
    for unit in sorted(near[:SENTENCES_A_PASSAGE], key=lambda unit: unit.start):
        yield plain(_words(candidate, unit))


def _list_lines(
    candidate: Candidate, items: list[tuple[Unit, float]], fitting: list[tuple[Unit, float]], kind: AnswerKind
) -> Iterator[str]:
    scores = [score for _, score in items]
    steps = items[0][0].kind is UnitKind.STEP
    whole = len(items) <= LIST_LIMIT and (steps or max(scores) - min(scores) <= WHOLE_LIST_SPREAD)
    if kind not in (AnswerKind.HOW, AnswerKind.OPEN, AnswerKind.YES_NO):
        whole = False
    if not whole:
        near = sorted((each for each in items if each in fitting), key=lambda each: -each[1])
        near = [each for each in near if each[1] >= NEAR_BEST * near[0][1]][:ITEMS_A_PASSAGE]
        items = sorted(near, key=lambda each: each[0].start)
    lead = items[0][0]
    yield _ended(plain(candidate.passage.slice(lead.lead_start, lead.lead_end)), ":")
    for position, (unit, _) in enumerate(items, 1):
        mark = f"{position}. " if steps and whole else "- "
        yield mark + _ended(plain(_words(candidate, unit)).rstrip(" ;,|"), "." if not steps else "")


def _ended(text: str, end: str) -> str:
    return text if not end or text.endswith((".", "!", "?", ":", "…")) else text + end
