"""Which operator calls: a page by its cookie, and proof that the call is its own; a program by its Bearer token."""

import hmac
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from agent.desk.logins import LoggedIn
from api.customer import Agent
from api.errors import Problem, described

COOKIE = "opora_session"
_CHANGES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS"})

PROBLEMS = described(
    {
        401: "Nobody is logged in",
        403: "X-CSRF-Token is missing or another session's",
        404: "There is nothing of that name",
        409: "`taken`, `not-yours`: an operator has the ticket, named in `operator`; `ticket-closed`",
        422: "The request is malformed",
    }
)

_cookie = APIKeyCookie(name=COOKIE, scheme_name="OperatorSession", auto_error=False)
_bearer = HTTPBearer(
    scheme_name="OperatorToken", description="From `python -m api operators token NAME`.", auto_error=False
)

Key = Annotated[str | None, Depends(_cookie)]  # the cookie's value


def _caller(
    request: Request,
    agent: Agent,
    key: Key,
    program: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    x_csrf_token: Annotated[str, Header(description="The `csrf` of the login; not with a Bearer token.")] = "",
) -> LoggedIn:
    """Whoever calls is there: that is a sign of life.

    Raises:
        Problem: 401, nobody is logged in; 403, another site may have made the page send this.
    """
    operators = agent.desk.operators
    if program is not None:
        found = operators.by_token(program.credentials)
    else:
        found = operators.by_session(key) if key else None
    if found is None:
        detail = "Вход не выполнен или уже закончился. Войдите, пожалуйста, ещё раз."
        raise Problem(401, "no-operator", detail, headers={"WWW-Authenticate": "Bearer"})
    if found.csrf is not None and request.method not in _CHANGES_NOTHING and not _same(found.csrf, x_csrf_token):
        detail = "Страница не подтвердила, что это сделали вы. Обновите её и попробуйте ещё раз."
        raise Problem(403, "bad-csrf", detail)
    operators.seen(found.operator)
    return found


Operator = Annotated[LoggedIn, Depends(_caller)]


def give_cookie(request: Request, response: Response, key: str) -> None:
    """No script can read it and no other site sends it. It has no term of its own: how long it opens the desk, the
    desk says. The scheme is the browser's where a proxy that uvicorn trusts (`FORWARDED_ALLOW_IPS`) tells it."""
    response.set_cookie(COOKIE, key, path="/", httponly=True, samesite="strict", secure=request.url.scheme == "https")


def take_cookie(request: Request, response: Response) -> None:
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict", secure=request.url.scheme == "https")


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode())
