"""Passages hold together what belongs together, and their units can be quoted."""

from itertools import pairwise
from pathlib import Path

import pytest

from ingest.article import Article, Audience
from ingest.passage import Passage, Unit, UnitKind
from ingest.readers import SUFFIXES, read_article
from ingest.split import LIST_MAX, PASSAGE_MAX, TAIL_MAX, split
from ingest.units import UNIT_MAX

SHARED = Path(__file__).resolve().parents[3] / "shared"
VK_SAMPLE_STEP = 40  # every 40th of 1,609 articles: a second of work


def article(source: str, name: str = "a.txt") -> Article:
    return read_article(source.encode(), name)


def passages(source: str, name: str = "a.txt") -> list[Passage]:
    return split(article(source, name))


def words(passage: Passage, unit: Unit) -> str:
    return passage.slice(unit.start, unit.end)


def lead(passage: Passage, unit: Unit) -> str:
    return passage.slice(unit.lead_start, unit.lead_end) if unit.lead_end else ""


def units(source: str, name: str = "a.txt") -> list[tuple[str, str, str]]:
    """Kind, words and lead-in of every unit, in order."""
    return [(u.kind.value, words(p, u), lead(p, u)) for p in passages(source, name) for u in p.units]


UNITS: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "sentences": (
        "Чат открыт всегда. Пишите, т. е. спрашивайте!\n",
        [("sentence", "Чат открыт всегда.", ""), ("sentence", "Пишите, т. е. спрашивайте!", "")],
    ),
    "a list takes its lead-in, which is no unit alone": (
        "Чат удобен. Он умеет:\n- искать заказы;\n- молчать.\n",
        [
            ("sentence", "Чат удобен.", ""),
            ("item", "искать заказы;", "Он умеет:"),
            ("item", "молчать.", "Он умеет:"),
        ],
    ),
    "a lead-in without a colon is also a sentence": (
        "Закажите звонок.\n- Номер верный.\n- Время любое.\n",
        [
            ("sentence", "Закажите звонок.", ""),
            ("item", "Номер верный.", "Закажите звонок."),
            ("item", "Время любое.", "Закажите звонок."),
        ],
    ),
    "the lead-in says that it is a sequence": (
        "Алгоритм звонка:\n- Номер наш.\n- Код ваш.\n",
        [("step", "Номер наш.", "Алгоритм звонка:"), ("step", "Код ваш.", "Алгоритм звонка:")],
    ),
    "items tell the reader to act": (
        "Сделайте так.\n- Откройте чат.\n- Подготовьте чек.\n- При желании подождите.\n",
        [
            ("sentence", "Сделайте так.", ""),
            ("step", "Откройте чат.", "Сделайте так."),
            ("step", "Подготовьте чек.", "Сделайте так."),
            ("step", "При желании подождите.", "Сделайте так."),
        ],
    ),
    "numbers make steps": (
        "Вход\n1. Сайт\n2. Код\n",
        [("step", "Сайт", ""), ("step", "Код", "")],
    ),
    "questions with their answers are no steps": (
        "Вопросы\n\n  1. Можно ли отменить?\n     Да, в чате.\n\n  2. Долго ждать?\n     Нет.\n",
        [("item", "Можно ли отменить?\n     Да, в чате.", ""), ("item", "Долго ждать?\n     Нет.", "")],
    ),
    "the header leads the rows": (
        "Телефоны\nКто | Номер |\nПокупатели | 1234 |\nПродавцы | 5678 |\n",
        [("row", "Покупатели | 1234", "Кто | Номер"), ("row", "Продавцы | 5678", "Кто | Номер")],
    ),
    "a table without a header loses no row": (
        "Звоните нам:\nПокупатели | 1234 |\nПродавцы | 5678 |\n",
        [("row", "Покупатели | 1234", "Звоните нам:"), ("row", "Продавцы | 5678", "Звоните нам:")],
    ),
    "nested items are led by their own item": (
        "Связь такая.\n- Звонок.\n- Почта есть. Укажите:\n- номер;\n- имя.\n",
        [
            ("sentence", "Связь такая.", ""),
            ("item", "Звонок.", "Связь такая."),
            ("item", "Почта есть. Укажите:", "Связь такая."),
            ("item", "номер;", "Укажите:"),
            ("item", "имя.", "Укажите:"),
        ],
    ),
    "debris is not quoted": (
        "Новости о чате\n\n04.09.25 12:52\nПросмотров 89\n\nЧат открыт.\n"
        "[email protected]\nАдрес: [email protected]. Пишите.\n",
        [("sentence", "Чат открыт.", ""), ("sentence", "Пишите.", "")],
    ),
    "code is led by its step": (
        "# Проверка\n\n1. Выполните:\n\n   ```\n   ping shop\n   ```\n",
        [("sentence", "ping shop", "Выполните:")],
    ),
}


@pytest.mark.parametrize(("source", "expected"), UNITS.values(), ids=UNITS.keys())
def test_units(source: str, expected: list[tuple[str, str, str]]) -> None:
    assert units(source, "a.md" if source.startswith("# ") else "a.txt") == expected


def test_heading_path_names_the_section() -> None:
    found = passages(
        "# 💡 Чат\n\nОн есть.\n\n## 1. Вход 📱\n\nПросто.\n\n### Код:\n\nПридёт.\n\n## Выход\n\nТоже.\n", "a.md"
    )
    assert [p.heading for p in found] == [(), ("Вход",), ("Вход", "Код"), ("Выход",)]
    assert {p.title for p in found} == {"Чат"}
    assert [p.text for p in found] == ["Он есть.", "Просто.", "Придёт.", "Тоже."]


def test_a_list_stays_whole_with_its_lead_in() -> None:
    prose = "Это предложение о доставке заказов в разные города нашей страны. " * 8
    items = "".join(f"- Пункт номер {n} о том, что нужно взять с собой на выдачу.\n" for n in range(12))
    whole = f"Возьмите с собой:\n{items}".rstrip()
    found = passages(f"Получение\n{prose}\n{whole}\n{prose}\n")
    assert whole in [p.text for p in found]
    assert all(p.heading == () and p.title == "Получение" for p in found)


def test_a_catalogue_is_cut_between_its_items() -> None:
    items = [f"- Склад {n}: улица Длинная, дом {n}, работает каждый день и без перерыва.\n" for n in range(100)]
    found = passages("Склады\nВсе наши склады:\n" + "".join(items))
    assert len(found) > 1
    assert all(len(p.text) <= LIST_MAX and p.text.splitlines()[-1].endswith("перерыва.") for p in found)
    assert sum(len(p.units) for p in found) == len(items)
    assert lead(found[0], found[0].units[0]) == "Все наши склады:"
    assert lead(found[1], found[1].units[0]) == ""


def test_paragraphs_are_packed_and_a_long_one_is_cut_between_sentences() -> None:
    sentence = "Мы привозим заказы в срок и предупреждаем о задержках заранее, чтобы вы не ждали зря. "
    found = passages("\n\n".join([sentence * 3] * 6 + [sentence * 30]))
    assert len(found) > 4
    assert all(300 < len(p.text) <= PASSAGE_MAX + TAIL_MAX for p in found)
    assert all(p.text.endswith("зря.") for p in found)


def test_a_long_item_comes_apart_with_one_lead_in() -> None:
    item = "Сеть слабая. " + "Проверьте уровень сигнала и по возможности перейдите на другую линию связи. " * 5
    found = units(f"Бывает так.\n- {item}\n- Номер занят.\n")[1:]
    assert found[0][1].startswith("Сеть слабая. Проверьте")
    assert len(found) == 6
    assert {lead for _, _, lead in found} == {"Бывает так."}


def test_a_sentence_longer_than_a_quote_is_cut_at_its_marks() -> None:
    sentence = "Мы работаем так: " + "; ".join(f"в городе номер {n} склад открыт каждый день" for n in range(12)) + "."
    found = [text for _, text, _ in units(sentence)]
    assert len(found) == 2
    assert found[0].endswith(";")
    assert found[1].startswith("в городе")


def test_contents_and_empty_headings_give_nothing() -> None:
    source = (
        "# Помощь\n\n## Содержание\n\n- [Оплата](#a)\n- [Возврат](#b)\n- [Старое имя](#c)\n\n## Оплата\n\nКартой.\n\n"
        "## Возврат\n\n## Скоро\n"
    )
    assert [p.text for p in passages(source, "a.md")] == ["Картой."]
    repeated = "# Помощь\n\nВ статье:\n\n1. Оплата\n2. Возврат\n\n## 1. Оплата\n\nКартой.\n\n## 2. Возврат\n\nБыстро.\n"
    assert [p.text for p in passages(repeated, "a.md")] == ["В статье:", "Картой.", "Быстро."]


def test_the_same_words_in_the_same_section_keep_their_id() -> None:
    before = passages("# А\n\n## Чат\n\nОткрыт.\n\n## Почта\n\nЖдите ответа.\n", "a.md")
    after = passages("# А\n\nНовое вступление.\n\n## Чат\n\nЗакрыт.\n\n## Почта\n\nЖдите ответа.\n", "a.md")
    assert before[-1].id == after[-1].id
    assert before[0].id not in {p.id for p in after}
    elsewhere = passages("# А\n\n## Почта\n\nЖдите ответа.\n", "b.md")
    assert elsewhere[0].id != before[-1].id


def test_repeated_words_have_ids_of_their_own() -> None:
    found = passages("# А\n\n## Б\n\nОдно.\n\n## Б\n\nОдно.\n", "a.md")
    assert len({p.id for p in found}) == 2
    assert all(len(p.id) == 16 for p in found)


def test_what_is_for_staff_stays_for_staff() -> None:
    found = passages("---\naudience: staff\n---\n# А\n\nСекрет.\n", "a.md")
    assert [p.audience for p in found] == [Audience.STAFF]


def assert_sound(source: Article) -> None:
    """What holds for every article: exact offsets, order, no overlap, units and lead-ins inside, no markers."""
    for above, below in pairwise(source.blocks):
        assert above.end <= below.start
    found = split(source)
    assert len({p.id for p in found}) == len(found)
    for first, second in pairwise(found):
        assert first.end <= second.start
    for passage in found:
        assert source.text[passage.start : passage.end] == passage.text == passage.text.strip()
        assert passage.units
        for one, other in pairwise(passage.units):
            assert one.end <= other.start
        for unit in passage.units:
            assert passage.start <= unit.start < unit.end <= passage.end
            text = words(passage, unit)
            assert text == text.strip()
            assert unit.kind is UnitKind.SENTENCE or not text.startswith(("- ", "• ", "| "))
            assert len(text) <= UNIT_MAX or " " not in text
            if unit.lead_end:
                assert passage.start <= unit.lead_start < unit.lead_end <= unit.start


def test_sound_on_the_real_articles() -> None:
    files = sorted((SHARED / "articles").glob("*.txt"))
    if not files:
        pytest.skip("the real articles are not here: ../shared/articles")
    for path in files:
        source = read_article(path.read_bytes(), path.name)
        assert source.text.encode() == path.read_bytes().replace(b"\r\n", b"\n")
        assert_sound(source)


def test_sound_on_a_large_corpus() -> None:
    files = sorted(
        path for path in (SHARED / "corpora").rglob("*") if path.suffix in SUFFIXES and path.stat().st_size > 99
    )
    if not files:
        pytest.skip("the corpus is not here: ../shared/corpora")
    for path in files[::VK_SAMPLE_STEP]:
        assert_sound(read_article(path.read_bytes(), path.name))
