"""Which disagreements an answer has to show."""

import pytest

from agent.citations import verify
from agent.disagreement import Disagreement, without_disputed_asides
from agent.verdicts import Quote, VerifiedAnswer
from tests.agent.parts import evidence, question

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
    ],
    ids=["aside", "asked for", "opens the answer", "a step", "nothing else"],
)
def test_a_disputed_fact_is_shown_where_the_answer_needs_it(
    asked: str, draft: str, said: list[str], shown: bool
) -> None:
    rest, needed = without_disputed_asides(answer(draft), [disputed()], question(asked))
    assert [each.statement.text.rstrip(".") for each in rest.kept] == said
    assert bool(needed) is shown
