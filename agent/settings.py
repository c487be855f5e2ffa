"""Settings of the agent and its desk, on top of those of ingest."""

from typing import Literal

from pydantic import SecretStr

from ingest.settings import IngestSettings


class AgentSettings(IngestSettings):
    llm: str = "extractive"  # or provider:model
    llm_base_url: str | None = None
    llm_api_key: SecretStr | None = None
    llm_timeout: float = 60.0  # seconds for one call of the model
    on_low_confidence: Literal["ticket", "offer"] = "ticket"
    database_url: str | None = None  # SQLAlchemy URL; unset: SQLite in the home folder
    company: str = "магазина"  # in the genitive: «поддержка …»
    desk_channels: tuple[str, ...] = ()  # other ways to reach a person, as told to customers, one sentence each
