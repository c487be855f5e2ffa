"""Secrets that open something: made here, known to their holder alone. The desk stores what they hash to."""

import secrets
from hashlib import sha256


def new_key() -> str:
    """Nobody guesses it: 32 random bytes, fit for a header and for a cookie."""
    return secrets.token_urlsafe(32)


def hashed(key: str) -> str:
    """What is stored. A key is random already, so that a quick hash without salt hides it well."""
    return sha256(key.encode(errors="surrogatepass")).hexdigest()
