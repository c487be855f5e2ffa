"""What a vague question may mean: the sections that answer it about equally well. Pure."""

import re
from collections.abc import Iterator

from agent.answer_kind import AnswerKind
from agent.question import Question
from agent.retrieval import Candidate, Evidence
from ingest.russian import content_stems, is_noun, normalise, words

MOST_READINGS = 3  # that a customer can choose among at a glance
LEAST_READINGS = 2
ALIKE = 0.9  # share of the best score; what is farther away is no equal reading
SAME_ANSWER = 0.5  # share of the shorter one's stems that two passages have in common when they say the same
COVERED = 0.7  # of each content word, in each reading: where one is missing, the articles say nothing of it
VAGUE_WORDS = 2  # of content; a longer question says what it is about
LONGEST_LABEL = 70  # characters that fit on a button
_CYRILLIC = re.compile("[а-яё]", re.I)
_PRONE_TO_ASK = re.compile(r"\b(?:как\w*|сколько|где|куда|откуда|когда|почему|зачем|кто|ли|можно|что)\b|\d")


def readings_of(evidence: Evidence) -> tuple[str, ...]:
    """The headings of two or three sections, best first, between which a question does not choose; none where it does,
    or where they would say the same."""
    if not evidence.candidates or not _is_vague(evidence.question):
        return ()
    alike = list(_alike(evidence))
    return tuple(label_of(each) for each in alike) if len(alike) >= LEAST_READINGS else ()


def names_only_a_topic(question: Question) -> bool:
    """«возврат», «номер телефона»: a thing, and nothing that is asked about it."""
    said = words(question.text)
    content = [word for word in said if content_stems(word)]
    return (
        0 < len(content) <= VAGUE_WORDS
        and question.kind is AnswerKind.OPEN
        and all(map(is_noun, content))
        and _PRONE_TO_ASK.search(normalise(question.text)) is None
    )


def label_of(candidate: Candidate) -> str:
    """What a customer may choose a section by."""
    passage = candidate.passage
    return " ".join((passage.heading[-1] if passage.heading else passage.title).split())


def _is_vague(question: Question) -> bool:
    return not question.context and len(content_stems(question.text)) <= VAGUE_WORDS


def _alike(evidence: Evidence) -> Iterator[Candidate]:
    taken: list[Candidate] = []
    for candidate in evidence.candidates:
        if candidate.score < ALIKE * evidence.candidates[0].score or len(taken) == MOST_READINGS:
            return
        label = label_of(candidate)
        if len(label) > LONGEST_LABEL or not _CYRILLIC.search(label) or min(candidate.credits, default=0.0) < COVERED:
            continue
        if not any(_say_the_same(candidate, other) for other in taken):
            taken.append(candidate)
            yield candidate


def _say_the_same(one: Candidate, other: Candidate) -> bool:
    if set(content_stems(label_of(one))) == set(content_stems(label_of(other))):
        return True
    first, second = set(content_stems(one.passage.text)), set(content_stems(other.passage.text))
    return len(first & second) >= SAME_ANSWER * max(1, min(len(first), len(second)))
