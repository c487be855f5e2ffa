"""How fast Opora is, and how it grows, beside the naive pipeline (`evals.systems.naive`) in the same run.

    server.py        the two behind HTTP on loopback, each in a process of its own
    run.py           all of it, as far as it was asked for
    turns.py         start-up, turns over HTTP, memory
    load.py          turns by 1 to many clients: latency and throughput
    ingest.py        ingest, ingest again of what has not changed and of one changed article
    growth.py        both at growing numbers of passages
    corpus.py        as many articles as that takes
    worker.py        the process that ingests and is timed
    naive_server.py  the naive pipeline behind as much of the service's API as is timed
    figures.py       what is found
    report.py        JSON, Markdown and a plot of it (plot.py)

Absolute times depend on the machine and on what else runs there. What is claimed are ratios: both systems are timed in
turn, in short rounds, over the same articles, with the same embedder and the same model, and a ratio is the middle one
of the rounds' ratios.

What to bear in mind: the naive pipeline reads articles with Opora's readers, since its citations must be comparable;
its HTTP server is the standard library's, and stores, checks and limits nothing; it indexes and serves in one process,
as tutorials do. The clients share the machine with the servers.
"""

from evals.bench.figures import BenchFailed, Report

__all__ = ["BenchFailed", "Report"]
