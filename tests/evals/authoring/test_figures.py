import pytest

from evals.authoring.figures import figures
from evals.scorers.facts import says

# an answer; of each of its facts: another way to say it, and what is something else
FIGURES = [
    ("Деньги вернутся за 10–15 минут.", [("от 10 до 15 минут", "10 минут")]),
    ("Перезвоним через 15\u201130 минут.", [("15-30 мин", "30 минут")]),
    ("Деньги вернутся в течение 14 дней.", [("14 дня", "4 дня")]),
    ("Возврат занимает до 5 рабочих дней.", [("5 рабочих дня", "5 календарных дней")]),
    ("Доставка стоит 1 500 ₽, а самовывоз 99 рублей.", [("1500 руб.", "500 ₽"), ("99₽", "99 %")]),
    ("Скидка 2,5%.", [("2.5 процента", "5%")]),
    ("Вес посылки — до 20кг.", [("20 кг", "120 кг")]),
    ("Мы работаем с 9:00 до 21:00.", [("09:00–21:00", "с 9:00 до 20:00")]),
    ("Пункт открыт 10.00-20.00", [("с 10 до 20", "10:00–22:00")]),
    ("Звоните после 9:30.", [("09:30", "19:30")]),
    ("Поддержка отвечает 24/7.", [("круглосуточно", "24 часа")]),
    ("Акция до 31.12.2025.", [("31.12.2025", "30.12.2025")]),
    ("Телефон: 8 (800) 234-55-55.", [("+78002345555", "8 800 234 55 56")]),
    ("Пишите на help@example.ru.", [("help@example.ru", "help@example.com")]),
    ("Звоните с 9:00, почта help@example.ru.", [("help@example.ru", "hel@example.ru"), ("9:00", "19:00")]),
    ("Хватит 3 фотографий и 1 чека: 3 фотографий.", [("3 фотографии", "2 фотографии"), ("1 чек", "11 чеков")]),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "ways"), FIGURES)
def test_a_figure_is_known_in_other_words(answer: str, ways: list[tuple[str, str]]) -> None:
    facts = figures(answer)
    assert len(facts) == len(ways), facts
    for fact, (same, other) in zip(facts, ways, strict=True):
        assert says(answer, fact), fact
        assert says(f"Это {same}.", fact), (fact, same)
        assert not says(f"Это {other}.", fact), (fact, other)


@pytest.mark.parametrize(
    "answer", ["Напишите в чат.", "1. Откройте заказ.\n2) Нажмите «Вернуть».", "Статья № 5 и пункт 3.", "от 2 до 3", ""]
)
def test_an_answer_without_figures(answer: str) -> None:
    assert figures(answer) == ()
