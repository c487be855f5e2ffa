"""What kind of turn this is, from the customer's words alone."""

from agent.triage.rules import Triage, TurnKind, triage

__all__ = ["Triage", "TurnKind", "triage"]
