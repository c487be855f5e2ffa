"""`calibrate --from`: a run's results → what is printed."""

from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from agent.features import Features
from evals import cases
from evals.calibrate_command import ROOT, calibrate
from evals.results import Result
from evals.run import RunFolder
from evals.runinfo import RunInfo
from ingest.readers import read_article
from tests.evals.made import result

app = typer.Typer()
app.command()(calibrate)
SHIPPED = ROOT / "agent" / "calibration.json"


def text_of(source_id: str) -> str:
    return read_article((ROOT / "sources" / source_id).read_bytes(), source_id).text


def results(system: str) -> Iterator[Result]:
    """Answers to the cases of the project's own articles: with gold, every third misses it."""
    nothing = Features(*[0.0] * len(fields(Features)))
    for dataset in ("support", "outside"):
        for number, case in enumerate(cases.load(dataset, cases.DATASETS / "sources").cases):
            start, end = (case.gold[0].find(text_of(case.gold[0].source)) if case.gold else None) or (0, 1)
            hit = bool(case.gold) and number % 3 > 0
            quotes = [[case.gold[0].source if hit else "nothing.md", start, end]]
            known = replace(nothing, dense=0.2 + 0.5 * hit + number % 7 / 10)
            made = result(
                case.id,
                system=system,
                dataset=dataset,
                explanation={"statements": [{"quotes": quotes}], "features": asdict(known)},
            )
            yield made.model_copy(update={"case": case})


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    folder = RunFolder(tmp_path / "one")
    described = {"model": "extractive", "embedder": "builtin"}
    folder.write(
        RunInfo(name="one", created_at=datetime(2026, 1, 1, tzinfo=UTC), systems={"opora": described, "naive": {}})
    )
    for each in (*results("opora"), *results("naive")):
        folder.add(each)
    return folder


def test_a_run_is_calibrated_without_asking_and_nothing_is_written_unless_told(folder: RunFolder) -> None:
    before = SHIPPED.read_bytes()

    done = CliRunner().invoke(app, ["--from", str(folder.path)], env={"OPORA_TARGET_RISK": "0.07"})

    assert done.exit_code == 0, done.output
    asked = [case for each in ("support", "outside") for case in cases.load(each, cases.DATASETS / "sources").cases]
    count = sum(case.split == "dev" for case in asked)
    assert f"dev, cross-validated: {count} questions" in done.stdout
    [line] = [each for each in done.stdout.splitlines() if each.startswith("answer, heldout")]
    assert float(line.split()[3]) > 0.8  # AUROC: the features are made so
    assert "target risk 0.07: threshold" in done.stdout
    assert SHIPPED.read_bytes() == before


@pytest.mark.parametrize("systems", [{"naive": {}}, {"opora": {}}])
def test_a_run_that_has_not_asked_opora_is_refused_in_one_line(
    folder: RunFolder, systems: dict[str, dict[str, str]]
) -> None:
    folder.write(folder.info().model_copy(update={"systems": systems}))
    done = CliRunner().invoke(app, ["--from", str(folder.path)])
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "--system opora" in done.stderr


def test_a_folder_that_holds_no_run_is_refused_in_one_line(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["--from", str(tmp_path)])
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "holds no run" in done.stderr
