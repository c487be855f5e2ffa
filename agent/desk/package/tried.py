"""What has been tried before a person was called: by the agent, and by the customer."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from agent.desk.conversation import Message, Role
from agent.reply import OutcomeKind, Reply
from ingest.russian import is_person, morphology, sentences, words


@dataclass(frozen=True, slots=True)
class Source:
    source_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A message of the customer and what the agent replied to it."""

    text: str
    reply_id: str
    outcome: OutcomeKind
    sources: tuple[Source, ...]  # the cited articles, each once, first cited first


_SILENT = frozenset({OutcomeKind.SMALLTALK, OutcomeKind.RELAYED})  # nothing was asked, or nobody answered


def asked_and_answered(messages: Sequence[Message]) -> tuple[Asked, ...]:
    """The questions that the agent has replied to, oldest first."""
    return tuple(
        Asked(said.text, reply.id, reply.outcome, _sources(reply))
        for said, reply in _exchanges(messages)
        if reply.outcome not in _SILENT
    )


def _exchanges(messages: Sequence[Message]) -> Iterator[tuple[Message, Reply]]:
    for said, answer in pairwise(messages):
        if said.role is Role.CUSTOMER and said.text and answer.reply is not None:
            yield said, answer.reply


def _sources(reply: Reply) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(Source(each.source_id, each.title) for each in reply.citations))


# Verbs of trying, in the past: what people do about a trouble before they write, whatever the shop sells.
_TRIED = re.compile(
    r"(?:(?:ис|по)?пробова|пыта|попыта|перезагру(?:жа|зи)|перезапус(?:ка|ти)|перезаходи|перезаш|переустан(?:авлива|ови)"
    r"|обнов(?:ля)?и?|чисти|почисти|очи(?:ща|сти)|сбр(?:асыва|оси)|восстан(?:авлива|ови)|удал(?:я|и)|отключа|отключи"
    r"|включа|переключ(?:а|и)|меня|поменя|смени|проверя|провери|смотре|посмотре|иска|поиска"
    r"|писа|написа|звони|позвони|обраща|обрати|связыва|связа|ходи|сходи|езди|съезди|спрашива|спроси"
    r"|отправля|оформля|запрашива|запроси|вводи|вве|нажима|нажа|выходи|выш|заходи|заш|стави|подключа|подключи|созда(?:ва)?)"
    r"(?:ла?|ли|в)?(?:с[ья])?"
)
# «зашёл», «вышла» and «ввёл» end otherwise than the others.
_IRREGULAR = re.compile(r"(?:пере)?(?:за|вы|по)?ш(?:ел|ла|ли)|вве(?:л|ла|ли)")
_PAST = re.compile(r"(?:л|ла|ли|лся|лась|лись)$")
_VAIN = re.compile(r"не помог\w*|не сработал\w*|без (?:толку|результата)|бесполезно|то же самое|та же ошибка")
_OTHERS = frozenset(
    "вы он она они оно банк магазин поддержка служба система приложение сайт кто который которая которые бот".split()
)
_BEFORE = 4  # words before a verb among which its subject stands
LIMIT = 160  # characters of a sentence; an operator reads it at a glance


def tried(messages: Sequence[Message]) -> tuple[str, ...]:
    """What the customer says to have tried, in their own sentences, oldest first, each once."""
    own = (message.text for message in messages if message.role is Role.CUSTOMER)
    return _once(sentence for text in own for sentence in _sentences(text) if _tells_of_trying(sentence))


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        for start, end in sentences(line):
            yield shortened(line[start:end], LIMIT)


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple({" ".join(words(each)): each for each in reversed(tuple(found))}.values())[::-1]


def _tells_of_trying(sentence: str) -> bool:
    said = words(sentence)
    return any(_is_trying(word) and _is_own_deed(said[max(0, n - _BEFORE) : n]) for n, word in enumerate(said))


def _is_trying(word: str) -> bool:
    if _PAST.search(word) is None:
        return False
    return _IRREGULAR.fullmatch(word) is not None or _TRIED.fullmatch(word) is not None


def _is_own_deed(before: Sequence[str]) -> bool:
    """Whether nobody else is named as the one who did it, and it is not said not to have been done."""
    if before and before[-1] in ("не", "кто", "бы", "ли"):
        return False
    own = [n for n, word in enumerate(before) if word in ("я", "мы")]
    return not any(word in _OTHERS or _acts(word) for word in before[own[-1] if own else 0 :])


def _acts(word: str) -> bool:
    return is_person(word) and "nomn" in morphology().parse(word)[0].tag


def shortened(text: str, limit: int) -> str:
    """One line of a text, cut at a word where it is longer than the limit."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[limit // 2 :] else cut}…"
