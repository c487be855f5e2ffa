import pytest

from agent.desk.collected import Collected, collect, hide_contacts

ORDERS = [
    ("где мой заказ 12345678?", ("12345678",)),
    ("Заказ №12345678-0001 не пришёл", ("12345678-0001",)),
    ("номер заказа: 4567890", ("4567890",)),
    ("номер моего заказа — 4567890", ("4567890",)),
    ("по заказам 111222 и 333444", ("111222", "333444")),
    ("заказ номер ЗК-123456", ("ЗК-123456",)),
    ("order #98765", ("98765",)),
    ("отправление № 800123", ("800123",)),
    ("12345678", ("12345678",)),
    ("заказ 12345678, повторяю: заказ 12345678", ("12345678",)),
    ("заказ 5000 рублей стоил", ()),
    ("сделал заказ на 5000", ()),
    ("заказ 12.05.2024 не пришёл", ()),
    ("заказ 2024 года", ()),
    ("жду заказ 14 дней", ()),
    ("у меня два раза сняли 3500 за один заказ", ()),
    ("заказ не пришёл", ()),
]

PHONES = [
    ("позвоните 8 916 123-45-67", ("+79161234567",)),
    ("+7 (916) 123 45 67", ("+79161234567",)),
    ("9161234567", ("+79161234567",)),
    ("тел.89161234567, или 8 495 123-45-67", ("+79161234567", "+74951234567")),
    ("по заказу 89161234567", ("+79161234567",)),
    ("+375 29 123-45-67", ("+375291234567",)),
    ("звонил на 8 800 555-35-35, никто не отвечает", ()),
]

EMAILS = [
    ("пишите на Anna.B@Example.ru.", ("anna.b@example.ru",)),
    ("a@b.ru, c+d@mail.example.com; a@b.ru", ("a@b.ru", "c+d@mail.example.com")),
    ("[email protected]", ()),
    ("я @anna в телеграме", ()),
]


@pytest.mark.parametrize(("text", "expected"), ORDERS)
def test_order_numbers(text: str, expected: tuple[str, ...]) -> None:
    assert collect([text]).order_numbers == expected


@pytest.mark.parametrize(("text", "expected"), PHONES)
def test_phones(text: str, expected: tuple[str, ...]) -> None:
    assert collect([text]) == Collected(phones=expected)  # and it is taken for nothing else


@pytest.mark.parametrize(("text", "expected"), EMAILS)
def test_emails(text: str, expected: tuple[str, ...]) -> None:
    assert collect([text]).emails == expected


def test_what_several_messages_give_is_joined_without_repeats() -> None:
    texts = ["заказ 12345678", "8 916 123-45-67", "повторяю: 12345678", "заказ 12345678, тел +79161234567, a@b.ru"]
    assert collect(texts) == Collected(("12345678",), ("+79161234567",), ("a@b.ru",))


HIDDEN = [
    ("позвоните 8 (916) 123-45-67 вечером", "позвоните [телефон скрыт] вечером"),
    ("тел89161234567ok", "тел[телефон скрыт]ok"),
    ("8 916 123 45 67 8 916 765 43 21", "[телефон скрыт] [телефон скрыт]"),
    ("8_916_123_45_67", "[телефон скрыт]"),
    ("домашний 123-45-67", "домашний [телефон скрыт]"),
    ("заказ 89161234567", "заказ [телефон скрыт]"),
    ("+49 151 23456789, a.b+c@mail.ru.", "[телефон скрыт], [почта скрыта]."),
    # what stays
    ("на 8 800 234-55-55 не отвечают", None),
    ("заказ 12345678-0001 за 15 999 рублей", None),
    ("12.05.2024 10:30, а потом 2024-12-12", None),
    ("[карта •••• 1111]", None),
]


@pytest.mark.parametrize(("text", "expected"), HIDDEN)
def test_the_ways_to_reach_the_customer_are_hidden(text: str, expected: str | None) -> None:
    hidden = hide_contacts(text)
    assert hidden == (text if expected is None else expected)
    assert hide_contacts(hidden) == hidden
    assert expected is None or not (collect([hidden]).phones or collect([hidden]).emails)
