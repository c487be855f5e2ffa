"""What is kept beside a reply, so that it can be explained later."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from agent.attempt import Attempt
from agent.drafting import prompt_version
from agent.llm import EXTRACTIVE
from agent.settings import AgentSettings
from agent.steps import TurnState


def explain_turn(state: TurnState, settings: AgentSettings) -> Mapping[str, object]:
    """The whole way of a turn, in plain JSON values; `agent.explain` prints it."""
    lead, attempts = state.get("lead"), state.get("attempts", ())
    evidence, answer, draft, confidence = (
        (lead.evidence, lead.answer, lead.draft, lead.confidence) if lead else (None, None, None, None)
    )
    return {
        "triage": {
            "kind": state["triage"].kind.value,
            "rule": state["triage"].rule,
            "question": state["triage"].question,
        },
        "searched": evidence.question.text if evidence else None,
        "context": evidence.question.context if evidence else None,
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
        "model_calls": sum(
            settings.llm != EXTRACTIVE and each.evidence is not None and bool(each.evidence.candidates)
            for each in attempts
        ),
        "tokens": _tokens(attempts),
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
        "parts": [
            {"question": each.asked.text, "confidence": each.probability if each.confidence else None}
            for each in (attempts if len(attempts) > 1 else ())
        ],
        "readings": list(state.get("readings", ())),
        "failure": lead.failure if lead else None,
        "rule": state["decision"].rule,
    }


def _tokens(attempts: Iterable[Attempt]) -> int | None:
    """Of all calls that told."""
    told = [each.draft.tokens for each in attempts if each.draft and each.draft.tokens is not None]
    return sum(told) if told else None
