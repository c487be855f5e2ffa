"""Corpora: articles, the datasets whose cases are about them, and Opora over them."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from evals import cases, xquad
from evals.cases import DATASETS, Dataset
from evals.systems.opora import Opora, throwaway
from ingest.sync import scan

ROOT = Path(__file__).parent.parent


class Corpus(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def absent(self) -> str | None:
        """Why it cannot be used here; None: it can."""
        ...

    def datasets(self) -> Sequence[Dataset]:
        """All of its cases.

        Raises:
            BadCase: a line of a dataset is no case.
        """
        ...

    def articles(self) -> AbstractContextManager[Path]:
        """A folder with its articles."""
        ...

    def opora(self) -> AbstractContextManager[Opora]:
        """Opora over its articles, with the settings of this process, in a home that is gone afterwards."""
        ...


def digest(corpus: Corpus) -> str:
    """Of its articles: another one once any of them is edited."""
    with corpus.articles() as folder:
        return hashlib.sha256(json.dumps(scan(folder)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class FolderCorpus:
    name: str
    folders: tuple[Path, ...]  # of the articles; those of several are put together
    cases: Path  # the folder of its datasets

    @property
    def absent(self) -> str | None:
        missing = [str(folder) for folder in self.folders if not folder.is_dir()]
        return f"there is no folder {', '.join(missing)}" if missing else None

    def datasets(self) -> Sequence[Dataset]:
        return [cases.load(name, self.cases) for name in cases.names(self.cases)]

    @contextmanager
    def articles(self) -> Iterator[Path]:
        if len(self.folders) == 1:
            yield self.folders[0]
            return
        with TemporaryDirectory(prefix="opora-corpus-") as together:
            for folder in self.folders:
                shutil.copytree(folder, together, dirs_exist_ok=True)
            yield Path(together)

    @contextmanager
    def opora(self) -> Iterator[Opora]:
        with self.articles() as folder, throwaway(folder) as system:
            yield system


@dataclass(frozen=True, slots=True)
class XquadCorpus:
    name: str = "xquad"
    path: Path = xquad.PATH

    @property
    def absent(self) -> str | None:
        return None if self.path.is_file() else f"there is no file {self.path}"

    def datasets(self) -> Sequence[Dataset]:
        return xquad.datasets(self.path)

    def articles(self) -> AbstractContextManager[Path]:
        return xquad.articles(self.path)

    def opora(self) -> AbstractContextManager[Opora]:
        return xquad.opora(self.path)


# Four articles as they were found on the web, and a public benchmark, are not part of the project, and often absent.
PEOPLES: tuple[Corpus, ...] = (
    FolderCorpus("sources", (ROOT / "sources",), DATASETS / "sources"),
    FolderCorpus("articles", (ROOT.parent / "shared" / "articles",), DATASETS / "articles"),
)
BENCHMARKS: tuple[Corpus, ...] = (XquadCorpus(),)
# Invented help centres, each of another trade and in another voice, to fit on: none of their cases is held out.
WORLDS: tuple[Corpus, ...] = tuple(
    FolderCorpus(name, (DATASETS / "worlds" / name / "articles",), DATASETS / "worlds" / name)
    for name in (
        "airline", "bank", "clinic", "clothes", "food", "insurance", "marketplace", "school", "telecom", "utilities",
    )
)  # fmt: skip

# Two more, whose articles contradict each other on every kind of fact, or only seem to.
DISPUTES: tuple[Corpus, ...] = tuple(
    FolderCorpus(name, (DATASETS / "disputes" / name / "articles",), DATASETS / "disputes" / name)
    for name in ("pets", "scooters")
)

# What a run asks.
CORPORA: tuple[Corpus, ...] = (
    *PEOPLES,
    *DISPUTES,
    # The articles of the project beside such as an attacker, or a careless author, might have slipped in.
    FolderCorpus("planted", (ROOT / "sources", DATASETS / "planted" / "articles"), DATASETS / "planted"),
    *BENCHMARKS,
)
# What the confidence is fitted on, and confirmed with.
CALIBRATION_CORPORA: tuple[Corpus, ...] = (*PEOPLES, *WORLDS, *BENCHMARKS)
