"""Settings → SupportAgent. The one place where everything is put together."""

from agent.desk import Desk, utc_now
from agent.escalation import escalation_tool
from agent.graph import build_graph
from agent.knowledge import Knowledge
from agent.llm import build_model
from agent.settings import AgentSettings
from agent.steps import Steps
from agent.support import SupportAgent
from ingest.embedding import builtin_vectors, open_embedder
from ingest.release import ReleaseStore

IN_MEMORY = "sqlite://"


def database_url(settings: AgentSettings) -> str:
    """The desk's database: the one that is set, else a file in the home folder, which is made."""
    if settings.database_url:
        return settings.database_url
    settings.home.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{(settings.home / 'desk.sqlite').absolute()}"


def open_desk(settings: AgentSettings) -> Desk:
    """The desk where conversations and tickets are stored."""
    return Desk(database_url(settings), clock=utc_now)


def build_knowledge(settings: AgentSettings, release: str | None = None) -> Knowledge:
    """The articles, ready to be searched; `release` pins one by name instead of following the current one."""
    store = ReleaseStore(settings.home, lambda: open_embedder(settings.embedding_model))
    return Knowledge(store, builtin_vectors(), release)


def build_agent(settings: AgentSettings, *, release: str | None = None, desk: Desk | None = None) -> SupportAgent:
    """Open everything that a turn needs; `desk` takes the place of the stored one.

    Raises:
        UnknownModel: `OPORA_LLM` cannot be built.
    """
    desk = desk or open_desk(settings)
    knowledge = build_knowledge(settings, release)
    steps = Steps(settings, knowledge, build_model(settings), escalation_tool(desk))
    return SupportAgent(settings, desk, knowledge, build_graph(steps), utc_now)
