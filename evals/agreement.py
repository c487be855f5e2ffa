"""How well the support scorer, and the agent's own verification, agree with labelled sentences.

A labelled sentence is one JSON object a line: `id`, `quote` (the words of an article), `sentence` (what a reply says
with that quote as its citation), `supported` (whether the quote says so) and `alteration` (what was changed in it to
make it wrong; null: nothing); `labelled/README.md` says how they were labelled. On half of them, the even lines, the
scorer was made; the other half is what counts.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from evals.scorers.support import judge

if TYPE_CHECKING:
    from rich.table import Table

LABELLED = Path(__file__).parent / "labelled" / "sentences.jsonl"
_ANY_QUESTION = "Что это?"  # a question that says nothing about the answer
Half = Literal["even", "odd", "both"]


class Labelled(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    quote: str
    sentence: str
    supported: bool
    alteration: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A judge of support against the labels. Supported is the positive class."""

    judge: str  # "scorer", "agent", or "scorer and agent": how far these two agree, the agent in the place of the label
    alteration: str  # "all", "none" for sentences left as they were
    sentences: int
    accuracy: float
    precision: float | None  # None: it calls nothing supported
    recall: float | None  # None: nothing is supported
    kappa: float | None  # Cohen's; None where there is but one label


def labelled(path: Path = LABELLED, half: Half = "both") -> tuple[Labelled, ...]:
    """The labelled sentences; lines count from 1."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    wanted = {"even": lines[1::2], "odd": lines[::2], "both": lines}[half]
    return tuple(Labelled.model_validate(json.loads(line)) for line in wanted)


def agreement(path: Path = LABELLED, half: Half = "odd") -> tuple[Row, ...]:
    """Both judges against the labels, and against each other: over all sentences, then by alteration."""
    cases = labelled(path, half)
    truth = [each.supported for each in cases]
    scorer = [by_scorer(each) for each in cases]
    agent = [by_agent(each) for each in cases]
    pairs = (("scorer", truth, scorer), ("agent", truth, agent), ("scorer and agent", agent, scorer))
    return tuple(
        compare(name, kind, [label for label, _ in both], [found for _, found in both])
        for kind in ("all", *sorted({_kind(each) for each in cases}))
        for name, labels, verdicts in pairs
        if (both := [pair for case, *pair in zip(cases, labels, verdicts, strict=True) if kind in ("all", _kind(case))])
    )


def scorer_agreement(path: Path = LABELLED) -> Row:
    """The scorer against the labels of the sentences that it was not made on."""
    cases = labelled(path, "odd")
    return compare("scorer", "all", [each.supported for each in cases], [by_scorer(each) for each in cases])


def compare(judge: str, alteration: str, labels: Sequence[bool], verdicts: Sequence[bool]) -> Row:
    """One judge against labels."""
    total = len(labels)
    both = sum(label and verdict for label, verdict in zip(labels, verdicts, strict=True))
    accuracy = sum(label == verdict for label, verdict in zip(labels, verdicts, strict=True)) / total
    yes, said_yes = sum(labels) / total, sum(verdicts) / total
    by_chance = yes * said_yes + (1 - yes) * (1 - said_yes)
    return Row(
        judge,
        alteration,
        total,
        accuracy,
        precision=both / sum(verdicts) if any(verdicts) else None,
        recall=both / sum(labels) if any(labels) else None,
        kappa=(accuracy - by_chance) / (1 - by_chance) if 0 < yes < 1 else None,
    )


def by_scorer(case: Labelled) -> bool:
    return judge(case.sentence, [case.quote]).supported


def by_agent(case: Labelled) -> bool:
    """Whether the agent would keep the sentence, had a model drafted it from an article that is the quote alone."""
    from agent.citations import verify
    from agent.question import read_question
    from agent.retrieval import Candidate, Evidence
    from ingest.readers import read_article
    from ingest.split import split

    passages = split(read_article(case.quote.encode(), "quote.md"))
    asked = read_question(_ANY_QUESTION, lambda word: 1.0, lambda word: False)
    found = tuple(
        Candidate(
            passage,
            score=1.0,
            full=1.0,
            heading=1.0,
            dense=1.0,
            alignment=1.0,
            units=(1.0,) * len(passage.units),
            credits=(),  # nobody asks for a confidence
        )
        for passage in passages
    )
    verdicts = verify(f"{case.sentence} [1]", Evidence(asked, found, "labelled")).verdicts
    return bool(verdicts) and all(each.quotes for each in verdicts)


def table(rows: Iterable[Row]) -> "Table":
    """The rows for a terminal."""
    from rich.table import Table

    shown = Table("alteration", "judge", "sentences", "accuracy", "precision", "recall", "kappa")
    for row in rows:
        figures = (row.accuracy, row.precision, row.recall, row.kappa)
        shown.add_row(
            row.alteration, row.judge, str(row.sentences), *("" if each is None else f"{each:.2f}" for each in figures)
        )
    return shown


def _kind(case: Labelled) -> str:
    return case.alteration or "none"
