"""Settings → Desk."""

from sqlalchemy.exc import SQLAlchemyError

from agent.desk.desk import Desk
from agent.desk.errors import DeskUnavailable
from agent.settings import AgentSettings
from ingest.clock import utc_now


def open_desk(settings: AgentSettings) -> Desk:
    """The desk where conversations and tickets are stored.

    Raises:
        DeskUnavailable: its database cannot be opened as it is set.
    """
    try:
        return Desk(_database_url(settings), clock=utc_now)
    except (SQLAlchemyError, ImportError) as error:  # a driver that is not installed is an ImportError
        raise DeskUnavailable.because(error) from error


def _database_url(settings: AgentSettings) -> str:
    """The one that is set, else a file in the home folder, which is made."""
    if settings.database_url:
        return settings.database_url
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskUnavailable(f"OPORA_HOME cannot be made: {error}") from error
    return f"sqlite:///{(settings.home / 'desk.sqlite').absolute()}"
