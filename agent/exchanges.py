"""What was said before a message, as questions with their replies. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from agent.desk import Message, Role
from agent.reply import Citation, OutcomeKind, Reason, Reply
from ingest.russian import content_stems, is_noun, normalise, words

MESSAGES_REMEMBERED = 8  # an old question must not haunt a later visit
ANSWERS = frozenset({OutcomeKind.ANSWERED, OutcomeKind.CONFLICT})
_TALK = frozenset({OutcomeKind.SMALLTALK, OutcomeKind.RELAYED})
_CALLS = frozenset({Reason.ASKED_FOR_HUMAN, Reason.REPEATED_REQUEST})


@dataclass(frozen=True, slots=True)
class Exchange:
    text: str  # of the customer
    reply: Reply

    @property
    def about_something(self) -> bool:
        """Not small talk, no call for a person."""
        outcome, escalation = self.reply.outcome, self.reply.escalation
        called = outcome not in ANSWERS and escalation is not None and escalation.reason in _CALLS
        return outcome not in _TALK and not called


def exchanges(history: Sequence[Message]) -> tuple[Exchange, ...]:
    """The customer's latest messages with their replies, oldest first; what a person has talked over is over."""
    lately = history[-MESSAGES_REMEMBERED:]
    after = max((i for i, each in enumerate(lately) if each.role is Role.OPERATOR), default=-1) + 1
    return tuple(
        Exchange(said.text, answer.reply)
        for said, answer in pairwise(lately[after:])
        if said.role is Role.CUSTOMER and answer.reply is not None
    )


def just_clarified(before: Sequence[Exchange]) -> bool:
    """Whether the customer was asked just now what is meant."""
    return bool(before) and before[-1].reply.outcome is OutcomeKind.CLARIFY


def is_repeated(text: str, before: Sequence[Exchange]) -> bool:
    """Whether the customer asks word by word what was answered."""
    asked = words(text)
    return any(words(each.text) == asked and each.reply.outcome in ANSWERS for each in before)


def was_told(citations: Sequence[Citation], before: Sequence[Exchange]) -> bool:
    """Whether the last answer said all of this already; not where nothing is said."""
    return bool(citations) and _places(citations) <= _told(before)


def tells_less(citations: Sequence[Citation], before: Sequence[Exchange]) -> bool:
    """Whether this is only a part of what the last answer said."""
    return _places(citations) < _told(before)


def _told(before: Sequence[Exchange]) -> set[tuple[str, int, int]]:
    answered = [each.reply for each in before if each.reply.outcome in ANSWERS]
    return _places(answered[-1].citations) if answered else set()


def _places(citations: Sequence[Citation]) -> set[tuple[str, int, int]]:
    return {(each.source_id, each.start, each.end) for each in citations}


def times_unhelped(before: Sequence[Exchange]) -> int:
    """How many times the customer has said since the last question that the answer did not help."""
    return next((i for i, each in enumerate(reversed(before)) if not did_not_help(each.text)), len(before))


_SAYS_SO = re.compile(
    r"без (?:изменени\w+|результат\w*|толку)"
    r"|(?:то|та|те|все так) же сам\w+|все по прежнему|ничего не (?:измен|поменял|дал)\w*"
    r"|результат\w* (?:ноль|нет|нул\w+)"
    r"|(?:(?:это|все|так|я) )+(?:уже )?(?:пробовал|попробовал|делал|сделал|смотрел|проверял|проверил|искал|обновлял)\w?"
    r"|уже (?:пробовал|делал|смотрел|проверял|искал)\w?"
    r"|(?:нет|не вижу|не нашел|не нашла|не нахожу) (?:\w+ ){0,3}(?:так\w+|эт\w+) \w+"
    r"|(?:так\w+|эт\w+) \w+ (?:\w+ ){0,3}(?:нет|не вижу|не нашел|не нашла|не нахожу)"
)
# Nobody is said to have failed: what was tried did, whatever else is named, as in «перезагрузил телефон, не помогло».
_TRIED_IN_VAIN = re.compile(r"не (?:помогло|сработало)\b")
_WANTS = re.compile(
    r"\b(?:хочу|хотел\w*|хотим|прошу|можно|нужно|надо|верн\w+)\b"
)  # «средство не помогло, хочу вернуть»
# These need a topic before them: «не получается» goes on, «не получается оформить возврат» is a question.
_SAYS_SO_BARELY = re.compile(
    r"не (?:работает|получил\w+|получается|вышло|выходит|помог\w*|сработал\w*|подош\w+|подходит)"
    r"|бесполезно|(?:это )?не (?:то|про то|о том)"
)
# What was replied: «ваш совет не помог»; anything else that did not fit is a trouble of its own.
_REPLIED = re.compile(
    r"(?:совет|ответ|способ|вариант|решени|инструкци|рекомендаци|подсказк|помощ)(?:[ыаиуеяйьюо]|ов|ом|ой|ем|ей|ям|ами?|ах)?"
)
UNHELPED_WORDS = 14  # a longer text tells something new


def did_not_help(text: str) -> bool:
    """Whether a message says, after an answer, that it was of no use, and asks nothing: «сделал, не помогло»."""
    said = words(text)
    if "?" in text or len(said) > UNHELPED_WORDS:
        return False
    folded = " ".join(said)
    if _SAYS_SO.search(folded) or (_TRIED_IN_VAIN.search(folded) and not _WANTS.search(folded)):
        return True
    things = [word for word in words(_SAYS_SO_BARELY.sub(" ", folded)) if _is_thing(word)]
    return _SAYS_SO_BARELY.search(folded) is not None and not things


def _is_thing(word: str) -> bool:
    return bool(content_stems(word)) and is_noun(word) and _REPLIED.fullmatch(word) is None


def normal(text: str) -> str:
    """For the comparison of what a customer writes with what was offered."""
    return " ".join(words(normalise(text)))
