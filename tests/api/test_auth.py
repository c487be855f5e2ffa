"""Who is believed to call."""

from datetime import timedelta

import jwt
import pytest
from pydantic import SecretStr

from agent.desk import Customer
from api.auth import vouched_customer
from tests.api.conftest import SECRET, now


@pytest.mark.parametrize(
    ("claims", "customer"),
    [
        ({"sub": "42"}, Customer("42", None, vip=False)),
        ({"sub": "42", "name": "Анна", "vip": True}, Customer("42", "Анна", vip=True)),
        (
            {"sub": "42", "name": None, "exp": now() + timedelta(minutes=5), "more": "x"},
            Customer("42", None, vip=False),
        ),
        (
            {"sub": "42", "iat": now() + timedelta(seconds=30)},
            Customer("42", None, vip=False),
        ),  # the shop's clock is ahead
    ],
)
def test_what_the_shop_signed_is_believed(claims: dict[str, object], customer: Customer) -> None:
    assert vouched_customer(jwt.encode(claims, SECRET, algorithm="HS256"), SecretStr(SECRET)) == customer
