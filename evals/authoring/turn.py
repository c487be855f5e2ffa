"""An answered turn → a case."""

from agent.desk import AnsweredTurn, Role
from agent.reply import OutcomeKind
from evals.authoring.dataset import Split
from evals.authoring.masked import masked
from evals.cases import Case, Gold


class NothingToScore(Exception):
    """The turn shows nothing of the agent; the message says why."""


def case_of_turn(turn: AnsweredTurn, split: Split, tags: tuple[str, ...] = ()) -> Case:
    """The customer's message as a case. It expects what was replied, for the evaluator to judge.

    Raises:
        NothingToScore: an operator owned the conversation, and the agent was silent.
    """
    if turn.reply.outcome is OutcomeKind.RELAYED:
        raise NothingToScore(
            f"Message {turn.reply.id} was passed on to an operator, and the agent was silent: choose another one."
        )
    gold = (Gold(source=each.source_id, quote=each.quote) for each in turn.reply.citations)
    return Case(
        id=f"turn-{turn.reply.id}",
        question=masked(turn.text),
        history=tuple(masked(said.text) for said in turn.history if said.role is Role.CUSTOMER),
        expected=(turn.reply.outcome,),
        gold=tuple(dict.fromkeys(gold)),
        tags=tags,
        split=split,
    )
