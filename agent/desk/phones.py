"""Telephone numbers of customers."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

from agent.desk.errors import WrongPhone

REGION = "RU"  # where a telephone number without a country code belongs

# The company's own hotline, quoted by the customer, is no way to reach the customer.
_NOBODYS = frozenset({PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE})

_EXAMPLE = "например +7 916 123-45-67"
_EMPTY = f"Напишите номер телефона, на который вам позвонить, {_EXAMPLE}."
_LETTERS = f"Номер телефона пишут цифрами, {_EXAMPLE}. Сейчас в нём есть буквы или лишние знаки."
_SHORT = f"В номере не хватает цифр. Напишите его целиком, с кодом города или оператора: {_EXAMPLE}."
_LONG = f"В номере слишком много цифр. Напишите один номер, {_EXAMPLE}."
_COUNTRY = f"Не узнаём код страны. Российский номер начинается с +7 или 8, {_EXAMPLE}."
_UNKNOWN = "Такого номера нет. Проверьте, пожалуйста, все ли цифры на месте и нет ли опечатки."
_FREE = "На бесплатный или платный номер перезвонить нельзя. Укажите свой мобильный или городской телефон."

_LENGTHS = {
    ValidationResult.TOO_SHORT: _SHORT,
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: _SHORT,  # 123-45-67
    ValidationResult.INVALID_LENGTH: _SHORT,  # between the lengths that numbers there may have
    ValidationResult.TOO_LONG: _LONG,
    ValidationResult.INVALID_COUNTRY_CODE: _COUNTRY,
}


def normalise_phone(text: str) -> str:
    """The one number that a customer can be called at, as E.164; without a country code it is a Russian one.

    Raises:
        WrongPhone: it is none; the message tells the customer what is wrong.
    """
    if not text.strip():
        raise WrongPhone(_EMPTY)
    if any(character.isalpha() for character in text):
        raise WrongPhone(_LETTERS)
    try:
        number = phonenumbers.parse(text, REGION)
    except NumberParseException as error:
        raise WrongPhone(_unread(text, error)) from error
    if number.extension:  # «8 495 123-45-67; 8 916 …»: the library takes a second number for one
        raise WrongPhone(_LONG)
    if not phonenumbers.is_valid_number(number):
        raise WrongPhone(_invalid(number))
    if not reaches_somebody(number):
        raise WrongPhone(_FREE)
    return e164(number)


def reaches_somebody(number: PhoneNumber) -> bool:
    """Whether a customer may be at the other end: nobody's own number is free or paid to call."""
    return phonenumbers.number_type(number) not in _NOBODYS


def e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _invalid(number: PhoneNumber) -> str:
    reason = phonenumbers.is_possible_number_with_reason(number)
    if phonenumbers.truncate_too_long_number(number):  # a number of its first digits
        return _LONG
    return _LENGTHS.get(reason, _UNKNOWN)


def _unread(text: str, error: NumberParseException) -> str:
    if error.error_type == NumberParseException.INVALID_COUNTRY_CODE:
        return _COUNTRY
    digits = sum(character.isdigit() for character in text)
    if error.error_type == NumberParseException.TOO_LONG or digits > 15:  # of E.164; two numbers are no number
        return _LONG
    return _SHORT if digits else _LETTERS
