"""What was found, for a terminal."""

from collections.abc import Iterable, Iterator, Sequence

from evals.calibrate.calibration import Found, Judged, is_given, row
from evals.calibrate.fit import NAMES

SHOWN_THRESHOLDS = tuple(step / 20 for step in range(4, 19))
SHOWN_RISKS = (0.01, 0.02, 0.05, 0.08, 0.1, 0.15)
SPLITS = {"dev": "dev, cross-validated", "heldout": "heldout"}


def summary(found: Found, target_risk: float) -> str:
    return "\n".join([*_models(found), *_thresholds(found), *_chosen(found, target_risk), *_topic(found)])


def _models(found: Found) -> Iterator[str]:
    calibration = found.calibration
    yield f"{'weights':<10}{'answer':>10}{'topic':>10}"
    yield f"{'bias':<10}{calibration.answer.bias:>10.3f}{calibration.topic.bias:>10.3f}"
    for name in NAMES:
        answer, topic = (getattr(model.weights, name) for model in (calibration.answer, calibration.topic))
        yield f"{name:<10}{answer:>10.3f}{topic:>10.3f}"
    penalty = calibration.provenance.penalty
    yield f"{'penalty':<10}{penalty['answer']:>10}{penalty['topic']:>10}"
    yield ""
    yield f"{'':<30}{'n':>6}{'AUROC':>8}{'ECE':>8}{'Brier':>8}"
    for model, by_split in found.quality.items():
        for split, each in by_split.items():
            figures = "".join(_number(value) for value in (each.auroc, each.ece, each.brier))
            yield f"{f'{model}, {SPLITS.get(split, split)}':<30}{each.n:>6}{figures}"


def _thresholds(found: Found) -> Iterator[str]:
    for name, judged in _splits(found):
        yield ""
        yield f"{name}: {len(judged)} questions"
        yield f"{'threshold':<12}{'wrong':>8}{'right':>8}{'risk':>8}{'right of support':>20}"
        for threshold in SHOWN_THRESHOLDS:
            yield _line(judged, threshold)
    yield ""
    yield "wrong, right: share of all questions; risk: wrong / answered, the selective risk"


def _chosen(found: Found, target_risk: float) -> Iterator[str]:
    for risk in sorted({*SHOWN_RISKS, target_risk}):
        threshold = found.calibration.threshold(risk)
        mark = "  ← OPORA_TARGET_RISK" if risk == target_risk else ""
        yield ""
        yield f"target risk {risk:g}: threshold {threshold:.2f}{mark}"
        for name, judged in _splits(found):
            yield f"  {name + ':':<24}{_line(judged, threshold)}"


def _line(judged: Sequence[Judged], threshold: float) -> str:
    found = row(judged, threshold)
    support = [each for each in judged if each.sample.dataset == "support"]
    right = _share(each.sample.right is True and is_given(each, threshold) for each in support)
    return f"{threshold:<12.2f}{_number(found.wrong)}{_number(found.right)}{_number(found.risk)}{_number(right):>20}"


def _topic(found: Found) -> Iterator[str]:
    least = found.calibration.topic_threshold
    for name, judged in _splits(found):
        yield ""
        yield f"{name}: taken for the articles' topic, from {least:g} on"
        for what, tag in (("questions with an answer", None), ("near misses", "near_miss"), ("others", "other_world")):
            chosen = [each for each in judged if each.topic is not None and _is_of(each, tag)]
            yield f"  {what:<26}{len(chosen):>5}{_number(_share((each.topic or 0.0) >= least for each in chosen))}"


def _is_of(judged: Judged, tag: str | None) -> bool:
    """Without a tag: those that the articles answer."""
    return judged.sample.on_topic is True if tag is None else tag in judged.sample.case.tags


def _splits(found: Found) -> tuple[tuple[str, Sequence[Judged]], ...]:
    return (SPLITS["dev"], found.dev), (SPLITS["heldout"], found.heldout)


def _share(each: Iterable[bool]) -> float | None:
    every = list(each)
    return sum(every) / len(every) if every else None


def _number(value: float | None) -> str:
    return f"{'–' if value is None else format(value, '.3f'):>8}"
