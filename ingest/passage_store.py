"""The passages of a release and the facts found in them, in one SQLite file: written once, then only read."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from ingest.article import Audience
from ingest.passage import Passage, Section, Unit, UnitKind

if TYPE_CHECKING:
    from ingest.facts import Fact

_SCHEMA = """
CREATE TABLE passages (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, content TEXT NOT NULL);
CREATE TABLE facts (position INTEGER PRIMARY KEY, content TEXT NOT NULL);
"""
_KEPT = 5_000  # passages in memory, some 3 KB each: the same ones answer most questions, and parsing 20 takes 1 ms
_MOST_VARIABLES = 500  # in one statement; SQLite allows more, old builds 999


class PassageStore:
    """Passages by id. Safe to use from several threads: they take turns, a read is some microseconds."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._turn = Lock()
        self._kept: dict[str, Passage] = {}

    @classmethod
    def create(cls, path: Path) -> Self:
        """A new, empty store, for writing."""
        # The release is worth nothing before it is whole, so there is no journal to keep while it is written.
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_SCHEMA)
        return cls(connection)

    @classmethod
    def open(cls, path: Path) -> Self:
        """A store that is there, for reading only."""
        location = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        return cls(sqlite3.connect(location, uri=True, check_same_thread=False))

    def add(self, passages: Iterable[Passage], facts: Iterable["Fact"]) -> None:
        """Append the passages and facts of one article."""
        self._connection.executemany(
            "INSERT INTO passages (id, content) VALUES (?, ?)", ((passage.id, _dump(passage)) for passage in passages)
        )
        self._connection.executemany("INSERT INTO facts (content) VALUES (?)", ((_dump(fact),) for fact in facts))

    def get(self, ids: Sequence[str]) -> list[Passage]:
        """The passages in the order asked.

        Raises:
            KeyError: an id that the store does not hold.
        """
        kept = self._kept  # one look: another thread may start a new dictionary meanwhile
        missing = [passage_id for passage_id in ids if passage_id not in kept]
        if len(kept) + len(missing) > _KEPT:
            kept = self._kept = {passage_id: kept[passage_id] for passage_id in ids if passage_id in kept}
        for start in range(0, len(missing), _MOST_VARIABLES):
            part = missing[start : start + _MOST_VARIABLES]
            marks = ",".join("?" * len(part))
            for (content,) in self._rows(f"SELECT content FROM passages WHERE id IN ({marks})", part):
                passage = _passage(content)
                kept[passage.id] = passage
        return [kept[passage_id] for passage_id in ids]

    def around(self, passage_id: str) -> tuple[Passage | None, Passage | None]:
        """The passages before and behind this one in the order of the articles, of whatever article they are.

        Raises:
            KeyError: an id that the store does not hold.
        """
        rows = self._rows(
            "SELECT near.position - here.position, near.content FROM passages AS here "
            "JOIN passages AS near ON near.position BETWEEN here.position - 1 AND here.position + 1 WHERE here.id = ?",
            (passage_id,),
        )
        if not rows:
            raise KeyError(passage_id)
        found = {step: _passage(content) for step, content in rows if step}
        return found.get(-1), found.get(1)

    def all(self) -> Iterator[Passage]:
        """Every passage in the order of the articles, some at a time."""
        last = 0
        while rows := self._rows(
            "SELECT position, content FROM passages WHERE position > ? ORDER BY position LIMIT ?",
            (last, _MOST_VARIABLES),
        ):
            last = rows[-1][0]
            yield from (_passage(content) for _, content in rows)

    def sections(self, audience: Audience) -> tuple[Section, ...]:
        """Every section with text for this audience, in the order of the articles; no passage is parsed for it."""
        rows = self._rows(
            "SELECT json_extract(content, '$.source_id'), json_extract(content, '$.heading') FROM passages "
            "WHERE json_extract(content, '$.audience') = ? ORDER BY position",
            (audience,),
        )
        return tuple((source_id, tuple(json.loads(heading))) for source_id, heading in dict.fromkeys(rows))

    def facts(self) -> tuple["Fact", ...]:
        """Every fact, in the order of the articles."""
        from ingest.facts import Fact, FactKind

        rows = self._rows("SELECT content FROM facts ORDER BY position")
        contents = (json.loads(content) for (content,) in rows)
        return tuple(Fact(**content | {"kind": FactKind(content["kind"])}) for content in contents)

    def counts(self) -> tuple[int, int]:
        """How many passages, how many facts."""
        ((passages, facts),) = self._rows("SELECT (SELECT count(*) FROM passages), (SELECT count(*) FROM facts)")
        return passages, facts

    def commit(self) -> None:
        self._connection.commit()

    def close(self) -> None:
        self._connection.close()

    def _rows(self, query: str, parameters: Sequence[Any] = ()) -> list[Any]:
        with self._turn:
            return self._connection.execute(query, parameters).fetchall()


def _dump(value: Any) -> str:
    return json.dumps(asdict(value), ensure_ascii=False)


def _passage(content: str) -> Passage:
    values = json.loads(content)
    units = tuple(Unit(**unit | {"kind": UnitKind(unit["kind"])}) for unit in values["units"])
    return Passage(
        **values | {"heading": tuple(values["heading"]), "units": units, "audience": Audience(values["audience"])}
    )
