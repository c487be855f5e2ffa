"""The support datasets: enough cases, half of them in words that articles do not use, and facts that articles give."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from evals.cases import DATASETS, Case, load
from evals.scorers.facts import says
from ingest.readers import read_article
from ingest.russian import content_stems, words

DATASET = "support"
FEWEST_CASES = 250
# Customers do not speak as articles do; a search that only compares words must not look good on these cases.
MOST_SHARED = 0.20
# A fact is asked for wherever a right answer surely gives one; some questions have many right answers.
LEAST_WITH_FACTS = 2 / 3

SOURCES = Path(__file__).parent.parent.parent / "sources"
CORPORA = ("sources", "articles")


@dataclass(frozen=True, slots=True)
class Asked:
    case: Case
    passages: tuple[str, ...]  # the texts of its gold, in order


@pytest.fixture(scope="module", params=CORPORA)
def asked(request: pytest.FixtureRequest) -> list[Asked]:
    """The cases about the project's own articles, and about those that may be absent."""
    corpus: str = request.param
    folder: Path = SOURCES if corpus == "sources" else request.getfixturevalue("shared_articles")
    cases = load(DATASET, DATASETS / corpus).cases
    sources = {gold.source for case in cases for gold in case.gold}
    texts = {source: read_article((folder / source).read_bytes(), source).text for source in sources}
    return [Asked(case, tuple(held_words(case, texts))) for case in cases]


def held_words(case: Case, texts: dict[str, str]) -> Iterator[str]:
    for gold in case.gold:
        place = gold.find(texts[gold.source])
        assert place is not None, f"{case.id}: {gold.source} does not hold {gold}"
        yield texts[gold.source][slice(*place)]


def shared(question: str, passages: Sequence[str]) -> float:
    """The share of the question's content stems that also stand in the passage that has most of them."""
    stems = {*content_stems(question)}
    if not stems:
        return 0.0
    return max((len(stems & {*content_stems(passage)}) for passage in passages), default=0) / len(stems)


def foreign_ways(each: Asked) -> list[str]:
    """Ways to put a fact that use a word which none of the case's passages has, whatever its ending."""
    known = words(" ".join(each.passages))
    return [
        way
        for fact in each.case.must_mention
        for way in fact.split("|")
        if not any(says(passage, way) for passage in each.passages)
        and not all(any(word.startswith(stem) for word in known) for stem in content_stems(way) or [way])
    ]


def silent_passages(each: Asked) -> list[tuple[str, str]]:
    """Facts beside a gold passage that does not give them."""
    return [(fact, words) for fact in each.case.must_mention for words in each.passages if not says(words, fact)]


@pytest.mark.parametrize(
    ("question", "passages", "share"),
    [
        ("где этикетка", ["Скачайте этикетку."], 1.0),
        ("куда клеить этикетку", ["Нажмите «Возврат».", "Скачайте этикетку."], 0.5),
        ("бумажка на коробку", ["Скачайте этикетку."], 0.0),
        ("а это", ["Скачайте этикетку."], 0.0),
    ],
)
def test_shared_counts_the_stems_of_the_question(question: str, passages: list[str], share: float) -> None:
    assert shared(question, passages) == share


@pytest.mark.parametrize(
    ("fact", "foreign"),
    [
        ("личный кабинет|личном кабинете", []),
        ("24 часа|сутки", ["сутки"]),
        ("12 часов", ["12 часов"]),
    ],
)
def test_a_way_to_put_a_fact_is_foreign_where_its_words_are(fact: str, foreign: list[str]) -> None:
    case = Case(id="x", question="?", must_mention=(fact,), split="dev")
    assert foreign_ways(Asked(case, ("Ответ придёт в личный кабинет.", "Обычно за 24 часа."))) == foreign


def test_there_are_enough_cases() -> None:
    assert sum(len(load(DATASET, DATASETS / corpus).cases) for corpus in CORPORA) >= FEWEST_CASES


def test_the_colloquial_half_shares_few_words_with_the_articles(asked: list[Asked]) -> None:
    # Those that were added to the held-out half afterwards are as their author wished.
    made = [each for each in asked if "blind" not in each.case.tags]
    shares = [shared(each.case.question, each.passages) for each in made if "colloquial" in each.case.tags]
    assert len(shares) >= len(made) / 2
    assert sum(shares) / len(shares) < MOST_SHARED


def test_most_cases_say_what_a_right_answer_gives(asked: list[Asked]) -> None:
    assert sum(bool(each.case.must_mention) for each in asked) / len(asked) >= LEAST_WITH_FACTS


def test_no_case_asks_for_what_the_articles_do_not_say(asked: list[Asked]) -> None:
    assert [(each.case.id, way) for each in asked for way in foreign_ways(each)] == []


def test_each_gold_passage_alone_gives_all_facts(asked: list[Asked]) -> None:
    """Otherwise an answer that cites one of them, as it may, is called wrong for what another one says."""
    assert [(each.case.id, *silent) for each in asked for silent in silent_passages(each)] == []
