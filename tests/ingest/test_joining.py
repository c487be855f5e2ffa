"""Passages that only their length parted, as one: offsets exact, lists with their lead-in."""

from dataclasses import replace

from ingest.article import Article
from ingest.joining import JOINED_MAX, join, parted
from ingest.passage import Passage, UnitKind
from ingest.readers import read_article
from ingest.split import PASSAGE_MAX, split

SENTENCE = "Заказ номер {} едет до пункта выдачи от двух до пяти дней, и курьер звонит за час. "
LONG = "# Доставка\n\n" + "\n\n".join(SENTENCE.format(number) * 4 for number in range(4))
CATALOGUE = "# Города\n\nМы возим сюда:\n\n" + "\n".join(
    f"- Город {number}: доставка едет до пункта выдачи на улице Садовой {number}." for number in range(60)
)


def cut(text: str) -> tuple[Article, list[Passage]]:
    article = read_article(text.encode(), "a.md")
    return article, split(article)


def test_a_joined_passage_is_a_passage_of_its_article() -> None:
    article, passages = cut(LONG)
    first, second = passages[:2]
    assert parted(first, second)
    whole = join(first, second, article.text)
    assert whole is not None
    assert whole.text == article.text[whole.start : whole.end]
    assert (whole.start, whole.end) == (first.start, second.end)
    assert whole.units == first.units + second.units
    last = second.units[-1]
    assert whole.slice(last.start, last.end) == second.slice(last.start, last.end) == SENTENCE.format(3).strip()
    assert whole.id not in {first.id, second.id}


def test_the_rest_of_a_list_gets_its_lead_in_back() -> None:
    article, passages = cut(CATALOGUE)
    first, second = passages[:2]
    assert not second.units[0].lead_end
    whole = join(first, second, article.text)
    assert whole is not None
    assert {whole.slice(unit.lead_start, unit.lead_end) for unit in whole.units} == {"Мы возим сюда:"}
    assert all(unit.kind is UnitKind.ITEM for unit in whole.units)


def test_other_sections_and_what_length_did_not_part_stay_apart() -> None:
    _, (one, other) = cut("# Возврат\n\n## Сроки\n\n" + "За 14 дней. " * 50 + "\n\n## Деньги\n\n" + "На карту. " * 50)
    assert other.end - one.start > PASSAGE_MAX
    assert not parted(one, other)
    _, (first, second, *_) = cut(LONG)
    assert not parted(first, replace(second, source_id="b.md"))
    assert not parted(first, replace(second, end=first.start + PASSAGE_MAX))
    assert not parted(first, replace(second, end=first.start + JOINED_MAX + 1))


def test_passages_with_other_words_between_them_are_not_joined() -> None:
    article, passages = cut(LONG + LONG.removeprefix("# Доставка"))
    assert len(passages) > 2
    assert join(passages[0], passages[2], article.text) is None
