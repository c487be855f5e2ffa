"""Questions that ask for hours, or for a wait, by naming a moment or a span."""

import pytest

from agent.moments import asks_whether_so_long, asks_whether_then
from ingest.russian import normalise


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("среда, 20:15, дозвониться ещё реально?", True),
        ("Вернусь со смены в одиннадцать вечера. Ваша линия ещё будет работать?", True),
        ("в полвосьмого утра кто-нибудь есть на линии?", True),
        ("9 мая оператор на связи?", True),
        ("воскресенье, обед. трубку возьмут?", True),
        ("Смогу позвонить вам после работы?", True),
        ("новогодние каникулы, отвечаете на звонки?", True),
        ("ночью звонил, никто не взял трубку", False),  # what happened
        ("оператор ответил мне в 20:15", False),
        ("деньги сняли в три часа ночи", False),  # nobody is to be reached
        ("Какой номер у линии поддержки?", False),
        ("отвечает ли оператор на вопросы о возврате", False),  # no moment
        ("до 20.30 ответите?", True),
        ("можно звонить на 8 800 200-15-05?", False),  # figures that are no clock
        ("работает ли код 10-50", False),
        ("тариф 2.50 работает?", False),
    ],
)
def test_who_names_a_moment_asks_whether_somebody_answers_then(text: str, asks: bool) -> None:
    assert asks_whether_then(normalise(text)) is asks


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("на письма отвечаете за день или за неделю", True),
        ("Третьи сутки тишина на моё письмо, это у вас нормально?", True),
        ("Заявку из формы читают сразу?", True),
        ("обращение рассматривают пару дней или дольше", True),
        ("Мне ответили на письмо за два часа", False),
        ("заявку рассмотрели за день", False),
        ("Куда отправить письмо?", False),
        ("заказ везут два дня", False),
        ("через сколько дней ждать посылку", False),
        ("сутки ждать вашего ответа?", True),
    ],
)
def test_who_names_a_span_asks_how_long_an_answer_takes(text: str, asks: bool) -> None:
    assert asks_whether_so_long(normalise(text)) is asks
