"""The built-in chat model: an answer of the passages' own sentences, steps and rows. No weights, no network."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool

from agent.answer_kind import ADDRESSES, FIGURES, AnswerKind, answers_kind
from agent.citations import is_quotable
from agent.coherence import points_back, speaks_of_before
from agent.drafting import EvidenceMessage
from agent.fitness import can_answer
from agent.nearness import stems_of
from agent.promises import promises
from agent.question import Question, is_about
from agent.retrieval import Candidate, Evidence
from agent.statements import plain, without_bars
from agent.yes_no import answers_another, yes_or_no
from ingest.passage import Section, Unit, UnitKind
from ingest.units import TOPIC_MAX

PASSAGES_READ = 8
SECTIONS_USED = 3  # of the development cases, .58 have the right section first, .67 among two, .74 among three
LATER_SHARE = 0.75  # a later section speaks only when its score comes this near to the first
# A later section speaks only when its best unit covers this share of what the best unit of the first one covers. On 649
# development cases: none .650 right, 226 answers of one section, 210 of three; .75: .638, 339, 126; .8: .638, 366, 115;
# .85: .635, 391, 103; .9: .629, 418, 98.
LATER_UNIT = 0.8
NEAR_BEST = 0.8  # sentences and items this near to the best one of their passage are said, too
WHOLE_LIST_SPREAD = (
    0.12  # where the items of a list are all alike to the question, it asks for the list, not for one of them
)
ANSWER_LENGTH = 500  # characters that the first section speaks beyond the list or the sentence that answers best
# Characters; only steps and a list that is told whole may be longer. With it later sections have room for a sentence or
# two: on the development cases .65 are right, as without a limit, and the longest tenth has 580 characters, not 740.
REPLY_LENGTH = 600
SENTENCES_FIRST, SENTENCES_LATER = 2, 1
ITEMS_FIRST, ITEMS_LATER = 4, 2  # of a list that is not told whole
LIST_LIMIT = 12  # items; a longer list is no answer but an article
# What stands farther away than the block before and the block behind is said where it shares this much with the
# question, of what the best one shares. On 649 development cases of help centres, and 623 of an encyclopaedia: 0 .639
# and .812 right, middle answer 397 characters; .7: .643, .822, 340; .8: .629, .822, 307.
FARTHER = 0.7
PARAGRAPH_GAP = 2  # code points between a sentence and the next, of another paragraph at the most
HEADED = 0.5  # share of the question that stands in a section's heading, at which the section is what was asked for
POLAR_BONUS = 0.2  # for the sentence that says yes or no to a question that asks for it
NEW_WORDS = 2  # content words that an answer adds to the question; «как вернуть товар» adds none


class ExtractiveChatModel(BaseChatModel):
    """Answers the last `EvidenceMessage` from its artifact; the rest of the conversation is not read."""

    sections: int = SECTIONS_USED  # that may speak in one answer

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
        return ChatResult(generations=[ChatGeneration(message=AIMessage(extract(evidence, self.sections)))])

    def bind_tools(
        self, tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool], **kwargs: Any
    ) -> Runnable[Any, AIMessage]:
        """The policy decides when a person is called, so there is nothing to bind."""
        return self


def extract(evidence: Evidence, sections: int = SECTIONS_USED) -> str:
    """The draft: lines with the markers of their passages, of so many sections at the most; empty where nothing answers
    the kind of question."""
    question = evidence.question
    lines: list[str] = []
    length = 0
    lacks_steps = question.kind is AnswerKind.HOW
    for number, candidate, answering in _sections(evidence, sections):
        said = list(_lines(candidate, answering, question, first=not lines, steps=lacks_steps))
        length += sum(map(len, said))
        is_steps = any(line[:1].isdigit() for line in said)
        if lines and length > REPLY_LENGTH and not (lacks_steps and is_steps):
            break
        lines += (f"{line} [{number}]" for line in said)
        lacks_steps = lacks_steps and not is_steps
    return "\n".join(lines) if any(answers_kind(question.kind, line) for line in lines) else ""


Scored = tuple[Unit, float]  # a unit and its alignment with the question


def _sections(evidence: Evidence, most: int) -> Iterator[tuple[int, Candidate, list[Scored]]]:
    """The passages that speak, best first, each of another section: number, passage, the units that may answer."""
    used: list[Section] = []
    best = best_unit = 0.0
    # A number or an address stands where it stands, however well other passages speak of calling and writing.
    read = None if evidence.question.kind in ADDRESSES else PASSAGES_READ
    lacks_steps = evidence.question.kind is AnswerKind.HOW  # steps need not repeat the words of their heading
    for number, candidate in enumerate(evidence.candidates[:read], 1):
        if candidate.passage.section in used or not (answering := _answering(candidate, evidence.question)):
            continue
        best = best or candidate.score
        if candidate.score < LATER_SHARE * best:
            return
        unit = max(score for _, score in answering)
        best_unit = best_unit or unit
        steps = lacks_steps and any(each.kind is UnitKind.STEP for each, _ in answering)
        if unit < LATER_UNIT * best_unit and not steps:
            continue
        lacks_steps = lacks_steps and not steps
        used.append(candidate.passage.section)
        yield number, candidate, answering
        if len(used) == most:
            return


def _answering(candidate: Candidate, question: Question) -> list[Scored]:
    """The quotable units that may answer: with the kind of words asked for, and with something new in them."""
    asked = {stem for senses in question.senses for phrase in senses for stem in phrase}
    return [
        (unit, score)
        for unit, score in zip(candidate.passage.units, candidate.units, strict=True)
        if is_quotable(_words(candidate, unit))
        and not _words(candidate, unit).endswith("?")
        and not answers_another(question, candidate.passage, _words(candidate, unit))
        and can_answer(question, _words(candidate, unit), candidate.passage.lead_of(unit))
        and (
            len(set(stems_of(_words(candidate, unit))) - asked) >= NEW_WORDS
            or _says_yes_or_no(candidate, unit, question)
        )
    ]


def _words(candidate: Candidate, unit: Unit) -> str:
    return candidate.passage.slice(unit.start, unit.end)


def _lines(
    candidate: Candidate, answering: list[Scored], question: Question, *, first: bool, steps: bool
) -> Iterator[str]:
    """What one passage says to the question: the first one at length, a later one the steps that are lacking so far, or
    else a sentence, since a second list would bury the first one."""
    asked = question.kind
    if not first:
        wanted = UnitKind.STEP if steps else UnitKind.SENTENCE
        rest = [each for each in answering if each[0].kind is not UnitKind.STEP]
        answering = [each for each in answering if each[0].kind is wanted] or rest
    if not answering:
        return iter(())
    best, score = max(answering, key=lambda each: each[1] + POLAR_BONUS * _says_yes_or_no(candidate, each[0], question))
    near = [each for each in answering if each[1] >= NEAR_BEST * score and each[0].kind is best.kind]
    near.sort(key=lambda each: (-each[1], abs(each[0].start - best.start)))
    blocks = _blocks(candidate, question)
    middle = next(position for position, block in enumerate(blocks) if best in [unit for unit, _ in block])
    if first and asked not in FIGURES:
        told = _at_length(candidate, blocks, middle, near, question)
    elif best.kind is UnitKind.SENTENCE:
        told = near[: SENTENCES_FIRST if first else SENTENCES_LATER]
    else:
        told = _of_list(blocks[middle], near, ITEMS_LATER)
    if not first and _gives_unasked(candidate, told, question):
        told = []
    if _says_yes_or_no(candidate, best, question):  # the answer begins with it
        told = [each for each in told if each[0].start >= best.start]
    return _told(candidate, _from_its_beginning(blocks, candidate, sorted(told, key=lambda each: each[0].start)))


def _says_yes_or_no(candidate: Candidate, unit: Unit, question: Question) -> bool:
    return yes_or_no(question, candidate.passage, unit) is not None


def _from_its_beginning(blocks: list[list[Scored]], candidate: Candidate, told: list[Scored]) -> list[Scored]:
    """No answer begins in mid-air: «он», «оба способа», «за него говорят:» come with the sentence before, or go; a list
    stays without such words over it where its heading is what was asked."""
    gone: list[Scored] = []  # what points back itself, and to nothing: it explains no other
    while told:
        unit = told[0][0]
        start, end = (unit.lead_start, unit.lead_end) if unit.lead_end else (unit.start, unit.end)
        if not points_back(candidate.passage.slice(start, end)):
            return told
        before = next((block for block in reversed(blocks) if block[-1][0].end <= start), [])
        if len(before) == 1 and before[0] not in gone and start - before[0][0].end <= PARAGRAPH_GAP:
            told = [*before, *told]
        elif unit.lead_end and candidate.heading >= HEADED:
            told = [_without_lead(each) if each[0].lead_end == unit.lead_end else each for each in told]
        else:
            kept = [each for each in told[1:] if not unit.lead_end or each[0].lead_end != unit.lead_end]
            gone += (each for each in told if each not in kept)
            told = kept
    return told


def _without_lead(scored: Scored) -> Scored:
    unit, score = scored
    return Unit(unit.kind, unit.start, unit.end), score


def _at_length(
    candidate: Candidate, blocks: list[list[Scored]], middle: int, near: list[Scored], question: Question
) -> list[Scored]:
    """The sentence or list that answers best, what stands beside it, and what else of the section is nearly as good: a
    section answers its heading, and the words of the question need not stand in the sentence that one needs."""
    scores = [score for _, score in blocks[middle]]
    if any("?" in _words(candidate, unit) for unit, _ in blocks[middle]):
        return near[:1]  # of a list of questions with their answers, one
    if max(scores) - min(scores) <= WHOLE_LIST_SPREAD and len(scores) <= LIST_LIMIT:
        told = blocks[middle]
    else:
        told = _of_list(blocks[middle], near, ITEMS_FIRST)
    if len(told) < len(blocks[middle]):
        return told
    length = _length(told)
    enough = FARTHER * max(scores)
    said = {place for place, block in enumerate(blocks) if max(score for _, score in block) >= enough}
    said |= {middle - 1, middle, middle + 1}
    said |= {place for place in range(len(blocks)) if {place - 1, place + 1} <= said}  # a hole would part what belongs
    around = [place for place in said - {middle} if 0 <= place < len(blocks)]
    # What answers nearly as well comes before what merely stands beside the best, or it might have no room.
    around.sort(key=lambda place: (not any(each in near for each in blocks[place]), abs(place - middle), -place))
    for block in (blocks[place] for place in around):
        if _gives_unasked(candidate, block, question):
            continue
        length += _length(block)
        if length > ANSWER_LENGTH:
            break
        told = [*told, *block]
    return told


def _blocks(candidate: Candidate, question: Question) -> list[list[Scored]]:
    """The quotable units in their order; those of one list or table together, each sentence alone. No questions."""
    speaking = (
        (unit, score)
        for unit, score in zip(candidate.passage.units, candidate.units, strict=True)
        if is_quotable(words := _words(candidate, unit))
        and not words.endswith("?")
        and (" " in words or unit.kind is not UnitKind.SENTENCE)  # «Поможет.» is said to its own heading
        and not promises(words)
        and not answers_another(question, candidate.passage, words)
    )
    return [list(block) for _, block in groupby(speaking, key=lambda each: each[0].lead_end or each[0])]


def _of_list(block: list[Scored], near: list[Scored], limit: int) -> list[Scored]:
    """Steps whole; of other lists and tables the items that are nearest to the question."""
    if block[0][0].kind is UnitKind.STEP and len(block) <= LIST_LIMIT:
        return block
    return [each for each in near if each in block][:limit]


def _told(candidate: Candidate, units: list[Scored]) -> Iterator[str]:
    """The lines of these units, each list behind its lead-in."""
    lead = number = 0
    before: Unit | None = None
    for unit, _ in units:
        if unit.lead_end != lead:
            lead, number = unit.lead_end, 0
            introduction = plain(candidate.passage.lead_of(unit))
            # The head of a table says nothing without its columns, «в нём всё просто:» nothing without what it follows.
            opens = before is None and speaks_of_before(introduction)
            is_told = before is not None and before.start <= unit.lead_start < before.end  # as a sentence of its own
            if introduction and unit.kind is not UnitKind.ROW and not opens and not is_told:
                yield introduction
        number, before = number + 1, unit
        words = plain(_with_topic(_words(candidate, unit)))
        if unit.kind is UnitKind.SENTENCE:
            yield words
        else:
            mark = f"{number}. " if unit.kind is UnitKind.STEP else "- "
            yield mark + without_bars(words.strip(" ;,|"))


def _with_topic(words: str) -> str:
    """An item that names its topic on a line of its own, «Скорость ⏎ Ответ приходит за минуту», as one sentence."""
    topic, _, rest = (plain(part) for part in words.partition("\n"))
    is_topic = len(topic) <= TOPIC_MAX and not topic.endswith(tuple(".:;,!?…|"))
    return f"{topic}: {rest}" if rest[:1].isupper() and is_topic else words


def _gives_unasked(candidate: Candidate, units: list[Scored], question: Question) -> bool:
    """Whether a telephone or an address stands there that the question is not about: articles disagree about them."""
    unasked = [kind for kind in ADDRESSES if not is_about(question, kind)]
    return any(answers_kind(kind, _words(candidate, unit)) for kind in unasked for unit, _ in units)


def _length(units: list[Scored]) -> int:
    return sum(unit.end - unit.start for unit, _ in units)
