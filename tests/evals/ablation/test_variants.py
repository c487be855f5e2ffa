"""Real agents without a part, over articles of two."""

import pytest

from evals.ablation.parts import PARTS
from evals.ablation.variants import WHOLE, system_without, variants
from evals.cases import Case
from evals.corpora import Corpus
from evals.systems.opora import Opora
from tests.evals.own import write_corpus

ARTICLES = {
    "возврат.md": "# Возврат товара\n\n## Срок возврата\n\nВернуть товар можно в течение 14 дней после покупки.\n\n"
    "## Деньги за возврат\n\nДеньги приходят на карту за 10 дней. Телефон поддержки: 8 (800) 100-20-30.\n",
    "доставка.md": "# Доставка\n\n## Курьер\n\nКурьер привозит заказ с 9 до 21 часа.\n\n"
    "## Поддержка\n\nТелефон поддержки: 8 (800) 555-66-77.\n",
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What each system makes of each question: outcome, and text with what was found first."""
    corpus: Corpus = write_corpus(tmp_path_factory.mktemp("place") / "shop", {}, ARTICLES)
    asked = {
        "money": Case(id="money", question="когда придут бабки за возврат", split="dev"),
        "phone": Case(id="phone", question="Какой телефон поддержки?", split="dev"),
        "own": Case(id="own", question="Где мой заказ 123456?", split="dev"),
        "next": Case(id="next", question="а деньги за него?", history=("За сколько дней вернуть товар?",), split="dev"),
        "far": Case(id="far", question="Как поменять резину на тракторе?", split="dev"),
    }
    said: dict[str, dict[str, str]] = {}
    releases = set()
    with variants(PARTS) as systems:
        for name, opener in systems.items():
            with opener(corpus) as system:
                assert isinstance(system, Opora)
                releases.add(system.agent.knowledge.retriever().release.name)
                for key, case in asked.items():
                    found = system.ask(case)
                    trace = found.explanation
                    first = trace["candidates"][0]["parts"] if trace["candidates"] else {}
                    said.setdefault(name, {})[key] = (
                        f"{found.reply.outcome} {found.reply.text} {trace['searched']} {trace['context']} {first}"
                    )
    assert len(releases) == 1
    return said


@pytest.mark.parametrize(
    ("part", "asked"),
    [
        ("dense", "money"),
        ("alignment", "money"),
        ("headings", "money"),
        ("everyday", "money"),
        ("facts", "phone"),
        ("history", "next"),
        ("own-record", "own"),
        ("confidence", "far"),
    ],
)
def test_a_part_that_is_off_changes_what_it_is_for(answers: dict[str, dict[str, str]], part: str, asked: str) -> None:
    whole = answers[WHOLE]
    off = answers[system_without(next(each for each in PARTS if each.name == part))]
    assert off[asked] != whole[asked]


def test_facts_are_what_shows_a_disagreement(answers: dict[str, dict[str, str]]) -> None:
    assert answers[WHOLE]["phone"].startswith("conflict ")
    assert not answers["without facts"]["phone"].startswith("conflict ")
