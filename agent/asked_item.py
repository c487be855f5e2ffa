"""The very thing that a question asks for, beyond the kind of its answer, and whether a text holds one. Pure.

«Сколько градусов» is answered by degrees and not by the kilograms beside them, «под какой процент» by per cent, «в
каком году» by a year. Of 109 such questions among 1,481 development cases 29 got an answer without the thing, and none
of these was right. Only what a pattern can tell is looked for: to any other question every text holds it.
"""

import re
from functools import lru_cache
from itertools import pairwise

from agent.answer_kind import AnswerKind, kind_of
from ingest.russian import STOP_WORDS, is_person, morphology, normalise, stem, words

_WHICH = r"как(?:ой|ая|ое|ую|ие|их|им|ими|ом|ого|ому|ова|ов|ово)"
_SOME = r"(?:\w+(?:ый|ий|ой|ая|яя|ое|ее|ую|юю|ого|его|ые|ие) )?"  # «какой минимальный вес», not «в каком углу сайта»
_PER_CENT = r"%|\bпроцент\w*"
_PART = r"\b(?:половин\w+|трет(?:ь|и|ью)|четверт(?:ь|и|ью)|полностью|целиком|\w+ част(?:ь|и|ью))\b"
_MONEY = (
    r"\d\s?(?:руб|₽|р\b|коп|тыс|миллион|млн|долл|евро|\$|€|франк|фунт|юан|тенге)"
    r"|\b(?:тысяч\w*|сотн\w+|миллион\w*) рубл\w+"
)
_NO_FEE = r"бесплатн|\bплатн|без (?:комисси|оплат|доплат|плат)|\bне (?:взима|бер|удержива|списыва)\w*|\bнет\b"
_NO_LIMIT = r"\bлюб(?:ая|ую|ой) (?:сумм|стоимост)\w*|неогранич\w+|\bне огранич\w+|без ограничен\w+|\bнет\b"
_LENGTH = (
    r"\d\s?(?:нм|мм|см|дм|м|км|миль|\w*метр\w*|дюйм\w*)\b|\d\s?[×xх]\s?\d|\bметр\w*\b"
    r"|\d (?:минут|час|дн|день|сут|недел|месяц)"  # «какой длины курс»
)
_WEIGHT = r"\d\s?(?:кг|г|гр|т|\w*грамм\w*|тонн\w*)\b|\b(?:\w*грамм|тонн\w+)\b"
_DATA = r"\d\s?(?:[мгкт]б|[мгкт]бит\w*|(?:мега|гига|кило|тера)байт\w*|гиг\w*)\b|безлимит"
_DIGIT = r"\d|\b(?:нол[ья]|един(?:ица|ицу)|один|два|двойк[ау]|три|тройк[ау]|четыре|пять|шесть|семь|восемь|девять)\b"
# «Размер скидки зависит от карты» is an honest answer, too.
_DEPENDS = r"|\b(?:процент|ставк|скидк|комисси|сбор|штраф|цен|плат|стоимост|сумм|размер|длин|вес)\w* (?:\w+ ){0,2}завис"
_SITE = r"https?://|www\.|[\w-]+\.(?:ru|com|рф|org|net|su|info|example)\b"

# Asked by → held by, both in normalised words. The first that asks decides.
_ITEMS = tuple(
    (re.compile(asks), re.compile(holds + _DEPENDS))
    for asks, holds in (
        (rf"\b{_WHICH} {_SOME}(?:процент\w*|ставк\w+)\b|\bсколько процентов\b", f"{_PER_CENT}|{_PART}"),
        (rf"\b{_WHICH} {_SOME}(?:часть|долю|доля|скидк[ауи])\b", f"{_PER_CENT}|{_PART}|{_MONEY}"),
        (rf"\b{_WHICH} {_SOME}(?:комисси[яюие]|сбор|штраф)\b", rf"{_PER_CENT}|{_MONEY}|{_NO_FEE}"),
        (rf"\b{_WHICH} {_SOME}(?:ценник|цен[аыу]|стоимость|плат[ау]|депозит)\b", rf"{_MONEY}|{_PER_CENT}|{_NO_FEE}"),
        (
            rf"\b{_WHICH} {_SOME}сумм[аыуе]\b|\bсколько (?:\w+ )?(?:денег|рублей)\b"
            r"|\bминимальн\w+ (?:сумм|стоимост)\w+",
            rf"{_MONEY}|{_PER_CENT}|{_NO_FEE}|{_NO_LIMIT}|\b(?:всю|вся|полн\w+) (?:сумм|стоимост)\w*",
        ),
        (r"\b(?:в каком|какого) год[уа]\b", r"\b(?:1\d|20)\d\d\b"),
        (rf"\b{_WHICH} {_SOME}температур[ауые]\b|\bсколько градусов\b", r"°|\bградус\w*|(?<!\d)[+-]\d"),
        (rf"\b{_WHICH} {_SOME}(?:длин|ширин|высот|глубин|диагонал)[аыуеь]\w*\b|\bкакого роста\b", _LENGTH),
        (rf"\b{_WHICH} {_SOME}вес[ау]?\b|\bсколько (?:\w+ )?(?:весит|весят|весить|\w*грамм\w*|кило|кг)\b", _WEIGHT),
        (r"\bсколько (?:\w+ )?(?:гиг\w*|гб|мб|мегабайт\w*|трафика)\b", _DATA),
        (rf"\b{_WHICH} {_SOME}(?:цифр|клавиш)[ауыи]\b|\bпод какой цифрой\b", _DIGIT),
        (rf"\b{_WHICH} {_SOME}(?:у вас )?(?:сайт|ссылк[ауе])\b|\bадрес\w* (?:вашего )?сайта\b", _SITE),
    )
)
_COUNTED = re.compile(r"\b(?:сколько|скольки[хм]|количество)((?: \w+){1,3})")
# Asked for by the kind of the answer: «сколько времени», «до скольки вечера»; a number of them counts nothing else.
_OF_A_KIND = frozenset(
    map(
        stem,
        """времени секунд секунды минут минуты минуту часов часа час дней дня день суток сутки недель недели неделю
        месяцев месяца месяц лет года год утра вечера ночи рублей рубля рубль денег руб раз процентов
        """.split(),
    )
)
# «Сколько оплаты за доставку» asks for a price. No stem of the words above: that of «платы» is the one of «платьев».
_A_PRICE = re.compile(r"(?:о|до|пред)?платы$")
# «Сколько возврата ждать», «сколько денег ждать»: what is waited for stands where a thing to count would.
_WAITS = re.compile(r"\bсколько\b.*\b(?:жд|ожида|идет|идут|длит|занима|займ)")
_NUMBER = re.compile(
    r"^(?:\d+|один|одн\w+|дв(?:а|е|ух|ум|умя|ое)|тр(?:и|ех|ем|емя|ое)|четыр\w+|пят[ьи]|шест[ьи]|сем[ьи]|вос[еь]м\w+"
    r"|девят[ьи]|десят\w+|сот\w+|сто|тысяч\w*|несколько|пар[аыу]|люб\w+|неогранич\w+|безлимит\w*|ограничен\w+|нет|ни"
    r"|вдвоем|втроем|все[хм]?|завис\w+)$"
)
_NEAR = 4  # words from a number to what it counts, before or behind it: «баллов для зачёта нужно 60»


def holds_item(question: str, text: str, lead: str = "") -> bool:
    """Whether the text holds the very thing that the question asks for; True where it asks for no such thing.

    Args:
        question: as the customer asks it.
        text: of a sentence, a step or a row.
        lead: the words over its list, or the head of its table: below «Процент» any figure is one of per cent.
    """
    asked = normalise(question)
    item, counted = _item(asked), _counted(asked)
    if item is not None:
        name, pattern = item
        return pattern.search(normalise(text)) is not None or _is_below(name, text, lead)
    return counted is None or _counts(counted, text) or _is_below(counted, text, lead)


def asks_item(question: str) -> bool:
    """Whether it asks for a thing that a pattern can tell."""
    asked = normalise(question)
    return _item(asked) is not None or _counted(asked) is not None


@lru_cache(maxsize=1_000)  # a question is held against each unit that is found
def _item(asked: str) -> tuple[str, re.Pattern[str]] | None:
    """The words that ask for a thing, and what holds one."""
    if _asks_how_long(asked):
        return None
    found = ((asks.search(asked), holds) for asks, holds in _ITEMS)
    return next(((match[0], holds) for match, holds in found if match), None)


def _is_below(name: str, text: str, lead: str) -> bool:
    """Whether a figure stands under words that name the thing."""
    named = {stem(word) for word in words(name)} - {stem(word) for word in words(lead) if word in STOP_WORDS}
    return re.search(r"\d", text) is not None and any(stem(word) in named for word in words(lead))


@lru_cache(maxsize=1_000)
def _counted(asked: str) -> str | None:
    """What is to be counted: «сколько накопительных счетов». Not «сколько берёте за карту»."""
    if _asks_how_long(asked):
        return None
    for found in _COUNTED.finditer(asked):
        for word in found[1].split():
            if _may_be_counted(word):
                return None if stem(word) in _OF_A_KIND or _A_PRICE.match(word) else word
            if not word.endswith(("ых", "их")):
                break
    return None


def _asks_how_long(asked: str) -> bool:
    return kind_of(asked) is AnswerKind.DURATION or _WAITS.search(asked) is not None


def _may_be_counted(word: str) -> bool:
    tag = morphology().parse(word)[0].tag
    return word == "человек" or ("NOUN" in tag and "gent" in tag)


@lru_cache(maxsize=20_000)  # the same units are read again and again
def _counts(counted: str, text: str) -> bool:
    said = words(text)
    numbers = [
        position
        for position, (word, counts) in enumerate(pairwise([*said, ""]))
        if _NUMBER.match(word) and stem(counts) not in _OF_A_KIND
    ]
    things = [position for position, word in enumerate(said) if _is_the_thing(counted, word)]
    return any(abs(number - thing) <= _NEAR for number in numbers for thing in things)


def _is_the_thing(counted: str, word: str) -> bool:
    return stem(word) == stem(counted) or (counted in {"человек", "людей", "народу"} and is_person(word))
