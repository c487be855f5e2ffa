from pathlib import Path

import pytest

from evals.authoring.dataset import CannotAppend, append, cases_in, line_of
from evals.cases import BadCase, Case, Gold


def a_case(case_id: str, question: str = "Как вернуть товар?") -> Case:
    return Case(id=case_id, question=question, gold=(Gold(source="a.md", quote="Слова."),), split="dev")


def test_what_was_appended_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "added.jsonl"
    append(path, [a_case("1")])
    lines = append(path, [a_case("2"), a_case("3")])
    assert [case.id for case in cases_in(path)] == ["1", "2", "3"]
    assert path.read_text(encoding="utf-8").endswith("".join(f"{line}\n" for line in lines))


def test_a_line_says_only_what_the_case_says() -> None:
    assert line_of(a_case("1")) == (
        '{"id": "1", "question": "Как вернуть товар?", "gold": [{"source": "a.md", "quote": "Слова."}], "split": "dev"}'
    )


@pytest.mark.parametrize("question", ["две\nстроки", "две\u2028строки", "две\x85строки", '«кавычки» "и" \\', "🙂"])
def test_every_question_stays_on_one_line(tmp_path: Path, question: str) -> None:
    path = tmp_path / "added.jsonl"
    append(path, [a_case("1", question), a_case("2")])
    assert [case.question for case in cases_in(path)] == [question, "Как вернуть товар?"]


def test_a_file_whose_last_line_is_not_ended_is_not_damaged(tmp_path: Path) -> None:
    path = tmp_path / "added.jsonl"
    path.write_text(line_of(a_case("1")), encoding="utf-8")
    append(path, [a_case("2")])
    assert [case.id for case in cases_in(path)] == ["1", "2"]


def test_an_id_is_appended_once(tmp_path: Path) -> None:
    path = tmp_path / "added.jsonl"
    append(path, [a_case("1")])
    before = path.read_bytes()
    for cases in ([a_case("2"), a_case("1")], [a_case("2"), a_case("2")]):
        with pytest.raises(CannotAppend, match="already"):
            append(path, cases)
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_used_is_left_alone(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{}\n", encoding="utf-8")
    with pytest.raises(BadCase, match=r"broken\.jsonl:1"):
        append(broken, [a_case("1")])
    assert broken.read_text(encoding="utf-8") == "{}\n"
    with pytest.raises(CannotAppend, match="--to"):
        append(broken / "added.jsonl", [a_case("1")])
