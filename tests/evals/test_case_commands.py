"""`add` and `import`, run as a command line over a real desk and real files."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from agent.desk import Turn, open_desk
from agent.reply import Citation, OutcomeKind, Reply
from agent.settings import AgentSettings
from evals.case_commands import add, import_
from evals.cases import Case, load

app = typer.Typer()
app.command("add")(add)
app.command("import")(import_)

QUOTE = "Чтобы вернуть товар, привезите его в магазин."


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Place:
    folder: Path

    def run(self, *arguments: str) -> Done:
        result = CliRunner().invoke(app, arguments, env={"OPORA_HOME": str(self.folder / "home")})
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return Done(result.exit_code, result.stdout, result.stderr)

    def write(self, name: str, text: str, encoding: str = "utf-8") -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        return str(path)

    def cases(self, name: str) -> tuple[Case, ...]:
        return load(name, self.folder / "home" / "cases").cases


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def store(place: Place, *said: str) -> Sequence[str]:
    """A conversation on the desk; the ids of its replies."""
    citation = Citation(marker=1, source_id="a.md", title="", heading=(), url=None, quote=QUOTE, start=0, end=45)
    desk = open_desk(AgentSettings(home=place.folder / "home"))
    conversation, _ = desk.start_conversation()
    for number, text in enumerate(said):
        turn = desk.begin_turn(conversation, text)
        assert isinstance(turn, Turn)
        when = datetime(2026, 1, 1, tzinfo=UTC)
        reply = Reply(
            id=f"r{number}", created_at=when, outcome=OutcomeKind.ANSWERED, text="Так.", citations=(citation,)
        )
        desk.finish_turn(turn, reply, {})
    desk.close()
    return [f"r{number}" for number in range(len(said))]


def test_a_stored_turn_is_added_and_printed(place: Place) -> None:
    *_, reply_id = store(place, "Здравствуйте, это ivan@mail.ru", "Как вернуть чайник?")
    done = place.run("add", reply_id, "--tag", "returns", "--tag", "kettle", "--split", "heldout")
    assert done.code == 0, done.err
    assert json.loads(done.out) == {
        "id": f"turn-{reply_id}",
        "question": "Как вернуть чайник?",
        "history": ["Здравствуйте, это [почта скрыта]"],
        "expected": ["answered"],
        "gold": [{"source": "a.md", "quote": QUOTE}],
        "tags": ["returns", "kettle"],
        "split": "heldout",
    }
    assert place.cases("added") == (Case.model_validate_json(done.out),)
    assert "expected" in done.err
    assert str(place.folder / "home" / "cases" / "added.jsonl") in done.err


def test_a_turn_is_added_once_to_a_file(place: Place) -> None:
    [reply_id] = store(place, "Как вернуть чайник?")
    other = str(place.folder / "own.jsonl")
    assert place.run("add", reply_id).code == 0
    assert place.run("add", reply_id, "--to", other).code == 0
    again = place.run("add", reply_id, "--to", other)
    assert (again.code, again.out) == (1, "")
    assert again.err.count("\n") == 1
    assert "already" in again.err
    assert len(load("own", place.folder).cases) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("add", "nothing"), 1, "nothing"),
        (("add", "r0", "--to", "cases.json"), 2, ".jsonl"),
        (("import", "absent.csv"), 2, "absent.csv"),
    ],
)
def test_what_cannot_be_done_is_said(place: Place, arguments: tuple[str, ...], code: int, says: str) -> None:
    store(place, "Как вернуть чайник?")
    done = place.run(*arguments)
    assert (done.code, done.out) == (code, "")
    assert says in done.err


def test_a_table_is_imported_with_what_articles_say(place: Place) -> None:
    place.write("articles/возврат.md", f"# Возврат\n\n{QUOTE} Чек не нужен.\n")
    place.write(
        "articles/служебное.md", "---\naudience: staff\n---\n# Скидки\n\nСкидку в этом году дают только своим.\n"
    )
    text = (
        "Вопрос;Ответ\r\n"
        f'Как вернуть?;"{QUOTE}"\r\n'
        "Сколько ждать?;Ждите 3 дня.\r\n"
        ";Ответ без вопроса.\r\n"
        "Скидки есть?;Скидку в этом году дают только своим.\r\n"
        "как вернуть;Никак.\r\n"
    )
    table = place.write("Вопросы 2025.csv", text, "cp1251")
    done = place.run("import", table, "--articles", str(place.folder / "articles"))
    assert done.code == 0, done.err
    assert done.err.splitlines() == ["row 4: no question", "row 6: the question of row 2 again"]
    assert done.out.startswith("3 cases appended to ")
    assert done.out.endswith("1 with gold quotes, 1 with facts to mention, 1 with the outcome alone; 2 rows skipped.\n")
    said, counted, staff = place.cases("Вопросы 2025")
    assert [(gold.source, gold.quote) for gold in said.gold] == [("возврат.md", QUOTE)]
    assert counted.must_mention == ("3 дн|3 ден",)
    assert (staff.gold, staff.must_mention) == ((), ())


def test_a_table_is_imported_once(place: Place) -> None:
    table = place.write("faq.csv", "Тема,Спросили,Сказали\nВозврат,Как?,Так.\n")
    columns = ("--question", "спросили", "--answer", "сказали")
    assert place.run("import", table, *columns).code == 0
    again = place.run("import", table, *columns)
    assert (again.code, again.out) == (1, "")
    assert again.err.splitlines() == [
        "row 2: the dataset has this question already",
        f"{table}: no row could be imported.",
    ]
    assert len(place.cases("faq")) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "--question"),
        ('question,answer\nКак?,"Так.\n', "never closed"),
        ("question,answer\n", "no row"),
        ("", "empty"),
    ],
)
def test_a_table_of_no_use_makes_no_dataset(place: Place, text: str, says: str) -> None:
    done = place.run("import", place.write("faq.csv", text))
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert says in done.err
    assert not (place.folder / "home" / "cases").exists()


def test_a_folder_without_articles_is_no_gold(place: Place) -> None:
    (place.folder / "empty").mkdir()
    table = place.write("faq.csv", "question,answer\nКак?,Так.\n")
    done = place.run("import", table, "--articles", str(place.folder / "empty"))
    assert (done.code, done.out) == (1, "")
    assert "empty" in done.err
