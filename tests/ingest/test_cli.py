import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.__main__ import main
from ingest.release import ReleaseStore
from tests.fakes import FakeEmbedder

ROOT = Path(__file__).parent.parent.parent


class Terminal:
    """The commands as a maintainer types them, with a home and a folder of their own."""

    def __init__(self, home: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self.folder = home, folder
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = self._capsys.readouterr()
        if isinstance(ended.value.code, str):  # Python prints it to standard error on its way out, and exits with 1
            return 1, out, err + ended.value.code
        return int(ended.value.code or 0), out, err


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.setenv("OPORA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OPORA_EMBEDDING_MODEL", "builtin")
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "returns.md").write_text("# Возврат\n\nВернуть покупку можно за 14 дней.\n")
    return Terminal(tmp_path / "home", folder, capsys)


def test_from_first_sync_to_rollback(run: Terminal) -> None:
    code, out, _ = run("sync", str(run.folder))
    assert code == 0
    assert "is live: 1 articles, 1 passages" in out
    first = out.split()[1]

    (run.folder / "delivery.md").write_text("# Доставка\n\nПривозим за два дня.\n")
    code, out, _ = run("sync", str(run.folder), "--dry-run")
    assert (code, out) == (0, "added 1\n  + delivery.md\nchanged 0\nremoved 0\nkept 1\n")
    assert run("status")[1].splitlines()[0] == f"release    {first}"

    second = run("sync", str(run.folder))[1].split()[1]
    assert run("sync", str(run.folder))[1].startswith(f"Unchanged: release {second}")
    assert run("sync", str(run.folder), "--dry-run")[1].startswith("Unchanged")

    _, out, _ = run("releases")
    newest, oldest = out.splitlines()
    assert newest.startswith(f"* {second}  2 articles")
    assert oldest.startswith(f"  {first}  1 articles")

    assert run("rollback") == (0, f"Release {first} is live.\n", "")
    assert run("rollback", second) == (0, f"Release {second} is live.\n", "")
    _, out, _ = run("status")
    assert "2 articles, 2 passages" in out
    assert "embedder   builtin (builtin:" in out


def test_unreadable_files_are_named_each_time(run: Terminal) -> None:
    (run.folder / "broken.md").write_bytes(b"\x00\xff\x01" * 900)
    for _ in range(2):
        code, _, err = run("sync", str(run.folder))
        assert code == 0
        assert err.startswith("skipped broken.md: ")


def test_dry_run_reads_what_has_changed(run: Terminal) -> None:
    run("sync", str(run.folder))
    (run.folder / "broken.md").write_bytes(b"\x00\xff\x01" * 900)
    (run.folder / "delivery.md").write_text("# Доставка\n\nПривозим за два дня.\n")
    code, out, err = run("sync", str(run.folder), "--dry-run")
    assert (code, out) == (0, "added 1\n  + delivery.md\nchanged 0\nremoved 0\nkept 1\n")
    assert err.startswith("skipped broken.md: ")
    assert run("sync", str(run.folder))[2] == err  # as the sync itself says
    code, out, err_later = run("sync", str(run.folder), "--dry-run")
    assert (out.split(":")[0], err_later) == ("Unchanged", err)
    for name in ("returns.md", "delivery.md"):
        (run.folder / name).unlink()
    assert run("sync", str(run.folder), "--dry-run")[0] == run("sync", str(run.folder))[0] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("status",), 1, "python -m ingest sync FOLDER"),
        (("releases",), 1, "python -m ingest sync FOLDER"),
        (("rollback",), 1, "python -m ingest sync FOLDER"),
        (("rollback", "20200101T000000.000Z-00000000"), 1, "python -m ingest releases"),
        (("sync", "empty"), 1, "put .md or .txt files there"),
        (("sync", "empty", "--dry-run"), 1, "put .md or .txt files there"),
        (("sync", "nowhere"), 2, "does not exist"),
        (("sync",), 2, "Missing argument"),
        (("snyc",), 2, "No such command"),
        (("train-embedder", "nowhere.gz", "--navec", "nowhere.tar"), 2, "does not exist"),
    ],
)
def test_failure_is_one_line_that_says_what_to_do(
    run: Terminal, tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    (tmp_path / "empty").mkdir()
    got, out, err = run(*arguments)
    assert got == code
    assert says in err
    assert out == ""
    assert "Traceback" not in err
    if code == 1:
        assert err.count("\n") == 0


def test_unknown_embedder_is_told_before_anything_is_read(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPORA_EMBEDDING_MODEL", "./no-such-model")
    code, _, err = run("sync", str(run.folder))
    assert code == 1
    assert "OPORA_EMBEDDING_MODEL" in err


def test_home_that_cannot_be_written_to(run: Terminal) -> None:
    run.home.write_text("a file where the folder should be")
    code, _, err = run("sync", str(run.folder))
    assert code == 1
    assert str(run.home) in err


def test_second_sync_says_who_is_at_it(run: Terminal) -> None:
    with ReleaseStore(run.home, FakeEmbedder).lock():
        code, _, err = run("sync", str(run.folder))
    assert code == 1
    assert f"process {os.getpid()}" in err


def test_help_of_every_command(run: Terminal) -> None:
    for command in ((), ("sync",), ("status",), ("releases",), ("rollback",), ("train-embedder",)):
        code, out, _ = run(*command, "--help")
        assert code == 0
        assert "Usage: python -m ingest" in out
    _, out, _ = run("--help")
    assert "python -m ingest status                     what is live now" in [line.strip() for line in out.splitlines()]


def test_unchanged_folder_is_seen_without_heavy_imports(run: Terminal) -> None:
    run("sync", str(run.folder))
    command = "import sys; from ingest.__main__ import main\ntry: main()\nfinally: print(*sys.modules)"
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", command, "sync", str(run.folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert time.monotonic() - started < 10  # a bound for the busiest machine; some 0.6 s are usual
    said, modules = done.stdout.splitlines()
    assert said.startswith("Unchanged")
    heavy = {"torch", "sentence_transformers", "chromadb", "langchain_core", "tantivy", "numpy", "pymorphy3"}
    assert not heavy & set(modules.split())
