"""The built-in model: what it says is the articles' own, and holds up to the check."""

from dataclasses import replace

import pytest

from agent.citations import verify
from agent.extractive import ANSWER_LENGTH, REPLY_LENGTH, extract
from agent.retrieval import Evidence
from tests.agent.parts import evidence
from tests.agent.shop import ARTICLES

STEPS = ARTICLES["возврат.md"]
TABLE = "## Тарифы\n\n| Способ | Цена |\n| --- | --- |\n| Курьер | 299 рублей |\n| Пункт выдачи | бесплатно |"


@pytest.mark.parametrize(
    "found",
    [
        evidence(STEPS, asked="Как оформить возврат?"),
        evidence(TABLE, asked="Сколько стоит курьер?"),
        evidence(ARTICLES["контакты.md"], ARTICLES["контакты старые.md"], asked="Какой номер горячей линии?"),
        evidence("🎁 Подарок ждёт.\n\nИнтернет\u2011заказ отменяют без всякой комиссии.", asked="Что с заказом?"),
    ],
)
def test_all_that_it_says_is_supported(found: Evidence) -> None:
    verdicts = verify(extract(found), found).verdicts
    assert verdicts
    assert [each.reason for each in verdicts] == ["supported"] * len(verdicts)


def test_steps_come_whole_and_in_their_order() -> None:
    [passage] = [each for each in evidence(STEPS).candidates if "1. Откройте" in each.passage.text]
    found = evidence(STEPS, asked="Как оформить возврат?")
    only = Evidence(found.question, tuple(each for each in found.candidates if each.passage == passage.passage), "r1")
    lines = extract(only).splitlines()
    assert lines[0].startswith("Чтобы оформить возврат, сделайте следующее:")
    assert [line[:2] for line in lines[1:]] == ["1.", "2.", "3.", "4."]


def test_a_question_for_a_number_gets_no_words_without_one() -> None:
    said = "Позвоните на горячую линию, операторы помогут с заказом."
    assert extract(evidence(said, asked="Какой номер горячей линии?")) == ""
    assert extract(evidence(said, asked="Кто поможет с заказом?")) != ""


def test_a_promise_is_no_answer() -> None:
    promise = "Ниже расскажем, как вернуть товар."
    assert extract(evidence(promise, asked="Как вернуть товар?")) == ""
    assert "расскажем" not in extract(evidence(f"{promise} Сдайте его курьеру с чеком.", asked="Как вернуть товар?"))


def test_a_figure_of_another_thing_is_no_answer() -> None:
    asked = "Сколько градусов в отсеке?"
    weighed = "В отсек берут животных до 50 кг."
    assert extract(evidence(weighed, asked=asked)) == ""
    assert (
        extract(evidence(f"{weighed} В отсеке не ниже 18 градусов.", asked=asked))
        == "В отсеке не ниже 18 градусов. [1]"
    )


def test_what_is_counted_may_stand_over_its_column() -> None:
    table = "| Тариф | Сколько минут | Гигабайты |\n| --- | --- | --- |\n| «Озеро» | 900 | 45 |"
    assert "45" in extract(evidence(table, asked="Сколько гигабайтов на «Озере»?"))


def test_words_that_only_repeat_the_question_are_no_answer() -> None:
    assert extract(evidence("Как вернуть товар?", asked="Как вернуть товар?")) == ""


def test_a_word_that_an_article_says_to_its_own_heading_is_not_said() -> None:
    said = extract(
        evidence(
            "## Поможете с аккаунтом?\n\nПоможем. Пишите в чат, там восстановят вход в аккаунт.",
            asked="Не могу войти в аккаунт",
        )
    )
    assert said.startswith("Пишите в чат")


def test_a_sentence_that_also_introduces_a_list_is_said_once() -> None:
    found = evidence(
        "Продавцу можно написать самому.\n\n- Откройте товар.\n- Задайте вопрос.", asked="Как написать продавцу?"
    )
    said = extract(found)
    assert said.count("Продавцу можно написать") == 1
    assert "Откройте товар" in said


def test_an_order_inside_an_article_is_passed_over() -> None:
    found = evidence(ARTICLES["подарочные карты.md"], asked="Подарочная карта бессрочная?")
    assert "Игнорируй" not in extract(found)
    assert "5000" not in extract(found)


def test_an_item_keeps_its_topic_apart_from_what_it_says() -> None:
    found = evidence("Плюсы чата:\n\n1. Скорость 🏃\n   Ответ приходит за минуту.\n2. История\n   Письма хранятся год.")
    assert "Скорость: Ответ приходит за минуту." in extract(found)


def test_a_list_does_not_open_with_words_about_what_is_not_told() -> None:
    found = evidence(
        "Ничего сложного в нём нет:\n\n1. Наберите номер.\n2. Назовите заказ.", asked="Как проходит звонок?"
    )
    assert extract(found).startswith("1. Наберите номер.")


def test_an_answer_is_short_unless_it_is_steps() -> None:
    sections = [
        f"## Доставка {place}\n\n"
        + " ".join(f"Курьер {place} приезжает в день {day} после звонка." for day in range(20))
        for place in ("в город", "за город", "в село")
    ]
    found = evidence(*sections, asked="Курьер приезжает?")
    assert len(extract(found)) < REPLY_LENGTH + 100
    assert "[3]" in extract(found)
    assert "[3]" not in extract(found, sections=1)


def test_a_question_why_gets_no_words_without_a_reason() -> None:
    assert (
        extract(evidence("Посылка едет в город. Курьер звонит вечером.", asked="Почему курьер звонит вечером?")) == ""
    )
    assert extract(evidence("Курьер звонит вечером, потому что днём все заняты.", asked="Почему курьер звонит?")) != ""


def test_nothing_is_said_without_evidence() -> None:
    assert extract(evidence(asked="Как вернуть товар?")) == ""


DOUBLE = """## Деньги сняли два раза

Так выглядит двойное списание: в банке видны две одинаковые операции.

Что делать:

1. Найдите номера обеих операций.
2. Продиктуйте их оператору.

Спешить не нужно: проверка занимает до трёх дней. А что если не помогло? Есть линия 8 (800) 100-20-30.
"""


def test_a_section_is_told_with_the_words_that_share_nothing_with_the_question() -> None:
    said = extract(evidence(DOUBLE, asked="Почему деньги сняли два раза?"))
    assert "1. Найдите номера обеих операций." in said
    assert "2. Продиктуйте их оператору." in said
    assert "проверка занимает до трёх дней" in said


def test_what_nobody_asked_for_stays_out() -> None:
    said = extract(evidence(DOUBLE, asked="Почему деньги сняли два раза?"))
    assert "8 (800)" not in said
    assert "?" not in said
    assert "8 (800) 100-20-30" in extract(evidence(DOUBLE, asked="Какой номер телефона у линии?"))


def test_a_long_section_is_told_in_part() -> None:
    long = "## Возврат\n\n" + "\n\n".join(
        f"Правило номер {n}: коробку {n} храните отдельно от прочих." for n in range(40)
    )
    said = extract(evidence(long, asked="Как вернуть коробку 7?"))
    assert 0 < len(said) < 2 * ANSWER_LENGTH


def test_of_a_section_what_is_far_from_the_question_stays_out() -> None:
    rules = ("Обувь", "Сумку", "Шляпу", "Куртку", "Платье", "Перчатки", "Варежки")
    found = evidence(" ".join(f"{each} вернут в свой срок и без доплат." for each in rules), asked="Вернут ли шляпу?")
    [section] = found.candidates
    said = extract(replace(found, candidates=(replace(section, units=(0.5, 0.5, 1.0, 0.5, 0.5, 0.5, 0.9)),)))
    # the best one, what stands beside it, and what is nearly as good
    assert [each for each in rules if each in said] == ["Сумку", "Шляпу", "Куртку", "Варежки"]


def test_what_answers_as_well_is_told_before_what_stands_between() -> None:
    between = " ".join(f"Сотрудник смены {number} {'сверяет журнал учёта посылок ' * 9}." for number in range(2))
    found = evidence(f"Деньги вернут на карту. {between} Бонусы вернут на счёт.", asked="Что вернут покупателю?")
    [candidate] = found.candidates
    units = (1.0, *(0.1 for _ in candidate.units[2:]), 0.9)
    scored = replace(found, candidates=(replace(candidate, units=units),))
    assert "Бонусы вернут на счёт" in extract(scored)


@pytest.mark.parametrize(("covered", "speaks"), [(1.0, True), (0.5, False)])
def test_a_later_section_speaks_only_of_what_was_asked(covered: float, speaks: bool) -> None:
    found = evidence(
        "Файлы PDF примут прямо в чате поддержки.", "Фотографии снимайте на фоне светлой стены.", asked="Примут ли PDF?"
    )
    first, later = found.candidates
    said = extract(replace(found, candidates=(first, replace(later, units=(covered,)))))
    assert "[1]" in said
    assert ("[2]" in said) is speaks


@pytest.mark.parametrize(
    ("article", "asked", "begins"),
    [
        ("Есть чат и звонок. Оба способа работают круглосуточно.", "Какие способы работают?", "Есть чат и звонок."),
        (
            "Обратный звонок удобен. За него говорят:\n\n- оператор видит заявку\n- меню проходить не надо\n",
            "Проходить ли меню и заявку?",
            "Обратный звонок удобен.",
        ),
        ("Это ускорит согласование возврата товара.", "Как согласовать возврат?", ""),
        ("Это ускорит согласование. Оно нужно для возврата товара.", "Что нужно для возврата товара?", ""),
    ],
)
def test_no_answer_begins_in_mid_air(article: str, asked: str, begins: str) -> None:
    said = extract(evidence(article, asked=asked))
    assert said.startswith(begins)
    assert bool(said) is bool(begins)
