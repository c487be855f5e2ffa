"""What is asked of a customer who waits, and what is not asked again."""

import pytest

from agent.desk.collected import collect
from agent.desk.package.category import Category
from agent.desk.package.needs import (
    FIELDS,
    QUESTIONS,
    TITLES,
    Need,
    asked_needs,
    missing,
    next_question,
    texts_in_context,
)
from tests.agent.desk.package.talk import replied, talk

ORDER, CONTACT, TRANSACTION, PAYMENT = Need.ORDER, Need.CONTACT, Need.TRANSACTION, Need.PAYMENT
MISSING: list[tuple[Category, list[str], tuple[Need, ...]]] = [
    (Category.ORDERS, ["где моя посылка"], (ORDER, CONTACT)),
    (Category.ORDERS, ["где заказ 12345678"], (CONTACT,)),
    (Category.ORDERS, ["где заказ 12345678, мой телефон 8 916 123-45-67"], ()),
    (Category.ORDERS, ["где посылка, пишите на a@mail.ru"], (ORDER,)),
    (Category.PAYMENTS, ["деньги списали дважды"], (TRANSACTION, ORDER, CONTACT)),
    (Category.PAYMENTS, ["деньги списали дважды, чек № 4455667788"], (ORDER, CONTACT)),
    (Category.PAYMENTS, ["вчера списали 3500 рублей дважды"], (ORDER, CONTACT)),  # the date and the sum will do
    (Category.PAYMENTS, ["списали 3500 рублей дважды"], (TRANSACTION, ORDER, CONTACT)),
    (Category.PAYMENTS, ["списали дважды, чека нет"], (PAYMENT, ORDER, CONTACT)),
    (Category.PAYMENTS, ["списали деньги, заказа не было"], (TRANSACTION, CONTACT)),
    (Category.RETURNS, ["хочу вернуть сапоги"], (ORDER, CONTACT)),
    (Category.ORDERS, ["телефон не пришёл, который заказала"], (ORDER, CONTACT)),
    (Category.ORDERS, ["где посылка? номера, к сожалению, нет, телефон не дам"], ()),
    (Category.TECHNICAL, ["не могу войти на сайт"], (Need.DEVICE, CONTACT)),
    (Category.TECHNICAL, ["приложение вылетает"], (Need.DEVICE, Need.VERSION, CONTACT)),
    (Category.TECHNICAL, ["приложение вылетает на айфоне"], (Need.VERSION, CONTACT)),
    (Category.TECHNICAL, ["приложение вылетает, андроид, версия 5.12"], (CONTACT,)),
    (Category.TECHNICAL, ["приложение вылетает с телефона самсунг, версию не знаю"], (CONTACT,)),
    (Category.SELLERS, ["мой магазин заблокировали"], (Need.SHOP, CONTACT)),
    (Category.SELLERS, ["мой магазин заблокировали, ID 445566"], (CONTACT,)),
    (Category.SELLERS, ["заблокировали магазин «Ромашка»"], (CONTACT,)),
    (Category.COMPLAINT, ["курьер нахамил"], (ORDER,)),
    (Category.OTHER, ["есть вакансии?"], ()),
]


@pytest.mark.parametrize(("category", "texts", "expected"), MISSING)
def test_what_is_missing(category: Category, texts: list[str], expected: tuple[Need, ...]) -> None:
    assert missing(category, collect(texts), texts) == expected


NO_ORDER = [
    "номера нет",
    "номера заказа у меня нет",
    "не помню номер",
    "номер не помню",
    "не знаю номера заказа",
    "без номера можно?",
    "номер заказа не сохранился",
    "потерял номер заказа",
    "заказа не было",
    "я ничего не заказывала",
    "не покупал у вас",
    "заказ я ещё не оформил",
]


@pytest.mark.parametrize("text", NO_ORDER)
def test_who_has_no_order_number_is_not_asked_for_one(text: str) -> None:
    assert Need.ORDER not in missing(Category.ORDERS, collect([text]), ["где посылка", text])


HAS_ORDER = [
    "заказ не пришёл",
    "заказа нет уже неделю",
    "не помню номер телефона",
    "номера операции нет",
    "не могу отменить заказ",
    "нет ответа по моему заказу",
]


@pytest.mark.parametrize("text", HAS_ORDER)
def test_who_may_have_an_order_number_is_asked(text: str) -> None:
    assert Need.ORDER in missing(Category.ORDERS, collect([text]), [text])


def test_one_thing_is_asked_at_a_time_and_each_once() -> None:
    texts = ["списали дважды"]
    asked: list[Need] = []
    while (need := next_question(Category.PAYMENTS, collect(texts), texts, asked)) is not None:
        asked.append(need)
    assert asked == [TRANSACTION, PAYMENT, ORDER, CONTACT]


def test_what_was_given_meanwhile_is_not_asked() -> None:
    texts = ["списали дважды", "операция 1234567890"]
    assert next_question(Category.PAYMENTS, collect(texts), texts, {TRANSACTION}) is ORDER


def test_what_was_asked_is_known_by_the_words_of_the_agent() -> None:
    question = QUESTIONS[Need.ORDER]
    messages = talk("где посылка", replied(f"Специалист скоро подключится.\n\n{question}"), "сейчас")
    assert asked_needs(messages) == {Need.ORDER}
    assert asked_needs(talk("где посылка", replied(), question)) == frozenset()  # the customer's own


ANSWERS = [
    (Need.ORDER, "не помню", ()),
    (Need.ORDER, "нет", ()),
    (Need.ORDER, "нету", ()),
    (Need.CONTACT, "не хочу", ()),
    (Need.TRANSACTION, "1234567890", ("1234567890",)),
    (Need.TRANSACTION, "12AB34CD", ("12AB34CD",)),
    (Need.TRANSACTION, "не знаю", ()),
    (Need.PAYMENT, "не помню", ()),
    (Need.VERSION, "5.12", ()),
    (Need.SHOP, "445566", ()),
    (Need.SHOP, "Ромашка", ()),
]


@pytest.mark.parametrize(("need", "answer", "transactions"), ANSWERS)
def test_a_short_answer_is_read_with_its_question(need: Need, answer: str, transactions: tuple[str, ...]) -> None:
    category = next(each for each, fields in FIELDS.items() if any(need in field for field in fields))
    texts = texts_in_context(talk("приложение, заказ 777888", replied(QUESTIONS[need]), answer))
    found = collect(texts)
    assert need not in missing(category, found, texts)
    assert found.transactions == transactions
    assert found.order_numbers == ("777888",)


def test_a_message_that_says_something_else_is_left_as_it_is() -> None:
    messages = talk("где посылка", replied(QUESTIONS[Need.ORDER]), "а сколько стоит доставка?")
    assert texts_in_context(messages) == ("где посылка", "а сколько стоит доставка?")


def test_every_need_has_words_and_one_question() -> None:
    assert set(TITLES) == set(QUESTIONS) == set(Need)
    assert set(FIELDS) == set(Category)
    assert all("пожалуйста" in question for question in QUESTIONS.values())
