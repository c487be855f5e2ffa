"""What is kept beside a reply, so that it can be explained later."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from agent.attempt import Attempt
from agent.calibration import Logistic
from agent.disagreement import Disagreement
from agent.drafting import prompt_version
from agent.llm import EXTRACTIVE
from agent.retrieval import Candidate
from agent.settings import AgentSettings
from agent.steps import TurnState
from agent.verdicts import Quote
from agent.weights import Weights


def explain_turn(state: TurnState, settings: AgentSettings) -> Mapping[str, object]:
    """The whole way of a turn, in plain JSON values; `agent.explain` prints it."""
    lead, attempts = state.get("lead"), state.get("attempts", ())
    evidence, answer, draft, confidence = (
        (lead.evidence, lead.answer, lead.draft, lead.confidence) if lead else (None, None, None, None)
    )
    release, calibration = state.get("release"), state.get("calibration")
    weights = Weights(dense=settings.dense_weight)
    embedder = release.embedder.identity if release else ""
    return {
        "asked": state["turn"].text if "turn" in state else None,
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
        "candidates": [_candidate(each, weights, embedder) for each in (evidence.candidates[:10] if evidence else ())],
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
                "quotes": _places(each.quotes),
                "words": [quote.text for quote in each.quotes],
            }
            for each in (answer.verdicts if answer else ())
        ],
        "disagreements": [_disagreement(each) for each in (lead.disagreements if lead else ())],
        "confidence": confidence.probability if confidence else None,
        "threshold": state.get("threshold"),
        "topic": confidence.topic if confidence else None,
        "topic_threshold": calibration.topic_threshold if calibration else None,
        "features": asdict(confidence.features) if confidence else None,
        "weights": _weights(calibration.answer) if calibration else None,
        "reasons": list(confidence.reasons) if confidence else [],
        "parts": [
            {"question": each.asked.text, "confidence": each.probability if each.confidence else None}
            for each in (attempts if len(attempts) > 1 else ())
        ],
        "readings": list(state.get("readings", ())),
        "failure": lead.failure if lead else None,
        "rule": state["decision"].rule,
    }


def _candidate(candidate: Candidate, weights: Weights, embedder: str) -> Mapping[str, object]:
    """Where it stands, what was measured of it, and what each measure makes of its score."""
    passage = candidate.passage
    parts = {
        "lexical": candidate.full,
        "heading": weights.heading * candidate.heading,
        "dense": weights.dense_of(embedder) * candidate.dense,
        "alignment": weights.alignment * candidate.alignment,
    }
    if candidate.reranked is not None:
        parts["reranker"] = weights.reranker * candidate.reranked
    # What is added without a measure: for the kind of words asked for, for being near to the answer before.
    parts["bonus"] = candidate.score - sum(parts.values())
    return {
        "passage": passage.id,
        "source_id": passage.source_id,
        "start": passage.start,
        "end": passage.end,
        "heading": list(passage.heading),
        "score": round(candidate.score, 4),
        "full": round(candidate.full, 4),
        "title_and_heading": round(candidate.heading, 4),
        "dense": round(candidate.dense, 4),
        "alignment": round(candidate.alignment, 4),
        "parts": {name: round(value, 4) for name, value in parts.items()},
    }


def _disagreement(disagreement: Disagreement) -> Mapping[str, object]:
    return {
        "kind": disagreement.kind,
        "subject": disagreement.subject,
        "values": [
            {"value": value, "display": disagreement.displays[value], "quotes": _places(quotes)}
            for value, quotes in disagreement.values.items()
        ],
    }


def _weights(model: Logistic) -> Mapping[str, float]:
    return {"bias": model.bias, **asdict(model.weights)}


def _places(quotes: Iterable[Quote]) -> list[list[object]]:
    return [[each.passage.source_id, each.start, each.end] for each in quotes]


def _tokens(attempts: Iterable[Attempt]) -> int | None:
    """Of all calls that told."""
    told = [each.draft.tokens for each in attempts if each.draft and each.draft.tokens is not None]
    return sum(told) if told else None
