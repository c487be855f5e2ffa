"""Which cases a run asks."""

from collections import Counter
from pathlib import Path

import pytest

from evals.cases import BadCase
from evals.corpora import FolderCorpus
from evals.plan import Asked, Choice, NothingToAsk, plan, stratified
from tests.evals.own import write_corpus


@pytest.fixture
def corpora(tmp_path: Path) -> list[FolderCorpus]:
    return [
        write_corpus(
            tmp_path / "shop",
            {
                "support": [
                    {"id": "s1", "tags": ["slang"]},
                    {"id": "s2", "tags": ["slang", "payment"], "split": "heldout"},
                    {"id": "s3", "tags": ["payment"]},
                    {"id": "s4", "split": "heldout"},
                ],
                "outside": [{"id": "o1"}, {"id": "o2", "split": "heldout"}],
            },
        ),
        write_corpus(tmp_path / "bank", {"support": [{"id": "b1"}, {"id": "b2", "tags": ["payment"]}]}),
        write_corpus(tmp_path / "none", {}),
    ]


@pytest.mark.parametrize(
    ("choice", "asked"),
    [
        (Choice(), "o1 o2 s1 s2 s3 s4 b1 b2"),
        (Choice(datasets=("support",)), "s1 s2 s3 s4 b1 b2"),
        (Choice(datasets=("bank/support",)), "b1 b2"),
        (Choice(datasets=("outside", "bank/support")), "o1 o2 b1 b2"),
        (Choice(split="heldout"), "o2 s2 s4"),
        (Choice(tags=("payment",)), "s2 s3 b2"),
        (Choice(tags=("payment", "slang")), "s1 s2 s3 b2"),
        (Choice(tags=("payment",), split="dev", datasets=("shop/support",)), "s3"),
        (Choice(limit=3), "o1 o2 s1"),
        (Choice(limit=99), "o1 o2 s1 s2 s3 s4 b1 b2"),
        (Choice(datasets=("support",), sample=6, limit=2), "s1 s2"),
    ],
)
def test_what_is_chosen_is_asked_in_the_order_of_the_corpora(
    corpora: list[FolderCorpus], choice: Choice, asked: str
) -> None:
    assert [each.case.id for each in plan(corpora, choice)] == asked.split()


def test_a_limit_is_of_the_sample(corpora: list[FolderCorpus]) -> None:
    sample = plan(corpora, Choice(sample=5, seed=3))
    assert len(sample) == 5
    assert plan(corpora, Choice(sample=5, seed=3, limit=2)) == sample[:2]


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        (Choice(datasets=("support", "handover")), "no dataset handover: there are shop/outside, shop/support, bank"),
        (Choice(datasets=("bank/outside",)), "no dataset bank/outside"),
        (Choice(tags=("slanf",)), "No case of this choice among 8"),
        (Choice(datasets=("bank/support",), split="heldout"), "No case of this choice among 8"),
    ],
)
def test_where_nothing_is_left_it_is_said_what_there_is(corpora: list[FolderCorpus], choice: Choice, says: str) -> None:
    with pytest.raises(NothingToAsk, match=says):
        plan(corpora, choice)


def test_a_corpus_without_cases_says_how_to_make_some(corpora: list[FolderCorpus]) -> None:
    with pytest.raises(NothingToAsk, match=r"NAME\.jsonl"):
        plan(corpora[2:], Choice())


def test_two_cases_of_one_id_are_named(corpora: list[FolderCorpus], tmp_path: Path) -> None:
    more = write_corpus(tmp_path / "more", {"faq": [{"id": "s3"}]})
    with pytest.raises(BadCase, match="more/faq: id: s3 stands in shop/support, too"):
        plan([*corpora, more], Choice())


# A sample


@pytest.fixture
def many(tmp_path: Path) -> tuple[Asked, ...]:
    """Three kinds of cases, 60, 30 and 10, mixed."""
    kinds = ("slang", "slang", "slang", "plain", "slang", "plain", "slang", "plain", "slang", "")
    support = [{"id": f"c{n:03}", "tags": [kind] if (kind := kinds[n % 10]) else []} for n in range(100)]
    return plan([write_corpus(tmp_path / "shop", {"support": support})], Choice())


@pytest.mark.parametrize("seed", range(5))
def test_a_sample_is_as_mixed_as_the_whole_and_in_its_order(many: tuple[Asked, ...], seed: int) -> None:
    sample = stratified(many, 20, seed)
    assert Counter(each.stratum[-1] for each in sample) == {"slang": 12, "plain": 6, "": 2}
    ids = [each.case.id for each in sample]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("size", [1, 7, 33, 99])
def test_a_sample_is_as_large_as_wanted_and_rounds_the_shares_of_kinds(many: tuple[Asked, ...], size: int) -> None:
    counted = Counter(each.stratum[-1] for each in stratified(many, size, 1))
    assert counted.total() == size
    whole = Counter(each.stratum[-1] for each in many)
    assert all(abs(counted[kind] - size * count / len(many)) < 1 for kind, count in whole.items())


def test_a_seed_gives_the_same_sample_again_and_another_one_another(many: tuple[Asked, ...]) -> None:
    assert stratified(many, 20, 1) == stratified(many, 20, 1)
    assert stratified(many, 20, 1) != stratified(many, 20, 2)


def test_every_case_may_be_drawn_and_neighbours_together(many: tuple[Asked, ...]) -> None:
    samples = [{each.case.id for each in stratified(many, 20, seed)} for seed in range(200)]
    assert len(set().union(*samples)) == len(many)
    assert any({"c000", "c001"} <= sample for sample in samples)


@pytest.mark.parametrize("size", [100, 101])
def test_a_sample_of_all_is_all(many: tuple[Asked, ...], size: int) -> None:
    assert stratified(many, size, 1) == list(many)
