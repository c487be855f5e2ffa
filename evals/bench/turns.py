"""Start-up, turns and memory of the two servers over one folder of articles."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.bench.figures import NAIVE, OPORA, Load, Served, SystemName
from evals.bench.load import ROUNDS, load, warm_up
from evals.bench.server import Server, naive_server, opora_server, sync
from ingest.progress import Progress


def measure_turns(
    articles: Path,
    questions: Sequence[str],
    clients: Sequence[int],
    turns: int,
    systems: Sequence[SystemName],
    progress: Progress,
) -> tuple[dict[SystemName, Served], list[Load]]:
    """Both servers run all the time; one waits while the other is timed.

    Raises:
        BenchFailed: the articles cannot be ingested, or a server does not start.
    """
    progress.begin("Turns over HTTP", 1 + len(clients) * ROUNDS * len(systems))
    with TemporaryDirectory(prefix="opora-bench-") as place, ExitStack() as stack:
        home = Path(place)
        sync(articles, home)
        servers: dict[SystemName, Server] = {OPORA: stack.enter_context(opora_server(home))}
        if NAIVE in systems:
            servers[NAIVE] = stack.enter_context(naive_server(articles, home))
        warm_up(servers, questions)
        progress.advance()
        loads = [load(servers, questions, each, turns, progress) for each in clients]
        return {name: server.served() for name, server in servers.items()}, loads
