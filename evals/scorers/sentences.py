"""A reply's text as sentences with the markers that they cite, and which of them state a fact."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import razdel

from evals.scorers import quantities
from evals.scorers.modality import mode_of
from evals.scorers.words import Word

_MARKERS = re.compile(r"\s*\[(\d+(?:\s*,\s*\d+)*)\]")
_OPENING_MARKERS = re.compile(r"^(?:\s*\[\d+(?:\s*,\s*\d+)*\])+")
_ITEM = re.compile(r"^\s*(?:[-–—•*]|\d{1,2}[.)])\s+")
_DECORATION = re.compile(r"\*\*|__|^\s*#+\s*|^\s*>\s*")
# What is said to be polite, or to offer a person, in dictionary forms. No claim can be made of these words alone.
_COURTESY = frozenset(
    """
    здравствуйте привет добрый день вечер утро спасибо пожалуйста рад жаль сожаление извинить извинять простить прощение
    понимать понять помочь помогать помощь поддержка вопрос ответ остаться появиться возникнуть написать писать
    обращаться обратиться спросить спрашивать задать дать знать чат сообщение если хороший удача всего
    оператор специалист сотрудник человек менеджер позвать вызвать передать переключить соединить нажать кнопка разговор
    слово еще раз прямо сюда подсказать рассказать уточнить уточнение вот следующее сделать делать порядок действие шаг
    """.split()
)


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str  # without markers and without the sign of a list
    markers: tuple[int, ...]  # what it cites
    list_markers: tuple[int, ...] = ()  # what the list cites that it leads in («…:»)
    lead_markers: tuple[int, ...] = ()  # what the lead-in cites that it stands under

    @property
    def bears_fact(self) -> bool:
        """Whether it claims anything that an article could prove wrong."""
        found, words = quantities.read(self.text)
        content = [word for word in words if word.is_content]
        if self.text.rstrip().endswith("?") or not (content or found):
            return False
        if found or self.markers:
            return True
        return not _is_courtesy(content) and not any(word.first_person or word.text == "мне" for word in words)


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a reply in their order.

    A sentence without a marker cites what the next one of its line does: people set one marker behind two sentences.
    """
    lines = [_line(line) for line in text.splitlines() if line.strip()]
    found: list[Sentence] = []
    for place, (_, pieces) in enumerate(lines):
        above = _markers_of_lead(lines, place)
        for said, markers in pieces:
            below = _markers_of_list(lines, place) if said.endswith(":") else ()
            found.append(Sentence(said, markers, below, above))
    return tuple(found)


_Line = tuple[bool, list[tuple[str, tuple[int, ...]]]]  # whether it is an item of a list; its sentences with markers


def _line(line: str) -> _Line:
    plain = _DECORATION.sub("", line)
    is_item = _ITEM.match(plain) is not None
    return is_item, _borrowed(list(_pieces(_ITEM.sub("", plain))))


def _pieces(line: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Sentences with their own markers; one that stands behind the full stop belongs to what is before it."""
    texts = [piece.text for piece in razdel.sentenize(line)]
    for place, text in enumerate(texts):
        behind = _OPENING_MARKERS.match(texts[place + 1]) if place + 1 < len(texts) else None
        own = text if place == 0 else _OPENING_MARKERS.sub("", text)
        said = " ".join(_MARKERS.sub("", own).split())
        if said.strip(" .,;:!?—–-"):
            yield said, _numbers(own) + (_numbers(behind[0]) if behind else ())


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for group in _MARKERS.findall(text) for number in group.split(","))


def _borrowed(pieces: list[tuple[str, tuple[int, ...]]]) -> list[tuple[str, tuple[int, ...]]]:
    following: tuple[int, ...] = ()
    filled: list[tuple[str, tuple[int, ...]]] = []
    for said, markers in reversed(pieces):
        following = markers or following
        filled.append((said, following))
    return filled[::-1]


def _opens_list(line: _Line) -> bool:
    return bool(line[1]) and line[1][-1][0].endswith(":")


def _markers_of_lead(lines: list[_Line], place: int) -> tuple[int, ...]:
    """What the lead-in above an item cites: the nearest line that opens a list, with nothing but items between."""
    if not lines[place][0]:
        return ()
    above = next((at for at in range(place - 1, -1, -1) if not lines[at][0] or _opens_list(lines[at])), None)
    return lines[above][1][-1][1] if above is not None and _opens_list(lines[above]) else ()


def _markers_of_list(lines: list[_Line], place: int) -> tuple[int, ...]:
    """What the items below a lead-in cite; without items, what the line below does."""
    below: list[_Line] = []
    for line in lines[place + 1 :]:
        if not line[0] and below:
            break
        below.append(line)
        if not line[0]:
            break
    return tuple(marker for _, pieces in below for _, markers in pieces for marker in markers)


def _is_courtesy(content: list[Word]) -> bool:
    return all(word.lemmas & _COURTESY or mode_of(word) for word in content)
