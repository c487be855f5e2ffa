"""Markdown: the structure that its marks give, and a text without the inline ones."""

import pytest

from ingest.readers import read_article
from tests.ingest.outlines import outline

CASES: dict[str, tuple[str, list[str]]] = {
    "inline marks become words": (
        "# О *чате*\n\nНажмите **«Помощь»** или `/help`, [здесь](https://shop.example/a) ![значок](i.png).\n"
        "Ждите &laquo;1\\*&raquo;.\n",
        ["# О чате", "Нажмите «Помощь» или /help, здесь значок. Ждите «1*»."],
    ),
    "lists keep order and nesting": (
        "## Вход\n\n3. Откройте **сайт**:\n   - на телефоне;\n   - дома.\n4. Войдите.\n\n   Код придёт сам.\n",
        ["## Вход", "1. Откройте сайт:", "  - на телефоне;", "  - дома.", "1. Войдите.\n  Код придёт сам."],
    ),
    "words after a nested list stay in the item": (
        "# Ы\n\n1. Первое:\n   - второе;\n\n   и последнее.\n",
        ["# Ы", "1. Первое:", "  - второе;", "1. и последнее."],
    ),
    "tables and code": (
        "| Кто | Куда |\n|---|---|\n| Вы | **1234** |\n| | 5678 |\n\n```sh\nping   shop\n```\n",
        ["| Кто | Куда", "| Вы | 1234", "| 5678", "` ping   shop"],
    ),
    "tags and comments are left out": (
        "# Тема\n\n<!-- скрыто --><div>Видно <b>всем</b></div>\n\nСтрока<br>ещё <i>одна</i>\n",
        ["# Тема", "Видно всем", "Строка ещё одна"],
    ),
    "underlined headings": ("Тема\n====\n\nЧасть\n-----\n\nТекст.\n", ["# Тема", "## Часть", "Текст."]),
    "macros become words": (
        "# {heading(Вход)[id=login]}\n\n{note:info}\n"
        "Смотрите {linkto(../a#b)[text=раздел {var(shop)}]}, {tab}не макрос{x}.\n"
        "{/note}\n\n{include(_a.md)[tags=b]}\n",
        ["# Вход", "Смотрите раздел shop, не макрос{x}."],
    ),
    "a pasted page without marks is plain text": (
        "Как войти\n\n• откройте сайт;\n• введите код.\n\nЧасы работы\nКто | Когда |\nЧат | всегда |\n",
        ["# Как войти", "- откройте сайт;", "- введите код.", "# Часы работы", "| Кто | Когда", "| Чат | всегда"],
    ),
}


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=CASES.keys())
def test_outline(source: str, expected: list[str]) -> None:
    assert outline(read_article(source.encode(), "a.md")) == expected


def test_text_still_reads_as_a_document() -> None:
    source = "# Вход\n\nТак:\n\n* раз\n* **два**\n\n1. три\n\n| А | Б |\n|---|---|\n| в | г |\n"
    assert read_article(source.encode(), "a.md").text == (
        "# Вход\n\nТак:\n\n- раз\n- два\n\n1. три\n\n| А | Б |\n| --- | --- |\n| в | г |"
    )


def test_adjacent_tables_stay_apart() -> None:
    text = read_article("| А |\n|---|\n| 1 |\n\n| Б |\n|---|\n| 2 |\n".encode(), "a.md").text
    assert "| 1 |\n\n| Б |" in text
