"""Who is taken before others, and by how much.

The queue is ordered by the moment of entering it minus a head start. A head start is a constant, so whoever waits
longer than the greatest of them is overtaken by nobody who comes now: none starves, however many VIPs come.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from agent.desk.package.category import Category
from ingest.russian import words


class Priority(StrEnum):
    NORMAL = "normal"
    VIP = "vip"
    MONEY = "money"  # lost or taken
    SAFETY = "safety"  # life, health, or a fraud that goes on


TITLES = {
    Priority.NORMAL: "обычный",
    Priority.VIP: "VIP",
    Priority.MONEY: "деньги",
    Priority.SAFETY: "безопасность",
}

# Lost money makes people come back again and again, a quarter of an hour is what a busy queue takes; an hour puts
# danger before everybody who still waits within reason.
HEAD_STARTS: Mapping[Priority, timedelta] = MappingProxyType(
    {
        Priority.NORMAL: timedelta(),
        Priority.VIP: timedelta(minutes=15),
        Priority.MONEY: timedelta(minutes=15),
        Priority.SAFETY: timedelta(minutes=60),
    }
)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{each})" for each in patterns))


_NEAR = r"(?:\w+ ){0,4}?"
# «вы мошенники» is anger at us, not a fraud that goes on
_CHEATS = r"(?<!вы )(?<!вы все )(?<!вы просто )(?:мошен+и\w+|аферист\w*)"
_DANGER = _any(
    rf"{_CHEATS} {_NEAR}(?:обман|звон|пиш|прос[ия]|треб|украл|спис|сня|представ|взлом|выман|развел|узнал|получил"
    rf"|оформ)",
    rf"(?:обман|звон|пиш|украл|взлом|выман|попал|перев[её]|отправил|сообщил|назвал|отдал)\w* {_NEAR}(?:мошен+и"
    rf"|аферист)",
    rf"(?:прос[ия]т|требу\w+|сообщил\w?|назвал\w?|продиктовал\w?) {_NEAR}код\w* из (?:смс|sms|сообщен)",
    r"фишинг",
    rf"(?:взлом|угна)\w* {_NEAR}(?:аккаунт|акк\b|кабинет|лк\b|профил|страниц|почт|телефон|учетк|меня\b)",
    rf"(?:аккаунт|акк|кабинет|лк|профил\w+|учетк\w|меня) {_NEAR}(?:взлом|угна)",
    rf"(?:кто то|чужой|чужие|посторонн\w+|неизвестн\w+) {_NEAR}(?:зашел|вошел|заходит|пользу\w+ мо|заказ\w+ с мо|спис)",
    rf"с мо(?:его|ей) (?:аккаунта|акка|кабинета|лк|профиля|учетки) {_NEAR}(?:заказал|купил|оформил|спис|перев)",
    r"(?:украли|потерял\w?) (?:мо\w+ |у меня |банковск\w+ )*карт[уы]\b(?! (?:лоял|бонус|скид|клуб|пода|магаз))",
    # fire, current, gas; «загорелся индикатор» is none
    r"(?:загорел|возгор|воспламен)\w*\b(?! (?:\w+ )?(?:индикат|лампоч|экран|значок|значк|кнопк|свет|дисплей|надпис"
    r"|подсвет|идее))",
    r"(?:взорвал|взрыв(?!н)|пожар(?!н)|задымил|дымит|искрит|оплавил|бьет током|ударил\w* током|коротк\w+ замыкан"
    r"|утечк\w+ газа"
    r"|пахнет (?:газом|гарью|горелым))",
    # health
    r"(?:отрави(?:л|м)|отравлен|аллергическ\w+ реакц|началась аллерги|ожог|обжег|обожг|травм|порезал\w?с[ья]|поранил"
    r"|задыха|потерял\w? сознан|вызва\w+ скорую|скор(?:ую|ая) помощ|угроз\w+ (?:жизни|здоровью)|кровотеч|сильно плохо"
    r"|стало плохо|отек квинке|анафилак)",
    rf"(?:попал|увезл|оказал|лежу|лежит)\w* {_NEAR}(?:больниц|реанимац)",
    # violence
    r"(?:угрожа(?:ет|ют|л)|убьют|убью|убить(?! врем)|зарежу|зарежет|взорву|бомб[аыу]\b|шантаж|преследу(?:ет|ют)|домога"
    r"|изби(?:л|т)"
    r"|напал[аи]? на|ударил[аи]? (?:меня|мою|моего|нас|жену|ребенка)|пристает|вымога)",
    # harm to oneself
    r"(?:(?:по|за)конч\w+ с собой|жить не хоч|не хоч\w+ (?:больше |дальше )?жить|руки на себя|на себя руки|суицид"
    r"|самоуби"
    r"|вскро\w+ вены|повешусь|выпрыгну|покончу)",
)
_THINGS = r"(?:деньг|денег|деньж|средств|сумм|бабк|бабок|бабл|руб|р\b|оплат|карт|\d{3,})"
_TAKEN = r"(?:спис(?:ал|ан|ыва)|снял|снят|сняли|снима(?:ют|ет)|удержа|увел[аи]?\b|украл|содрал)"
_LOST_MONEY = _any(
    rf"{_TAKEN}\w* {_NEAR}(?:{_THINGS}|дважды|лишн|два раза|без)",
    rf"{_THINGS}\w* {_NEAR}{_TAKEN}",
    r"(?:двойн|повторн|ошибочн|лишн|непонятн|неизвестн)\w* (?:списан|оплат|платеж)|двойную оплату",
    rf"(?:деньг|денег|средств|сумм|бабк|бабл|возврат|перевод)\w* {_NEAR}(?:не (?:при[шх]|верн|возвр|поступ|дош"
    rf"|отда|вижу)|нет\b"
    r"|пропал|исчез|потер)",
    rf"не (?:при[шх]|верн|возвр|поступ|отда)\w* {_NEAR}(?:деньг|денег|средств|сумм|возврат\b|бабк|бабл)",
    rf"не (?:верн|возвр|отда)\w* {_NEAR}\d{{2,}}",
    rf"(?:оплат|заплат|платеж)\w* {_NEAR}(?:дважды|два раза|2 раза)",
    rf"(?:пропал|исчез)\w* {_NEAR}(?:деньг|средств|сумм)",
    r"где (?:же )?мо[ия] (?:деньг|возврат)",
    rf"(?:оплатил|заплатил|оплачен)\w* {_NEAR}(?:дважды|два раза|(?:а|но) {_NEAR}(?:нет\b|не (?:оформ|созда|появ"
    rf"|прош|вид)))",
)
# «когда вернут деньги», «где выплата»: of a matter of money they tell of one that is late
_LATE = _any(
    rf"когда {_NEAR}(?:верн[уе]т|прид[уе]т|поступ)",
    r"(?:где|когда) (?:же |уже )?(?:мо[ийя] )?(?:возврат|деньги|выплата)$",
    r"верните|верни\b",
)
_OF_MONEY = frozenset({Category.PAYMENTS, Category.RETURNS, Category.SELLERS})


def priority_of(vip: bool, category: Category, customer_texts: Sequence[str]) -> Priority:
    """The most urgent that any message gives reason for; among equals the one that tells more than a flag."""
    folded = [" ".join(words(text)) for text in customer_texts]
    if any(map(_DANGER.search, folded)):
        return Priority.SAFETY
    if any(_LOST_MONEY.search(text) or (category in _OF_MONEY and _LATE.search(text)) for text in folded):
        return Priority.MONEY
    return Priority.VIP if vip else Priority.NORMAL
