"""XQuAD in Russian: a public benchmark of 240 paragraphs of an encyclopaedia and 1,190 questions, read where it lies.

Four measurements: is the right paragraph found, is the right sentence found, is the answer right, and is there none
where the question's own paragraph is left out of the results.

Every other topic, from the first one of the file on, is for development: `calibrate` fits on their questions. The rest
is held out.
"""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from agent.reply import OutcomeKind
from evals.cases import BadCase, Case, Dataset, Gold
from evals.scorers.gold import Span
from evals.scorers.retrieval import retrieval
from evals.systems.opora import Opora
from ingest.article import Article, Block, BlockKind
from ingest.passage import Passage
from ingest.russian import sentences
from ingest.units import prose_units

if TYPE_CHECKING:  # heavy libraries stand behind these
    from agent.settings import AgentSettings

PATH = Path(__file__).parent.parent.parent / "shared" / "benchmarks" / "xquad.ru.json"
WHOLE = "xquad"  # names of datasets
FILTERED = "xquad_filtered"

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
    split: Literal["dev", "heldout"]  # that of its topic

    def sentence_at(self, position: int) -> tuple[int, int]:
        """The sentence around a position; between two, the one before."""
        spans = list(sentences(self.text))
        return spans[max(0, bisect_right([start for start, _ in spans], position) - 1)]


def read(path: Path = PATH) -> tuple[Paragraph, ...]:
    """The paragraphs in their order.

    Raises:
        BadBenchmark: the file is not in the form of SQuAD 1.1.
        FileNotFoundError: there is no such file.
    """
    try:
        topics = json.loads(path.read_text(encoding="utf-8"))["data"]
        return tuple(
            _paragraph(f"{topic['title']}/{number}.txt", found, "heldout" if position % 2 else "dev")
            for position, topic in enumerate(topics)
            for number, found in enumerate(topic["paragraphs"], 1)
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise BadBenchmark(f"{path} is not in the form of SQuAD 1.1: {type(error).__name__}: {error}") from error


def _paragraph(article: str, found: Mapping[str, Any], split: Literal["dev", "heldout"]) -> Paragraph:
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
    return Paragraph(article, text, tuple(questions), split)


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
            split=paragraph.split,
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
            split=paragraph.split,
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


def one_passage(article: Article) -> list[Passage]:
    """The whole article, without a heading: its words alone are searched."""
    return [_passage(article, 0, len(article.text))]


@contextmanager
def opora(path: Path = PATH, split: Split = one_passage) -> Iterator[Opora]:
    """Opora over the paragraphs, split so, with the settings of this process, in a home that is gone afterwards."""
    from agent.assemble import IN_MEMORY, build_agent
    from agent.settings import AgentSettings

    with TemporaryDirectory(prefix="opora-xquad-") as home:
        settings = AgentSettings.read(home=Path(home), database_url=IN_MEMORY)
        _build(settings, read(path), split)
        yield Opora(build_agent(settings))


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


def _build(settings: "AgentSettings", paragraphs: Sequence[Paragraph], split: Split) -> None:
    """The home of the settings, with one release."""
    from ingest.build import ReleaseBuilder
    from ingest.clock import utc_now
    from ingest.embedding import open_embedder
    from ingest.progress import NoProgress
    from ingest.release import ReleaseStore

    store = ReleaseStore(settings.home, lambda: open_embedder(settings.embedding_model, settings.embedding_prefixes))
    with TemporaryDirectory(prefix="opora-xquad-") as folder, store.lock():
        paths = _write(Path(folder), paragraphs)
        name = store.free_name(utc_now(), split.__name__)
        with store.building(name) as target:
            builder = ReleaseBuilder(Path(folder), target, store, NoProgress(), split)
            builder.build(paths, name, utc_now(), settings.embedding_model)
        store.switch(name)


# Retrieval


def sentence_retrieval(path: Path = PATH) -> tuple[int, Mapping[str, Sequence[float]]]:
    """How well Opora finds the sentence with the answer among all sentences: how many there are, and the scores of
    `evals.scorers.retrieval`, question by question in the order of the file."""
    scores = defaultdict(list)
    with opora(path, passage_a_sentence) as system:
        for paragraph in read(path):
            for question in paragraph.questions:
                answer = (Span(paragraph.article, question.start, question.start + 1),)
                for metric, value in retrieval(system.find(question.text), answer).items():
                    scores[metric].append(value or 0.0)
        return len(system.passages()), scores
