"""The escalation tool: opens a ticket on the desk. The policy calls it, and a language model may."""

from typing import Annotated

from langchain_core.tools import BaseTool, InjectedToolArg, StructuredTool

from agent.desk import Desk, Turn
from agent.desk.package import summarise
from agent.reply import Escalation, Reason


def escalation_tool(desk: Desk) -> BaseTool:
    """A LangChain tool that stores a ticket and returns its `Escalation` as the artifact.

    A model sees `summary` and `reason`; the conversation and the policy's own reason are filled in by the caller.
    """

    def escalate(
        summary: str,
        reason: str,
        conversation_id: Annotated[str, InjectedToolArg],
        policy_reason: Annotated[Reason, InjectedToolArg],
    ) -> tuple[str, Escalation]:
        """Передать разговор живому специалисту: ответа в отрывках нет, или клиент просит человека."""
        escalation = desk.escalate(conversation_id, policy_reason, summary)
        return f"ticket {escalation.ticket} is {escalation.status}", escalation

    return StructuredTool.from_function(escalate, name="escalate", response_format="content_and_artifact")


def call_person(tool: BaseTool, turn: Turn, reason: Reason) -> Escalation:
    """Open the ticket for this turn, or find the one that is open already."""
    call = {
        "type": "tool_call",
        "id": turn.message_id,
        "name": tool.name,
        "args": {
            "summary": summarise(turn.history, turn.text),
            "reason": reason.value,
            "conversation_id": turn.conversation_id,
            "policy_reason": reason,
        },
    }
    escalation: Escalation = tool.invoke(call).artifact
    return escalation
