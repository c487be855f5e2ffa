"""A conversation in two sentences for an operator: who wants what, and what came of it."""

import re
from collections.abc import Sequence

from agent.desk.conversation import Message, Role
from agent.desk.package.category import Category, categorise
from agent.desk.package.matter import current
from agent.desk.package.tried import Asked, Source, asked_and_answered, shortened
from agent.reply import OutcomeKind, Reason
from agent.triage import TurnKind, triage
from agent.unhelped import did_not_help
from ingest.quotation import in_quotes
from ingest.russian import sentences, words

LIMIT = 400  # characters: what an operator reads at one glance at the queue
_WANTED, _LAST, _TITLE = 170, 70, 40  # of them, the customer's words and a title may take so many
_TITLES_NAMED = 2

_TELLING = frozenset({TurnKind.QUESTION, TurnKind.OWN_DATA, TurnKind.COMPLAINT, TurnKind.FOREIGN, TurnKind.INSTRUCTION})
_CALLS = frozenset({TurnKind.HUMAN_REQUEST, TurnKind.HUMAN_KEYWORD})
_ANSWERS = frozenset({OutcomeKind.ANSWERED, OutcomeKind.CONFLICT})
_GREETING = re.compile(
    r"^(?:(?:здравствуйте|здрасьте|здравствуй|привет\w*|приветствую|алл?о"
    r"|добр\w+ (?:день|вечер|утро|ночи|времени суток))(?=\W|$)[\s,.!)]*)+",
    re.IGNORECASE,
)


def summarise(messages: Sequence[Message], last_text: str) -> str:
    """Two sentences of at most `LIMIT` characters, in the customer's own words; `last_text` came after the messages."""
    stands_there = _said(messages)[-1:] == [last_text]
    matter = current(messages, goes_on=not stands_there)
    said = _said(matter) if stands_there else [*_said(matter), last_text]
    wanted = next((text for text in said if _tells(text)), None)
    after = said[said.index(wanted) + 1 :] if wanted is not None else []
    return shortened(f"{_who_wants_what(wanted, said)} {_what_came(asked_and_answered(matter), after)}", LIMIT)


def _said(messages: Sequence[Message]) -> list[str]:
    return [each.text for each in messages if each.role is Role.CUSTOMER and each.text]


def _tells(text: str) -> bool:
    """Whether a message says what the matter is; «оператор!» does not, «оператора, у меня сняли деньги дважды» does."""
    kind = triage(text).kind
    if kind in _CALLS:
        return categorise([text], Reason.ASKED_FOR_HUMAN) is not Category.OTHER
    return kind in _TELLING and not did_not_help(text)


def _calls(text: str) -> bool:
    return triage(text).kind in _CALLS and not _tells(text)


def _who_wants_what(wanted: str | None, said: Sequence[str]) -> str:
    if wanted is None:
        if any(map(_calls, said)):
            return "Клиент просит специалиста, а о чём речь, пока не сказал."
        return f"Клиент написал: {_quoted(said[-1], _WANTED)}." if said[-1] else "Клиент пока не сказал, о чём речь."
    does = "жалуется" if triage(wanted).kind is TurnKind.COMPLAINT else "спрашивает" if "?" in wanted else "пишет"
    return f"Клиент {does}: {_quoted(_gist(wanted), _WANTED)}."


def _gist(text: str) -> str:
    """The text without its greeting; of a long one the sentences that ask, if any does."""
    asking = [text[start:end] for start, end in sentences(text) if text[start:end].endswith("?")]
    told = " ".join(asking) if len(text) > _WANTED and asking else text
    return _GREETING.sub("", told.strip()) or text


def _quoted(text: str, limit: int) -> str:
    return in_quotes(shortened(text, limit).rstrip(".,; "))


def _what_came(asked: Sequence[Asked], after: Sequence[str]) -> str:
    """What the agent did, and how the customer took it."""
    did = _what_the_agent_did(asked)
    vain = next((text for text in reversed(after) if did_not_help(text)), None)
    calls = bool(after) and _calls(after[-1])
    if vain is not None:
        return f"{did}, но клиент пишет: {_quoted(vain, _LAST)}{' и просит специалиста' if calls else ''}."
    if calls:
        return f"{did}, клиент просит специалиста."
    if after and words(after[-1]):
        return f"{did}, последнее сообщение клиента: {_quoted(after[-1], _LAST)}."
    return f"{did}."


def _what_the_agent_did(asked: Sequence[Asked]) -> str:
    answers = [each for each in asked if each.outcome in _ANSWERS]
    sources = tuple(dict.fromkeys(source for each in answers for source in each.sources))
    if sources:
        return f"Помощник ответил по {_articles(sources)}"
    return "Помощник ответил" if answers else "Помощник ответа не дал" if asked else "Помощник ещё не отвечал"


def _articles(sources: Sequence[Source]) -> str:
    titles = [_quoted(each.title or each.source_id, _TITLE) for each in sources[:_TITLES_NAMED]]
    if len(titles) == 1:
        return f"статье {titles[0]}"
    more = len(sources) - len(titles)
    return f"статьям {', '.join(titles)} и ещё {more}" if more else f"статьям {' и '.join(titles)}"
