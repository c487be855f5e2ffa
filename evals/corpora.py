"""Corpora: folders of articles, and the datasets whose cases are about them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.cases import DATASETS

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Corpus:
    name: str
    folders: tuple[Path, ...]  # of the articles; those of several are put together
    datasets: Path  # the folder of its cases

    @property
    def present(self) -> bool:
        return all(folder.is_dir() for folder in self.folders)

    @contextmanager
    def articles(self) -> Iterator[Path]:
        """One folder with all its articles."""
        if len(self.folders) == 1:
            yield self.folders[0]
            return
        with TemporaryDirectory(prefix="opora-corpus-") as together:
            for folder in self.folders:
                shutil.copytree(folder, together, dirs_exist_ok=True)
            yield Path(together)


CORPORA = (
    Corpus("sources", (ROOT / "sources",), DATASETS / "sources"),
    # Four articles as they were found on the web; they are not part of the project and may be absent.
    Corpus("articles", (ROOT.parent / "shared" / "articles",), DATASETS / "articles"),
    # The articles of the project beside such as an attacker, or a careless author, might have slipped in.
    Corpus("planted", (ROOT / "sources", DATASETS / "planted" / "articles"), DATASETS / "planted"),
)
