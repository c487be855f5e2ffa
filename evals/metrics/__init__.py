"""Results → figures, each with its interval and the share of answers behind it. Pure: no model, no agent."""

from evals.metrics.calibration import Calibration, calibration
from evals.metrics.confusion import Confusion, confusion
from evals.metrics.cost import Cost, cost
from evals.metrics.estimate import Difference, Estimate, estimate, paired
from evals.metrics.figures import METRICS, Figure, Metric, difference, figure, metrics_of, value_of
from evals.metrics.reach import Reach, reach
from evals.metrics.selective import RiskCoverage, risk_coverage
from evals.metrics.together import TOGETHER, paired_together

__all__ = [
    "METRICS",
    "TOGETHER",
    "Calibration",
    "Confusion",
    "Cost",
    "Difference",
    "Estimate",
    "Figure",
    "Metric",
    "Reach",
    "RiskCoverage",
    "calibration",
    "confusion",
    "cost",
    "difference",
    "estimate",
    "figure",
    "metrics_of",
    "paired",
    "paired_together",
    "reach",
    "risk_coverage",
    "value_of",
]
