"""Settings → Desk."""

from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from agent.desk.desk import Desk
from agent.desk.errors import DeskUnavailable
from agent.desk.hours import business_hours
from agent.desk.rules import DeskRules
from agent.settings import AgentSettings
from ingest.clock import utc_now


def open_desk(settings: AgentSettings) -> Desk:
    """The desk where conversations and tickets are stored.

    Raises:
        DeskUnavailable: its database cannot be opened as it is set.
    """
    try:
        return Desk(
            _database_url(settings), clock=utc_now, rules=desk_rules(settings), files=settings.home / "attachments"
        )
    except (SQLAlchemyError, ImportError) as error:  # a driver that is not installed is an ImportError
        raise DeskUnavailable.because(error) from error


def desk_rules(settings: AgentSettings) -> DeskRules:
    """What the company decides about its desk."""
    return DeskRules(
        hours=business_hours(settings),
        channels=settings.desk_channels,
        remind_after=timedelta(minutes=settings.remind_after_minutes),
        expire_after=timedelta(hours=settings.expire_after_hours),
        retention=timedelta(days=settings.retention_days) if settings.retention_days else None,
    )


def _database_url(settings: AgentSettings) -> str:
    """The one that is set, else a file in the home folder, which is made."""
    if settings.database_url:
        return settings.database_url
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskUnavailable(f"OPORA_HOME cannot be made: {error}") from error
    return f"sqlite:///{(settings.home / 'desk.sqlite').absolute()}"
