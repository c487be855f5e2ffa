"""Settings that ingest and everything above it share."""

import os
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Self

from dotenv.parser import parse_stream
from pydantic import AfterValidator, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from ingest.errors import WrongSetting
from ingest.prefixes import Prefixes

PREFIX = "OPORA_"
ENV_FILE = Path(".env")
_ENCODING = "utf-8-sig"  # some editors begin a file with a mark that would become part of the first name
# «prot» is «port» to 0.75; but for the two prefixes, no two settings that exist are more than 0.67 alike.
_MISSPELT_FROM = 0.75


def _usable(home: Path) -> Path:
    if home.exists() and not (home.is_dir() and os.access(home, os.R_OK | os.X_OK)):
        raise PydanticCustomError("opora_home", "{home} is no folder that may be read", {"home": str(home)})
    return home


class IngestSettings(BaseSettings):
    """Read from `OPORA_…` variables and from `.env` in the working folder; an empty value is as good as none."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding=_ENCODING,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    home: Annotated[Path, AfterValidator(_usable)] = Path(".opora")  # all state lives here
    embedding_model: str = "builtin"  # or a Hugging Face name, or a folder
    embedding_query_prefix: str | None = None  # before each question, and
    embedding_passage_prefix: str | None = None  # before each passage; unset: as the model was trained, where known

    @property
    def embedding_prefixes(self) -> Prefixes:
        return Prefixes(self.embedding_query_prefix, self.embedding_passage_prefix)

    @classmethod
    def read(cls, **flags: Any) -> Self:
        """The settings of this process; flags of a command line go over them, unless they are None.

        Raises:
            WrongSetting: a value makes no sense, or a name is misspelt.
        """
        _check_names(cls.model_fields, [*os.environ, *_names_in_file()])
        try:
            return cls(**{name: value for name, value in flags.items() if value is not None})
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise WrongSetting(_variable(str(first["loc"][0])), first["msg"]) from error
        except SettingsError as error:  # a list that is no JSON; the message names the field in quotes
            name = next((name for name in cls.model_fields if f'"{name}"' in str(error)), "")
            raise WrongSetting(_variable(name), 'write it as a JSON list, such as ["one", "two"]') from error


def _variable(field: str) -> str:
    return PREFIX + field.upper()


def _check_names(fields: Iterable[str], names: Iterable[str]) -> None:
    """A name that is nearly a setting's was meant to be it. Others belong to a program above or below this one."""
    known = list(fields)
    for name in names:
        field = name.lower().removeprefix(PREFIX.lower())
        if field in known or not name.upper().startswith(PREFIX):
            continue
        if meant := get_close_matches(field, known, n=1, cutoff=_MISSPELT_FROM):
            raise WrongSetting(name, f"there is no such setting; {_variable(meant[0])} is probably meant")


def _names_in_file() -> list[str]:
    """The names that `.env` sets. The library that reads it passes over a line that it cannot read."""
    try:
        with ENV_FILE.open(encoding=_ENCODING) as file:
            bindings = list(parse_stream(file))
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(str(ENV_FILE), f"it cannot be read ({error})") from error
    for binding in bindings:
        if binding.error or (binding.key and binding.value is None):
            raise WrongSetting(f"{ENV_FILE}, line {binding.original.line}", "it is no NAME=value")
    return [binding.key for binding in bindings if binding.key]
