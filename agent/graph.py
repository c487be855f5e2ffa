"""The flow of a turn, wired with LangGraph. What happens at each station stands in `steps`."""

from typing import Any

from langgraph.graph import END, START, StateGraph

from agent.reply import OutcomeKind
from agent.steps import NEEDS_ANSWER, Steps, TurnState


def build_graph(steps: Steps) -> Any:
    """A compiled graph: `invoke({"turn": Turn})` returns the whole `TurnState`."""
    graph = StateGraph(TurnState)
    for name in ("triage", "answer", "decide", "escalate", "compose"):
        graph.add_node(f"to_{name}", getattr(steps, name))
    graph.add_edge(START, "to_triage")
    graph.add_conditional_edges("to_triage", _needs_answer, {True: "to_answer", False: "to_decide"})
    graph.add_edge("to_answer", "to_decide")
    graph.add_conditional_edges("to_decide", _needs_person, {True: "to_escalate", False: "to_compose"})
    graph.add_edge("to_escalate", END)
    graph.add_edge("to_compose", END)
    return graph.compile()


def _needs_answer(state: TurnState) -> bool:
    return state["triage"].kind in NEEDS_ANSWER


def _needs_person(state: TurnState) -> bool:
    return state["decision"].outcome is OutcomeKind.ESCALATED
