"""What to ask next, or first: headings that make sense on a button and find the section that they name."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from agent.desk import Message, Role
from agent.reply import Citation
from agent.suggestions import Topics, as_clicked, can_be_asked, choose
from tests.agent import parts

NOW = datetime(2026, 1, 1, tzinfo=UTC)
RETURNS = """# Возврат

## Как вернуть товар

Откройте «Мои заказы».

## Сроки возврата

Деньги придут за три дня.

## Что нельзя вернуть

Книги и бельё.
"""
DELIVERY = """# Доставка

## Как отследить посылку

Откройте «Мои заказы».

## Если курьер опоздал

Напишите нам.

## Пример ответа

Здравствуйте!
"""
TITLES = {"0.md": "Возврат", "1.md": "Доставка"}


def topics(*articles: str) -> Topics:
    passages = [each for i, text in enumerate(articles) for each in parts.passages_of(text, f"{i}.md")]
    return Topics(list(dict.fromkeys(each.section for each in passages)), TITLES)


def cited(source_id: str, heading: str) -> Citation:
    title = TITLES[source_id]
    return Citation(marker=1, source_id=source_id, title=title, heading=(heading,), url=None, quote="", start=0, end=0)


def suggested(asked: str, *citations: Citation, before: Sequence[str] = ()) -> tuple[str, ...]:
    history = [Message(str(i), Role.CUSTOMER, text, NOW, None) for i, text in enumerate(before)]
    evidence = parts.evidence(RETURNS, DELIVERY, asked=asked)
    return choose(evidence, citations, history, topics(RETURNS, DELIVERY))


def test_headings_near_the_answer_are_suggested_and_not_the_answered_one() -> None:
    assert suggested("хочу отдать назад", cited("0.md", "Как вернуть товар")) == (
        "Сроки возврата",
        "Что нельзя вернуть",
        "Как отследить посылку",
    )


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        ("какие сроки возврата?", ()),
        ("хочу отдать назад", ("Сроки возврата",)),
    ],
)
def test_what_was_asked_is_not_suggested(asked: str, before: Sequence[str]) -> None:
    found = suggested(asked, cited("0.md", "Как вернуть товар"), before=before)
    assert found == ("Что нельзя вернуть", "Как отследить посылку", "Если курьер опоздал")


def test_a_heading_that_other_sections_have_too_is_not_suggested() -> None:
    assert "Сроки возврата" not in {each.words for each in topics(RETURNS, RETURNS).of.values()}


def test_headings_without_a_topic_are_not_suggested() -> None:
    assert "Пример ответа" not in {each.words for each in topics(DELIVERY).of.values()}


def test_where_articles_disagree_is_not_suggested() -> None:
    section = ("0.md", ("Сроки возврата",))
    assert section in Topics([section], TITLES).of
    assert section not in Topics([section], TITLES, {section}).of


@pytest.mark.parametrize(
    ("heading", "clicked"),
    [
        ("Как отменить заказ", "Как отменить заказ"),
        ("как отменить заказ:", "Как отменить заказ"),
        ("Можно ли отменить заказ?", "Можно ли отменить заказ?"),
        ("СРОКИ ВОЗВРАТА", "Сроки возврата"),
        ("Шаг 2. Оплата картой", "Оплата картой"),
        ("(Опционально) Оплата картой.", "Оплата картой"),
        ("get_order_status для заказа", None),
        ("FAQ", None),
        ("2024", None),
        ("Очень длинный заголовок, " * 4, None),
    ],
)
def test_a_heading_as_a_button(heading: str, clicked: str | None) -> None:
    assert as_clicked(heading) == clicked


@pytest.mark.parametrize(
    ("heading", "can"),
    [
        ("Как отменить заказ", True),
        ("Сроки возврата", True),
        ("Если деньги не пришли", True),
        ("Говорите о главном", False),
        ("Выгрузите данные из кабинета", False),
        ("Его особенности", False),
        ("Позовите оператора", False),
        ("Если ничего не помогло", False),
        ("Спасибо", False),
        ("Как связаться с оператором", True),
    ],
)
def test_what_can_be_asked(heading: str, can: bool) -> None:
    assert can_be_asked(heading) is can
