"""A process that ingests what it is told to and says how long it took:

python -m evals.bench.worker opora|naive

It reads JSON lines `[folder, home]` and writes one `Indexed` a line. Libraries are loaded before the first: they take
seconds, which say nothing of how the work grows.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from evals.bench.figures import NAIVE, OPORA, BenchFailed, Indexed, SystemName
from evals.bench.server import last_line, memory_mib, throwaway_home

if TYPE_CHECKING:
    from evals.systems.naive import Naive


class Worker:
    """The process, seen from the one that started it."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        self._process = process
        self._log = log

    def index(self, folder: Path, home: Path) -> Indexed:
        """Ingest the folder into the home; what the naive pipeline makes is gone afterwards."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            print(json.dumps([str(folder), str(home)]), file=self._process.stdin, flush=True)
            return Indexed(**json.loads(self._process.stdout.readline()))
        except (BrokenPipeError, json.JSONDecodeError) as error:
            self._process.wait(10)
            raise BenchFailed(last_line(self._log.read_text(encoding="utf-8"))) from error


@contextmanager
def worker(system: SystemName) -> Iterator[Worker]:
    with TemporaryDirectory(prefix="opora-bench-") as home:
        log = Path(home, "worker.log")
        with log.open("wb") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "evals.bench.worker", system],
                env=throwaway_home(Path(home)),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        with process:
            try:
                yield Worker(process, log)
            finally:
                process.terminate()


@contextmanager
def timed_naive(folder: Path) -> Iterator[tuple["Naive", Indexed]]:
    from evals.systems.naive import naive

    with _small_folder() as small, naive(small):
        pass  # loads the libraries
    began = time.perf_counter()
    with naive(folder) as system:
        seconds = time.perf_counter() - began
        chunks = len(system.chunks.get(include=[])["ids"])
        yield system, Indexed(seconds, len(system.articles), chunks, memory_mib("VmHWM"))


def _index_naive(folder: Path, home: Path) -> Indexed:
    with timed_naive(folder) as (_, indexed):
        return indexed


def _index_opora(folder: Path, home: Path) -> Indexed:
    from ingest.embedding import embedder_identity, open_embedder
    from ingest.release import ReleaseStore
    from ingest.settings import IngestSettings
    from ingest.sync import sync

    name = IngestSettings.read().embedding_model
    began = time.perf_counter()
    store = ReleaseStore(home, lambda: open_embedder(name))
    done = sync(folder, store, embedder_name=name, embedder_identity=embedder_identity(name)).manifest
    seconds = time.perf_counter() - began
    return Indexed(seconds, len(done.articles), done.passages, memory_mib("VmHWM"))


_INDEX: Mapping[str, Callable[[Path, Path], Indexed]] = {OPORA: _index_opora, NAIVE: _index_naive}


@contextmanager
def _small_folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="opora-bench-") as folder:
        Path(folder, "warm-up.md").write_text("# Проверка\n\nОдно предложение.\n", encoding="utf-8")
        yield Path(folder)


def main(system: str) -> None:
    from ingest.errors import IngestError
    from ingest.quiet import silence_telemetry

    silence_telemetry()
    try:
        with _small_folder() as small, TemporaryDirectory(prefix="opora-bench-") as home:
            _INDEX[system](small, Path(home))
        for line in sys.stdin:
            folder, home = json.loads(line)
            print(json.dumps(asdict(_INDEX[system](Path(folder), Path(home)))), flush=True)
    except IngestError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1])
