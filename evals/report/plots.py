"""Plots as inline SVG. Colours and sizes of letters come from the page's style, so that they fit light and dark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from evals.metrics import Calibration, Estimate, Figure, RiskCoverage
from evals.metrics.selective import WANTED_RISKS

WIDTH = (
    360  # of every plot, in its own units: about a telephone's pixels, so that letters are as large there as they say
)
LETTERS = 15  # of a label beside a bar; longer ones are cut


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the axes stand, and what they measure."""

    left: float
    top: float
    width: float
    height: float
    x_max: float = 1.0
    y_max: float = 1.0

    def x(self, value: float) -> float:
        return self.left + self.width * value / self.x_max

    def y(self, value: float) -> float:
        return self.top + self.height * (1 - value / self.y_max)


def risk_coverage_plot(title: str, curves: Sequence[RiskCoverage | None]) -> str:
    """Share wrong of the answers against share answered; the dot is where each system really stands."""
    given = [point.risk for each in curves if each for point in (*each.points, each.given) if point is not None]
    y_max = _round_up(max(given, default=0.0) * 1.05)
    frame = Frame(left=44, top=10, width=WIDTH - 64, height=190, y_max=y_max)
    svg = _svg(244, title)
    _axes(svg, frame, "answered, of all cases", "wrong, of the answers", y_ticks=[y_max * n / 4 for n in range(5)])
    for risk in WANTED_RISKS:
        _line(svg, frame.x(0), frame.y(risk), frame.x(1), frame.y(risk), "wanted")
    for number, each in enumerate(curves, 1):
        if each is None or each.given is None:
            continue
        points = " ".join(f"{frame.x(point.coverage):.1f},{frame.y(point.risk):.1f}" for point in each.points)
        SubElement(svg, "polyline", {"points": points, "class": f"curve s{number}"})
        _dot(svg, frame.x(each.given.coverage), frame.y(each.given.risk), number)
    return _written(svg)


def reliability_plot(name: str, calibration: Calibration, number: int) -> str:
    """Share right against confidence, by bin, with the bins' sizes below. `number`: the system's, for its colour."""
    frame = Frame(left=44, top=10, width=WIDTH - 64, height=190)
    counts = Frame(left=44, top=frame.y(0) + 8, width=frame.width, height=40)
    most = max((each.right.n for each in calibration.bins), default=0)
    svg = _svg(298, f"Reliability of {name}")
    _axes(svg, frame, "", "right, of the answers", y_ticks=[n / 4 for n in range(5)], x_ticks=())
    _line(svg, frame.x(0), frame.y(0), frame.x(1), frame.y(1), "ideal")
    for each in calibration.bins:
        middle = frame.x((each.low + each.high) / 2)
        if most:
            height = counts.height * each.right.n / most
            bar = {"x": middle - 11, "y": counts.top + 12 + counts.height - height, "width": 22, "height": height}
            _rect(svg, bar, f"count s{number}")
        if each.right.n:
            _text(svg, middle, counts.top + 8 + counts.height * (1 - each.right.n / most), str(each.right.n), "middle")
        if each.confidence is not None:
            _point(svg, frame, each.confidence, each.right, number)
    floor = counts.top + 12 + counts.height
    _line(svg, frame.x(0), floor, frame.x(1), floor, "axis")
    _x_labels(svg, frame, floor, "confidence; below: answers in each tenth", [n / 5 for n in range(6)])
    return _written(svg)


def bars_plot(title: str, rows: Sequence[tuple[str, Sequence[Figure | None]]]) -> str:
    """A bar a system with its interval, for each named row."""
    systems = max((len(figures) for _, figures in rows), default=0)
    step, gap = 13, 9
    height = 10 + len(rows) * (systems * step + gap) + 24
    frame = Frame(left=104, top=4, width=160, height=height - 30)
    svg = _svg(height, title)
    for tick in (0, 0.25, 0.5, 0.75, 1):
        _line(svg, frame.x(tick), frame.top, frame.x(tick), frame.top + frame.height, "grid")
        _text(svg, frame.x(tick), frame.top + frame.height + 14, f"{tick:.0%}", "middle")
    top = frame.top + gap / 2
    for name, figures in rows:
        label = name if len(name) <= LETTERS else name[: LETTERS - 1] + "…"
        words = _text(svg, frame.left - 6, top + systems * step / 2 + 4, label, "end", "label")
        if label != name:
            SubElement(words, "title").text = name
        for number, each in enumerate(figures, 1):
            if each is not None:
                _bar(svg, frame, top, each, number)
            top += step
        top += gap
    return _written(svg)


def _bar(svg: Element, frame: Frame, top: float, figure: Figure, number: int) -> None:
    if figure.mean is None or figure.low is None or figure.high is None:
        _text(svg, frame.x(0) + 4, top + 10, "no cases", "start", "faint")
        return
    _rect(
        svg, {"x": frame.x(0), "y": top + 1, "width": frame.x(figure.mean) - frame.x(0), "height": 10}, f"bar s{number}"
    )
    _line(svg, frame.x(figure.low), top + 6, frame.x(figure.high), top + 6, "whisker")
    # Who is silent is never wrong: beside a zero stands how many were answered.
    words = f"{figure.mean:.0%} of {figure.n}" if figure.mean else f"0%, {figure.answered or 'none'} answered"
    _text(svg, WIDTH - 2, top + 10, words, "end")


def _point(svg: Element, frame: Frame, confidence: float, right: Estimate, number: int) -> None:
    if right.mean is None or right.low is None or right.high is None:
        return
    x = frame.x(confidence)
    _line(svg, x, frame.y(right.low), x, frame.y(right.high), "whisker")
    _dot(svg, x, frame.y(right.mean), number)


def _axes(
    svg: Element,
    frame: Frame,
    x_title: str,
    y_title: str,
    *,
    y_ticks: Sequence[float],
    x_ticks: Sequence[float] = (0, 0.2, 0.4, 0.6, 0.8, 1),
) -> None:
    for tick in y_ticks:
        _line(svg, frame.x(0), frame.y(tick), frame.x(frame.x_max), frame.y(tick), "grid")
        _text(svg, frame.left - 5, frame.y(tick) + 4, _percent(tick), "end")
    _line(svg, frame.x(0), frame.y(0), frame.x(frame.x_max), frame.y(0), "axis")
    if x_ticks:
        _x_labels(svg, frame, frame.y(0), x_title, x_ticks)
    turned = _text(svg, 0, 0, y_title, "middle", "title")
    turned.set("transform", f"translate(9 {frame.top + frame.height / 2:.1f}) rotate(-90)")


def _x_labels(svg: Element, frame: Frame, floor: float, title: str, ticks: Sequence[float]) -> None:
    for tick in ticks:
        _text(svg, frame.x(tick), floor + 14, _percent(tick), "middle")
    _text(svg, frame.left + frame.width / 2, floor + 30, title, "middle", "title")


def _svg(height: float, title: str) -> Element:
    svg = Element("svg", {"viewBox": f"0 0 {WIDTH} {height:g}", "role": "img"})
    SubElement(svg, "title").text = title
    return svg


def _line(svg: Element, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
    ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    SubElement(svg, "line", {**{name: f"{value:.1f}" for name, value in ends.items()}, "class": kind})


def _rect(svg: Element, box: Mapping[str, float], kind: str) -> None:
    SubElement(svg, "rect", {**{name: f"{value:.1f}" for name, value in box.items()}, "class": kind})


def _dot(svg: Element, x: float, y: float, number: int) -> None:
    SubElement(svg, "circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "4.5", "class": f"dot s{number}"})


def _text(svg: Element, x: float, y: float, words: str, anchor: str, kind: str = "tick") -> Element:
    text = SubElement(svg, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor, "class": kind})
    text.text = words
    return text


def _percent(share: float) -> str:
    return f"{share * 100:.3g}%"


def _round_up(value: float) -> float:
    """The end of an axis."""
    return next((end for end in (0.1, 0.2, 0.4, 0.6, 0.8) if value <= end), 1.0)


def _written(svg: Element) -> str:
    return tostring(svg, encoding="unicode")
