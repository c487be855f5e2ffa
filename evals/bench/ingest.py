"""How fast articles are ingested: at first, again when nothing has changed, and when one article has."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.bench.corpus import GrowingFolder
from evals.bench.figures import OPORA, Indexed, Ingest, Ingested, SystemName, ratios
from evals.bench.worker import index as index_apart
from ingest.progress import Progress

ROUNDS = 3
PASSAGES = 1_000  # enough for a rate, little enough for a minute

Index = Callable[[SystemName, Path, Path], Indexed]  # folder and home
_Round = dict[str, float]  # seconds by name


def measure_ingest(
    articles: Path,
    systems: Sequence[SystemName],
    progress: Progress,
    passages: int = PASSAGES,
    index: Index = index_apart,
) -> Ingest:
    """Ingest as many of the articles as have so many passages, in rounds, by one system after the other.

    Raises:
        BenchFailed: an ingest did.
        EmptyFolder: there are no articles.
    """
    progress.begin("Ingest", ROUNDS * len(systems))
    rounds: dict[SystemName, list[_Round]] = {name: [] for name in systems}
    last: dict[SystemName, Indexed] = {}
    with TemporaryDirectory(prefix="opora-bench-") as place:
        growing = GrowingFolder(articles, Path(place, "articles"))
        growing.grow_to(passages)
        order = list(systems)
        for number in range(ROUNDS):
            for name in order:
                home = Path(place, f"{name}-{number}")
                home.mkdir()
                last[name], seconds = _ingest(index, name, growing.folder, home)
                rounds[name].append(seconds)
                progress.advance()
            order.reverse()
    return Ingest({name: _together(last[name], rounds[name]) for name in systems}, ratios(rounds))


def _ingest(index: Index, name: SystemName, folder: Path, home: Path) -> tuple[Indexed, _Round]:
    first = index(name, folder, home)
    if name != OPORA:
        return first, dict.fromkeys(("first_s", "unchanged_s", "changed_s"), first.seconds)
    unchanged = index(name, folder, home)
    article = min(path for path in folder.rglob("*") if path.is_file())
    before = article.read_bytes()
    article.write_bytes(before + b"\n\n1\n")
    changed = index(name, folder, home)
    article.write_bytes(before)  # the other system is to have the same
    return first, {"first_s": first.seconds, "unchanged_s": unchanged.seconds, "changed_s": changed.seconds}


def _together(indexed: Indexed, rounds: Sequence[Mapping[str, float]]) -> Ingested:
    middle = {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}
    return Ingested(indexed.articles, indexed.passages, **middle, peak_mib=indexed.peak_mib)
