"""A folder of articles that grows to a wanted number of passages."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

SEED = 3
_LEAST_WORDS = 2  # of a heading that is asked as a question


@dataclass(slots=True)
class GrowingFolder:
    """Articles of another folder in a random order, which is always the same; what was there stays.

    Once all are there, they come again under `copy-2/`, `copy-3/`…, the first heading of each with the copy's number
    behind it (an article without one has it in a last line): no copy's text, and no passage of it, is another's. The
    words are the same for all that, so a question finds as many near-equal passages as there are copies.
    """

    source: Path
    folder: Path
    articles: int = 0
    passages: int = 0
    copies: int = 1  # how often an article is there at the most
    headings: list[str] = field(default_factory=list)  # of the passages, each once: what can be asked about
    _coming: Iterator[tuple[str, int]] | None = None
    _passages_of: dict[str, int] = field(default_factory=dict)  # path → how many; a copy has as many

    def grow_to(self, passages: int) -> None:
        """Add articles until they have as many passages at least, as Opora splits them.

        Raises:
            EmptyFolder: the other folder has no article with a passage in it.
        """
        if self._coming is None:
            self._coming = self._articles()
        while self.passages < passages:
            path, copy = next(self._coming)
            self._write(path, copy)

    def _articles(self) -> Iterator[tuple[str, int]]:
        """Path and the number of the copy, over and over."""
        from ingest.errors import EmptyFolder
        from ingest.sync import scan

        paths = list(scan(self.source))
        random.Random(SEED).shuffle(paths)
        for copy in count(1):
            before = self.passages
            yield from ((path, copy) for path in paths)
            if self.passages == before:
                raise EmptyFolder(str(self.source))

    def _write(self, path: str, copy: int) -> None:
        if copy == 1:
            self._passages_of[path] = self._read(path)
        if not self._passages_of[path]:
            return
        target = self.folder / (path if copy == 1 else f"copy-{copy}/{path}")
        target.parent.mkdir(parents=True, exist_ok=True)
        data = (self.source / path).read_bytes()
        target.write_bytes(data if copy == 1 else _numbered(data, copy))
        self.articles += 1
        self.passages += self._passages_of[path]
        self.copies = copy

    def _read(self, path: str) -> int:
        """How many passages the article has; none where it cannot be read."""
        from ingest.build import read_file
        from ingest.manifest import UnreadableFile
        from ingest.split import split

        read = read_file(self.source, path)
        if isinstance(read, UnreadableFile):
            return 0
        found = split(read[0])
        known = set(self.headings)
        asked = dict.fromkeys(" ".join(passage.heading[-1:]) or passage.title for passage in found)
        self.headings += [each for each in asked if _is_telling(each) and each not in known]
        return len(found)


def _is_telling(heading: str) -> bool:
    return len(heading.split()) >= _LEAST_WORDS


def _numbered(data: bytes, copy: int) -> bytes:
    """Digits and blanks are the same in every encoding that is read."""
    number = str(copy).encode()
    lines = data.split(b"\n")
    for row, line in enumerate(lines):
        if line.startswith(b"#"):
            lines[row] = line.rstrip() + b" " + number
            return b"\n".join(lines)
    return data + b"\n\n" + number + b"\n"
