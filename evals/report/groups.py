"""Groups of the same name side by side, a system a column."""

from dataclasses import dataclass
from typing import Literal

from evals.report.model import Group, Report


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    groups: tuple[Group | None, ...]  # in the order of the systems; None: it has no such cases

    @property
    def cases(self) -> int:
        return max(group.cases for group in self.groups if group is not None)


def rows_of(report: Report, kind: Literal["overall", "splits", "corpora", "datasets", "tags"]) -> list[Row]:
    by_system: list[dict[str, Group]] = []
    for system in report.systems:
        groups: tuple[Group, ...] = (system.overall,) if kind == "overall" else getattr(system, kind)
        by_system.append({group.name: group for group in groups})
    names = dict.fromkeys(name for groups in by_system for name in groups)
    return [Row(name, tuple(groups.get(name) for groups in by_system)) for name in names]
