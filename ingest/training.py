"""Training of the built-in embedder: word vectors and pairs of texts in, one file of weights out.

Imports torch: import it late.

    python -m ingest train-embedder PAIRS.jsonl.gz --navec navec_news_v1_1B_250K_300d_100q.tar

The word vectors are package data of the PyPI package natasha, under `natasha/data/emb/`:

    pip download --no-deps natasha==1.6.0 && unzip natasha-1.6.0-py3-none-any.whl 'natasha/data/emb/*'

The same files and seed on the same machine give the same weights; another processor may round differently.
"""

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import cross_entropy, embedding_bag, normalize

from ingest.russian import is_russian_word, stem, stems, words
from ingest.stem_model import STEM_DIMENSIONS, StemEmbedding

SEED = 20
EPOCHS = 6
BATCH_SIZE = 512  # every other passage of the batch is a wrong answer to the query, so a large batch makes a hard task
SCALE = 20.0  # of the cosine, before the softmax
LEARNING_RATE = 2e-3
WEIGHT_LEARNING_RATE = (
    5 * LEARNING_RATE
)  # one number a stem, moved by every text that holds it, can go faster than its row

Progress = Callable[[int, int], None]  # steps done, steps in all


@dataclass(frozen=True, slots=True)
class Pair:
    query: tuple[str, ...]  # stems, in order
    passage: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrainingReport:
    stems: int  # rows of the table
    pairs: int  # pairs that were learned from
    loss: float  # mean over the last epoch
    size: int  # bytes of the file of weights


def train_embedder(
    pairs: Path, navec: Path, out: Path, progress: Progress = lambda done, total: None
) -> TrainingReport:
    """Train the built-in embedder and write its weights to the file `out`; takes a minute or two.

    Args:
        pairs: gzipped JSON lines with `query` and `passage`.
        navec: the tar of navec vectors (see the top of this file).
        out: where the weights go; `ingest.embedding.BUILTIN_WEIGHTS` for the model that ships.
        progress: told the steps done and the steps in all.

    Raises:
        FileNotFoundError: one of the two sources is missing.
    """
    torch.set_num_threads(1)  # one order of additions, so that the result is the same each time
    learned_from = _read_pairs(pairs)
    vocabulary, vectors = _starting_point(navec, learned_from)
    table, loss = _train(vocabulary, torch.from_numpy(vectors), learned_from, progress)
    StemEmbedding(vocabulary, table).save(out)
    return TrainingReport(len(vocabulary), len(learned_from), loss, out.stat().st_size)


def _read_pairs(path: Path) -> list[Pair]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    found = [Pair(tuple(stems(record["query"])), tuple(stems(record["passage"]))) for record in records]
    return [pair for pair in found if pair.query and pair.passage]


def _starting_point(navec: Path, pairs: Sequence[Pair]) -> tuple[list[str], NDArray[np.float32]]:
    """Stems, sorted, with the mean vector of their word forms, reduced to the model's dimensions.

    Kept are stems that the pairs hold, and those of words that the dictionary of Russian knows: the rest are mostly
    surnames from the news. A stem that only the pairs hold starts at random, with the spread of the others.
    """
    from navec import Navec

    source = Navec.load(str(navec))
    vectors = source.pq.unpack()
    rows_of: dict[str, list[int]] = {}
    needed = {one for pair in pairs for one in (*pair.query, *pair.passage)}
    for row, form in enumerate(source.vocab.words):
        match words(form):
            case [word] if (found := stem(word)) in needed or is_russian_word(word):
                rows_of.setdefault(found, []).append(row)
    vocabulary = sorted(needed | rows_of.keys())
    random, spread = np.random.default_rng(SEED), float(vectors.std())

    def first_vector(one: str) -> NDArray[np.float32]:
        known = rows_of.get(one)
        first = vectors[known].mean(axis=0) if known else random.normal(0, spread, vectors.shape[1])
        return np.asarray(first, dtype=np.float32)

    return vocabulary, _reduce(np.stack([first_vector(one) for one in vocabulary]))


def _reduce(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The principal components that hold most of the variance."""
    _, axes = np.linalg.eigh(np.cov(vectors, rowvar=False))  # ascending
    strongest = axes[:, ::-1][:, :STEM_DIMENSIONS]
    return np.asarray(vectors @ strongest, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Bags:
    """Texts as rows of the table, in a line, with the start of each."""

    rows: Tensor
    starts: Tensor

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]], row_of: dict[str, int]) -> "_Bags":
        rows = torch.tensor([row_of[one] for text in texts for one in text])
        lengths = torch.tensor([0, *(len(text) for text in texts[:-1])])
        return cls(rows, lengths.cumsum(0))

    def embed(self, table: Tensor, weights: Tensor) -> Tensor:
        summed = embedding_bag(self.rows, table, self.starts, mode="sum", per_sample_weights=weights[self.rows])
        return normalize(summed)


def _train(vocabulary: Sequence[str], start: Tensor, pairs: Sequence[Pair], progress: Progress) -> tuple[Tensor, float]:
    """Multiple negatives ranking: in a batch, the query's own passage must be nearer than all the others."""
    row_of = {one: row for row, one in enumerate(vocabulary)}
    table = start.clone().requires_grad_()
    weights = torch.ones(len(vocabulary)).requires_grad_()
    groups: list[dict[str, Any]] = [{"params": [table]}, {"params": [weights], "lr": WEIGHT_LEARNING_RATE}]
    optimiser = torch.optim.Adam(groups, lr=LEARNING_RATE)
    steps = EPOCHS * -(-len(pairs) // BATCH_SIZE)
    losses: list[float] = []
    for step, batch in enumerate(_batches(pairs), start=1):
        queries = _Bags.of([pair.query for pair in batch], row_of).embed(table, weights)
        passages = _Bags.of([pair.passage for pair in batch], row_of).embed(table, weights)
        loss = cross_entropy(SCALE * queries @ passages.T, torch.arange(len(batch)))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        losses.append(loss.item())
        progress(step, steps)
    last_epoch = losses[-(steps // EPOCHS) :]
    return (table * weights[:, None]).detach(), sum(last_epoch) / len(last_epoch)


def _batches(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    generator = torch.Generator().manual_seed(SEED)
    for _ in range(EPOCHS):
        order = torch.randperm(len(pairs), generator=generator).tolist()
        for start in range(0, len(order), BATCH_SIZE):
            yield [pairs[i] for i in order[start : start + BATCH_SIZE]]
