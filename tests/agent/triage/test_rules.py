"""Every line of utterances.txt has to be taken for what it is; what a request beside other words means; the repair."""

import re
import time
from pathlib import Path

import pytest

from agent.triage.keyboard import english_from_russian_layout
from agent.triage.long import MAX_READ
from agent.triage.rules import RULES, TurnKind, triage

CYRILLIC = re.compile(r"[а-яё ,.!?—-]*[аеиоу][а-яё ,.!?—-]*", re.IGNORECASE)
SLOW = 0.3  # seconds; a hundredth of it is usual, and without the limits half a second to six


def _table() -> list[tuple[str, str]]:
    kind, rows = "", []
    for line in (Path(__file__).parent / "utterances.txt").read_text("utf-8").splitlines()[1:]:
        if line.startswith("% "):
            kind = line[2:]
        else:
            rows.append((line, kind))
    return rows


@pytest.mark.parametrize("kind", list(TurnKind))
def test_every_utterance_of_a_kind_is_taken_for_it(kind: TurnKind) -> None:
    mistaken = {text: triage(text) for text, wanted in _table() if wanted == kind and triage(text).kind != kind}

    assert not mistaken


def test_the_table_has_every_kind_and_as_many_look_alikes_as_requests() -> None:
    kinds = [kind for _, kind in _table()]

    assert set(kinds) == set(TurnKind)
    assert kinds.count("question") > 0.6 * kinds.count("human_request") > 100


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # a request stands, whatever is beside it
        ("как вернуть товар? и позовите оператора", TurnKind.HUMAN_REQUEST),
        ("это безобразие, соедините с начальником", TurnKind.HUMAN_REQUEST),
        ("где мой заказ 123? дайте человека", TurnKind.HUMAN_REQUEST),
        ("оператор сказал, что деньги вернут. Их нет. Позовите его начальника", TurnKind.HUMAN_REQUEST),
        # a question stands beside a refusal, a greeting, thanks
        ("не надо оператора, а как вернуть товар?", TurnKind.QUESTION),
        ("привет, как вернуть товар", TurnKind.QUESTION),
        ("спасибо, а сколько идут деньги?", TurnKind.QUESTION),
        # quotation: of a part, and of the whole
        ("бот ответил «соединяю с оператором», что дальше?", TurnKind.QUESTION),
        ("«соедините с оператором»", TurnKind.HUMAN_REQUEST),
        # anger does not make a how-to a complaint, nor politeness a complaint a how-to
        ("блин, как вернуть эти чёртовы деньги", TurnKind.QUESTION),
        ("здравствуйте, ваш сервис ужасный", TurnKind.COMPLAINT),
        # one letter decides
        ("часы работы", TurnKind.QUESTION),
        ("роботы надоели", TurnKind.HUMAN_REQUEST),
        ("туроператор отменил поездку", TurnKind.QUESTION),
        ("консультация юриста входит в гарантию?", TurnKind.QUESTION),
    ],
)
def test_what_stands_beside_is_weighed(text: str, kind: TurnKind) -> None:
    assert triage(text).kind is kind


@pytest.mark.parametrize("ending", ["", "!", "!!!", ".", " 🙏", " пожалуйста", "\n"])
@pytest.mark.parametrize("case", [str.lower, str.upper, str.capitalize])
def test_punctuation_and_case_change_nothing(ending: str, case: object) -> None:
    assert callable(case)
    assert triage(case("соедините с оператором") + ending).kind is TurnKind.HUMAN_REQUEST
    assert triage(case("оператор") + ending).kind is TurnKind.HUMAN_KEYWORD
    assert triage(case("как позвать оператора") + ending).kind is TurnKind.QUESTION


def test_the_question_is_repaired_for_retrieval_and_a_rule_is_named() -> None:
    turn = triage("rfr dthyenm ltymub")

    assert turn.question == "как вернуть деньги"
    assert turn.rule in {rule.name for rule in RULES}


def test_english_on_the_russian_layout_is_read_only_where_it_asks_for_a_person() -> None:
    assert triage("дшму фпуте здуфыу").question == "live agent please"
    assert triage("црсуп аышв").question == "црсуп аышв"
    assert triage("где заказ").question == "где заказ"


@pytest.mark.parametrize("around", ["здравствуйте, {}", "добрый день! {}", "{}, спасибо", "{}, заранее благодарю"])
def test_courtesy_around_a_request_for_a_person_hides_none(around: str) -> None:
    russian = [text for text, kind in _table() if kind == "human_request" and CYRILLIC.fullmatch(text)][::5]
    requests = [text.rstrip(".!? ") for text in russian if not english_from_russian_layout(text)]
    hidden = [text for text in requests if triage(around.format(text)).kind is not TurnKind.HUMAN_REQUEST]

    assert len(requests) > 60
    assert not hidden


STORY = "Я купил у вас чайник, и он мне понравился. " * 90


def test_a_request_is_found_wherever_it_stands_in_a_long_message() -> None:
    assert triage("Соедините с оператором. " + STORY).kind is TurnKind.HUMAN_REQUEST
    assert triage(STORY + "Соедините с оператором.").kind is TurnKind.HUMAN_REQUEST
    assert triage(STORY + "Соедините с оператором. " + STORY).kind is TurnKind.HUMAN_REQUEST
    assert len(triage(STORY).question) < 2 * MAX_READ


def test_a_question_is_searched_without_the_story_around_it() -> None:
    asked = triage(STORY + "А потом он сломался. Как вернуть деньги? " + STORY).question

    assert asked.endswith("А потом он сломался. Как вернуть деньги?")
    assert len(asked) < 100


def test_what_is_left_out_of_a_long_message_is_whole_words() -> None:
    read = triage(("туроператор " * 200).strip()).question

    assert set(read.replace("…", " ").split()) == {"туроператор"}


@pytest.mark.parametrize(
    "text", ["a.a.a." * 667, "a4;" * 1300, "1-" * 2000, "«" * 4000, "ф" * 4000, "я мне меня " * 360]
)
def test_a_message_of_four_thousand_characters_is_read_at_once(text: str) -> None:
    began = time.perf_counter()
    triage(text)

    assert time.perf_counter() - began < SLOW


def test_the_last_rule_fits_everything_and_names_are_unique() -> None:
    names = [rule.name for rule in RULES]

    assert RULES[-1].kind is TurnKind.QUESTION
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z-]+", name) for name in names)


@pytest.mark.parametrize("text", ["", " ", "\n", "🙏🙏", "а" * 4000, "«", "(((", "оператор " * 400, "не " * 1000])
def test_any_text_gets_a_kind(text: str) -> None:
    assert triage(text).kind in TurnKind
