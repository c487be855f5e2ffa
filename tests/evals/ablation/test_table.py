"""The arithmetic of the table, on made results."""

import pytest

from evals.ablation.table import markdown, rows
from evals.results import Result
from tests.evals.made import result

TITLES = {"opora": "nothing", "without dense": "dense vectors"}


def side(system: str, right: int, of: int = 40, first: float = 1.0) -> list[Result]:
    """So many cases of `support` right, the others answered wrongly; and one of `outside`, right."""
    support = [result(f"s{each}", float(each < right), system=system, scores={"recall@1": first}) for each in range(of)]
    return [*support, result("o1", 1.0, outcome="declined", expected=("declined",), system=system, dataset="outside")]


def test_a_part_is_shown_by_what_is_lost_without_it() -> None:
    whole, without = rows([*side("opora", 30), *side("without dense", 10, first=0.0)], TITLES)
    assert (whole.right, whole.first) == ({"support": 0.75, "outside": 1.0}, 1.0)
    assert (without.right, without.first) == ({"support": 0.25, "outside": 1.0}, 0.0)
    assert whole.wrong == pytest.approx(10 / 41)
    assert (whole.right_change, whole.wrong_change) == (None, None)
    assert without.right_change
    assert without.wrong_change
    assert without.right_change.mean == pytest.approx(-20 / 41)
    assert without.wrong_change.mean == pytest.approx(20 / 41)
    assert without.right_change.low
    assert without.right_change.high
    assert -20 / 41 - 0.2 < without.right_change.low < -20 / 41 < without.right_change.high < 0


def test_a_case_that_failed_without_a_part_is_in_no_difference() -> None:
    lost = [each for each in side("without dense", 30) if each.case.id != "s0"]
    failed = result("s0", system="without dense", failed="no answer")
    _, without = rows([*side("opora", 30), failed, *lost], TITLES)
    assert without.right_change
    assert (without.right_change.n, without.right_change.mean) == (40, 0)


def test_only_what_is_beyond_noise_is_bold() -> None:
    def cells(right: int) -> list[str]:
        lines = markdown([*side("opora", 30), *side("without dense", right)], TITLES).splitlines()
        assert lines[0].startswith("| without | `support` (40) | `outside` (1) | wrong |")
        assert lines[2].startswith("| nothing | 0.750 | 1.000 | 0.244 | 1.000 |")
        return [cell.strip() for cell in lines[3].split("|")[1:-1]]

    lost = cells(10)
    assert lost[:2] == ["dense vectors", "0.250"]
    assert lost[-2].startswith("**−0.488 [")
    assert lost[-1].startswith("**+0.488 [")
    assert cells(29)[-2].startswith("−0.024 [")
