"""Settings of the service, on top of those of the agent."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_core import PydanticCustomError
from pydantic_settings import NoDecode

from agent.settings import AgentSettings

SECRET_BYTES = 32  # RFC 7518: a key of HS256 is no shorter than its hash

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


def _split(value: object) -> object:
    """`https://a.ru, https://b.ru` as people write it in an environment variable."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _origins(sites: tuple[str, ...]) -> tuple[str, ...]:
    """As a browser names them: a slash at the end, which people copy from the address bar, would match nothing."""
    for site in sites:
        if site != "*" and not re.fullmatch(r"https?://[^/\s]+/?", site):
            raise PydanticCustomError("opora_origin", "name each site as scheme and host, such as https://shop.example")
    return tuple(site.removesuffix("/") for site in sites)


def _long_enough(secret: SecretStr) -> SecretStr:
    if len(secret.get_secret_value().encode()) < SECRET_BYTES:
        raise PydanticCustomError(
            "opora_short_secret",
            "the key must be {least} bytes long at least; `openssl rand -hex 32` makes one",
            {"least": SECRET_BYTES},
        )
    return secret


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


class ApiSettings(AgentSettings):
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)  # 0: any free one
    workers: int = Field(default=1, ge=1)  # processes
    threads: int = Field(default=64, ge=1)  # turns that one process answers at once; more of them wait
    # Signs the customer's JWT on the shop's own site; unset: none is accepted.
    customer_secret: Annotated[SecretStr, AfterValidator(_long_enough)] | None = None
    # Sites whose pages may call the api.
    cors_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split), AfterValidator(_origins)] = ()
    max_body_bytes: int = Field(default=64 * 1024, ge=1)  # of one JSON request
    log_level: Annotated[LogLevel, BeforeValidator(_upper)] = "WARNING"
    access_log: bool = False  # one line a request, without its body
