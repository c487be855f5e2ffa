"""Is it alive, and can it answer? For balancers and supervisors, who send no token."""

import logging
from typing import cast

from fastapi import APIRouter, Request
from pydantic import BaseModel

from agent.desk import DeskError
from agent.errors import AgentError
from api.errors import Problem
from api.service import Support
from ingest.errors import IngestError

log = logging.getLogger(__name__)

_NOT_READY = (
    "Отвечать пока не получится. Загрузите статьи командой `python -m ingest sync ПАПКА` и проверьте настройки: "
    "что не так, записано в журнале сервиса."
)

router = APIRouter(tags=["health"])


class Health(BaseModel):
    status: str


@router.get("/healthz")
async def alive() -> Health:
    """The process serves requests. Restart it when this fails."""
    return Health(status="alive")


@router.get("/readyz")
def ready(request: Request) -> Health:
    """A question would be answered: a release and the desk are within reach. Send no customers when this fails."""
    agent = cast(Support, request.app.state.agent)
    try:
        agent.check_ready()
    except (IngestError, AgentError, DeskError) as error:
        log.warning("not ready: %s", error)  # it names paths and hosts, which are nobody else's business
        raise Problem(503, "not-ready", _NOT_READY) from error
    return Health(status="ready")
