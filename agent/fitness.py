"""Whether words can answer a question at all, whatever they share with it. Pure."""

from agent.answer_kind import FIGURES, answers_kind
from agent.asked_item import holds_item
from agent.promises import only_points, promises
from agent.question import Question


def can_answer(question: Question, text: str, lead: str = "") -> bool:
    """Whether a unit may be the answer: it has the figure and the thing asked for, and is no mere promise of them.
    `lead`: the words over its list, or the head of its table, where what is counted may stand."""
    if question.kind in FIGURES and not answers_kind(question.kind, text):
        return False
    asked = question.text if not question.context else ""  # «а сколько по почте?»: what is counted was said before
    return not promises(text) and not only_points(text, question.text) and holds_item(asked, text, lead)
