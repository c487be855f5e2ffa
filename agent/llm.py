"""Settings → a LangChain chat model. The only file that builds one."""

from typing import Any

from langchain_core.language_models import BaseChatModel

from agent.errors import UnknownModel
from agent.settings import AgentSettings

EXTRACTIVE = "extractive"
MAX_RETRIES = 1  # a customer waits meanwhile


def build_model(settings: AgentSettings) -> BaseChatModel:
    """The model that `OPORA_LLM` names.

    Raises:
        UnknownModel: there is no such provider, or its package is not installed.
    """
    if settings.llm == EXTRACTIVE:
        from agent.extractive import ExtractiveChatModel

        return ExtractiveChatModel()
    provider, _, name = settings.llm.partition(":")
    if not name:
        raise UnknownModel(settings.llm, "it has no provider")
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    options: dict[str, Any] = {"timeout": settings.llm_timeout, "max_retries": MAX_RETRIES, "temperature": 0.0}
    if settings.llm_base_url:
        options["base_url"] = settings.llm_base_url
    if key:
        options["api_key"] = key
    try:
        if provider == "gigachat":
            return _gigachat(name, settings, key)
        from langchain.chat_models import init_chat_model

        model: BaseChatModel = init_chat_model(name, model_provider=provider, **options)
    except (ImportError, ValueError, TypeError) as error:
        raise UnknownModel(settings.llm, str(error).splitlines()[0]) from error
    except Exception as error:
        # A provider's client checks its key in its own way and raises its own class.
        raise UnknownModel(settings.llm, f"{type(error).__name__}: {str(error).splitlines()[0]}") from error
    return model


def _gigachat(name: str, settings: AgentSettings, key: str | None) -> BaseChatModel:
    from langchain_gigachat import GigaChat  # an optional package; its absence is an UnknownModel that says so

    options: dict[str, object] = {"model": name, "timeout": settings.llm_timeout, "temperature": 0.01}
    if key:
        options["credentials"] = key
    if settings.llm_base_url:
        options["base_url"] = settings.llm_base_url
    model: BaseChatModel = GigaChat(**options)
    return model
