"""The command line, run as evaluators run it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CASE = '{"id": "1", "question": "Как вернуть товар?", "expected": ["answered"], "split": "dev"}\n'
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Articles, a dataset over them, and a dataset that cannot be read."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "возврат.md").write_text("# Возврат\n\nЧтобы вернуть товар, привезите его в магазин.\n")
    for folder, text in (("datasets", CASE), ("broken", "{}")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "support.jsonl").write_text(text, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


def evals(place: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPORA_")}
    return subprocess.run(
        [sys.executable, "-m", "evals", *arguments], cwd=place, capture_output=True, text=True, check=False,
        env={**kept, "PYTHONPATH": str(ROOT), **settings},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "settings", "says"),
    [
        (("run", "articles", "--datasets", "datasets"), {"OPORA_LLM_TIMEOUT": "soon"}, "OPORA_LLM_TIMEOUT: "),
        (("run", "articles", "--datasets", "datasets"), {"OPORA_EMBEDING_MODEL": "builtin"}, "is probably meant"),
        (("bench", "articles", "--datasets", "datasets"), {"OPORA_EMBEDDING_MODEL": "./none"}, "OPORA_EMBEDDING_MODEL"),
        (("bench", "articles", "--datasets", "datasets"), {"OPORA_WORKERS": "many"}, "OPORA_WORKERS"),
        (("run", "articles", "--datasets", "datasets", "--dataset", "other"), {}, "there are support"),
        (("run", "articles", "--datasets", "broken"), {}, "support.jsonl:1: id"),
        (("run", "empty", "--datasets", "datasets"), {}, "put .md or .txt files there"),
        (("run", "articles", "--datasets", "datasets", "--url", "http://127.0.0.1:9"), {}, "refused"),
    ],
)
def test_what_can_be_put_right_is_said_in_one_line(
    place: Path, arguments: tuple[str, ...], settings: dict[str, str], says: str
) -> None:
    done = evals(place, *arguments, **settings)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().count("\n") == 0, done.stderr
    assert says in done.stderr


def test_cases_of_a_folder_of_ones_own_are_asked(place: Path) -> None:
    done = evals(place, "run", "articles", "--datasets", "datasets")
    assert done.returncode == 0, done.stderr
    assert "{'answered': 1}" in done.stdout


def test_the_bench_asks_the_questions_of_that_folder(place: Path) -> None:
    done = evals(place, "bench", "articles", "--datasets", "datasets", "--turns", "20", "--no-naive")
    assert done.returncode == 0, done.stderr
    assert "(20 turns)" in done.stdout
    assert evals(place, "bench", "articles", "--datasets", "empty").stderr.startswith("No dataset support in empty")


@pytest.mark.parametrize("wrong", ["--clients=1,x", "--growth=-5", "--growth=0"])
def test_numbers_that_the_bench_cannot_use_are_wrong_usage(place: Path, wrong: str) -> None:
    done = evals(place, "bench", "articles", "--datasets", "datasets", wrong)
    assert done.returncode == 2
    assert f"'{wrong.split('=')[0]}'" in done.stderr
