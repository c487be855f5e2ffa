from agent.reply import OutcomeKind
from evals.authoring.quotes import Quotes
from evals.authoring.rows import cases_of_rows
from evals.authoring.table import Row
from evals.cases import Case, Gold

QUOTES = Quotes([("a.md", "Возврат. Деньги вернутся на карту за 3 дня.")])


def test_the_gold_is_the_article_that_says_the_answer() -> None:
    row = Row(2, "Когда вернутся деньги?", "деньги вернутся на карту за 3 дня")
    [case] = cases_of_rows([row], "faq", "heldout", QUOTES, ("payment",)).cases
    assert case.gold == (Gold(source="a.md", quote="Деньги вернутся на карту за 3 дня."),)
    assert case.must_mention == ()
    assert case.expected == (OutcomeKind.ANSWERED, OutcomeKind.CONFLICT)
    assert (case.split, case.tags) == ("heldout", ("payment",))


def test_without_an_article_the_figures_must_be_mentioned() -> None:
    rows = [Row(2, "Когда?", "Ждите 3 недели."), Row(3, "Как?", "Напишите нам в чат.")]
    some, none = cases_of_rows(rows, "faq", "dev", QUOTES).cases
    assert (some.gold, some.must_mention) == ((), ("3 недел",))
    assert (none.gold, none.must_mention) == ((), ())


def test_a_question_becomes_a_case_once() -> None:
    rows = [Row(2, "Как вернуть?", "Так."), Row(3, "Где мы?", "Тут."), Row(4, "как вернуть…", "Иначе.")]
    first = cases_of_rows(rows, "faq", "dev", QUOTES)
    assert [case.question for case in first.cases] == ["Как вернуть?", "Где мы?"]
    assert [(each.number, each.reason) for each in first.skipped] == [(4, "the question of row 2 again")]

    again = cases_of_rows([Row(2, "Новый?", "Да."), *rows], "faq", "dev", QUOTES, there=first.cases)
    assert [case.question for case in again.cases] == ["Новый?"]
    assert [each.number for each in again.skipped] == [2, 3, 4]


def test_a_case_whose_question_was_edited_is_not_imported_again() -> None:
    [case] = cases_of_rows([Row(2, "Как вернуть?", "Так.")], "faq", "dev", QUOTES).cases
    edited = Case.model_validate({**case.model_dump(), "question": "как вернуть чайник"})
    again = cases_of_rows([Row(2, "Как вернуть?", "Так.")], "faq", "dev", QUOTES, there=[edited])
    assert again.cases == ()
    assert case.id in again.skipped[0].reason


def test_what_customers_wrote_of_themselves_is_masked_and_the_company_s_contacts_stay() -> None:
    row = Row(2, "Я ivan@mail.ru, 8 916 123-45-67. Куда звонить?", "На 8 800 234-55-55 или help@example.ru.")
    [case] = cases_of_rows([row], "faq", "dev", QUOTES).cases
    assert case.question == "Я [почта скрыта], [телефон скрыт]. Куда звонить?"
    assert case.must_mention == ("help@example.ru", "8 800 234-55-55")
