"""What a sentence claims, taken apart."""

import pytest

from agent.claims import claims_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("за 2 дня", "за два дня"),
        ("14 дней", "четырнадцать дней"),
        ("с 08:00 до 22:00", "с 8 до 22"),
        ("8 (800) 100-20-30", "+7 800 100 20 30"),
        ("8 800 100\u201120\u201130", "8 800 100-20-30"),
        ("299 рублей", "299 руб."),
        ("299 рублей", "299 ₽"),
        ("30 минут", "30 мин."),
        ("1 день", "1 дня"),
        ("3 суток", "3 сутки"),
        ("5 %", "5%"),
        ("2,5 часа", "2.5 ч"),
    ],
)
def test_one_figure_may_be_printed_in_two_ways(one: str, other: str) -> None:
    assert claims_of(one).figures == claims_of(other).figures != frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("за 14 дней", "за 15 дней"),
        ("за 14 дней", "за 14 часов"),
        ("в 10-15 минут", "в 10-15 часов"),
        ("триста рублей", "299 рублей"),
        ("8 800 100-20-30", "8 800 100-20-31"),
        ("с 08:00", "с 08:30"),
        ("2,5 часа", "25 часов"),
    ],
)
def test_figures_that_differ(one: str, other: str) -> None:
    assert claims_of(one).figures != claims_of(other).figures


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Пишите на Help@Lavka.example.", "help@lavka.example"),
        ("Откройте https://lavka.example/help.", "https://lavka.example/help"),
        ("Всё есть на lavka.ru, в разделе «Помощь».", "lavka.ru"),
    ],
)
def test_links_lose_the_punctuation_of_their_sentence(text: str, link: str) -> None:
    assert claims_of(text).links == {link}


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Товар можно вернуть.", {"may"}),
        ("Товар нужно вернуть.", {"must"}),
        ("Товар нельзя вернуть.", {"must not"}),
        ("Вы не можете вернуть товар.", {"must not"}),
        ("Необходимо указать причину, можно коротко.", {"must", "may"}),
        ("Товар возвращают.", set()),
    ],
)
def test_modality(text: str, modality: set[str]) -> None:
    assert claims_of(text).modality == modality


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("Адрес меняют до отправки.", {"before"}),
        ("Адрес меняют после отправки.", {"after"}),
        ("Чат работает с 8 до 22.", set()),
        ("Больше 10 дней.", {"more"}),
        ("Не больше 10 дней.", set()),
        ("Не менее 10 дней.", {"more"}),
        ("Только по будням.", {"only"}),
        ("Ежедневно, кроме воскресенья.", {"except"}),
    ],
)
def test_bounds(text: str, bounds: set[str]) -> None:
    assert claims_of(text).bounds == bounds


def test_a_negation_belongs_to_the_next_word_with_content() -> None:
    assert claims_of("Комиссия не взимается.").negated == claims_of("Банк не будет взимать.").negated != frozenset()
    assert claims_of("Комиссия взимается.").negated == frozenset()


def test_names_are_capitals_inside_a_sentence_and_latin_words() -> None:
    assert claims_of("Заказ везёт служба Стриж.").names == claims_of("Ждите службу Стрижа.").names != frozenset()
    assert claims_of("Откройте Telegram.").names == {"telegram"}
    assert claims_of("Заказ уже едет.").names == frozenset()


def test_labels_are_the_words_between_quotation_marks() -> None:
    assert claims_of('Нажмите «Вернуть товар» и "Готово".').labels == {"вернуть товар", "готово"}
