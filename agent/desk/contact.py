"""A telephone number or an e-mail, found in what people write however they spell it."""

import re
from dataclasses import dataclass

import phonenumbers

from agent.desk.collected import EMAIL, collect
from agent.desk.errors import WrongContact, WrongPhone
from agent.desk.phones import normalise_phone

_BETWEEN_DIGITS = r"[\W_]{0,4}"  # spaces, brackets, dashes, dots, what an emoji of a digit is made of
_AT = r"\s{0,2}(?:@|[(\[{]\s?(?:at|собака)\s?[)\]}])\s{0,2}"
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Contact:
    value: str  # E.164, or an e-mail in lower case
    pattern: re.Pattern[str]

    @classmethod
    def read(cls, written: str) -> "Contact":
        """Raises WrongContact where it is neither."""
        if "@" in written:
            email = written.strip().lower()
            if not EMAIL.fullmatch(email):
                raise WrongContact(written)
            return cls(email, _email_pattern(email))
        try:
            phone = normalise_phone(written)
        except WrongPhone as error:
            raise WrongContact(written) from error
        return cls(phone, _phone_pattern(phone))

    @property
    def is_phone(self) -> bool:
        return self.value.startswith("+")

    def is_in(self, text: str) -> bool:
        """Whether the text gives it. A number of a town without the town's code is not known to be this one."""
        if not self.is_phone:
            return self.pattern.search(text) is not None
        digits = "".join(str(int(digit)) for digit in _DIGIT.findall(text))
        if _national(self.value) not in digits:
            return False
        plain = _DIGIT.sub(lambda digit: str(int(digit[0])), text)  # full-width and Arabic digits count, too
        return self.pattern.search(plain) is not None or self.value in collect([text]).phones


def _phone_pattern(phone: str) -> re.Pattern[str]:
    """The number, with or without the code of its country; neither the beginning nor the end of a longer one."""
    country = str(phonenumbers.parse(phone).country_code)
    before = rf"(?:(?:00)?{_spaced(country)}|[80]){_BETWEEN_DIGITS}"
    return re.compile(rf"(?<!\d)(?:{before})?{_spaced(_national(phone))}(?!\d)")


def _email_pattern(email: str) -> re.Pattern[str]:
    """«ivan@mail.ru» stands neither in «a.ivan@mail.ru» nor in «ivan@mail.ru.com»."""
    local, _, domain = email.rpartition("@")
    spaced = r"\s?\.\s?".join(re.escape(part) for part in domain.split("."))
    before, after = r"(?<![^\W_])(?<![^\W_][.+_-])", r"(?![^\W_]|-[^\W_]|\.[a-z0-9])"
    return re.compile(f"{before}{re.escape(local)}{_AT}{spaced}{after}", re.IGNORECASE)


def _national(phone: str) -> str:
    return phonenumbers.national_significant_number(phonenumbers.parse(phone))


def _spaced(digits: str) -> str:
    return _BETWEEN_DIGITS.join(digits)
