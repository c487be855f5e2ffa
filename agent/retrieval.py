"""Question → Evidence: lexical and dense candidates of a release, fused by one weighted sum, then aligned word by word.

score = full/I_full + 0.5·heading/I_heading + 0.3·cos(question, full) + 0.3·cos(question, heading), where `I` is the sum
of idf over the question's n-grams. Measured on five sets of Russian questions, this sum beats reciprocal rank fusion on
every one, and its scale is absolute, so that confidence can use it. The best are then aligned with the question
(`ingest.alignment`), which sees that «бабки» are money; the alignment joins the sum with a weight of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from agent.question import CONTEXT_SHARE, FIGURES, AnswerKind, Question, answers_kind, read_question
from ingest.alignment import StemTable, align, stem_table
from ingest.lexical import HEADING_WEIGHT, LexicalScore
from ingest.passage import Passage, UnitKind
from ingest.release import Release
from ingest.russian import content_stems, is_noun, is_verb, repair_question, stem
from ingest.stem_vectors import StemVectors

DENSE_WEIGHT = 0.6  # on the mean of the two cosines; flat between 0.3 and 0.9
ALIGNMENT_WEIGHT = 2.0  # on the development cases: 1 and 2 are alike, .5 is worse
LEXICAL_CANDIDATES = 100
DENSE_CANDIDATES = 50
ALIGNED_CANDIDATES = 20
# For a passage with what was asked for: a number to «какой номер», a duration to «как долго», steps to «как сделать».
KIND_BONUS = 0.5
STEPS_BONUS = 0.2
CONTEXT_PART = CONTEXT_SHARE / (1 + CONTEXT_SHARE)  # of a score: what the earlier question makes of it
EVIDENCE_PASSAGES = 20  # what drafting and confidence look at

# What a word of the question is worth when it stands not in the unit itself but around it.
LEAD_SHARE = 0.9
HEADING_SHARE = 0.8
PASSAGE_SHARE = 0.5
TITLE_SHARE = 0.3
# People choose verbs freely, and a thing has one name or two: with half the weight, the right section came first for
# .675 of the development cases (.644 with the whole), and for .567 (.550) of 60 cases that nobody had looked at.
VERB_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    passage: Passage
    score: float  # the weighted sum; about 0 to 5
    full: float  # share of the question's n-gram weight found in heading and text (BM25 may exceed 1)
    heading: float  # the same for the heading alone
    dense: float  # mean cosine of the question with text and heading
    alignment: float  # share of the question's content found in heading and text, in the same or near words: 0 to 1
    units: tuple[float, ...]  # the same for each unit of the passage, its surroundings counting less
    credits: tuple[float, ...]  # for each content word of the question, how near the passage comes to it: 0 to 1


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

    def retrieve(self, question: str, context: str = "") -> Evidence:
        """The best `k` passages for customers. The question is repaired first (keyboard layout, transliteration).

        `context`: the earlier question that this one goes on from; it counts less.
        """
        knows = self.release.lexical.knows
        asked = read_question(
            repair_question(question, knows), self._weight, self._is_telling, repair_question(context, knows)
        )
        lexical, dense = self._search(asked)
        scores = {each: _fuse(lexical[each], dense[each]) for each in lexical}
        best = sorted(scores, key=lambda each: (-scores[each], each))[:ALIGNED_CANDIDATES]
        passages = self.release.passages(best)
        aligned = zip(passages, _align(asked, passages, self.vectors), strict=True)
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
        candidates.sort(key=lambda each: (-each.score, each.passage.id))
        return Evidence(asked, tuple(candidates[: self.k]), self.release.name)

    def _search(self, asked: Question) -> tuple[dict[str, LexicalScore], dict[str, float]]:
        """The scores of the passages that come into question, in both indexes."""
        lexical_index, dense_index = self.release.lexical, self.release.dense
        together = f"{asked.search_text} {asked.context}".strip()
        lexical = lexical_index.search(together, LEXICAL_CANDIDATES)
        dense = dense_index.search(together, DENSE_CANDIDATES)
        if not asked.context:
            lexical |= lexical_index.score(together, [each for each in dense if each not in lexical])
            dense |= dense_index.score(together, [each for each in lexical if each not in dense])
            return lexical, dense
        found = list(dict.fromkeys((*lexical, *dense)))
        parts = (asked.search_text, 1 - CONTEXT_PART), (asked.context, CONTEXT_PART)
        words = [(lexical_index.score(text, found), part) for text, part in parts]
        senses = [(dense_index.score(text, found), part) for text, part in parts]
        none = LexicalScore(0.0, 0.0)
        return {
            each: LexicalScore(
                sum(part * scores.get(each, none).full for scores, part in words),
                sum(part * scores.get(each, none).heading for scores, part in words),
            )
            for each in found
        }, {each: sum(part * scores.get(each, 0.0) for scores, part in senses) for each in found}

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


def _fuse(lexical: LexicalScore, dense: float) -> float:
    return lexical.full + HEADING_WEIGHT * lexical.heading + DENSE_WEIGHT * dense


def _kind_bonus(question: Question, passage: Passage) -> float:
    if question.kind is AnswerKind.HOW:
        return STEPS_BONUS if any(unit.kind is UnitKind.STEP for unit in passage.units) else 0.0
    return KIND_BONUS if question.kind in FIGURES and answers_kind(question.kind, passage.text) else 0.0


def _align(
    question: Question, passages: Sequence[Passage], vectors: StemVectors
) -> list[tuple[float, tuple[float, ...], tuple[float, ...]]]:
    """For each passage its alignment with the question, that of each unit, and that of each word of the question."""
    if not question.senses:
        return [(0.0, (0.0,) * len(each.units), ()) for each in passages]
    weights = np.array(question.weights, dtype=np.float32)
    weights /= weights.sum()
    credits = align(vectors, question.senses, [_stem_table(each, vectors) for each in passages])
    text, heading, title = np.stack([each[:, :3] for each in credits]).transpose(2, 0, 1)  # each passages × words
    around = np.maximum.reduce([PASSAGE_SHARE * text, HEADING_SHARE * heading, TITLE_SHARE * title])
    headed = np.maximum(heading, title)
    everywhere = np.maximum(text, headed)
    wholes = everywhere @ weights + HEADING_WEIGHT * (headed @ weights)
    shares = [
        weights @ np.maximum(np.maximum(nearby[:, None], LEAD_SHARE * each[:, 3::2]), each[:, 4::2])
        for nearby, each in zip(around, credits, strict=True)
    ]
    return [
        (whole, tuple(units.tolist()), tuple(found))
        for whole, units, found in zip(wholes.tolist(), shares, everywhere.tolist(), strict=True)
    ]


@lru_cache(maxsize=5_000)  # the same passages are candidates again and again
def _stem_table(passage: Passage, vectors: StemVectors) -> StemTable:
    """Of a passage's text, heading and title, then for each unit of its lead-in and of its own words."""
    texts = [passage.text, " ".join(passage.heading), passage.title]
    for unit in passage.units:
        texts += (
            passage.slice(unit.lead_start, unit.lead_end) if unit.lead_end else "",
            passage.slice(unit.start, unit.end),
        )
    return stem_table(vectors, [stems_of(each) for each in texts])


@lru_cache(maxsize=50_000)  # the same passages are candidates again and again
def stems_of(text: str) -> tuple[str, ...]:
    """Content stems of a piece of an article."""
    return tuple(content_stems(text))
