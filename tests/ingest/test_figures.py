"""Figures of all sorts, whatever they are about."""

import pytest

from ingest.facts.figures import figures_in, same_figure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("вернуть можно в течение 14 дней", [("time", "1.2096e+06")]),
        ("деньги придут за неделю", [("time", "604800")]),
        ("ответим за 15-20 минут", [("time", "1200")]),
        ("доставка стоит 1 299 рублей", [("sum", "1299")]),
        ("замена карты бесплатна", [("sum", "0")]),
        ("при заказе от 2000 рублей доставка бесплатная", [("sum", "2000")]),
        ("комиссия 3%", [("share", "3")]),
        ("показания сдают с 18 по 25 число", [("span", "18:00-25:00")]),
        ("звоните +7 900 004-11-22", [("phone", "9000041122")]),
        ("заявление лежит на shop.example/form, почта help@shop.example",
         [("link", "shop.example/form"), ("email", "help@shop.example")]),
        ("до пяти вещей", [("вещ", "5")]),
        ("получил 10 дней назад", []),
        ("с 1 мая", []),
    ],
)  # fmt: skip
def test_figures_are_found_with_what_they_measure(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.sort, each.value) for each in figures_in(text)] == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("за 12 месяцев", "за 1 год", True),
        ("за 7 дней", "за 14 дней", False),
        ("от 300 рублей", "до 300 рублей", True),  # a lower bound and an upper one do not compare
        ("300 рублей", "бесплатно", False),
        ("5 дней", "5 рублей", True),  # nor do a time and a sum
    ],
)
def test_figures_that_say_the_same_or_do_not_compare(one: str, other: str, same: bool) -> None:
    assert same_figure(figures_in(one)[0], figures_in(other)[0]) is same
