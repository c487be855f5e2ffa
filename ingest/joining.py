"""Two passages of one section that were parted because a passage may only be so long, as one again."""

from dataclasses import replace

from ingest.passage import Passage, Unit, UnitKind
from ingest.split import LIST_MAX, PASSAGE_MAX

JOINED_MAX = LIST_MAX  # no longer than the longest list that is read as a whole


def parted(first: Passage, second: Passage) -> bool:
    """Whether length alone may have parted these, in the order of their article: shorter ones were for a reason."""
    return first.section == second.section and PASSAGE_MAX < second.end - first.start <= JOINED_MAX


def join(first: Passage, second: Passage, article: str) -> Passage | None:
    """One passage over both, `text` being the article's as everywhere; None where other words stand between them."""
    if article[first.end : second.start].strip():
        return None
    return replace(
        first,
        id=f"{first.id}+{second.id}",
        end=second.end,
        text=article[first.start : second.end],
        units=first.units + _led_in(second.units, first.units[-1]),
    )


def _led_in(units: tuple[Unit, ...], last: Unit) -> tuple[Unit, ...]:
    """The rest of a list with the lead-in that stayed with its beginning."""
    if last.kind is UnitKind.SENTENCE or not last.lead_end:
        return units
    rest = next((i for i, unit in enumerate(units) if unit.kind is not last.kind or unit.lead_end), len(units))
    continued = tuple(replace(unit, lead_start=last.lead_start, lead_end=last.lead_end) for unit in units[:rest])
    return continued + units[rest:]
