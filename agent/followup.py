"""A follow-up, put back into the words that it follows: «а сколько это стоит?» after «хочу поменять адрес». Pure."""

import re
from collections.abc import Sequence

from agent.desk import Message, Role
from agent.reply import OutcomeKind
from ingest.russian import content_stems, normalise

_ANSWERED = frozenset({OutcomeKind.ANSWERED, OutcomeKind.CONFLICT, OutcomeKind.CLARIFY})
_GOES_ON = re.compile(r"^(?:а|и|но|ну а|тогда|а если|и если)\b(?!.*\bкак\b)")  # «а как вернуть деньги» asks anew
OWN_CONTENT = 2  # words of content with which a question stands on its own
GOING_ON_CONTENT = 3  # the same for one that opens with «а»


def in_context(question: str, history: Sequence[Message]) -> str:
    """The question, and behind it the one that it goes on from, where it says too little by itself and the one before
    was answered."""
    if len(history) < 2 or not _was_answered(history[-1]) or history[-2].role is not Role.CUSTOMER:
        return question
    enough = GOING_ON_CONTENT if _GOES_ON.match(normalise(question)) else OWN_CONTENT
    return question if len(content_stems(question)) >= enough else f"{question} {history[-2].text}"


def _was_answered(message: Message) -> bool:
    return message.reply is not None and message.reply.outcome in _ANSWERED
