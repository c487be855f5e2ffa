"""Question → Evidence: lexical and dense candidates of a release, fused by one weighted sum, then aligned word by word.

score = full/I_full + 0.5·heading/I_heading + 0.3·cos(question, full) + 0.3·cos(question, heading), where `I` is the sum
of idf over the question's n-grams. Measured on five sets of Russian questions, this sum beats reciprocal rank fusion on
every one, and its scale is absolute, so that confidence can use it. The best are then aligned with the question
(`agent.nearness`), which sees that «бабки» are money; the alignment joins the sum with a weight of its own. So does a
cross-encoder, where one is set. At last passages that were cut in the middle of an answer are joined
(`agent.neighbours`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from agent.answer_kind import FIGURES, AnswerKind, answers_kind
from agent.english import from_english
from agent.nearness import nearness
from agent.neighbours import join_neighbours
from agent.question import Question, read_question
from ingest.embedding import is_builtin
from ingest.lexical import HEADING_WEIGHT, LexicalScore
from ingest.passage import Passage, UnitKind
from ingest.release import Release
from ingest.reranking import Reranker
from ingest.russian import is_noun, is_verb, repair_question, stem
from ingest.stem_vectors import StemVectors

DENSE_WEIGHT = 0.6  # of the built-in embedder, on the mean of the two cosines; flat between 0.3 and 0.9
# Of any other, on what is left above its background. Encoders that read a sentence are stronger. The built-in one,
# taken for another, puts the right section first for .60 of 199 development cases with .6 and with 1.2, for .55 with
# 1.8: so much does no harm even with a weak one.
CONTEXTUAL_DENSE_WEIGHT = 1.2
# With .5 to .8 the right section comes first for .64 of 750 development questions over twelve sets of articles, with 2
# for .60.
ALIGNMENT_WEIGHT = 0.7
# On a cross-encoder's probability. The sums of the first passage and the twentieth lie 1.4 to 1.8 apart: where it is
# sure, it decides; where all are alike to it, the sum does. To replace the sum would be wrong wherever it has not seen
# such texts: cross-encoders are weaker than BM25 at exact words (Rau and Kamps, 2022).
RERANKER_WEIGHT = 2.0
LEAST_SCALE = 0.05  # what is left above a background of .95 is told apart no further
LEXICAL_CANDIDATES = 100
DENSE_CANDIDATES = 50
ALIGNED_CANDIDATES = 20
# For a passage with what was asked for: a number to «какой номер», a duration to «как долго», steps to «как сделать».
KIND_BONUS = 0.2
STEPS_BONUS = 0.1
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


class PassageRetriever(BaseRetriever):
    """Ranked passages of one release, as Evidence for the agent and as Documents for any LangChain chain."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    release: Release
    vectors: StemVectors
    k: int = EVIDENCE_PASSAGES
    dense_weight: float | None = None  # None: the one for this kind of embedder
    reranker: Reranker | None = None

    def retrieve(self, question: str, context: str = "") -> Evidence:
        """The best `k` passages for customers. The question is put into Russian letters and words first.

        `context`: the earlier question that this one goes on from; it counts less.
        """
        asked = read_question(self._repaired(question), self._weight, self._is_telling, self._repaired(context))
        lexical, dense = self._search(asked)
        scores = {each: self._fused(lexical[each], dense[each]) for each in lexical}
        best = sorted(scores, key=lambda each: (-scores[each], each))[:ALIGNED_CANDIDATES]
        passages = self.release.passages(best)
        aligned = zip(passages, nearness(asked, passages, self.vectors), strict=True)
        candidates = [
            Candidate(
                passage,
                scores[passage.id] + ALIGNMENT_WEIGHT * whole + _kind_bonus(asked, passage),
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
        candidates = join_neighbours(asked, candidates, self.release, self.vectors)
        return Evidence(asked, tuple(candidates[: self.k]), self.release.name)

    def _repaired(self, question: str) -> str:
        knows = self.release.lexical.knows
        return from_english(repair_question(question, knows), knows)

    def _search(self, asked: Question) -> tuple[dict[str, LexicalScore], dict[str, float]]:
        """The scores of the passages that come into question, in both indexes."""
        lexical_index, dense_index = self.release.lexical, self.release.dense
        # A sum of words gains by the standard words for colloquial ones; an encoder that reads a sentence gets one.
        own = asked.search_text if self._is_builtin else asked.text
        together, sense = f"{asked.search_text} {asked.context}".strip(), f"{own} {asked.context}".strip()
        lexical = lexical_index.search(together, LEXICAL_CANDIDATES)
        dense = dense_index.search(sense, DENSE_CANDIDATES)
        if not asked.context:
            lexical |= lexical_index.score(together, [each for each in dense if each not in lexical])
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
        weight = weight_of(self.release.embedder.identity, self.dense_weight)
        return lexical.full + HEADING_WEIGHT * lexical.heading + weight * dense

    def _reranked(self, asked: Question, candidates: list[Candidate]) -> list[Candidate]:
        if self.reranker is None:
            return candidates
        question = f"{asked.context} {asked.text}".strip()
        answering = self.reranker.score(question, [each.passage.indexed_text for each in candidates])
        return [
            replace(each, score=each.score + RERANKER_WEIGHT * probability, reranked=probability)
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


def weight_of(embedder: str, wanted: float | None) -> float:
    """The weight of the dense part of a score: the one that is set, or else the usual one of this embedder."""
    if wanted is not None:
        return wanted
    return DENSE_WEIGHT if is_builtin(embedder) else CONTEXTUAL_DENSE_WEIGHT


def _kind_bonus(question: Question, passage: Passage) -> float:
    if question.kind is AnswerKind.HOW:
        return STEPS_BONUS if any(unit.kind is UnitKind.STEP for unit in passage.units) else 0.0
    return KIND_BONUS if question.kind in FIGURES and answers_kind(question.kind, passage.text) else 0.0
