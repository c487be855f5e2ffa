"""A corpus of a test's own: a folder of articles, and one of datasets."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.corpora import FolderCorpus

Fields = Mapping[str, Any]


def write_cases(path: Path, cases: Sequence[Fields]) -> None:
    """A line for each; a question, and the split `dev`, unless it has its own."""
    lines = [json.dumps({"question": f"Вопрос {each['id']}?", "split": "dev"} | dict(each)) for each in cases]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def write_corpus(
    place: Path, datasets: Mapping[str, Sequence[Fields]], articles: Mapping[str, str] | None = None
) -> FolderCorpus:
    """`place`: a folder to make; its name is the corpus's. Datasets by name, articles by file name."""
    for folder in ("articles", "datasets"):
        (place / folder).mkdir(parents=True)
    for name, text in (articles or {}).items():
        (place / "articles" / name).write_text(text, encoding="utf-8")
    for name, cases in datasets.items():
        write_cases(place / "datasets" / f"{name}.jsonl", cases)
    return FolderCorpus(place.name, (place / "articles",), place / "datasets")
