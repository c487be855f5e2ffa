import pytest

from evals.authoring.table import BadTable, Row, read_table
from ingest.errors import UnreadableArticle

QUESTION, ANSWER = "Как вернуть товар, если он не подошёл?", "Привезите его в магазин; чек не нужен."
ROW = Row(2, QUESTION, ANSWER)
LINES = "Вопрос{0}Ответ\r\n{1}\r\n"


def table(delimiter: str, quoted: bool = True) -> str:
    cells = [f'"{cell}"' if quoted else cell for cell in (QUESTION, ANSWER)]
    return LINES.format(delimiter, delimiter.join(cells))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_every_separator_and_encoding(delimiter: str, encoding: str) -> None:
    read = read_table(table(delimiter).encode(encoding), "faq.csv")
    assert (read.rows, read.skipped) == ((ROW,), ())


READ = [
    ("tabs need no quotation marks", table("\t", quoted=False), (ROW,)),
    ("a separator that Excel names", "sep=;\n" + table(";"), (ROW,)),
    ("a comma in the header", "Вопрос, как задан;Ответ\nКак?;Так.\n", (Row(2, "Как?", "Так."),)),
    ("other columns", "№;Тема;Ответ;Вопрос\n1;Возврат;Так.;Как?\n", (Row(2, "Как?", "Так."),)),
    ("the surest names", "question_id,Question,answer\n7,Как?,Так.\n", (Row(2, "Как?", "Так."),)),
    ("a longer name", "Вопрос клиента,Ответ оператора\nКак?,Так.\n", (Row(2, "Как?", "Так."),)),
    ("quotation marks in a cell", 'question,answer\n"Что ""это""?",Экран 15"\n', (Row(2, 'Что "это"?', 'Экран 15"'),)),
    ("lines in a cell", 'question,answer\n"Как?\r\nА?","1. Так.\n2. Ещё."\nГде?,Тут.\n',
     (Row(2, "Как?\nА?", "1. Так.\n2. Ещё."), Row(3, "Где?", "Тут."))),
    ("empty rows keep their numbers", "\nquestion,answer\n,\n\nКак?,Так.", (Row(5, "Как?", "Так."),)),
    ("empty cells at the end", "question,answer\nКак?,Так.,,\n", (Row(2, "Как?", "Так."),)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rows"), [each[1:] for each in READ], ids=[each[0] for each in READ])
def test_rows(text: str, rows: tuple[Row, ...]) -> None:
    read = read_table(text.encode(), "faq.csv")
    assert (read.rows, read.skipped) == (rows, ())


def test_rows_that_cannot_be_used_are_named_as_a_spreadsheet_shows_them() -> None:
    text = "question,answer\nКак?,Так.\n ,Ответ ни на что.\nЗачем?,\nПочему?,Потому, что так.\nГде?\nКогда?,Завтра.\n"
    read = read_table(text.encode(), "faq.csv")
    assert [row.number for row in read.rows] == [2, 7]
    assert [(each.number, each.reason.split(":")[0]) for each in read.skipped] == [
        (3, "no question"),
        (4, "no answer"),
        (5, "3 cells where row 1 has 2"),
        (6, "no answer"),
    ]


def test_columns_by_name() -> None:
    text = "вопрос;что спросили;ответ;как надо\nа;б;в;г\n".encode()
    assert read_table(text, "faq.csv", question=" Что  спросили", answer="КАК НАДО").rows == (Row(2, "б", "г"),)
    with pytest.raises(BadTable, match="no column тема among вопрос, что спросили, ответ, как надо"):
        read_table(text, "faq.csv", question="тема")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("Тема;Текст\nа;б\n".encode(), r"faq\.csv: no column .* among Тема, Текст: .*--question"),
        ("question\nКак?\n".encode(), "--answer"),
        ("Вопрос клиента,Вопрос оператора,Ответ\nа,б,в\n".encode(), "--question"),
        ('question;answer\nКак?;Так.\nГде?;"Тут.\nКогда?;Завтра.\n'.encode(), r"faq\.csv: row 3: .*never closed"),
        (("question,answer\nКак?,%s\n" % ("а" * 200_000)).encode(), "field larger"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_says_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(BadTable, match=says):
        read_table(data, "faq.csv")


@pytest.mark.parametrize("data", [b"", b" \n", b"PK\x03\x04\x00\x00", table(",").encode("utf-16")])
def test_what_is_no_text_is_no_table(data: bytes) -> None:
    with pytest.raises(UnreadableArticle, match=r"faq\.csv"):
        read_table(data, "faq.csv")
