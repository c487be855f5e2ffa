from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.reply import Citation, Escalation, OutcomeKind, Reason, Reply, TicketStatus
from evals.cases import DATASETS, BadCase, Case, Gold, load, names
from evals.score import score

TEXT = "Первый раздел\nОтвет здесь.\nВторой раздел\nТут его нет."


def reply(outcome: OutcomeKind, *spans: tuple[int, int], escalation: Escalation | None = None) -> Reply:
    citations = tuple(
        Citation(
            marker=n, source_id="a.txt", title="А", heading=(), url=None, quote=TEXT[start:end], start=start, end=end
        )
        for n, (start, end) in enumerate(spans, 1)
    )
    return Reply(
        id="1",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        outcome=outcome,
        text="…",
        citations=citations,
        escalation=escalation,
    )


ANSWERABLE = Case(
    id="1",
    question="?",
    expected=("answered",),
    gold=(Gold(source="a.txt", quote="Первый раздел\nОтвет здесь."),),
    split="dev",
)


@pytest.mark.parametrize("folder", [DATASETS / "articles", DATASETS / "sources"])
def test_every_dataset_of_the_project_can_be_read(folder: Path) -> None:
    ids = [case.id for name in names(folder) for case in load(name, folder).cases]
    assert len(ids) > 100
    assert len(ids) == len(set(ids))


def test_a_bad_line_is_named_by_file_line_and_field(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"id": "1", "question": "?", "split": "dev"}\n{"id": "2", "split": "dev"}\n')
    with pytest.raises(BadCase, match=r"bad\.jsonl:2: question"):
        load("bad", tmp_path)


@pytest.mark.parametrize(
    ("given", "outcome_right", "section_right"),
    [
        (reply(OutcomeKind.ANSWERED, (14, 26)), True, True),
        (reply(OutcomeKind.ANSWERED, (41, 53)), True, False),
        (reply(OutcomeKind.DECLINED), False, None),
    ],
)
def test_an_answer_is_right_when_a_citation_stands_in_the_gold_section(
    given: Reply, outcome_right: bool, section_right: bool | None
) -> None:
    scored = score(ANSWERABLE, given, lambda source: TEXT)
    assert (scored.outcome_right, scored.section_right, scored.quotes_verbatim) == (outcome_right, section_right, True)


def test_a_quote_that_is_not_in_the_text_is_broken() -> None:
    assert not score(ANSWERABLE, reply(OutcomeKind.ANSWERED, (14, 26)), lambda source: TEXT.upper()).quotes_verbatim


def test_a_needless_hand_over_is_wrong() -> None:
    lookalike = Case(id="2", question="?", not_expected_reasons=("asked_for_human",), split="dev")
    called = Escalation(ticket="T-1", reason=Reason.ASKED_FOR_HUMAN, status=TicketStatus.QUEUED)
    assert not score(lookalike, reply(OutcomeKind.ESCALATED, escalation=called), lambda source: TEXT).outcome_right
    assert score(lookalike, reply(OutcomeKind.DECLINED), lambda source: TEXT).outcome_right
