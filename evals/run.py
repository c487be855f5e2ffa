"""A run: every system is asked every case, and what it made of it is kept at once, so that a killed run goes on."""

import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from evals.corpora import Corpus
from evals.plan import Asked
from evals.results import Result
from evals.runinfo import RunInfo
from evals.scorers import Unscored, score
from evals.systems.base import System, SystemFailed
from evals.systems.opora import Opora
from ingest.progress import Progress

Opener = Callable[[Corpus], AbstractContextManager[System]]

_INFO = "run.json"
_RESULTS = "results.jsonl"


class NoRun(Exception):
    """The folder holds no run, or another one; the message says what to do."""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """What is kept of a run: what is known of it as a whole, and a line for each result."""

    path: Path

    def info(self) -> RunInfo:
        """Raises NoRun."""
        try:
            return RunInfo.model_validate_json((self.path / _INFO).read_text(encoding="utf-8"))
        except (OSError, ValidationError) as error:
            raise NoRun(f"{self.path} holds no run: give a folder that `python -m evals run` has written.") from error

    def write(self, info: RunInfo) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        beside = self.path / f"{_INFO}.new"
        beside.write_text(info.model_dump_json(indent=1), encoding="utf-8")
        beside.replace(self.path / _INFO)

    def results(self) -> list[Result]:
        """One for each system and case, the last: one that failed may have been tried again. A line that a killed run
        left half written is not there."""
        path = self.path / _RESULTS
        lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
        read = (Result.model_validate_json(line) for line in lines)
        return list({(each.system, each.corpus, each.case.id): each for each in read}.values())

    def forget_half_a_line(self) -> None:
        path = self.path / _RESULTS
        if path.exists():
            with path.open("rb+") as file:
                file.truncate(file.read().rfind(b"\n") + 1)

    def add(self, result: Result) -> None:
        with (self.path / _RESULTS).open("a", encoding="utf-8") as file:
            file.write(result.model_dump_json() + "\n")


def begin(folder: RunFolder, info: RunInfo) -> RunInfo:
    """The run in this folder, which is made unless it is there already.

    Raises:
        NoRun: the folder holds another run.
    """
    if not (folder.path / _INFO).exists():
        folder.write(info)
        return info
    before = folder.info()
    for what, one, other in (
        ("other cases", before.choice, info.choice),
        ("other systems", tuple(before.systems), tuple(info.systems)),
        ("another commit", before.git_commit, info.git_commit),
    ):
        if one != other:
            raise NoRun(f"{folder.path} holds a run of {what}: give another --out.")
    folder.forget_half_a_line()
    return before


def run(
    corpora: Iterable[Corpus],
    asked: Sequence[Asked],
    systems: Mapping[str, Opener],
    folder: RunFolder,
    workers: int,
    progress: Progress,
) -> None:
    """Ask every case of which the folder has no answer yet, `workers` at a time."""
    answered = [each for each in folder.results() if each.answer is not None]
    done = {(each.system, each.corpus, each.case.id): each.case for each in answered}
    for corpus in corpora:
        cases = [each for each in asked if each.corpus == corpus.name]
        for name, opener in systems.items():
            left = [each for each in cases if done.get((name, corpus.name, each.case.id)) != each.case]
            if left:
                progress.begin(f"{name}, {corpus.name}", len(left))
                with opener(corpus) as system:
                    folder.write(_described(folder.info(), name, corpus.name, system))
                    for result in _ask(system, name, left, workers):
                        folder.add(result)
                        progress.advance()


def _ask(system: System, name: str, asked: Sequence[Asked], workers: int) -> Iterator[Result]:
    with ThreadPoolExecutor(workers) as pool:
        stopped = threading.Event()  # who interrupts the run does not wait for the cases that have not begun
        try:
            yield from pool.map(lambda each: _result(system, name, each, stopped), asked)
        finally:
            stopped.set()


def _result(system: System, name: str, asked: Asked, stopped: threading.Event) -> Result:
    result = Result(system=name, corpus=asked.corpus, dataset=asked.dataset, case=asked.case, answer=None)
    if stopped.is_set():
        return result
    try:
        answer = system.ask(asked.case)
    except SystemFailed as error:
        return result.model_copy(update={"error": str(error)})
    scored = score(asked.case, answer, asked.dataset, system.text_of)
    if isinstance(scored, Unscored):
        return result.model_copy(update={"answer": answer, "unscored": scored.reason})
    return result.model_copy(update={"answer": answer, "scores": scored})


def _described(info: RunInfo, name: str, corpus: str, system: System) -> RunInfo:
    """The run's description with this system in it; releases differ from corpus to corpus, and so do passages."""
    said = {f"{key} ({corpus})" if key == "release" else key: value for key, value in system.describe().items()}
    systems = {**info.systems, name: {**info.systems.get(name, {}), **said}}
    passages = {**info.passages, corpus: system.passages()} if isinstance(system, Opora) else info.passages
    return info.model_copy(update={"systems": systems, "passages": passages})


def git_commit(folder: Path) -> str | None:
    """The commit of the checkout, with a plus where files differ from it; None: it is no checkout."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    try:
        return git("rev-parse", "--short=12", "HEAD") + ("+" if git("status", "--porcelain", "-uno") else "")
    except (OSError, subprocess.CalledProcessError):
        return None
