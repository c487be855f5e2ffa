"""Names and passwords of operators: what is taken, and why not."""

import unicodedata

import pytest

from agent.desk.errors import BadName, WeakPassword
from agent.desk.names import clean_name, key_of
from agent.desk.passwords import check_password


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Анна", "Анна"),
        ("  Анна   Петрова ", "Анна Петрова"),
        (unicodedata.normalize("NFD", "Андрей"), "Андрей"),
        ("Я" * 60, "Я" * 60),
    ],
)
def test_a_name_is_stored_as_people_read_it(typed: str, stored: str) -> None:
    assert clean_name(typed) == stored


@pytest.mark.parametrize(
    "name", ["", " \t ", "Я" * 61, "Анна\u202e", "Ан\x00на", "Agent", "customer", "Desk", "system"]
)
def test_a_name_that_misleads_is_refused(name: str) -> None:
    with pytest.raises(BadName):
        clean_name(name)


def test_capitals_and_spaces_make_no_other_name() -> None:
    assert len({key_of(name) for name in ("Анна Петрова", "АННА  ПЕТРОВА", " анна петрова")}) == 1


@pytest.mark.parametrize("password", ["", "123456789", "анна петрова", "АННА ПЕТРОВА"])
def test_a_password_that_is_guessed_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        check_password("Анна Петрова", password)


@pytest.mark.parametrize("password", ["1234567890", "вечнозелёный фикус", "я" * 1000])
def test_other_passwords_are_taken(password: str) -> None:
    check_password("Анна Петрова", password)
