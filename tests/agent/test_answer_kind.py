"""What kind of answer a question asks for, and whether words are of that kind."""

import pytest

from agent.answer_kind import AnswerKind, answers_kind, kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Какой номер горячей линии?", AnswerKind.PHONE),
        ("куда звонить", AnswerKind.PHONE),
        ("Какой номер телефона для обращений?", AnswerKind.PHONE),
        ("Какой номер обращения?", AnswerKind.OPEN),
        ("какой номер моей карты", AnswerKind.OPEN),
        ("По какому номеру договора платить", AnswerKind.OPEN),
        ("подскажите номер отправления", AnswerKind.OPEN),
        ("какой трек номер", AnswerKind.OPEN),
        ("номер ваш какой, позвонить хочу", AnswerKind.PHONE),
        ("Какой номер заказа назвать?", AnswerKind.OPEN),
        ("на какую почту писать", AnswerKind.EMAIL),
        ("Нужна ли почта для звонка?", AnswerKind.YES_NO),
        ("Сколько ждать возврата?", AnswerKind.DURATION),
        ("через скока ответите", AnswerKind.DURATION),
        ("Через какое время перезвонят?", AnswerKind.DURATION),
        ("долго ль ждать", AnswerKind.DURATION),
        ("Во сколько работает поддержка?", AnswerKind.TIME),
        ("до скольки открыто", AnswerKind.TIME),
        ("Сколько стоит доставка?", AnswerKind.PRICE),
        ("со скольки рублей доставка бесплатная", AnswerKind.PRICE),
        ("Как вернуть товар?", AnswerKind.HOW),
        ("Можно ли вернуть товар?", AnswerKind.YES_NO),
        ("Возврат", AnswerKind.OPEN),
        ("Когда вернут деньги?", AnswerKind.WHEN),
        ("когда я звоню, никто не отвечает", AnswerKind.OPEN),
        ("Где найти номер заказа?", AnswerKind.PLACE),
        ("куда нажать", AnswerKind.HOW),
        ("Почему отклонили платёж?", AnswerKind.REASON),
        ("Кто принимает посылку?", AnswerKind.WHO),
        ("через сбп оплатить можно?", AnswerKind.YES_NO),
        ("чек сохранять надо", AnswerKind.YES_NO),
        ("У продавцов есть своя линия?", AnswerKind.YES_NO),
        ("Какой чек нужен?", AnswerKind.OPEN),
        # What will be done, with no word for anything else.
        ("поправят?", AnswerKind.YES_NO),
        ("деньги вернут", AnswerKind.YES_NO),
        ("а мне перезвонят", AnswerKind.YES_NO),
        ("посылку доставят", AnswerKind.YES_NO),
        ("заменят или вернут", AnswerKind.YES_NO),
        ("старую технику заберёте, когда новую привезёте?", AnswerKind.YES_NO),
        ("деньги вернут когда", AnswerKind.WHEN),
        ("скажите когда вернут", AnswerKind.WHEN),
        # Who asks politely to be told asks when all the same.
        ("Не подскажете, когда привезут заказ?", AnswerKind.WHEN),
        ("вы скажете, когда будет скидка?", AnswerKind.WHEN),
        ("подскажете когда вернёте деньги", AnswerKind.WHEN),
        ("подскажете, когда мне вернут деньги?", AnswerKind.WHEN),
        ("Не помните, когда я получу заказ?", AnswerKind.WHEN),
        ("Вернут когда деньги?", AnswerKind.WHEN),
        ("вернут когда деньги, подскажете?", AnswerKind.WHEN),
        ("тут когда откроют магазин?", AnswerKind.WHEN),
        ("Деньги вернут? Когда вернут?", AnswerKind.WHEN),
        ("технику заберут, когда новую привезут?", AnswerKind.YES_NO),
        ("Сколько оплаты за доставку?", AnswerKind.PRICE),
        ("деньги не вернут", AnswerKind.OPEN),
        ("операторы отвечают", AnswerKind.OPEN),
        ("формат", AnswerKind.OPEN),
        ("позвоните", AnswerKind.OPEN),
        # The customer's own number is no telephone to call.
        ("Как поменять номер телефона в профиле?", AnswerKind.HOW),
        ("Как сменить номер телефона?", AnswerKind.HOW),
        ("как исправить телефон в заказе", AnswerKind.HOW),
        ("Где подтвердить номер телефона?", AnswerKind.PLACE),
        ("Удалите мой номер телефона", AnswerKind.OPEN),
        ("Какой номер телефона указан для покупателей?", AnswerKind.PHONE),
        ("какой номер у горячей линии, вы его поменяли?", AnswerKind.PHONE),
        ("подскажите номер телефона курьера", AnswerKind.PHONE),
    ],
)
def test_the_kind_of_answer_that_would_do(text: str, kind: AnswerKind) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize(
    ("kind", "text", "answers"),
    [
        (AnswerKind.PHONE, "Звоните: 8 (800) 100-20-30.", True),
        (AnswerKind.PHONE, "Позвоните на горячую линию.", False),
        (AnswerKind.EMAIL, "Пишите на help@lavka.example.", True),
        (AnswerKind.EMAIL, "Напишите письмо.", False),
        (AnswerKind.DURATION, "Деньги придут за 10 дней.", True),
        (AnswerKind.DURATION, "Деньги придут на карту.", False),
        (AnswerKind.DURATION, "Начните с сути дела.", False),
        (AnswerKind.DURATION, "Проверка идёт сутки.", True),
        (AnswerKind.DURATION, "Срок зависит от банка, его уточнит оператор.", True),  # an honest answer
        (AnswerKind.PRICE, "Цена зависит от веса посылки.", True),
        (AnswerKind.PRICE, "Удобство не зависит от вас.", False),
        (AnswerKind.TIME, "Чат работает круглосуточно.", True),
        (AnswerKind.PRICE, "Доставка бесплатна.", True),
        (AnswerKind.PRICE, "Доставка быстрая.", False),
        (AnswerKind.HOW, "Что угодно.", True),
        (AnswerKind.WHEN, "Деньги вернутся после проверки.", True),
        (AnswerKind.WHEN, "Деньги вернутся на карту.", False),
        (AnswerKind.PLACE, "Номер стоит в письме.", True),
        (AnswerKind.PLACE, "Номер состоит только цифрами.", False),
        (AnswerKind.REASON, "Платёж отклонён из-за лимита.", True),
        (AnswerKind.REASON, "Платёж отклонён вчера.", False),
        (AnswerKind.WHO, "Посылку принимает курьер.", True),
        (AnswerKind.WHO, "Посылка едет сутки.", False),
    ],
)
def test_words_that_could_answer_it(kind: AnswerKind, text: str, answers: bool) -> None:
    assert answers_kind(kind, text) is answers
