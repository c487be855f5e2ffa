"""What grows with the number of passages: ingest, turns over HTTP by one client, memory."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.bench.corpus import GrowingFolder
from evals.bench.figures import NAIVE, OPORA, Grown, Indexed, Load, Ratio, Size, SystemName
from evals.bench.load import ROUNDS, load, warm_up
from evals.bench.server import Server, naive_server, opora_server, resident_mib
from evals.bench.worker import index
from ingest.progress import Progress

TURNS = 100  # at each size
INDEX_LIMIT = 3600.0  # seconds until the naive pipeline is given up


def measure_growth(
    articles: Path, sizes: Sequence[int], systems: Sequence[SystemName], progress: Progress, turns: int = TURNS
) -> Iterator[Size]:
    """Each size as soon as it is measured, the smallest first.

    A size is ingested once, so its ratios have no interval but for the turns'. Asked are headings of the smallest size,
    which every size answers.

    Raises:
        BenchFailed: a server did not start.
        EmptyFolder: there are no articles.
    """
    with TemporaryDirectory(prefix="opora-bench-") as place:
        growing = GrowingFolder(articles, Path(place, "articles"))
        questions: list[str] = []
        for passages in sorted(sizes):
            progress.begin(f"{passages:,} passages", 2 + ROUNDS * len(systems))
            growing.grow_to(passages)
            questions = questions or growing.headings or ["Как это сделать?"]
            home = Path(place, "home")
            home.mkdir()
            yield _measure(passages, growing, home, questions, systems, turns, progress)
            shutil.rmtree(home)


def _measure(
    passages: int,
    growing: GrowingFolder,
    home: Path,
    questions: Sequence[str],
    systems: Sequence[SystemName],
    turns: int,
    progress: Progress,
) -> Size:
    indexed = {OPORA: index(OPORA, growing.folder, home)}
    progress.advance()
    with ExitStack() as stack:
        servers: dict[SystemName, Server] = {}
        if NAIVE in systems:
            servers[NAIVE] = stack.enter_context(naive_server(growing.folder, home, INDEX_LIMIT))
            indexed[NAIVE] = Indexed(**json.loads(servers[NAIVE].said))
        progress.advance()
        servers[OPORA] = stack.enter_context(opora_server(home))
        servers = {name: servers[name] for name in systems}
        warm_up(servers, questions)
        timed = load(servers, questions, 1, turns, progress)
        grown = {name: _grown(indexed[name], timed, name, server) for name, server in servers.items()}
    return Size(passages, growing.articles, growing.copies, grown, _ratios(grown, timed))


def _grown(indexed: Indexed, timed: Load, name: SystemName, server: Server) -> Grown:
    return Grown(
        passages=indexed.passages,
        ingest_s=indexed.seconds,
        peak_mib=indexed.peak_mib,
        p50_ms=timed.of[name].p50_ms,
        p95_ms=timed.of[name].p95_ms,
        resident_mib=resident_mib(server.pid),
    )


def _ratios(grown: dict[SystemName, Grown], timed: Load) -> dict[str, Ratio]:
    if NAIVE not in grown:
        return {}
    ours, theirs = grown[OPORA], grown[NAIVE]
    once = {"ingest_s": ours.ingest_s / theirs.ingest_s, "resident_mib": ours.resident_mib / theirs.resident_mib}
    measured = {name: Ratio(value, value, value) for name, value in once.items()}
    return measured | {name: timed.ratios[name] for name in ("p50_ms", "p95_ms")}
