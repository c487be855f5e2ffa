"""Results → a report: as data, as one page that opens offline, and as Markdown. Needs no model and no agent."""

from evals.report.build import build_report
from evals.report.html import to_html
from evals.report.markdown import to_markdown
from evals.report.model import Report

__all__ = ["Report", "build_report", "to_html", "to_markdown"]
