"""Cases: what is asked and what a right outcome is. One JSON object a line."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

DATASETS = Path(__file__).parent / "datasets"


class BadCase(Exception):
    """A line of a dataset that cannot be used; the message names file, line and field."""


class UnknownDataset(Exception):
    """There is no such dataset in the folder; the message names those that there are."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(f"No dataset {name} in {folder}: there are {', '.join(names(folder)) or 'none'}.")


class Gold(BaseModel):
    """A section in which a right answer stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str  # the article's file
    lines: tuple[int, int]  # first and last, from 1

    def offsets(self, text: str) -> tuple[int, int]:
        """The section in code points of the article's text."""
        starts = [0, *(position + 1 for position, character in enumerate(text) if character == "\n"), len(text) + 1]
        first, last = self.lines
        return starts[first - 1], starts[min(last, len(starts) - 1)] - 1


class Case(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    question: str = Field(min_length=1)
    expected: tuple[str, ...] = ()  # acceptable outcomes; none: every outcome but those that the next field forbids
    not_expected_reasons: tuple[str, ...] = ()  # of an escalation
    gold: tuple[Gold, ...] = ()
    tags: tuple[str, ...] = ()
    split: Literal["dev", "heldout"]


@dataclass(frozen=True, slots=True)
class Dataset:
    name: str
    cases: tuple[Case, ...]


def load(name: str, split: str | None = None, folder: Path = DATASETS) -> Dataset:
    """A dataset by name, of one split or of both.

    Raises:
        BadCase: a line is no case.
        UnknownDataset: there is none of this name.
    """
    path = folder / f"{name}.jsonl"
    if not path.is_file():
        raise UnknownDataset(name, folder)
    cases = tuple(_read(path, path.read_text(encoding="utf-8").splitlines()))
    return Dataset(name, tuple(each for each in cases if split in (None, each.split)))


def names(folder: Path = DATASETS) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.jsonl"))


def _read(path: Path, lines: Iterable[str]) -> Iterable[Case]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Case.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            raise BadCase(f"{path}:{number}: not JSON: {error}") from error
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise BadCase(f"{path}:{number}: {field}: {first['msg']}") from error
