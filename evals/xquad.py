"""XQuAD in Russian: a public benchmark of 240 paragraphs of an encyclopaedia and 1,190 questions, read where it lies.

Four measurements: is the right paragraph found, is the right sentence found, is the answer right, and is there none
where the question's own paragraph is left out of the results. Nothing is fitted on it, so all of it is held out.
"""

import json
import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from agent.reply import OutcomeKind
from evals.cases import BadCase, Case, Dataset, Gold
from evals.systems.opora import Opora
from ingest.article import Article, Block, BlockKind
from ingest.passage import Passage
from ingest.russian import sentences
from ingest.units import prose_units

if TYPE_CHECKING:  # heavy libraries stand behind these
    from agent.retrieval import Candidate, PassageRetriever
    from agent.settings import AgentSettings
    from ingest.release import ReleaseStore

PATH = Path(__file__).parent.parent.parent / "shared" / "benchmarks" / "xquad.ru.json"
WHOLE = "xquad"  # names of datasets
FILTERED = "xquad_filtered"
DEPTH = 10  # of nDCG

Split = Callable[[Article], list[Passage]]


class BadBenchmark(BadCase):
    """A file that is not in the form of SQuAD 1.1; the message says where."""


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    answers: tuple[str, ...]  # ways to put the one answer
    start: int  # where the first of them stands in the paragraph, in code points


@dataclass(frozen=True, slots=True)
class Paragraph:
    article: str  # its id: each paragraph is an article of its own, so that it can be left out alone
    text: str
    questions: tuple[Question, ...]

    def sentence_at(self, position: int) -> tuple[int, int]:
        """The sentence around a position; between two, the one before."""
        spans = list(sentences(self.text))
        return spans[max(0, bisect_right([start for start, _ in spans], position) - 1)]


@dataclass(frozen=True, slots=True)
class Figures:
    """How well the right passages are found, question by question in the order of the file."""

    passages: int  # that were searched
    scores: Mapping[str, tuple[float, ...]]  # recall@1, recall@5, mrr, ndcg@10: as Opora ranks
    fused: Mapping[str, tuple[float, ...]]  # the same by the weighted sum alone, before alignment and bonuses

    def mean(self, metric: str) -> float:
        return math.fsum(self.scores[metric]) / len(self.scores[metric])


def read(path: Path = PATH) -> tuple[Paragraph, ...]:
    """The paragraphs in their order.

    Raises:
        BadBenchmark: the file is not in the form of SQuAD 1.1.
        FileNotFoundError: there is no such file.
    """
    try:
        topics = json.loads(path.read_text(encoding="utf-8"))["data"]
        return tuple(
            _paragraph(f"{topic['title']}/{number}.txt", found)
            for topic in topics
            for number, found in enumerate(topic["paragraphs"], 1)
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise BadBenchmark(f"{path} is not in the form of SQuAD 1.1: {type(error).__name__}: {error}") from error


def _paragraph(article: str, found: Mapping[str, Any]) -> Paragraph:
    context: str = found["context"]
    text = context.removeprefix("\ufeff")  # a mark of the encoding, which no reader gives on
    questions = []
    for each in found["qas"]:
        first = each["answers"][0]
        start = first["answer_start"] - (len(context) - len(text))
        if not text.startswith(first["text"], start):
            raise ValueError(f"question {each['id']}: its answer does not stand where it should")
        answers = tuple(dict.fromkeys(answer["text"] for answer in each["answers"]))
        questions.append(Question(each["id"], each["question"], answers, start))
    return Paragraph(article, text, tuple(questions))


# Cases


def xquad_cases(path: Path = PATH) -> tuple[Case, ...]:
    """Every question over all paragraphs: the answer is to be given, from the sentence that holds it."""
    return tuple(
        Case(
            id=f"{WHOLE}-{question.id}",
            question=question.text,
            expected=(OutcomeKind.ANSWERED, OutcomeKind.CONFLICT),
            gold=(Gold(source=paragraph.article, quote=paragraph.text[slice(*paragraph.sentence_at(question.start))]),),
            must_mention=("|".join(question.answers),),
            split="heldout",
        )
        for paragraph in read(path)
        for question in paragraph.questions
    )


def filtered_cases(path: Path = PATH) -> tuple[Case, ...]:
    """The same questions while their own paragraph cannot be found: any answer is wrong."""
    return tuple(
        Case(
            id=f"{FILTERED}-{question.id}",
            question=question.text,
            expected=(OutcomeKind.DECLINED, OutcomeKind.OFFERED, OutcomeKind.ESCALATED),
            left_out=(paragraph.article,),
            split="heldout",
        )
        for paragraph in read(path)
        for question in paragraph.questions
    )


def datasets(path: Path = PATH) -> tuple[Dataset, Dataset]:
    return Dataset(WHOLE, xquad_cases(path)), Dataset(FILTERED, filtered_cases(path))


# Systems


@contextmanager
def articles(path: Path = PATH) -> Iterator[Path]:
    """A folder with an article a paragraph, for systems that split articles in their own way."""
    with TemporaryDirectory(prefix="opora-xquad-") as folder:
        _write(Path(folder), read(path))
        yield Path(folder)


@contextmanager
def opora(path: Path = PATH) -> Iterator[Opora]:
    """Opora over a release whose passages are exactly the paragraphs, with the settings of this process, in a home that
    is gone afterwards, like its conversations."""
    from agent.assemble import IN_MEMORY, build_agent
    from agent.settings import AgentSettings

    with TemporaryDirectory(prefix="opora-xquad-") as home:
        settings = AgentSettings.read(home=Path(home), database_url=IN_MEMORY)
        _build(settings, read(path), one_passage)
        yield Opora(build_agent(settings))


def one_passage(article: Article) -> list[Passage]:
    """The whole article, without a heading: its words alone are searched."""
    return [_passage(article, 0, len(article.text))]


def passage_a_sentence(article: Article) -> list[Passage]:
    return [_passage(article, start, end) for start, end in sentences(article.text)]


def _passage(article: Article, start: int, end: int) -> Passage:
    return Passage(
        id=f"{article.id}:{start}",
        source_id=article.id,
        title="",
        heading=(),
        start=start,
        end=end,
        text=article.text[start:end],
        units=tuple(prose_units(article.text, Block(BlockKind.PARAGRAPH, start, end))),
    )


def _write(folder: Path, paragraphs: Sequence[Paragraph]) -> list[str]:
    """Write the articles; gives their ids, in order."""
    for each in paragraphs:
        file = folder / each.article
        file.parent.mkdir(exist_ok=True)
        file.write_text(each.text, encoding="utf-8")
    return sorted(each.article for each in paragraphs)


def _build(settings: "AgentSettings", paragraphs: Sequence[Paragraph], split: Split) -> "ReleaseStore":
    """The home of the settings, with one release."""
    from ingest.build import ReleaseBuilder
    from ingest.clock import utc_now
    from ingest.embedding import open_embedder
    from ingest.progress import NoProgress
    from ingest.release import ReleaseStore

    store = ReleaseStore(settings.home, lambda: open_embedder(settings.embedding_model))
    with TemporaryDirectory(prefix="opora-xquad-") as folder, store.lock():
        paths = _write(Path(folder), paragraphs)
        name = store.free_name(utc_now(), split.__name__)
        with store.building(name) as target:
            builder = ReleaseBuilder(Path(folder), target, store, NoProgress(), split)
            builder.build(paths, name, utc_now(), settings.embedding_model)
        store.switch(name)
    return store


# Retrieval


SPLITS: Mapping[str, Split] = {"paragraphs": one_passage, "sentences": passage_a_sentence}


def retrieval(path: Path = PATH, unit: str = "paragraphs") -> Figures:
    """How well Opora finds the right one of the `unit`, which is in `SPLITS`, with the settings of this process."""
    return _find(read(path), SPLITS[unit])


def _find(paragraphs: Sequence[Paragraph], split: Split) -> Figures:
    from agent.assemble import build_knowledge
    from agent.settings import AgentSettings

    with TemporaryDirectory(prefix="opora-xquad-") as home:
        settings = AgentSettings.read(home=Path(home))
        store = _build(settings, paragraphs, split)
        retriever = build_knowledge(settings).retriever()
        ranks = [_ranks(retriever, each, question) for each in paragraphs for question in each.questions]
        retriever.release.close()
        passages = store.manifest().passages
    return Figures(passages, scores_of([ours for ours, _ in ranks]), scores_of([fused for _, fused in ranks]))


def _ranks(retriever: "PassageRetriever", paragraph: Paragraph, question: Question) -> tuple[int | None, int | None]:
    """The place of the right passage, from 1: as Opora ranks, and by the weighted sum alone; None: it is not found."""
    found = retriever.retrieve(question.text).candidates
    fused = sorted(found, key=lambda each: (-_fused(each), each.passage.id))
    return _rank(found, paragraph, question), _rank(fused, paragraph, question)


def _rank(candidates: Sequence["Candidate"], paragraph: Paragraph, question: Question) -> int | None:
    for rank, each in enumerate(candidates, 1):
        passage = each.passage
        if passage.source_id == paragraph.article and passage.start <= question.start < passage.end:
            return rank
    return None


def _fused(candidate: "Candidate") -> float:
    from agent.retrieval import DENSE_WEIGHT
    from ingest.lexical import HEADING_WEIGHT

    return candidate.full + HEADING_WEIGHT * candidate.heading + DENSE_WEIGHT * candidate.dense


def scores_of(ranks: Sequence[int | None]) -> dict[str, tuple[float, ...]]:
    """With one right passage a question, the ideal gain is 1."""
    return {
        "recall@1": tuple(float(rank == 1) for rank in ranks),
        "recall@5": tuple(float(rank is not None and rank <= 5) for rank in ranks),
        "mrr": tuple(1 / rank if rank else 0.0 for rank in ranks),
        "ndcg@10": tuple(1 / math.log2(rank + 1) if rank and rank <= DEPTH else 0.0 for rank in ranks),
    }
