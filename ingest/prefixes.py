"""What stands before a text that a model embeds: many were trained with words that tell a question from a passage.

What is set goes over the model's own configuration, and that over the families that are known here. Light to import.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What stands before a question and before a passage; None: nothing is said about it."""

    query: str | None = None
    passage: str | None = None

    def over(self, other: "Prefixes") -> "Prefixes":
        """These, and what they leave open as the other says."""
        return Prefixes(
            other.query if self.query is None else self.query, other.passage if self.passage is None else self.passage
        )


UNSET = Prefixes()

# Families whose configurations say nothing, or did not always: by the model's name, the first that fits.
_FAMILIES = (
    (
        r"\be5\b.*\binstruct\b",
        Prefixes("Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ", ""),
    ),
    (r"\be5\b", Prefixes("query: ", "passage: ")),
    (r"\buser-base\b", Prefixes("query: ", "passage: ")),
    (r"\bfrida\b|\bru-en-rosberta\b|\bberta\b", Prefixes("search_query: ", "search_document: ")),
    (r"\buser2\b|\bnomic-embed\b", Prefixes("search_query: ", "search_document: ")),
    (r"\bbge-(?:small|base|large)-en\b", Prefixes("Represent this sentence for searching relevant passages: ", "")),
)
# Under these names configurations keep them; the library itself knows the first of each line only, and for passages
# the first three.
_QUERY_PROMPTS = ("query", "search_query", "retrieval.query", "s2p_query")
_PASSAGE_PROMPTS = ("document", "passage", "corpus", "search_document", "retrieval.passage")
_CACHED = "models--"  # so the cache of Hugging Face names a model's folder; its snapshots have hashes for names


def family_prefixes(name: str) -> Prefixes:
    """Those of the family that a Hugging Face name or a folder names; none where no family is known."""
    for each in _names(name):
        plain = each.lower().replace("_", "-")
        for pattern, prefixes in _FAMILIES:
            if re.search(pattern, plain):
                return prefixes
    return UNSET


def configured_prefixes(prompts: Mapping[str, str | None]) -> Prefixes:
    """Those of a model's own configuration. Libraries write empty ones into each, which say nothing."""
    query = next((prompts[name] for name in _QUERY_PROMPTS if prompts.get(name)), None)
    passage = next((prompts[name] for name in _PASSAGE_PROMPTS if prompts.get(name)), None)
    if query is None and passage is None:
        return UNSET
    return Prefixes(query or "", passage or "")  # that a model marks one side says that it does not mark the other


def _names(name: str) -> Iterator[str]:
    """What a model may be called: by its name, its folder, and what its configuration was made from."""
    folder = Path(name)
    if not folder.is_dir():
        yield name.rsplit("/", 1)[-1]
        return
    yield folder.resolve().name
    yield from (part for part in folder.absolute().parts if part.startswith(_CACHED))
    try:
        made_from = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("_name_or_path")
    except (OSError, ValueError, AttributeError):
        return  # whoever opens the model will say what is wrong with it
    if isinstance(made_from, str):
        yield made_from.rsplit("/", 1)[-1]
