"""What a sentence claims that can be checked word by word: figures, names, negation, modality, content. Pure."""

import re
from dataclasses import dataclass

from ingest.russian import STOP_WORDS, normalise, stem, words

_LINK = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:ru|com|рф|org|net)\b", re.I
)
_TELEPHONE = re.compile(r"(?<!\d)(?:\+7|8)(?:[\s()-]*\d){10}(?!\d)")
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_QUOTED = re.compile(r"[«\"„]([^»\"“«„]{2,80})[»\"“]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]+")
_NAME = re.compile(r"(?<=[а-яёa-z0-9,;)»] )[А-ЯЁ][а-яё]+")  # a capital inside a sentence
_NUMERALS = {
    **dict.fromkeys(("один", "одна", "одно", "одного", "одну", "одной", "одному"), "1"),
    **dict.fromkeys(("два", "две", "двух", "двум", "двумя", "дважды"), "2"),
    **dict.fromkeys(("три", "трех", "трем", "тремя", "трижды"), "3"),
    **dict.fromkeys(("четыре", "четырех", "четырем"), "4"),
    **dict.fromkeys(("пять", "пяти"), "5"),
    **dict.fromkeys(("шесть", "шести"), "6"),
    **dict.fromkeys(("семь", "семи"), "7"),
    **dict.fromkeys(("восемь", "восьми"), "8"),
    **dict.fromkeys(("девять", "девяти"), "9"),
    **dict.fromkeys(("десять", "десяти"), "10"),
    **dict.fromkeys(("двенадцать", "двенадцати"), "12"),
    **dict.fromkeys(("сутки", "суток", "круглосуточно", "круглосуточный", "круглосуточном"), "24"),
}
# What a figure counts. «15 минут» is not «15 дней»: the unit is a part of the figure.
_UNITS = {
    "минут": "minute", "мин": "minute", "час": "hour", "ч": "hour", "дн": "day", "ден": "day", "сут": "day",
    "недел": "week", "месяц": "month", "год": "year", "лет": "year", "секунд": "second", "руб": "rouble",
    "рубл": "rouble", "процент": "percent", "мб": "megabyte", "мегабайт": "megabyte", "раз": "time",
}  # fmt: skip
_NEGATIONS = frozenset({"не", "ни", "без", "нельзя", "нет", "невозможно", "запрещено"})
_MODALITY = {
    "may": re.compile(r"\b(можно|можете|может|могут|возможно|разрешается|вправе)\b"),
    "must": re.compile(r"\b(нужно|надо|необходимо|обязательно|обязан\w*|долж\w+|требуется|следует)\b"),
    "must not": re.compile(r"\b(нельзя|запрещено|не может|не можете|невозможно|не допускается)\b"),
}


@dataclass(frozen=True, slots=True)
class Claims:
    """The checkable parts of a sentence. Each set holds normalised values."""

    figures: frozenset[str]  # "15 minute", "10", telephones and times by their digits
    links: frozenset[str]  # e-mail addresses and sites, lower case
    names: frozenset[str]  # stems of capitalised and Latin words
    labels: frozenset[str]  # words between quotation marks: buttons, sections
    negated: frozenset[str]  # stems that a negation stands before
    modality: frozenset[str]  # "may", "must", "must not"
    content: frozenset[str]  # stems of all words that carry the topic


def claims_of(sentence: str) -> Claims:
    """Take a sentence apart into what has to stand in its source."""
    links = frozenset(found.rstrip(".,;:)»").lower() for found in _LINK.findall(sentence))
    prose = _LINK.sub(" ", sentence)
    return Claims(
        figures=frozenset(_figures(prose)),
        links=links,
        names=frozenset(
            stem(word) for found in (*_LATIN.findall(prose), *_NAME.findall(prose)) for word in words(found)
        ),
        labels=frozenset(" ".join(words(label)) for label in _QUOTED.findall(prose)),
        negated=frozenset(_negated(words(prose))),
        modality=_modality(normalise(prose)),
        content=frozenset(stem(word) for word in words(prose) if word not in STOP_WORDS and not word.isdigit()),
    )


def _figures(text: str) -> list[str]:
    telephones = [re.sub(r"\D", "", found)[-10:] for found in _TELEPHONE.findall(text)]
    rest = normalise(_TELEPHONE.sub(" ", text))
    figures = []
    for found in _FIGURE.finditer(rest):
        unit = _unit_after(rest[found.end() :])
        figures.append(f"{_number(found[0])} {unit}" if unit else _number(found[0]))
    figures += [_NUMERALS[word] for word in words(rest) if word in _NUMERALS]
    return telephones + figures


def _number(printed: str) -> str:
    """«07:00» is «7:00», and «9 00» is read as two numbers on both sides."""
    return re.sub(r"(?<![\d:.,])0+(?=\d)", "", printed).removesuffix(":00").replace(",", ".")


def _unit_after(rest: str) -> str | None:
    """The unit of a figure: in «10-15 минут» the ten are minutes, too."""
    found = re.match(r"(?:\s*[-–—]\s*\d+(?:[.,]\d+)?)?\s*([а-яё%]+)", rest)
    if found is None:
        return None
    return "percent" if found[1] == "%" else _UNITS.get(stem(found[1]))


def _negated(tokens: list[str]) -> list[str]:
    """The word that a negation belongs to: the next one with content."""
    found = []
    for position, word in enumerate(tokens):
        if word in _NEGATIONS:
            target = next((each for each in tokens[position + 1 : position + 4] if each not in STOP_WORDS), None)
            if target:
                found.append(stem(target))
    return found


def _modality(text: str) -> frozenset[str]:
    forbidden = _MODALITY["must not"].search(text) is not None
    rest = _MODALITY["must not"].sub(" ", text)
    found = {name for name, pattern in _MODALITY.items() if name != "must not" and pattern.search(rest)}
    return frozenset(found | ({"must not"} if forbidden else set()))
