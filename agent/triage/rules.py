"""What kind of turn this is: an ordered list of rules over one utterance, the first that fits decides.

Pure: no model, no network, no history. Whether a bare «да» answers an offer, or a keyword is a repeated one, is judged
where the history is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from agent.triage import complaints, foreign, handover, insults, machine, own_record
from agent.triage.details import only_details
from agent.triage.glued import split_glued
from agent.triage.keyboard import english_from_russian_layout, without_second_script
from agent.triage.long import read_long
from agent.triage.signs import Sign, sign_of
from agent.triage.smalltalk import Talk, talk_of
from agent.triage.utterance import Utterance, read
from ingest.russian import is_russian_word, repair_question


class TurnKind(StrEnum):
    EMPTY = "empty"
    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    ASSENT = "assent"  # a bare «да»: the answer to an offer, if there was one
    HUMAN_REQUEST = "human_request"  # hand over at once
    HUMAN_KEYWORD = "human_keyword"  # a bare «оператор»: offer the ways to connect
    HUMAN_REFUSAL = "human_refusal"
    ABOUT_BOT = "about_bot"  # «вы бот?»: told honestly, and that a person can be called
    UNRESOLVED = "unresolved"  # «не помогло»: another answer or a person
    OWN_DATA = "own_data"  # the customer's own record is needed
    COMPLAINT = "complaint"
    INSULT = "insult"  # and nothing else, «😡» too: a kind line
    PUZZLED = "puzzled"  # «??»: about the answer, if there was one
    DETAILS = "details"  # a bare number, a link, word of a photo: of what was asked, if it was
    FOREIGN = "foreign"  # in a language that the articles cannot be searched with
    INSTRUCTION = "instruction"  # an order to the machine itself: never obeyed
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Triage:
    kind: TurnKind
    rule: str  # the name of the rule that decided
    question: str  # the repaired text, for retrieval; of a long one the sentences that ask
    foreign: bool = False  # not in Russian
    upset: bool = False  # a question, but angry


_ASSENTS = frozenset(
    """да давай давайте ок окей ok okay хорошо ага угу конечно согласен согласна можно yes yep ладно пожалуйста да-да
    давайте-давайте именно верно буду благодарен хочу нужно го плюс давайте-же""".split()
)
_CLEAR_ASSENTS = frozenset("да давай давайте конечно хочу можно yes".split())
_POLITE = frozenset("спасибо благодарю спс очень thanks".split())
_DENIALS = frozenset(
    "нет не неа надо нужно спасибо пока хочу no nope отмена сам справлюсь разберусь сама передумал передумала "
    "нашел нашла".split()
)
_SAYS_NO = re.compile(r"\b(?:нет|неа|не (?:надо|нужно|хочу)|no|nope|отмена)\b")
_PUZZLED = frozenset(
    "чего что чо че а э не понял поняла понятно непонятно в смысле ничего я вас тебя это и what".split()
)
_SAYS_PUZZLED = re.compile(r"^(?:а |э |и )?(?:чего|что|чо|че|what)$|понял|понятно|в смысле")
_UNRESOLVED = re.compile(
    r"(?:\b(?:это|все|мне|так|и|ничего|совсем|вообще|опять|снова|спасибо|но|нет|увы|к сожалению|ответ|совет|ваш) )*"
    r"(?:не помог(?:ло|ает|ли)?|не (?:то|про то|о том|об этом|сработало|работает|получилось|получается)|не подходит"
    r"|не подошло|"
    r"мимо|не ответ|это не (?:то|ответ)|бесполезно|вы (?:меня )?не (?:поняли|ответили|понимаете)|"
    r"(?:ты )?не (?:понял|понимаешь)|уже (?:пробовал|делал|пробовала|делала)|я (?:не )?(?:об этом|про это"
    r"|спрашивал\w? )?(?:не )?(?:про|о) (?:то|другом|другое))"
    r"(?: (?:это|мне|не|ничего|на мой вопрос|мой вопрос|меня|вопрос|то|все|равно|что нужно|что мне нужно"
    r"|спрашивал\w?|совсем|опять|что я|о чем я))*"
)


# Nobody but a person may promise anything; «подтвердите, что доставка бесплатная» only asks.
_PROMISE = re.compile(
    r"\b(?:подтверди|согласись|соглашайся|пообещай|гарантируй|поклянись|признай)(?:те)?(?:сь)?,? (?:мне,? )?что "
    r"(?:вы |мне |нам )*(?:\w+[еи](?:те|шь)|мне|нам|вы|должны|обязаны)\b"
)


def _only_agrees(utterance: Utterance) -> bool:
    """«да», «давайте», «да, спасибо»; «хорошо, спасибо» is thanks."""
    words = utterance.words
    politely = bool(words) and words[0] in _CLEAR_ASSENTS
    return bool(words) and (_ASSENTS | _POLITE if politely else _ASSENTS).issuperset(words)


def _made_of(utterance: Utterance, vocabulary: frozenset[str], sign: re.Pattern[str]) -> bool:
    return (
        bool(utterance.words)
        and vocabulary.issuperset(utterance.words)
        and bool(sign.search(" ".join(utterance.words)))
    )


_KEY_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWEL = re.compile(r"[аеиоуыэюяaeiouy\d]")


def _is_noise(word: str) -> bool:
    """«ааа», «фыва», «ххх»: letters that are no word."""
    alike = len(set(word)) == 1 and word.isalpha()
    rolled = len(word) > 3 and any(word in row for row in _KEY_ROWS)
    return alike or rolled or (len(word) > 3 and not _VOWEL.search(word))


def _is_empty(utterance: Utterance) -> bool:
    return all(_is_noise(word) for word in utterance.words)


def _says_unresolved(utterance: Utterance) -> bool:
    return not utterance.asks and _UNRESOLVED.fullmatch(" ".join(utterance.words)) is not None


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    fits: Callable[[Utterance], bool]
    kind: TurnKind


_BY_SIGN = {
    Sign.ANGER: TurnKind.INSULT,
    Sign.NO: TurnKind.HUMAN_REFUSAL,
    Sign.YES: TurnKind.ASSENT,
    Sign.THANKS: TurnKind.THANKS,
    Sign.HELLO: TurnKind.GREETING,
    Sign.PUZZLED: TurnKind.PUZZLED,
}


def _says_by_sign(sign: Sign) -> Callable[[Utterance], bool]:
    return lambda utterance: sign_of(utterance.said) is sign


RULES = (
    *(Rule(f"sign-of-{sign}", _says_by_sign(sign), kind) for sign, kind in _BY_SIGN.items()),
    Rule("only-no", lambda u: _made_of(u, _DENIALS, _SAYS_NO), TurnKind.HUMAN_REFUSAL),
    Rule("only-yes", _only_agrees, TurnKind.ASSENT),
    Rule("only-thanks", lambda u: talk_of(u.text) is Talk.THANKS, TurnKind.THANKS),
    Rule(
        "only-greeting",  # «люди, ау» looks for somebody
        lambda u: talk_of(u.text) is Talk.GREETING and not handover.looks_for_somebody(u),
        TurnKind.GREETING,
    ),
    Rule("only-farewell", lambda u: talk_of(u.text) is Talk.FAREWELL, TurnKind.FAREWELL),
    Rule("only-idle", lambda u: talk_of(u.text) is Talk.IDLE, TurnKind.EMPTY),
    Rule("only-puzzled", lambda u: _made_of(u, _PUZZLED, _SAYS_PUZZLED), TurnKind.PUZZLED),
    Rule(
        "asks-for-person-elsewhere", lambda u: u.unreadable and foreign.asks_for_person(u.said), TurnKind.HUMAN_REQUEST
    ),
    Rule("not-readable", lambda u: u.unreadable, TurnKind.FOREIGN),
    Rule("nothing-said", _is_empty, TurnKind.EMPTY),
    Rule("only-details", lambda u: only_details(u.said), TurnKind.DETAILS),
    Rule("only-insults", insults.only_insults, TurnKind.INSULT),
    *(Rule(name, fits, TurnKind.HUMAN_REQUEST) for name, fits in handover.REQUESTS),
    Rule("names-only-a-person", handover.names_only_a_person, TurnKind.HUMAN_KEYWORD),
    Rule("refuses-person", handover.refuses_person, TurnKind.HUMAN_REFUSAL),
    Rule("asks-whether-bot", handover.asks_whether_bot, TurnKind.ABOUT_BOT),
    Rule("orders-machine", machine.orders_machine, TurnKind.INSTRUCTION),
    Rule("did-not-help", _says_unresolved, TurnKind.UNRESOLVED),
    Rule("complains", complaints.complains, TurnKind.COMPLAINT),
    Rule("wants-promise", lambda u: _PROMISE.search(u.text) is not None, TurnKind.OWN_DATA),
    Rule("needs-own-record", own_record.needs_own_record, TurnKind.OWN_DATA),
    Rule("question", lambda u: True, TurnKind.QUESTION),
)


def triage(text: str, known: Callable[[str], bool] = is_russian_word) -> Triage:
    """The kind of a customer's turn, the rule that decided, and the repaired question."""
    reading = read_long(text)
    repaired = _repaired(reading.text, known)
    question = repaired if reading.question == reading.text else _repaired(reading.question, known)
    utterance = read(repaired, unreadable=foreign.is_unreadable(text, known))
    rule = next(rule for rule in RULES if rule.fits(utterance))
    asked = machine.asked_beside(question) if rule.kind is TurnKind.INSTRUCTION else ""
    if asked:
        return triage(asked, known)
    upset = rule.kind is TurnKind.QUESTION and complaints.is_upset(utterance)
    question = insults.without_insults(question) if upset else question
    return Triage(rule.kind, rule.name, question, utterance.unreadable or foreign.is_foreign(question), upset)


def _repaired(text: str, known: Callable[[str], bool]) -> str:
    text = without_second_script(text, lambda words: repair_question(words, known))
    return split_glued(english_from_russian_layout(text) or repair_question(text, known), known)
