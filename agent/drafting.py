"""Evidence → Draft: one call of a chat model, whichever it is."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.tools import BaseTool

from agent.citations import speaks_to_a_machine
from agent.desk import Message, Role
from agent.errors import ModelFailed
from agent.reply import OutcomeKind
from agent.retrieval import Evidence
from ingest.passage import Passage

PROMPT_PASSAGES = 6  # a small model loses the thread in more
# Code points. Small models read 4,000 tokens or so, and a Russian letter is a third to a half of one.
PASSAGES_LIMIT = 6_000
HISTORY_MESSAGES = 6
HISTORY_MESSAGE_LIMIT = 400
# Code points. A list of twelve steps has 1,200; what is longer is the articles read out, as weak models do.
ANSWER_LIMIT = 1_600
SAID_FROM_ARTICLES = frozenset({OutcomeKind.ANSWERED, OutcomeKind.CONFLICT, OutcomeKind.CLARIFY})

_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)|\A.*</think>", re.S)
# Weak models repeat how the example begins.
_SPEAKER = re.compile(
    r"^[\s*_#]*(?:ответ|answer|ассистент|assistant|поддержка|support|отрывок(?: ?\[?\d+\]?)?)\W{0,2}:\W{0,2}\s*",
    re.I | re.M,
)
_ECHO = re.compile(  # the words of the prompt around what is asked
    r"^(?:Отрывки из статей|Разговор до этого|Вопрос клиента|Клиент|Правила|Пример|Вот (?:ответ|отрывк)\w*"
    r"|Ответь клиенту)[^\n]*[:.].*$",
    re.M,
)
_HEADING = re.compile(
    r"^[^\n›]*›[^.\n\[]*(?:\[\d+\])*[.:]?[ \t]*", re.M
)  # of a passage, repeated as `_passages` prints it
_CALL_MARK = re.compile(r"</?tools?(?:_?calls?)?>|\[TOOL_CALLS\]|<\|?python_tag\|?>", re.I)
_TOOL_SCHEMA = re.compile(r"\"properties\"\s*:")
_FENCED = re.compile(r"```.*?(?:```|\Z)", re.S)
_JSON_OBJECT = re.compile(r"\{\s*\"")


class EvidenceMessage(HumanMessage):
    """The customer's question with the passages found for it: as text for a language model, as `artifact` for ours."""

    artifact: Evidence


@dataclass(frozen=True, slots=True)
class Draft:
    text: str  # statements with markers: [1] is the first passage of the evidence
    wants_person: str | None = None  # the model's own reason for calling a person, if it did
    tokens: int | None = None  # that the model took and gave, if it told


@cache
def system_prompt() -> str:
    return (files("agent") / "prompts" / "answer.md").read_text(encoding="utf-8")


@cache
def prompt_version() -> str:
    """Changes whenever the words of the prompt do."""
    return hashlib.sha256(system_prompt().encode()).hexdigest()[:12]


def draft_answer(
    model: BaseChatModel, evidence: Evidence, history: Sequence[Message], escalation_tool: BaseTool
) -> Draft:
    """One call of the model, with the escalation tool bound.

    Raises:
        ModelFailed: the model did not answer.
    """
    # One message of the system and one of a person: templates of some models refuse roles that do not alternate.
    asked = EvidenceMessage(content=_render(evidence, history), artifact=evidence)
    messages: list[BaseMessage] = [SystemMessage(system_prompt()), asked]
    try:
        answer = model.bind_tools([escalation_tool]).invoke(messages)
    except Exception as error:
        raise ModelFailed(f"{type(error).__name__}: {error}") from error
    usage = answer.usage_metadata
    return replace(_read(answer, escalation_tool.name), tokens=usage["total_tokens"] if usage else None)


def _render(evidence: Evidence, history: Sequence[Message]) -> str:
    parts = [f"Отрывки из статей:\n\n{_passages(evidence)}"]
    if said := [_said(each) for each in history[-HISTORY_MESSAGES:] if _worth_reading(each)]:
        parts.append("\n".join(["Разговор до этого:", *said]))
    parts.append(f"Вопрос клиента: {evidence.question.text}")
    parts.append("Ответь клиенту словами отрывков.")  # small models heed what they read last, and call no tool
    return "\n\n".join(parts)


def _passages(evidence: Evidence) -> str:
    """The best passages whole, as many as there is room for; of a first one that is longer than that, its beginning."""
    rendered: list[str] = []
    room = PASSAGES_LIMIT
    for number, candidate in enumerate(evidence.candidates[:PROMPT_PASSAGES], 1):
        passage = candidate.passage
        heading = " › ".join(each for each in (passage.title, *passage.heading) if not speaks_to_a_machine(each))
        text = f"[{number}] {heading}\n{_without_orders(passage)}"
        if rendered and len(text) > room:
            break
        rendered.append(text[:room])
        room -= len(text)
    return "\n\n".join(rendered)


def _without_orders(passage: Passage) -> str:
    """The passage without what somebody planted there for the model to obey."""
    text = passage.text
    for unit in reversed(passage.units):
        words = passage.slice(unit.start, unit.end)
        if speaks_to_a_machine(words):
            text = text[: unit.start - passage.start] + text[unit.end - passage.start :]
    return text.strip()


def _worth_reading(message: Message) -> bool:
    """What was said of the topic: a model that reads how a person was called calls one, too."""
    if message.reply is not None:
        return message.reply.outcome in SAID_FROM_ARTICLES
    return bool(message.text)


def _said(message: Message) -> str:
    # Markers of an earlier turn mean other passages.
    line = " ".join(re.sub(r" ?\[\d+\]", "", message.text).split())
    if len(line) > HISTORY_MESSAGE_LIMIT:
        line = f"{line[:HISTORY_MESSAGE_LIMIT]}…"
    return f"{'Клиент' if message.role is Role.CUSTOMER else 'Поддержка'}: {line}"


def _read(answer: AIMessage, tool: str) -> Draft:
    for call in answer.tool_calls:
        if call["name"] == tool:
            return Draft("", wants_person=str(call["args"].get("reason") or "model"))
    if any(call["name"] == tool for call in answer.invalid_tool_calls):  # its arguments are no JSON
        return Draft("", wants_person="model")
    text = _SPEAKER.sub("", _ECHO.sub("", _THINKING.sub("", str(answer.text)).strip()))
    if _TOOL_SCHEMA.search(text):  # the description of the tool, read out, is no call of it
        return Draft("")
    if re.search(rf"\b{re.escape(tool)}\b", text, re.I):  # weak models write the call into the answer
        return Draft("", wants_person=_printed_reason(text) or "model")
    text = _without_code(text)
    return Draft(text if len(text) <= ANSWER_LIMIT else "")


def _printed_reason(text: str) -> str | None:
    begin, end = text.find("{"), text.rfind("}")
    try:
        printed = json.loads(text[begin : end + 1])
        arguments = printed.get("arguments") or printed.get("parameters") or {}
        return str(arguments.get("reason") or "") or None
    except (ValueError, AttributeError):
        return None


def _without_code(text: str) -> str:
    """An answer in a fence is an answer; calls of tools that do not exist, and other JSON, are none."""
    if _CALL_MARK.search(text):
        return ""
    text = _FENCED.sub(lambda found: "" if _JSON_OBJECT.search(found[0]) else found[0], text)
    text = re.sub(r"^```\w*\s*$", "", text, flags=re.M).strip()
    return "" if _JSON_OBJECT.match(text) else _HEADING.sub("", text).strip()
