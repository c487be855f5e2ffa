"""Settings that ingest and everything above it share."""

import os
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Self

from dotenv.parser import parse_stream
from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from ingest.errors import WrongSetting

PREFIX = "OPORA_"
ENV_FILE = Path(".env")
# «prot» is 0.75 of «port»; no two settings that exist are more than 0.6 alike.
_MISSPELT_FROM = 0.75


class IngestSettings(BaseSettings):
    """Read from `OPORA_…` variables and from `.env` in the working folder; an empty value is as good as none."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: Path = Path(".opora")  # all state lives here
    embedding_model: str = "builtin"  # or a Hugging Face name, or a folder

    @classmethod
    def read(cls, **flags: object) -> Self:
        """The settings of this process; flags of a command line go over them, unless they are None.

        Raises:
            WrongSetting: a value makes no sense, or a name is misspelt.
        """
        _check_names(cls.model_fields, os.environ, "the environment")
        _check_names(cls.model_fields, _names_in_file(), str(ENV_FILE))
        try:
            return cls.model_validate({name: value for name, value in flags.items() if value is not None})
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise WrongSetting(_variable(str(first["loc"][0])), first["msg"]) from error
        except SettingsError as error:  # a list that is no JSON; the message names the field in quotes
            name = next((name for name in cls.model_fields if f'"{name}"' in str(error)), "")
            raise WrongSetting(_variable(name), 'write it as a JSON list, such as ["one", "two"]') from error


def _variable(field: str) -> str:
    return PREFIX + field.upper()


def _check_names(fields: Iterable[str], names: Iterable[str], where: str) -> None:
    """A name that is nearly a setting's was meant to be it. Others belong to a program above or below this one."""
    known = [_variable(field) for field in fields]
    for name in names:
        if not name.upper().startswith(PREFIX) or name.upper() in known:
            continue
        bare = name.upper().removeprefix(PREFIX)
        meant = get_close_matches(bare, [each.removeprefix(PREFIX) for each in known], n=1, cutoff=_MISSPELT_FROM)
        if meant:
            raise WrongSetting(name, f"there is no such setting in Opora; {where} probably means {PREFIX}{meant[0]}")


def _names_in_file() -> list[str]:
    """The names that `.env` sets. The library that reads it passes over a line that it cannot read."""
    try:
        with ENV_FILE.open(encoding="utf-8") as file:
            bindings = list(parse_stream(file))
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(str(ENV_FILE), f"it cannot be read ({error})") from error
    for binding in bindings:
        if binding.error:
            raise WrongSetting(f"{ENV_FILE} line {binding.original.line}", "it is no NAME=value")
    return [binding.key for binding in bindings if binding.key]
