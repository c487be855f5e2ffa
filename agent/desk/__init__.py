"""Conversations, turns and tickets: what is stored, and its rules."""

from agent.desk.collected import Collected
from agent.desk.conversation import AnsweredTurn, Attachment, Customer, Message, Role, Turn
from agent.desk.desk import Desk
from agent.desk.errors import (
    DeskError,
    DeskUnavailable,
    NoOpenTicket,
    NotYours,
    TakenByAnother,
    TicketClosed,
    UnknownConversation,
    UnknownMessage,
    UnknownTicket,
    WrongToken,
)
from agent.desk.opening import open_desk
from agent.desk.rules import DeskRules
from agent.desk.ticket_views import Note, TicketDetail, TicketEvent, TicketSummary
from agent.desk.waiting import is_owned

__all__ = [
    "AnsweredTurn",
    "Attachment",
    "Collected",
    "Customer",
    "Desk",
    "DeskError",
    "DeskRules",
    "DeskUnavailable",
    "Message",
    "NoOpenTicket",
    "NotYours",
    "Note",
    "Role",
    "TakenByAnother",
    "TicketClosed",
    "TicketDetail",
    "TicketEvent",
    "TicketSummary",
    "Turn",
    "UnknownConversation",
    "UnknownMessage",
    "UnknownTicket",
    "WrongToken",
    "is_owned",
    "open_desk",
]
