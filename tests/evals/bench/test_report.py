"""What a reader gets."""

import json
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from evals.bench.figures import (
    NAIVE,
    OPORA,
    Grown,
    Ingest,
    Ingested,
    Load,
    Ratio,
    Report,
    Served,
    Size,
    Turns,
)
from evals.bench.plot import Panel, svg_of
from evals.bench.report import markdown, write

SVG = "{http://www.w3.org/2000/svg}"


def size(passages: int, ours_ms: float) -> Size:
    return Size(
        passages=passages,
        articles=passages // 5,
        copies=1,
        of={
            OPORA: Grown(passages + 3, passages / 100, 500, ours_ms, 2 * ours_ms, 270),
            NAIVE: Grown(passages // 2, passages / 200, 400, 2.0, 4.0, 540),
        },
        ratios={name: Ratio(2, 2, 2) for name in ("ingest_s", "p50_ms", "p95_ms", "resident_mib")},
    )


def report(**parts: object) -> Report:
    served = {OPORA: Served(4.2, 270), NAIVE: Served(9.0, 540)}
    turns = {OPORA: Turns(300, 20.0, 40.0, 45.0), NAIVE: Turns(300, 2.5, 5.0, 320.0)}
    ratios = {"p50_ms": Ratio(8, 7.5, 9), "p95_ms": Ratio(8, 6, 12), "per_s": Ratio(0.14, 0.12, 0.15)}
    return Report({"cores": "2"}, served, [Load(1, turns, ratios)], **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "row",
    [
        "| start-up, s | 4.2 |  |  |",
        "| memory, MiB | 270 | 540 | 0.50 |",
        "| 1 client: middle, ms (300 turns) | 20.0 | 2.5 | 8.00 [7.50–9.00] |",
        "| 1 client: turns a second | 45.0 | 320 | 0.14 [0.12–0.15] |",
        "| first, articles a second | 10.0 | 20.0 |  |",
        "| again, nothing changed, s | 0.10 | 5.0 | 0.02 |",
        "| 1,003 | 200 | 1 | 10.0 | 5.0 | 2.00 | 20.0 | 2.0 | 2.00 | 270 | 540 | 2.00 |",
    ],
)
def test_tables_hold_both_systems_and_their_ratio(row: str) -> None:
    ingested = {OPORA: Ingested(100, 500, 10, 0.1, 11, 500), NAIVE: Ingested(100, 300, 5, 5, 5, 400)}
    ingest = Ingest(ingested, {"unchanged_s": Ratio(0.02, 0.02, 0.02)})
    assert row in markdown(report(ingest=ingest, growth=[size(1000, 20)])).splitlines()


def test_growth_is_told_as_a_power() -> None:
    said = markdown(report(growth=[size(97, 10), size(9_997, 100)]))
    assert "Turn, one client, milliseconds 0.50" in said


def test_everything_is_written(tmp_path: Path) -> None:
    write(report(growth=[size(100, 10), size(1000, 20)]), tmp_path / "out")
    stored = json.loads((tmp_path / "out" / "bench.json").read_text())
    assert stored["loads"][0]["of"]["naive"]["p50_ms"] == 2.5
    assert "bench.svg" in (tmp_path / "out" / "bench.md").read_text()
    titles = [text.text for text in fromstring((tmp_path / "out" / "bench.svg").read_text()).iter(f"{SVG}text")]
    assert "Opora to the naive pipeline" in titles


def test_nothing_is_drawn_of_a_single_point(tmp_path: Path) -> None:
    write(report(growth=[size(100, 10)]), tmp_path)
    assert not (tmp_path / "bench.svg").exists()
    assert "bench.svg" not in (tmp_path / "bench.md").read_text()


def dots(svg: str) -> list[tuple[float, float]]:
    drawn: list[Element] = list(fromstring(svg).iter(f"{SVG}circle"))
    return [(float(each.attrib["cx"]), float(each.attrib["cy"])) for each in drawn]


def test_axes_are_logarithmic() -> None:
    (x1, y1), (x2, y2), (x3, y3) = dots(svg_of([Panel("t", "x", {"a": [(10, 1), (100, 10), (1000, 100)]})]))
    assert x2 - x1 == pytest.approx(x3 - x2, abs=0.2)
    assert y1 - y2 == pytest.approx(y2 - y3, abs=0.2)
    assert y1 > y2 > y3  # upwards is downwards in pixels


def test_a_level_line_can_be_drawn() -> None:
    (_, y1), (_, y2) = dots(svg_of([Panel("t", "x", {"a": [(10, 3), (100, 3)]})]))
    assert y1 == y2
