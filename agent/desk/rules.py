"""What a company decides about its desk."""

from dataclasses import dataclass, field
from datetime import timedelta

from agent.desk.hours import BusinessHours


@dataclass(frozen=True, slots=True)
class DeskRules:
    hours: BusinessHours = field(default_factory=lambda: BusinessHours.parse(None))  # always open
    channels: tuple[str, ...] = ()  # other ways to reach a person, each as «почта help@example.ru»
    # While the desk is open: after so long without an operator the customer is told that it takes long, and what else
    # can be done; and again after each such time.
    remind_after: timedelta = timedelta(minutes=10)
    remind_again_after: timedelta = timedelta(hours=1)
    expire_after: timedelta = timedelta(hours=72)  # of waiting; a callback's from the end of its slot
    # A customer who waits for an answer while the page of their operator is closed goes back to the queue after this.
    requeue_after: timedelta = timedelta(minutes=5)
    retention: timedelta | None = None  # conversations that have been silent for longer are deleted; unset: none
