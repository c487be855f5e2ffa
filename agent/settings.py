"""Settings of the agent and its desk, on top of those of ingest."""

from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from ingest.settings import IngestSettings


class AgentSettings(IngestSettings):
    # The weight of the embedder's part in the score of a passage; unset: .6 for the built-in one, 1.2 for any other.
    dense_weight: float | None = Field(default=None, ge=0)
    reranker: str | None = None  # a cross-encoder for the first 20 passages: a Hugging Face name, or a folder
    llm: str = "extractive"  # or provider:model
    llm_base_url: str | None = None
    llm_api_key: SecretStr | None = None
    llm_timeout: float = Field(default=60.0, gt=0)  # seconds for one call of the model
    # Tokens of one answer, the thoughts of a reasoning model included. A small model may repeat itself without end.
    llm_max_tokens: int | None = Field(default=None, gt=0)
    # The share of the customers' questions that may get a wrong answer. Of all questions, not of the answered ones: so
    # many of a hundred who ask are told something wrong, and to be more careful can only make them fewer.
    target_risk: float = Field(default=0.1, gt=0, lt=1)
    on_low_confidence: Literal["ticket", "offer"] = "ticket"
    # suggest: an operator sees each answer first, and sends it, another one, or none: how a careful company begins.
    mode: Literal["answer", "suggest"] = "answer"
    database_url: str | None = None  # SQLAlchemy URL; unset: SQLite in the home folder
    desk_channels: tuple[str, ...] = ()  # other ways to reach a person, each as «почта help@example.ru»
    desk_hours: str | None = None  # mo-fr 09:00-21:00; sa,su 10:00-18:00; unset: always open
    desk_timezone: str = "Europe/Moscow"  # of these hours, and of the times that customers are told
    desk_holidays: str = "RU"  # the country on whose public holidays the desk is closed; none: open on them
    desk_dates: str | None = None  # 2026-12-31 10:00-15:00; 2027-01-09 off: over the two above
    remind_after_minutes: float = Field(default=10, gt=0)  # of waiting, after which the customer is told it takes long
    expire_after_hours: float = Field(default=72, gt=0)  # of waiting, after which a ticket that nobody took is closed
    retention_days: float | None = Field(
        default=None, gt=0
    )  # conversations that are silent longer are deleted; unset: none

    @field_validator("desk_hours", "desk_timezone", "desk_holidays", "desk_dates")
    @classmethod
    def _readable(cls, value: str | None, info: ValidationInfo) -> str | None:
        """It stays text, and is wrong here already where the desk could not read it."""
        from agent.desk import hours, opening_times, public_holidays  # only where one is set: heavy

        readers = {
            "desk_hours": opening_times.parse_week,
            "desk_timezone": hours.parse_zone,
            "desk_holidays": public_holidays.public_holidays,
            "desk_dates": opening_times.parse_dates,
        }
        try:
            if value is not None:
                readers[str(info.field_name)](value)
        except opening_times.WrongHours as error:
            raise PydanticCustomError("opora_hours", "{why}", {"why": str(error)}) from error
        return value
