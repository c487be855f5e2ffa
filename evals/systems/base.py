"""What every system that is measured gives."""

from collections.abc import Mapping
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from agent.reply import Reply
from evals.cases import Case


class RankedPassage(BaseModel):
    """A passage that the system found."""

    model_config = ConfigDict(frozen=True)

    source_id: str
    start: int  # in code points of the article's text, as citations have it
    end: int
    score: float
    text: str


class Answer(BaseModel):
    """What a system made of a case."""

    model_config = ConfigDict(frozen=True)

    reply: Reply
    evidence: tuple[RankedPassage, ...] | None  # the best first; None: the system does not tell
    explanation: Mapping[str, Any]  # why it said so, as `python -m agent explain` prints it; empty: it does not tell
    seconds: float  # from the question to the whole reply
    model_calls: int | None  # of a language model that is not built in; None: the system does not tell
    tokens: int | None  # that they took and gave; None: nobody counted


class System(Protocol):
    """Anything that takes a customer's messages and gives a reply. Used from several threads at once."""

    @property
    def name(self) -> str: ...

    def ask(self, case: Case) -> Answer:
        """The answer to the case's question, in a conversation of its own, after the messages of its history.

        Raises:
            SystemFailed: the system could not be asked; the message says why.
        """
        ...

    def text_of(self, source_id: str) -> str:
        """An article's text, into which citations and passages point.

        Raises:
            UnknownArticle: the system has none of this name.
        """
        ...

    def describe(self) -> Mapping[str, str]:
        """What a reader of the report must know about it, such as release, model and settings; no secrets."""
        ...


class SystemFailed(Exception):
    """A system that is measured gave no reply; the message says why."""
