"""All that an operator receives with a ticket, made of the conversation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.desk.collected import Collected, collect
from agent.desk.conversation import Customer, Message, Role
from agent.desk.package.category import Category, categorise
from agent.desk.package.matter import current
from agent.desk.package.mood import Mood, mood_of
from agent.desk.package.needs import QUESTIONS, Need, asked_needs, missing, next_question, texts_in_context
from agent.desk.package.priority import Priority, priority_of
from agent.desk.package.summary import summarise
from agent.desk.package.tried import Asked, asked_and_answered, tried
from agent.reply import Reason


@dataclass(frozen=True, slots=True)
class Package:
    category: Category
    priority: Priority
    mood: Mood
    summary: str  # two sentences
    collected: Collected  # in the whole conversation: an order number of the last time may be of use
    missing: tuple[Need, ...]  # what an operator of this category will ask for, the most useful first
    asked: tuple[Asked, ...]  # since the last ticket was closed, as `tried`
    tried: tuple[str, ...]  # the customer's own sentences


def package_of(
    messages: Sequence[Message],
    customer: Customer | None,
    reason: Reason,
    summary: str | None = None,
    category: Category | None = None,
    phone: str | None = None,
) -> Package:
    """The package of the latest ticket, out of the whole conversation so far: `messages` end with what was said last.

    What was stored with the ticket is passed in: its summary, and its category, which an operator may have changed,
    and the phone (E.164) of the call that was agreed on.
    """
    matter = current(messages)
    texts = [message.text for message in matter if message.role is Role.CUSTOMER and message.text]
    category = category or categorise(texts, reason)
    collected = _known(messages, phone)
    return Package(
        category=category,
        priority=priority_of(customer is not None and customer.vip, category, texts),
        mood=mood_of(texts),
        summary=summary if summary is not None else summarise(messages, texts[-1] if texts else ""),
        collected=collected,
        missing=missing(category, collected, texts_in_context(matter)),
        asked=asked_and_answered(matter),
        tried=tried(matter),
    )


def question_for(messages: Sequence[Message], category: Category, phone: str | None = None) -> str | None:
    """What to ask the customer for while the ticket waits; None where nothing is left that was not asked already."""
    matter = current(messages)
    need = next_question(category, _known(messages, phone), texts_in_context(matter), asked_needs(matter))
    return QUESTIONS[need] if need is not None else None


def _known(messages: Sequence[Message], phone: str | None) -> Collected:
    collected = collect(texts_in_context(messages))
    if phone is None:
        return collected
    return replace(collected, phones=tuple(dict.fromkeys((*collected.phones, phone))))
