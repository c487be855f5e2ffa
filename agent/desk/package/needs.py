"""What an operator will need, and how the customer is asked for it: one thing at a time, each once."""

import re
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from agent.desk.collected import Collected
from agent.desk.conversation import Message, Role
from agent.desk.package.category import Category
from ingest.russian import normalise, words


class Need(StrEnum):
    ORDER = "order_number"
    CONTACT = "contact"
    TRANSACTION = "transaction"
    PAYMENT = "payment"
    DEVICE = "device"
    VERSION = "app_version"
    SHOP = "shop"


TITLES = {
    Need.ORDER: "номер заказа",
    Need.CONTACT: "телефон или почта",
    Need.TRANSACTION: "номер операции",
    Need.PAYMENT: "дата и сумма платежа",
    Need.DEVICE: "устройство",
    Need.VERSION: "версия приложения",
    Need.SHOP: "ID магазина",
}
QUESTIONS = {
    Need.ORDER: "Чтобы специалист разобрался быстрее, напишите, пожалуйста, номер заказа.",
    Need.CONTACT: "Если чат закроется, как с вами связаться? Оставьте, пожалуйста, телефон или почту.",
    Need.TRANSACTION: "Напишите, пожалуйста, номер операции: он есть в чеке и в приложении банка.",
    Need.PAYMENT: "Подскажите, пожалуйста, когда был платёж и на какую сумму.",
    Need.DEVICE: "Подскажите, пожалуйста, с какого устройства вы заходите.",
    Need.VERSION: "Напишите, пожалуйста, версию приложения: обычно она указана в его настройках.",
    Need.SHOP: "Напишите, пожалуйста, ID вашего магазина: он есть в личном кабинете продавца.",
}

# Of a field any alternative will do; the next is asked for where the customer has not the one before.
FIELDS: Mapping[Category, tuple[tuple[Need, ...], ...]] = MappingProxyType(
    {
        Category.ORDERS: ((Need.ORDER,), (Need.CONTACT,)),
        Category.PAYMENTS: ((Need.TRANSACTION, Need.PAYMENT), (Need.ORDER,), (Need.CONTACT,)),
        Category.RETURNS: ((Need.ORDER,), (Need.CONTACT,)),
        Category.TECHNICAL: ((Need.DEVICE,), (Need.VERSION,), (Need.CONTACT,)),
        Category.SELLERS: ((Need.SHOP,), (Need.CONTACT,)),
        Category.COMPLAINT: ((Need.ORDER,),),
        Category.OTHER: (),
    }
)


def missing(category: Category, collected: Collected, customer_texts: Sequence[str]) -> tuple[Need, ...]:
    """What an operator of this category has not yet, the most useful first, without what the customer cannot give."""
    open_fields = _open_fields(category, collected, customer_texts)
    return tuple(alternatives[0] for alternatives in open_fields if alternatives)


def next_question(
    category: Category, collected: Collected, customer_texts: Sequence[str], asked: Collection[Need]
) -> Need | None:
    """What to ask for now, in the words of `QUESTIONS`; None where nothing is left that was not asked already."""
    for alternatives in _open_fields(category, collected, customer_texts):
        left = [need for need in alternatives if need not in asked]
        if left:
            return left[0]
    return None


def asked_needs(messages: Sequence[Message]) -> frozenset[Need]:
    """What the agent has asked for already, by its own words."""
    return frozenset(need for message in messages if (need := _asked_by(message)) is not None)


def texts_in_context(messages: Sequence[Message]) -> tuple[str, ...]:
    """The customer's texts, oldest first, and one that only answers a question of ours with what was asked before it:
    «не помню» after «Напишите номер заказа» is «номер заказа: не помню»."""
    texts = []
    for before, message in pairwise((None, *messages)):
        if message is None or message.role is not Role.CUSTOMER:
            continue
        need = _asked_by(before) if before is not None else None
        texts.append(f"{TITLES[need]}: {message.text}" if need and _only_answers(message.text) else message.text)
    return tuple(texts)


def _asked_by(message: Message) -> Need | None:
    if message.role is not Role.AGENT:
        return None
    return next((need for need, question in QUESTIONS.items() if question in message.text), None)


ANSWER_WORDS = 5  # «нет, номера не помню»; what is longer speaks for itself


def _only_answers(text: str) -> bool:
    return "?" not in text and len(words(text)) <= ANSWER_WORDS


def _open_fields(category: Category, collected: Collected, texts: Sequence[str]) -> list[tuple[Need, ...]]:
    """The alternatives that may still be had, of each field of which none is known."""
    said = [normalise(text) for text in texts]
    return [
        tuple(need for need in alternatives if _applies(need, said) and not _is_refused(need, said))
        for alternatives in FIELDS[category]
        if not any(_is_given(need, collected, said) for need in alternatives)
    ]


_APP = re.compile(r"\bприл(?:о|к|аг)")


def _applies(need: Need, said: Sequence[str]) -> bool:
    """Who speaks of a site is not asked for the version of an app."""
    return need is not Need.VERSION or any(map(_APP.search, said))


_DAY = (
    r"\d{1,2}[./]\d{1,2}|\d{1,2} (?:янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек)|вчера|сегодня|позавчера"
    r"|понедельник|вторник|сред[уы]|четверг|пятниц|суббот|воскресен|час назад|(?:день|дня|дней|недел\w+) назад"
)
_SUM = r"(?<!\d)(?:\d{1,9}|\d{1,3}(?: \d{3}){1,3})(?:[.,]\d\d)?\s*(?:₽|р\b|р\.|руб|тыс|к\b|коп)"
_GIVEN = {
    Need.DEVICE: re.compile(
        r"\b(?:i?phone|i?pad|айфон|айпад|андро[ий]д|android|ios|самсунг|samsung|xiaomi|[кс]яоми|сяоми|редми|redmi"
        r"|poco|хуав|"
        r"huawei|honor|хонор|realme|реалми|pixel|windows|винд[аоыу]|виндовс|mac|мак\b|linux|линукс|ноутбук|ноут"
        r"|компьютер"
        r"|комп\b|пк\b|планшет|смартфон|хром|chrome|safari|сафари|firefox|яндекс.?браузер|опер[аеы]\b"
        r"|(?:с|на|через) (?:\w+ )?(?:телефон|мобильн))"
    ),
    Need.VERSION: re.compile(r"\bверси\w*\D{0,20}\d|\bv\.? ?\d|\b\d+\.\d+\.\d+\b"),
    Need.SHOP: re.compile(
        r"\b(?:магазин|продавц|селлер|seller|кабинет|партнер)\w*(?: (?:id|айди|номер|№))?\W{0,3}\d{3,}"
        r"|\b(?:id|айди)(?: \w+){0,2}\W{0,3}\d{3,}"
        r"|\bмагазин\w*:? [«\"“][^»\"”]+|\bid магазина: \S+$"
    ),
}


def _is_given(need: Need, collected: Collected, said: Sequence[str]) -> bool:
    match need:
        case Need.ORDER:
            return bool(collected.order_numbers)
        case Need.CONTACT:
            return bool(collected.phones or collected.emails)
        case Need.TRANSACTION:
            return bool(collected.transactions)
        case Need.PAYMENT:
            return any(re.search(_SUM, text) for text in said) and any(
                re.search(rf"\b(?:{_DAY})", text) for text in said
            )
        case _:
            return any(map(_GIVEN[need].search, said))


_LACKS = (
    r"(?:нет(?:у)?\b|не (?:помн\w+|зна\w+|виж\w+|наш\w+|нахо\w+|могу|сохран\w+|дам|хоч\w+|буду|скаж\w+|был\w*"
    r"|при[шх]\w+"
    r"|остал\w+|дали|выдали|ес)\b|потерял\w*|забыл\w*|удалил\w*|неизвест\w+|откуда|никак\w*\b)"
)


def _lack_of(noun: str, *others: str) -> re.Pattern[str]:
    """«номера у меня нет», «не помню свой номер», «без номера», and other ways to say that there is none."""
    ways = (
        rf"(?:{noun})(?::|, к сожалению,)? (?:\w+ ){{0,2}}?{_LACKS}",
        rf"{_LACKS} (?:\w+ )?(?:{noun})",
        rf"без (?:{noun})",
        *others,
    )
    return re.compile("|".join(rf"\b(?:{each})" for each in ways))


_REFUSED = {
    Need.ORDER: _lack_of(
        r"номер\w*(?: мо\w+)? заказ\w*|номер\w*(?! (?:телеф|операц|транз|плат|карт|чек))",
        r"заказа (?:у меня )?(?:не был\w*|нет(?! (?:до|уже|в|на|\d))|нету)",
        r"(?:ничего )?(?:еще )?не (?:заказывал|покупал|оформлял)\w?\b",
        r"заказ\w* (?:я )?(?:еще )?не (?:делал|оформлял|оформил)\w?\b",
    ),
    Need.CONTACT: _lack_of(
        r"номер\w* телефон\w*|телефон или почта|почт[уыа]\b|контакт\w*",
        r"телефон\w* (?:(?:\w+ ){0,2}не (?:дам|дал|хоч|буду|скаж|остав)|у меня нет|нету?$)",
    ),
    Need.TRANSACTION: _lack_of(r"номер\w* (?:операц|транз|плат|чек)\w*|чек[аи]?\b|операци\w+|транзакци\w+|квитанци\w+"),
    Need.PAYMENT: _lack_of(r"дат\w(?: и сумм\w(?: платежа)?)?|сумм[уыа]\b|когда\b"),
    Need.DEVICE: _lack_of(r"устройств\w*|модел[ьи]"),
    Need.VERSION: _lack_of(r"верси\w+(?: приложения)?"),
    Need.SHOP: _lack_of(r"(?:id|айди)(?: магазина)?"),
}


def _is_refused(need: Need, said: Sequence[str]) -> bool:
    return any(map(_REFUSED[need].search, said))
