"""Figures of all sorts, whatever they are about."""

from time import perf_counter

import pytest

from ingest.facts.figures import figures_in, same_figure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("вернуть можно в течение 14 дней", [("time", "P14D")]),
        ("деньги придут за неделю", [("time", "P7D")]),
        ("ответим за 15-20 минут", [("time", "PT15M/PT20M")]),
        ("доставка стоит 1 299 рублей", [("sum", "RUB 1299")]),
        ("замена карты бесплатна", [("sum", "RUB 0")]),
        ("при заказе от 2000 рублей доставка бесплатная", [("sum", "from RUB 2000")]),
        ("комиссия 3%", [("share", "3%")]),
        ("показания сдают с 18 по 25 число", [("span", "18-25")]),
        ("звоните +7 900 004-11-22", [("phone", "+79000041122")]),
        ("заявление лежит на shop.example/form, почта help@shop.example",
         [("link", "shop.example/form"), ("email", "help@shop.example")]),
        ("работаем с 9 до 18:30", [("span", "09:00-18:30")]),
        ("показания сдают с 5 по 10 июня", [("span", "5-10")]),
        ("в течение 5 рабочих дней", [("time", "P5D working")]),
        ("ответим за полтора часа", [("time", "PT90M")]),
        ("гарантия 1,5 года", [("time", "P18M")]),
        ("гарантия действует год", [("time", "P1Y")]),
        ("звоните 8 (800) 100-20-30", [("phone", "+78001002030")]),
        ("работаем с 2015 года", []),
        ("в 2015-2020 годах", []),
        ("через 3 года", [("time", "P3Y")]),
        ("в 1998 году было 3 пункта", [("пункт", "3")]),
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


def test_a_long_run_of_figures_takes_no_time() -> None:
    started = perf_counter()
    assert figures_in("111 " * 1_000) == ()
    assert perf_counter() - started < 1
