"""Settings that ingest and everything above it share."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class IngestSettings(BaseSettings):
    """Read from `OPORA_…` variables and from `.env` in the working folder."""

    model_config = SettingsConfigDict(env_prefix="OPORA_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Path(".opora")  # all state lives here
    embedding_model: str = "builtin"  # or a Hugging Face name, or a folder
