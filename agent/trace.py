"""What is kept beside a reply, so that it can be explained later."""

from collections.abc import Mapping
from dataclasses import asdict

from agent.drafting import prompt_version
from agent.llm import EXTRACTIVE
from agent.settings import AgentSettings
from agent.steps import TurnState


def explain_turn(state: TurnState, settings: AgentSettings) -> Mapping[str, object]:
    """The whole way of a turn, in plain JSON values; `agent.explain` prints it."""
    evidence, answer, confidence = state.get("evidence"), state.get("answer"), state.get("confidence")
    draft = state.get("draft")
    return {
        "triage": {
            "kind": state["triage"].kind.value,
            "rule": state["triage"].rule,
            "question": state["triage"].question,
        },
        "searched": evidence.question.text if evidence else None,
        "release": evidence.release if evidence else None,
        "model": settings.llm if draft else None,
        "prompt": prompt_version() if draft else None,
        "candidates": [
            {
                "passage": each.passage.id,
                "source_id": each.passage.source_id,
                "start": each.passage.start,
                "end": each.passage.end,
                "heading": list(each.passage.heading),
                "score": round(each.score, 4),
                "full": round(each.full, 4),
                "title_and_heading": round(each.heading, 4),
                "dense": round(each.dense, 4),
            }
            for each in (evidence.candidates[:10] if evidence else ())
        ],
        "model_calls": int(evidence is not None and bool(evidence.candidates) and settings.llm != EXTRACTIVE),
        "tokens": draft.tokens if draft else None,
        "draft": draft.text if draft else None,
        "model_wants_person": draft.wants_person if draft else None,
        "statements": [
            {
                "text": each.statement.text,
                "verdict": each.reason,
                "quotes": [[quote.passage.source_id, quote.start, quote.end] for quote in each.quotes],
            }
            for each in (answer.verdicts if answer else ())
        ],
        "confidence": confidence.probability if confidence else None,
        "threshold": state.get("threshold"),
        "topic": confidence.topic if confidence else None,
        "features": asdict(confidence.features) if confidence else None,
        "reasons": list(confidence.reasons) if confidence else [],
        "failure": state.get("failure"),
        "rule": state["decision"].rule,
    }
