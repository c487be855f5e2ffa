"""Question → Evidence: lexical and dense candidates of a release, fused by one weighted sum, then aligned word by word.

score = full/I_full + 0.5·heading/I_heading + 0.3·cos(question, full) + 0.3·cos(question, heading), where `I` is the sum
of idf over the question's n-grams. Measured on five sets of Russian questions, this sum beats reciprocal rank fusion on
every one, and its scale is absolute, so that confidence can use it. The best are then aligned with the question
(`agent.nearness`), which sees that «бабки» are money; the alignment joins the sum with a weight of its own. So does a
cross-encoder, where one is set. At last passages that were cut in the middle of an answer are joined
(`agent.neighbours`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from agent.answer_kind import FIGURES, AnswerKind, answers_kind
from agent.claims import negated
from agent.english import from_english
from agent.nearness import nearness
from agent.neighbours import JOIN_FIRST, join_neighbours
from agent.question import Lexicon, Question, read_question
from agent.weights import USUAL, Weights
from ingest.embedding import is_builtin
from ingest.lexical import LexicalScore
from ingest.passage import Passage, UnitKind
from ingest.release import Release
from ingest.reranking import Reranker
from ingest.russian import is_noun, is_verb, repair_question, stem
from ingest.stem_vectors import StemVectors

LEAST_SCALE = 0.05  # what is left above a background of .95 is told apart no further
LEXICAL_CANDIDATES = 100
DENSE_CANDIDATES = 50
ALIGNED_CANDIDATES = 20
EVIDENCE_PASSAGES = 20  # what drafting and confidence look at

# People choose verbs freely, and a thing has one name or two: with half the weight, the right section came first for
# .675 of the development cases (.644 with the whole), and for .567 (.550) of 60 cases that nobody had looked at.
VERB_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    passage: Passage
    score: float  # the weighted sum; about 0 to 5
    full: float  # share of the question's n-gram weight found in heading and text (BM25 may exceed 1)
    heading: float  # the same for the heading alone
    dense: float  # mean cosine of the question with text and heading; of another embedder, above its background
    alignment: float  # share of the question's content found in heading and text, in the same or near words: 0 to 1
    units: tuple[float, ...]  # the same for each unit of the passage, its surroundings counting less
    credits: tuple[float, ...]  # for each content word of the question, how near the passage comes to it: 0 to 1
    reranked: float | None = None  # how well it answers by the cross-encoder: 0 to 1; None: none is set


@dataclass(frozen=True, slots=True)
class Evidence:
    question: Question  # as it was searched: repaired
    candidates: tuple[Candidate, ...]  # the best first
    release: str


Repair = Callable[[str, Callable[[str], bool]], str]  # a question, and whether the articles know a word → a better one


def into_russian(question: str, knows: Callable[[str], bool]) -> str:
    """The question in Russian letters and words, as far as these articles do not use others."""
    return from_english(repair_question(question, knows), knows)


class PassageRetriever(BaseRetriever):
    """Ranked passages of one release, as Evidence for the agent and as Documents for any LangChain chain."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    release: Release
    vectors: StemVectors
    k: int = EVIDENCE_PASSAGES
    weights: Weights = USUAL
    reranker: Reranker | None = None
    everyday: Lexicon | None = None  # everyday words with their standard ones; None: those that come with the agent
    repair: Repair = into_russian
    joined: int = JOIN_FIRST  # so many of the first passages are read with a neighbour that goes on with the answer

    def retrieve(self, question: str, context: str = "") -> Evidence:
        """The best `k` passages for customers. The question is put into Russian letters and words first.

        `context`: the earlier question that this one goes on from; it counts less.
        """
        knows = self.release.lexical.knows
        question, context = self.repair(question, knows), self.repair(context, knows)
        asked = read_question(question, self._weight, self._is_telling, context, self.everyday)
        lexical, dense = self._search(asked)
        scores = {each: self._fused(lexical[each], dense[each]) for each in lexical}
        best = sorted(scores, key=lambda each: (-scores[each], each))[:ALIGNED_CANDIDATES]
        passages = self.release.passages(best)
        aligned = zip(passages, nearness(asked, passages, self.vectors, self.weights.heading), strict=True)
        candidates = [
            Candidate(
                passage,
                scores[passage.id] + self.weights.alignment * whole + self._bonus(asked, passage),
                lexical[passage.id].full,
                lexical[passage.id].heading,
                dense[passage.id],
                whole,
                units,
                credits,
            )
            for passage, (whole, units, credits) in aligned
        ]
        candidates = self._reranked(asked, candidates)
        candidates.sort(key=lambda each: (-each.score, each.passage.id))
        candidates = join_neighbours(asked, candidates, self.release, self.vectors, self.joined)
        return Evidence(asked, tuple(candidates[: self.k]), self.release.name)

    def _search(self, asked: Question) -> tuple[dict[str, LexicalScore], dict[str, float]]:
        """The scores of the passages that come into question, in both indexes."""
        lexical_index, dense_index = self.release.lexical, self.release.dense
        # A sum of words gains by the standard words for colloquial ones; an encoder that reads a sentence gets one.
        own = asked.search_text if self._is_builtin else asked.text
        together, sense = f"{asked.search_text} {asked.context}".strip(), f"{own} {asked.context}".strip()
        dense = dense_index.search(sense, DENSE_CANDIDATES)
        also = () if asked.context else dense  # with a context, each of the two is scored on its own below
        lexical = lexical_index.search(together, LEXICAL_CANDIDATES, heading_weight=self.weights.heading, also=also)
        if not asked.context:
            dense |= dense_index.score(sense, [each for each in lexical if each not in dense])
            return lexical, self._above_background(sense, dense)
        found = list(dict.fromkeys((*lexical, *dense)))
        parts = (asked.search_text, 1 - asked.context_share), (asked.context, asked.context_share)
        words = [(lexical_index.score(text, found), part) for text, part in parts]
        senses = [
            (self._above_background(text, dense_index.score(text, found)), part)
            for text, part in ((own, 1 - asked.context_share), (asked.context, asked.context_share))
        ]
        none = LexicalScore(0.0, 0.0)
        return {
            each: LexicalScore(
                sum(part * scores.get(each, none).full for scores, part in words),
                sum(part * scores.get(each, none).heading for scores, part in words),
            )
            for each in found
        }, {each: sum(part * scores.get(each, 0.0) for scores, part in senses) for each in found}

    @property
    def _is_builtin(self) -> bool:
        return is_builtin(self.release.embedder.identity)

    def _above_background(self, question: str, scores: Mapping[str, float]) -> dict[str, float]:
        """The dense scores on one scale for all embedders: 0 for any passage, 1 for the same words.

        Contextual encoders give everything a high cosine, some from .7 on, so what all passages have in common with the
        question is taken off, as BERTScore does (Zhang et al., 2020). Scaling by the least and the best candidate, as
        hybrid search often does, would make the best of nothing as good as an answer. The built-in embedder's
        background is 0.
        """
        if self._is_builtin:
            return dict(scores)
        background = self.release.dense.background(question)
        return {each: (score - background) / max(1 - background, LEAST_SCALE) for each, score in scores.items()}

    def _fused(self, lexical: LexicalScore, dense: float) -> float:
        weight = self.weights.dense_of(self.release.embedder.identity)
        return lexical.full + self.weights.heading * lexical.heading + weight * dense

    def _bonus(self, asked: Question, passage: Passage) -> float:
        return self._kind_bonus(asked, passage) + self._negation_bonus(negated(asked.text), passage)

    def _negation_bonus(self, asked: frozenset[str], passage: Passage) -> float:
        in_heading = not asked.isdisjoint(negated(" ".join(passage.heading)))
        in_text = not asked.isdisjoint(negated(passage.text))
        return self.weights.negation * max(in_heading, in_text / 2)

    def _kind_bonus(self, asked: Question, passage: Passage) -> float:
        if asked.kind is AnswerKind.HOW:
            return self.weights.steps if any(unit.kind is UnitKind.STEP for unit in passage.units) else 0.0
        return self.weights.kind if asked.kind in FIGURES and answers_kind(asked.kind, passage.text) else 0.0

    def _reranked(self, asked: Question, candidates: list[Candidate]) -> list[Candidate]:
        if self.reranker is None:
            return candidates
        question = f"{asked.context} {asked.text}".strip()
        answering = self.reranker.score(question, [each.passage.indexed_text for each in candidates])
        return [
            replace(each, score=each.score + self.weights.reranker * probability, reranked=probability)
            for each, probability in zip(candidates, answering, strict=True)
        ]

    def _weight(self, word: str) -> float:
        """What a word says about the topic: its rarity in these articles, and its weight in texts of all kinds."""
        weight = self.release.lexical.rarity(word) * self.vectors.emphasis(stem(word))
        return weight * VERB_SHARE if is_verb(word) else weight

    def _is_telling(self, word: str) -> bool:
        """A thing that the vectors know: that no «бабосики» are near says nothing, that no «Казахстан» is, does."""
        return stem(word) in self.vectors.row_of and is_noun(word)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [
            Document(
                id=each.passage.id,
                page_content=each.passage.text,
                metadata={
                    "source_id": each.passage.source_id,
                    "title": each.passage.title,
                    "heading": list(each.passage.heading),
                    "start": each.passage.start,
                    "end": each.passage.end,
                    "score": each.score,
                },
            )
            for each in self.retrieve(query).candidates
        ]
