import pytest

from agent.desk.errors import WrongPhone
from agent.desk.phones import normalise_phone


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+7 916 123-45-67", "+79161234567"),
        ("8 (916) 123-45-67", "+79161234567"),
        ("79161234567", "+79161234567"),
        (" 916.123.45.67 ", "+79161234567"),
        ("８９１６１２３４５６７", "+79161234567"),
        ("8 495 123 45 67", "+74951234567"),
        ("+375 29 123-45-67", "+375291234567"),
    ],
)
def test_a_phone_is_kept_in_one_form_however_it_is_written(text: str, phone: str) -> None:
    assert normalise_phone(text) == phone


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Напишите номер"),
        ("  ", "Напишите номер"),
        ("123-45-67", "не хватает цифр"),
        ("112", "не хватает цифр"),
        ("7", "не хватает цифр"),
        ("+7 916 123 45 678", "слишком много цифр"),
        ("+7 916 123-45-67, +7 916 123-45-68", "слишком много цифр"),
        ("8 495 123 45 67; 8 916 123 45 67", "слишком много цифр"),
        ("8 916 123 45 6", "все ли цифры на месте"),
        ("+7 000 000 00 00", "Такого номера нет"),
        ("+8 916 123 45 67", "код страны"),
        ("8 916 12З 45 67", "буквы"),  # the letter З for the figure 3
        ("позвоните мне", "буквы"),
        ("☎", "лишние знаки"),
        ("8 800 555 35 35", "Укажите свой"),
        ("8 809 123 45 67", "Укажите свой"),
        ("1" * 400, "слишком много цифр"),
    ],
)
def test_a_number_that_nobody_answers_is_refused_with_what_is_wrong(text: str, why: str) -> None:
    with pytest.raises(WrongPhone, match=why):
        normalise_phone(text)
