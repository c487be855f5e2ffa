"""The file of a dataset: lines are appended, whole or not at all."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from evals.cases import Case, load

Split = Literal["dev", "heldout"]
# Whoever splits a file into lines may split at these, too; JSON lets them stand in a string as they are.
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


class CannotAppend(Exception):
    """The dataset was left as it was; the message says why."""


def cases_in(path: Path) -> tuple[Case, ...]:
    """The cases of the file; none where there is no file yet.

    Raises:
        BadCase: a line of it is no case.
    """
    return load(path.stem, path.parent).cases if path.is_file() else ()


def line_of(case: Case) -> str:
    """The case as a line of a dataset, without the fields that say nothing."""
    fields = case.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(fields, ensure_ascii=False).translate(_LINE_ENDS)


def append(path: Path, cases: Sequence[Case]) -> tuple[str, ...]:
    """Append the cases in one write, and give their lines. Folder and file are made if absent.

    Raises:
        BadCase: a line of the file is no case.
        CannotAppend: a case of the same id is there already, or the file cannot be written.
    """
    there = {case.id for case in cases_in(path)}
    for case in cases:
        if case.id in there:
            raise CannotAppend(f"{path} has the case {case.id} already: edit it there, or give another --to.")
        there.add(case.id)
    lines = tuple(line_of(case) for case in cases)
    try:
        _write(path, "".join(f"{line}\n" for line in lines).encode())
    except OSError as error:
        raise CannotAppend(f"{path}: {error.strerror}: give another --to.") from error
    return lines


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+", buffering=0) as file:
        size = file.seek(0, 2)
        file.seek(max(size - 1, 0))
        if file.read(1) not in (b"\n", b""):  # an editor that puts no line end after the last line
            data = b"\n" + data
        written = file.write(data)
        if written != len(data):
            file.truncate(size)
            raise OSError(0, "the disk is full")
