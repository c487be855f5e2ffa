"""Whether a question plainly asks for a fact about a subject: «какой телефон поддержки», «сколько хранится заказ».

Whoever asks so is shown what the articles say of it, all of it where they disagree, however the answer came out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from agent.answer_kind import AnswerKind
from agent.moments import asks_whether_so_long, asks_whether_then
from agent.question import Question, is_elliptic
from ingest.facts import OF_CHANNEL, FactKind
from ingest.facts.channels import CALLBACK, CHAT, EMAIL, FORM, HOTLINE, OPERATORS, SELLERS, SUPPORT
from ingest.facts.contacts import SELLERS_EMAIL
from ingest.facts.topics import matters_in, subject_words, usual_things
from ingest.russian import STOP_WORDS, is_russian_word, morphology, normalise, stem, words

_SELLER = re.compile(
    r"\bпродав(?:ец|ц)\w*|\bторгу(?:ю|ем)\b|\bселлер\w*|для магазинов\b|мо(?:й|его|ему|ём) магазин\w*"
    r"|(?:хо(?:чу|тим)|буд[уе]\w*|начать|стать|готов\w*|как) (?:\w+ ){0,2}"
    r"(?:продавать|торговать|поставлять|сотрудничать)|поставщик\w*|заводчик\w*|\bопт(?:ом|овик\w*|ов\w+)?\b|партнер\w*"
)
_SHOP = re.compile(r"\bмагазин\w*")
# A number that is put into a form, that somebody calls from, or that hides another.
_PUT_OR_HIDDEN = (
    r"номер\w* (?:\w+ ){0,2}(?:пис|впис|указ|ввод|ввест|встав|заполн)\w*|\bв (?:форм|анкет|граф)\w*|\bс как\w+ номер\w*"
    r"|временн\w+|подменн\w+|скры[вт]\w+|маскир\w+|виртуальн\w+|чуж\w+|незнаком\w+|неизвестн\w+"
)
# Another one's number, hours or answer, or the customer's own number.
_ELSEWHERE = re.compile(
    "|".join((
        r"курьер\w*|\bбанк(?:а|у|е|ом|и)?\b|полици\w*|пункт\w*|\bпвз\b|постамат\w*|\bбот(?:а|у|ом|ы|ов)?\b|такси",
        r"\bофис\w*|\bсклад\w*|\bмагазин\w* |соцсет\w*|вконтакте|whatsapp|вотсап\w*|ватсап\w*|viber|вайбер\w*|telegram",
        r"телеграм\w*|роспотребнадзор\w*|директор\w*|бухгалтер\w*|отдел\w* кадров|\bруб(?:л\w+)?\b",
        r"номер\w* (?:заказа|обращения|карты|счета|отправления|договора|трек\w*)|трек-?номер\w*",
        r"(?:смен|измен|поменя|привяз|указ|удал|подтверд|ввест|введ|встав|оставл|остав|перепута)\w* (?:\w+ ){0,3}"
        r"(?:номер|телефон|почт)|\bмо(?:й|его|ему|и|их) (?:номер|телефон|почт)",
        _PUT_OR_HIDDEN,
        # how to dial it, and the way to it through a menu
        r"формат\w*|код\w* (?:страны|города)",
        r"как (?:\w+ )?(?:найти|открыть|увидеть) .*(?:через|в приложени\w*|на сайте)",
    ))
)  # fmt: skip

_NUMBER = r"(?:номер\w*|номерок\w*|телефон(?:а|у|ом|е|ы|ов)?|телефончик\w*)"
_GIVE = r"(?:дай|скинь|кинь|киньте|напиш|подскаж|сообщ|скаж|назов)\w*"
_WHICH = r"(?:как(?:ой|им|ому|ие)|которы\w+|каком\w*|нужен|нужны)"
_HOW_MANY = r"(?:сколько|скольки|скок\w*)"
_ANSWERS = r"(?:отве[чт]\w+|перезвон\w+|перезван\w+|подключ\w+)"
_OPEN = r"(?:работа|отвеча|доступ|открыт|принима)\w*"
_FREE_DAYS = (
    r"(?:ноч(?:ью|и|ам)|вечер(?:ом|ам)|утр(?:ом|ам)|выходн\w*|воскресен\w*|суббот\w*|праздник\w*"
    r"|понедельник\w*|вторник\w*|сред[уы]|четверг\w*|пятниц\w*)"
)
# What a customer might do: «звоню ночью, не берут» tells of what was, «ночью звонят» of somebody else.
_CALL = r"(?:(?:по|до)?звонить(?:ся)?|(?:по|до)звон(?:ю|им)(?:сь|ся)?)"
_PATTERNS: Mapping[FactKind, tuple[str, ...]] = {
    FactKind.PHONE: (
        rf"\b(?:{_WHICH}|{_GIVE}) (?:\w+ ){{0,4}}{_NUMBER}",
        rf"\b{_NUMBER} (?:\w+ ){{0,2}}(?:как(?:ой|им|ие)\b|{_GIVE})",
        r"\b(?:номер|телефон)\w* (?:телефона )?(?:вашей |вашего |для )?(?:горяч|поддержк|служб|колл|саппорт)\w*",
        r"\b(?:куда|как) (?:\w+ ){0,3}(?:по|до|на)?(?:звонить|звонит|звякнуть|звонится|звониться|брякнуть|набрать)\b",
        r"\bкак (?:\w+ ){0,3}дозвониться\b(?!.*(?:быстр|без |минуя|автомат|автоответ))",
        r"\bпо как\w+ (?:\w+ )?(?:номер|телефон)\w*|\bнет(?:у)? куда (?:по)?звонить",
    ),
    FactKind.EMAIL: (r"как(?:ой|ая) (?:\w+ ){0,2}(?:адрес \w* ?почты|почта|email|e-mail|имейл|мыло)\b",),
    FactKind.HOURS: (
        r"\b(?:часы|график|режим|время|расписание|часах|графика|дни) (?:\w+ )?(?:работ|прием)\w*|^часы\b|\bи часы\b"
        r"|\b(?:часы|график\w*|режим\w*|расписани\w+) (?:\w+ )?(?:лини|поддержк|служб|чат|оператор|(?:колл|call))\w*",
        r"\bкруглосуточн\w*|24 ?/ ?7|\b(?:до|во|со|с) (?:скольк|скок)\w*|до которого часа|с какого часа",
        r"в какое время|по каким дням|в какие (?:дни|часы)",
        rf"\b(?:{_OPEN}|{_CALL}) (?:\w+ ){{0,3}}{_FREE_DAYS}\b|\b{_FREE_DAYS} (?:\w+ ){{0,3}}(?:{_OPEN}|{_CALL})\b",
        r"\bкогда (?:\w+ ){0,2}(?:можно )?(?:по|до)?звон\w+|\bкогда (?:\w+ ){0,3}работа\w+",
    ),
    FactKind.WAIT: (
        rf"\b(?:{_HOW_MANY}|как долго|долго|быстро|скоро|через сколько|когда) (?:\w+ ){{0,5}}"
        rf"(?:жда\w+|ждут|ожид\w+|{_ANSWERS}|отклик\w*|отреагиру\w+)",
        rf"(?:{_ANSWERS}|отзыва\w+|отзов\w+) (?:\w+ ){{0,4}}"
        r"(?:сразу|мгновенн\w*|моментальн\w*|долго|быстро|за секунд\w+|(?:через|за) сколько)",
        r"\bвремя (?:ответа|ожидания)",
    ),
    FactKind.TERM: (
        rf"\bсрок\w*|\b{_HOW_MANY} (?:\w+ ){{0,3}}"
        r"(?:дн|час|времени|недел|месяц|лет|жд|идет|идут|хран|лежит|действ|длит|занима|есть)\w*",
        rf"\bкак долго|\bдолго (?:ли|\w+ )|\b(?:за|через|до) (?:{_HOW_MANY}|как\w+)|в течение как\w+",
        r"\bкогда (?:\w+ ){0,3}(?:верн|придут|поступ|достав|привез)\w*",
    ),
    FactKind.SUM: (
        rf"(?<!\bза )(?<!\bчерез )\b(?:{_HOW_MANY}|почем)\b"
        r"(?! (?:\w+ )?(?:дн|час|минут|времени|недел|месяц|лет\b|хран|жд|идет|лежит|длит|действ|раз\b))",
        r"\bцен[аы]\b|\bстоимост\w*|\bстоит\b|\bстоят\b|платн\w+|\bсумм\w+|\bтариф\w*|\bкомисси\w+|от какой",
    ),
    FactKind.YES_NO: (r"\bли\b|^(?:а )?(?:можно|могу|можете|есть|вы|у вас|правда|нельзя)\b|\bможно\b|\bнельзя\b",),
    FactKind.PLACE: (r"\bгде\b|\bугол\b|\bуглу\b|\b(?:с?верху|с?низу|справа|слева|верхн\w+|нижн\w+)\b",),
}
_ASKS = {kind: re.compile("|".join(patterns)) for kind, patterns in _PATTERNS.items()}
ANSWERED_BY: Mapping[FactKind, AnswerKind] = {  # what the question as a whole was taken for
    FactKind.PHONE: AnswerKind.PHONE,
    FactKind.EMAIL: AnswerKind.EMAIL,
    FactKind.HOURS: AnswerKind.TIME,
    FactKind.WAIT: AnswerKind.DURATION,
    FactKind.TERM: AnswerKind.DURATION,
    FactKind.SUM: AnswerKind.PRICE,
}
_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
LONGEST_SLIP = 25  # letters; what is longer is no word
# Whose it is, behind «поддержки» and «у».
_OWNER = re.compile(r"\b(?:поддержк\w|саппорт\w|горяч\w+ лини\w|(?:номер|телефон)\w* у|служб\w) ([а-я]{5,25})\b")
COINED = 6  # letters of a word that no dictionary has: a name rather than a slip of the keyboard
_DIGITS_TOLD = 4  # of the ends of two numbers: «31-07 или 31-70»
_DIGITS_KNOWN = 5  # of the end of a number: who writes so many of them asks about this number

_CHANNELS: Mapping[str, str] = {
    HOTLINE: rf"горяч\w+|\bлини[яиюей]\b|\b{_NUMBER}\b|\bзвон\w*|\w*звон(?:ить|ю|ит)\w*|(?:колл|call)-?\s?центр\w*"
    r"|\bтрубк\w*",
    CHAT: r"\bчат\w*|переписк\w*",
    CALLBACK: r"перезвон\w*|перезван\w*|обратн\w+ звон\w*",
    FORM: r"\bформ\w+ обратной связи|\bформ(?:а|у|е|ы)\b",
    EMAIL: r"\bпочт(?:а|у|е|ы|ой)\b|\bписьм\w*|e-?mail|имейл\w*|\bмыл[оа]\b",
    OPERATORS: r"\bоператор\w*|специалист\w*|сотрудник\w*|консультант\w*",
    SUPPORT: r"поддержк\w*|саппорт\w*|служб\w+",
}
_CHANNEL = {name: re.compile(pattern) for name, pattern in _CHANNELS.items()}
_PEOPLE = frozenset({OPERATORS, SUPPORT})
_ANSWERING = frozenset({HOTLINE, OPERATORS, SUPPORT})
# That it is this shop's: «какой номер» alone may be anybody's.
_OURS = re.compile(
    r"\b(?:вы|вас|вам|ваш\w*)\b|поддержк|саппорт|горяч\w+|служб|оператор|специалист|(?:колл|call)-?\s?центр"
)
_WORKS = re.compile(rf"\b{_OPEN}|\b{_CALL}|\b{_ANSWERS}|жда|трубк")
ONLY_NAMED = 2  # words of a message that asks nothing
_OF_TOPIC = frozenset({FactKind.TERM, FactKind.SUM, FactKind.YES_NO})
_REACH = re.compile(
    r"связаться|связь с|(?:ваши?|дай\w*|скинь\w*|какие|нужны|есть) контакт\w*|достучаться"
    r"|обратиться (?:в|к) (?:вам|поддержк|служб)"
)
_ABROAD = r"\bотсюда\b|из-за границ\w+|за границ\w+|заграниц\w*|за рубеж\w*|роуминг\w*"


def names_a_stranger(text: str, known: Callable[[str], bool]) -> bool:
    """Whether a question names somebody that the articles do not know: «телефон поддержки Wildberries»."""
    names = re.findall(r"\b[A-Za-z]{3,}\b|(?<=[а-яё,] )[А-ЯЁ][а-яё]{2,}", text)
    said = [word for word in words(text) if word not in STOP_WORDS]  # «нибудь» is no word by itself
    coined = (word for word in said if len(word) >= COINED and word.isalpha() and _is_coined(word))
    # Where a name is expected, what is near to a word is a name all the same: «поддержка ламода».
    owners = (word for word in _OWNER.findall(normalise(text)) if word not in STOP_WORDS and not is_russian_word(word))
    return not all(known(normalise(word)) for word in (*names, *coined, *owners))


@lru_cache(maxsize=5_000)
def _is_coined(word: str) -> bool:
    """Whether no word of the dictionary is meant: «сколко» and «перезвниваете» are slips, «куплиферма» is a name."""
    if is_russian_word(word):
        return False
    return len(word) > LONGEST_SLIP or not any(map(morphology().word_is_known, _slips_of(word)))


def _slips_of(word: str) -> Iterator[str]:
    """The words from which one slip of the keyboard makes this one."""
    for cut in range(len(word) + 1):
        before, after = word[:cut], word[cut:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after
            yield before + letter + after[1:]


def asks_for(question: Question, kind: FactKind, subject: str, values: Iterable[str] = ()) -> bool:
    """Whether the question plainly asks for this fact; `values`: what is said of it, normalised."""
    text = _folded(question.text)
    if kind is FactKind.PHONE and _names_number(text, values):
        return True
    goes_on = question.context and is_elliptic(text)  # «а в час пик?»
    asks = _asks(kind, text) or (goes_on and _asks(kind, _folded(question.context)))
    if not asks and question.kind is not ANSWERED_BY.get(kind):
        return False
    if question.context and not _named_channels(text):  # «на какой адрес?» after «можно вам написать?»
        text = f"{text} {_folded(question.context)}"
    return _ABOUT[kind](text, subject)


def _asks(kind: FactKind, text: str) -> bool:
    if _ASKS[kind].search(text):
        return True
    return (kind is FactKind.HOURS and asks_whether_then(text)) or (
        kind is FactKind.WAIT and asks_whether_so_long(text)
    )


def is_of_another(question: Question, kind: FactKind, subject: str) -> bool:
    """Whether the question names another one than this fact is about: sellers, or another channel."""
    text = _folded(question.text)
    if subject in {HOTLINE, EMAIL} and _SELLER.search(text):
        return True
    if kind is FactKind.PHONE:
        return re.search(f"{_ABROAD}|{_PUT_OR_HIDDEN}", text) is not None
    if kind in _OF_TOPIC:
        return not _may_be_about(text, subject)
    channels = _named_channels(text) - _PEOPLE
    return kind in OF_CHANNEL and bool(channels) and not any(subject.startswith(each) for each in channels)


def names_its_channel(question: Question) -> bool:
    """Whether hours or a wait may be of support: it is named, or somebody who works, answers or calls."""
    text = _folded(question.text)
    return bool(_named_channels(text)) or _OURS.search(text) is not None or _WORKS.search(text) is not None


def only_names(question: Question) -> bool:
    """«Кол-центр»: a thing, and nothing that is asked of it."""
    said = words(question.text)
    return len(said) <= ONLY_NAMED and not re.search(rf"\b{_NUMBER}\b|звон|почт|час|график|\?", _folded(question.text))


def asks_how_to_reach(question: Question) -> bool:
    """«Как с вами связаться»: every number and address is an answer."""
    return _REACH.search(_folded(question.text)) is not None


def _names_number(text: str, values: Iterable[str]) -> bool:
    said = [re.sub(r"\D", "", found) for found in re.findall(r"\d[\d ()-]{2,}\d", text)]
    ends = [(digits[-10:], value) for digits in said for value in values if value.startswith("+")]
    named = {value: digits for digits, value in ends if len(digits) >= _DIGITS_TOLD and value.endswith(digits)}
    return len(named) > 1 or any(len(digits) >= _DIGITS_KNOWN for digits in named.values())


def _named_channels(text: str) -> frozenset[str]:
    """The channels that a text names; an «обратный звонок» is no call to the hotline."""
    called_back = _CHANNEL[CALLBACK].search(text) is not None
    rest = _CHANNEL[CALLBACK].sub(" ", text)
    named = {name for name, pattern in _CHANNEL.items() if pattern.search(rest)}
    return frozenset(named | {CALLBACK} if called_back else named)


def _about_contact(text: str, subject: str) -> bool:
    sellers = _SELLER.search(text) is not None
    rest = _SHOP.sub(" ", _SELLER.sub(" ", text)) if sellers else text  # a seller's shop is the seller's own
    if _ELSEWHERE.search(rest) or not (sellers or _OURS.search(text)):
        return False
    return subject in ({SELLERS, SELLERS_EMAIL} if sellers else {HOTLINE, EMAIL})


def _about_channel(text: str, subject: str) -> bool:
    """Whether the question names this channel, or no other one: «во сколько вы работаете» is about each of them."""
    if _ELSEWHERE.search(text) or _SELLER.search(text):
        return False
    channels = _named_channels(text) - _PEOPLE
    return subject in channels or (not channels and _OURS.search(text) is not None and subject in _ANSWERING)


def _about_wait(text: str, subject: str) -> bool:
    """Waits have a channel each, and cases of their own («чат поддержки в часы пик»)."""
    wanted = [name for name in _named_channels(text) - _PEOPLE if subject.startswith(name)]
    case = frozenset(subject.removeprefix(wanted[0]).split()) if wanted else frozenset()
    stems = {stem(word) for word in words(text)}
    return bool(wanted) and all(stem(word) in stems for word in case if len(word) > 2) and not _SELLER.search(text)


def _about_topic(text: str, subject: str) -> bool:
    """Whether the question is about the same matter, and narrows it to the same things."""
    asked, known = _words_of(text), _words_of(subject)
    told_free = (known | {"бесплатно"}) & asked if "бесплатно" not in known else known
    return bool(known) and _matters(text) >= _matters(subject) and asked <= known | told_free and known <= asked


def _may_be_about(text: str, subject: str) -> bool:
    """Whether the question names the matter of a fact, and nothing usual that narrows it to something else."""
    asked, known = _matters(text), _matters(subject)
    narrowed = usual_things(text)
    return (not asked or not asked.isdisjoint(known)) and (
        not narrowed or not narrowed.isdisjoint(usual_things(subject))
    )


def _about_place(text: str, subject: str) -> bool:
    name = re.sub(r" в приложении$", "", subject)
    asked = {stem(word) for word in words(text)}
    in_app = re.search(r"приложен\w*|прил[ауке]\b|телефон\w*", text) is not None
    on_site = re.search(r"\bсайт\w*|браузер\w*|ноутбук\w*|компьютер\w*|комп[ае]?\b", text) is not None
    fits = not (in_app and not on_site and name == subject) and not (on_site and not in_app and name != subject)
    return fits and all(stem(word) in asked for word in words(name))


_ABOUT: Mapping[FactKind, Callable[[str, str], bool]] = {
    FactKind.PHONE: _about_contact,
    FactKind.EMAIL: _about_contact,
    FactKind.HOURS: _about_channel,
    FactKind.WAIT: _about_wait,
    FactKind.TERM: _about_topic,
    FactKind.SUM: _about_topic,
    FactKind.YES_NO: _about_topic,
    FactKind.PLACE: _about_place,
}


_folded = lru_cache(maxsize=100)(normalise)  # a question is compared with every subject
_matters = lru_cache(maxsize=5_000)(matters_in)  # and a subject with every question


@lru_cache(maxsize=5_000)
def _words_of(text: str) -> frozenset[str]:
    return subject_words(text)
