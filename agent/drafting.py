"""Evidence → Draft: one call of a chat model, whichever it is."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.tools import BaseTool

from agent.desk import Message, Role
from agent.errors import ModelFailed
from agent.retrieval import Evidence

PROMPT_PASSAGES = 6  # a small model loses the thread in more
HISTORY_MESSAGES = 6
_PRINTED_TOOL_CALL = re.compile(r"<tool_call>|\"name\"\s*:\s*\"(?:\w+)\"\s*,\s*\"(?:arguments|parameters)\"", re.I)
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.S)


class EvidenceMessage(HumanMessage):
    """The customer's question with the passages found for it: as text for a language model, as `artifact` for ours."""

    artifact: Evidence


@dataclass(frozen=True, slots=True)
class Draft:
    text: str  # statements with markers: [1] is the first passage of the evidence
    wants_person: str | None = None  # the model's own reason for calling a person, if it did


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
    messages: list[BaseMessage] = [SystemMessage(system_prompt())]
    messages += [_as_model_message(each) for each in history[-HISTORY_MESSAGES:] if each.text]
    messages.append(EvidenceMessage(content=_render(evidence), artifact=evidence))
    try:
        answer = model.bind_tools([escalation_tool]).invoke(messages)
    except Exception as error:
        raise ModelFailed(f"{type(error).__name__}: {error}") from error
    return _read(answer)


def _as_model_message(message: Message) -> BaseMessage:
    if message.role is Role.CUSTOMER:
        return HumanMessage(message.text)
    return AIMessage(re.sub(r" ?\[\d+\]", "", message.text))  # markers of an earlier turn mean other passages


def _render(evidence: Evidence) -> str:
    passages = "\n\n".join(
        f"[{number}] {' › '.join((each.passage.title, *each.passage.heading))}\n{each.passage.text}"
        for number, each in enumerate(evidence.candidates[:PROMPT_PASSAGES], 1)
    )
    return f"Отрывки из статей:\n\n{passages}\n\nВопрос клиента: {evidence.question.text}"


def _read(answer: AIMessage) -> Draft:
    text = _THINKING.sub("", str(answer.text)).strip()
    if answer.tool_calls:
        return Draft("", wants_person=str(answer.tool_calls[0]["args"].get("reason") or "model"))
    if _PRINTED_TOOL_CALL.search(text):  # weak models write the call into the answer
        return Draft("", wants_person="model")
    return Draft(text)
