"""Lines on logarithmic axes, as one SVG that stands by itself."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

WIDTH, HEIGHT = 360, 270  # of a panel, in pixels
COLUMNS = 2
LEFT, TOP, RIGHT, BOTTOM = 52, 54, 14, 42  # of a panel: what its axes leave free

# Blue and orange are told apart by nearly everybody; the lines differ in their dashes as well.
_STYLE = """
text { font: 12px system-ui, sans-serif; fill: #333 }
.title { font-weight: 600 }
.back { fill: #fff }
.grid { stroke: #ddd }
.line { fill: none; stroke-width: 2 }
.s1 { stroke: #1f6feb } .s2 { stroke: #d9730d; stroke-dasharray: 6 4 }
.s3 { stroke: #7a5195; stroke-dasharray: 2 3 }
.dot { stroke: none } .dot.s1 { fill: #1f6feb } .dot.s2 { fill: #d9730d } .dot.s3 { fill: #7a5195 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } .back { fill: #16181c } .grid { stroke: #3a3d42 } }
"""

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Panel:
    title: str
    x_title: str
    lines: Mapping[str, Points]  # name → points, all of them above 0


def svg_of(panels: Sequence[Panel]) -> str:
    """The panels, two in a row; of each three lines at most."""
    rows = math.ceil(len(panels) / COLUMNS)
    width, height = WIDTH * min(COLUMNS, len(panels)), HEIGHT * rows
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "role": "img",
            "aria-label": "; ".join(panel.title for panel in panels),
        },
    )
    SubElement(svg, "style").text = _STYLE
    SubElement(svg, "rect", {"class": "back", "width": "100%", "height": "100%"})
    for number, panel in enumerate(panels):
        place = f"translate({WIDTH * (number % COLUMNS)} {HEIGHT * (number // COLUMNS)})"
        _draw(SubElement(svg, "g", {"transform": place}), panel)
    return tostring(svg, encoding="unicode")


@dataclass(frozen=True, slots=True)
class _Axis:
    """A logarithmic one: powers of ten around the values, or round numbers where they span less than one."""

    values: tuple[float, ...]  # of the ticks, ascending
    start: float  # pixels, of the first and of the last tick
    end: float

    @classmethod
    def around(cls, values: Sequence[float], start: float, end: float) -> "_Axis":
        steps = (1, 2, 5) if max(values) / min(values) < 50 else (1,)
        powers = range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1)
        ticks = [step * 10.0**power for power in powers for step in steps]
        below = max(tick for tick in ticks if tick <= min(values) * 1.0001)
        above = min((tick for tick in ticks if tick >= max(values) * 0.9999 and tick > below), default=below * 10)
        return cls(tuple(tick for tick in (*ticks, above) if below <= tick <= above), start, end)

    def at(self, value: float) -> float:
        share = math.log(value / self.values[0]) / math.log(self.values[-1] / self.values[0])
        return self.start + share * (self.end - self.start)


def _draw(group: Element, panel: Panel) -> None:
    points = [point for line in panel.lines.values() for point in line]
    x_axis = _Axis.around([x for x, _ in points], LEFT, WIDTH - RIGHT)
    y_axis = _Axis.around([y for _, y in points], HEIGHT - BOTTOM, TOP)
    _text(group, LEFT, 18, panel.title, "start", "title")
    for tick in dict.fromkeys(x_axis.values):
        _line(group, x_axis.at(tick), y_axis.start, x_axis.at(tick), y_axis.end)
        _text(group, x_axis.at(tick), HEIGHT - BOTTOM + 16, _shown(tick), "middle")
    for tick in dict.fromkeys(y_axis.values):
        _line(group, x_axis.start, y_axis.at(tick), x_axis.end, y_axis.at(tick))
        _text(group, LEFT - 6, y_axis.at(tick) + 4, _shown(tick), "end")
    _text(group, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, panel.x_title, "middle")
    for number, (name, line) in enumerate(panel.lines.items(), 1):
        places = [(x_axis.at(x), y_axis.at(y)) for x, y in line]
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        SubElement(group, "polyline", {"points": joined, "class": f"line s{number}"})
        for x, y in places:
            SubElement(group, "circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "3.5", "class": f"dot s{number}"})
        _line(group, WIDTH - 92, 14 * number, WIDTH - 70, 14 * number, f"line s{number}")
        _text(group, WIDTH - 64, 14 * number + 4, name, "start")


def _shown(tick: float) -> str:
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if tick >= size:
            return f"{tick / size:g}{letter}"
    return f"{tick:g}"


def _line(group: Element, x1: float, y1: float, x2: float, y2: float, kind: str = "grid") -> None:
    ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    SubElement(group, "line", {name: f"{value:.1f}" for name, value in ends.items()} | {"class": kind})


def _text(group: Element, x: float, y: float, words: str, anchor: str, kind: str = "") -> None:
    placed = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor, "class": kind}
    SubElement(group, "text", placed).text = words
