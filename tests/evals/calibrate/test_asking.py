"""Asking with an agent that answers whatever it can."""

from pathlib import Path

from evals.calibrate.asking import ask
from evals.calibrate.samples import samples_of
from evals.corpora import FolderCorpus
from ingest.progress import NoProgress

ARTICLE = "# Возврат\n\n## Сроки возврата\nВернуть товар можно в течение 14 дней после получения.\n"
CASES = """\
{"id": "1", "question": "За сколько дней можно вернуть товар?", "expected": ["answered"], "split": "dev", "gold": \
[{"source": "return.md", "quote": "Вернуть товар можно в течение 14 дней"}]}
{"id": "2", "question": "Какой у вас любимый цвет?", "expected": ["declined"], "split": "heldout"}
{"id": "3", "question": "Какой у вас цвет?", "expected": ["declined"], "split": "heldout", "left_out": ["other.md"]}
"""


def test_even_what_the_agent_is_least_sure_of_is_given_as_an_answer(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "cases").mkdir()
    (tmp_path / "articles" / "return.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "cases" / "support.jsonl").write_text(CASES, encoding="utf-8")
    (tmp_path / "cases" / "handover.jsonl").write_text(CASES.replace('"id": "', '"id": "h'), encoding="utf-8")
    corpus = FolderCorpus("mine", (tmp_path / "articles",), tmp_path / "cases")

    results = ask([corpus], NoProgress())

    assert [(each.dataset, each.case.id) for each in results] == [("support", "1"), ("support", "2"), ("support", "3")]
    assert [str(each.answer.reply.outcome) for each in results if each.answer] == ["answered"] * 3
    found = samples_of(results, lambda corpus, source_id: ARTICLE)
    assert [each.right for each in (*found.dev, *found.heldout)] == [True, False, False]
    assert all(each.features for each in (*found.dev, *found.heldout))
