"""Settings of the service, on top of those of the agent."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_core import PydanticCustomError
from pydantic_settings import NoDecode

from agent.settings import AgentSettings

SECRET_BYTES = 32  # RFC 7518: a key of HS256 is no shorter than its hash

_ORIGIN = re.compile(r"(https?)://([\w.-]+|\[[\da-f:]+\])(?::(\d{1,5}))?/?")
_DEFAULT_PORTS = {"http": "80", "https": "443"}  # a browser leaves them out

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


def _split(value: object) -> object:
    """`https://a.ru, https://b.ru` as people write it in an environment variable."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _origins(sites: tuple[str, ...]) -> tuple[str, ...]:
    if "*" in sites and len(sites) > 1:
        raise PydanticCustomError("opora_origins", "* is every site: leave it out, or leave out all the others")
    return tuple(dict.fromkeys(site if site == "*" else _origin(site) for site in sites))


def _origin(site: str) -> str:
    """As a browser names it: people copy capitals, Cyrillic letters and a slash at the end."""
    wrong = PydanticCustomError(
        "opora_origin", "{site} is no site: name each as scheme and host, such as https://shop.example", {"site": site}
    )
    parts = _ORIGIN.fullmatch(site.lower())
    if parts is None:
        raise wrong
    scheme, host, port = parts.groups()
    try:
        name = host.encode("idna").decode()
    except UnicodeError:  # an empty label, or one that is too long
        raise wrong from None
    return f"{scheme}://{name}" + (f":{port}" if port and port != _DEFAULT_PORTS[scheme] else "")


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
    # Sites whose pages may show the chat and call the API; its own may always.
    allowed_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split), AfterValidator(_origins)] = ()
    max_body_bytes: int = Field(default=64 * 1024, ge=1)  # of one JSON request
    log_level: Annotated[LogLevel, BeforeValidator(_upper)] = "WARNING"
    access_log: bool = False  # one line a request, without its body
