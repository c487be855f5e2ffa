"""One timed ingest, in a process of its own: `python -m evals.bench.worker opora|naive FOLDER HOME` prints it as JSON.

Libraries are loaded before the clock starts: they take seconds, which say nothing of how the work grows. Nothing else
is kept from one ingest to the next, as it is for a maintainer: within a process, the second would find stems and
n-grams of the first one's words.
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


def index(system: SystemName, folder: Path, home: Path) -> Indexed:
    """Ingest the folder into the home; what the naive pipeline makes is gone afterwards.

    Raises:
        BenchFailed: it could not be ingested.
    """
    command = [sys.executable, "-m", "evals.bench.worker", system, str(folder), str(home)]
    done = subprocess.run(command, check=False, env=throwaway_home(home), capture_output=True, text=True)
    if done.returncode:
        raise BenchFailed(last_line(done.stderr))
    return Indexed(**json.loads(done.stdout))


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
    with _small_folder() as small, TemporaryDirectory(prefix="opora-bench-") as other:
        _sync(small, Path(other))  # loads the libraries
    return _sync(folder, home)


def _sync(folder: Path, home: Path) -> Indexed:
    from ingest.embedding import embedder_identity, open_embedder
    from ingest.release import ReleaseStore
    from ingest.settings import IngestSettings
    from ingest.sync import sync

    settings = IngestSettings.read()
    name, prefixes = settings.embedding_model, settings.embedding_prefixes
    began = time.perf_counter()
    store = ReleaseStore(home, lambda: open_embedder(name, prefixes))
    done = sync(folder, store, embedder_name=name, embedder_identity=embedder_identity(name, prefixes)).manifest
    seconds = time.perf_counter() - began
    return Indexed(seconds, len(done.articles), done.passages, memory_mib("VmHWM"))


@contextmanager
def _small_folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="opora-bench-") as folder:
        Path(folder, "warm-up.md").write_text("# Проверка\n\nОдно предложение.\n", encoding="utf-8")
        yield Path(folder)


_INDEX: Mapping[str, Callable[[Path, Path], Indexed]] = {OPORA: _index_opora, NAIVE: _index_naive}


def main(system: str, folder: Path, home: Path) -> None:
    from ingest.errors import IngestError
    from ingest.quiet import silence_telemetry

    silence_telemetry()
    try:
        print(json.dumps(asdict(_INDEX[system](folder, home))))
    except IngestError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
