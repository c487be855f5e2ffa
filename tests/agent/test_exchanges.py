"""What was said before: repeated, of no use, talked over by a person."""

from agent.exchanges import exchanges, is_repeated, tells_less, times_unhelped, was_told
from agent.reply import OutcomeKind
from tests.agent.test_followup import DELIVERY, citing, said


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
