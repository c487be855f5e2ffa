"""Settings → a chat model."""

import pytest
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from agent.errors import UnknownModel
from agent.extractive import ExtractiveChatModel
from agent.llm import build_model
from agent.settings import AgentSettings


def test_without_a_model_the_built_in_one_answers() -> None:
    assert isinstance(build_model(AgentSettings(llm="extractive")), ExtractiveChatModel)


def test_a_compatible_server_is_reached_with_the_settings_alone() -> None:
    settings = AgentSettings(
        llm="openai:qwen", llm_base_url="http://127.0.0.1:9/v1", llm_api_key=SecretStr("sk-1"), llm_timeout=7.0
    )
    model = build_model(settings)
    assert isinstance(model, ChatOpenAI)
    assert model.model_name == "qwen"
    assert str(model.openai_api_base) == "http://127.0.0.1:9/v1"
    assert model.request_timeout == 7.0
    assert isinstance(model.openai_api_key, SecretStr)
    assert model.openai_api_key.get_secret_value() == "sk-1"


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
