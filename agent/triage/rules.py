"""What kind of turn this is: an ordered list of rules over one utterance, the first that fits decides.

Pure: no model, no network, no history. Whether a bare «да» answers an offer, or a keyword is a repeated one, is judged
where the history is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from agent.triage import complaints, handover, own_record
from agent.triage.keyboard import english_from_russian_layout, without_second_script
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
    UNRESOLVED = "unresolved"  # «не помогло»: another answer or a person
    OWN_DATA = "own_data"  # the customer's own record is needed
    COMPLAINT = "complaint"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Triage:
    kind: TurnKind
    rule: str  # the name of the rule that decided
    question: str  # the repaired text, for retrieval; of a long one its two ends


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


RULES = (
    Rule("only-no", lambda u: _made_of(u, _DENIALS, _SAYS_NO), TurnKind.HUMAN_REFUSAL),
    Rule("only-yes", _only_agrees, TurnKind.ASSENT),
    Rule("only-thanks", lambda u: talk_of(u.text) is Talk.THANKS, TurnKind.THANKS),
    Rule("only-greeting", lambda u: talk_of(u.text) is Talk.GREETING, TurnKind.GREETING),
    Rule("only-farewell", lambda u: talk_of(u.text) is Talk.FAREWELL, TurnKind.FAREWELL),
    Rule("only-idle", lambda u: talk_of(u.text) is Talk.IDLE, TurnKind.EMPTY),
    Rule("nothing-said", _is_empty, TurnKind.EMPTY),
    *(Rule(name, fits, TurnKind.HUMAN_REQUEST) for name, fits in handover.REQUESTS),
    Rule("names-only-a-person", handover.names_only_a_person, TurnKind.HUMAN_KEYWORD),
    Rule("refuses-person", handover.refuses_person, TurnKind.HUMAN_REFUSAL),
    Rule("asks-whether-bot", handover.asks_whether_bot, TurnKind.HUMAN_KEYWORD),
    Rule("did-not-help", _says_unresolved, TurnKind.UNRESOLVED),
    Rule("complains", complaints.complains, TurnKind.COMPLAINT),
    Rule("needs-own-record", own_record.needs_own_record, TurnKind.OWN_DATA),
    Rule("question", lambda u: True, TurnKind.QUESTION),
)


# Rules look from many places of a text, so their time grows faster than its length: four thousand characters without
# a space take half a second. What a customer asks for stands at the beginning of a long message or at its end.
MAX_END = 600  # characters read at either end
MAX_RUN = 120  # characters without a space; no word and few addresses are longer


def _excerpt(text: str) -> str:
    """The two ends of a long text, in whole words, with a gap that ends a sentence; long runs cut."""
    text = re.sub(rf"(\S{{{MAX_RUN}}})\S+", r"\1", text)
    if len(text) <= 2 * MAX_END:
        return text
    head, tail = text[:MAX_END], text[-MAX_END:]
    return re.sub(r"\s\S*$", "", head) + "… " + re.sub(r"^\S*\s", "", tail)


def triage(text: str, known: Callable[[str], bool] = is_russian_word) -> Triage:
    """The kind of a customer's turn, the rule that decided, and the repaired question (of a long turn its two ends)."""
    text = _excerpt(text)
    text = without_second_script(text, lambda words: repair_question(words, known))
    question = english_from_russian_layout(text) or repair_question(text, known)
    utterance = read(question)
    rule = next(rule for rule in RULES if rule.fits(utterance))
    return Triage(rule.kind, rule.name, question)
