"""Evidence without an index: the passages of articles, each as good as the others."""

from agent.question import Question, read_question
from agent.retrieval import Candidate, Evidence
from ingest.passage import Passage
from ingest.readers import read_article
from ingest.split import split


def passages_of(text: str, article_id: str = "статья.md") -> list[Passage]:
    return split(read_article(text.encode(), article_id))


def question(text: str = "Что это?", context: str = "") -> Question:
    return read_question(text, lambda word: 1.0, lambda word: False, context)


def evidence(*articles: str, asked: str = "Что это?") -> Evidence:
    """The passages of these articles in their order, for a question."""
    found = [passage for i, text in enumerate(articles) for passage in passages_of(text, f"{i}.md")]
    read = question(asked)
    candidates = tuple(
        Candidate(
            passage=passage,
            score=1.0,
            full=1.0,
            heading=1.0,
            dense=1.0,
            alignment=1.0,
            units=(1.0,) * len(passage.units),
            credits=(1.0,) * len(read.senses),
        )
        for passage in found
    )
    return Evidence(read, candidates, "r1")
