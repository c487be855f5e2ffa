"""Facts in passages that customers act on and that articles contradict each other on, in a form that can be compared.

    contacts.py   telephone numbers and e-mail addresses
    hours.py      opening hours
    waits.py      how long an answer takes
    terms.py      how long something may or will take: returns, storage, delivery, …
    sums.py       what it costs
    statements.py whether something may be done
    corners.py    where on the screen a button is
    channels.py   whose: the chat's, the hotline's, …
    topics.py     of what: a return, a delivery by courier, …
    place.py      the words around a fact
    figures.py    figures of all sorts, whatever they are about

Every finder is a list of rules that would rather find no fact than one with a wrong subject: what is missed leaves a
disagreement unseen, but what is wrong shows a disagreement that is none.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ingest.facts.contacts import find_emails, find_phones
from ingest.facts.corners import find_corners
from ingest.facts.hours import find_hours
from ingest.facts.place import Finding, Place, places
from ingest.facts.statements import find_statements
from ingest.facts.sums import find_sums
from ingest.facts.terms import find_terms
from ingest.facts.waits import find_waits
from ingest.passage import Passage

__all__ = ["CONTACTS", "OF_CHANNEL", "Fact", "FactKind", "find_facts"]


class FactKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    HOURS = "hours"  # when it is open
    WAIT = "wait"  # how long an answer or a call back takes
    TERM = "term"  # how long one may do something, or the shop does
    SUM = "sum"  # what it costs, the least or the most that may be paid
    YES_NO = "yes_no"  # whether something may be done
    PLACE = "place"  # where on the screen it is
    # No rule finds these; two sentences that answer a question alike may disagree on them.
    LINK = "link"
    COUNT = "count"  # of anything else


CONTACTS = frozenset({FactKind.PHONE, FactKind.EMAIL})
OF_CHANNEL = frozenset({FactKind.HOURS, FactKind.WAIT})  # each channel has its own


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about one subject, in the words of a sentence, a step or a row."""

    kind: FactKind
    subject: str  # whose, as a customer is told: «горячая линия», «чат поддержки»
    # normalised: "+78002345555", "help@example.ru", "mo-fr 09:00-21:00; sa 10:00-18:00", "PT15M/PT30M",
    # "several hours", "P14D", "from RUB 299", "yes", "top right"
    value: str
    display: str  # as the article prints it
    source_id: str  # the article
    passage_id: str
    start: int  # of `display`: code points in the article
    end: int


_FINDERS: tuple[tuple[FactKind, Callable[[Place], Iterator[Finding]]], ...] = (
    (FactKind.PHONE, find_phones),
    (FactKind.EMAIL, find_emails),
    (FactKind.HOURS, find_hours),
    (FactKind.WAIT, find_waits),
    (FactKind.TERM, find_terms),
    (FactKind.SUM, find_sums),
    (FactKind.YES_NO, find_statements),
    (FactKind.PLACE, find_corners),
)


def find_facts(passage: Passage) -> list[Fact]:
    """The facts in the units of a passage, in its order; a unit that repeats a fact gives it once."""
    facts: dict[tuple[int, FactKind, str, str], Fact] = {}
    for place in places(passage):
        for kind, find in _FINDERS:
            for found in find(place):
                start, end = place.start + found.start, place.start + found.end
                fact = Fact(
                    kind=kind,
                    subject=found.subject,
                    value=found.value,
                    display=passage.slice(start, end),
                    source_id=passage.source_id,
                    passage_id=passage.id,
                    start=start,
                    end=end,
                )
                facts.setdefault((place.start, kind, found.subject, found.value), fact)
    return sorted(facts.values(), key=lambda fact: (fact.start, fact.kind, fact.subject))
