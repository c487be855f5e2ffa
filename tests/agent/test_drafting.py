"""What a language model is asked, and how its answer is read."""

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from agent.desk import Desk
from agent.drafting import HISTORY_MESSAGES, PROMPT_PASSAGES, draft_answer, prompt_version, system_prompt
from agent.errors import ModelFailed
from agent.escalation import escalation_tool
from tests.agent.desk.parts import a_reply, begin, say
from tests.agent.parts import evidence
from tests.agent.shop import ScriptedModel, calling, failing, printing_a_call, saying


@pytest.fixture
def desk() -> Desk:
    return Desk("sqlite://")


def test_a_model_sees_the_rules_the_history_the_passages_and_the_question(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    say(desk, conversation, "Как вернуть товар?", a_reply("Откройте заказ [1]. Нажмите «Вернуть» [2]."))
    history = begin(desk, conversation, "А деньги?").history
    model = saying("Ответ.")
    found = evidence("## Деньги\n\nДеньги придут за 10 дней.", asked="А деньги?")
    draft_answer(model, found, history, escalation_tool(desk))
    [[system, asked, answered, last]] = model.asked
    assert isinstance(system, SystemMessage)
    assert system.content == system_prompt()
    assert isinstance(asked, HumanMessage)
    assert asked.content == "Как вернуть товар?"
    assert isinstance(answered, AIMessage)
    assert answered.content == "Откройте заказ. Нажмите «Вернуть»."  # old markers would mean other passages now
    assert "[1] " in last.content
    assert "Деньги\nДеньги придут за 10 дней." in last.content
    assert str(last.content).endswith("Вопрос клиента: А деньги?")
    assert model.tools == ["escalate"]


def test_a_model_is_not_drowned_in_passages_or_history(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    for number in range(6):
        say(desk, conversation, f"Вопрос {number}?")
    model = saying("Ответ.")
    found = evidence(*(f"Статья номер {number} о деле." for number in range(20)))
    draft_answer(model, found, begin(desk, conversation, "Что?").history, escalation_tool(desk))
    [messages] = model.asked
    assert len(messages) == HISTORY_MESSAGES + 2
    assert f"[{PROMPT_PASSAGES}] " in messages[-1].content
    assert f"[{PROMPT_PASSAGES + 1}] " not in messages[-1].content


@pytest.mark.parametrize(
    "model",
    [
        calling("escalate", summary="нет ответа", reason="нет ответа"),
        calling("escalate"),
        printing_a_call("escalate", reason="нет ответа"),
        saying('Сейчас позову.\n{"name": "escalate", "arguments": {"reason": "?"}}'),
        saying('{"name":"escalate","parameters":{}}'),
    ],
)
def test_a_call_of_the_tool_leaves_no_text(desk: Desk, model: ScriptedModel) -> None:
    draft = draft_answer(model, evidence("Слова."), (), escalation_tool(desk))
    assert draft.text == ""
    assert draft.wants_person


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("<think>Хм, 8 800 555.</think>\nЗаказ хранится 7 дней [1].", "Заказ хранится 7 дней [1]."),
        ("<think>Хм, 8 800", ""),
        ("  Заказ хранится 7 дней [1].\n", "Заказ хранится 7 дней [1]."),
    ],
)
def test_thoughts_are_no_answer(desk: Desk, said: str, text: str) -> None:
    draft = draft_answer(saying(said), evidence("Слова."), (), escalation_tool(desk))
    assert draft.text == text
    assert draft.wants_person is None


def test_whatever_a_provider_raises_means_that_the_model_failed(desk: Desk) -> None:
    with pytest.raises(ModelFailed, match="TimeoutError: too slow"):
        draft_answer(failing(TimeoutError("too slow")), evidence("Слова."), (), escalation_tool(desk))


def test_the_prompt_has_a_version() -> None:
    assert prompt_version() == prompt_version()
    assert len(prompt_version()) == 12
