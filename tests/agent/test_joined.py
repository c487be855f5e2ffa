"""Several answers in one reply."""

from types import SimpleNamespace

import pytest

from agent.attempt import Attempt
from agent.citations import verify
from agent.compose import Composed
from agent.disagreement import Disagreement
from agent.followup import Asked
from agent.joined import compose_attempts, joined
from agent.reply import Citation, Conflict, ConflictValue
from tests.agent.parts import evidence


def cited(marker: int, start: int) -> Citation:
    return Citation(
        marker=marker, source_id="a.md", title="А", heading=(), url=None, quote="слова", start=start, end=start + 5
    )


def test_markers_go_on_and_the_same_words_keep_theirs() -> None:
    first = Composed("Раз [1]. Два [2].", (cited(1, 0), cited(2, 10)))
    second = Composed("Два [1]. Три [2].", (cited(1, 10), cited(2, 20)))
    both = joined([first, second])
    assert both.text == "Раз [1]. Два [2].\n\nДва [2]. Три [3]."
    assert [(each.marker, each.start) for each in both.citations] == [(1, 0), (2, 10), (3, 20)]


def test_the_values_of_a_disagreement_point_to_their_new_markers() -> None:
    value = ConflictValue(value="1", display="1", markers=(1,))
    second = Composed("— 1 [1]", (cited(1, 10),), (Conflict(subject="телефон", kind="phone", values=(value,)),))
    both = joined([Composed("Раз [1].", (cited(1, 0),)), second])
    assert both.text == "Раз [1].\n\n— 1 [2]"
    assert both.conflicts[0].values[0].markers == (2,)


def test_one_answer_stays_as_it_is() -> None:
    alone = Composed("Раз [1].", (cited(1, 0),))
    assert joined([alone]) is alone


SHOP = evidence(
    "Заказ хранится 7 дней. Телефон линии стоит в чеке. По нему ответит оператор.",
    "Понадобятся:\n\n- паспорт получателя\n- номер заказа\n- чек\n\nОформите возврат:\n\n"
    "1. Откройте заявку.\n2. Выберите товар.\n3. Отправьте заявку.\n",
)
STEPS = "Оформите возврат:\n1. Откройте заявку.\n2. Выберите товар.\n3. Отправьте заявку."


def answered(draft: str, *disagreements: Disagreement) -> Attempt:
    return Attempt(Asked("Что это?"), answer=verify(draft, SHOP), disagreements=disagreements)


def shown(*attempts: Attempt) -> str:
    return compose_attempts(attempts, lambda source: SimpleNamespace(url=None, updated=None)).text


@pytest.mark.parametrize(
    ("first", "second", "adds"),
    [
        ("Заказ хранится 7 дней.", "Заказ хранится 7 дней.", None),
        (
            "Заказ хранится 7 дней.",
            "Заказ хранится 7 дней. Телефон линии стоит в чеке.",
            "Телефон линии стоит в чеке [2].",
        ),
        # the words over the items that are left stay, those over none go
        (
            "Понадобятся:\n- паспорт получателя",
            "Понадобятся:\n- паспорт получателя\n- чек",
            "Понадобятся [1]:\n— чек [3]",
        ),
        ("Понадобятся:\n- чек", "Заказ хранится 7 дней.\nПонадобятся:\n- чек", "Заказ хранится 7 дней [3]."),
        # a sentence that speaks of the one before brings it, and steps have no gaps
        (
            "Телефон линии стоит в чеке.",
            "Телефон линии стоит в чеке. По нему ответит оператор.",
            "Телефон линии стоит в чеке [1]. По нему ответит оператор [2].",
        ),
        (
            "2. Выберите товар.",
            STEPS,
            "Оформите возврат [2]:\n1. Откройте заявку [2].\n2. Выберите товар [1].\n3. Отправьте заявку [3].",
        ),
    ],
)
def test_what_one_answer_says_the_next_does_not_say_again(first: str, second: str, adds: str | None) -> None:
    alone = shown(answered(first))
    assert shown(answered(first), answered(second)) == (f"{alone}\n\n{adds}" if adds else alone)


def test_a_disagreement_is_told_once() -> None:
    said = answered("Заказ хранится 7 дней.")
    assert said.answer is not None
    days = Disagreement("хранение", "days", {"7": said.answer.quotes}, {"7": "7 дней"})
    both = (answered("Заказ хранится 7 дней.", days), answered("Заказ хранится 7 дней.", days))
    assert shown(*both) == shown(both[0])
    assert "7 дней" in shown(both[0])
