"""Which facts a question plainly asks for."""

import pytest

from agent.asked import asks_for, asks_how_to_reach, is_of_another, names_a_stranger, only_names
from ingest.facts import FactKind
from ingest.facts.channels import CHAT, EMAIL, HOTLINE, SELLERS
from tests.agent.parts import question

RETURN, STORAGE = "возврат товара", "хранение заказа (пункт выдачи)"


@pytest.mark.parametrize(
    ("kind", "subject", "asked"),
    [
        (FactKind.PHONE, HOTLINE, "Какой телефон у службы поддержки?"),
        (FactKind.PHONE, HOTLINE, "куда вам звонить"),
        (FactKind.PHONE, HOTLINE, "подскажите номер горячей линии и часы работы"),
        (FactKind.HOURS, HOTLINE, "подскажите номер горячей линии и часы работы"),
        (FactKind.PHONE, SELLERS, "я продавец, по какому номеру звонить"),
        (FactKind.PHONE, SELLERS, "Для магазинов телефон поддержки другой?"),
        (FactKind.PHONE, SELLERS, "У меня магазин игрушек, по какому номеру звонить продавцу?"),
        (FactKind.EMAIL, EMAIL, "Какой у вас адрес электронной почты?"),
        (FactKind.HOURS, HOTLINE, "до скольки можно вам звонить"),
        (FactKind.HOURS, HOTLINE, "Можно ли звонить ночью?"),
        (FactKind.HOURS, HOTLINE, "ночью можно вам позвонить"),
        (FactKind.HOURS, HOTLINE, "Можно ли дозвониться в воскресенье?"),
        (FactKind.HOURS, HOTLINE, "Можно ли позвонить вам в субботу вечером?"),
        (FactKind.HOURS, HOTLINE, "Понедельник, 18:20. Поговорю с кем на горячей линии, кто-нибудь есть?"),
        (FactKind.HOURS, HOTLINE, "нужен график горячей линии на неделю"),
        (FactKind.HOURS, CHAT, "чат круглосуточный?"),
        (FactKind.WAIT, CHAT, "сколько ждать ответа в чате"),
        (FactKind.WAIT, CHAT, "В чате отвечают сразу или через час?"),
        (FactKind.TERM, RETURN, "Сколько дней на возврат товара?"),
        (FactKind.TERM, STORAGE, "сколько хранится заказ в ПВЗ"),
        (FactKind.SUM, "доставка (курьер)", "сколько стоит доставка курьером"),
        (FactKind.SUM, "бесплатная доставка", "от какой суммы бесплатная доставка?"),
        (FactKind.YES_NO, "отмена, оплата (после)", "Можно ли отменить заказ после оплаты?"),
        (FactKind.PLACE, "«помощь»", "Кнопка «Помощь» сверху или снизу?"),
    ],
)
def test_a_fact_is_asked_for(kind: FactKind, subject: str, asked: str) -> None:
    assert asks_for(question(asked), kind, subject)


@pytest.mark.parametrize(
    ("kind", "subject", "asked"),
    [
        # the number is named, and something else is asked
        (FactKind.PHONE, HOTLINE, "Что подготовить перед звонком в поддержку?"),
        (FactKind.PHONE, HOTLINE, "В каком формате набирать номер, чтобы вас услышать?"),
        (FactKind.PHONE, HOTLINE, "Как найти телефон поддержки через поиск в приложении?"),
        (FactKind.PHONE, HOTLINE, "как вам поменять мой номер телефона"),
        # another one's
        (FactKind.PHONE, HOTLINE, "какой телефон у вашего курьера"),
        (FactKind.PHONE, HOTLINE, "я продавец, по какому номеру вам звонить"),
        (FactKind.PHONE, HOTLINE, "какой номер?"),
        (FactKind.HOURS, HOTLINE, "до скольки открыт пункт на Садовой"),
        (FactKind.HOURS, HOTLINE, "мне всё время звонят ночью"),
        (FactKind.HOURS, HOTLINE, "может ли курьер позвонить вечером"),
        (FactKind.HOURS, HOTLINE, "во сколько у вас работает чат"),
        (FactKind.HOURS, HOTLINE, "со скольки рублей доставка бесплатная"),
        (FactKind.WAIT, EMAIL, "сколько ждать ответа в чате"),
        # another matter, or narrowed to something else
        (FactKind.TERM, RETURN, "сколько дней на обмен товара"),
        (FactKind.TERM, RETURN, "через сколько вернут деньги за товар"),
        (FactKind.TERM, RETURN, "сколько дней на возврат обуви"),
        (FactKind.TERM, STORAGE, "сколько хранится заказ в постамате"),
        (FactKind.TERM, "доставка (курьер)", "сколько стоит доставка курьером"),
        (FactKind.SUM, "доставка (курьер)", "за сколько дней курьер привезёт доставку"),
        (FactKind.SUM, "доставка (курьер)", "сколько стоит доставка почтой"),
        (FactKind.YES_NO, "отмена, оплата (после)", "Можно ли отменить заказ?"),
        (FactKind.PLACE, "«помощь» в приложении", "На сайте кнопка «Помощь» сверху или снизу?"),
    ],
)
def test_a_fact_is_not_asked_for(kind: FactKind, subject: str, asked: str) -> None:
    assert not asks_for(question(asked), kind, subject)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("муж говорит 100-20-30, он прав?", True),
        ("мой заказ 900-20-30, где он?", False),
        ("набрать 20-30?", False),
        ("тут 20-30, там 20-40, какой рабочий?", True),
    ],
)
def test_who_names_a_number_asks_about_it(asked: str, expected: bool) -> None:
    assert asks_for(question(asked), FactKind.PHONE, HOTLINE, ["+78001002030", "+78001002040"]) is expected


@pytest.mark.parametrize(
    "asked",
    [
        "какой номер писать в форме обратной связи?",
        "с какого номера звонит курьер?",
        "какой номер телефона указать в анкете?",
        "временный номер вместо моего, какой он?",
        "хочу продавать у вас миски, куда звонить?",
        "я за границей, по какому номеру вам звонить отсюда?",
    ],
)
def test_another_number_is_not_the_hotline(asked: str) -> None:
    assert is_of_another(question(asked), FactKind.PHONE, HOTLINE)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("Кол-центр", True), ("ваш телефон", False), ("горячая линия?", False), ("до скольки вам звонить", False)],
)
def test_a_bare_name_asks_for_nothing(asked: str, expected: bool) -> None:
    assert only_names(question(asked)) is expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("где найти контакты", False), ("дайте контакты", True), ("как с вами связаться", True)],
)
def test_who_asks_how_to_reach_us(asked: str, expected: bool) -> None:
    assert asks_how_to_reach(question(asked)) is expected


@pytest.mark.parametrize(
    ("kind", "subject", "asked"),
    [
        (FactKind.PHONE, HOTLINE, "Торгую у вас, куда звонить?"),
        (FactKind.HOURS, HOTLINE, "В какое время оставить заявку на обратный звонок?"),
        (FactKind.TERM, RETURN, "сколько дней на обмен"),
        (FactKind.SUM, "доставка (курьер)", "сколько стоит самовывоз"),
    ],
)
def test_a_fact_of_another_subject(kind: FactKind, subject: str, asked: str) -> None:
    assert is_of_another(question(asked), kind, subject)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("телефон поддержки Wildberries", True),
        ("какой номер поддержки у Мегафона", True),
        ("какой номер поддержки у вайлдберриза", True),
        ("какой телефон поддержки Ozon", False),
        ("Подскажите ваш телефон", False),
        ("сколко стоит ваша доставка", False),  # a slip of the keyboard
        ("телефон поддержки ламода", True),  # near to a word, and a name where it stands
        ("какой номер у мвидео", True),
        ("какой номер у вашей поддержки", False),
        (f"как вернуть {'а' * 4000}", True),  # and not for half a minute
        ("Ответит ли кто-нибудь ночью?", False),
    ],
)
def test_a_stranger_is_noticed(asked: str, expected: bool) -> None:
    assert names_a_stranger(asked, {"ozon", "телефон"}.__contains__) is expected
