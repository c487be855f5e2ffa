"""docs/cases.md and docs/cases.schema.json say what a case is; here they are held against `Case`."""

import json
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from agent.reply import OutcomeKind, Reason
from evals.cases import Case, Gold

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE = (DOCS / "cases.md").read_text(encoding="utf-8")

_ROW = re.compile(r"^\| `(\w+)` \| (.+) \|$", re.MULTILINE)


def rows_under(heading: str) -> dict[str, str]:
    """First cell → the others, of the tables between the heading and the next one."""
    section = PAGE.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]
    return dict(_ROW.findall(section))


@pytest.mark.parametrize(
    ("model", "heading", "other"),
    [(Case, "## The fields of a case", [each.value for each in OutcomeKind]), (Gold, "### Gold", [])],
)
def test_every_field_is_described_in_its_order(model: type[BaseModel], heading: str, other: list[str]) -> None:
    assert list(rows_under(heading)) == [*model.model_fields, *other]


def test_the_page_says_which_fields_are_required() -> None:
    required = [name for name, cells in rows_under("## The fields of a case").items() if cells.endswith("| required")]
    assert required == [name for name, field in Case.model_fields.items() if field.is_required()]


def test_every_reason_is_named() -> None:
    named = rows_under("## The fields of a case")["not_expected_reasons"]
    assert [reason for reason in Reason if f"`{reason}`" not in named] == []


def test_the_cases_on_the_page_are_cases() -> None:
    examples = re.findall(r"```json\n(.+?)\n```", PAGE, re.DOTALL)
    assert len(examples) > 1
    for example in examples:
        assert "\n" not in example
        Case.model_validate_json(example)


def test_the_schema_is_up_to_date() -> None:
    written = json.loads((DOCS / "cases.schema.json").read_text(encoding="utf-8"))
    assert written == Case.model_json_schema(), "make docs/cases.schema.json anew, as docs/cases.md says"
