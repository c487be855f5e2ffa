"""The kind of answer that a question asks for, and whether a text holds one of that kind. Pure.

Question answering calls it the expected answer type (Li & Roth, Learning Question Classifiers, 2002). A text without a
duration does not say how long, however much else it shares with the question: no retrieval score sees that.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from ingest.russian import morphology, names_somebody, normalise, words


class AnswerKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    DURATION = "duration"  # how long
    TIME = "time"  # at what hours, on what days
    PRICE = "price"
    COUNT = "count"
    HOW = "how"
    YES_NO = "yes_no"
    WHEN = "when"  # a date, a term or an event: «после проверки»
    PLACE = "place"
    REASON = "reason"
    WHO = "who"
    OPEN = "open"  # anything else


_EMAIL_WORD = r"(e-?mail\w*|[иеэ]-?м[еэ]й?л\w*|имейл\w*|мыл[оа]|почт\w+|электронк\w+|электронн\w+ (почт\w+|адрес\w*))"
_ASKED_FOR = r"(как(ая|ой|ое|ую)|ваш[аеу]?|дай\w*|скинь\w*|назов\w*|подскаж\w*|скаж\w*|нужн[аоы]?|адрес\w*)"
_HOW_MANY = r"(сколько|скольки|скок[оа]?)"
_PRESS = r"(жать|нажать|нажимать|тыкать|тыкнуть|зайти|идти|заходить|кликать)"
# Of what has a number, and is no telephone: «номер обращения», «номер моей карты».
_NO_PHONE = (
    r"(?<!трек номер)(?!\w*(?: у)?(?: (?:мо|сво|наш|ваш|эт)\w+)? "
    r"(?:заказ|обращени|карт|договор|отправлени|трек|сч[её]т|посыл|накладн|тикет|заявк|документ|полис|чек))"
)
_TELLING = r"(?:знаете|(?:под|рас)?скаж(?:и|ите|ете|ут)|сообщит\w*|помните)"  # «не подскажете, когда привезут?»
# The first pattern that is found decides, so the special ones stand before the general ones.
_ASKED: tuple[tuple[AnswerKind, tuple[str, ...]], ...] = (
    (
        AnswerKind.EMAIL,
        (
            rf"\b{_ASKED_FOR} (?!ли\b)(\w+ ){{0,2}}{_EMAIL_WORD}",
            rf"^{_EMAIL_WORD} (\w+ )?(поддержк|саппорт|служб)",
            rf"{_EMAIL_WORD} (\w+ )?(какой|какая|какое)\b",
            r"куда (\w+ )?(писать|написать|слать|отправ\w+) (письмо|на почту)",
            rf"как (\w+ )?(писать|написать|отправить|слать) (\w+ )?(на|по) {_EMAIL_WORD}",
        ),
    ),
    (
        AnswerKind.PHONE,
        (
            rf"как(ой|им) (\w+ ){{0,2}}(номер|телефон){_NO_PHONE}",
            r"(номер\w*|телефон\w*) (ваш|у вас|есть|какой|дай\w*|скинь\w*|скажи\w*|подскаж\w*)",
            r"(номер\w*|цифр\w*) (телефон|горяч|поддержк|саппорт|оператор|кол+.?центр)",
            r"телефон\w* (горяч|саппорт|служб)|телефончик|8[- ]?800",
            r"куда (\w+ )?((по|на)?звонить|звякнуть)",
            rf"(по каком\w+|на какой) (\w+ )?(номер|телефон){_NO_PHONE}",
            rf"(дай|дайте|скинь\w*|подскажите|скажите|напишите) (\w+ )?(номер|телефон){_NO_PHONE}",
        ),
    ),
    (
        AnswerKind.DURATION,
        (
            rf"{_HOW_MANY} (\w+ )?(времени|ждать|длится|идет|идут|едет|займет|занимает|ожидать|хранится)",
            rf"{_HOW_MANY} (\w+ )?(дней|часов|минут|недель|суток|месяцев|лет)\b",
            rf"как (долго|быстро|скоро)|(долго|скоро) ль?и?\b|(через|за) {_HOW_MANY}|долго \w+ (буд|жд)",
            r"(в течение|через) како(го|е)|как(ие|ой|ов\w*) срок",
        ),
    ),
    (
        AnswerKind.TIME,
        (
            rf"(во|до|со?) {_HOW_MANY}\b(?! руб)|с какого часа|до которого часа|в какое время",
            r"(часы|график|время|режим|расписание) работ|по каким дням|в какие (дни|часы)|круглосуточн",
            r"работает\w* ли .*(ноч|выходн|воскрес|суббот|праздник)",
        ),
    ),
    (
        AnswerKind.PRICE,
        (
            rf"{_HOW_MANY} (это )?(стоит|стоят|стоить|платить|берут|возьмут|руб)|со? {_HOW_MANY} руб",
            rf"{_HOW_MANY} (о|до|пред)?платы\b|какая (цена|стоимость)|\bпочем\b|\b(бес)?платн",
        ),
    ),
    (AnswerKind.COUNT, (rf"\b{_HOW_MANY}\b|какое количество",)),
    (
        AnswerKind.WHEN,
        (
            rf"\bкогда\b(?! (я|мы|мне|меня|у меня)\b)|\b{_TELLING},? когда\b|\bкогда\W*$",
            r"в как(ом|ой) (году|веке|месяце|день)\b|како(го|е) числ[оа]",
        ),
    ),
    (AnswerKind.HOW, (r"\bкак\b|каким образом|что (\w+ )?делать|инструкци|порядок|пошагов", rf"куда (\w+ )?{_PRESS}")),
    (AnswerKind.REASON, (r"\b(почему|зачем|отчего)\b|(из-за|от) чего\b|по какой причине|с какой (целью|стати)",)),
    (AnswerKind.PLACE, (r"\b(где|куда|откуда)\b(?! (угодно|попало)\b)|в как(ом|ой) (город|стран|раздел|мест)",)),
    (AnswerKind.WHO, (r"\b(кто|кем|кому)\b(?![- ](нибудь|то|либо)\b)",)),
    (
        AnswerKind.YES_NO,
        (r"\bли\b", r"^(а )?(можно|могу|можете|есть|нужно|надо|обязательно|это правда|правда|бывает)\b"),
    ),
)
_PATTERNS = tuple((kind, re.compile("|".join(patterns))) for kind, patterns in _ASKED)

_TIME_UNIT = r"(минут|час|сут|дн|день|дня|недел|месяц|секунд|мгновен)"
_DURATION = (
    rf"(\d|нескольк\w+|одн\w+|пар\w+|считанн\w+|течение) *[-–]? *\d* *{_TIME_UNIT}|\bчас[ауов]*\b"
    # «срок зависит от банка» is an honest answer, too
    r"|\bсут(?:к|ок|оч)|круглосуточн|\b(?:срок|врем|длительност|скорост)\w* (?:\w+ ){0,2}завис"
)
_TIME = r"\d{1,2}([:. ]\d\d)?|круглосуточн|24/7|понедельник|будн|выходн|рабоч\w+ (час|врем|дн)|в любое"
# Of figures a clock, a date or a year: «2 фотографии» are no moment.
_CLOCK = r"\d{1,2}[:.]\d\d|\b(?:1\d|20)\d\d\b|24/7|понедельник|будн|выходн|рабоч\w+ (?:час|врем|дн)|в любое"
_EVENT = (
    r"\b(после|до|пока|как только|сразу|при|во время|когда|если|ежедневно|накануне|немедленно|автоматическ\w+|скоро"
    r"|январ\w+|феврал\w+|март\w*|апрел\w+|ма[йя]|июн\w+|июл\w+|август\w*|сентябр\w+|октябр\w+|ноябр\w+|декабр\w+"
    r"|утр\w+|вечер\w+|ноч\w+|дн[её]м|сегодня|завтра|год\w*|век\w*|момент\w*|раньше|позже|раз)\b"
)
_PRESENT: Mapping[AnswerKind, re.Pattern[str]] = {
    AnswerKind.PHONE: re.compile(r"(\+7|\b8)[\s(-]*\d[\d\s()-]{8,}"),
    AnswerKind.EMAIL: re.compile(r"[\w.+-]+@[\w-]+\.\w+"),
    AnswerKind.DURATION: re.compile(_DURATION),
    AnswerKind.TIME: re.compile(_TIME),
    AnswerKind.PRICE: re.compile(
        r"\d+ ?(руб|₽|р\b|коп|тыс|%|долл|евро|\$|€)|бесплатн|платн|без комисси|стоимост"
        r"|\b(?:цен|плат|тариф)\w* (?:\w+ ){0,2}завис"
    ),
    AnswerKind.COUNT: re.compile(
        r"\d|нескольк|\b(?:один|одн[аоу]|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять)\b|много|люб"
    ),
    AnswerKind.WHEN: re.compile(f"{_DURATION}|{_CLOCK}|{_EVENT}"),
    AnswerKind.PLACE: re.compile(r"\b(в|во|на|из|с|со|у|через|под|над|около|возле|по|к|справа|слева|внизу|вверху)\b"),
    AnswerKind.REASON: re.compile(
        r"\b(потому|так как|из-за|чтобы|поскольку|поэтому|причин\w+|ведь|для|если|иначе|благодаря|позволя\w+|помога\w+"
        r"|связан\w*|вызван\w*|привод\w+|привел\w*|значит|следовательно|защи\w+|безопасност\w+|мо(?:жет|гут|жно)"
        r"|нужн\w+|необходим\w+|в результате|за счет|вследствие|по соображениям|тогда|так)\b|[—–-] |: "
    ),
}
ADDRESSES = frozenset({AnswerKind.PHONE, AnswerKind.EMAIL})
# Kinds that are answered by one figure or address rather than by a list.
FIGURES = ADDRESSES | {AnswerKind.DURATION, AnswerKind.TIME, AnswerKind.PRICE, AnswerKind.COUNT}


# «Через СБП оплатить можно?», «чек сохранять надо»: asked without «ли», and without a word for anything else.
_WITHOUT_LI = re.compile(
    r"^(?!.*\b(?:что|чем|чего|чему|как\w{0,3}|кого|чей|чья|котор\w+)\b)(?:.*\?$|.*\b(?:можно|надо|нужно|обязательно)\W*$)"
)


# «Как сменить номер телефона»: the customer's own one, in the profile.
_OWN_NUMBER = re.compile(
    r"^(?!.*\b(?:горяч|поддержк|ваш|оператор|служб|курьер)).*(?:\b(?:с|по|об|ис|из)?(?:мени|меня|нови|прави)(?:ть|л|ла|ю|м)\w*\b.*\b(?:номер|телефон)"
    r"|\b(?:привяз|отвяз|перепривяз|указа[лнт]|указыва|подтверд|подтверж|удалит|удаля|ввест|ввел|добавит|скрыт|зарегистр)"
    r"\w*\b.*\b(?:номер|телефон)|\b(?:номер\w*|телефон\w*)\b.*\b(?:привязан|поменял|сменил|изменил|поменять"
    r"|сменить|изменить|утерян|утрачен)\w*)"
)
_TELLS = re.compile(rf"{_TELLING}$")
_AROUND_WHEN = re.compile(r"\b(\w+),? когда\b([^.?!]*)")
LONGEST_BARE = 5  # words; a longer message without a question mark tells something
_NO_WHETHER = frozenset(
    "не что чего чем кто кого кому как какой какая какие каким куда где откуда если чтобы пусть скажите ни".split()
)


def kind_of(question: str) -> AnswerKind:
    """The kind of answer that a question asks for."""
    folded = normalise(question).strip()
    own_number = _OWN_NUMBER.search(folded) is not None
    kind = next(
        (
            kind
            for kind, pattern in _PATTERNS
            if pattern.search(folded)
            and not (own_number and kind is AnswerKind.PHONE)
            and not (kind is AnswerKind.WHEN and _dates_another(folded))
        ),
        AnswerKind.OPEN,
    )
    if kind is AnswerKind.OPEN and (_WITHOUT_LI.search(folded) or _asks_whether(folded)):
        return AnswerKind.YES_NO
    return kind


def _dates_another(folded: str) -> bool:
    """«заберёте, когда привезёте новую»: «когда» tells the moment of one thing by another. Not «вернут когда деньги»,
    nor «подскажете, когда вернут», where the one who is asked is to tell it."""
    around = _AROUND_WHEN.search(folded)
    return around is not None and _will_be(around[1]) and any(_will_be(word) for word in words(around[2]))


def _will_be(word: str) -> bool:
    """Whether the word is a deed to come, by you or by them, other than telling."""
    if not word.endswith(("ете", "ут")) or _TELLS.match(word):
        return False
    return {"VERB", "indc", "futr"} in morphology().parse(word)[0].tag


def _asks_whether(folded: str) -> bool:
    """«деньги вернут», «а мне перезвонят»: what will be done, and no word for anything else. Not «не вернут», and not
    «операторы отвечают», which tells."""
    said = words(folded)
    if not 0 < len(said) <= LONGEST_BARE or not said[-1].removesuffix("ся").endswith(("ут", "ют", "ат", "ят", "ете")):
        return False
    return _NO_WHETHER.isdisjoint(said) and {"VERB", "indc", "futr"} in morphology().parse(said[-1])[0].tag


@lru_cache(maxsize=50_000)  # the same units are read again and again
def answers_kind(kind: AnswerKind, text: str) -> bool:
    """Whether words of the kind asked for stand in the text; kinds that any words can answer always do."""
    if kind is AnswerKind.WHO:
        return any(names_somebody(word) for word in words(text))
    pattern = _PRESENT.get(kind)
    return pattern is None or pattern.search(normalise(text)) is not None
