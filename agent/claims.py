"""What a sentence claims that can be checked word by word: figures, names, negation, modality, content. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.russian import STOP_WORDS, normalise, stem, words

_LINK = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:ru|com|рф|org|net)\b", re.I
)
_TELEPHONE = re.compile(r"(?<!\d)(?:\+7|8)(?:[\s()-]*\d){10}(?!\d)")
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
# «С 9 до 21», «10–15»: turned round it is another span.
_SPAN = re.compile(r"(\d+(?:[.,:]\d+)?)(?: ?(?:час\w*|утра|дня|вечера|ночи))? ?(?:до|по|[-–—]) ?(\d+(?:[.,:]\d+)?)")
_QUOTED = re.compile(r"[«\"„]([^»\"“«„]{2,80})[»\"“]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]+")
_NAME = re.compile(r"(?<=[а-яёa-z0-9,;)»] )[А-ЯЁ][а-яё]+")  # a capital inside a sentence
_NUMERALS = {
    word: figure
    for figure, forms in {
        "1": "один одна одно одного одну одной одному",
        "2": "два две двух двум двумя дважды",
        "3": "три трех трем тремя трижды",
        "4": "четыре четырех четырем",
        "5": "пять пяти",
        "6": "шесть шести",
        "7": "семь семи",
        "8": "восемь восьми",
        "9": "девять девяти",
        "10": "десять десяти",
        "11": "одиннадцать одиннадцати",
        "12": "двенадцать двенадцати",
        "13": "тринадцать тринадцати",
        "14": "четырнадцать четырнадцати",
        "15": "пятнадцать пятнадцати",
        "16": "шестнадцать шестнадцати",
        "17": "семнадцать семнадцати",
        "18": "восемнадцать восемнадцати",
        "19": "девятнадцать девятнадцати",
        "20": "двадцать двадцати",
        "30": "тридцать тридцати",
        "40": "сорок сорока",
        "50": "пятьдесят пятидесяти",
        "60": "шестьдесят шестидесяти",
        "70": "семьдесят семидесяти",
        "80": "восемьдесят восьмидесяти",
        "90": "девяносто девяноста",
        "100": "сто ста",
        "200": "двести двухсот",
        "300": "триста трехсот",
        "400": "четыреста четырехсот",
        "500": "пятьсот пятисот",
        "600": "шестьсот шестисот",
        "700": "семьсот семисот",
        "800": "восемьсот восьмисот",
        "900": "девятьсот девятисот",
        "1000": "тысяча тысячи тысячу тысяч",
    }.items()
    for word in forms.split()
}
_NUMERAL = re.compile(rf"\b({'|'.join(_NUMERALS)})\b")
_ROUND_THE_CLOCK = frozenset({"сутки", "суток", "круглосуточно", "круглосуточный", "круглосуточном"})
# What a figure counts. «15 минут» is not «15 дней»: the unit is a part of the figure.
_UNITS = {
    "минут": "minute", "час": "hour", "дн": "day", "ден": "day", "дня": "day",
    "дне": "day", "дни": "day", "сут": "day", "сутк": "day", "суток": "day",
    "недел": "week", "месяц": "month", "год": "year", "лет": "year", "секунд": "second",
    "рубл": "rouble", "процент": "percent", "мб": "megabyte", "мегабайт": "megabyte", "раз": "time",
}  # fmt: skip
_ABBREVIATIONS = (
    (re.compile(r"\bруб\b\.?|₽", re.I), " рублей"),
    (re.compile(r"\bмин\b\.?", re.I), " минут"),
    (re.compile(r"(?<=\d)\s*ч\b\.?", re.I), " часов"),
)
_NEGATIONS = frozenset({"не", "ни", "без", "нельзя", "нет", "невозможно", "запрещено"})
_MODALITY = {
    "may": re.compile(r"\b(можно|можете|может|могут|возможно|разрешается|вправе)\b"),
    "must": re.compile(r"\b(нужно|надо|необходимо|обязательно|обязан\w*|долж\w+|требуется|следует)\b"),
    "must not": re.compile(r"\b(нельзя|запрещено|не может|не можете|невозможно|не допускается)\b"),
}
# «До отправки» is not «после отправки», «больше 10 дней» is not «10 дней».
_BOUNDS = {
    "before": re.compile(r"\b(до(?! ?\d)|перед|прежде|раньше)\b"),
    "after": re.compile(r"\b(после|позже|позднее)\b"),
    "more": re.compile(r"\b(?<!не )(более|больше|свыше)\b|\b(минимум|не (менее|меньше))\b"),
    "only": re.compile(r"\b(только|исключительно|лишь)\b"),
    "except": re.compile(r"\b(кроме|за исключением)\b"),
}
# «При заказе от 3000 рублей доставка бесплатна»: without its condition the sentence is another one.
_CONDITION = re.compile(
    r"\b(?:если|при условии,? что|при условии|в случае,? если|только при|только после|только до"
    r"|при (?:заказ|покупк|сумм|оплат|стоимост|наличи|предъявлени)\w*|от (?=\d[\d ]* ?(?:руб|₽|тыс)))[^,;.()]*"
)
_ORDER = re.compile(
    r"\b(?!(?:хот|вид|смож|получ|увид|наход|говор|помн|звон)ите\b)\w{2,}(?:йте|ите|ьте)(?:сь)?\b"
)  # «звоните» may be «вы звоните»
_MODALS = frozenset(
    "можно можете может могут можем возможно разрешается нужно надо необходимо обязательно требуется следует".split()
)
_COURTESY = re.compile(r"\bк сожалению\b,?", re.I)  # neither a thing nor a fact


@dataclass(frozen=True, slots=True)
class Claims:
    """The checkable parts of a sentence. Each set holds normalised values."""

    figures: frozenset[str]  # "15 minute", "10", spans as "9–21", telephones and times by their digits
    links: frozenset[str]  # e-mail addresses and sites, lower case
    names: frozenset[str]  # stems of capitalised and Latin words
    labels: frozenset[str]  # words between quotation marks: buttons, sections
    negated: frozenset[str]  # stems that a negation stands before
    modality: frozenset[str]  # "may", "must", "must not"
    bounds: frozenset[str]  # "before", "after", "more", "only", "except"
    content: frozenset[str]  # stems of all words that carry the topic


def claims_of(sentence: str) -> Claims:
    """Take a sentence apart into what has to stand in its source."""
    links = frozenset(found.rstrip(".,;:)»").lower() for found in _LINK.findall(sentence))
    prose = _COURTESY.sub(" ", _LINK.sub(" ", sentence))
    for abbreviation, whole in _ABBREVIATIONS:
        prose = abbreviation.sub(whole, prose)
    return Claims(
        figures=frozenset(_figures(prose)),
        links=links,
        names=frozenset(
            stem(word) for found in (*_LATIN.findall(prose), *_NAME.findall(prose)) for word in words(found)
        ),
        labels=frozenset(" ".join(words(label)) for label in _QUOTED.findall(prose)),
        negated=frozenset(_negated(words(prose))),
        modality=_modality(normalise(prose)),
        bounds=frozenset(name for name, pattern in _BOUNDS.items() if pattern.search(normalise(prose))),
        content=frozenset(stem(word) for word in words(prose) if not _contentless(word)),
    )


@lru_cache(maxsize=20_000)  # the same units are quoted again and again
def conditions_of(sentence: str) -> tuple[Claims, ...]:
    """What each condition claims that a sentence sets."""
    claims = (claims_of(found[0]) for found in _CONDITION.finditer(normalise(sentence)))
    return tuple(each for each in claims if each.content or each.figures)


def orders(sentence: str) -> bool:
    """Whether a sentence tells the customer what to do: «Нажмите «Возврат»»."""
    return _ORDER.search(normalise(sentence)) is not None


@lru_cache(maxsize=20_000)  # the same headings and passages are compared again and again
def negated(text: str) -> frozenset[str]:
    """The stems that a negation stands before."""
    return frozenset(_negated(words(text)))


def _contentless(word: str) -> bool:
    return word in STOP_WORDS or word in _MODALS or word in _NUMERALS or word.isdigit()


def _figures(text: str) -> list[str]:
    folded = normalise(text)  # typesetters put non-breaking hyphens into telephones
    telephones = [re.sub(r"\D", "", found)[-10:] for found in _TELEPHONE.findall(folded)]
    rest = _NUMERAL.sub(lambda found: _NUMERALS[found[0]], _TELEPHONE.sub(" ", folded))
    figures = []
    for found in _FIGURE.finditer(rest):
        unit = _unit_after(rest[found.end() :])
        figures.append(f"{_number(found[0])} {unit}" if unit else _number(found[0]))
    figures += [f"{_number(first)}–{_number(last)}" for first, last in _SPAN.findall(rest)]
    figures += ["24" for word in words(rest) if word in _ROUND_THE_CLOCK]
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
