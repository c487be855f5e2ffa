"""Which disagreements an answer has to show."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agent.agreed import agreed_facts_asked_for
from agent.citations import verify
from agent.disagreement import Disagreement, disagreements_asked_for, settle, without_disputed_asides
from agent.verdicts import Quote, VerifiedAnswer
from ingest.release import Release
from tests.agent.parts import evidence, question
from tests.agent.shop import released

ARTICLE = "Чат поддержки открыт в приложении. Позвонить можно по номеру 8 (800) 100-20-30."
OTHER = "Наш номер: 8 (800) 500-60-70."
CHAT, PHONE = "Чат поддержки открыт в приложении", "Позвонить можно по номеру 8 (800) 100-20-30"


def answer(draft: str) -> VerifiedAnswer:
    return verify(draft, evidence(ARTICLE, OTHER))


def disputed() -> Disagreement:
    one, other = (each.passage for each in evidence(ARTICLE, OTHER).candidates)
    values = {
        "+78001002030": (Quote(one, one.units[1].start, one.units[1].end),),
        "+78005006070": (Quote(other, other.units[0].start, other.units[0].end),),
    }
    return Disagreement("горячая линия", "phone", values, {value: value for value in values})


@pytest.mark.parametrize(
    ("asked", "draft", "said", "shown"),
    [
        ("Где найти чат?", f"{CHAT} [1].\n{PHONE} [1].", [CHAT], False),
        ("По какому номеру звонить?", f"{CHAT} [1].\n{PHONE} [1].", [CHAT, PHONE], True),
        ("Как с вами связаться?", f"{PHONE} [1].\n{CHAT} [1].", [PHONE, CHAT], True),
        ("Как с вами связаться?", f"{CHAT} [1].\n1. {PHONE} [1].", [CHAT, PHONE], True),
        ("Сколько стоит звонок?", f"{PHONE} [1].", [PHONE], True),
        ("А позвонить вам можно?", f"{CHAT} [1].\n{PHONE} [1].", [CHAT, PHONE], True),
        ("Есть ли у вас чат, чтобы не звонить?", f"{PHONE} [1].\n{CHAT} [1].", [CHAT], False),
    ],
    ids=["aside", "asked for", "opens the answer", "a step", "nothing else", "answers best", "answers less"],
)
def test_a_disputed_fact_is_shown_where_the_answer_needs_it(
    asked: str, draft: str, said: list[str], shown: bool
) -> None:
    rest, needed = without_disputed_asides(answer(draft), [disputed()], question(asked))
    assert [each.statement.text.rstrip(".") for each in rest.kept] == said
    assert bool(needed) is shown


LAMPS = {
    "доставка.md": """---
title: Доставка
updated: 2026-03-12
---
Доставка курьером стоит 299 рублей. Заказ хранится в пункте выдачи 7 дней.

Телефон поддержки: 8 800 100-20-30. Телефон для продавцов: 8 800 600-40-40.
""",
    "вопросы.md": """---
title: Вопросы
updated: 2025-06-01
---
Курьерская доставка — 350 ₽. Срок хранения заказа в ПВЗ — 14 дней. Вернуть товар можно в течение 14 дней.

Звоните на горячую линию: 8 800 555-66-77.
""",
    "возврат.md": """---
title: Возврат
updated: 2026-01-20
trust: 1
---
Вернуть товар можно в течение 30 дней.
""",
}


# Of a fee for a pass no rule knows: sentences with figures are compared.
PASSES = {
    f"{name}.md": f"---\ntitle: {name}\ntrust: {trust}\n---\n{text}\n"
    for name, trust, text in (
        ("Пропуск", 1, "Срок замены пропуска — 14 дней."),
        ("Охрана", 1, "Срок замены пропуска составляет 7 дней."),
        ("Памятка", 0, "Замена пропуска займёт 7 дней."),
        ("Парковка", 1, "Замена брелока стоит 200 рублей."),
        ("Въезд", 0, "За замену брелока платят 350 рублей."),
    )
}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    release = released(LAMPS, tmp_path_factory.mktemp("lamps"))
    yield release
    release.close()


@pytest.fixture(scope="module")
def passes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    release = released(PASSES, tmp_path_factory.mktemp("passes"))
    yield release
    release.close()


def said(asked: str, draft: str, release: Release) -> tuple[list[str], list[tuple[str, list[str], bool, bool]]]:
    """What settling leaves of a draft, and the disagreements that it has to show."""
    passages = list(release.all_passages())
    articles = tuple(passage.text for passage in passages)
    found = evidence(*articles, asked=asked)
    candidates = tuple(replace(each, passage=passage) for each, passage in zip(found.candidates, passages, strict=True))
    agreed = agreed_facts_asked_for(found.question, release)
    answer, shown = settle(
        verify(draft, replace(found, candidates=candidates)), found.question, release, candidates, agreed
    )
    texts = [each.statement.text.rstrip(".") for each in answer.kept]
    return texts, [(each.kind, list(each.values), each.suffices, each.newest_first) for each in shown]


PRICE, STORAGE, CALL = "Доставка курьером стоит 299 рублей", "Заказ хранится в пункте выдачи 7 дней", "+78001002030"


@pytest.mark.parametrize(
    ("asked", "draft", "texts", "shown"),
    [
        # what is plainly asked for is shown whether the draft found it or not, and nothing else with it
        (
            "Сколько стоит доставка курьером?",
            f"{PRICE}. {STORAGE}.",
            [PRICE],
            [("sum", ["RUB 299", "RUB 350"], True, True)],
        ),
        ("сколько хранится заказ в ПВЗ", PRICE, [STORAGE], [("term", ["P7D", "P14D"], True, True)]),
        (
            "какой телефон поддержки",
            "",
            ["Телефон поддержки: 8 800 100-20-30"],
            [("phone", [CALL, "+78005556677"], True, True)],
        ),
        # who asks how to do it wants more than the number: the answer has to be sure as well
        (
            "Как вам позвонить?",
            "Телефон поддержки: 8 800 100-20-30.",
            ["Телефон поддержки: 8 800 100-20-30"],
            [("phone", [CALL, "+78005556677"], False, True)],
        ),
        # a stranger's number is not ours to give
        ("какой телефон поддержки у Мегафона", "", [], []),
        # on one value the articles agree
        (
            "я продавец, какой телефон поддержки",
            "Телефон поддержки: 8 800 100-20-30.",
            ["Телефон для продавцов: 8 800 600-40-40"],
            [],
        ),
        # the more trusted article is believed
        (
            "сколько дней на возврат товара",
            "Вернуть товар можно в течение 14 дней.",
            ["Вернуть товар можно в течение 30 дней"],
            [],
        ),
    ],
)  # fmt: skip
def test_what_an_answer_has_to_show(
    asked: str, draft: str, texts: list[str], shown: list[object], release: Release
) -> None:
    assert said(asked, draft, release) == (texts, shown)


@pytest.mark.parametrize(
    ("asked", "draft", "texts", "values"),
    [
        # two trusted articles disagree, whatever a third one says and whichever of them the draft rests on
        ("сколько дней замена пропуска", "Срок замены пропуска — 14 дней.", ["Срок замены пропуска — 14 дней"],
         [["P14D", "P7D"]]),
        ("сколько дней замена пропуска", "Замена пропуска займёт 7 дней.", ["Срок замены пропуска — 14 дней"],
         [["P14D", "P7D"]]),
        # a figure that a more trusted article contradicts is not stated
        ("сколько стоит замена брелока", "За замену брелока платят 350 рублей.", ["Замена брелока стоит 200 рублей"],
         []),
        ("сколько стоит замена брелока", "Замена брелока стоит 200 рублей.", ["Замена брелока стоит 200 рублей"], []),
    ],
)  # fmt: skip
def test_of_sentences_that_disagree_the_most_trusted_are_heard(
    asked: str, draft: str, texts: list[str], values: list[list[str]], passes: Release
) -> None:
    told, shown = said(asked, draft, passes)
    assert (told, [each[1] for each in shown]) == (texts, values)


def test_that_there_is_no_number_stands_after_the_numbers_even_if_it_is_newest(tmp_path: Path) -> None:
    articles = {"линия": ("2025-06-01", "Телефон поддержки: 8 800 100-20-30."),
                "связь": ("2026-03-12", "Прямого номера поддержки нет.")}  # fmt: skip
    pages = {
        f"{name}.md": f"---\ntitle: {name}\nupdated: {updated}\n---\n{text}\n"
        for name, (updated, text) in articles.items()
    }
    release = released(pages, tmp_path)
    [shown] = disagreements_asked_for(question("Какой телефон поддержки?"), release)
    release.close()
    assert list(shown.values) == [CALL, "none"]
    assert not shown.newest_first
