"""Cases: what is asked and what a right reply is. One JSON object a line; the fields are those of `Case`."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from agent.reply import OutcomeKind, Reason

DATASETS = Path(__file__).parent / "datasets"
ANSWERS = frozenset({OutcomeKind.ANSWERED, OutcomeKind.CONFLICT})  # the outcomes in which an answer is given

Fact = Annotated[str, Field(pattern=r"[^\s|]")]  # words, and others that stand for them behind «|»
Line = Annotated[int, Field(ge=1)]


class BadCase(Exception):
    """A line of a dataset that cannot be used; the message names file, line and field."""


class UnknownDataset(Exception):
    """There is no such dataset in the folder; the message names those that there are."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(f"No dataset {name} in {folder}: there are {', '.join(names(folder)) or 'none'}.")


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Gold(_Model):
    """Words of an article in which a right answer stands: the words themselves, or, where they may not be copied into a
    dataset, their lines and their hash."""

    source: str = Field(description="the article: its path in the synced folder")
    quote: str | None = Field(default=None, min_length=1, description="the exact words, as they stand in the article")
    lines: tuple[Line, Line] | None = Field(default=None, description="the first and the last line, from 1")
    sha256: str | None = Field(default=None, description="of these lines, so that an edited article is noticed")

    @model_validator(mode="after")
    def _one_way(self) -> "Gold":
        if (self.quote is None) == (self.lines is None):
            raise ValueError("give either quote or lines")
        if (self.lines is None) != (self.sha256 is None):
            raise ValueError("lines and sha256 go together")
        if self.lines is not None and self.lines[0] > self.lines[1]:
            raise ValueError("lines are the first and the last one, in this order")
        return self

    def find(self, text: str) -> tuple[int, int] | None:
        """Where the words stand in the article's text, in code points; None: it does not hold them any more."""
        if self.quote is not None:
            start = text.find(self.quote)
            return None if start < 0 else (start, start + len(self.quote))
        start, end = span_of_lines(text, self.lines or (1, 1))
        return (start, end) if digest(text[start:end]) == self.sha256 else None


class Case(_Model):
    id: str = Field(min_length=1, description="unique among all datasets")
    question: str = Field(description="the customer's message, which is scored")
    history: tuple[str, ...] = Field(
        default=(), description="what the customer wrote before it in the same conversation"
    )
    expected: tuple[OutcomeKind, ...] = Field(
        default=(), description="the outcomes that are right; none: every one but for the reasons of the next field"
    )
    not_expected_reasons: tuple[Reason, ...] = Field(
        default=(), description="reasons for which a person must not be offered or called"
    )
    gold: tuple[Gold, ...] = Field(default=(), description="a right answer cites one of these")
    must_mention: tuple[Fact, ...] = Field(
        default=(),
        description="facts that a right answer gives, as «10–15 минут»; other ways to put one stand behind «|»",
    )
    must_not_mention: tuple[Fact, ...] = Field(default=(), description="words that no reply may hold")
    left_out: tuple[str, ...] = Field(
        default=(), description="articles that the system is kept from finding: is it silent where they are missing?"
    )
    tags: tuple[str, ...] = ()
    split: Literal["dev", "heldout"]


@dataclass(frozen=True, slots=True)
class Dataset:
    name: str
    cases: tuple[Case, ...]


def load(name: str, folder: Path) -> Dataset:
    """A dataset by name.

    Raises:
        BadCase: a line is no case.
        UnknownDataset: there is none of this name.
    """
    path = folder / f"{name}.jsonl"
    if not path.is_file():
        raise UnknownDataset(name, folder)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise BadCase(f"{path}: not in UTF-8: save it so") from error
    return Dataset(name, tuple(_read(path, lines)))


def names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.jsonl"))


def span_of_lines(text: str, lines: tuple[int, int]) -> tuple[int, int]:
    """Lines, from 1, in code points of the text, without the last line's end."""
    starts = [0, *(position + 1 for position, character in enumerate(text) if character == "\n"), len(text) + 1]
    first, last = lines
    return starts[min(first, len(starts)) - 1], starts[min(last, len(starts) - 1)] - 1


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _read(path: Path, lines: Iterable[str]) -> Iterable[Case]:
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = Case.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            raise BadCase(f"{path}:{number}: not JSON: {error}") from error
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "the whole line"
            raise BadCase(f"{path}:{number}: {field}: {first['msg']}") from error
        if case.id in seen:
            raise BadCase(f"{path}:{number}: id: {case.id} stands in an earlier line, too")
        seen.add(case.id)
        yield case
