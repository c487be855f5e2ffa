"""Sentences that promise an answer, or point to where one is, and hold none themselves. Pure.

«В этой статье расскажем, как вернуть товар» shares every word with the question and answers nothing, so that a score by
words puts it first.
"""

import re
from functools import lru_cache

from ingest.russian import normalise, words

_TELLS = (
    r"(?:рас)?скаж(?:ем|у)|рассказыва(?:ем|ю)|разбер(?:ем|емся)|разбира(?:ем|емся)|рассмотрим|рассматрива(?:ем|ет)"
    r"|поговорим|объясняем|опишем|описыва(?:ем|ет)|поделимся|перечислим"
    r"|разъясн(?:им|яем)|отвечаем|напомним|подготовили|рассказали|описали|разобрали"
)
# What is done to more than words: «заказ собрали и дальше передают», «здесь вы узнаете баланс».
_MAY_TELL = r"ответим|собрали|собран[аоы]?|узнаете|объясним|расскажут"
_TOLD = (
    r"рассказ(?:ано|ывается|ывают)|описан[аоы]?|описыва(?:ется|ются)|разобран[аоы]?|приведен[аоы]?"
    r"|перечислен[аоы]?|изложен[аоы]?|рассмотрен[аоы]?|объяснен[аоы]?|объясняется"
)
_NEARBY = r"здесь|тут|ниже|далее|дальше"
_ARTICLE = (
    r"в (?:этой |данной |нашей )(?:статье|инструкции|памятке|заметке)"
    r"|в (?:статье|инструкции|памятке|заметке)(?! об?о?\b)"
    r"|в (?:этом|данном) (?:разделе|материале|руководстве|обзоре)|(?:эта |данная )?(?:статья|инструкция|памятка)"
)
# What a promise is about stands as a question or behind «о».
_ABOUT = (
    r"(?:,? ?(?:о|об|обо|про)\b"
    r"|[^.]{0,40}, (?:(?:в|к|с|о|на|для|от|до|из|по|у) )?(?:как\w*|что|чего|чему|чем|где|куда|откуда|когда|сколько"
    r"|почему|зачем|кто|кого|кому|кем)\b"
    r"|[^.]{0,30}(?:главн|самое|подробн|по порядку|по шагам|пошагово|ответы|вопрос|инструкци|полезн|совет))"
)
_PROMISES = re.compile(
    rf"\b(?:{_NEARBY}|{_ARTICLE})\b.{{0,60}}\b(?:{_TELLS}|{_TOLD})\b"
    rf"|\b(?:{_TELLS}|{_TOLD})\b.{{0,60}}\b(?:{_NEARBY}|{_ARTICLE})\b"
    rf"|\b(?:{_ARTICLE})\b.{{0,60}}\b(?:{_MAY_TELL})\b|\b(?:{_MAY_TELL})\b.{{0,60}}\b(?:{_ARTICLE})\b"
    # not «напишите здесь, и мы ответим на вопросы»
    rf"|\b(?:{_NEARBY})\b[^,—–]{{0,60}}\b(?:{_MAY_TELL})\b{_ABOUT}|\b(?:{_MAY_TELL})\b{_ABOUT}.{{0,60}}\b(?:{_NEARBY})\b"
    r"|^(?:здесь|тут|ниже) (?:мы )?собра(?:ли|н[аоы]?)\b"
    rf"|^(?:(?:сейчас|сегодня|теперь|итак|мы|а|и|кратко|коротко|подробно|давайте|для вас|специально)\W+){{0,3}}"
    rf"(?:{_TELLS}|{_MAY_TELL}|рассказать|разбираться|разобраться){_ABOUT}"
    r"|^(?:нас (?:\w+ )?(?:спрашивают|просят)|(?:многие|клиенты|покупатели|пользователи) (?:\w+ )?(?:спрашивают"
    r"|интересуются|задают вопрос))\b"
    r"|^(?:\w+\W+){0,3}(?:об этом|о нем|о ней|о них|о том,? как\b[^.]*)[ ,]+(?:ниже|далее|дальше|позже|в следующ\w+)"
)
# Not «детали заказа приходят на почту», «подробно опишите поломку».
_READ_THERE = (
    r"(?: \w+){0,4}\W+(?:(?:про)?читайте|смотрите|см|узнайте|найдете|ищите"
    r"|описан\w*|изложен\w*|рассказано|приведен\w*)\b"
    r"|(?: об?о? \w+(?: \w+)?)?\W+(?:в|на|по|ниже|далее|выше|здесь|тут)\b"
)
_POINTS = re.compile(
    r"^(?:(?:более|еще|все|остальные|полный|полная|полные|а)\W+)*"
    rf"(?:подробнее|(?:подробности|подробно|детали)(?={_READ_THERE})"
    r"|подробн\w+ \w+ (?:читайте|смотрите|см|есть|описан\w*|приведен\w*|найдете|в стать)"
    r"|(?:про)?читайте(?=\W+(?:об?о?|про)\b|.{0,60}\b(?:стать(?:е|ях|ю)|разделе|ссылке|инструкции|памятке)\b)"
    r"|(?:см|смотрите|узнайте)(?=\W+(?:в|ниже|далее|выше|также|здесь|по ссылке|на (?:сайте|странице))\b))\b"
    r".{0,60}(?:\b(?:в|на|по|из|ниже|далее|выше|здесь|тут|статье|ссылке|разделе|также|тут)\b|[—–:])"
    r"|\b(?:читайте|смотрите|см)\W+(?:далее|ниже|выше|также|в (?:статье|разделе|инструкции))\b"
    rf"|\b(?:{_TOLD}|собран[аоы]?)\W+(?:подробн\w+ )?в (?:отдельн\w+ )?(?:статье|разделе|инструкции|памятке)\b"
    r"|^об этом\b.{0,40}\b(?:в|на) (?:статье|разделе|странице|отдельн\w+)"
)
# «Где прочитать об оплате?»: who asks this is answered by a pointer.
_ASKS_WHERE = re.compile(
    r"\b(?:где|куда|откуда)\b|\bв как(?:ом|ой) (?:раздел|стать|мест)|\bподробн|\b(?:по|про)читать\b|\bссылк"
)
_FACT = re.compile(r"\d|@|«")  # a promise with a figure or the name of a button in it may tell something all the same
_TOLD_AFTER_COLON = 2  # words behind a colon, from which on the sentence keeps its promise itself


@lru_cache(maxsize=20_000)  # the same units are read again and again
def promises(text: str) -> bool:
    """Whether a unit only says that something will be told, here or further on."""
    if text.rstrip().endswith(":"):  # and nothing behind it: what it introduces is no part of the unit
        return True
    return _is_bare(text) and _PROMISES.search(normalise(text)) is not None


def only_points(text: str, question: str) -> bool:
    """Whether a unit only says where else to read, and the question does not ask where."""
    return _ASKS_WHERE.search(normalise(question)) is None and _points(text)


@lru_cache(maxsize=20_000)
def _points(text: str) -> bool:
    return _is_bare(text.replace("«", "")) and _POINTS.search(normalise(text)) is not None


def _is_bare(text: str) -> bool:
    return _FACT.search(text) is None and len(words(text.partition(":")[2])) < _TOLD_AFTER_COLON
