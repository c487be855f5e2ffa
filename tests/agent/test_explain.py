"""How a reply came about, as it is printed: all that is stored, of earlier versions too."""

import io
from collections.abc import Mapping
from typing import Any

import pytest

from agent.explain import print_explanation

REPLY = {
    "id": "m1",
    "created_at": "2026-01-01T00:00:00Z",
    "outcome": "conflict",
    "text": "По-разному: до 21 и до 18 [1].",
    "escalation": {"ticket": None, "reason": "low_confidence", "status": "offered"},
    "suggestions": ["Как проходит звонок"],
}
TRACE = {
    "asked": "xfcs hf,jns",
    "triage": {"kind": "question", "rule": "question", "question": "часы работы"},
    "searched": "часы работы",
    "context": "как позвонить",
    "readings": ["Часы магазина", "Часы поддержки"],
    "parts": [{"question": "часы работы?", "confidence": 0.75}, {"question": "а адрес?", "confidence": None}],
    "release": "r1",
    "model": "extractive",
    "model_calls": 0,
    "prompt": "abc123",
    "tokens": 42,
    "candidates": [
        {
            "source_id": "calls.md",
            "start": 10,
            "end": 90,
            "heading": ["Звонки", "Часы"],
            "score": 3.25,
            "parts": {"lexical": 1.5, "heading": 0.25, "dense": 0.3, "alignment": 0.7, "bonus": 0.5},
        }
    ],
    "draft": "Звоните до 21. [1]\nМы рады. [1]",
    "statements": [
        {
            "text": "Звоните до 21.",
            "verdict": "supported",
            "quotes": [["calls.md", 10, 24]],
            "words": ["Звоните\nдо 21."],
        },
        {"text": "Мы рады.", "verdict": "words not in the quote: рад", "quotes": [], "words": []},
    ],
    "disagreements": [
        {
            "kind": "hours",
            "subject": "горячая линия",
            "values": [
                {"value": "mo-su 09:00-21:00", "display": "до 21", "quotes": [["calls.md", 10, 24]]},
                {"value": "mo-su 09:00-18:00", "display": "до 18", "quotes": [["old.md", 0, 14]]},
            ],
        }
    ],
    "features": {"gap": 2.0, "missing": 0.5},
    "weights": {"bias": -1.0, "gap": 1.5, "missing": -4.0},
    "confidence": 0.5,
    "threshold": 0.4,
    "topic": 0.9,
    "topic_threshold": 0.3,
    "reasons": ["not in the cited passages: час"],
    "failure": None,
    "rule": "the articles disagree",
}


def printed(reply: Mapping[str, Any] | None, trace: Mapping[str, Any]) -> str:
    out = io.StringIO()
    print_explanation(reply, trace, out)
    return out.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        "asked xfcs hf,jns",
        "repaired часы работы",
        "kind of turn question (rule: question)",
        "going on from как позвонить",
        "may mean Часы магазина; Часы поддержки",
        "one question часы работы? (confidence: 0.750)",
        "release r1",
        "model extractive (calls: 0)",
        "prompt abc123",
        "tokens 42",
        "score lexical heading dense alignment bonus passage",
        "[1] 3.250 1.500 0.250 0.300 0.700 0.500 Звонки › Часы calls.md:10-90",
        "kept Звоните до 21. supported",
        "«Звоните до 21.» calls.md:10-24",
        "gone Мы рады. words not in the quote: рад",
        "hours of горячая линия",
        "- до 18 = mo-su 09:00-18:00 old.md:0-14",
        "gap 2.000 +1.500 +3.000",
        "missing 0.500 -4.000 -2.000",
        "log-odds +0.000",
        "probability 0.500 (sure)",
        "threshold 0.400",
        "on topic 0.900 (threshold: 0.300)",
        "not in the cited passages: час",
        "rule the articles disagree",
        "outcome conflict",
        "a person offered (reason: low_confidence)",
        "suggested Как проходит звонок",
    ],
)
def test_the_whole_way_is_printed(line: str) -> None:
    lines = [" ".join(each.split()) for each in printed(REPLY, TRACE).splitlines()]
    assert line in lines


def test_a_pipe_gets_plain_text() -> None:
    assert "\x1b" not in printed(REPLY, TRACE)


def test_brackets_of_a_draft_are_no_markup() -> None:
    assert "[1] [/b]" in printed(None, {"model": "extractive", "draft": "Да. [1] [/b]"})


def test_an_empty_draft_is_told() -> None:
    """«The confidence is high, and a person was called»: because there was nothing to say."""
    assert "(nothing to say)" in printed(None, {"model": "extractive", "draft": ""})


EARLIER = {
    "triage": {"kind": "question", "rule": "question", "question": "Как вернуть?"},
    "candidates": [
        {"source_id": "a.md", "start": 0, "end": 9, "heading": [], "score": 2.0, "full": 1.25, "dense": 0.5}
    ],
    "statements": [{"text": "Легко.", "verdict": "supported", "quotes": [["a.md", 0, 6]]}],
    "features": {"gap": 2.0},
    "confidence": 0.3,
    "rule": "not sure",
}


@pytest.mark.parametrize("line", ["[1] 2.000 1.250 0.500 a.md:0-9", "kept Легко. supported", "a.md:0-6", "gap 2.000"])
def test_what_an_earlier_version_stored_is_printed(line: str) -> None:
    assert line in [" ".join(each.split()) for each in printed(REPLY, EARLIER).splitlines()]


@pytest.mark.parametrize("reply", [None, REPLY])
def test_a_turn_without_an_answer_is_printed(reply: Mapping[str, Any] | None) -> None:
    nothing = {
        "triage": {"kind": "greeting", "rule": "greeting", "question": ""},
        "features": None,
        "rule": "smalltalk",
    }
    assert "smalltalk" in printed(reply, nothing)
    assert "Candidates" not in printed(reply, nothing)
