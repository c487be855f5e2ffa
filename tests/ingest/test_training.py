"""Training on a tiny vocabulary: it learns what the pairs say, the same each time, and what it writes can be opened."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from navec.meta import Meta
from navec.navec import Navec
from navec.pq import PQ
from navec.vocab import Vocab

from ingest.stem_model import StemEmbedding
from ingest.stem_vectors import StemVectors
from ingest.training import train_embedder

FORMS = ["возврат", "возврата", "деньги", "доставка", "доставки", "курьер", "магазин", "часы", "иванопулов"]
PAIRS = [("вернуть деньги", "возврат средств"), ("когда приедет курьер", "сроки доставки"), ("часы работы", "магазин")]


@pytest.fixture
def navec(tmp_path: Path) -> Path:
    """Word vectors of the real format: random, 300 wide, like the real ones."""
    random = np.random.default_rng(0)
    pq = PQ(
        vectors=len(FORMS),
        dim=300,
        qdim=100,
        centroids=16,
        indexes=random.integers(0, 16, (len(FORMS), 100)),
        codes=(0.003 * random.normal(size=(100, 16, 3))).astype(np.float32),  # so small that a few steps tell
    )
    path = tmp_path / "navec.tar"
    Navec(Meta("test"), Vocab(FORMS, [1] * len(FORMS)), pq).dump(path)
    return path


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for query, passage in [*PAIRS, ("!", "без слов")]:
            lines.write(json.dumps({"source": "test", "query": query, "passage": passage}) + "\n")
    return path


def test_training_teaches_the_pairs_and_repeats_itself(navec: Path, pairs: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.safetensors", tmp_path / "second.safetensors"
    steps: list[tuple[int, int]] = []
    report = train_embedder(pairs, navec, first, lambda done, total: steps.append((done, total)))
    train_embedder(pairs, navec, second)

    assert report.pairs == 3  # the pair without words teaches nothing
    assert report.size == first.stat().st_size
    assert steps == [(done, len(steps)) for done in range(1, len(steps) + 1)]
    assert first.read_bytes() == second.read_bytes()

    vectors = StemVectors.load(first)
    assert "иванопул" not in vectors.row_of  # neither in the pairs nor in the dictionary
    queries, passages = (np.array([vectors.embed(pair[side]) for pair in PAIRS]) for side in (0, 1))
    assert (queries @ passages.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_weights_come_back_as_they_were_written_to_a_hundredth(tmp_path: Path) -> None:
    table = torch.randn(3, 127, generator=torch.Generator().manual_seed(1)) * torch.tensor([[1e-3], [1.0], [100.0]])
    StemEmbedding(["а", "бв", "где"], table).save(tmp_path / "weights")
    loaded = StemEmbedding.load(tmp_path / "weights")
    assert loaded.row_of == {"а": 0, "бв": 1, "где": 2}
    assert ((loaded.table - table).norm(dim=1) / table.norm(dim=1)).max() < 0.02
