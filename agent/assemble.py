"""Settings → SupportAgent. The one place where everything is put together."""

import logging

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
from agent.weights import Weights
from ingest.clock import utc_now
from ingest.embedding import builtin_vectors, embedder_identity, open_embedder
from ingest.release import ReleaseStore
from ingest.reranking import open_reranker

IN_MEMORY = "sqlite://"

logger = logging.getLogger(__name__)


def build_knowledge(settings: AgentSettings, release: str | None = None) -> Knowledge:
    """The articles, ready to be searched; `release` pins one by name instead of following the current one.

    Raises:
        UnknownReranker: the cross-encoder that is set cannot be opened.
    """
    # The products of a turn are small, and turns have threads of their own: on busy cores, waiting for a second thread
    # of numpy's made retrieval three times slower.
    threadpool_limits(1, "blas")
    store = ReleaseStore(settings.home, lambda: open_embedder(settings.embedding_model, settings.embedding_prefixes))
    reranker = open_reranker(settings.reranker) if settings.reranker else None
    weights = Weights(dense=settings.dense_weight)
    return Knowledge(store, builtin_vectors(), release, weights=weights, reranker=reranker)


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
        UnknownEmbedder, UnknownReranker: what is set to search with cannot be opened.
        DeskUnavailable: the database cannot be opened.
    """
    desk = desk or open_desk(settings)
    if knowledge is None:
        knowledge = build_knowledge(settings, release)
        _check_calibrated(settings, calibration or shipped())
    return taking(build_steps(settings, desk, knowledge, calibration), desk)


def build_steps(
    settings: AgentSettings, desk: Desk, knowledge: KnowledgeBase, calibration: Calibration | None = None
) -> Steps:
    """The steps of a turn with their parts. Raises WrongCalibration and UnknownModel, as `build_agent` does."""
    return Steps(settings, knowledge, build_model(settings), escalation_tool(desk), calibration or shipped(), desk)


def taking(steps: Steps, desk: Desk) -> SupportAgent:
    """The agent that takes these steps; `desk`: the one that they call a person through."""
    return SupportAgent(steps.settings, desk, steps.knowledge, build_graph(steps), utc_now)


def search_identity(settings: AgentSettings) -> str:
    """What passages are scored with: of another embedder or cross-encoder, neither the scores nor the weights of a
    calibration are these."""
    embedder = embedder_identity(settings.embedding_model, settings.embedding_prefixes)
    return f"{embedder} and {settings.reranker}" if settings.reranker else embedder


def _check_calibrated(settings: AgentSettings, calibration: Calibration) -> None:
    searched, calibrated = search_identity(settings), calibration.provenance.embedder
    if searched != calibrated:
        logger.warning(
            "The confidence was calibrated with %s, not with %s: what it says of answers may be far off until "
            "`python -m evals calibrate --write` calibrates it",
            calibrated,
            searched,
        )
