"""The bytes of a table of questions and answers → its rows, with the numbers that a spreadsheet shows."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.decoding import decode

DELIMITERS = (",", ";", "\t")

# Excel writes what stands between its columns into a first line of this kind, and does not show the line.
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?\n')
# Read back as a row of its own unless a quotation mark before it was never closed; no text file holds it.
_END = "\x04"


class BadTable(Exception):
    """A file that no rows can be read from; the message names the file and says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    number: int  # as a spreadsheet shows it
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Skipped:
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column by the name that was given, or else by the names that it usually has, the surest first."""

    what: str
    name: str | None
    usual: tuple[str, ...]

    def find(self, header: Sequence[str]) -> int | None:
        """Its place; None: there is none, or more than one."""
        cells = [_plain(cell) for cell in header]
        if self.name is not None:
            found = [at for at, cell in enumerate(cells) if cell == _plain(self.name)]
        else:
            exact = [at for usual in self.usual for at, cell in enumerate(cells) if cell == usual]
            found = exact[:1] or [at for at, cell in enumerate(cells) if cell.startswith(self.usual)]
        return found[0] if len(found) == 1 else None


def read_table(data: bytes, name: str, question: str | None = None, answer: str | None = None) -> Table:
    """Rows of a table with a header, between commas, semicolons or tabs, in UTF-8 or cp1251.

    `name`: of the file, for messages. `question` and `answer` are names of columns; without them the columns are known
    by the usual names. Rows that are empty are passed over.

    Raises:
        BadTable: a column is not found, or a quotation mark is never closed.
        UnreadableArticle: the file is empty, no text, or in another encoding.
    """
    columns = (
        Column("question", question, ("question", "вопрос", "questions", "вопросы", "запрос", "query")),
        Column("answer", answer, ("answer", "ответ", "answers", "ответы", "response", "reply")),
    )
    (header_number, header), *records = _records(decode(data, name), columns, name)
    question_at, answer_at = (_place(column, header, name) for column in columns)
    rows: list[Row] = []
    skipped: list[Skipped] = []
    for number, record in records:
        if any(cell.strip() for cell in record[len(header) :]):
            reason = f"{len(record)} cells where row {header_number} has {len(header)}: put them into quotation marks"
            skipped.append(Skipped(number, reason))
            continue
        cells = [*record, *[""] * len(header)]
        row = Row(number, cells[question_at].strip(), cells[answer_at].strip())
        if row.question and row.answer:
            rows.append(row)
        else:
            skipped.append(Skipped(number, "no answer" if row.question else "no question"))
    return Table(tuple(rows), tuple(skipped))


def _records(text: str, columns: Sequence[Column], name: str) -> list[tuple[int, list[str]]]:
    """All that are not empty, with their numbers; the header first."""
    named = _SEPARATOR_LINE.match(text)
    text, delimiter = (text[named.end() :], named[1]) if named else (text, _delimiter(text, columns))
    try:
        *records, last = csv.reader(io.StringIO(f"{text}\n{_END}\n", newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise BadTable(f"{name}: {error}: save it as CSV again.") from error
    if last != [_END]:
        raise BadTable(f"{name}: row {len(records) + 1}: a quotation mark is opened and never closed: close it.")
    return [(number, record) for number, record in enumerate(records, 1) if any(cell.strip() for cell in record)]


def _delimiter(text: str, columns: Sequence[Column]) -> str:
    """What splits the first line so that its columns are found, or else into most columns."""
    line = text.lstrip("\n").partition("\n")[0]

    def fit(delimiter: str) -> tuple[int, int]:
        header = next(csv.reader([line], delimiter=delimiter))
        return sum(column.find(header) is not None for column in columns), len(header)

    return max(DELIMITERS, key=fit)


def _place(column: Column, header: Sequence[str], name: str) -> int:
    place = column.find(header)
    if place is None:
        wanted = column.name or f"that is plainly the {column.what}"
        there = ", ".join(cell.strip() for cell in header if cell.strip())
        raise BadTable(f"{name}: no column {wanted} among {there}: name it with --{column.what}.")
    return place


def _plain(cell: str) -> str:
    return " ".join(cell.casefold().split())
