"""What was said before: repeated, of no use, talked over by a person."""

import pytest

from agent.exchanges import did_not_help, exchanges, is_repeated, tells_less, times_unhelped, was_told
from agent.reply import OutcomeKind
from tests.agent.test_followup import DELIVERY, citing, said


@pytest.mark.parametrize(
    "text",
    [
        "не помогло",
        "Сделал всё, как написано. Не помогло.",
        "отключил что сказали. не помогло",
        "Это я уже пробовал. Всё то же самое.",
        "Нет там такого пункта, я уже смотрела.",
        "такой кнопки у меня нет",
        "не нахожу этот раздел",
        "всё по-прежнему",
        "ничего не изменилось",
        "перезагрузил, не работает",
        "не получается",
        "без толку",
        "это не то",
        "Перезагрузил телефон, не помогло",
        "ваш совет не помог",
        "этот способ не подходит",
        "Ответ не подошёл",
        "бесполезно",
    ],
)
def test_an_answer_that_was_of_no_use(text: str) -> None:
    assert did_not_help(text)


@pytest.mark.parametrize(
    "text",
    [
        "не помогло, а как ещё можно?",
        "Не получается оформить возврат",
        "не работает приложение",
        "Товар не подошёл по размеру, хочу вернуть",
        "курьер не помог поднять товар",
        "не подошла обувь",
        "доставка бесполезно долгая",
        "не сработал промокод",
        "средство не помогло, хочу вернуть",
        "помогло, спасибо",
        "Как вернуть товар?",
        "нет, сколько стоит доставка",
        "Заказ не пришёл, курьер не звонил, в приложении он всё ещё в пути, и я не знаю, что теперь с этим делать",
    ],
)
def test_another_question_or_a_new_trouble(text: str) -> None:
    assert not did_not_help(text)


def test_the_same_question_word_by_word_is_repeated_only_after_an_answer() -> None:
    before = exchanges(said("Как получить чек?"))
    assert is_repeated("как получить чек", before)
    assert not is_repeated("как получить чек на почту", before)
    assert not is_repeated("Как получить чек?", exchanges(said("Как получить чек?", OutcomeKind.DECLINED)))


def test_what_was_told_is_known_by_its_places() -> None:
    [cited] = citing(DELIVERY)
    other = cited.model_copy(update={"start": 7, "end": 9})
    before = exchanges(said("Как получить чек?", citations=(cited, other)))
    assert was_told((cited, other), before)
    assert not tells_less((cited, other), before)
    assert was_told((cited,), before)
    assert tells_less((cited,), before)
    assert not was_told((cited, cited.model_copy(update={"start": 20, "end": 30})), before)
    assert not was_told((), before)
    assert not was_told((cited,), ())


def test_it_is_counted_how_often_an_answer_did_not_help() -> None:
    first = exchanges(said("Как получить чек?"))
    second = exchanges((*said("Как получить чек?"), *said("не помогло")))
    assert (times_unhelped(first), times_unhelped(second)) == (0, 1)
