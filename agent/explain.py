"""How a reply came about, for a person to read in a terminal: from the question to the rule that decided.

Reads the reply and its trace as they are stored (`agent.trace`), of earlier versions too: what a trace does not hold is
left out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ingest.quotation import in_quotes

PLAIN_WIDTH = 120  # columns where the output is no terminal
INDENT = 2
HEADED = "bold"
DIM = "dim"
GOOD, BAD = "green", "red"

Trace = Mapping[str, Any]


def print_explanation(reply: Trace | None, trace: Trace, out: TextIO) -> None:
    """Colours and the terminal's width where `out` is a terminal, plain text elsewhere."""
    console = Console(file=out, markup=False, highlight=False, emoji=False)
    if console.is_terminal:
        console.print(explained(reply, trace))
        return
    console.width = PLAIN_WIDTH
    with console.capture() as captured:
        console.print(explained(reply, trace))
    out.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def explained(reply: Trace | None, trace: Trace) -> RenderableType:
    """The whole way of a turn, station by station, for rich to print."""
    stations: tuple[tuple[str, Callable[[], Iterable[RenderableType]]], ...] = (
        ("Question", lambda: _question(trace)),
        ("Made from", lambda: _made_from(trace)),
        ("Candidates", lambda: _candidates(trace.get("candidates") or ())),
        ("Draft", lambda: _draft(trace)),
        ("Sentences", lambda: _sentences(trace.get("statements") or ())),
        ("Disagreements", lambda: _disagreements(trace.get("disagreements") or (reply or {}).get("conflicts") or ())),
        ("Confidence", lambda: _confidence(trace)),
        ("Decision", lambda: _decision(reply, trace)),
        ("Reply", lambda: _reply(reply)),
    )
    shown: list[RenderableType] = []
    for name, station in stations:
        if lines := list(station()):
            shown += [Text(name, style=HEADED), Padding(Group(*lines), (0, 0, 1, INDENT), expand=False)]
    return Group(*shown)


def _question(trace: Trace) -> Iterator[RenderableType]:
    triage = trace.get("triage") or {}
    repaired = triage.get("question")
    asked = trace.get("asked", repaired)
    yield from _pairs(
        ("asked", asked),
        ("repaired", repaired if repaired != asked else None),
        ("kind of turn", _with_note(triage.get("kind"), "rule", triage.get("rule"))),
        ("searched", trace.get("searched")),
        ("going on from", trace.get("context")),
        ("may mean", "; ".join(trace.get("readings") or ())),
    )
    for part in trace.get("parts") or ():
        yield from _pairs(("one question", _with_note(part.get("question"), "confidence", _number(part["confidence"]))))


def _made_from(trace: Trace) -> Iterator[RenderableType]:
    return _pairs(
        ("release", trace.get("release")),
        ("model", _with_note(trace.get("model"), "calls", trace.get("model_calls"))),
        ("prompt", trace.get("prompt")),
        ("tokens", trace.get("tokens")),
    )


# What a candidate's score is the sum of, by the names in the trace; of an early trace, what was known.
_PARTS = ("lexical", "heading", "dense", "alignment", "reranker", "bonus")
_EARLY = {"lexical": "full", "heading": "title_and_heading", "dense": "dense", "alignment": "alignment"}


def _candidates(candidates: Sequence[Trace]) -> Iterator[RenderableType]:
    if not candidates:
        return
    rows = [
        each.get("parts") or {name: each[key] for name, key in _EARLY.items() if key in each} for each in candidates
    ]
    names = [name for name in _PARTS if any(row.get(name) is not None for row in rows)]
    table = _table()
    for name in ("", "score", *names):
        table.add_column(name, justify="right")
    table.add_column("passage", overflow="fold")
    for number, (candidate, row) in enumerate(zip(candidates, rows, strict=True), 1):
        table.add_row(
            f"[{number}]",
            _number(candidate.get("score")),
            *(_number(row.get(name)) for name in names),
            _place(candidate),
        )
    yield table


def _place(candidate: Trace) -> Text:
    heading = " › ".join(candidate.get("heading") or ())
    where = f"{candidate.get('source_id')}:{candidate.get('start')}-{candidate.get('end')}"
    return Text.assemble(f"{heading}  " if heading else "", (where, DIM))


def _draft(trace: Trace) -> Iterator[RenderableType]:
    if "draft" in trace and trace.get("model"):
        yield Text(trace["draft"]) if trace["draft"] else Text("(nothing to say)", style=BAD)
    if trace.get("model_wants_person"):
        yield Text(f"The model calls a person: {trace['model_wants_person']}", style=BAD)


def _sentences(statements: Sequence[Trace]) -> Iterator[RenderableType]:
    for each in statements:
        quotes = each.get("quotes") or ()
        words = each.get("words") or ("",) * len(quotes)
        mark = ("kept  ", GOOD) if quotes else ("gone  ", BAD)
        yield Text.assemble(mark, each.get("text", ""), (f"  {each.get('verdict')}", DIM))
        for (source_id, start, end), quoted in zip(quotes, words, strict=False):
            said = f"{in_quotes(' '.join(quoted.split()))} " if quoted else ""
            yield Padding(
                Text.assemble(said, (f"{source_id}:{start}-{end}", DIM)), (0, 0, 0, len(mark[0])), expand=False
            )


def _disagreements(disagreements: Sequence[Trace]) -> Iterator[RenderableType]:
    for each in disagreements:
        yield Text(f"{each.get('kind')} of {each.get('subject')}")
        for value in each.get("values") or ():
            places = ", ".join(f"{source_id}:{start}-{end}" for source_id, start, end in value.get("quotes") or ())
            said = f"- {value.get('display')} = {value.get('value')}  "
            yield Padding(Text.assemble(said, (places, DIM)), (0, 0, 0, INDENT), expand=False)


def _confidence(trace: Trace) -> Iterator[RenderableType]:
    features, weights = trace.get("features"), trace.get("weights") or {}
    if features:
        yield _features(features, weights)
    probability, threshold, topic = trace.get("confidence"), trace.get("threshold"), trace.get("topic")
    if probability is not None:
        sure = "" if threshold is None else " (sure)" if probability >= threshold else " (not sure)"
        yield from _pairs(
            ("probability", f"{_number(probability)}{sure}"),
            ("threshold", _number(threshold)),
            ("on topic", _with_note(_number(topic), "threshold", _number(trace.get("topic_threshold")))),
        )
    for reason in trace.get("reasons") or ():
        yield Text(str(reason))


def _features(features: Mapping[str, float], weights: Mapping[str, float]) -> RenderableType:
    """Each feature with its weight and what it makes of it; they add up to the log-odds of the probability."""
    table = _table()
    for name in ("feature", "value", *(("weight", "contribution") if weights else ())):
        table.add_column(name, justify="left" if name == "feature" else "right")
    if not weights:
        for name, value in features.items():
            table.add_row(name, _number(value))
        return table
    contributions = {name: value * weights.get(name, 0.0) for name, value in features.items()}
    for name in sorted(contributions, key=lambda each: -abs(contributions[each])):
        table.add_row(name, _number(features[name]), _signed(weights.get(name)), _signed(contributions[name]))
    bias = weights.get("bias", 0.0)
    table.add_row("bias", "", "", _signed(bias))
    table.add_row("log-odds", "", "", _signed(bias + sum(contributions.values())), style=HEADED)
    return table


def _decision(reply: Trace | None, trace: Trace) -> Iterator[RenderableType]:
    escalation = (reply or {}).get("escalation") or {}
    return _pairs(
        ("failure", trace.get("failure")),
        ("rule", trace.get("rule")),
        ("outcome", (reply or {}).get("outcome")),
        ("a person", _with_note(escalation.get("status"), "reason", escalation.get("reason"))),
        ("ticket", escalation.get("ticket")),
    )


def _reply(reply: Trace | None) -> Iterator[RenderableType]:
    if reply is None:
        return
    yield Text(reply.get("text") or "")
    if reply.get("suggestions"):
        yield from _pairs(("suggested", "; ".join(reply["suggestions"])))
    yield from _pairs(("message", _with_note(reply.get("id"), "at", reply.get("created_at"))))


def _pairs(*pairs: tuple[str, object]) -> Iterator[RenderableType]:
    """A line for each name whose value is there."""
    for name, value in pairs:
        if value not in (None, ""):
            line = Table.grid(padding=(0, 1))
            line.add_column(width=14, style=DIM, no_wrap=True)
            line.add_column(overflow="fold")
            line.add_row(name, Text(str(value)))
            yield line


def _with_note(value: object, name: str, note: object) -> str | None:
    if value is None:
        return None
    return str(value) if note in (None, "") else f"{value}  ({name}: {note})"


def _table() -> Table:
    return Table(box=None, pad_edge=False, header_style=DIM)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.3f}"
