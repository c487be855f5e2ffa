"""What can go wrong on the desk. One class a cause; `str(error)` is one line.

DeskError
├── UnknownConversation
├── WrongToken
├── UnknownMessage
├── NoOpenTicket
├── TakenByAnother
└── DeskUnavailable
"""

from typing import Self


class DeskError(Exception):
    """Any refusal of the desk."""


class UnknownConversation(DeskError):
    """There is no conversation with this id."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(f"no conversation {conversation_id!r}")


class WrongToken(DeskError):
    """The token is not the one that was given when the conversation was started."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(f"wrong token for conversation {conversation_id!r}")


class UnknownMessage(DeskError):
    """There is no such message, or it belongs to another conversation."""

    def __init__(self, message_id: str) -> None:
        super().__init__(f"no message {message_id!r}: take the `id` of a reply")


class NoOpenTicket(DeskError):
    """An operator wants a conversation for which no person was called; open a ticket first."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(f"conversation {conversation_id!r} has no open ticket; escalate it first")


class TakenByAnother(DeskError):
    """Another operator owns the conversation already."""

    def __init__(self, conversation_id: str, operator: str) -> None:
        super().__init__(f"conversation {conversation_id!r} is owned by {operator!r}")


class DeskUnavailable(DeskError):
    """The database cannot be reached. The message is meant for the maintainer."""

    def __init__(self, cause: str) -> None:
        super().__init__(
            f"The database cannot be used ({cause}): see to OPORA_DATABASE_URL, or without it to "
            "OPORA_HOME, a folder that may be written to."
        )

    @classmethod
    def because(cls, error: Exception) -> Self:
        """From the database's own error, in its first line: the others quote the statement with its values."""
        return cls(str(getattr(error, "orig", None) or error).splitlines()[0])
