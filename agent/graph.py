"""The flow of a turn, wired with LangGraph. What happens at each station stands in `steps`."""

from functools import partial
from typing import Any

from langgraph.graph import END, START, StateGraph

from agent.decision import REVIEWED, SUGGESTED
from agent.desk import is_owned
from agent.reply import OutcomeKind
from agent.steps import NEEDS_ANSWER, Steps, TurnState


def build_graph(steps: Steps) -> Any:
    """A compiled graph: `invoke({"turn": Turn})` returns the whole `TurnState`. With `"suggesting": True` nobody is
    called and nothing stored: there is `composed` where the articles give something that an operator may say."""
    graph = StateGraph(TurnState)
    for name in ("triage", "answer", "decide", "review", "escalate", "compose"):
        graph.add_node(f"to_{name}", getattr(steps, name))
    graph.add_edge(START, "to_triage")
    graph.add_conditional_edges("to_triage", _needs_answer, {True: "to_answer", False: "to_decide"})
    graph.add_edge("to_answer", "to_decide")
    graph.add_conditional_edges(
        "to_decide",
        partial(_after_decision, is_reviewed=steps.settings.mode == "suggest"),
        ["to_review", "to_escalate", "to_compose", END],
    )
    graph.add_edge("to_review", "to_escalate")
    graph.add_edge("to_escalate", END)
    graph.add_edge("to_compose", END)
    return graph.compile()


def _needs_answer(state: TurnState) -> bool:
    return state["triage"].kind in NEEDS_ANSWER and not is_owned(state["turn"].escalation)


def _after_decision(state: TurnState, is_reviewed: bool) -> str:
    """`is_reviewed`: an operator reads every answer first."""
    outcome = state["decision"].outcome
    if state.get("suggesting"):
        return "to_compose" if outcome in SUGGESTED else END
    if outcome is OutcomeKind.ESCALATED:
        return "to_escalate"
    return "to_review" if is_reviewed and outcome in REVIEWED else "to_compose"
