"""Opora as it is measured: beside whatever service is set up, never in it."""

from pathlib import Path

import pytest

from agent.reply import OutcomeKind
from evals.cases import Case
from evals.systems.opora import throwaway


def test_the_database_and_the_home_of_a_service_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "возврат.md").write_text("# Возврат\n\nЧтобы вернуть товар, привезите его в магазин.\n")
    monkeypatch.setenv("OPORA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OPORA_DATABASE_URL", f"sqlite:///{tmp_path / 'desk.sqlite'}")
    with throwaway(articles) as system:
        reply = system.ask(Case(id="1", question="Как вернуть товар?", split="dev")).reply
    assert reply.outcome is OutcomeKind.ANSWERED
    assert list(tmp_path.iterdir()) == [articles]
