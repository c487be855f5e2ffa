import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest.article import Audience
from ingest.dense import BATCH, HELD_VECTORS, DenseIndex, PassageEmbeddings
from ingest.passage import Passage
from tests.fakes import FakeEmbedder
from tests.ingest.test_lexical import CORPUS, passage


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture(params=[HELD_VECTORS, 0], ids=["held in memory", "searched by Chroma"])
def build(request: pytest.FixtureRequest, tmp_path: Path, embedder: FakeEmbedder) -> Callable[..., DenseIndex]:
    def build(*passages: Passage) -> DenseIndex:
        assert sum(DenseIndex.build(tmp_path, passages, embedder)) == len(passages)
        return DenseIndex(tmp_path, embedder, request.param)

    return build


def cosine(embedder: FakeEmbedder, one: str, other: str) -> float:
    return float(np.dot(embedder.embed_query(one), embedder.embed_query(other)))


def test_score_is_the_mean_of_the_two_cosines(build: Callable[..., DenseIndex], embedder: FakeEmbedder) -> None:
    passages = [passage(*row) for row in CORPUS]
    question = "вернуть товар"
    found = build(*passages).search(question, 10)
    assert set(found) == {each.id for each in passages}
    for each in passages:
        full, heading = cosine(embedder, question, each.indexed_text), cosine(embedder, question, each.heading_line)
        assert found[each.id] == pytest.approx((full + heading) / 2, abs=1e-5)


def test_search_gives_the_best_first_and_score_agrees(build: Callable[..., DenseIndex]) -> None:
    index = build(*(passage(*row) for row in CORPUS))
    found = index.search("вернуть товар", 2)
    assert len(found) == 2
    assert next(iter(found)) == "returns"
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert index.score("вернуть товар", [*found, "nowhere"]) == pytest.approx(found, abs=1e-5)
    # The second time the vectors come from memory.
    assert index.score("вернуть товар", list(found)) == pytest.approx(found, abs=1e-5)
    assert index.score("вернуть товар", []) == {}


def test_the_background_is_the_mean_score_of_what_customers_may_read(build: Callable[..., DenseIndex]) -> None:
    hidden = passage("inner", "Скидки", (), "Скидка сотрудника.", Audience.STAFF)
    index = build(*(passage(*row) for row in CORPUS), hidden)
    scores = index.search("вернуть товар", 10).values()
    assert index.background("вернуть товар") == pytest.approx(sum(scores) / len(scores), abs=1e-5)


def test_without_passages_there_is_no_background(build: Callable[..., DenseIndex]) -> None:
    assert build().background("вернуть товар") == 0


def test_staff_passages_are_not_for_customers(build: Callable[..., DenseIndex]) -> None:
    index = build(
        passage("open", "Скидки", (), "Скидка действует месяц."),
        passage("inner", "Скидки", (), "Скидка сотрудника действует год.", Audience.STAFF),
    )
    assert set(index.search("скидка сотрудника", 5)) == {"open"}
    assert set(index.search("скидка сотрудника", 5, Audience.STAFF)) == {"inner"}
    assert list(index.search("скидка сотрудника", 5, None)) == ["inner", "open"]


def test_more_passages_than_a_batch(build: Callable[..., DenseIndex]) -> None:
    index = build(*(passage(f"p{n}", f"Статья {n}", (), f"Слово{n} здесь.") for n in range(BATCH + 10)))
    assert next(iter(index.search(f"Статья {BATCH + 5}", 3))) == f"p{BATCH + 5}"


def test_folder_can_be_moved_after_the_build(tmp_path: Path, embedder: FakeEmbedder) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    list(DenseIndex.build(before, [passage(*CORPUS[0])], embedder))
    before.rename(after)
    index = DenseIndex(after, embedder)
    assert list(index.search("возврат", 1)) == ["returns"]
    index.close()
    index.close()  # twice does no harm


def test_files_are_let_go_of_when_nobody_holds_the_index(tmp_path: Path, embedder: FakeEmbedder) -> None:
    list(DenseIndex.build(tmp_path, [passage(*CORPUS[0])], embedder))
    index = DenseIndex(tmp_path, embedder)
    index.search("возврат", 1)
    assert _open_files_under(tmp_path)
    del index
    deadline = time.monotonic() + 5  # Chroma closes in a thread of its own
    while _open_files_under(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not _open_files_under(tmp_path)


def test_a_heading_shared_by_neighbours_is_embedded_once(embedder: FakeEmbedder) -> None:
    vectors = PassageEmbeddings(embedder).embed_documents(["Возврат\nраз", "Возврат\nдва", "Возврат"])
    assert embedder.documents == 3 + 1
    assert vectors[2] == pytest.approx(embedder.embed_query("Возврат"), abs=1e-6)


def _open_files_under(folder: Path) -> list[str]:
    links = Path("/proc/self/fd").iterdir()
    targets = [str(link.readlink()) for link in links if link.is_symlink()]
    return [target for target in targets if target.startswith(str(folder))]
