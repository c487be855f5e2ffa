"""Settings of the service, on top of those of the agent."""

from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from agent.settings import AgentSettings


def _split(value: object) -> object:
    """`https://a.ru, https://b.ru` as people write it in an environment variable."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


class ApiSettings(AgentSettings):
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)  # 0: any free one
    workers: int = Field(default=1, ge=1)  # processes
    threads: int = Field(default=64, ge=1)  # turns that one process answers at once; more of them wait
    customer_secret: SecretStr | None = None  # signs the customer's JWT on the shop's own site; unset: none is accepted
    cors_origins: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(_split)
    ] = ()  # sites whose pages may call the api
    max_body_bytes: int = Field(default=64 * 1024, ge=1)  # of one JSON request
    log_level: str = "WARNING"
    access_log: bool = False  # one line a request, without its body
