"""The report of a bench: Markdown tables, a plot, and JSON with everything."""

import json
import os
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from evals.bench.figures import NAIVE, OPORA, Grown, Ingest, Load, Ratio, Report, Size, SystemName, exponent
from evals.bench.plot import Panel, Points, svg_of

_NO_RATIO = ""


def machine() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(len(os.sched_getaffinity(0))),
    }


def write(report: Report, folder: Path) -> None:
    """bench.json, bench.md and, where there is a line to draw, bench.svg."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(asdict(report), indent=1, ensure_ascii=False) + "\n", "utf-8")
    panels = _panels(report)
    if panels:
        (folder / "bench.svg").write_text(svg_of(panels), "utf-8")
    picture = "![The figures as lines](bench.svg)\n" if panels else ""
    (folder / "bench.md").write_text("\n".join(filter(None, ("# Bench\n", markdown(report), picture))), "utf-8")


def markdown(report: Report) -> str:
    """The tables. A ratio is Opora's figure by the naive pipeline's, with the rounds' lowest and highest behind it."""
    parts = [_served(report), _loads(report.loads)]
    if report.ingest:
        parts.append(_ingest(report.ingest))
    if report.growth:
        parts.append(_growth(report.growth))
    where = ", ".join(f"{name} {value}" for name, value in report.machine.items())
    note = f"Ratios are Opora to the naive pipeline, [low–high] of rounds. {where}.\n"
    return "\n".join([*filter(None, parts), note])


def _served(report: Report) -> str:
    if not report.served:
        return ""
    ours, theirs = report.served[OPORA], report.served.get(NAIVE)
    memory = ("", _NO_RATIO)
    if theirs:
        memory = f"{theirs.resident_mib:.0f}", f"{ours.resident_mib / theirs.resident_mib:.2f}"
    # The naive pipeline indexes when it starts, so the two starts are no pair.
    start = ("start-up, s", f"{ours.start_s:.1f}", "", _NO_RATIO)
    return _table(("server", OPORA, NAIVE, "ratio"), [start, ("memory, MiB", f"{ours.resident_mib:.0f}", *memory)])


def _loads(loads: Sequence[Load]) -> str:
    rows = []
    for each in loads:
        clients = f"{each.clients} client{'s' if each.clients > 1 else ''}"
        for name, title in (("p50_ms", "middle, ms"), ("p95_ms", "95th pct, ms"), ("per_s", "turns a second")):
            ours, theirs = (getattr(each.of[system], name) if system in each.of else None for system in (OPORA, NAIVE))
            label = f"{clients}: {title}" + (f" ({each.of[OPORA].turns} turns)" if name == "p50_ms" else "")
            rows.append((label, _number(ours), _number(theirs), _ratio(each.ratios.get(name))))
    return _table(("turns over HTTP", OPORA, NAIVE, "ratio"), rows) if rows else ""


def _ingest(ingest: Ingest) -> str:
    ours, theirs = ingest.of[OPORA], ingest.of.get(NAIVE)
    rows = []
    for name, title in (
        ("first_s", "first"),
        ("unchanged_s", "again, nothing changed"),
        ("changed_s", "again, one article changed"),
    ):
        seconds = getattr(ours, name), getattr(theirs, name) if theirs else None
        rows.append((f"{title}, s", *map(_number, seconds), _ratio(ingest.ratios.get(name))))
    for name in ("articles", "passages"):
        rates = (getattr(each, name) / each.first_s if each else None for each in (ours, theirs))
        rows.append((f"first, {name} a second", *map(_number, rates), _NO_RATIO))
    rows.append(("peak memory, MiB", _number(ours.peak_mib), _number(theirs.peak_mib) if theirs else "", _NO_RATIO))
    counts = f"ingest ({ours.articles} articles, {ours.passages} passages)"
    return _table((counts, OPORA, NAIVE, "ratio"), rows)


def _growth(growth: Sequence[Size]) -> str:
    measured = ("ingest, s", "turn, ms", "server, MiB")
    head = ["passages", "articles", "copies", *(column for name in measured for column in (name, NAIVE, "ratio"))]
    rows = []
    for each in growth:
        ours, theirs = each.of[OPORA], each.of.get(NAIVE)
        row = [f"{ours.passages:,}", f"{each.articles:,}", str(each.copies)]
        for name in ("ingest_s", "p50_ms", "resident_mib"):
            row += [_number(getattr(ours, name)), _number(getattr(theirs, name)) if theirs else ""]
            row.append(_ratio(each.ratios.get(name)))
        rows.append(row)
    said = ""
    if len(growth) > 1:
        found = {title: exponent(_line(growth, OPORA, value)) for title, value in _GROWING}
        shown = ", ".join(f"{title} {power:.2f}" for title, power in found.items() if power is not None)
        said = f"\nGrowth of Opora as a power of the passages (1: in proportion, 2: quadratic): {shown}.\n"
    return _table(head, rows) + said


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _ratio(ratio: Ratio | None) -> str:
    if ratio is None:
        return _NO_RATIO
    if ratio.low == ratio.high:
        return f"{ratio.middle:.2f}"
    return f"{ratio.middle:.2f} [{ratio.low:.2f}–{ratio.high:.2f}]"


_GROWING: tuple[tuple[str, Callable[[Grown], float]], ...] = (
    ("Ingest, seconds", lambda grown: grown.ingest_s),
    ("Turn, one client, milliseconds", lambda grown: grown.p50_ms),
    ("Server's memory, MiB", lambda grown: grown.resident_mib),
)


def _panels(report: Report) -> list[Panel]:
    systems = list(report.served)
    panels = []
    if len(report.loads) > 1:
        for title, name in (("Turn, milliseconds", "p50_ms"), ("Turns a second", "per_s")):
            lines: Mapping[str, Points] = {
                system: [(each.clients, getattr(each.of[system], name)) for each in report.loads] for system in systems
            }
            panels.append(Panel(title, "clients at once", lines))
    if len(report.growth) > 1:
        for title, value in _GROWING:
            panels.append(Panel(title, "passages", {name: _line(report.growth, name, value) for name in systems}))
        if NAIVE in systems:
            panels.append(Panel("Opora to the naive pipeline", "passages", _ratio_lines(report.growth)))
    return panels


def _line(growth: Sequence[Size], system: SystemName, value: Callable[[Grown], float]) -> list[tuple[float, float]]:
    return [(each.of[OPORA].passages, value(each.of[system])) for each in growth]


def _ratio_lines(growth: Sequence[Size]) -> dict[str, Points]:
    names = {"ingest": "ingest_s", "turn": "p50_ms", "memory": "resident_mib"}
    return {
        title: [(each.of[OPORA].passages, each.ratios[name].middle) for each in growth] for title, name in names.items()
    }
