"""A conversation as a text that a customer keeps: who said what when, and on which articles it stands. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from itertools import groupby

from agent.desk import Message, Role
from agent.desk.spoken_time import by_clock_of, clock, date_of
from agent.reply import Citation

_TITLE = "Разговор с поддержкой"
_NOTHING = "Пока никто ничего не написал."
_WHO = {Role.CUSTOMER: "Вы", Role.AGENT: "Помощник", Role.OPERATOR: "Специалист"}


def transcript(said: Sequence[Message], zone: tzinfo) -> str:
    """The whole conversation, oldest message first; the times are those of the desk's zone."""
    shown = [message for message in said if message.text or message.attachments]
    if not shown:
        return f"{_TITLE}\n\n{_NOTHING}\n"
    title = f"{_TITLE}\nЧасы и минуты указаны {by_clock_of(zone, shown[-1].created_at)}."
    days = groupby(shown, key=lambda message: message.created_at.astimezone(zone).date())
    parts = (part for day, messages in days for part in (date_of(day), *(_message(each, zone) for each in messages)))
    return "\n\n".join((title, *parts)) + "\n"


def _message(message: Message, zone: tzinfo) -> str:
    who = _WHO[message.role]
    if message.author:
        who = f"{message.author}, {who.lower()}"
    at = clock(message.created_at.astimezone(zone))
    return "\n".join((f"{who}, {at}", *_body(message)))


def _body(message: Message) -> Iterator[str]:
    if message.text:
        yield message.text
    for file in message.attachments:
        yield f"[файл: {file.name}]"
    if message.reply is not None and message.reply.citations:
        yield ""
        yield "Источники:"
        yield from _sources(message.reply.citations)


def _sources(citations: Iterable[Citation]) -> Iterator[str]:
    """Each article once, under all the numbers by which the text refers to it."""
    markers: dict[str, list[int]] = {}
    articles: dict[str, Citation] = {}
    for each in citations:
        articles.setdefault(each.source_id, each)
        markers.setdefault(each.source_id, []).append(each.marker)
    for source, article in articles.items():
        numbers = " ".join(f"[{marker}]" for marker in markers[source])
        yield f"{numbers} {article.title}" + (f", {article.url}" if article.url else "")
