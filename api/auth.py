"""Who calls: the holder of a conversation's token, or a customer whom the shop's own site vouches for."""

from typing import Annotated

import jwt
from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from agent.desk import Customer
from api.errors import Problem
from api.schemas import is_storable

_ALGORITHM = "HS256"

bearer = HTTPBearer(auto_error=False, description="The token that POST /v1/conversations gave.")


async def bearer_token(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> str:
    """The token of the request; whether it opens this conversation, the desk says.

    Raises:
        Problem: 401, there is none or it is malformed.
    """
    if credentials is None:
        detail = "Нужен ключ разговора: заголовок Authorization: Bearer и ключ, полученный при его начале."
        raise Problem(401, "no-token", detail, headers={"WWW-Authenticate": "Bearer"})
    return credentials.credentials


class _Claims(BaseModel):
    """What the shop's site says of its customer."""

    model_config = ConfigDict(strict=True)

    sub: Annotated[str, Field(min_length=1, max_length=255), AfterValidator(is_storable)]
    name: Annotated[str, Field(max_length=255), AfterValidator(is_storable)] | None = None
    vip: bool = False


def vouched_customer(token: str, secret: SecretStr | None) -> Customer:
    """The customer in a JWT that the shop's site signed. It is believed as a whole or not at all.

    Raises:
        Problem: 422, no secret is configured to check it with; 401, the token is forged, expired or malformed.
    """
    if secret is None:
        detail = "Сведения о покупателе проверить нечем: на сервере не задан OPORA_CUSTOMER_SECRET."
        raise Problem(422, "no-customer-secret", detail)
    try:
        # `iat` says when the shop's clock signed; a clock a second ahead of ours is no forgery.
        claims = jwt.decode(token, secret.get_secret_value(), algorithms=[_ALGORITHM], options={"verify_iat": False})
        customer = _Claims.model_validate(claims)
    except (jwt.InvalidTokenError, ValidationError) as error:
        detail = "Подпись с сайта магазина не подошла или устарела. Обновите страницу и войдите ещё раз."
        raise Problem(401, "bad-customer", detail, headers={"WWW-Authenticate": "Bearer"}) from error
    return Customer(subject=customer.sub, name=customer.name, vip=customer.vip)
