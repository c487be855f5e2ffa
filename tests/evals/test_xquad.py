"""A benchmark in the form of SQuAD 1.1: how it becomes cases, and what is measured with it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.reply import OutcomeKind
from evals import xquad
from evals.systems.opora import Opora
from ingest.article import Article
from tests.conftest import SHARED

LIGHTHOUSE = (
    "\ufeffМаяк на мысе Дальний построили в 1874 году по чертежам инженера Орлова. Он стоит на гранитной скале высотой "
    "сорок метров. Смотритель зажигал лампу каждый вечер, а керосин привозили на лодках."
)
BEES = (
    "Пчелиная семья зимует в улье и питается мёдом. Весной матка откладывает до двух тысяч яиц в день. "
    "Трутни живут одно лето."
)
GLASS = "Оконное стекло варят из песка, соды и известняка. Печь разогревают до полутора тысяч градусов."


def asked(context: str, *pairs: tuple[str, str]) -> dict[str, Any]:
    return {
        "context": context,
        "qas": [
            {
                "id": f"{abs(hash(context)) % 1000}-{number}",
                "question": question,
                "answers": [{"text": answer, "answer_start": context.index(answer)}],
            }
            for number, (question, answer) in enumerate(pairs)
        ],
    }


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    topics = [
        {
            "title": "Море",
            "paragraphs": [
                asked(
                    LIGHTHOUSE,
                    ("В каком году построили маяк на мысе Дальний?", "1874"),
                    ("На чём привозили керосин смотрителю?", "на лодках"),
                )
            ],
        },
        {
            "title": "Природа и ремёсла",
            "paragraphs": [
                asked(BEES, ("Сколько яиц в день откладывает матка весной?", "до двух тысяч")),
                asked(GLASS, ("Из чего варят оконное стекло?", "песка, соды и известняка")),
            ],
        },
    ]
    file = tmp_path_factory.mktemp("xquad") / "tiny.json"
    file.write_text(json.dumps({"version": "1.1", "data": topics}, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def system(path: Path) -> Iterator[Opora]:
    with xquad.opora(path) as made:
        yield made


def test_a_case_has_the_sentence_of_its_answer_for_gold(path: Path, system: Opora) -> None:
    cases = xquad.xquad_cases(path)
    assert [case.must_mention for case in cases] == [
        ("1874",), ("на лодках",), ("до двух тысяч",), ("песка, соды и известняка",),
    ]  # fmt: skip
    assert cases[0].gold[0].quote == "Маяк на мысе Дальний построили в 1874 году по чертежам инженера Орлова."
    assert cases[2].gold[0].quote == "Весной матка откладывает до двух тысяч яиц в день."
    for case in cases:
        [gold] = case.gold
        assert gold.find(system.text_of(gold.source)) is not None


def test_the_filtered_cases_ask_the_same_without_the_answer(path: Path) -> None:
    whole, filtered = xquad.datasets(path)
    assert (whole.name, filtered.name) == ("xquad", "xquad_filtered")
    assert [case.question for case in whole.cases] == [case.question for case in filtered.cases]
    assert [(case.gold[0].source,) for case in whole.cases] == [case.left_out for case in filtered.cases]
    assert len({case.id for case in (*whole.cases, *filtered.cases)}) == 8
    assert not {OutcomeKind.ANSWERED, OutcomeKind.CONFLICT} & {
        kind for case in filtered.cases for kind in case.expected
    }


def test_every_other_topic_is_held_out(path: Path) -> None:
    for dataset in xquad.datasets(path):
        assert [case.split for case in dataset.cases] == ["dev", "dev", "heldout", "heldout"]


def test_each_paragraph_is_one_passage_and_is_found(path: Path, system: Opora) -> None:
    for case in xquad.xquad_cases(path):
        answer = system.ask(case)
        assert answer.evidence is not None
        best = answer.evidence[0]
        assert best.source_id == case.gold[0].source
        assert best.text == system.text_of(best.source_id)


def test_a_paragraph_that_is_left_out_is_not_found(path: Path, system: Opora) -> None:
    for case in xquad.filtered_cases(path):
        answer = system.ask(case)
        assert answer.evidence
        assert case.left_out[0] not in {each.source_id for each in answer.evidence}
        assert answer.reply.outcome in case.expected
    # the one that asks next finds it
    assert system.ask(xquad.xquad_cases(path)[-1]).reply.outcome is OutcomeKind.ANSWERED


def test_the_sentence_with_the_answer_is_found_among_all(path: Path) -> None:
    sentences, found = xquad.sentence_retrieval(path)
    assert sentences == 8
    assert found == {metric: [1.0] * 4 for metric in ("recall@1", "recall@5", "mrr", "ndcg@10")}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[]", "bad.json is not in the form"),
        ("{", "bad.json is not in the form"),
        ('{"data": [{"title": "Т", "paragraphs": [{"context": "Текст."}]}]}', "'qas'"),
        (
            '{"data": [{"title": "Т", "paragraphs": [{"context": "Текст.", "qas": '
            '[{"id": "q7", "question": "?", "answers": [{"text": "Текст", "answer_start": 3}]}]}]}]}',
            "q7",
        ),
    ],
)
def test_a_file_of_another_form_is_named(tmp_path: Path, content: str, says: str) -> None:
    file = tmp_path / "bad.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(xquad.BadBenchmark, match=says):
        xquad.xquad_cases(file)


def test_the_real_file_is_read_whole() -> None:
    if not xquad.PATH.is_file():
        pytest.skip(f"{xquad.PATH.relative_to(SHARED.parent)} is not here")
    paragraphs = xquad.read()
    assert (len(paragraphs), sum(len(each.questions) for each in paragraphs)) == (240, 1190)
    for paragraph in paragraphs:
        article = Article(paragraph.article, "", paragraph.text, ())
        [whole] = xquad.one_passage(article)
        assert whole.units
        pieces = xquad.passage_a_sentence(article)
        for question in paragraph.questions:
            start, end = paragraph.sentence_at(question.start)
            assert start <= question.start < end
            assert [each.start for each in pieces if each.start <= question.start < each.end] == [start]
