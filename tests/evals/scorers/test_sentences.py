"""A reply's text as sentences: what they cite, and which of them state a fact."""

import pytest

from evals.scorers.sentences import sentences


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Есть чат [1]. Он бесплатный [2].", [(1,), (2,)]),
        ("Есть чат. [1] Он бесплатный. [2][3]", [(1,), (2, 3)]),
        ("Есть чат [1, 2].", [(1, 2)]),
        # one marker behind two sentences stands for both, but not for what comes after it
        ("Есть чат. Он бесплатный [1]. Он быстрый.", [(1,), (1,), ()]),
        ("Есть чат.\nОн бесплатный [1].", [(), (1,)]),
        ("1. Откройте чат [1].\n— Напишите нам [2].\n* Ждите [3].", [(1,), (2,), (3,)]),
    ],
)
def test_a_marker_belongs_to_its_sentence(text: str, cited: list[tuple[int, ...]]) -> None:
    assert [each.markers for each in sentences(text)] == cited


def test_a_list_goes_with_its_lead_in() -> None:
    lead, first, second, after = sentences("Вернуть можно [1]:\n1. Книги [2].\n2. Обувь [3].\nПозже нельзя [4].")
    assert lead.text == "Вернуть можно:"
    assert lead.list_markers == (2, 3)
    assert first.lead_markers == second.lead_markers == (1,)
    assert after.list_markers == after.lead_markers == ()


@pytest.mark.parametrize(
    "text",
    [
        "Вернуть товар можно за 14 дней.",
        "Телефон: 8 800 100-20-30.",
        "Лекарства вернуть нельзя.",
        "Курьер привезёт замену.",
        "Оператор видит номер вашей карты.",
        "Помощь специалиста [1].",
        "Я проверил: доставка стоит 299 рублей.",
    ],
)
def test_a_claim_bears_a_fact(text: str) -> None:
    [sentence] = sentences(text)
    assert sentence.bears_fact


@pytest.mark.parametrize(
    "text",
    [
        "Здравствуйте!",
        "Чем помочь?",
        "Могу позвать специалиста: напишите «оператор» или нажмите «Позвать человека».",
        "Если это не поможет, напишите «оператор», и я позову специалиста.",
        "Если появятся вопросы, пишите.",
        "Вот что нужно сделать:",
        "В наших статьях это указано по-разному (горячая линия), поэтому показываю все варианты:",
        "Мне жаль, что так вышло.",
        "Вернуть товар можно за 14 дней?",
    ],
)
def test_courtesy_and_offers_of_a_person_bear_none(text: str) -> None:
    assert not any(each.bears_fact for each in sentences(text))
