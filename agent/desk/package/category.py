"""What a ticket is about, so that it reaches who can help: small rules over the customer's words, for any shop."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from agent.reply import Reason
from ingest.russian import words


class Category(StrEnum):
    ORDERS = "orders"
    PAYMENTS = "payments"
    RETURNS = "returns"
    TECHNICAL = "technical"
    SELLERS = "sellers"
    COMPLAINT = "complaint"
    OTHER = "other"


TITLES = {
    Category.ORDERS: "заказы и доставка",
    Category.PAYMENTS: "оплата",
    Category.RETURNS: "возвраты",
    Category.TECHNICAL: "техническое",
    Category.SELLERS: "продавцы",
    Category.COMPLAINT: "жалоба",
    Category.OTHER: "другое",
}

# A bare «а деньги когда?» goes on with the matter of the messages just before; one from long ago has been settled.
RECENT = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of matter: a message fits where every pattern is found in its words."""

    category: Category
    patterns: tuple[re.Pattern[str], ...]


def _rule(category: Category, *patterns: str) -> Rule:
    """Patterns open at the start of a word, and stand for stems: «достав» is also «доставка» and «доставили»."""
    return Rule(category, tuple(re.compile(rf"\b(?:{each})") for each in patterns))


_MONEY = r"деньг|денег|денеж|деньж|бабк[иу]|бабок\b|бабл|средств|сумм|руб|платеж|оплат|карт[ыуе]\b"
_TWICE = r"дважды|(?:два|2|три|3) раза|двойн|задвоен|задвои|повторно|лишн"
_TAKEN = r"спис|снял|снят|сним|удержа|заблокировали деньги"
_APP = r"прилож|приложух|прилк|прилаг|сайт|страниц|браузер|кнопк|экран|чат\b|корзин[аеуы]\b|форм[аеу]\b|капч"
_BROKEN = (
    r"вылет|завис|глюч|лага|тормоз|краш|не откры|не груз|не загру|не работ|не запуск|не наж|не отобра|не устан"
    r"|закрывается|лежит"
    r"|не обнов|ошибк|баг|сбой|сбо[ия]|пуст[оаы]|бел(?:ый|ого) экран|черн(?:ый|ого) экран|пропал|слетел|не реагир|упал"
)
_ACCOUNT = (
    r"лк\b|личн\w+ каб|кабинет|аккаунт|акк\b|акка?унт|учетк|учетн\w+ зап|профил|парол|логин|авториз|регистр|залогин"
)
_BOUGHT = r"товар|вещ|куп|заказ|прише?л|привез|получил|размер|издели|обув|одежд|новы[йе]"
# What is plainly told. The order decides: who cannot pay because the app crashes needs the app to be mended.
RULES = (
    _rule(
        Category.OTHER,
        r"ваканси|резюме|собеседован|работать (?:у|к) (?:вас|вам)|устроиться|сотруднич|сми\b|реклам\w+ отдел",
    ),
    # about people and manners, whoever they are
    _rule(
        Category.COMPLAINT,
        r"жалоб|пожал(?:ов|у)\w*ся|хочу жалова|нахам|хам(?:ит|ят|ил[аи]?|ство|ло|ка|ы)?\b|хамств|нагруб|груб(?:ит"
        r"|ил|ят|о|ость"
        r"|иян|ый|ая|ые)|оскорб|наор[ау]|орал|накрич|кричал|обматер|матер(?:ит|ил)|матом\b|обозва|обзыва|невежлив"
        r"|некорректно (?:обща|разгов|себя вел)|послал\w* (?:меня|нас|на|подальше)|пренебреж"
        r"|(?:ужасн|отвратительн|мерзк|кошмарн|безобразн|плох)\w+ (?:обслуж|сервис|отношен|поддерж)",
    ),
    # the customer sells
    _rule(
        Category.SELLERS,
        r"(?:мой|наш|моем|нашем|мое[гм]о|наше[гм]о|моему|нашему) (?:\w+ )?магазин|(?:я|мы) (?:\w+ )?(?:продав\w+"
        r"|селлер)"
        r"|как продавец\b|стать (?:продавц|партн)|кабинет\w* (?:продавц|партнер|селлер)|селлер|продаю\b|продаем\b"
        r"|(?:мои|наши|моих|наших) (?:товар|продаж|карточк|покупател)|витрин|модераци|(?:на|до) фулфил|фбо\b|фбс\b"
        r"|fb[os]\b"
        r"|карточк\w* товар\w*(?: \w+)? (?:не созд|заблок|скры|не прош|отклон|не загруж)"
        r"|(?:созда|загруз|завес|добав|редактир)\w* карточк|(?:вывод|выплат)\w* (?:\w+ )?(?:продавц|за про|партнер)"
        r"|открыть (?:свой |у вас )?магазин"
        r"|комисси\w+ (?:за продаж|для продавц|площадк|маркетплейс)|начать продавать|отгру[зж]\w* (?:\w+ )?на склад"
        r"|поставк\w* на склад|размест\w* (?:свой |свои )?товар",
    ),
    _rule(Category.TECHNICAL, _APP, _BROKEN),
    _rule(
        Category.TECHNICAL,
        r"(?:не могу|не мож(?:ем|ет)|не получает\w*|не удает\w*|не выходит|как) (?:\w+ )?(?:зайти|войти|залогин|авториз"
        r"|зарегистр|попасть в)|не (?:пускает|впускает|заходит|логинит|авторизу)|выкидывает|вылетает|не загружа"
        r"|не прогружа|не открывает",
    ),
    _rule(
        Category.TECHNICAL,
        _ACCOUNT,
        r"забы|сброс|восстанов|взлом|удал|смен|помен|измен|заблок|не мог|не прин|не подход|не при[шх]|привяз|отвяз"
        r"|неверн|зайти|войти|вход|угна|кто то",
    ),
    _rule(
        Category.TECHNICAL,
        r"(?:смс|sms|код\w*)\b(?: \w+){0,3} не при(?:шл|шел|ход)|не при(?:шл|шел|ход)\w+ (?:смс|код)",
    ),
    # money for nothing, and money that cannot be paid
    _rule(Category.PAYMENTS, _TAKEN, rf"{_TWICE}|{_MONEY}|без |не заказ|\d{{2,}}"),
    _rule(Category.PAYMENTS, r"(?:двойн|повторн|ошибочн|лишн|непонятн|неизвестн|чуж)\w* (?:списан|оплат|платеж)"),
    _rule(
        Category.PAYMENTS,
        r"оплат|оплач|заплат|плате?ж|карт[аыуео]й?\b|сбп\b|рассроч|кредит|предоплат",
        r"не (?:могу|прош|проход|прохож|приним|получ|удае|дает|заче|отраз|работа|вид|прикреп|привяз)|ошибк|отклон|отказ"
        r"|висит|завис|как|каким|можно|дважды|способ",
    ),
    _rule(
        Category.RETURNS,
        r"возвра[тщ]|верн|возмест|возмещ|обмен(?!ник)|поменять (?!(?:номер|адрес|почт|парол|карт|данн|пункт|дат"
        r"|врем|получат|способ|телефон|имя))|брак|дефект|некачеств"
        r"|гаранти|рекламаци|(?:хо\w+|можно|могу|можем|как|надо) (?:\w+ )?сдать|сдать (?:обратно|назад)",
    ),
    _rule(
        Category.RETURNS,
        r"не подош|не подход|сломан|сломал|разбит|разбил|битый|повреж|порван|царапин|дыр[аку]|трещин|поддел|подмен"
        r"|не тот\b"
        r"|не та\b|не то\b|не те\b|чужой товар|другой (?:товар|цвет|размер|артикул)|не соответств|маломер|большемер"
        r"|не включа|не работа|пятн[оа]|просроч|протух|испорч",
        _BOUGHT,
    ),
    _rule(
        Category.RETURNS,
        r"прислали не т|пришл[аио] не т|пришел не т|положили не т|привезли не т|вместо \w+ (?:при|поло)",
    ),
    _rule(
        Category.PAYMENTS,
        r"чек(?:а|у|и|ов|ом)?\b|квитанц|промокод|купон|скидк|бонус|балл|кэшб|кешб|сертификат|рассроч|подписк|реквизит"
        r"|счет[ -]?фактур|закрывающ|предоплат|комисси",
    ),
    _rule(
        Category.ORDERS,
        r"посыл|бандерол|доставк|достав(?:ил|ит|ят|лен|ляет)|курьер|пункт\w* (?:выдачи|самовывоз)|самовывоз|пвз\b"
        r"|постамат"
        r"|почтомат|трек|отслед|отслеж|отправлени|накладн|привез|привоз|не вез[уе]т|не приехал|хранени|комплектац"
        r"|недовложен"
        r"|(?:потеря|утеря)\w* (?:мо\w+|наш\w*) (?:груз|коробк|пакет)",
    ),
    _rule(
        Category.ORDERS,
        r"заказ|товар|покупк|вещ",
        r"где|куда|когда|не при|не отправ|отправ|отмен|статус|задерж|потеря|изменить|измени|адрес|идет|едет|опазд"
        r"|жду|ждать"
        r"|собра|собир|недостав|нет в|не хват|получ|оформ|забра|пропал|сделать|повтор|завис|в пути",
    ),
)
# What is only named: it decides where nothing is plainly told lately.
MENTIONS = (
    _rule(Category.RETURNS, r"обратно (?:деньг|товар)|не подош|сломан|сломал"),
    _rule(Category.PAYMENTS, rf"{_MONEY}|плат(?!ь|фор)|цен[аыуе]\b|стоимост|карт[аыуео]й?\b"),
    _rule(Category.TECHNICAL, rf"{_ACCOUNT}|{_APP}|ошибк|уведомлен|пуш|рассылк|смс|глюк|не работает|баг\b"),
    _rule(Category.ORDERS, r"заказ|товар|покупк|склад|размер|налич|упаковк"),
    _rule(Category.SELLERS, r"магазин\w* заблок|продав(?:ать|аем)\b"),
)


def categorise(customer_texts: Sequence[str], reason: Reason) -> Category:
    """The category of the latest messages that tell one; texts oldest first."""
    folded = [" ".join(words(text)) for text in reversed(customer_texts)]
    telling = [text for text in folded if _first(RULES + MENTIONS, text) is not None][:RECENT]
    for rules in (RULES, MENTIONS):
        for text in telling:
            category = _first(rules, text)
            if category is not None:
                return category
    return Category.COMPLAINT if reason is Reason.COMPLAINT else Category.OTHER


def _first(rules: Sequence[Rule], text: str) -> Category | None:
    fitting = (rule.category for rule in rules if all(pattern.search(text) for pattern in rule.patterns))
    return next(fitting, None)
