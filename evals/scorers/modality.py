"""What a text allows, orders, forbids and denies: its modal words and its negations, each with the word it is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evals.scorers.words import Word


class Mode(StrEnum):
    MAY = "may"
    MUST = "must"
    MUST_NOT = "must not"
    NEED_NOT = "need not"
    SHOULD = "should"  # advice


_MODES = {
    Mode.MAY: """можно мочь смочь разрешить разрешать разрешаться разрешенный допускаться допустить допускать
        позволять позволить вправе возможно возможный допустимый""",
    Mode.MUST: """нужно нужный надо необходимо необходимый обязательно обязательный обязать обязанный должный
        должно прийтись приходиться требоваться потребоваться понадобиться следовать""",
    Mode.MUST_NOT: """нельзя запретить запрещать запрещаться запрещенный запрет невозможно невозможный недопустимо
        воспрещаться""",
    Mode.NEED_NOT: "необязательно необязательный незачем",
    Mode.SHOULD: "рекомендоваться рекомендовать советовать желательно желательный лучше",
}
_MODE_OF = {word: mode for mode, text in _MODES.items() for word in text.split()}
_DENIED = {
    Mode.MAY: Mode.MUST_NOT,
    Mode.MUST: Mode.NEED_NOT,
    Mode.MUST_NOT: Mode.MAY,
    Mode.NEED_NOT: Mode.MUST,
    Mode.SHOULD: Mode.SHOULD,
}
_NOT = frozenset({"не", "ни"})
_BETWEEN = frozenset({"быть", "бывать"})  # «не будет возвращен», «не было нужно»
_PUNCTUATION = frozenset('.,;:!?()—–|«»"')
_BUT = frozenset({"но", "а", "однако", "если", "когда", "чтобы", "пока"})


@dataclass(frozen=True, slots=True)
class Modal:
    mode: Mode
    about: tuple[int, ...]  # the places of the verbs that it goes with; none: it goes with no verb
    actors: tuple[int, ...]  # the places of those who may, or must


def mode_of(word: Word) -> Mode | None:
    """The mode that a word means by itself."""
    return next((_MODE_OF[lemma] for lemma in (word.text, *sorted(word.lemmas)) if lemma in _MODE_OF), None)


def negated(words: Sequence[Word]) -> frozenset[int]:
    """The places of the words that are denied; the verbs that are forbidden are, too."""
    forbidden = {verb for each in modals(words) if each.mode is Mode.MUST_NOT for verb in each.about}
    return frozenset(_denied(words)) | forbidden


def _denied(words: Sequence[Word]) -> Iterator[int]:
    for place, word in enumerate(words):
        ahead = range(place + 1, len(words))
        target = None
        if word.text in _NOT:
            target = next((at for at in ahead if not words[at].lemmas & _BETWEEN), None)
        elif word.text == "нет" or "отсутствовать" in word.lemmas:
            # «комиссии нет», «нет комиссии»
            behind = range(place - 1, max(place - 3, -1), -1)
            target = next((at for at in (*behind, *ahead) if words[at].is_noun), None)
        elif word.text in ("без", "кроме"):
            target = next((at for at in ahead if words[at].is_noun), None)
        if target is not None and words[target].text != "только":
            yield target


def modals(words: Sequence[Word]) -> tuple[Modal, ...]:
    """The modal words with the verbs they go with: those of the same clause that no other modal word is nearer to."""
    denied = frozenset(_denied(words))
    found: list[Modal] = []
    for clause in _clauses(words):
        placed = {place: mode for place in clause if (mode := mode_of(words[place])) is not None}
        verbs = [place for place in clause if "INFN" in words[place].parts and place not in placed]
        for place, mode in placed.items():
            about = tuple(verb for verb in verbs if min(placed, key=lambda at: (abs(at - verb), at)) == place)
            actors = tuple(at for at in clause if words[at].animate and "nomn" in words[at].cases)
            found.append(Modal(_denial(words[place], mode) if place in denied else mode, about, actors))
    return tuple(found)


def _denial(word: Word, mode: Mode) -> Mode:
    """«Не нужно» leaves free, «не должен» forbids."""
    return Mode.MUST_NOT if word.lemmas & {"должный", "следовать"} else _DENIED[mode]


def _clauses(words: Sequence[Word]) -> Iterator[list[int]]:
    clause: list[int] = []
    for place, word in enumerate(words):
        if word.text in _PUNCTUATION or word.text in _BUT:
            yield clause
            clause = []
        else:
            clause.append(place)
    yield clause
