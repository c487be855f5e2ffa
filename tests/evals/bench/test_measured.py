"""The measures as a whole, over a tiny folder: a real ingest, real servers."""

from pathlib import Path

import pytest

from evals.bench.figures import NAIVE, OPORA, BenchFailed
from evals.bench.growth import measure_growth
from evals.bench.server import opora_server
from evals.bench.turns import measure_turns
from ingest.progress import NoProgress


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "возврат.md").write_text("# Как вернуть товар\n\nПривезите его в магазин.\n", "utf-8")
    return tmp_path / "articles"


def test_both_systems_are_measured_at_a_size(articles: Path) -> None:
    (size,) = measure_growth(articles, [3], [OPORA, NAIVE], NoProgress(), turns=20)
    assert (size.articles, size.copies) == (3, 3)
    assert {name: each.passages for name, each in size.of.items()} == {OPORA: 3, NAIVE: 3}
    assert all(each.ingest_s > 0 and each.p50_ms > 0 and each.resident_mib > 50 for each in size.of.values())
    assert set(size.ratios) == {"ingest_s", "resident_mib", "p50_ms", "p95_ms"}


def test_why_nothing_could_be_measured_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BenchFailed, match=r"put \.md or \.txt files there"):
        measure_turns(tmp_path / "empty", ["?"], [1], 20, [OPORA], NoProgress())


def test_why_a_server_does_not_start_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPORA_WORKERS", "many")
    with pytest.raises(BenchFailed, match="OPORA_WORKERS"), opora_server(tmp_path):
        pass
