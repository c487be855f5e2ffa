"""The turns that this process is answering, so that it can say of each that its worker lives."""

from collections.abc import Mapping
from threading import Lock

from agent.desk.conversation import Turn


class HeldTurns:
    """Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._attempts: dict[str, int] = {}

    def add(self, turn: Turn) -> None:
        with self._lock:
            self._attempts[turn.message_id] = turn.attempt

    def discard(self, turn: Turn) -> None:
        with self._lock:
            if self._attempts.get(turn.message_id) == turn.attempt:  # not the one that has taken it over meanwhile
                del self._attempts[turn.message_id]

    def attempts(self) -> Mapping[str, int]:
        """By the ids of the customers' messages."""
        with self._lock:
            return dict(self._attempts)
