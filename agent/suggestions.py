"""What a customer might ask next: headings near the evidence."""

from collections.abc import Sequence

from agent.desk import Message
from agent.reply import Citation
from agent.retrieval import Evidence
from ingest.release import Release

FOLLOW_UPS = 3


def next_questions(
    evidence: Evidence, citations: Sequence[Citation], history: Sequence[Message], release: Release
) -> tuple[str, ...]:
    """Up to three questions that the articles answer, near to what was just answered and not asked before."""
    used = {citation.heading[-1] for citation in citations if citation.heading}
    headings = (each.passage.heading[-1] for each in evidence.candidates if each.passage.heading)
    return tuple(dict.fromkeys(heading for heading in headings if heading not in used))[:FOLLOW_UPS]
