"""What a follow-up says of its own, besides what it goes on from, and where that stands. Pure."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from agent.nearness import stems_of
from agent.question import Question
from agent.retrieval import Candidate
from ingest.russian import content_stems, is_noun, normalise, stem, words

# Nouns that say what is wanted of a topic, and not which one it is.
GENERAL = frozenset(
    """
    вопрос вариант варианты раз время день дня дней час часа часов минута минут неделя недели срок сроки деньги цена
    стоимость сумма случай способ способы место человек люди дело примеры пример подробности порядок условия
    документ документы документов данные течение
    """.split()
)
# «а в выходные?» is answered by «ежедневно» and by «по субботам до 18:00».
_DAYS = frozenset(map(stem, words("выходные выходной суббота субботу воскресенье праздники праздник ночью ночь будни")))
_TELLS_DAYS = re.compile(
    r"ежедневн|каждый день|круглосуточн|круглые сутки|без выходных|24/7|в любое время|суббот|воскрес|пятниц|будн|пн\W"
)
FOUND = 0.6  # share of a question's own words in a passage, at which it is about them
ROOT = 5  # letters with which two stems begin alike when both are made of one word
# What may follow them then, in stems: «минимум», «минимальная»; not «перевод», «перевозка».
_MADE = frozenset(
    """
    а е и у я н к л м т ь в ва ла ля ж ш ем уем ат ят ьт йт ч ик ник чик щик ец ист ск ерск ическ овск ов ев ав альн
    ельн тельн ител тел енн анн ийн ованн ированн ен ени лен жен шен ани ива лива ыва ева ова ирова ац ци ия ум чн очн
    ечн ок ек чк очк ечк ост ност лив ател ован
    """.replace("о", "а").split()
) | {""}


def has_own_words(question: Question) -> bool:
    """Whether a question says of itself what it is about, and not only what is wanted of it: «за сколько дней?»."""
    return bool(_own_stems(question))


def _own_stems(question: Question) -> set[str]:
    return {stem for word in words(question.text) if word not in GENERAL for stem in content_stems(word)}


def own_share(question: Question, candidate: Candidate) -> float:
    """The weight of the question's own words, not of its context's, that a passage holds or comes near to: 0 to 1."""
    return _share(question, candidate, _own_stems(question))


def context_share(question: Question, candidate: Candidate) -> float:
    """The same of the things that only what the question goes on from names: «горячая линия», not «работает»."""
    things = {stem(word) for word in words(question.context) if is_noun(word)}
    return _share(question, candidate, things - set(content_stems(question.text)))


def _share(question: Question, candidate: Candidate, counted: AbstractSet[str]) -> float:
    weighed = [
        (weight, credit)
        for senses, weight, credit in zip(question.senses, question.weights, candidate.credits, strict=True)
        if senses[0][0] in counted
    ]
    total = sum(weight for weight, _ in weighed)
    return sum(weight * credit for weight, credit in weighed) / total if total else 0.0


def said_in(question: Question, text: str) -> float:
    """The weight of the question's own words that stand in a text themselves, as kin or as known synonyms: 0 to 1.

    What a synonym shares with the context tells nothing: «международный звонок» after «звонок бесплатный?».
    """
    own, said = _own_stems(question), set(stems_of(text))
    before = set(content_stems(question.context))
    days = _TELLS_DAYS.search(normalise(text)) is not None
    weighed = [
        (
            weight,
            any(_holds(said, set(phrase) - (before if phrase != senses[0] else set())) for phrase in senses)
            or (days and senses[0][0] in _DAYS),
        )
        for senses, weight in zip(question.senses, question.weights, strict=True)
        if senses[0][0] in own
    ]
    total = sum(weight for weight, _ in weighed)
    return sum(weight for weight, held in weighed if held) / total if total else 0.0


def _holds(said: Iterable[str], phrase: set[str]) -> bool:
    return bool(phrase) and all(any(is_kin(each, stem) for each in said) for stem in phrase)


def is_kin(one: str, other: str) -> bool:
    """Whether two stems are of one word, or of two made of one root."""
    if one == other:
        return True
    left, right = (each.replace("о", "а") for each in (one, other))  # «рассмотрение», «рассматривать»
    shared = next(
        (at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )
    return shared >= ROOT and {left[shared:], right[shared:]} <= _MADE
