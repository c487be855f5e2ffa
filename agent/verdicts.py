"""What became of a draft: its statements, and for each the words of the articles that support it."""

from dataclasses import dataclass, field

from agent.statements import Statement
from ingest.facts import Fact
from ingest.passage import Passage


@dataclass(frozen=True, slots=True, eq=False)
class Quote:
    """Words of an article. The same place is the same quote, whatever passage it was found in: passages are joined."""

    passage: Passage
    start: int  # code points in the article's text
    end: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quote) and self._place == other._place

    def __hash__(self) -> int:
        return hash(self._place)

    @property
    def text(self) -> str:
        return self.passage.slice(self.start, self.end)

    def stands_in(self, passage: Passage) -> bool:
        same_article = self.passage.source_id == passage.source_id
        return same_article and passage.start <= self.start and self.end <= passage.end

    def states(self, fact: Fact) -> bool:
        """Whether the words of a fact stand in it."""
        return fact.source_id == self.passage.source_id and self.start <= fact.start and fact.end <= self.end

    @property
    def _place(self) -> tuple[str, int, int]:
        return self.passage.source_id, self.start, self.end


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one statement, for the answer and for `explain`."""

    statement: Statement
    quotes: tuple[Quote, ...]  # empty: the statement goes
    reason: str  # "supported", or what is missing


@dataclass(frozen=True, slots=True)
class VerifiedAnswer:
    verdicts: tuple[Verdict, ...] = field(default=())

    @property
    def kept(self) -> tuple[Verdict, ...]:
        return tuple(each for each in self.verdicts if each.quotes)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The cited quotes, each once, in the order of the answer."""
        return tuple(dict.fromkeys(quote for verdict in self.kept for quote in verdict.quotes))
