"""What Opora says in its own words, in Russian. No facts about the shop: they come from articles and settings."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from agent.desk.spoken_time import about, by_clock_of, moment, slot
from agent.reply import Callback, Escalation, Reason, TicketStatus
from agent.triage import TurnKind
from ingest.facts.channels import CALLBACK, CHAT, EMAIL, FORM, HOTLINE, OPERATORS, SELLERS, SUPPORT
from ingest.quotation import in_quotes

GREETING = (
    "Здравствуйте! Я отвечаю по статьям поддержки и показываю, откуда взят ответ. Спросите меня или позовите человека."
)

SMALLTALK = {
    TurnKind.GREETING: "Здравствуйте! Чем помочь?",
    TurnKind.THANKS: "Пожалуйста! Если появятся вопросы, пишите.",
    TurnKind.FAREWELL: "Всего доброго! Если понадобится помощь, возвращайтесь.",
    TurnKind.HUMAN_REFUSAL: "Хорошо, продолжим вдвоём. Что вас интересует?",
    TurnKind.ABOUT_BOT: "Я программа: отвечаю по статьям поддержки. Спросите меня или попросите позвать человека.",
    TurnKind.ASSENT: "Хорошо. Если есть ещё вопрос, задайте его, пожалуйста.",
    TurnKind.EMPTY: "Не вижу вопроса в сообщении. Напишите, пожалуйста, словами, что случилось.",
    TurnKind.PUZZLED: "Напишите, пожалуйста, словами, о чём вы хотите узнать, и я постараюсь помочь.",
    # while a person is called; else one is offered
    TurnKind.INSULT: "Понимаю, ждать неприятно. Специалиста я уже позвал, а пока спросите меня, вдруг смогу помочь.",
    TurnKind.DETAILS: "Спасибо, специалист это увидит. Если есть что добавить, пишите.",
    TurnKind.FOREIGN: (
        "Специалиста я уже позвал, он увидит ваше сообщение.\nA specialist has been called and will see your message."
    ),
}

DECLINED = "В наших статьях об этом ничего нет, а придумывать я не буду. Спросите о другом или позовите специалиста."
DECLINED_TROUBLE = (
    "В наших статьях об этом ничего нет, а придумывать я не буду. "
    "Чтобы с этим разобрался специалист, напишите «оператор», и я его позову."
)
DECLINED_ORDER = "Я только отвечаю на вопросы по статьям поддержки, других указаний не выполняю. О чём рассказать?"
ONLY_RUSSIAN = (
    "Я отвечаю по-русски, по статьям на русском языке, и в них ответа не вижу. "
    "Спросите по-русски или напишите «оператор», и я позову специалиста.\n"
    "I answer in Russian, from articles in Russian, and find no answer there. "
    "Please ask in Russian, or write “operator”, and I will call a specialist."
)
CALLED_IN_ENGLISH = "A specialist has been called and will answer here."
SORRY = "Мне жаль, что так вышло."
ASKED_AGAIN = "Повторю, что нашёл об этом в статьях:"
ANOTHER_TRY = "Жаль, что не помогло. Попробую ответить иначе:"
BESIDE = "Может помочь и это:"
PERSON_BESIDE = "Если это не поможет, напишите «оператор», и я позову специалиста."
PERSON_FOR_THE_REST = "С этим поможет специалист: напишите «оператор», и я его позову."
PERSON_KNOWS = "Что из этого верно сейчас, подскажет специалист: напишите «оператор», и я его позову."

_CONFLICT_LEAD = "В наших статьях это указано по-разному ({subject}), поэтому показываю все варианты{order}:"
_NEWEST_FIRST = "; первый — из самой свежей статьи"
_OF_SUBJECT = {  # what of it, by the kind of fact
    "phone": "телефон",
    "email": "адрес",
    "hours": "время работы",
    "wait": "сколько ждать",
    "term": "срок",
    "sum": "стоимость",
    "yes_no": "можно или нет",
    "place": "где найти",
}
# The same of a channel of support, in words that agree.
_OF_CHANNEL = {
    "phone": {HOTLINE: "телефон горячей линии", SELLERS: "телефон поддержки продавцов"},
    "email": {EMAIL: "адрес электронной почты поддержки"},
    "hours": {
        HOTLINE: "время работы горячей линии",
        SELLERS: "время работы поддержки продавцов",
        CHAT: "время работы чата поддержки",
        OPERATORS: "время работы операторов",
        SUPPORT: "время работы службы поддержки",
    },
    "wait": {
        HOTLINE: "сколько ждать ответа на горячей линии",
        CHAT: "сколько ждать ответа в чате поддержки",
        CALLBACK: "сколько ждать обратного звонка",
        FORM: "сколько ждать ответа через форму обратной связи",
        EMAIL: "сколько ждать ответа по электронной почте",
        OPERATORS: "сколько ждать ответа оператора",
        SUPPORT: "сколько ждать ответа службы поддержки",
    },
}
_CLARIFY = "Уточните, пожалуйста, о чём вы: {readings}?"
# What stands before a question and is none: a greeting, a plea, a word that goes on from what was said.
_BEFORE_QUESTION = re.compile(
    r"^(?:(?:и|а|ещ[её]|также|здравствуйте|здрасьте|привет\w*|добр(?:ый|ое|ой) (?:день|вечер|утро|дня|вечера|утра|ночи)"
    r"|доброго времени суток|(?:под)?скажи(?:те)?|пожалуйста|плиз)\b[\s,.!:—–-]*)+",
    re.IGNORECASE,
)
ECHO_LIMIT = 100  # characters of the customer's own words that a reply says again
_REST_OPEN = "На остальное ответа в статьях не нахожу."
_LEFT_OPEN = "Не нахожу в статьях ответа на вопрос: {question}"
_OFFER = {
    Reason.ASKED_FOR_HUMAN: (
        "Могу позвать специалиста прямо сюда, в этот чат: напишите «оператор» ещё раз или нажмите «Позвать человека»."
    ),
    Reason.LOW_CONFIDENCE: (
        "Точного ответа в статьях я не нахожу. "
        "Могу позвать специалиста: напишите «оператор» или нажмите «Позвать человека»."
    ),
    Reason.COMPLAINT: (
        "Вижу, что вы расстроены. Расскажите, что случилось, и я постараюсь помочь. "
        "А если хотите поговорить с человеком, напишите «оператор», и я позову специалиста."
    ),
    Reason.OWN_DATA: (
        "Вижу, что вы прислали, но заглянуть в ваши данные может только специалист: "
        "напишите «оператор», и я его позову. А общий вопрос задайте словами, попробую ответить сам."
    ),
}
_OFFER_ASIDE = "А если расскажете, что случилось, попробую помочь сразу."
_CHANNELS = "Другие способы связи: {channels}."

_BEFORE_TICKET = {
    Reason.ASKED_FOR_HUMAN: "Зову специалиста.",
    Reason.REPEATED_REQUEST: "Зову специалиста.",
    Reason.LOW_CONFIDENCE: "Точного ответа в статьях я не нахожу, поэтому передаю вопрос специалисту.",
    Reason.OWN_DATA: "Здесь нужно заглянуть в ваши данные, а это может только специалист. Передаю ему разговор.",
    Reason.COMPLAINT: (
        f"{SORRY} Передаю разговор специалисту, чтобы он разобрался. "
        "Можете пока написать, что и когда случилось и чего вы ждёте: так решат быстрее."
    ),
    Reason.FAILURE: "У меня не получилось ответить: что-то сломалось на нашей стороне. Передаю вопрос специалисту.",
}
_NO_OTHER_ANSWER = (
    "Жаль, что это не помогло. Другого ответа в статьях я не нахожу, поэтому зову специалиста: он разберётся."
)
_REVIEWED = "Передаю вопрос специалисту: он проверит ответ и напишет сюда."
_REVIEWED_NEXT = "Добавляю вопрос к вашему обращению: специалист ответит на всё сразу."
_CLOSED = (
    "Разговор сохранится, повторять ничего не придётся, а пока можно писать мне. Или закажите звонок на удобное время."
)
_ALREADY = "Разговор уже передан специалисту."
_HEARD = "Понимаю вас."  # sorry was said when the ticket was opened
_KEPT = "Специалист увидит всю переписку, повторять ничего не придётся. Пока вы ждёте, можно писать мне дальше."
_NEAREST = "Может быть, подойдёт похожий вопрос, на него отвечу сразу: {questions}."


def offer(reason: Reason, channels: Sequence[str]) -> str:
    """The ways to reach a person, from the desk's own settings."""
    lines = [_OFFER[reason]]
    if channels:
        lines.append(_CHANNELS.format(channels="; ".join(channels)))
    if reason is Reason.ASKED_FOR_HUMAN:
        lines.append(_OFFER_ASIDE)
    return "\n".join(lines)


def handed_over(reason: Reason, waiting_already: bool = False, unhelped: bool = False, reviewed: bool = False) -> str:
    """That a person is called. `unhelped`: it follows «не помогло»; `reviewed`: an operator reads each answer first."""
    if reviewed:
        return _REVIEWED_NEXT if waiting_already else _REVIEWED
    if waiting_already:
        return f"{_HEARD} {_ALREADY}" if reason is Reason.COMPLAINT else _ALREADY
    return _NO_OTHER_ANSWER if unhelped else _BEFORE_TICKET[reason]


def waiting(escalation: Escalation, now: datetime, channels: Sequence[str] = ()) -> str:
    """How an open ticket stands: its number, the place in the queue, about how long, or when the desk opens."""
    number, hours = f"Номер обращения: {escalation.ticket}", escalation.hours
    if escalation.status is TicketStatus.SCHEDULED and escalation.callback is not None:
        return f"{number}, позвоним {_slot(escalation.callback, now)}. {_KEPT}"
    if not hours.open:
        when = f", вернутся {_opening(hours.opens_at, now)}" if hours.opens_at else ""
        others = f" {_CHANNELS.format(channels='; '.join(channels))}" if channels else ""
        return f"{number}. Сейчас специалисты не на связи{when}. {_CLOSED}{others}"
    place = f", место в очереди: {escalation.position}" if escalation.position else ""
    long = f", ждать {about(escalation.eta_minutes)}" if escalation.eta_minutes else ""
    return f"{number}{place}{long}. {_KEPT}"


def _opening(at: datetime, now: datetime) -> str:
    zone = at.tzinfo or UTC
    return f"{moment(at, now, zone)} {by_clock_of(zone, at)}"


def _slot(callback: Callback, now: datetime) -> str:
    zone = callback.not_before.tzinfo or UTC
    return f"{slot(callback.not_before, callback.not_after, now, zone)} {by_clock_of(zone, callback.not_before)}"


def nearest(questions: Sequence[str]) -> str:
    """Names questions that the articles do answer."""
    return _NEAREST.format(questions=", ".join(map(_quoted, questions)))


def _quoted(heading: str) -> str:
    return in_quotes(heading.rstrip(".?!"))


def clarify(readings: Sequence[str]) -> str:
    """Asks which of two or three readings is meant."""
    *first, last = map(_quoted, readings)
    return _CLARIFY.format(readings=f"{', '.join(first)} или {last}")


def left_open(questions: Sequence[str]) -> str:
    """Names the questions of a message that the articles do not answer surely enough; what is too long for a question,
    and may hold anything, is not repeated."""
    named = [_LEFT_OPEN.format(question=_as_question(each)) for each in questions if len(each) <= ECHO_LIMIT]
    return "\n".join(named if len(named) == len(questions) else [*named, _REST_OPEN])


def _as_question(text: str) -> str:
    """«И ещё: Какой у вас телефон» → «какой у вас телефон?»; an abbreviation keeps its capitals."""
    said = text.strip().rstrip(" .?!…")
    bare = _BEFORE_QUESTION.sub("", said) or said
    first = bare[:1] if bare[1:2].isupper() else bare[:1].lower()
    return f"{first}{bare[1:]}?"


def conflict_lead(subject: str, kind: str = "", newest_first: bool = False) -> str:
    """Says that the articles disagree about this subject; the values follow."""
    return _CONFLICT_LEAD.format(subject=_named(subject, kind), order=_NEWEST_FIRST if newest_first else "")


def _named(subject: str, kind: str) -> str:
    """«чат поддержки в часы пик», "wait" → «сколько ждать ответа в чате поддержки в часы пик»."""
    for channel, words in _OF_CHANNEL.get(kind, {}).items():
        if subject == channel or subject.startswith(f"{channel} "):
            return words + subject.removeprefix(channel)
    of_subject = _OF_SUBJECT.get(kind)
    subject = subject.replace(" (", ": ").replace(")", "")  # stands in brackets itself
    return f"{subject}; {of_subject}" if of_subject else subject
