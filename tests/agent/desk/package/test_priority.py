from datetime import UTC, datetime, timedelta

import pytest

from agent.desk.package.category import Category, categorise
from agent.desk.package.priority import HEAD_STARTS, TITLES, Priority, priority_of
from agent.reply import Reason

SAID = {
    Priority.SAFETY: """
        меня обманывают мошенники
        взломали аккаунт
        мой аккаунт взломали и заказали телефон
        с моего аккаунта кто-то заказал телефон
        пауэрбанк взорвался
        чайник ударил током
        у меня украли карту
        звонят мошенники от вашего имени
        просят назвать код из смс
        перевёл деньги мошенникам
        кто-то зашёл в мой кабинет
        зарядка загорелась ночью
        батарея взорвалась
        чайник искрит
        пахнет гарью из розетки
        ребёнок отравился
        после крема началась аллергия
        порезался о крышку
        курьер угрожает мне
        курьер ударил меня
        не хочу жить
        попала в больницу после вашей еды
    """,
    Priority.MONEY: """
        бабки списали дважды
        у меня два раза сняли деньги
        списали 3500, а заказа нет
        деньги за возврат не пришли
        не вернули деньги
        где мои деньги
        оплата прошла два раза
        мне не вернули 5000 рублей
        с карты сняли 2000 ни за что
        деньги пропали
        двойное списание
        оплатил, а заказ не оформился
        сняли деньги без моего согласия
        когда вернут деньги за сапоги
    """,
    Priority.NORMAL: """
        где моя посылка
        как вернуть деньги, если товар не подошёл?
        вы мошенники
        вы все мошенники!
        загорелся индикатор на роутере
        на экране загорелся значок
        сроки горят
        пожалуйста, отправьте скорее
        какой способ оплаты выбрать
        когда спишут деньги
        где оформить возврат
        приложение вылетает
        не пришёл заказ
        Оператор!
        потерял карту лояльности
        как убить время
        пожарная сигнализация есть в наличии?
        сняли с доставки 2 товара
        не пришёл чек на 3000 рублей
        как долго возвращаются деньги на карту
        не приходит код из смс
        вам нужна скорая доставка?
    """,
}
CASES = [(line.strip(), priority) for priority, lines in SAID.items() for line in lines.strip().splitlines()]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_one_message(text: str, expected: Priority) -> None:
    assert priority_of(False, categorise([text], Reason.OWN_DATA), [text]) is expected


def test_a_vip_with_lost_money_is_called_by_the_money() -> None:
    assert priority_of(True, Category.ORDERS, ["где посылка"]) is Priority.VIP
    assert priority_of(True, Category.PAYMENTS, ["деньги списали дважды"]) is Priority.MONEY
    assert priority_of(True, Category.OTHER, []) is Priority.VIP


def test_what_was_said_before_the_last_message_counts() -> None:
    assert priority_of(False, Category.OTHER, ["взломали аккаунт", "оператор"]) is Priority.SAFETY


def test_nobody_who_waits_an_hour_is_overtaken_by_those_who_come_now() -> None:
    now = datetime(2024, 3, 1, 12, tzinfo=UTC)
    waiting = now - timedelta(minutes=61) - HEAD_STARTS[Priority.NORMAL]
    assert all(now - HEAD_STARTS[each] > waiting for each in Priority)
    assert HEAD_STARTS[Priority.SAFETY] > HEAD_STARTS[Priority.MONEY] > HEAD_STARTS[Priority.NORMAL]


def test_every_priority_has_a_title_and_a_head_start() -> None:
    assert set(TITLES) == set(Priority) == set(HEAD_STARTS)
