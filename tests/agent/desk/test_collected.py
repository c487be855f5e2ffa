import pytest

from agent.desk.collected import Collected, collect, hide_contacts
from agent.masking import mask

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


TRANSACTIONS = [
    ("номер операции 1234567890", ("1234567890",)),
    ("Номер транзакции: 98765432", ("98765432",)),
    ("транзакция № 4455667788 прошла дважды", ("4455667788",)),
    ("RRN 123456789012", ("123456789012",)),
    ("ррн: 123456789012", ("123456789012",)),
    ("чек №00123456", ("00123456",)),
    ("чек № 1234", ("1234",)),
    ("по квитанции 5566778899 оплачено", ("5566778899",)),
    ("код авторизации 12AB34", ("12AB34",)),
    ("Код авторизации: 123456", ("123456",)),
    ("id платежа 2c9f-11ab-00ff", ("2c9f-11ab-00ff",)),
    ("платёж № 778899", ("778899",)),
    ("номер платежа 77889900", ("77889900",)),
    ("идентификатор операции — 77889900", ("77889900",)),
    ("transaction id 8f14e45f", ("8f14e45f",)),
    ("операция 11112222, повторяю: операция 11112222 и транзакция 33334444", ("11112222", "33334444")),
    ("Операции 7001234 и 7001235, вот снимок", ("7001234", "7001235")),
    ("номера обеих операций: 700123, 700124", ("700123", "700124")),
    ("чек 4455667 и 5000 рублей", ("4455667",)),
    # what is none
    ("операция прошла", ()),
    ("чек на 3500 рублей", ()),
    ("чек 4500", ()),
    ("чек № 4500 руб", ()),
    ("платёж 350000", ()),
    ("перевод 12000 не дошёл", ()),
    ("операция 12.05.2024 не прошла", ()),
    ("чек пришёл, а денег нет", ()),
    ("номер операции не знаю", ()),
    ("код подтверждения 123456", ()),
    ("номер операции [карта •••• 1111]", ()),
    ("чек № [код скрыт]", ()),
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


@pytest.mark.parametrize(("text", "expected"), TRANSACTIONS)
def test_transactions(text: str, expected: tuple[str, ...]) -> None:
    assert collect([text]) == Collected(transactions=expected)


def test_a_transaction_and_an_order_in_one_message() -> None:
    found = collect(["чек № 4455667788 по заказу 12345678, карта [карта •••• 1111], тел. 8 916 123-45-67"])
    assert found == Collected(("12345678",), ("+79161234567",), (), ("4455667788",))


MASKED = ["[карта •••• 1111]", "заказ [карта •••• 1111]", "№ [паспорт скрыт]", "[СНИЛС скрыт] [ИНН скрыт] [код скрыт]"]


@pytest.mark.parametrize("text", MASKED)
def test_what_was_masked_is_no_number(text: str) -> None:
    assert collect([text]) == Collected()


def test_a_card_is_never_collected() -> None:
    told = [
        "номер операции 4111 1111 1111 1111",
        "транзакция 4111111111111111",
        "заказ оплатил картой 4111111111111111",
    ]
    assert collect(map(mask, told)) == Collected()


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
