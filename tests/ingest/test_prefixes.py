"""What stands before questions and passages: as set, as the model says, as its family does."""

import json
from pathlib import Path

import pytest

from ingest.embedding import BUILTIN, embedder_identity
from ingest.prefixes import UNSET, Prefixes, configured_prefixes, family_prefixes

E5 = Prefixes("query: ", "passage: ")
SEARCH = Prefixes("search_query: ", "search_document: ")


@pytest.mark.parametrize(
    ("name", "prefixes"),
    [
        ("intfloat/multilingual-e5-small", E5),
        ("intfloat/e5-base-v2", E5),
        ("d0rj/e5-large-en-ru", E5),
        ("deepvk/USER-base", E5),
        ("ai-forever/FRIDA", SEARCH),
        ("sergeyzh/rubert-mini-frida", SEARCH),
        ("ai-forever/ru-en-RoSBERTa", SEARCH),
        ("deepvk/USER2-small", SEARCH),
        ("BAAI/bge-m3", UNSET),
        ("deepvk/USER-bge-m3", UNSET),
        ("sentence-transformers/LaBSE", UNSET),
        ("cointegrated/rubert-tiny2", UNSET),
        ("friday-e500/model", UNSET),
        (BUILTIN, UNSET),
    ],
)
def test_a_family_is_known_by_its_name(name: str, prefixes: Prefixes) -> None:
    assert family_prefixes(name) == prefixes


def test_of_models_that_take_an_instruction_only_questions_get_it() -> None:
    instructed = family_prefixes("intfloat/multilingual-e5-large-instruct")
    assert instructed.query is not None
    assert instructed.query.startswith("Instruct: ")
    assert instructed.passage == ""


@pytest.mark.parametrize(
    ("place", "config", "prefixes"),
    [
        ("multilingual-e5-small", None, E5),
        ("ours", {"_name_or_path": "intfloat/multilingual-e5-small"}, E5),
        ("models--ai-forever--FRIDA/snapshots/0123abcd", None, SEARCH),
        ("ours", {"_name_or_path": None}, UNSET),
        ("ours", None, UNSET),
    ],
)
def test_a_folder_tells_its_family(tmp_path: Path, place: str, config: object, prefixes: Prefixes) -> None:
    folder = tmp_path / place
    folder.mkdir(parents=True)
    if config is not None:
        (folder / "config.json").write_text(json.dumps(config))
    assert family_prefixes(str(folder)) == prefixes


@pytest.mark.parametrize(
    ("prompts", "prefixes"),
    [
        ({"query": "query: ", "document": "passage: "}, E5),
        ({"query": "", "document": "", "passage": "passage: "}, Prefixes("", "passage: ")),
        ({"paraphrase": "p: ", "search_query": "search_query: ", "search_document": "search_document: "}, SEARCH),
        ({"query": "Instruct: ", "document": ""}, Prefixes("Instruct: ", "")),
        ({"query": "", "document": ""}, UNSET),  # as libraries save a model without any
        ({}, UNSET),
    ],
)
def test_a_configuration_speaks_for_its_model(prompts: dict[str, str | None], prefixes: Prefixes) -> None:
    assert configured_prefixes(prompts) == prefixes


def test_what_is_set_goes_over_the_rest_side_by_side() -> None:
    assert Prefixes(query="q: ").over(E5) == Prefixes("q: ", "passage: ")
    assert Prefixes(passage="").over(E5) == Prefixes("query: ", "")
    assert UNSET.over(E5) == E5


def test_a_release_is_pinned_to_what_stands_before_its_passages() -> None:
    plain = embedder_identity("BAAI/bge-m3")
    assert plain == "BAAI/bge-m3"
    assert embedder_identity("BAAI/bge-m3", Prefixes(query="q: ")) == plain  # passages are as they were
    assert embedder_identity("BAAI/bge-m3", Prefixes(passage="p: ")) != plain
    assert embedder_identity("intfloat/multilingual-e5-small") == 'intfloat/multilingual-e5-small "passage: "'
    assert embedder_identity(BUILTIN, Prefixes("q: ", "p: ")) == embedder_identity(BUILTIN)
