"""Every status and every action; what is left blank is refused."""

import re
from pathlib import Path

import pytest

from agent.desk.lifecycle import OPEN_STATUSES, TRANSITIONS, WAITING_STATUSES, Action, ImpossibleAction, target
from agent.reply import TicketStatus

TABLE = """
            offered    queued     scheduled  assigned   resolved   expired
open        queued     -          -          -          -          -
schedule    scheduled  scheduled  scheduled  -          -          -
claim       -          assigned   assigned   -          -          -
hand_over   -          -          -          assigned   -          -
requeue     -          -          -          queued     -          -
resolve     -          -          -          resolved   -          -
return      -          -          -          resolved   -          -
cancel      -          resolved   resolved   -          -          -
expire      -          expired    expired    -          -          -
"""
HEAD, *LINES = (line.split() for line in TABLE.strip().splitlines())
CASES = [(line[0], status, wanted) for line in LINES for status, wanted in zip(HEAD, line[1:], strict=True)]
DOCS = Path(__file__).parents[3] / "docs" / "desk.md"


def test_the_table_is_whole() -> None:
    assert {(action, status) for action, status, _ in CASES} == {
        (action.value, status.value) for action in Action for status in TicketStatus
    }


@pytest.mark.parametrize(("action", "status", "wanted"), CASES)
def test_an_action_leads_where_the_table_says(action: str, status: str, wanted: str) -> None:
    if wanted == "-":
        with pytest.raises(ImpossibleAction, match=f"{status} cannot {action}"):
            target(Action(action), TicketStatus(status))
    else:
        assert target(Action(action), TicketStatus(status)) == TicketStatus(wanted)


def test_nothing_leads_out_of_a_closed_ticket_and_everything_out_of_an_open_one() -> None:
    sources = {source for each in TRANSITIONS for source in each.sources}
    assert sources == {TicketStatus.OFFERED, *OPEN_STATUSES}
    assert set(WAITING_STATUSES) == set(OPEN_STATUSES) - {TicketStatus.ASSIGNED}


def test_the_docs_tell_of_these_transitions() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| `(\w+)` \|", DOCS.read_text("utf-8"), re.MULTILINE)
    told = [(action, re.findall(r"`(\w+)`", sources), to) for action, sources, to in rows]
    assert told == [(each.action, list(each.sources), each.target) for each in TRANSITIONS]


def test_the_diagram_of_the_docs_draws_these_transitions() -> None:
    arrows = re.findall(r"^ {4}(\w+) --> (\w+): (.+)$", DOCS.read_text("utf-8"), re.MULTILINE)
    drawn = {(source, action, to) for source, to, actions in arrows for action in actions.split(", ")}
    assert drawn == {(source, each.action, each.target) for each in TRANSITIONS for source in each.sources}
