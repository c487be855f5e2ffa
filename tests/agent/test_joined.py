"""Several answers in one reply."""

from agent.compose import Composed
from agent.joined import joined
from agent.reply import Citation, Conflict, ConflictValue


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
