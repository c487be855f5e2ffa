"""Messages that only carry something: a number, a link, word of a photo. What is to be done with it, nobody has
said."""

import re

MIN_DIGITS = 4  # of a number that can be an order's; «1» and «10» say nothing
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\w)(?:[a-zа-я]{0,4}[-_]?)?\d[\d\s()+.-]*[a-zа-я]{0,2}(?!\w)", re.IGNORECASE)
_PICTURE = re.compile(
    r"(?:фот[оа]\w*|скрин\w*|картинк\w+|снимок|видео|файл\w*|вложени\w+|документ\w*|чек\w?|квитанци\w|pdf)"
)
_SENT = re.compile(
    r"(?:вот|держи(?:те)?|лови(?:те)?|(?:при|вы|от|за)?(?:крепи|слал|ложил|правил|грузил|кинул)\w*|присла\w+"
    r"|скин\w+|прилагаю|прикреп\w+|прикладываю|загружаю|кидаю|скидываю|высылаю|отправляю)"
)
_SMALL = frozenset(
    """вот это мой моя моё мое мои номер номера заказ заказа договор договора обращение обращения заявка заявки
    карта карты счет счёт счета лицевой код
    трек трек-номер ссылка ссылку на в к и из с по его ее её их а ну да пожалуйста товар товара брони бронь
    бронирования рейс рейса полис полиса
    чек чека квитанция здесь тут еще ещё держите держи""".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def only_details(text: str) -> bool:
    """«123456», «вот ссылка https://…», «прикрепил скриншот», «номер договора 88-1204»."""
    if "?" in _LINK.sub("", text):
        return False
    rest = _NUMBER.sub(_unless_short, _LINK.sub(" ", text.lower()))
    carries = rest.count("\0") > 0 or _LINK.search(text) is not None
    said = _WORD.findall(rest)
    pictures = [word for word in said if _PICTURE.fullmatch(word)]
    sends = any(map(_SENT.fullmatch, said))
    if not (carries or (pictures and sends)):
        return False
    return all(word in _SMALL or word in pictures or _SENT.fullmatch(word) for word in said)


def _unless_short(found: re.Match[str]) -> str:
    return " \0 " if sum(map(str.isdigit, found[0])) >= MIN_DIGITS else " x "
