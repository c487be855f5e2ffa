"""In which order what is ingested."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from evals.bench.figures import NAIVE, OPORA, Indexed, SystemName
from evals.bench.ingest import measure_ingest
from ingest.progress import NoProgress
from ingest.sync import scan


@dataclass
class Indexing:
    """Takes 8 seconds the first time; later, 1 for each article that has changed; the naive pipeline always 4."""

    systems: list[SystemName] = field(default_factory=list)
    folders: list[dict[str, str]] = field(default_factory=list)  # as each ingest found it
    seen: dict[Path, dict[str, str]] = field(default_factory=dict)  # by home

    def __call__(self, system: SystemName, folder: Path, home: Path) -> Indexed:
        files = scan(folder)
        self.systems.append(system)
        self.folders.append(files)
        seconds = float(len(files.items() - self.seen[home].items())) if home in self.seen else 8.0
        self.seen[home] = files
        return Indexed(4.0 if system == NAIVE else seconds, len(files), 2 * len(files), 500.0)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    for number in range(5):
        (tmp_path / "articles" / f"{number}.md").write_text(f"# Вопрос {number}\n\nОтвет.\n", "utf-8")
    return tmp_path / "articles"


def test_an_ingest_is_timed_at_first_unchanged_and_with_one_article_changed(articles: Path) -> None:
    found = measure_ingest(articles, [OPORA], NoProgress(), passages=5, index=Indexing()).of[OPORA]
    assert (found.articles, found.first_s, found.unchanged_s, found.changed_s) == (5, 8.0, 0.0, 1.0)


def test_the_naive_pipeline_begins_anew_whatever_has_changed(articles: Path) -> None:
    found = measure_ingest(articles, [OPORA, NAIVE], NoProgress(), passages=5, index=Indexing())
    theirs = found.of[NAIVE]
    assert (theirs.first_s, theirs.unchanged_s, theirs.changed_s) == (4.0, 4.0, 4.0)
    assert {name: ratio.middle for name, ratio in found.ratios.items()} == {
        "first_s": 2.0,
        "unchanged_s": 0.0,
        "changed_s": 0.25,
    }


def test_the_systems_take_turns_over_the_same_articles(articles: Path) -> None:
    indexing = Indexing()
    measure_ingest(articles, [OPORA, NAIVE], NoProgress(), passages=5, index=indexing)
    first, second = [OPORA, OPORA, OPORA, NAIVE], [NAIVE, OPORA, OPORA, OPORA]
    assert indexing.systems == [*first, *second, *first]
    naively = [found for system, found in zip(indexing.systems, indexing.folders, strict=True) if system == NAIVE]
    assert naively == [scan(articles)] * 3
