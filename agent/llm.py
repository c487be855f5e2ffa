"""Settings → a LangChain chat model. The only file that builds one."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextvars import copy_context
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable, RunnableLambda
from langchain_core.tools import BaseTool

from agent.errors import UnknownModel
from agent.settings import AgentSettings

EXTRACTIVE = "extractive"
AT_ONCE = 2.0  # seconds; what fails sooner than this was not busy with the question, and is asked once more
PAUSE = 0.3  # seconds between the two: a server that restarts, or a limit on calls a second


class PunctualModel(BaseChatModel):
    """Another chat model, whose answer comes within `seconds` or not at all: a customer waits for it.

    The timeouts of providers' clients count the silence between two bytes, so a server that sends a blank now and then
    is never late for them; and their retries repeat what was too slow, when the customer has waited long already.
    """

    inner: BaseChatModel
    seconds: float  # for everything, a second try included

    @property
    def _llm_type(self) -> str:
        return self.inner._llm_type

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        answer = self._in_time(lambda: self.inner.invoke(messages, stop=stop, **kwargs))
        return ChatResult(generations=[ChatGeneration(message=answer)])

    def bind_tools(
        self, tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool], **kwargs: Any
    ) -> Runnable[Any, AIMessage]:
        bound = self.inner.bind_tools(tools, **kwargs)
        return RunnableLambda(lambda messages: self._in_time(lambda: bound.invoke(messages)))

    def _in_time(self, call: Callable[[], AIMessage]) -> AIMessage:
        begun = time.monotonic()
        try:
            return _within(self.seconds, call)
        except Exception:
            if time.monotonic() - begun > min(AT_ONCE, self.seconds - PAUSE):
                raise
        time.sleep(PAUSE)
        return _within(self.seconds - (time.monotonic() - begun), call)


def _within(seconds: float, call: Callable[[], AIMessage]) -> AIMessage:
    """What the call returns or raises.

    Raises:
        TimeoutError: it did neither in time. It is left to itself: it ends when its connection does.
    """
    done: Future[AIMessage] = Future()

    def run() -> None:
        try:
            done.set_result(call())
        except BaseException as error:  # noqa: BLE001  raised again where it is waited for
            done.set_exception(error)

    # A daemon: a call that hangs does not keep the service from stopping.
    threading.Thread(target=copy_context().run, args=(run,), daemon=True).start()
    try:
        return done.result(seconds)
    except TimeoutError as error:
        raise error if done.done() else TimeoutError(f"no answer within {seconds:g} s") from error


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
    options: dict[str, Any] = {"timeout": settings.llm_timeout, "max_retries": 0, "temperature": 0.0}
    if settings.llm_base_url:
        options["base_url"] = settings.llm_base_url
    if settings.llm_max_tokens:
        options["max_tokens"] = settings.llm_max_tokens
    if key:
        options["api_key"] = key
    try:
        if provider == "gigachat":
            return PunctualModel(inner=_gigachat(name, settings, key), seconds=settings.llm_timeout)
        from langchain.chat_models import init_chat_model

        model: BaseChatModel = init_chat_model(name, model_provider=provider, **options)
    except (ImportError, ValueError, TypeError) as error:
        raise UnknownModel(settings.llm, str(error).splitlines()[0]) from error
    except Exception as error:
        # A provider's client checks its key in its own way and raises its own class.
        raise UnknownModel(settings.llm, f"{type(error).__name__}: {str(error).splitlines()[0]}") from error
    return PunctualModel(inner=model, seconds=settings.llm_timeout)


def _gigachat(name: str, settings: AgentSettings, key: str | None) -> BaseChatModel:
    from langchain_gigachat import GigaChat  # an optional package; its absence is an UnknownModel that says so

    options: dict[str, object] = {"model": name, "timeout": settings.llm_timeout, "temperature": 0.01}
    if key:
        options["credentials"] = key
    if settings.llm_base_url:
        options["base_url"] = settings.llm_base_url
    if settings.llm_max_tokens:
        options["max_tokens"] = settings.llm_max_tokens
    model: BaseChatModel = GigaChat(**options)
    return model
