"""What an operator receives with a ticket: read out of the conversation's messages. Pure."""

from agent.desk.package.category import TITLES as CATEGORY_TITLES
from agent.desk.package.category import Category, categorise
from agent.desk.package.mood import Mood, mood_of
from agent.desk.package.needs import QUESTIONS, Need, asked_needs, missing, next_question, texts_in_context
from agent.desk.package.needs import TITLES as NEED_TITLES
from agent.desk.package.package import Package, package_of, question_for
from agent.desk.package.priority import HEAD_STARTS, Priority, priority_of
from agent.desk.package.summary import summarise
from agent.desk.package.tried import Asked, Source, asked_and_answered, tried

__all__ = [
    "CATEGORY_TITLES",
    "HEAD_STARTS",
    "NEED_TITLES",
    "QUESTIONS",
    "Asked",
    "Category",
    "Mood",
    "Need",
    "Package",
    "Priority",
    "Source",
    "asked_and_answered",
    "asked_needs",
    "categorise",
    "missing",
    "mood_of",
    "next_question",
    "package_of",
    "priority_of",
    "question_for",
    "summarise",
    "texts_in_context",
    "tried",
]
