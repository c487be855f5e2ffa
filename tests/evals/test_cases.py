"""Cases as they are read from files."""

import re
from pathlib import Path

import pytest

from evals.cases import BadCase, Gold, UnknownDataset, digest, load

GOOD = '{"id": "1", "question": "?", "split": "dev"}'
TEXT = "Первый раздел\nОтвет здесь.\nВторой раздел\nТут его нет."


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ('{"id": "2", "split": "dev"}', "question"),
        ('{"id": "2", "question": "?", "split": "test"}', "split"),
        ('{"id": "2", "question": "?", "split": "dev", "expects": []}', "expects"),
        ('{"id": "2", "question": "?", "split": "dev", "gold": [{"source": "a.txt"}]}', "gold.0"),
        (
            '{"id": "2", "question": "?", "split": "dev", "gold": [{"source": "a", "lines": [3, 2], "sha256": "0"}]}',
            "gold.0",
        ),
        (
            '{"id": "2", "question": "?", "split": "dev", "gold": [{"source": "a", "lines": [0, 2], "sha256": "0"}]}',
            "gold.0.lines.0",
        ),
        ('{"id": "2", "question": "?", "split": "dev", "must_mention": ["14 дней", " | "]}', "must_mention.1"),
        ('{"id": "2", "question": "?", "split": "dev", "must_not_mention": [""]}', "must_not_mention.0"),
        ('["2", "?", "dev"]', "the whole line"),
        (GOOD, "id: 1 stands in an earlier line"),
    ],
)
def test_a_bad_line_is_named_by_file_line_and_field(tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "bad.jsonl").write_text(f"{GOOD}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(BadCase, match=re.escape(f"bad.jsonl:3: {says}")):
        load("bad", tmp_path)


def test_a_dataset_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "old.jsonl").write_text('{"id": "1", "question": "Где чек?", "split": "dev"}', encoding="cp1251")
    with pytest.raises(BadCase, match=r"old\.jsonl: not in UTF-8"):
        load("old", tmp_path)


def test_a_dataset_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "some.jsonl").write_text(GOOD)
    with pytest.raises(UnknownDataset, match=r"No dataset other .* there are some"):
        load("other", tmp_path)


@pytest.mark.parametrize(
    ("gold", "found"),
    [
        (Gold(source="a.txt", quote="Ответ здесь."), "Ответ здесь."),
        (Gold(source="a.txt", quote="Ответ там."), None),
        (
            Gold(source="a.txt", lines=(2, 3), sha256=digest("Ответ здесь.\nВторой раздел")),
            "Ответ здесь.\nВторой раздел",
        ),
        (Gold(source="a.txt", lines=(4, 4), sha256=digest("Тут его нет.")), "Тут его нет."),
        (Gold(source="a.txt", lines=(2, 2), sha256=digest("Ответ был здесь.")), None),
        (Gold(source="a.txt", lines=(9, 9), sha256=digest("Тут его нет.")), None),
    ],
)
def test_gold_is_where_its_words_stand_or_nowhere(gold: Gold, found: str | None) -> None:
    span = gold.find(TEXT)
    assert (TEXT[slice(*span)] if span else None) == found


def test_a_question_may_hold_any_character(tmp_path: Path) -> None:
    (tmp_path / "some.jsonl").write_text(GOOD.replace("?", "Где\u2028чек\x85?") + "\r\n", encoding="utf-8")
    assert [case.question for case in load("some", tmp_path).cases] == ["Где\u2028чек\x85?"]
