"""Character n-grams of passages in tantivy: the lexical half of retrieval. The only file that imports tantivy."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import tantivy

from ingest.article import Audience
from ingest.passage import Passage
from ingest.russian import ngrams, stem, word_ngrams, words

# The heading counts half in the order of the results: a measured optimum, flat between .25 and 1.
HEADING_WEIGHT = 0.5

_WRITER_HEAP = 128_000_000  # bytes; tantivy wants 15 MB a thread at least
_PREPARED = 256  # questions whose n-grams are kept: one question is searched, then scored
_KEPT_IDS = 50_000  # of documents that were found, some 5 MB: to read one from the index takes ten times as long


@dataclass(frozen=True, slots=True)
class LexicalScore:
    """BM25 of a passage, divided by the idf of the question: 0 (nothing in common) to about 2, on any corpus."""

    full: float  # over heading and body
    heading: float  # over the heading alone


@dataclass(frozen=True, slots=True)
class _Question:
    full: Any  # tantivy queries
    heading: Any
    full_idf: float  # sums over the distinct n-grams
    heading_idf: float


class LexicalIndex:
    """An index on disk, opened for reading. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._schema = _schema()
        self._searcher = tantivy.Index.open(str(folder)).searcher()
        self._prepare = lru_cache(maxsize=_PREPARED)(self._prepare_anew)
        self._ids: dict[tuple[int, int], str] = {}  # segment and number of a document → its passage

    @staticmethod
    def build(folder: Path, passages: Iterable[Passage]) -> None:
        """Write the index of the passages into an empty folder; they are read one by one, once."""
        # One thread, so that the same passages give the same index.
        writer = tantivy.Index(_schema(), str(folder)).writer(_WRITER_HEAP, 1)
        for passage in passages:
            writer.add_document(_document(passage))
        writer.commit()
        writer.wait_merging_threads()

    def search(
        self,
        question: str,
        limit: int,
        audience: Audience | None = Audience.CUSTOMER,
        heading_weight: float = HEADING_WEIGHT,
        also: Collection[str] = (),
    ) -> dict[str, LexicalScore]:
        """The passages with the highest `full + heading_weight * heading`, best first: passage id → score.

        `audience` leaves the other audiences' passages out; None searches all. `also`: passages found in another way,
        whose scores come behind, whatever they are; an id that the index does not hold is left out.
        """
        prepared = self._prepare(question)
        if prepared is None:
            return {}
        both = _any_of(
            tantivy.Query.boost_query(prepared.full, 1 / prepared.full_idf),
            tantivy.Query.boost_query(prepared.heading, heading_weight / prepared.heading_idf),
        )
        totals = self._run(both if audience is None else self._among("audience", [audience], both), limit)
        others = [each for each in also if each not in totals]
        fulls = self._scores_of(others, prepared.full)
        # tantivy gives one number a hit; asking again for the heading alone is cheaper than its explanation of a score.
        headings = self._scores_of([*totals, *fulls], prepared.heading)
        scores = {}
        for passage_id, total in totals.items():
            heading = headings[passage_id] / prepared.heading_idf
            scores[passage_id] = LexicalScore(max(0.0, total - heading_weight * heading), heading)
        for passage_id, full in fulls.items():
            scores[passage_id] = LexicalScore(full / prepared.full_idf, headings[passage_id] / prepared.heading_idf)
        return scores

    def score(self, question: str, ids: Sequence[str]) -> dict[str, LexicalScore]:
        """The scores of passages found in another way; an id that the index does not hold is left out."""
        prepared = self._prepare(question)
        if prepared is None or not ids:
            return {}
        full, heading = self._scores_of(ids, prepared.full), self._scores_of(ids, prepared.heading)
        return {
            passage_id: LexicalScore(full[passage_id] / prepared.full_idf, heading[passage_id] / prepared.heading_idf)
            for passage_id in full
        }

    def knows(self, word: str) -> bool:
        """Whether a normalised word stands in any passage, as it is."""
        return bool(self._searcher.doc_freq("word", word))

    def rarity(self, word: str) -> float:
        """The idf of a normalised word, whatever its ending; the highest for a word that no passage has."""
        return self._idf("stem", stem(word))

    def _prepare_anew(self, question: str) -> _Question | None:
        grams = list(dict.fromkeys(ngrams(question)))
        if not grams or not self._searcher.num_docs:
            return None
        return _Question(
            full=_any_of(*(tantivy.Query.term_query(self._schema, "full", gram, "freq") for gram in grams)),
            heading=_any_of(*(tantivy.Query.term_query(self._schema, "heading", gram, "freq") for gram in grams)),
            full_idf=sum(self._idf("full", gram) for gram in grams),
            heading_idf=sum(self._idf("heading", gram) for gram in grams),
        )

    def _idf(self, field: str, token: str) -> float:
        """As in BM25; a token that no passage holds has the highest."""
        holding = self._searcher.doc_freq(field, token)
        return math.log(1 + (self._searcher.num_docs - holding + 0.5) / (holding + 0.5))

    def _among(self, field: str, values: Sequence[str], query: Any) -> Any:
        """The query over the documents with one of the values; the condition itself adds nothing to the score."""
        one_of = _any_of(*(tantivy.Query.term_query(self._schema, field, value, "basic") for value in values))
        silent = tantivy.Query.const_score_query(one_of, 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, silent), (tantivy.Occur.Should, query)])

    def _scores_of(self, ids: Sequence[str], query: Any) -> dict[str, float]:
        return self._run(self._among("id", ids, query), len(ids)) if ids else {}

    def _run(self, query: Any, limit: int) -> dict[str, float]:
        hits = self._searcher.search(query, limit, count=False).hits
        return {self._id_at(address): score for score, address in hits}

    def _id_at(self, address: Any) -> str:
        place = address.segment_ord, address.doc
        found = self._ids.get(place)
        if found is None:
            if len(self._ids) >= _KEPT_IDS:
                self._ids = {}  # a new one: other threads may be reading
            found = self._ids[place] = str(self._searcher.doc(address).get_first("id"))
        return found


def _document(passage: Passage) -> Any:
    full = words(passage.indexed_text)
    distinct = sorted(set(full))
    document = tantivy.Document()
    document.add_text("id", passage.id)
    document.add_text("audience", passage.audience)
    document.add_text("full", " ".join(gram for word in full for gram in word_ngrams(word)))
    document.add_text("heading", " ".join(ngrams(passage.heading_line)))
    document.add_text("word", " ".join(distinct))
    document.add_text("stem", " ".join(map(stem, distinct)))
    return document


def _any_of(*queries: Any) -> Any:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("audience", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("full", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("heading", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("word", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("stem", tokenizer_name="whitespace", index_option="basic")
    return builder.build()
