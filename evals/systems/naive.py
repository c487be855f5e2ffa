"""The pipeline of every tutorial, to see what Opora adds: chunks of 1,000 characters, the nearest four, one prompt.

LangChain's RecursiveCharacterTextSplitter and Chroma with their usual settings, over the same articles, with the same
embedder and the same model as Opora. It takes every message for a question, knows no earlier one, verifies nothing and
calls nobody. It does not know staff from customers either, so every article is searched.

Without a language model its answer is the nearest chunk, whole; with one, a question is declined where the model says
that it does not know, as the prompt allows. A reply has no markers: it rests on all its citations, which are the chunks
that it was made from. It finds no more than four, so its recall@5 and nDCG@10 are those of four.
"""

import re
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from agent.llm import EXTRACTIVE
from agent.reply import Citation, OutcomeKind, Reply
from agent.settings import AgentSettings
from evals.cases import Case
from evals.systems.base import Answer, RankedPassage, SystemFailed
from ingest.article import Article
from ingest.build import read_file
from ingest.clock import utc_now
from ingest.errors import EmptyFolder, UnknownArticle
from ingest.manifest import UnreadableFile
from ingest.sync import scan

if TYPE_CHECKING:  # heavy libraries stand behind these
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_core.language_models import BaseChatModel

    from ingest.embedding import Embedder

# As in LangChain's own tutorial on retrieval.
CHUNK_SIZE = 1_000
CHUNK_OVERLAP = 200
TOP = 4
PROMPT = """\
Ответь на вопрос по контексту. Если ответа в контексте нет, скажи, что не знаешь. Не больше трёх предложений.

Контекст:
{context}

Вопрос: {question}

Ответ:"""


@dataclass(frozen=True, slots=True)
class Naive:
    """Thread-safe."""

    chunks: "Chroma"
    articles: Mapping[str, Article]
    settings: AgentSettings
    model: "BaseChatModel | None"  # None: the nearest chunk is the answer
    name: str = "naive"

    def ask(self, case: Case) -> Answer:
        began = time.perf_counter()
        # A condition on the metadata only where it is needed: with one, Chroma walks every chunk.
        condition: dict[str, object] | None = {"source": {"$nin": list(case.left_out)}} if case.left_out else None
        found = self.chunks.similarity_search_with_score(case.question, TOP, condition)  # type: ignore[arg-type]
        evidence = tuple(_ranked(chunk, distance) for chunk, distance in found)
        text, tokens = self._answer(case.question, evidence)
        # The nearest chunk's cosine: the one number that such a pipeline has to be unsure with.
        confidence = min(1.0, max(0.0, evidence[0].score)) if evidence else 0.0
        declined = self.model is not None and says_nothing(text)
        reply = Reply(
            id=uuid.uuid4().hex,
            created_at=utc_now(),
            outcome=OutcomeKind.DECLINED if declined else OutcomeKind.ANSWERED,
            text=text,
            confidence=round(confidence, 3),
            citations=() if declined else self._citations(evidence if self.model else evidence[:1]),
            model=self.settings.llm,
        )
        seconds = time.perf_counter() - began
        calls = int(self.model is not None)
        return Answer(reply=reply, evidence=evidence, explanation={}, seconds=seconds, model_calls=calls, tokens=tokens)

    def text_of(self, source_id: str) -> str:
        if source_id not in self.articles:
            raise UnknownArticle(source_id, self.name)
        return self.articles[source_id].text

    def describe(self) -> Mapping[str, str]:
        return {
            "model": self.settings.llm,
            "embedder": self.settings.embedding_model,
            "chunks": f"{CHUNK_SIZE} characters, overlap {CHUNK_OVERLAP}, the nearest {TOP}",
        }

    def _answer(self, question: str, evidence: tuple[RankedPassage, ...]) -> tuple[str, int | None]:
        """The words, and the tokens that they took, if anybody counted."""
        if self.model is None:
            return evidence[0].text if evidence else "", None
        context = "\n\n".join(each.text for each in evidence)
        try:
            said = self.model.invoke(PROMPT.format(context=context, question=question))
        except Exception as error:  # each provider raises its own
            raise SystemFailed(f"The model {self.settings.llm} failed: {type(error).__name__}: {error}") from error
        return str(said.text).strip(), said.usage_metadata["total_tokens"] if said.usage_metadata else None

    def _citations(self, evidence: tuple[RankedPassage, ...]) -> tuple[Citation, ...]:
        return tuple(
            Citation(
                marker=marker,
                source_id=each.source_id,
                title=self.articles[each.source_id].title,
                heading=(),
                url=self.articles[each.source_id].url,
                quote=each.text,
                start=each.start,
                end=each.end,
            )
            for marker, each in enumerate(evidence, 1)
        )


def says_nothing(text: str) -> bool:
    """Whether a model's words are no answer but the word that there is none, which models put in many ways."""
    said = [each for each in re.split(r"[.!?\n]+", text) if re.search(r"\w", each)]
    return bool(said) and all(_NO_ANSWER.search(each) for each in said)


_NO_ANSWER = re.compile(
    r"""
    ^\W*(?:(?:ответ|но|я|этого|к\ сожалению|извините|простите)\W+)*не\ (?:знаю|могу|наш[её]л|нашла|имею)\b
    | \bконтекст.*\b(?:не|нет|отсутству\w+)\b | \b(?:не|нет|отсутству\w+)\b.*\bконтекст
    | \bнет\ (?:\w+\ ){0,2}(?:информаци|сведени|данных|ответа) | \bинформаци.*\bнет\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


@contextmanager
def naive(articles: Path, settings: AgentSettings | None = None) -> Iterator[Naive]:
    """The pipeline over a folder of articles; its index is gone afterwards. `settings`: those of this process, unless
    given.

    Raises:
        EmptyFolder: none of the files is an article.
        UnknownEmbedder, UnknownModel: what is set cannot be opened.
    """
    from agent.llm import build_model
    from ingest.embedding import open_embedder

    settings = settings or AgentSettings.read()
    model = None if settings.llm == EXTRACTIVE else build_model(settings)
    read = _read(articles)
    with _indexed(read.values(), open_embedder(settings.embedding_model, settings.embedding_prefixes)) as chunks:
        yield Naive(chunks, read, settings, model)


def _read(folder: Path) -> dict[str, Article]:
    articles, unreadable = {}, []
    for path in scan(folder):
        read = read_file(folder, path)
        if isinstance(read, UnreadableFile):
            unreadable.append(f"{read.path}: {read.reason}")
        else:
            articles[path] = read[0]
    if not articles:
        raise EmptyFolder(str(folder), unreadable)
    return articles


@contextmanager
def _indexed(articles: Iterable[Article], embedder: "Embedder") -> Iterator["Chroma"]:
    import chromadb
    from chromadb.config import Settings
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP, add_start_index=True)
    chunks = splitter.split_documents(Document(each.text, metadata={"source": each.id}) for each in articles)
    with TemporaryDirectory(prefix="opora-naive-") as folder:
        # No telemetry, and no .env file, which is the user's.
        quiet = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
        client: Any = chromadb.PersistentClient(folder, quiet)
        try:
            yield Chroma.from_documents(chunks, embedder, client=client)  # type: ignore[arg-type]
        finally:
            client.close()


def _ranked(chunk: "Document", distance: float) -> RankedPassage:
    start = chunk.metadata["start_index"]
    return RankedPassage(
        source_id=chunk.metadata["source"],
        start=start,
        end=start + len(chunk.page_content),
        score=1 - distance / 2,  # Chroma's usual distance is the square of the length between two vectors, of length 1
        text=chunk.page_content,
    )
