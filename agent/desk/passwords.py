"""Passwords of operators: which are good enough, and how they are kept and checked (argon2)."""

from functools import cached_property
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from agent.desk.errors import WeakPassword
from agent.desk.keys import new_key

SHORTEST = 10  # characters


class Passwords:
    """Safe for threads. What is hashed is the password as Unicode composes it, however the keyboard sent it."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher

    def hash(self, password: str) -> str:
        return self._hasher.hash(_composed(password))

    def matches(self, stored: str | None, password: str) -> bool:
        """Takes the same time where there is no password to compare with: so nobody learns which names there are."""
        compared = stored or self._decoy
        try:
            self._hasher.verify(compared, _composed(password))
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    def is_outdated(self, stored: str) -> bool:
        """It was hashed with other parameters than a new one would be."""
        return self._hasher.check_needs_rehash(stored)

    @cached_property
    def _decoy(self) -> str:
        return self.hash(new_key())


def check_password(name: str, password: str) -> None:
    """Raises WeakPassword, which says what is wrong with it."""
    if len(password) < SHORTEST:
        raise WeakPassword(f"it has {len(password)} characters, and needs {SHORTEST} at least")
    if _composed(password).casefold() == _composed(name).casefold():
        raise WeakPassword("it is the name, which everybody reads")


def _composed(password: str) -> str:
    return normalize("NFKC", password)
