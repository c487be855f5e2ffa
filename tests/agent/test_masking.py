"""Private numbers go, numbers that support needs stay, and masking twice changes nothing."""

import io
import logging
import time

import pytest

from agent.masking import MaskingFilter, mask

CARD = "4111 1111 1111 1111"

HIDDEN = [
    (CARD, "[карта •••• 1111]"),
    ("карта 4111111111111111, спишите", "карта [карта •••• 1111], спишите"),
    ("4111-1111-1111-1111", "[карта •••• 1111]"),
    ("4111\u00a01111\u00a01111\u00a01111", "[карта •••• 1111]"),
    ("4111\u20111111\u20111111\u20111111", "[карта •••• 1111]"),
    ("４１１１１１１１１１１１１１１１", "[карта •••• 1111]"),
    ("٤١١١١١١١١١١١١١١١", "[карта •••• 1111]"),
    ("3782 822463 10005", "[карта •••• 0005]"),
    ("4111 1111 1111 1111 12/25 123", "[карта •••• 1111] 12/25 123"),
    ("4111 1111 1111 1111 123", "[карта •••• 1111] 123"),
    ("89161234567 4111 1111 1111 1111", "89161234567 [карта •••• 1111]"),
    ("моя карта 4276 3800 1234 5675", "моя карта [карта •••• 5675]"),  # mistyped, but called a card
    ("заказ 12345678, карта 4111111111111111", "заказ 12345678, карта [карта •••• 1111]"),
    ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "[карта •••• 1111]"),
    ("паспорт 4508 123456", "паспорт [паспорт скрыт]"),
    ("45 08 123456", "[паспорт скрыт]"),
    ("паспорт: 4508123456", "паспорт: [паспорт скрыт]"),
    ("серия 4508 номер 123456", "[паспорт скрыт]"),
    ("паспорт серия 45 08 № 123456", "[паспорт скрыт]"),
    ("паспорт 4508 123456 и телефон 89161234567", "паспорт [паспорт скрыт] и телефон 89161234567"),
    ("СНИЛС 112-233-445 95", "СНИЛС [СНИЛС скрыт]"),
    ("11223344595", "[СНИЛС скрыт]"),
    ("ИНН 7707083893", "ИНН [ИНН скрыт]"),
    ("мой инн 500100732259", "мой инн [ИНН скрыт]"),
    ("номер операции 4111111111111111", "номер операции [карта •••• 1111]"),
    ("оплата прошла, ИНН 7707083893", "оплата прошла, ИНН [ИНН скрыт]"),
    ("cvv 123", "cvv [код скрыт]"),
    ("CVC: 123", "CVC: [код скрыт]"),
    ("код с обратной стороны 123", "код с обратной стороны [код скрыт]"),
    ("код из смс 482915", "код из смс [код скрыт]"),
]

KEPT = [
    "номер заказа: 4111 1111 1111 1111",
    "мой заказ 12345678-0001",
    "№ заказа 7707083893",
    "заказ 500100732259",
    "заказ № 4508 123456",
    "трек 4111111111111111",
    "номер операции 1234567894",
    "RRN: 123456789047",
    "чек № 7707083893",
    "заказ 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
    "1 2 3 4 5 6 7 8 9 10 11 12 13",
    "4508123456",
    "1234 5678 9012 3456",
    "112-233-445 96",
    "7707083894",
    "телефон +7 916 123-45-67",
    "+7 (916) 123-45-67",
    "8 (800) 234-55-55",
    "89161234567",
    "паспорт, тел +7 916 123-45-67",
    "с 10.00 до 21.00, 10–15 минут",
    "2026-01-12 10:30 и 2026-01-13 11:00",
    "сумма 1 250 000 рублей",
]


@pytest.mark.parametrize(("text", "masked"), HIDDEN)
def test_private_numbers_are_hidden(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize("text", KEPT)
def test_what_support_needs_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("text", [text for text, _ in HIDDEN])
def test_masking_twice_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize("text", ["1 2 " * 1600, "1(" * 3200, "4111 1111 1111 1112 " * 320])
def test_time_grows_no_faster_than_the_text(text: str) -> None:
    def seconds(part: str) -> float:
        began = time.perf_counter()
        mask(part)
        return time.perf_counter() - began

    quarter = min(seconds(text[: len(text) // 4]) for _ in range(3))

    assert min(seconds(text) for _ in range(3)) < 10 * quarter  # four times is linear, sixteen is quadratic


def _logged(message: str, *args: object, exc_info: bool | BaseException = False) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(MaskingFilter())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    logger.info(message, *args, exc_info=exc_info)
    return stream.getvalue()


def test_a_log_line_has_no_private_number_in_message_arguments_or_traceback() -> None:
    try:
        raise ValueError(CARD)
    except ValueError as error:
        line = _logged("карта %s, %s, паспорт %d", CARD, 100, 4508123456, exc_info=error)

    assert "•••• 1111" in line
    assert "100" in line
    assert CARD not in line
    assert "4508123456" not in line


def test_arguments_stay_arguments_where_each_is_masked_by_itself() -> None:
    record = logging.LogRecord("uvicorn.access", logging.INFO, "", 0, "%s %d", (f"GET /?q={CARD}", 200), None)

    assert MaskingFilter().filter(record)
    assert record.args == ("GET /?q=[карта •••• 1111]", 200)
