"""What is measured, behind one small protocol."""

from evals.systems.base import Answer, RankedPassage, System

__all__ = ["Answer", "RankedPassage", "System"]
