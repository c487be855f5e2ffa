"""The command line, as evaluators use it."""

import io
import json
import os
import signal
import time
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from evals.__main__ import app
from evals.corpora import ROOT
from ingest.commands import run_commands
from tests.evals.own import write_cases, write_corpus

ARTICLES = {
    "возврат.md": "# Возврат товара\n\nВернуть товар можно в течение 14 дней. Деньги приходят на карту.\n",
    "доставка.md": "# Доставка\n\nКурьер привозит заказ с 9 до 21 часа.\n",
}
RETURNS = (
    "Как вернуть товар?",
    "За сколько дней можно вернуть товар?",
    "В течение скольких дней можно вернуть товар?",
    "Сколько дней можно вернуть товар?",
    "Можно вернуть товар в течение двух недель?",
    "В течение какого времени можно вернуть товар?",
    "Вернуть товар можно за сколько дней?",
)
CASES: Sequence[dict[str, Any]] = [
    *(
        {"id": f"r{n}", "question": question, "expected": ["answered"], "must_mention": ["14 дней"]}
        for n, question in enumerate(RETURNS)
    ),
    {"id": "d1", "question": "Когда привозит заказ курьер?", "expected": ["answered"], "must_mention": ["с 9 до 21"]},
]
RUN = ("run", "articles", "--datasets", "datasets")


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    out: str
    err: str


def evals(place: Path, *arguments: str, **settings: str) -> Said:
    """`python -m evals`, but for the time that a new process takes."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as process, redirect_stdout(out), redirect_stderr(err):
        process.chdir(place)
        process.setenv("PYTHONPATH", str(ROOT))  # for servers and the like
        for name in [name for name in os.environ if name.startswith("OPORA_")]:
            process.delenv(name)
        for name, value in settings.items():
            process.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            run_commands(app, "python -m evals", arguments)
    assert isinstance(ended.value.code, int)
    return Said(ended.value.code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles and a dataset about them, articles of which one has got worse, and what cannot be read."""
    place = tmp_path_factory.mktemp("place") / "shop"
    write_corpus(place, {"support": CASES}, ARTICLES)
    (place / "worse").mkdir()
    for name, text in ARTICLES.items():
        (place / "worse" / name).write_text(text.replace("14", "30"), encoding="utf-8")
    for name, text in {"broken/support.jsonl": "{}", "other/faq.jsonl": "", "baseline.json": "{}"}.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text)
    write_cases(place / "other" / "faq.jsonl", [{"id": "f1"}])
    (place / "empty").mkdir()
    return place


@pytest.fixture(scope="module")
def ran(place: Path) -> Said:
    """A run of both systems."""
    return evals(place, *RUN, "--out", "runs/one", "--baseline", "kept/baseline.json")


@pytest.fixture(scope="module")
def got_worse(place: Path, ran: Said) -> Said:
    """A run of one system over worse articles, held against the first."""
    return evals(
        place, "run", "worse", "--datasets", "datasets", "--system", "opora", "--out", "runs/two",
        "--gate", "kept/baseline.json",
    )  # fmt: skip


def test_cases_about_ones_own_articles_are_asked_and_reported(place: Path, ran: Said) -> None:
    assert ran.code == 0, ran.err
    assert "own/support" in ran.out
    assert all(len(line) <= 80 for line in ran.out.splitlines())
    folder = place / "runs" / "one"
    info = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert list(info["systems"]) == ["opora", "naive"]
    assert info["systems"]["opora"]["model"] == info["settings"]["llm"] == "extractive"
    assert len((folder / "results.jsonl").read_text(encoding="utf-8").splitlines()) == 2 * len(CASES)
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    first, _ = report["systems"]
    assert (first["name"], first["overall"]["figures"]["right"]["mean"]) == ("opora", 1)
    for name in ("report.html", "report.md"):
        assert "own/support" in (folder / name).read_text(encoding="utf-8")


def test_a_run_that_is_as_good_as_its_baseline_passes_the_gate_and_asks_nothing_anew(place: Path, ran: Said) -> None:
    results = place / "runs" / "one" / "results.jsonl"
    before = results.read_bytes()
    done = evals(place, *RUN, "--out", "runs/one", "--gate", "kept/baseline.json")
    assert (done.code, done.err) == (0, "")
    assert results.read_bytes() == before


def test_a_regression_fails_at_the_gate_and_is_named_with_its_cases(got_worse: Said) -> None:
    assert got_worse.code == 1
    assert got_worse.err == "Worse than the baseline beyond noise: right, wrong.\n"
    [right] = [line for line in got_worse.out.splitlines() if line.startswith("right, worse: ")]
    assert right == "right, worse: " + ", ".join(f"own/support r{n}" for n in range(len(RETURNS)))


def test_two_runs_are_compared_by_what_both_asked(place: Path, got_worse: Said) -> None:
    done = evals(place, "compare", "runs/one", "runs/two")
    assert done.code == 0, done.err
    assert done.out.startswith("opora: runs/one → runs/two\n")
    assert "fact_recall, worse: own/support r0" in done.out
    table, *_ = done.out.split("\n\n")
    assert "needless_handover" in table
    assert all(len(line) <= 80 for line in table.splitlines())
    assert evals(place, "compare", "runs/two", "runs/one").out.count("better: own/support r0") >= 3
    none = evals(place, "compare", "runs/one", "runs/two", "--system", "naive")
    assert (none.code, none.err.count("\n")) == (1, 1)
    assert "runs/one has not asked naive, or runs/two not naive" in none.err


def test_a_report_is_written_anew_without_asking(place: Path, ran: Said) -> None:
    folder = place / "runs" / "one"
    pages = {name: (folder / name).read_text(encoding="utf-8") for name in ("report.html", "report.md", "report.json")}
    for name in pages:
        (folder / name).unlink()
    done = evals(place, "report", "runs/one", OPORA_EMBEDDING_MODEL="./none")
    assert done.code == 0, done.err
    assert done.out == ran.out
    assert {name: (folder / name).read_text(encoding="utf-8") for name in pages} == pages


def test_who_stops_a_run_is_told_how_to_go_on(place: Path) -> None:
    many = [{"id": f"m{n}", "question": f"Как вернуть товар номер {n}?"} for n in range(80)]
    write_corpus(place / "many", {"support": many}, ARTICLES)
    results = place / "many" / "run" / "results.jsonl"

    def stop() -> None:
        """Ctrl-C, once there is a result."""
        while not (results.exists() and results.stat().st_size):
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    watching = Thread(target=stop, daemon=True)
    watching.start()
    command = (*RUN, "--system", "opora", "--out", "run")
    stopped = evals(place / "many", *command)
    watching.join()
    assert stopped.code == 1
    assert "Stopped: the same command with --out run goes on.\n" in stopped.err
    kept = results.read_bytes().splitlines()
    assert 0 < len(kept) < len(many)
    assert evals(place / "many", *command).code == 0
    whole = results.read_bytes().splitlines()
    assert (whole[: len(kept)], len(whole)) == (kept, len(many))


def test_the_bench_asks_the_questions_of_that_folder(place: Path) -> None:
    done = evals(place, "bench", "articles", "--datasets", "datasets", "--clients=1", "--turns", "20", "--no-naive")
    assert done.code == 0, done.err
    assert "turns)" in done.out
    assert evals(place, "bench", "articles", "--datasets", "other").err.startswith("No dataset support in other")


# What goes wrong


@pytest.mark.parametrize(
    ("arguments", "settings", "says"),
    [
        (RUN, {"OPORA_LLM_TIMEOUT": "soon"}, "OPORA_LLM_TIMEOUT: "),
        (RUN, {"OPORA_EMBEDING_MODEL": "builtin"}, "is probably meant"),
        (RUN, {"OPORA_EMBEDDING_MODEL": "./none"}, "OPORA_EMBEDDING_MODEL"),
        ((*RUN, "--dataset", "other"), {}, "there are own/support"),
        ((*RUN, "--tags", "slang"), {}, "No case of this choice among 8"),
        ((*RUN, "--gate", "baseline.json"), {}, "baseline.json is no baseline"),
        ((*RUN, "--system", "http://127.0.0.1:9"), {}, "refused"),
        ((*RUN, "--system", "http://127.0.0.1:x"), {}, "Invalid port"),
        (("run", "articles", "--datasets", "broken"), {}, "support.jsonl:1: id"),
        (("run", "articles", "--datasets", "empty"), {}, "There is no case"),
        (("run", "empty", "--datasets", "datasets"), {}, "put .md or .txt files there"),
        (("report", "articles"), {}, "articles holds no run"),
        (("compare", "articles", "articles"), {}, "articles holds no run"),
        (("bench", "articles", "--datasets", "datasets"), {"OPORA_EMBEDDING_MODEL": "./none"}, "OPORA_EMBEDDING_MODEL"),
    ],
)
def test_what_can_be_put_right_is_said_in_one_line(
    place: Path, arguments: tuple[str, ...], settings: dict[str, str], says: str
) -> None:
    done = evals(place, *arguments, **settings)
    assert (done.code, done.out) == (1, "")
    assert done.err.strip().count("\n") == 0, done.err
    assert says in done.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((*RUN, "--system", "rival"), "rival is no system"),
        ((*RUN, "--system", "http://me:secret@127.0.0.1:9"), "name or password"),
        (("run", "articles"), "--datasets"),
        (("run", "--datasets", "datasets"), "ARTICLES"),
        ((*RUN, "--split", "test"), "--split"),
        ((*RUN, "--sample", "0"), "--sample"),
        (("report", "nowhere"), "nowhere"),
        (("bench", "articles", "--datasets", "datasets", "--clients=1,x"), "'--clients'"),
        (("bench", "articles", "--datasets", "datasets", "--growth=-5"), "'--growth'"),
        (("bench", "articles", "--datasets", "datasets", "--growth=0"), "'--growth'"),
        (("ablate", "--part", "dens"), "dens is no part: take dense, alignment,"),
    ],
)
def test_wrong_usage_is_said_in_one_line(place: Path, arguments: tuple[str, ...], says: str) -> None:
    done = evals(place, *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.strip().count("\n") == 0, done.err
    assert says in done.err


def test_a_run_without_a_result_has_no_report_yet(place: Path, ran: Said) -> None:
    folder = place / "runs" / "new"
    folder.mkdir()
    (folder / "run.json").write_bytes((place / "runs" / "one" / "run.json").read_bytes())
    for arguments in (("report", "runs/new"), ("compare", "runs/one", "runs/new")):
        assert "runs/new holds no result yet" in evals(place, *arguments).err


def test_other_cases_can_neither_be_held_against_a_baseline_nor_compared(place: Path, ran: Said) -> None:
    done = evals(
        place, "run", "articles", "--datasets", "other", "--system", "opora", "--out", "runs/other",
        "--gate", "kept/baseline.json",
    )  # fmt: skip
    assert done.code == 1
    assert "no case in common" in done.err
    compared = evals(place, "compare", "runs/one", "runs/other")
    assert (compared.code, compared.out, compared.err.count("\n")) == (1, "", 1)
    assert "no case in common" in compared.err


def test_a_case_of_the_baseline_without_a_reply_fails_at_the_gate(place: Path, ran: Said) -> None:
    nobody = {"OPORA_LLM": "openai:x", "OPORA_LLM_BASE_URL": "http://127.0.0.1:9/v1", "OPORA_LLM_API_KEY": "any"}
    done = evals(
        place, *RUN, "--system", "naive", "--limit", "1", "--out", "runs/mute", "--gate", "kept/baseline.json", **nobody
    )  # fmt: skip
    assert done.code == 1
    assert done.err.endswith("No reply where the baseline has one (1; the report says why): own/support r0.\n")
