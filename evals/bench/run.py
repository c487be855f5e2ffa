"""The whole bench, part by part, as far as it was asked for."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from evals.bench.figures import NAIVE, OPORA, Report, SystemName
from evals.bench.growth import measure_growth
from evals.bench.ingest import measure_ingest
from evals.bench.report import machine, write
from evals.bench.turns import measure_turns
from ingest.progress import Progress


def bench(
    articles: Path,
    questions: Sequence[str],
    corpus: Path,
    *,
    turns: int,
    clients: Sequence[int],
    ingest: bool,
    growth: Sequence[int],
    naive: bool,
    out: Path | None,
    progress: Progress,
) -> Report:
    """Time the turns over `articles`, and ingest and growth over `corpus`.

    What has been measured is written to `out` after each part: a long bench that is stopped leaves the most of it.

    Raises:
        BenchFailed: a server or an ingest did not run.
        EmptyFolder: `corpus` has no articles.
    """
    systems: tuple[SystemName, ...] = (OPORA, NAIVE) if naive else (OPORA,)
    report = Report(machine())

    def keep(**part: object) -> Report:
        kept = replace(report, **part)  # type: ignore[arg-type]
        if out:
            write(kept, out)
        return kept

    served, loads = measure_turns(articles, questions, clients, turns, systems, progress)
    report = keep(served=served, loads=loads)
    if ingest:
        report = keep(ingest=measure_ingest(corpus, systems, progress))
    for size in measure_growth(corpus, growth, systems, progress):
        report = keep(growth=(*report.growth, size))
    return report
