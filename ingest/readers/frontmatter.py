"""The YAML block at the top of a Markdown article: what its maintainer says about it."""

import difflib
import re
from dataclasses import dataclass
from datetime import date, datetime

import yaml

from ingest.article import Audience
from ingest.errors import UnreadableArticle

FIELDS = ("title", "url", "updated", "audience", "trust")

_BLOCK = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
# "audiance: staff" must not put a staff article before customers, while fields of other tools may stay.
_MISSPELLED = 0.75


@dataclass(frozen=True, slots=True)
class FrontMatter:
    title: str | None = None
    url: str | None = None
    updated: date | None = None
    audience: Audience = Audience.CUSTOMER
    trust: int = 0


def take_front_matter(text: str, path: str) -> tuple[FrontMatter, str]:
    """What the front matter says, and the text after it. A text that does not open with one comes back whole.

    Raises:
        UnreadableArticle: it is no YAML, or a field has a wrong value; the reason names the field.
    """
    block = _BLOCK.match(text)
    if block is None:
        return FrontMatter(), text
    try:
        fields = yaml.safe_load(block["yaml"])
    except yaml.YAMLError as error:
        raise UnreadableArticle(path, f"front matter is not valid YAML: {' '.join(str(error).split())}") from error
    if fields is None:
        return FrontMatter(), text[block.end() :]
    if not isinstance(fields, dict):
        return FrontMatter(), text  # a rule, some words and another rule
    return _checked(fields, path), text[block.end() :]


def _checked(fields: dict[object, object], path: str) -> FrontMatter:
    def wrong(field: str, expected: str) -> UnreadableArticle:
        return UnreadableArticle(path, f"front matter: {field} must be {expected}, not {fields[field]!r}")

    for field in fields:
        if field not in FIELDS and (meant := difflib.get_close_matches(str(field), FIELDS, 1, _MISSPELLED)):
            raise UnreadableArticle(path, f"front matter: unknown field {field!s}, did you mean {meant[0]}?")

    title, url, updated = fields.get("title"), fields.get("url"), fields.get("updated")
    audience, trust = fields.get("audience", Audience.CUSTOMER), fields.get("trust", 0)
    if title is not None and (not isinstance(title, str) or not title.strip()):
        raise wrong("title", "words (put it in quotes)")
    if url is not None and (not isinstance(url, str) or not re.match(r"https?://\S+$", url)):
        raise wrong("url", "an http or https address")
    day = _day(updated)
    if updated is not None and day is None:
        raise wrong("updated", "a date such as 2025-09-04")
    if audience not in set(Audience):
        raise wrong("audience", " or ".join(Audience))
    if not isinstance(trust, int) or isinstance(trust, bool):
        raise wrong("trust", "a whole number")
    return FrontMatter(
        title=title.strip() if title else None,
        url=url,
        updated=day,
        audience=Audience(str(audience)),
        trust=trust,
    )


def _day(value: object) -> date | None:
    """The day that YAML read as a date, as a moment, or, in quotes, as a string."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            return None
    return value if isinstance(value, date) else None
