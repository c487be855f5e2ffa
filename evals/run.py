"""A run: every system is asked every case, and what it made of it is kept at once, so that a killed run goes on."""

import subprocess
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from evals.corpora import Corpus
from evals.plan import Asked
from evals.results import Result
from evals.runinfo import RunInfo
from evals.scorers import score
from evals.scorers.gold import NotHeld, gold_spans
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
        self._replace(_INFO, info.model_dump_json(indent=1))

    def results(self) -> list[Result]:
        """In the order in which they came. A line that a killed run left half written is not there.

        Raises:
            NoRun: a line is no result.
        """
        path = self.path / _RESULTS
        lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []  # bytes: half a line may be no text
        try:
            return [Result.model_validate_json(line) for line in lines]
        except ValidationError as error:
            raise NoRun(f"{path} is of another version of the harness: run it again, with another --out.") from error

    def add(self, result: Result) -> None:
        with (self.path / _RESULTS).open("a", encoding="utf-8") as file:
            file.write(result.model_dump_json() + "\n")

    def keep(self, results: Iterable[Result]) -> None:
        """These and no others."""
        self._replace(_RESULTS, "".join(each.model_dump_json() + "\n" for each in results))

    def _replace(self, name: str, text: str) -> None:
        beside = self.path / f"{name}.new"
        beside.write_text(text, encoding="utf-8")
        beside.replace(self.path / name)


def begin(folder: RunFolder, info: RunInfo) -> None:
    """Make the folder of the run, unless it is there already.

    Raises:
        NoRun: the folder holds another run, whose results would be mixed with those of this one.
    """
    if not (folder.path / _INFO).exists():
        folder.write(info)
        return
    before = folder.info()
    now = RunInfo.model_validate_json(info.model_dump_json())  # a tuple that was written is read as a list
    for what, one, other in (
        ("other cases", before.choice, now.choice),
        ("other systems", list(before.systems), list(now.systems)),
        ("other articles", before.articles, now.articles),
        ("other settings", before.settings, now.settings),
        ("another commit", before.git_commit, now.git_commit),
    ):
        if one != other:
            raise NoRun(f"{folder.path} holds a run of {what}: give another --out.")


def run(
    corpora: Iterable[Corpus],
    asked: Sequence[Asked],
    systems: Mapping[str, Opener],
    folder: RunFolder,
    workers: int,
    progress: Progress,
) -> None:
    """Ask every case of which the folder has no answer yet, `workers` at a time.

    Raises:
        NoRun: what the folder has is of another version of the harness.
        SystemFailed: a system cannot be asked at all.
    """
    cases = {(each.corpus, each.case.id): each.case for each in asked}
    # A case that failed is asked again, and so is one that was edited; one that is not asked any more is forgotten.
    kept = [
        each
        for each in folder.results()
        if each.answer is not None and each.system in systems and cases.get((each.corpus, each.case.id)) == each.case
    ]
    folder.keep(kept)
    done = {(each.system, each.corpus, each.case.id) for each in kept}
    for corpus in corpora:
        for name, opener in systems.items():
            left = [
                each for each in asked if each.corpus == corpus.name and (name, each.corpus, each.case.id) not in done
            ]
            if left:
                progress.begin(f"{name}, {corpus.name}", len(left))
                with opener(corpus) as system, closing(_ask(system, name, left, workers)) as results:
                    folder.write(_described(folder.info(), name, corpus.name, system))
                    for result in results:
                        folder.add(result)
                        progress.advance()


def _ask(system: System, name: str, asked: Sequence[Asked], workers: int) -> Generator[Result, None, None]:
    """The results, in the order of the cases."""
    pool = ThreadPoolExecutor(workers)
    try:
        yield from pool.map(lambda each: _result(system, name, each), asked)
    finally:
        pool.shutdown(cancel_futures=True)  # who interrupts the run does not wait for the cases that have not begun


def _result(system: System, name: str, asked: Asked) -> Result:
    result = Result(system=name, corpus=asked.corpus, dataset=asked.dataset, case=asked.case, answer=None, gold=())
    try:
        answer = system.ask(asked.case)
        gold = gold_spans(asked.case, system.text_of)
        scores = score(asked.case, answer, gold, system.text_of)
    except SystemFailed as error:
        return result.model_copy(update={"error": str(error)})
    except NotHeld as error:
        return result.model_copy(update={"answer": answer, "unscored": str(error)})
    words = tuple(system.text_of(each.source_id)[each.start : each.end] for each in gold)
    return result.model_copy(update={"answer": answer, "gold": words, "scores": scores})


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
