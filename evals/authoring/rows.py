"""Rows of questions and answers → cases."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from agent.masking import mask
from agent.reply import OutcomeKind
from evals.authoring.dataset import Split
from evals.authoring.figures import figures
from evals.authoring.masked import masked
from evals.authoring.quotes import Quotes
from evals.authoring.table import Row, Skipped
from evals.cases import Case, digest

# Which of the two it is lies with the articles: an answer stands in the table, whether or not they agree on it.
EXPECTED = (OutcomeKind.ANSWERED, OutcomeKind.CONFLICT)


@dataclass(frozen=True, slots=True)
class Imported:
    cases: tuple[Case, ...]
    skipped: tuple[Skipped, ...]


def cases_of_rows(
    rows: Iterable[Row],
    prefix: str,
    split: Split,
    quotes: Quotes,
    tags: tuple[str, ...] = (),
    there: Iterable[Case] = (),
) -> Imported:
    """A case for every question, once. `prefix` begins the ids; `there`: the cases that the dataset has already.

    An article that says the answer is the gold. Without one the answer's figures must be mentioned.
    """
    known = {_same(case.question): "the dataset has this question already" for case in there}
    ids = {case.id for case in there}
    cases: list[Case] = []
    skipped: list[Skipped] = []
    for row in rows:
        question = masked(row.question)
        case_id = f"{prefix}-{digest(_same(question))[:10]}"  # of the question, so that rows may be moved
        if _same(question) in known or case_id in ids:
            skipped.append(Skipped(row.number, known.get(_same(question), f"the dataset has a case {case_id} already")))
            continue
        known[_same(question)] = f"the question of row {row.number} again"
        gold = quotes.find(row.answer)
        cases.append(
            Case(
                id=case_id,
                question=question,
                expected=EXPECTED,
                gold=gold,
                must_mention=() if gold else figures(mask(row.answer)),
                tags=tags,
                split=split,
            )
        )
    return Imported(tuple(cases), tuple(skipped))


def _same(question: str) -> str:
    """Equal for questions that differ in case, marks and spaces alone."""
    return " ".join(re.findall(r"\w+", question.casefold().replace("ё", "е"))) or question
