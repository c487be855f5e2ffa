"""The calls of an operator that are about the desk and not about a ticket: log in, who is there, canned replies."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Path, Request, Response

from agent.desk.errors import TooManyLogins
from agent.desk.models import Presence
from api.customer import Agent
from api.errors import Problem
from api.operator_auth import PROBLEMS, Key, Operator, give_cookie, take_cookie
from api.operator_schemas import (
    CannedList,
    CannedShown,
    ColleagueShown,
    LoggedInAs,
    Login,
    Me,
    Myself,
    NewCanned,
    NewPresence,
    Roster,
)

_LARGEST_ID = 2**31 - 1  # PostgreSQL's integer

router = APIRouter(prefix="/v1/operator", tags=["operator"], responses=PROBLEMS)


@router.post("/login")
async def log_in(body: Login, agent: Agent, request: Request, response: Response) -> LoggedInAs:
    """Log in. The cookie is the key; every call that changes something shows `csrf` in X-CSRF-Token besides."""
    try:
        # Not in the threads of the other calls: those stay free, however many passwords somebody tries at once.
        session = await to_thread.run_sync(
            agent.desk.operators.log_in, body.name, body.password, limiter=request.app.state.logins
        )
    except TooManyLogins as error:
        raise _too_many(error) from error
    give_cookie(request, response, session.key)
    return LoggedInAs(operator=Myself(name=session.operator, presence=Presence.ONLINE), csrf=session.csrf)


def _too_many(error: TooManyLogins) -> Problem:
    minutes, seconds = divmod(error.retry_after, 60)
    wait = f"{minutes + bool(seconds)} мин" if minutes else f"{seconds} с"
    detail = f"Слишком много неверных попыток. Попробуйте снова через {wait}."
    return Problem(429, "too-many-logins", detail, headers={"Retry-After": str(error.retry_after)})


@router.post("/logout", status_code=204)
def log_out(agent: Agent, _: Operator, key: Key, request: Request, response: Response) -> None:
    """Log out. A program has nothing to log out of."""
    if key:
        agent.desk.operators.log_out(key)
    take_cookie(request, response)


@router.get("/me")
def me(operator: Operator, request: Request) -> Me:
    """Who is logged in."""
    myself = Myself(name=operator.operator, presence=operator.presence)
    return Me(operator=myself, csrf=operator.csrf, mode=request.app.state.settings.mode)


@router.put("/presence", status_code=204)
def set_presence(body: NewPresence, agent: Agent, operator: Operator) -> None:
    """Say whether you take tickets."""
    agent.desk.operators.set_presence(operator.operator, body.presence)


@router.get("/operators")
def read_operators(agent: Agent, _: Operator) -> Roster:
    """Everybody who may log in, and who of them is there."""
    return Roster(operators=[ColleagueShown.model_validate(each) for each in agent.desk.operators.roster()])


@router.get("/canned")
def read_canned(agent: Agent, _: Operator) -> CannedList:
    """The replies that operators need often."""
    return CannedList(canned=[CannedShown.model_validate(each) for each in agent.desk.canned.all()])


@router.post("/canned", status_code=201)
def add_canned(body: NewCanned, agent: Agent, _: Operator) -> CannedShown:
    """Keep a reply for everybody."""
    return CannedShown.model_validate(agent.desk.canned.add(body.title.strip(), body.text))


@router.delete("/canned/{canned_id}", status_code=204)
def delete_canned(canned_id: Annotated[int, Path(ge=1, le=_LARGEST_ID)], agent: Agent, _: Operator) -> None:
    """Delete a kept reply."""
    agent.desk.canned.delete(canned_id)
