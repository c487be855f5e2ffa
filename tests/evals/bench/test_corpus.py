"""Folders of articles that grow."""

from pathlib import Path

import pytest

from evals.bench.corpus import GrowingFolder
from ingest.build import read_file
from ingest.errors import EmptyFolder
from ingest.split import split
from ingest.sync import scan

RETURNS = "# Возврат\n\nПривезите товар в магазин.\n\n## Если чека нет\n\nПокажите выписку из банка.\n"
FRONT_MATTER = "---\ntitle: Оплата картой\n---\n\nКартой можно платить везде.\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "articles" / "деньги").mkdir(parents=True)
    (tmp_path / "articles" / "возврат.md").write_text(RETURNS, encoding="utf-8")
    (tmp_path / "articles" / "деньги" / "оплата.md").write_text(FRONT_MATTER, encoding="utf-8")
    return tmp_path / "articles"


def test_articles_are_added_until_there_are_enough_passages(source: Path, tmp_path: Path) -> None:
    growing = GrowingFolder(source, tmp_path / "grown")
    growing.grow_to(1)
    assert (growing.articles, growing.copies) == (1, 1)
    growing.grow_to(9)
    paths = list(scan(growing.folder))
    articles = [read_file(growing.folder, path)[0] for path in paths]  # type: ignore[index]
    assert (growing.articles, growing.copies) == (6, 3)
    assert growing.passages == sum(len(split(each)) for each in articles) == 9
    assert "copy-3/деньги/оплата.md" in paths


def test_no_copy_reads_as_another(source: Path, tmp_path: Path) -> None:
    growing = GrowingFolder(source, tmp_path / "grown")
    growing.grow_to(12)
    texts = [read_file(growing.folder, path)[0].text for path in scan(growing.folder)]  # type: ignore[index]
    assert len(set(texts)) == len(texts) == 8
    assert any(text.startswith("# Возврат 4\n") for text in texts)


def test_headings_are_what_can_be_asked_about(source: Path, tmp_path: Path) -> None:
    growing = GrowingFolder(source, tmp_path / "grown")
    growing.grow_to(9)
    assert sorted(growing.headings) == ["Если чека нет", "Оплата картой"]


def test_two_folders_grow_alike(source: Path, tmp_path: Path) -> None:
    one, other = GrowingFolder(source, tmp_path / "one"), GrowingFolder(source, tmp_path / "other")
    one.grow_to(4)
    other.grow_to(1)
    other.grow_to(4)
    assert scan(one.folder) == scan(other.folder)


def test_a_folder_without_articles_does_not_grow_for_ever(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "blank.md").write_text("\n")
    with pytest.raises(EmptyFolder):
        GrowingFolder(tmp_path / "empty", tmp_path / "grown").grow_to(1)
