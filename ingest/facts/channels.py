"""Whose hours, whose waiting time: the channel of support that the words around a fact name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from ingest.facts.place import Place

HOTLINE = "горячая линия"
SELLERS = "поддержка продавцов"
CHAT = "чат поддержки"
CALLBACK = "обратный звонок"
FORM = "форма обратной связи"
EMAIL = "электронная почта поддержки"
OPERATORS = "операторы"
SUPPORT = "служба поддержки"


class Weight(Enum):
    CHANNEL = auto()  # a way to reach support
    PEOPLE = auto()  # who answers there; which way is said elsewhere, or nowhere
    OTHER = auto()  # something else that has hours and answers too


# The first rule that fits decides, so a longer name stands above the shorter one within it.
_RULES: tuple[tuple[str, Weight, str], ...] = (
    ("", Weight.OTHER, r"голосов\w+ (?:почт|меню|сообщени)\w*|автоответчик\w*|почт\w+ россии"),
    ("", Weight.OTHER, r"(?:(?:чат|chat)-?\s?)?\bбот(?:а|у|е|ом|ы|ов|ам|ами|ах)?\b|автоматическ\w+ поддержк\w*"),
    ("", Weight.OTHER, r"соцсет\w*|социальн\w+ сет\w+|вконтакте|телеграм\w*|telegram|whatsapp|viber|мессенджер\w*"),
    ("", Weight.OTHER, r"пункт\w* выдачи|\bпвз\b|постамат\w*|магазин\w* (?:работа|открыт)\w*|офис\w*|\bсклад\w*"),
    ("", Weight.OTHER, r"курьер\w*|доставля\w+|доставк\w+ (?:работа|осуществля|возможн)\w*|служб\w+ доставки"),
    ("", Weight.OTHER, r"\bбанк(?:а|у|е|ом|и|ов)?\b|полици\w*|роспотребнадзор\w*"),
    ("", Weight.OTHER, r"\bотдел\w* (?!поддержк|заботы|качества|по работе с (?:клиент|покупател))\w+"),
    ("", Weight.OTHER, r"поставщик\w*|партнер\w*"),
    (SELLERS, Weight.CHANNEL, r"(?:поддержк|лини)\w+ (?:для |работы с )?продавц\w+"),
    ("", Weight.OTHER, r"продав(?:ец|ц)\w*"),
    (CALLBACK, Weight.CHANNEL, r"обратн\w+ звон\w+|перезван\w+|перезвон\w+"),
    (FORM, Weight.CHANNEL, r"\bформ\w* (?:обратной связи|обращени\w+|на сайте)"),
    (CHAT, Weight.CHANNEL, r"\bчат(?:а|у|е|ом|ы|ов|ам|ами|ах)?\b"),
    (EMAIL, Weight.CHANNEL, r"(?:электронн\w+ )?\bпочт(?:а|ы|е|у|ой)\b|\be-?mail\b|электронн\w+ адрес\w*"),
    (EMAIL, Weight.CHANNEL, r"\bписьм(?:о|а|у|е|ом|ам|ах)\b|\bписем\b"),
    (HOTLINE, Weight.CHANNEL, r"горяч\w+ лини\w+|\bлини[яиею]\b|(?:колл|call|контакт)-?\s?центр\w*"),
    (HOTLINE, Weight.CHANNEL, r"телефонн\w+ (?:лини|номер|поддержк)\w*|телефон\w* (?:поддержк|служб|горяч)\w*"),
    # not the device: «с телефона», «на телефон»
    (HOTLINE, Weight.CHANNEL, r"(?<!\bс )(?<!\bна )\bтелефон(?:у|ы)?\b|\bзвон(?:ок|к|и)\w*|\bпозвон\w+|\bдозвон\w+"),
    (SUPPORT, Weight.PEOPLE, r"(?:служб\w+ )?\bподдержк\w*"),
    (OPERATORS, Weight.PEOPLE, r"\b(?:оператор|специалист|сотрудник|консультант)\w*"),
)  # fmt: skip
_MENTION = re.compile("|".join(f"(?P<r{i}>{rule})" for i, (_, _, rule) in enumerate(_RULES)))
_BOTH = re.compile(r"\bоб[ае] (?:способ|вариант|канал)\w*")


@dataclass(frozen=True, slots=True)
class Mention:
    subject: str
    weight: Weight


def channels_of(place: Place, start: int, end: int, floor: int = 0, people_suffice: bool = False) -> tuple[str, ...]:
    """The channels that a part of the unit is about: one, both of two, or none.

    The nearest words decide: those before it in the unit, after it in the clause, what leads into the list, the
    paragraph so far, the headings. Words before `floor` belong to another fact. People count only in the unit itself.

    Args:
        people_suffice: without a channel, the operators or the service are a subject. The outer headings are then
            too far to say where the operators answer.
    """
    people = ""
    for text, take, far in _nearby(place, start, end, floor):
        if _BOTH.search(text):
            return _both(place)
        found = [each for each in _mentions(text) if not (far and each.weight is Weight.PEOPLE)]
        mention = found[take] if found else None
        if mention is None or (people and mention.weight is not Weight.CHANNEL):
            continue
        if mention.weight is Weight.OTHER:
            return ()
        if mention.weight is Weight.CHANNEL:
            return (mention.subject,)
        people = mention.subject
        named = [each.subject for each in found if each.weight is Weight.CHANNEL]
        if named:
            return (named[take],)
    for heading in place.headings[:1] if people and people_suffice else place.headings:
        named = _channels(heading)
        if named:
            return (named[0],) if len(named) == 1 else ()
    return (people,) if people and people_suffice else ()


def names_anything(text: str) -> bool:
    """Whether a text names a channel, the people there, or something else that has hours."""
    return _MENTION.search(text) is not None or _BOTH.search(text) is not None


def _nearby(place: Place, start: int, end: int, floor: int) -> Iterator[tuple[str, int, bool]]:
    """Texts from the nearest one on; which of their mentions is the nearest, the last or the first; is it far."""
    yield place.text[floor:start], -1, False
    yield place.text[start : place.clause_end(end)], 0, False
    yield place.lead, -1, True
    yield place.before, -1, True


def _mentions(text: str) -> Iterator[Mention]:
    for found in _MENTION.finditer(text):
        subject, weight, _ = _RULES[int((found.lastgroup or "r0")[1:])]
        yield Mention(subject, weight)


def _channels(text: str) -> list[str]:
    return list(dict.fromkeys(each.subject for each in _mentions(text) if each.weight is Weight.CHANNEL))


def _both(place: Place) -> tuple[str, ...]:
    """«Оба способа» are the two that the heading, the lead-in or the paragraph names."""
    for text in (place.headings[0], place.lead, place.before):
        named = _channels(text)
        if len(named) == 2:
            return tuple(named)
    return ()
