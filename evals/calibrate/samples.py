"""Samples: what is known of a tried answer, and whether it was right."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from agent.features import Features
from evals import xquad
from evals.cases import ANSWERS, Case
from evals.corpora import BENCHMARKS, WORLDS, Corpus
from evals.results import Result
from evals.scorers.gold import NotHeld, Span, gold_spans

# Small talk, requests for a person and attacks are decided by rules before any answer is tried.
CUSTOMERS = ("support", "outside", "conflicts", "followups", "owndata")
# Of a benchmark only the development half says something: the held-out one is for `run`.
BENCHMARK = (xquad.WHOLE, xquad.FILTERED)
NOT_ANSWERED_BY_ARTICLES = ("outside", xquad.FILTERED)


class Kind(StrEnum):
    """Of a corpus, by who has written its articles and asks about them."""

    PEOPLES = "articles by people"
    WORLDS = "invented help centres"
    BENCHMARK = "benchmark"


_KINDS = {each.name: Kind.WORLDS for each in WORLDS} | {each.name: Kind.BENCHMARK for each in BENCHMARKS}


class CannotCalibrate(Exception):
    """There is nothing to fit, or it does not fit this agent; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Sample:
    corpus: str
    dataset: str
    case: Case
    features: Features | None  # None: triage kept the question from being answered, or something broke
    tried: bool  # an answer was at hand: sure or not, it was verified
    right: bool | None  # this answer cites a gold passage; None: there is none, and an answer would do no harm
    on_topic: bool | None  # the articles answer the question; None: they may or may not

    @property
    def name(self) -> str:
        return f"{self.corpus}/{self.dataset}"

    @property
    def kind(self) -> Kind:
        return _KINDS.get(self.corpus, Kind.PEOPLES)

    @property
    def group(self) -> str:
        """What shares its articles with it: its corpus, and of the benchmark its topic, an article in parts."""
        parts = (*(each.source for each in self.case.gold), *self.case.left_out)
        return f"{self.corpus}/{parts[0].split('/')[0]}" if self.kind is Kind.BENCHMARK and parts else self.corpus


@dataclass(frozen=True, slots=True)
class Samples:
    dev: tuple[Sample, ...]
    heldout: tuple[Sample, ...]
    left_out: tuple[str, ...]  # cases that say nothing, and why


def is_of_use(dataset: str, case: Case) -> bool:
    """Whether the case is one to fit on, or to confirm the fit with."""
    return dataset in CUSTOMERS or (dataset in BENCHMARK and case.split == "dev")


def samples_of(results: Iterable[Result], text_of: Callable[[str, str], str]) -> Samples:
    """The samples of Opora's results, in an order of their own. `text_of`: corpus, article → its text.

    Raises:
        CannotCalibrate: the results are of an agent with other features.
    """
    found, left_out = [], []
    for each in sorted(results, key=lambda result: (result.corpus, result.dataset, result.case.id)):
        if each.answer is None:
            left_out.append(f"{each.case.id}: {each.error or 'not asked'}")
            continue
        try:
            found.append(_sample(each, each.answer.explanation, text_of))
        except NotHeld as error:
            left_out.append(f"{each.case.id}: {error}")
    dev, heldout = ([each for each in found if each.case.split == split] for split in ("dev", "heldout"))
    return Samples(tuple(dev), tuple(heldout), tuple(left_out))


def _sample(result: Result, explanation: Mapping[str, Any], text_of: Callable[[str, str], str]) -> Sample:
    case = result.case
    gold = gold_spans(case, lambda source_id: text_of(result.corpus, source_id))
    quotes = [quote for statement in explanation["statements"] for quote in statement["quotes"]]
    return Sample(
        corpus=result.corpus,
        dataset=result.dataset,
        case=case,
        features=_features(explanation["features"]),
        tried=bool(quotes),
        right=_cites(quotes, gold) if gold or not ANSWERS.intersection(case.expected) else None,
        on_topic=True if gold else (False if result.dataset in NOT_ANSWERED_BY_ARTICLES else None),
    )


def _features(kept: Mapping[str, float] | None) -> Features | None:
    try:
        return Features(**kept) if kept is not None else None
    except TypeError as error:
        raise CannotCalibrate("The run is of an agent with other features: run it again, or ask anew.") from error


def _cites(quotes: Sequence[tuple[str, int, int]], gold: Sequence[Span]) -> bool:
    return any(span.touches(*quote) for span in gold for quote in quotes)


def article_texts(corpora: Iterable[Corpus]) -> Callable[[str, str], str]:
    """corpus, article → its text. What raises UnknownArticle is asked for what there is not."""
    texts = {corpus.name: _texts(corpus) for corpus in corpora}

    def text_of(corpus: str, source_id: str) -> str:
        from ingest.errors import UnknownArticle

        if source_id not in texts.get(corpus, {}):
            raise UnknownArticle(source_id, corpus)
        return texts[corpus][source_id]

    return text_of


def _texts(corpus: Corpus) -> Mapping[str, str]:
    from ingest.build import read_file
    from ingest.manifest import UnreadableFile
    from ingest.sync import scan

    def text(folder: Path, path: str) -> str | None:
        found = read_file(folder, path)
        return None if isinstance(found, UnreadableFile) else found[0].text

    with corpus.articles() as folder:
        return {path: found for path in scan(folder) if (found := text(folder, path)) is not None}
