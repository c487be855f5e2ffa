"""Running cases, being stopped, and going on."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from agent.reply import OutcomeKind, Reply
from evals.cases import Case
from evals.corpora import Corpus, FolderCorpus, digest
from evals.plan import Choice, plan
from evals.results import Result
from evals.run import NoRun, RunFolder, begin, run
from evals.runinfo import RunInfo
from evals.systems.base import Answer, SystemFailed
from ingest.errors import UnknownArticle
from ingest.progress import NoProgress, Progress
from tests.evals.own import write_cases, write_corpus

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
ARTICLE = "Вернуть товар можно за 14 дней."
CASES: Sequence[Mapping[str, Any]] = [{"id": f"c{n}"} for n in range(6)]


@dataclass
class Clerk:
    """Answers whatever it is asked with the same words."""

    failing: set[str] = field(default_factory=set)  # ids of cases that it has no answer to
    seconds: float = 0.0
    name: str = "clerk"
    asked: list[str] = field(default_factory=list)

    def ask(self, case: Case) -> Answer:
        self.asked.append(case.id)
        time.sleep(self.seconds)
        if case.id in self.failing:
            raise SystemFailed(f"no line for {case.id}")
        reply = Reply(id=case.id, created_at=WHEN, outcome=OutcomeKind.ANSWERED, text="За 14 дней.")
        return Answer(reply=reply, evidence=None, explanation={}, seconds=0.1, model_calls=0, tokens=None)

    def text_of(self, source_id: str) -> str:
        if source_id != "возврат.md":
            raise UnknownArticle(source_id, "now")
        return ARTICLE

    def describe(self) -> Mapping[str, str]:
        return {"desk": "the second", "release": "r1"}

    @contextmanager
    def opened(self, corpus: Corpus) -> Iterator["Clerk"]:
        yield self


@dataclass
class Impatient:
    """Stops the run, as Ctrl-C does, once so many cases are done."""

    after: int
    done: int = 0

    def begin(self, stage: str, total: int) -> None: ...

    def advance(self, count: int = 1) -> None:
        self.done += count
        if self.done == self.after:
            raise KeyboardInterrupt


@pytest.fixture
def corpus(tmp_path: Path) -> FolderCorpus:
    return write_corpus(tmp_path / "shop", {"support": CASES}, {"возврат.md": ARTICLE})


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    found = RunFolder(tmp_path / "run")
    begin(found, RunInfo(name="run", created_at=WHEN, systems={"clerk": {}}))
    return found


def ask(
    corpus: FolderCorpus,
    folder: RunFolder,
    *clerks: Clerk,
    workers: int = 1,
    progress: Progress | None = None,
    **choice: Any,
) -> list[Result]:
    systems = {clerk.name: clerk.opened for clerk in clerks}
    run([corpus], plan([corpus], Choice(**choice)), systems, folder, workers, progress or NoProgress())
    return folder.results()


def file_of(folder: RunFolder) -> Path:
    return folder.path / "results.jsonl"


@pytest.mark.parametrize("workers", [1, 4])
def test_every_system_is_asked_every_case_and_what_came_is_kept_in_order(
    corpus: FolderCorpus, folder: RunFolder, workers: int
) -> None:
    clerk, other = Clerk(), Clerk(name="other")
    results = ask(corpus, folder, clerk, other, workers=workers)
    ids = [str(case["id"]) for case in CASES]
    assert [(each.system, each.case.id) for each in results] == [
        (name, one) for name in ("clerk", "other") for one in ids
    ]
    assert {(each.corpus, each.dataset) for each in results} == {("shop", "support")}
    assert all(
        each.answer and each.answer.reply.text == "За 14 дней." and each.scores["answered"] == 1 for each in results
    )


def test_the_systems_are_described(corpus: FolderCorpus, folder: RunFolder) -> None:
    ask(corpus, folder, Clerk())
    assert folder.info().systems == {"clerk": {"desk": "the second", "release (shop)": "r1"}}


def test_each_result_is_kept_as_it_comes(corpus: FolderCorpus, folder: RunFolder) -> None:
    counts: list[int] = []

    class Watching(NoProgress):
        def advance(self, count: int = 1) -> None:
            counts.append(len(folder.results()))

    ask(corpus, folder, Clerk(), progress=Watching())
    assert counts == [1, 2, 3, 4, 5, 6]


def test_a_case_that_the_system_failed_at_says_why_and_is_asked_again(corpus: FolderCorpus, folder: RunFolder) -> None:
    failed = {each.case.id: each for each in ask(corpus, folder, Clerk(failing={"c2", "c4"}))}
    assert failed.keys() == {case["id"] for case in CASES}
    assert (failed["c2"].answer, failed["c2"].error, dict(failed["c2"].scores)) == (None, "no line for c2", {})
    again = Clerk()
    results = ask(corpus, folder, again)
    assert again.asked == ["c2", "c4"]
    assert len(results) == len(CASES)
    assert all(each.answer and not each.error for each in results)


def test_a_case_whose_gold_is_gone_says_so_beside_its_answer(tmp_path: Path, folder: RunFolder) -> None:
    golds = {"held": {"source": "возврат.md", "quote": "14 дней"}, "gone": {"source": "возврат.md", "quote": "30 дней"}}
    cases = [{"id": name, "gold": [gold]} for name, gold in golds.items()]
    corpus = write_corpus(tmp_path / "gold", {"support": cases})
    held, gone = ask(corpus, folder, Clerk())
    assert held.unscored is None
    assert held.scores["section"] == 0
    assert gone.answer is not None
    assert "30 дней" in str(gone.unscored)
    assert not gone.scores
    again = Clerk()
    ask(corpus, folder, again)
    assert again.asked == []


# Going on


@pytest.mark.parametrize("cut", [1, 5, 200, 211])
def test_half_a_line_is_no_result_and_is_asked_again(corpus: FolderCorpus, folder: RunFolder, cut: int) -> None:
    before = ask(corpus, folder, Clerk())
    content = file_of(folder).read_bytes()
    # Somewhere in the middle of a letter, too.
    file_of(folder).write_bytes(content[:-cut])
    assert folder.results() == before[:-1]
    again = Clerk()
    assert ask(corpus, folder, again) == before
    assert again.asked == ["c5"]


@pytest.mark.parametrize("workers", [1, 2])
def test_who_is_interrupted_leaves_whole_lines_and_does_not_wait(
    tmp_path: Path, folder: RunFolder, workers: int
) -> None:
    corpus = write_corpus(tmp_path / "many", {"support": [{"id": f"c{n}"} for n in range(200)]})
    stopped = Clerk(seconds=0.005)
    with pytest.raises(KeyboardInterrupt):
        ask(corpus, folder, stopped, workers=workers, progress=Impatient(after=3))
    assert len(stopped.asked) < 50
    lines = file_of(folder).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["case"]["id"] for line in lines] == ["c0", "c1", "c2"]
    again = Clerk()
    assert len(ask(corpus, folder, again, workers=workers)) == 200
    assert len(again.asked) == 197


def test_an_edited_case_is_asked_again_and_a_removed_one_forgotten(corpus: FolderCorpus, folder: RunFolder) -> None:
    ask(corpus, folder, Clerk())
    write_cases(corpus.cases / "support.jsonl", [*CASES[:4], {"id": "c4", "question": "А теперь?"}])
    again = Clerk()
    results = ask(corpus, folder, again)
    assert again.asked == ["c4"]
    assert [each.case.id for each in results] == ["c0", "c1", "c2", "c3", "c4"]
    assert results[-1].case.question == "А теперь?"


def test_a_finished_run_asks_nobody(corpus: FolderCorpus, folder: RunFolder) -> None:
    before = ask(corpus, folder, Clerk())
    again = Clerk()
    assert ask(corpus, folder, again) == before
    assert again.asked == []


# The folder

INFO = RunInfo(
    name="run",
    created_at=WHEN,
    git_commit="abc",
    systems={"opora": {}, "naive": {}},
    settings={"llm": "extractive"},
    articles={"shop": "1"},
    choice=asdict(Choice(datasets=("support",), tags=("slang",), sample=5)),
)


def test_the_same_run_goes_on_in_its_folder(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "new" / "run")
    begin(folder, INFO)
    folder.write(folder.info().model_copy(update={"systems": {"opora": {"model": "extractive"}, "naive": {}}}))
    begin(folder, INFO.model_copy(update={"created_at": WHEN.replace(year=2027)}))
    assert folder.info().systems["opora"] == {"model": "extractive"}
    assert folder.info().created_at == WHEN


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"choice": asdict(Choice(datasets=("support",), tags=("slang",), sample=6))}, "other cases"),
        ({"choice": asdict(Choice(datasets=("support",), sample=5))}, "other cases"),
        ({"systems": {"opora": {}}}, "other systems"),
        ({"systems": {"naive": {}, "opora": {}}}, "other systems"),
        ({"articles": {"shop": "2"}}, "other articles"),
        ({"settings": {"llm": "openai:small"}}, "other settings"),
        ({"git_commit": "abd"}, "another commit"),
    ],
)
def test_another_run_is_not_mixed_with_the_one_in_the_folder(
    tmp_path: Path, changed: Mapping[str, Any], says: str
) -> None:
    folder = RunFolder(tmp_path)
    begin(folder, INFO)
    with pytest.raises(NoRun, match=says):
        begin(folder, INFO.model_copy(update=dict(changed)))


def test_a_folder_without_a_run_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoRun, match="holds no run"):
        RunFolder(tmp_path).info()
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(NoRun, match="holds no run"):
        begin(RunFolder(tmp_path), INFO)


def test_results_of_another_version_say_so(folder: RunFolder) -> None:
    assert folder.results() == []
    file_of(folder).write_text('{"system": "opora"}\n')
    with pytest.raises(NoRun, match="another version"):
        folder.results()


def test_articles_that_are_edited_are_others(corpus: FolderCorpus) -> None:
    before = digest(corpus)
    assert digest(replace(corpus, name="the same")) == before
    (corpus.folders[0] / "возврат.md").write_text("Вернуть товар нельзя.", encoding="utf-8")
    assert digest(corpus) != before
