"""What a run asks: all cases, or those of some datasets, tags or a split, or a sample that is like the whole."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.cases import BadCase, Case
from evals.corpora import Corpus


class NothingToAsk(Exception):
    """No case is left; the message says what there would be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A case in its place."""

    corpus: str
    dataset: str
    case: Case

    @property
    def name(self) -> str:
        """Of its dataset, among those of all corpora."""
        return f"{self.corpus}/{self.dataset}"

    @property
    def stratum(self) -> tuple[str, str, str]:
        """Cases of one kind: a sample has as large a share of each kind as the whole."""
        return self.corpus, self.dataset, self.case.tags[0] if self.case.tags else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which cases are asked. Fields that are empty or None choose nothing away."""

    datasets: tuple[str, ...] = ()  # as "support" or "sources/support"
    split: str | None = None
    tags: tuple[str, ...] = ()  # a case has one of them
    sample: int | None = None  # so many, drawn by `seed`
    limit: int | None = None  # the first so many, of the sample if there is one
    seed: int = 0


def plan(corpora: Iterable[Corpus], choice: Choice) -> tuple[Asked, ...]:
    """The cases to ask, in the order of the corpora.

    Raises:
        BadCase: a line of a dataset is no case, or two cases have the same id.
        NothingToAsk: there is none of this choice.
    """
    datasets = ((each.name, found) for each in corpora for found in each.datasets())
    every = [Asked(corpus, found.name, case) for corpus, found in datasets for case in found.cases]
    _check_ids(every)
    _check_names(every, choice)
    asked = [each for each in every if _is_chosen(each, choice)]
    if choice.sample is not None:
        asked = stratified(asked, choice.sample, choice.seed)
    asked = asked[: choice.limit]
    if not asked:
        if not every:
            raise NothingToAsk("There is no case: a folder of datasets holds files NAME.jsonl, with a case a line.")
        raise NothingToAsk(f"No case of this choice among {len(every)}: look at --dataset, --split and --tags.")
    return tuple(asked)


def stratified(asked: Sequence[Asked], size: int, seed: int) -> list[Asked]:
    """A systematic sample (Madow & Madow, 1944): the cases stand in order of their stratum, shuffled within it, and one
    is taken at equal steps from a random start. The same seed gives the same sample; the order is that of `asked`."""
    if size >= len(asked):
        return list(asked)
    generator = random.Random(seed)
    shuffled = list(range(len(asked)))
    generator.shuffle(shuffled)
    shuffled.sort(key=lambda position: asked[position].stratum)
    step = len(asked) / size
    start = generator.random() * step
    return [asked[position] for position in sorted(shuffled[int(start + number * step)] for number in range(size))]


def _is_chosen(asked: Asked, choice: Choice) -> bool:
    named = {asked.dataset, asked.name}
    return (
        (not choice.datasets or not named.isdisjoint(choice.datasets))
        and choice.split in (None, asked.case.split)
        and (not choice.tags or not set(choice.tags).isdisjoint(asked.case.tags))
    )


def _check_ids(every: Sequence[Asked]) -> None:
    """By its id a case is known in results and comparisons."""
    places: dict[str, Asked] = {}
    for each in every:
        before = places.setdefault(each.case.id, each)
        if before is not each:
            raise BadCase(f"{each.name}: id: {each.case.id} stands in {before.name}, too")


def _check_names(every: Sequence[Asked], choice: Choice) -> None:
    there = dict.fromkeys(each.name for each in every)
    known = {*there, *(each.dataset for each in every)}
    for name in choice.datasets:
        if name not in known:
            raise NothingToAsk(f"There is no dataset {name}: there are {', '.join(there) or 'none'}.")
