import pytest

from agent.desk.contact import Contact
from agent.desk.errors import WrongContact

PHONE, EMAIL = "+79161234567", "ivan.petrov@mail.ru"


@pytest.mark.parametrize(
    ("contact", "text"),
    [
        (PHONE, "+79161234567"),
        (PHONE, "мой номер 8 (916) 123-45-67, звоните"),
        (PHONE, "9161234567"),
        (PHONE, "по заказу 9161234567"),
        (PHONE, "8-916-123-45-67/89031112233"),
        (PHONE, "0079161234567"),
        (PHONE, "8.916.123.45.67 доб. 12"),
        (PHONE, "+7\u00a0916\u2009123\u201145\u201167"),
        (PHONE, "8 916\n123 45 67"),
        (PHONE, "тел89161234567жду"),
        (PHONE, "８９１６１２３４５６７"),
        (PHONE, "заказ 55, 8_916_123_45_67"),
        ("8 495 123-45-67", "(495) 123-45-67"),
        ("+375 29 123-45-67", "8 029 123 45 67"),
        (EMAIL, "Ivan.Petrov@Mail.RU"),
        (EMAIL, "почта:ivan.petrov@mail.ru."),
        (EMAIL, "-ivan.petrov@mail.ru.Жду"),
        (EMAIL, "<mailto:ivan.petrov@mail.ru>"),
        (EMAIL, "_ivan.petrov@mail.ru_"),
        (EMAIL, "ivan.petrov @ mail. ru"),
        (EMAIL, "ivan.petrov(собака)mail.ru"),
        ("a+b@почта.рф", "A+B@Почта.РФ"),
    ],
)
def test_it_is_found_however_spelled(contact: str, text: str) -> None:
    assert Contact.read(contact).is_in(f"Здравствуйте! {text}")


@pytest.mark.parametrize(
    ("contact", "text"),
    [
        (PHONE, "8 916 123-45-68"),
        (PHONE, "123-45-67"),
        (PHONE, "заказ 79161234567890"),
        (PHONE, "1239161234567"),
        (PHONE, "916 рублей, 123 рубля и 4567 рублей"),
        (EMAIL, "a.ivan.petrov@mail.ru"),
        (EMAIL, "ivan.petrov@mail.ru.com"),
        (EMAIL, "ivan.petrov@mail.rum"),
        (EMAIL, "ivan-petrov@mail.ru"),
        (EMAIL, "petrov@mail.ru"),
    ],
)
def test_another_is_not_taken_for_it(contact: str, text: str) -> None:
    assert not Contact.read(contact).is_in(text)


@pytest.mark.parametrize("written", ["", "Иван", "123-45-67", "8 800 555-35-35", "ivan@", "a@b.ru, c@d.ru"])
def test_what_is_no_contact_is_refused(written: str) -> None:
    with pytest.raises(WrongContact, match="neither"):
        Contact.read(written)
