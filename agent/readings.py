"""What a vague question may mean: the sections that answer it about equally well. Pure."""

import re
from collections.abc import Iterator

from agent.answer_kind import AnswerKind
from agent.question import Question
from agent.retrieval import Candidate, Evidence
from agent.suggestions import as_clicked, can_be_asked
from ingest.russian import content_stems, is_noun, is_verb, normalise, words

MOST_READINGS = 3  # that a customer can choose among at a glance
LEAST_READINGS = 2
TOPIC_ALIKE = 0.85  # the same for a bare topic, which asks for none of them
ALIKE = 0.9  # share of the best score; what is farther away is no equal reading
SAME_ANSWER = 0.5  # share of the shorter one's stems that two passages have in common when they say the same
COVERED = 0.7  # of each content word, in each reading: where one is missing, the articles say nothing of it
VAGUE_WORDS = 2  # of content; a longer question says what it is about
_ASKS = re.compile(
    r"\b(?:как\w*|сколько|где|куда|откуда|когда|почему|кто|ли|можно|что|есть|бывает|нужн\w*)\b|\d"
    r"|\b(?:ваш\w*|у вас|подскаж\w*|скаж\w*|дай\w*|скинь\w*|назов\w*|напиш\w*)\b"  # «ваше мыло», «дайте номер»
)


def readings_of(evidence: Evidence) -> tuple[str, ...]:
    """The headings of two or three sections, best first, between which a question does not choose; none where it does,
    or where they would say the same."""
    if not evidence.candidates or not _is_vague(evidence.question):
        return ()
    alike = tuple(_alike(evidence))
    return alike if len(alike) >= LEAST_READINGS else ()


def names_only_a_topic(question: Question) -> bool:
    """«возврат», «номер телефона»: a thing, and nothing that is asked about it."""
    said = words(question.text)
    content = [word for word in said if content_stems(word)]
    return (
        0 < len(content) <= VAGUE_WORDS
        and question.kind in {AnswerKind.OPEN, AnswerKind.YES_NO}  # «доставка?»
        and any(map(is_noun, content))
        and not any(map(is_verb, content))
        and _ASKS.search(normalise(question.text)) is None
    )


def label_of(candidate: Candidate) -> str | None:
    """What a customer may choose a section by; None where its heading does not make sense by itself."""
    passage = candidate.passage
    heading = passage.heading[-1] if passage.heading else passage.title
    return as_clicked(heading) if can_be_asked(heading) else None


def _is_vague(question: Question) -> bool:
    return not question.context and len(content_stems(question.text)) <= VAGUE_WORDS


def _alike(evidence: Evidence) -> Iterator[str]:
    taken: list[Candidate] = []
    alike = TOPIC_ALIKE if names_only_a_topic(evidence.question) else ALIKE
    for candidate in evidence.candidates:
        if candidate.score < alike * evidence.candidates[0].score or len(taken) == MOST_READINGS:
            return
        label = label_of(candidate)
        covers = min(candidate.credits, default=0.0) >= COVERED
        introduces = not candidate.passage.heading and any(_same_article(candidate, other) for other in taken)
        if label and covers and not introduces and not any(_say_the_same(candidate, other) for other in taken):
            taken.append(candidate)
            yield label


def _same_article(one: Candidate, other: Candidate) -> bool:
    return one.passage.source_id == other.passage.source_id


def _say_the_same(one: Candidate, other: Candidate) -> bool:
    if set(content_stems(label_of(one) or "")) == set(content_stems(label_of(other) or "")):
        return True
    first, second = set(content_stems(one.passage.text)), set(content_stems(other.passage.text))
    return len(first & second) >= SAME_ANSWER * max(1, min(len(first), len(second)))
