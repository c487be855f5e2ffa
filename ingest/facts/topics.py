"""What a term or a sum is about: the matter that the words around it name, and the things that narrow it down.

Articles name one matter in many words («вернуть товар», «на возврат отводится»), so matters and the usual things around
them have one name each, and words that narrow nothing («день», «момент», «покупатель») are passed over. Every other
noun or adjective narrows the matter: «возврат обуви» and «возврат» are two subjects.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from ingest.facts.place import Place
from ingest.russian import morphology

# A customer is told the first ones first: «возврат, деньги» is a matter, the rest narrows it.
_MATTERS: tuple[tuple[str, str], ...] = (
    ("бесплатно", r"бесплатн"),
    ("минимальная сумма заказа", r"минимальн\w+ (?:сумм|стоимост|заказ)|(?:заказы|сумм\w+ заказа) от\b"),
    ("максимальная сумма", r"максимальн\w+ (?:сумм|размер)|лимит"),
    (
        "возврат",
        r"возврат|возвращ|верн(?:у|е[мт]|ите|ись)|отказаться от (?:товара|покупки)"
        r"|сда(?:ть|л\w*|м) (?:\w+ )?(?:обратно|назад)",
    ),
    ("деньги", r"деньг|денег|денеж|средств(?:а|о|ам|ами)?\b|бабк[иа]\b|бабл[оа]\b|рубли\b"),
    ("обмен", r"обмен"),
    ("отмена", r"отмен|аннулир"),
    ("хранение", r"хран(?!ил)|леж(?:ит|ат)\b"),
    ("доставка", r"достав|привез|привоз"),
    ("гарантия", r"гаранти(?!р)"),
    ("ремонт", r"ремонт"),
    ("примерка", r"пример(?:к|ить|ять)"),
    ("отправка", r"отправ(?:к[аиу]|им|ят|ля)|отгруз|отгруж"),
    ("сборка", r"сборк[аиу]|собер(?:ем|ут)|комплектац|комплектуе"),
    ("установка", r"установк"),
    ("рассмотрение", r"рассматр|рассмотр"),
    ("комиссия", r"комисси"),
    ("подписка", r"подписк"),
    ("промокод", r"промокод|купон"),
    ("бонусы", r"бонус|балл(?:ы|ов|ами)\b|к[эе]шб[эе]к"),
    ("сертификат", r"сертификат"),
    ("бронь", r"брон(?:ь|и|ирова)"),
    ("звонок", r"звон(?:ок|к)|позвон|звонит|перезв(?:он|ан)"),
    ("подъем на этаж", r"подъем|поднять"),
    ("пробный период", r"пробн\w+ (?:период|верси|доступ)"),
    ("абонентская плата", r"абонентск\w+ плат"),
    ("штраф", r"штраф|неустойк"),
    ("оплата", r"оплат|оплач|платеж"),
)
_NAMES = {
    frozenset({"возврат"}): "возврат товара",
    frozenset({"возврат", "деньги"}): "возврат денег",
    frozenset({"обмен"}): "обмен товара",
    frozenset({"обмен", "возврат"}): "обмен и возврат товара",
    frozenset({"хранение"}): "хранение заказа",
    frozenset({"отмена"}): "отмена заказа",
    frozenset({"бесплатно", "доставка"}): "бесплатная доставка",
    frozenset({"возврат", "бесплатно"}): "бесплатный возврат",
}
# Things with several names, of which one is enough.
_THINGS: tuple[tuple[str, str], ...] = (
    ("пункт выдачи", r"пункт\w* (?:само)?(?:выдач|вывоз)|пвз\b|самовывоз|точк\w+ выдачи"),
    ("постамат", r"постамат|почтомат"),
    ("курьер", r"курьер"),
    ("почта", r"почт(?:а|ы|е|у|ой)\b(?: россии\b)?"),
    ("экспресс", r"экспресс|срочн"),
    ("брак", r"брак|дефект|недостатк|неисправн|поврежд|ненадлежащ\w+(?: качеств)?"),
    ("москва", r"москв|мкад\b|московск"),
    ("санкт-петербург", r"санкт-петербург|петербург|спб\b|питер"),
    ("юридические лица", r"юридическ\w+ лиц|юрлиц|ип\b"),
    ("карта", r"карт(?:а|ы|е|у|ой|ам)\b(?: банка\b)?"),
)
# Words that narrow nothing, by their dictionary form.
_FILLERS = frozenset(
    """
    день сутки час минута неделя месяц год рубль срок время период момент дата конец начало число раз случай
    условие правило порядок способ вопрос ответ вид тип часть размер сумма стоимость цена тариф величина количество
    итог товар заказ покупка вещь изделие посылка отправление продукция приобретение получение вручение оформление
    передача покупатель клиент пользователь человек магазин компания служба поддержка сервис мы вы вся весь любой
    каждый другой календарный рабочий общий обычный стандартный полный целый текущий сам самый свой наш ваш этот
    такой который один возможность право закон россия рф страна регион город справка помощь информация инструкция
    раздел статья faq частый главный основной условный надлежащий качество просьба причина объяснение следующий
    ближайший первый последний данный указанный нужный доступный должный готовый средний больший меньший сегодня
    завтра примерно около минимум максимум течение адрес телефон номер линия горячий звонок вызов цент копейка счет
    оплата доставка возврат обмен гарантия хранение шаг как что политика памятка подготовка обращение необходимый
    интернет-магазин контакт важный полезный подробность деталь ситуация проблема решение работа точка место шаблон
    текст список пункт параграф глава сайт приложение кабинет личный статус система
    """.split()
)
# What is narrowed down by more is said nowhere else in the same words: a disagreement about it would be an accident.
NARROWING_MAX = 3
_MATTER = re.compile("|".join(rf"\b(?P<m{i}>{pattern})\w*" for i, (_, pattern) in enumerate(_MATTERS)))
_THING = re.compile("|".join(rf"\b(?P<t{i}>{pattern})\w*" for i, (_, pattern) in enumerate(_THINGS)))
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# When a term begins narrows nothing: «со дня доставки», «после получения заказа».
BEGINNING = re.compile(
    r"\b(?:со?|от) (?:дня|даты|момента|времени|числа)\b.*|\bпосле (?:оплаты|получения|покупки|оформления|подтверждения)"
    r"(?: (?:заказа|товара|покупки))?"
)


def topic(place: Place, before: str, after: str, sentence: str) -> str:
    """What a figure is about, as a customer is told; empty where the words around do not say it.

    Args:
        before: the figure's own words before it: since the figure before, or since the sentence began.
        after: its own words behind it, to the end of the clause.
        sentence: all words before it in the sentence.
    """
    own = BEGINNING.sub(" ", before) + " | " + BEGINNING.sub(" ", after)
    matters = _first_matters((own, sentence, place.lead, _last_sentence(place.before), *place.headings))
    if not matters:
        return ""
    around = " ".join((place.lead if place.is_row else "", *place.headings))
    narrowing = things(own) | things(around)
    return named(matters, narrowing) if len(narrowing) <= NARROWING_MAX else ""


def named(matters: Iterable[str], narrowing: Iterable[str]) -> str:
    """«возврат денег (карта)»: the matter, then what narrows it."""
    key = frozenset(matters)
    if "бесплатно" in key:
        key -= {"минимальная сумма заказа"}  # «при заказе от 2000 рублей»: from what sum on it is free
    ordered = [name for name, _ in _MATTERS if name in key]
    name = _NAMES.get(key) or ", ".join(ordered)
    rest = sorted(set(narrowing) - key)
    return f"{name} ({', '.join(rest)})" if rest else name


def subject_words(text: str) -> frozenset[str]:
    """The matters and things that a folded text names: of a subject, those that it was made of."""
    return frozenset({*matters_in(text), *things(text)})


def matters_in(text: str) -> frozenset[str]:
    return frozenset(_MATTERS[int((found.lastgroup or "m0")[1:])][0] for found in _MATTER.finditer(text))


def things(text: str) -> frozenset[str]:
    """What narrows a matter down: things by their one name, other nouns and adjectives in the dictionary's form."""
    rest = _MATTER.sub(" ", _THING.sub(" ", text))
    return usual_things(text) | frozenset({form for word in _WORD.findall(rest) if (form := _narrowing(word))})


def usual_things(text: str) -> frozenset[str]:
    """Of the things that narrow a matter, those that have several names."""
    return frozenset(_THINGS[int((found.lastgroup or "t0")[1:])][0] for found in _THING.finditer(text))


def _first_matters(texts: Iterable[str]) -> frozenset[str]:
    return next((found for text in texts if (found := matters_in(text))), frozenset())


def _last_sentence(text: str) -> str:
    return re.split(r"[.!?…]\s+", text.strip(" .!?…"))[-1]


@lru_cache(maxsize=20_000)
def _narrowing(word: str) -> str:
    """The dictionary form of a word that narrows a matter; empty for others."""
    if len(word) < 3 or word in _FILLERS:
        return ""
    parsed = morphology().parse(word)[0]
    form = str(parsed.normal_form).replace("ё", "е")
    tag = parsed.tag
    narrows = any(each in tag for each in ("NOUN", "ADJF", "LATN", "UNKN")) and "Apro" not in tag
    return form if narrows and form not in _FILLERS else ""
