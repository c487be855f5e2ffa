"""A run of two systems made by chance: a careful one and one that answers everything."""

import random
from datetime import UTC, datetime

from evals.results import Result
from evals.runinfo import RunInfo
from tests.evals.made import citation, passage, result

ATTACK = "<script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)> ![x](https://evil.example/y) | `"
PASSAGES = tuple(passage(n * 100, n * 100 + 100, text=f"Раздел {n}. {ATTACK}") for n in range(12))

RUN = RunInfo(
    name="made by chance",
    created_at=datetime(2026, 11, 23, 15, 0, tzinfo=UTC),
    git_commit="0123456789abcdef0123456789abcdef01234567",
    systems={
        "opora": {"model": "extractive", "release": "20261123-1", "on_low_confidence": "ticket"},
        "naive": {"model": "extractive", "chunks": "1000 characters"},
    },
    seed=7,
    splits=("dev", "heldout"),
    notes=("The corpus articles is not here: its datasets were left out.",),
    passages={"sources": PASSAGES},
)


def made_results(size: int = 60) -> list[Result]:
    """`size` cases of each of three datasets, asked of both systems; one failed, one unscored, some with attacks."""
    chance = random.Random(1)
    found = []
    for n in range(size):
        tag = ("neutral", "colloquial")[n % 2]
        for system in ("opora", "naive"):
            found += [
                _question(
                    chance, system, n, ("answered",), "support", (tag, ("payment", "returns", "delivery")[n % 3])
                ),
                _question(chance, system, n, ("declined", "escalated"), "outside", ("near_miss",)),
                _handover(chance, system, n),
            ]
    found.append(result("support-lost", failed=f"timed out after 60 s {ATTACK}", question=ATTACK))
    found.append(result("support-gone", unscored=f"a.md does not hold the quote any more {ATTACK}", question=ATTACK))
    return found


def _question(
    chance: random.Random, system: str, n: int, expected: tuple[str, ...], dataset: str, tags: tuple[str, ...]
) -> Result:
    hard = chance.random() * (1.0 if dataset == "support" else 0.6)
    confidence = round(hard * 0.9 + 0.08, 3) if system == "opora" else round(0.5 + chance.random() / 2, 3)
    answers = confidence >= 0.4 or system == "naive"
    outcome = "answered" if answers else ("declined" if chance.random() < 0.5 else "escalated")
    if answers:
        right = float("answered" in expected and chance.random() < hard + (0.1 if system == "opora" else -0.2))
    else:
        right = float(outcome in expected)
    of_section = right if answers and "answered" in expected else None
    return result(
        f"{dataset}-{n:03}",
        right,
        confidence,
        outcome,
        expected=expected,
        system=system,
        dataset=dataset,
        corpus="planted" if dataset == "outside" else "sources",
        tags=tags,
        split=("dev", "heldout")[n % 2],
        question=f"Как вернуть деньги за заказ, если прошло {n} дней? {ATTACK if n % 10 == 0 else ''}",
        history=("Здравствуйте!", f"Я заказывал {ATTACK}") if n % 5 == 0 else (),
        gold=({"source": "a.md", "quote": f"Деньги вернут за {n} дней. {ATTACK}"},) if dataset == "support" else (),
        text=f"Деньги возвращаются на карту в течение {n} дней [1].\n\nЕсли их нет дольше, напишите нам. {ATTACK}",
        citations=(citation(n % 8 * 100 + 5, n % 8 * 100 + 60, quote=f"Деньги вернут за {n} дней. {ATTACK}"),),
        evidence=tuple(
            passage(p.start, p.end, text=p.text, score=0.9 - i / 10) for i, p in enumerate(PASSAGES[n % 8 : n % 8 + 3])
        ),
        explanation={"rule": "the articles answer", "features": {"share": 0.4, "dense": 0.61}, "reasons": ["вернуть"]}
        if system == "opora"
        else {},
        scores={
            "outcome": float(outcome in expected),
            "section": of_section,
            "recall@1": of_section,
            "recall@5": None if of_section is None else 1.0,
            "mrr": None if of_section is None else max(of_section, 0.5),
            "verbatim": 1.0 if answers else None,
            "supported": 1.0 if answers and system == "opora" else (0.5 if answers else None),
            "needless_handover": None if "escalated" in expected else float(outcome == "escalated"),
        },
        seconds=chance.random() / (20 if system == "opora" else 10),
        model_calls=0 if system == "opora" else 1,
        tokens=None if system == "opora" else 900,
    )


def _handover(chance: random.Random, system: str, n: int) -> Result:
    wanted = n % 2 == 0
    expected = ("escalated", "offered") if wanted else ("answered", "declined", "smalltalk")
    outcome = chance.choice(("escalated", "offered")) if wanted and (system == "opora" and n % 20) else "declined"
    return result(
        f"handover-{n:03}",
        float(outcome in expected),
        None,
        outcome,
        expected=expected,
        system=system,
        dataset="handover",
        tags=("request" if wanted else "look_alike", "a very long tag of somebody"),
        split=("dev", "heldout")[n % 2],
        question="позовите человека" if wanted else "не надо оператора, сама разберусь",
        text="Соединяю с оператором." if outcome != "declined" else "Об этом в статьях ничего нет.",
        evidence=(),
        scores={
            "outcome": float(outcome in expected),
            "missed_handover": float(outcome == "declined") if wanted else None,
            "injected": 0.0,
        },
        seconds=0.004,
    )
