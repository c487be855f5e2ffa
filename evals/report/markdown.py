"""Report → Markdown: the figures of the page, without its pictures.

Cases hold attacks: in tables what they say is escaped, elsewhere it stands in fences that it cannot close.
"""

import re
from collections.abc import Iterable, Sequence

from evals.metrics import Confusion, Difference, Estimate, Figure
from evals.report import shown
from evals.report.groups import Row, rows_of
from evals.report.model import Group, Miss, Report, SystemReport

MISSES = 5  # of a kind; the page lists more

_MEANT = re.compile(r"[\\`*_\[\]<>|~&]|:(?=//)|(?<=www)\.|@(?=[^\W\d])", re.IGNORECASE)


def to_markdown(report: Report) -> str:
    parts = [
        _head(report),
        "## Systems side by side",
        _side_by_side(report),
        "## Risk, coverage and confidence",
        _confidence(report),
        *(_reliability(each) for each in report.systems),
        "## Outcomes expected (rows) and given (columns)",
        *(f"{_escaped(each.name)}:\n\n{_confusion(each.overall.confusion)}" for each in report.systems),
        "## By dataset",
        _groups(report, rows_of(report, "datasets"), "Dataset"),
        *(["## By corpus", _groups(report, rows, "Corpus")] if len(rows := rows_of(report, "corpora")) > 1 else []),
        *(["## By split", _groups(report, rows, "Split")] if len(rows := rows_of(report, "splits")) > 1 else []),
        *(["## By tag", _groups(report, rows, "Tag")] if (rows := rows_of(report, "tags")) else []),
        *_retrieval(report),
        *_reach(report),
        "## What went wrong",
        *(part for each in report.systems for part in _misses(each)),
        "## Failed and unscored",
        _lost(report),
        "## The run",
        _run(report),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(report: Report) -> str:
    run = report.run
    facts = (
        shown.when(run.created_at),
        f"commit {run.git_commit or 'unknown'}",
        " and ".join(run.splits) or "both splits",
        "not sampled" if run.sample is None else f"a sample of {run.sample}",
        f"seed {run.seed}",
    )
    notes = "\n".join(f"- {_escaped(note)}" for note in run.notes)
    return f"# {_escaped(run.name)}\n\n{_escaped(' · '.join(facts))}" + (f"\n\n{notes}" if notes else "")


def _side_by_side(report: Report) -> str:
    if not report.systems:
        return "No results."
    first, *others = report.systems
    header = ["Metric", *(each.name for each in report.systems), *(f"{each.name} − {first.name}" for each in others)]
    versus = {each.system: each.differences for each in report.versus if each.group == "all"}
    rows = []
    for metric in report.metrics:
        differences = [versus[each.name].get(metric.name) for each in others]
        rows.append(
            [
                metric.title,
                *(_figure(each.overall.figures[metric.name], each.overall) for each in report.systems),
                *(_difference(each, first.overall) for each in differences),
            ]
        )
    costs = [each.overall.cost for each in report.systems]
    rows += [
        ["Median time", *(shown.seconds(each.p50_s) for each in costs)],
        ["95th percentile", *(shown.seconds(each.p95_s) for each in costs)],
        ["Model calls", *(shown.count(each.model_calls) for each in costs)],
        ["Tokens", *(shown.count(each.tokens) for each in costs)],
    ]
    return _table(header, rows)


def _confidence(report: Report) -> str:
    header = ["", *(each.name for each in report.systems)]
    curves = [each.overall.risk_coverage for each in report.systems]
    found = [each.overall.calibration for each in report.systems]
    return _table(
        header,
        [
            ["Answered", *(shown.answered(each.overall) for each in report.systems)],
            ["AURC", *(_estimate(each.aurc) for each in curves)],
            ["Excess AURC", *(shown.share(each.excess_aurc) for each in curves)],
            ["Coverage at 5% wrong", *(_estimate(each.at_5_percent) for each in curves)],
            ["Coverage at 1% wrong", *(_estimate(each.at_1_percent) for each in curves)],
            ["ECE", *(f"{shown.share(each.ece)} of {each.n}" for each in found)],
            ["ECE by chance, up to", *(shown.share(each.ece_by_chance) for each in found)],
            ["Brier", *(_estimate(each.brier) for each in found)],
            ["Answers held back", *(str(each.held_back) for each in found)],
        ],
    )


def _reliability(system: SystemReport) -> str:
    rows = [
        [f"{each.low:.1f}–{each.high:.1f}", str(each.right.n), shown.share(each.confidence), _estimate(each.right)]
        for each in system.overall.calibration.bins
        if each.right.n
    ]
    return f"{_escaped(system.name)}:\n\n{_table(['Confidence', 'Answers', 'Mean', 'Right'], rows)}" if rows else ""


def _confusion(confusion: Confusion) -> str:
    rows = zip(confusion.expected, confusion.counts, strict=True)
    return _table(["", *confusion.given], [[name, *(str(each or "") for each in counts)] for name, counts in rows])


def _groups(report: Report, rows: Sequence[Row], kind: str) -> str:
    metrics = [each for each in report.metrics if each.name != "answered"]
    header = [kind, "System", "Cases", "Answered", *(each.title for each in metrics)]
    header += ["AURC", "Coverage at 5% wrong", "Coverage at 1% wrong", "ECE", "Brier", "Median", "95th pct"]
    lines = []
    for row in rows:
        for system, group in zip(report.systems, row.groups, strict=True):
            if group is None:
                continue
            curve, calibration = group.risk_coverage, group.calibration
            scored = f"{group.scored}" + (f" of {group.cases}" if group.scored < group.cases else "")
            lines.append(
                [row.name, system.name, scored, shown.answered(group)]
                + [_figure(group.figures[each.name], group) for each in metrics]
                + [_estimate(each) for each in (curve.aurc, curve.at_5_percent, curve.at_1_percent)]
                + [shown.share(calibration.ece), _estimate(calibration.brier)]
                + [shown.seconds(group.cost.p50_s), shown.seconds(group.cost.p95_s)]
            )
    return _table(header, lines)


def _retrieval(report: Report) -> list[str]:
    found = report.run.retrieval
    metrics = list(dict.fromkeys(metric for each in found.values() for metric in each))
    rows = [[what, *(_estimate(each[metric]) for metric in metrics)] for what, each in found.items()]
    return ["## Retrieval apart from answers", _table(["Searched", *metrics], rows)] if rows else []


def _reach(report: Report) -> list[str]:
    rows = [
        [
            each.name,
            corpus,
            str(found.passages),
            "not told" if found.never_found is None else str(len(found.never_found)),
            str(len(found.never_cited)),
        ]
        for each in report.systems
        for corpus, found in each.reach.items()
    ]
    header = ["System", "Corpus", "Passages", "Never among the first five", "Never cited"]
    return ["## Passages that no case ever reached", _table(header, rows)] if rows else []


def _misses(system: SystemReport) -> Iterable[str]:
    yield f"### {_escaped(system.name)}"
    if not system.misses:
        yield "Nothing." if system.overall.scored else "Nothing, but nothing was scored either."
    for kind in system.misses:
        yield f"#### {kind.title}: {kind.total}"
        yield from map(_miss, kind.listed[:MISSES])


def _miss(each: Miss) -> str:
    sure = "" if each.confidence is None else f" at {each.confidence:.3f}"
    why = ", ".join(each.bad) + (f"; rule: {each.rule}" if each.rule else "")
    said = [*(f"before:   {line}" for line in each.history), f"question: {each.question}"]
    said += [f"expected: {' or '.join(each.expected) or 'any outcome'}", *(f"gold:     {gold}" for gold in each.gold)]
    said += [f"reply:    {each.outcome}{sure}: {each.text}"]
    said += [f"cited:    [{quote.marker}] {quote.source_id}: {quote.quote}" for quote in each.citations]
    said += [f"not held: {sentence}" for sentence in each.unsupported]
    said += [f"found:    {found.score:.3f} {found.source_id}: {found.text}" for found in each.evidence or ()]
    said += [f"features: {', '.join(f'{name} {value:.3g}' for name, value in each.features.items())}"] * bool(
        each.features
    )
    return f"{_escaped(f'{each.corpus}/{each.dataset} {each.case}')}: {_escaped(why)}\n\n{_fenced(said)}"


def _lost(report: Report) -> str:
    lines = [
        f"- {_escaped(f'{system.name}, {kind}: {each.corpus}/{each.dataset} {each.case}: {each.why}')}"
        for system in report.systems
        for kind, lost in (("failed", system.failed), ("unscored", system.unscored))
        for each in lost
    ]
    return "\n".join(lines) or "None."


def _run(report: Report) -> str:
    rows = [[name, key, value] for name, settings in report.run.systems.items() for key, value in settings.items()]
    rows += [["", f"choice: {key}", str(value)] for key, value in report.run.choice.items()]
    meaning = [[each.title, each.meaning, each.better] for each in report.metrics]
    commit = f"Commit {_escaped(report.run.git_commit or 'unknown')}."
    tables = [_table(["System", "Setting", "Value"], rows), _table(["Metric", "Means", "Better"], meaning)]
    return "\n\n".join([commit, *tables, shown.trust(report.support_scorer)])


def _figure(figure: Figure, group: Group) -> str:
    if not figure.n:
        return shown.NOTHING
    of = "" if figure.n == group.scored else f" of {figure.n}"
    behind = shown.behind_zero(figure)
    return f"{shown.share(figure.mean)} ({shown.interval(figure)}){of}" + (f", {behind}" if behind else "")


def _difference(found: Difference | None, group: Group) -> str:
    if found is None or not found.n:
        return ""
    of = "" if found.n == group.scored else f" of {found.n}"
    return f"{shown.signed(found)} ({shown.interval(found)}){of}"


def _estimate(found: Estimate) -> str:
    return shown.NOTHING if found.mean is None else f"{shown.share(found.mean)} ({shown.interval(found)})"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *(map(_escaped, [*row, *[""] * (len(header) - len(row))]) for row in rows)]
    lines[0] = [_escaped(each) for each in header]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _escaped(words: str) -> str:
    """On one line, and nothing in it means anything to Markdown or HTML."""
    line = re.sub(_MEANT, lambda found: f"\\{found[0]}", " ".join(words.split()))
    return re.sub(r"^(\d*)([#+=.)-])(?=[\s#=-]|$)", r"\1\\\2", line)


def _fenced(lines: Sequence[str]) -> str:
    said = "\n".join(lines)
    longest = max((len(run) for run in re.findall("`+", said)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{said}\n{fence}"
