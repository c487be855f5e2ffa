"""What can go wrong on the desk. One class a cause; `str(error)` is one line.

DeskError
├── UnknownConversation
├── WrongToken
├── UnknownMessage
├── NoOpenTicket
├── UnknownTicket
├── TakenByAnother
├── NotYours
├── TicketClosed
├── OperatorError
│   ├── BadName
│   ├── NameTaken
│   ├── UnknownOperator
│   ├── WeakPassword
│   ├── WrongLogin
│   └── TooManyLogins
├── UnknownCannedReply
├── WrongContact
├── WrongPhone           these two are for the customer, in Russian
├── WrongSlot
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


class UnknownTicket(DeskError):
    """There is no ticket of this number."""

    def __init__(self, number: str) -> None:
        super().__init__(f"no ticket {number!r}")


class TakenByAnother(DeskError):
    """An operator owns the conversation already."""

    def __init__(self, number: str, operator: str) -> None:
        super().__init__(f"ticket {number} is owned by {operator!r}")
        self.operator = operator


class NotYours(DeskError):
    """Only the operator who owns the conversation may do this; claim the ticket first."""

    def __init__(self, number: str, operator: str | None) -> None:
        super().__init__(
            f"ticket {number} is " + (f"owned by {operator!r}" if operator else "nobody's: claim it first")
        )
        self.operator = operator  # who owns it, if anybody


class TicketClosed(DeskError):
    """The ticket is resolved or expired; what comes next is another ticket."""

    def __init__(self, number: str) -> None:
        super().__init__(f"ticket {number} is closed")


class WrongPhone(DeskError):
    """Nobody can be called back at what was given. The message is for the customer: plain Russian, what to do."""


class WrongSlot(DeskError):
    """Nobody can call at the time that was asked for. The message is for the customer: plain Russian, what to do."""


class OperatorError(DeskError):
    """An operator's account cannot be made, changed or used so."""


class BadName(OperatorError):
    """No operator may be called so."""

    def __init__(self, why: str) -> None:
        super().__init__(f"An operator cannot be called so: {why}.")


class NameTaken(OperatorError):
    """There is an operator of that name, in capitals or not."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is an operator {name!r} already: choose another name.")


class UnknownOperator(OperatorError):
    """There is no operator of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no operator {name!r}: `python -m api operators add NAME` makes one.")


class WeakPassword(OperatorError):
    """The password is guessed too easily."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Choose another password: {why}.")


class WrongLogin(OperatorError):
    """The name or the password is wrong, or the operator is disabled: which of them, nobody is told."""

    def __init__(self) -> None:
        super().__init__("wrong name or password")


class TooManyLogins(OperatorError):
    """The password was wrong too often; for a while nobody may try."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many wrong passwords: try again in {retry_after} s")
        self.retry_after = retry_after  # seconds


class UnknownCannedReply(DeskError):
    """There is no canned reply with this id, or somebody has deleted it."""

    def __init__(self, canned_id: int) -> None:
        super().__init__(f"no canned reply {canned_id}")


class WrongContact(DeskError):
    """A maintainer looks for what is no telephone number and no e-mail."""

    def __init__(self, written: str) -> None:
        super().__init__(f"{written!r} is neither a telephone number (+79161234567) nor an e-mail")


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
