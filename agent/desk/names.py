"""Names of operators: as people read them, and when two are the same. Pure."""

from unicodedata import normalize

from agent.desk.errors import BadName

LONGEST_NAME = 60  # characters; the customer reads it above each message
RESERVED_NAMES = frozenset({"agent", "customer", "desk", "system"})  # who else acts in the audit of a ticket


def clean_name(name: str) -> str:
    """The name as it is stored: composed, with single spaces. Raises BadName."""
    clean = " ".join(normalize("NFC", name).split())
    if not 1 <= len(clean) <= LONGEST_NAME:
        raise BadName(f"a name has 1 to {LONGEST_NAME} characters")
    if not clean.isprintable():
        raise BadName("there is a character in it that shows nothing")
    if key_of(clean) in RESERVED_NAMES:
        raise BadName(f"the desk means somebody else by {clean!r}")
    return clean


def key_of(name: str) -> str:
    """What is the same for names that people read as the same."""
    return normalize("NFKC", " ".join(name.split())).casefold()
