"""Settings → a chat model that answers in time or fails."""

import socket
import time

import pytest
from langchain_core.messages import AIMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from agent.desk import Desk
from agent.errors import UnknownModel
from agent.escalation import escalation_tool
from agent.extractive import ExtractiveChatModel
from agent.llm import PunctualModel, build_model
from agent.settings import AgentSettings
from tests.agent.model_server import Behaviour, ModelServer, breaks, calls, drips, hangs, hangs_up, model_server, says


def ask(server: ModelServer, seconds: float = 20.0) -> AIMessage:
    bound = build_model(server.settings(seconds)).bind_tools([escalation_tool(Desk("sqlite://"))])
    return bound.invoke("Как вернуть товар?")


def test_without_a_model_the_built_in_one_answers() -> None:
    assert isinstance(build_model(AgentSettings(llm="extractive")), ExtractiveChatModel)


def test_a_compatible_server_is_reached_with_the_settings_alone() -> None:
    settings = AgentSettings(
        llm="openai:qwen", llm_base_url="http://127.0.0.1:9/v1", llm_api_key=SecretStr("sk-1"), llm_timeout=7.0
    )
    punctual = build_model(settings)
    assert isinstance(punctual, PunctualModel)
    assert punctual.seconds == 7.0
    model = punctual.inner
    assert isinstance(model, ChatOpenAI)
    assert model.model_name == "qwen"
    assert str(model.openai_api_base) == "http://127.0.0.1:9/v1"
    assert model.request_timeout == 7.0
    assert isinstance(model.openai_api_key, SecretStr)
    assert model.openai_api_key.get_secret_value() == "sk-1"


@pytest.mark.parametrize("limit", [None, 600])
def test_an_answer_is_as_long_as_the_setting_allows(limit: int | None) -> None:
    with model_server(says("Да [1].")) as server:
        settings = server.settings().model_copy(update={"llm_max_tokens": limit})
        build_model(settings).invoke("Как вернуть товар?")
    assert {server.asked[0].get("max_tokens"), server.asked[0].get("max_completion_tokens")} - {None} == {limit} - {
        None
    }


def test_the_name_of_a_model_may_be_a_path() -> None:
    punctual = build_model(
        AgentSettings(llm="openai:/models/a:b.gguf", llm_base_url="http://127.0.0.1:9/v1", llm_api_key=SecretStr("x"))
    )
    assert isinstance(punctual, PunctualModel)
    assert isinstance(punctual.inner, ChatOpenAI)
    assert punctual.inner.model_name == "/models/a:b.gguf"


@pytest.mark.parametrize("name", ["gpt-4", "nosuch:model", "openai:", "", "anthropic:claude", "gigachat:GigaChat"])
def test_a_model_that_cannot_be_built_is_named_with_what_to_do(name: str) -> None:
    with pytest.raises(UnknownModel) as error:
        build_model(AgentSettings(llm=name))
    assert repr(name) in str(error.value)
    assert "provider:model" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_key_does_not_show_in_an_error() -> None:
    with pytest.raises(UnknownModel) as error:
        build_model(AgentSettings(llm="nosuch:model", llm_api_key=SecretStr("sk-secret")))
    assert "sk-secret" not in str(error.value)


def test_a_model_is_called_once_with_the_tool_bound() -> None:
    with model_server(says("Вот так [1].")) as server:
        assert ask(server).text == "Вот так [1]."
    [asked] = server.asked
    assert asked["model"] == "small"
    assert [each["function"]["name"] for each in asked["tools"]] == ["escalate"]
    # what the policy fills in is not shown to a model
    assert set(asked["tools"][0]["function"]["parameters"]["properties"]) == {"summary", "reason"}


def test_a_call_of_the_tool_is_read() -> None:
    with model_server(calls("escalate", '{"summary": "?", "reason": "нет ответа"}')) as server:
        [call] = ask(server).tool_calls
    assert call["args"]["reason"] == "нет ответа"


@pytest.mark.parametrize("behaviour", [breaks(500), breaks(429), hangs_up])
def test_what_breaks_at_once_is_tried_once_more(behaviour: Behaviour) -> None:
    with model_server(behaviour, says("Вот так [1].")) as server:
        assert ask(server).text == "Вот так [1]."
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "behaviour", [breaks(500), breaks(404), breaks(200, "<html>Привет</html>", "text/html"), breaks(200, "{}")]
)
def test_what_stays_broken_is_not_tried_for_long(behaviour: Behaviour) -> None:
    with model_server(behaviour) as server, pytest.raises(Exception):  # noqa: B017, PT011  each provider has its own
        ask(server)
    assert len(server.asked) == 2


@pytest.mark.parametrize("behaviour", [hangs, drips])
def test_a_model_that_is_late_is_not_waited_for_nor_asked_again(behaviour: Behaviour) -> None:
    with model_server(behaviour) as server:
        begun = time.monotonic()
        with pytest.raises(Exception, match=r"(?i)time|no answer"):
            ask(server, seconds=0.6)
        assert time.monotonic() - begun < 3
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_found_out_at_once() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = ModelServer(f"http://127.0.0.1:{free.getsockname()[1]}/v1", [])
        begun = time.monotonic()
        with pytest.raises(Exception, match=r"(?i)connect"):
            ask(server)
        assert time.monotonic() - begun < 5
