"""Settings → SupportAgent. The one place where everything is put together."""

from threadpoolctl import threadpool_limits

from agent.calibration import Calibration, shipped
from agent.desk import Desk, open_desk
from agent.escalation import escalation_tool
from agent.graph import build_graph
from agent.knowledge import Knowledge, KnowledgeBase
from agent.llm import build_model
from agent.settings import AgentSettings
from agent.steps import Steps
from agent.support import SupportAgent
from ingest.clock import utc_now
from ingest.embedding import builtin_vectors, open_embedder
from ingest.release import ReleaseStore

IN_MEMORY = "sqlite://"


def build_knowledge(settings: AgentSettings, release: str | None = None) -> Knowledge:
    """The articles, ready to be searched; `release` pins one by name instead of following the current one."""
    # The products of a turn are small, and turns have threads of their own: on busy cores, waiting for a second thread
    # of numpy's made retrieval three times slower.
    threadpool_limits(1, "blas")
    store = ReleaseStore(settings.home, lambda: open_embedder(settings.embedding_model, settings.embedding_prefixes))
    return Knowledge(store, builtin_vectors(), release)


def build_agent(
    settings: AgentSettings,
    *,
    release: str | None = None,
    desk: Desk | None = None,
    knowledge: KnowledgeBase | None = None,
    calibration: Calibration | None = None,
) -> SupportAgent:
    """Open everything that a turn needs; `desk` takes the place of the stored one, `knowledge` that of the releases,
    `calibration` that of the one that comes with the agent.

    Raises:
        WrongCalibration: the one that comes with the agent does not fit its features.
        UnknownModel: `OPORA_LLM` cannot be built.
        DeskUnavailable: the database cannot be opened.
    """
    desk = desk or open_desk(settings)
    knowledge = knowledge or build_knowledge(settings, release)
    steps = Steps(settings, knowledge, build_model(settings), escalation_tool(desk), calibration or shipped())
    return SupportAgent(settings, desk, knowledge, build_graph(steps), utc_now)
