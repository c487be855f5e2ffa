from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.article import Audience
from ingest.lexical import LexicalIndex
from ingest.passage import Passage

CORPUS = (
    ("returns", "Возврат товара", ("Сроки",), "Вернуть покупку можно за 14 дней."),
    ("delivery", "Доставка", ("Изменить адрес",), "Пока заказ не собран, адрес доставки меняется в приложении."),
    ("hotline", "Горячая линия", (), "Оператор отвечает с 9:00 до 21:00. Возврат он не оформляет."),
    ("callback", "Обратный звонок", (), "Мы перезвоним по номеру из профиля."),
)


def passage(
    passage_id: str, title: str, heading: tuple[str, ...], text: str, audience: Audience = Audience.CUSTOMER
) -> Passage:
    return Passage(passage_id, f"{passage_id}.md", title, heading, 0, len(text), text, (), audience)


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., LexicalIndex]:
    def build(*passages: Passage) -> LexicalIndex:
        LexicalIndex.build(tmp_path, passages)
        return LexicalIndex(tmp_path)

    return build


@pytest.fixture
def index(build: Callable[..., LexicalIndex]) -> LexicalIndex:
    return build(*(passage(*row) for row in CORPUS))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("как вернуть покупку", "returns"),
        ("сроки возврата", "returns"),
        ("поменять адресс доставки", "delivery"),  # a typo
        ("апиратор", "hotline"),  # a worse one
        ("ПЕРЕЗВОНИТЕ МНЕ", "callback"),
    ],
)
def test_finds_the_passage_in_customers_words(index: LexicalIndex, question: str, first: str) -> None:
    assert next(iter(index.search(question, 3))) == first


def test_heading_is_scored_on_its_own(index: LexicalIndex) -> None:
    found = index.search("возврат", 4)
    assert found["returns"].heading > 0.5
    assert found["hotline"].heading == 0
    assert found["hotline"].full > 0


def test_scores_of_what_was_found_in_another_way_come_with_the_search(index: LexicalIndex) -> None:
    found = index.search("вернуть возврат", 1, also=("hotline", "returns", "callback", "nowhere"))
    assert next(iter(found)) == "returns"
    assert set(found) == {"returns", "hotline", "callback"}
    scored = index.score("вернуть возврат", ["hotline", "callback"])
    for each in scored:
        assert (found[each].full, found[each].heading) == pytest.approx((scored[each].full, scored[each].heading))


def test_weight_of_the_heading_orders_the_results(build: Callable[..., LexicalIndex]) -> None:
    index = build(
        passage("named", "Чек", (), "Его присылают на почту после оплаты, а копия хранится в личном кабинете год."),
        passage("mentioned", "Оплата", (), "Чек, ещё чек, и снова чек."),
    )
    assert next(iter(index.search("чек", 2, heading_weight=0.0))) == "mentioned"
    assert next(iter(index.search("чек", 2, heading_weight=5.0))) == "named"


def test_score_agrees_with_search(index: LexicalIndex) -> None:
    question = "возврат заказа оператору"
    found = index.search(question, 4)
    scored = index.score(question, list(found))
    assert len(found) > 1
    for passage_id, score in found.items():
        assert scored[passage_id].full == pytest.approx(score.full, abs=1e-5)
        assert scored[passage_id].heading == pytest.approx(score.heading, abs=1e-5)


def test_score_gives_zero_to_a_passage_without_common_words_and_leaves_unknown_ids_out(index: LexicalIndex) -> None:
    scored = index.score("щёголь", ["callback", "nowhere"])
    assert list(scored) == ["callback"]
    assert scored["callback"].full == 0


def test_scale_does_not_depend_on_the_length_of_the_question(index: LexicalIndex) -> None:
    for question in ("адрес доставки", "адрес доставки меняется в приложении пока заказ не собран"):
        assert 0.5 < index.search(question, 1)["delivery"].full < 2.2


def test_staff_passages_are_not_for_customers(build: Callable[..., LexicalIndex]) -> None:
    index = build(
        passage("open", "Скидки", (), "Скидка действует месяц."),
        passage("inner", "Скидки", (), "Скидка сотрудника действует год.", Audience.STAFF),
    )
    assert set(index.search("скидка сотрудника", 5)) == {"open"}
    assert set(index.search("скидка сотрудника", 5, Audience.STAFF)) == {"inner"}
    assert set(index.search("скидка сотрудника", 5, None)) == {"open", "inner"}


def test_limit(index: LexicalIndex) -> None:
    assert len(index.search("возврат доставка оператор", 2)) == 2


@pytest.mark.parametrize("question", ["", "   ", "?!…", "🙂"])
def test_question_without_words_finds_nothing(index: LexicalIndex, question: str) -> None:
    assert index.search(question, 5) == {}
    assert index.score(question, ["returns"]) == {}


@pytest.mark.parametrize(("word", "known"), [("возврат", True), ("возврата", False), ("21", True), ("vozvrat", False)])
def test_knows_the_words_of_the_corpus_as_they_are(index: LexicalIndex, word: str, known: bool) -> None:
    assert index.knows(word) is known


def test_rarity_sees_through_endings(index: LexicalIndex) -> None:
    assert index.rarity("возвратом") == index.rarity("возврат")
    assert index.rarity("возврат") < index.rarity("профиль") < index.rarity("синхрофазотрон")
