"""Conversations, turns and tickets: what is stored, and its rules."""

from agent.desk.collected import Collected
from agent.desk.conversation import AnsweredTurn, Customer, Message, Role, Turn
from agent.desk.desk import Desk
from agent.desk.errors import (
    DeskError,
    DeskUnavailable,
    NoOpenTicket,
    TakenByAnother,
    UnknownConversation,
    UnknownMessage,
    WrongToken,
)
from agent.desk.opening import open_desk
from agent.desk.tickets import Ticket, is_owned

__all__ = [
    "AnsweredTurn",
    "Collected",
    "Customer",
    "Desk",
    "DeskError",
    "DeskUnavailable",
    "Message",
    "NoOpenTicket",
    "Role",
    "TakenByAnother",
    "Ticket",
    "Turn",
    "UnknownConversation",
    "UnknownMessage",
    "WrongToken",
    "is_owned",
    "open_desk",
]
