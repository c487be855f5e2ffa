"""Questions that only the customer's own record answers: where is it, what was decided, why was it done to me.

Roles of words, as in `roles`, with another vocabulary: an own thing («мой возврат», «заказ 4512»), something
done to the customer («мне отказали»), and an interrogation of its state, place, time, cause or amount. A how-to is
none, however personal: «у меня два раза сняли деньги, что делать» is answered from the articles.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from agent.triage.sound import fold
from agent.triage.utterance import PHONE, Utterance

# Role → words; a word with * is a stem. The earlier role wins; "" drops the word.
_VOCABULARY = {
    "": """же ж уж уже еще сейчас там тут здесь вообще ваще ну а и блин наконец наконец-то все-таки точно пожалуйста
        плиз плз пж здравствуйте привет день добрый опять снова то там-то чтоль но только the""",
    # whose
    "mine": """мой моя мое мои моего моей моих моему моим моем мою моими наш наша наше нашу нашего нашей свой свою
        своего своей своих свои маи моево my our""",
    "at": "уменя",
    "me": "мне меня мной мною нам нас ме ми me us",
    "i": "я мы i we",
    "it": "он она оно они его ее их ним ней ними it they",
    # what is asked
    "where": "где гдк гдп гле гдн гдета where",
    "whither": "куда кудаж",
    "when": "когда када кагда kogda скоро when",
    "why": "почему зачем отчего прочему почму пачиму почиму why",
    "which": """какой какая какое какие какого какую какому каком каким каких сколько скока скоко чей чье чья чью
        каков каково which""",
    "what": "что че чо шо what",
    "who": "кто кому кем who",
    "whatwith": "чтос",
    "whatis": "чтоза",
    "li": "ли ль is was has have did are",
    "or": "или",
    # what is ordered: to say, to look, to send, to do
    "tell": "скажите скажи подскажите подскажи сообщите",
    "look": """проверь проверьте посмотри посмотрите гляньте глянь узнай узнайте уточни уточните найди найдите
        отследите праверте пробей пробейте чекни чекните check track find""",
    "send": """пришлите вышлите вышли скиньте скинь дайте дай покажите покажи напомните напомни продиктуйте назовите
        перешлите выдайте сбросьте озвучьте send give show remind""",
    "order": """смени смените заблокируй заблокируйте активируй активируйте запиши запишите пересчитай пересчитайте
        восстанови восстановите выпиши выпишите закрой закройте привяжи привяжите отвяжи отвяжите переоформи
        переоформите назначь назначьте забронируй забронируйте исправь исправьте снимите
        отмени отмените измени измените поменяйте перенесите продлите удалите начислите спишите разблокируйте
        подтвердите ускорьте оформите верни верните доставьте привезите зачтите cancel""",
    # orders only with «мне» beside: «сделайте мне перерасчёт», but «сделайте скидку всем»
    "favour": "включи включите сделай сделайте открой откройте внеси внесите поставь поставьте",
    "canyou": "можете можешь сможете сможешь",
    "howto": """как чтоделать how обычно всегда бывает бывают можно могу можем может могут сможет смогу нужен нужна
        нужно нужны надо если законно обязан обязаны виноват отвечает при значит означает оформлю закажу оплачу куплю
        передумаю""",
    "howlong": "скольковремени",
    # where everybody finds things
    "ui": "раздел* корзин* истори* страниц* вкладк* кнопк* избранн* настройк* список приложени* сайт*",
    # what can be told of a record
    "owe": "должен должна",
    "be": "есть",
    # no verbs, whatever they look like
    "x": "ответ ответа новости новостей кровать печать память пять девять десять дочь ночь речь",
    "prep": "в во на к ко до из с со по за от у о об для без под между to for of in on",
    "day": "сегодня вчера завтра позавчера послезавтра севодня вчерашн* сегодняшн* завтрашн* today yesterday tomorrow",
    "exact": "точнаядата",
    "date": """январ* феврал* март марта марте апрел* май мая мае июн* июл* август* сентябр* октябр* ноябр* декабр*
        понедельник* вторник* четверг* пятниц* суббот* воскресень* год года году месяц месяца месяце неделю неделе
        зиму зимой весну весной лето летом осень осенью year month week""",
    "code": """номер номером номера номеру код кодом кода трек треку трека трэк трек-номер* трек-код* no n track
        tracking number""",
    "status": "статус статуса статусом стадии этапе",
    "target": "адрес адреса",
    "place": "посчету передомной",
    "queue": "очередь очереди",
    "alive": """действует действителен активен активна активно активный живой живая жив жива годен годна готов готова
        готово готовы известно слышно истек истекла valid active expired""",
    # what records are about: money and things that the shop alone has; papers; contacts; what everybody has
    "money": """деньг* денег деньжат* денежк* бабк* бабл* бабос* возврат* бонус* балл* балов балы кэшбэк* кешбэк*
        мили миль задолженност* пени кэшбек* кешбек* компенсаци* выплат* баланс* refund* money points""",
    "thing": """заказ заказа заказу заказом заказе заказы заказов заказик* хранение посылк* посылок посылочк* коробк*
        коробочк* пакет пакета обмен* платеж* плотеж* оплата оплату оплаты оплате оплатой доставка доставку доставки
        доставке доставкой товар товара товару товары курьер* заявк* заявлени* обращени* претензи* жалоб* апелляци*
        аппеляци* спор спора спору тикет* отправлени* покупк* перевод перевода переводу подписк* аккаунт* акк акка
        профиль профиля профилю профиле кабинет* шмотк* вещь вещи вещей тариф* рассрочк* кредит* лимит* списани*
        бронь брони бронировани* запись записи записью прием приема визит* рейс* билет* багаж* чемодан* полис* вклад*
        ипотек* займ* анализ* перерасчет* начислени* гигабайт* трафик* минуты минут домофон*
        отзыв* запрос* анкет* просрочк* письмо письма скидк* штраф* долг* order* parcel* package*
        payment* delivery purchase* subscription* courier stuff claim return""",
    "promo": "промокод* купон*",
    "paper": """чек чека чеки чеков квитанци* счет-фактур* счет счета счету акт акта договор* документ* накладн*
        гаранти*
        сертификат* примерк* ремонт ремонта ремонте замена замену замене логин* ник никнейм паспорт паспорта receipt*
        invoice* warranty""",
    "attr": "почта почту имейл емейл email телефон карта карту карты карте уровень дата дату сумма сумму пвз имя слот",
    "life": """дом дома кот кота собака собаку муж мужа мужу жена жены сын сына дочь мама папа брат сестра друг друга
        ребенок ребенка ребенку дети детей комп компьютер* жизнь работа размер рост возраст город города мнение
        рождения корзина""",
    # how things move, and what others do to them; in the future that is "will"
    "moves": """едет едут обещал* обещан* привезут привезете доставят доставите приедет приедете приедут придет придут
        прибудет доедет подъедет выезжает отправят отправите застря* arrive""",
    "handles": "занимает* везет везут рассматривает* курирует",
    "willbe": "будет",
    "came": "пришл* пришел дошл* дошел прошла прошел прошло прошли хватает",
    "fell": "упал* капнул* прилетел*",
    "event": """одобр* отказал* отклон* рассмотр* принял* принят* начисл* накапа* списа* снял* снят* верн* зачисл*
        поступ* отмен* аннулирова* блокир* заблокир* разблокир* забан* перенес* перевел* перевед* отправ* достав*
        привез* выда* выш* закры* опублик* удал* пропал* сгор* снизи* снижен* повыс* поменя* измен* урез* оформ*
        потер* нашл* наш* замороз* завис* удерж* продл* восстан* возобн* реши* решен* остал* насчит* содра* выех*
        приех* доех* подъех* прибы* прие* упаков* собра* отгруз* высла* передал* отда* получил* получен*
        отремонтирова* почин* обработ* подтверд* активирова* подключ* отключ* ответил* выстав* зачл* засчит* зачт*
        указан* сохранен* назнач* проверил* проверен* отказ бан charged cancelled canceled""",
    # what a customer did, and only the shop remembers
    "did": """записан* просил* выбрал* выбира* подписал* подписан* бронировал* забронировал* застрахова* потрат*
        купил* покупал* накупил* заказал* заказыва* оплатил* оплачив* платил* заплат* возвращал*
        регистрирова* зарегистрирова* эконом* сэконом* накопил* приобр* выкуп* spent spend bought ordered""",
}  # fmt: skip
MAX_ENDING = 5  # letters after a stem
MIN_SOUND = 4  # letters of a word from which it may be recognised by its sound («пасылка»)
MIN_FUZZY = 6  # letters of a stem from which one wrong letter is forgiven («посыдка»)
_FORGIVEN = ("thing", "money")
_PAST = re.compile(
    r"[а-я]{2,}л(?:а|о|и|ся|ась|ись|ось)?|[а-я]{3,}(?:[ае]н|нят|рыт)[аоы]?|отказ|бан|been|happened|shipped|\w+ed"
)
_INF = re.compile(r"[а-я]{2,}(?:[аеиоуыя]ть(?:ся)?|зть|сть|(?<!ос)(?<!ласти)(?<!части)ти|тись|чь)(?<!ость)(?<!асть)")
_FUTURE = re.compile(r"[а-я]{2,}(?:[еи]т|[уюая]т|[еи]те|[еи]м|[еи]шь)(?:ся|сь)?")
_IMPERATIVE = re.compile(r"[а-я]{2,}(?:ите|йте|ьте)(?:сь)?")
_TENSES = (("event", _PAST), ("inf", _INF), ("order", _IMPERATIVE), ("will", _FUTURE))
# What a word without a role is by its form.
_FORMS = (
    ("named", re.compile(r"[a-z]{2}\d{9}[a-z]{2}")),  # an international parcel
    ("number", re.compile(r"(?=(?:-?\d){3})[\d-]+|[a-z]{1,4}\d{5,}[a-z]{0,3}|[a-z]+-(?=\w*\d)[\da-z]+")),
    ("inf", _INF),
    ("imp", _IMPERATIVE),
    ("they", re.compile(r"[а-я]+[аеиоуыя]ли")),  # «дали», «сделали»: nobody is named, so the shop has done it
    ("past", _PAST),
    ("finite", re.compile(r"[а-я]{2,}(?:[еи]т|[уюая]т)(?:ся)?")),
    ("adj", re.compile(r"[а-я]{2,}(?:[ыио]й|ая|яя|ую|юю|[ое]го|[ое]му|[ыи]м|[ое]е|[ыи]е|[ыи]х)")),
)
_MONTH = "январ|феврал|март|апрел|ма[йяе]|июн|июл|август|сентябр|октябр|ноябр|декабр"
_COULD_YOU = r"(?:не )?(?:можете|можешь|сможете|могли бы|могла бы|мог бы)"
_DO = (
    "поменять|сменить|изменить|перенести|отменить|продлить|вернуть|удалить|разблокировать|заблокировать|подключить"
    "|отключить|начислить|списать|пересчитать|записать|переоформить|закрыть|исправить|восстановить"
)
_SAY = "посмотреть|проверить|сказать|подсказать|узнать|уточнить|глянуть|найти|отследить|прислать|скинуть|дать|напомнить"
# Words that mean something only together.
_PHRASES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bу (?:меня|нас|мня|миня|мене)\b", "уменя"),
        (r"\bс моей карты\b|\bсо счета\b|\bс моего счета\b", "меня"),
        (r"\b(?:за|на|с) (?:что|че|чо)\b|\bв чем (?:причина|дело)\b|\bпо какой причине\b|\bоткуда(?= уменя)", "почему"),

        (r"\bкак зовут\b", "кто"),
        (r"^(?:а |ну )?(?:что|че|чо)(?= мне| у меня)", "почему"),
        (r"\bили как\b", "или"),
        (r"\bна (?:который час|какое время)\b", "какой"),
        # «можете поменять мне дату?» asks us to do it
        (rf"\b{_COULD_YOU} (?:ли )?(?:вы |пожалуйста )*(?:мне |меня )(?:{_DO})\b", "отмените мне"),
        (rf"\b{_COULD_YOU} (?:ли )?(?:вы |пожалуйста )*(?:{_DO})(?=.*\b(?:мне|меня|мо[йяеию]\w*)\b)", "отмените"),
        (r"\bwhats\b", "what's"),
        (r"\b\d{1,2}(?:-?го)? числа\b", "точнаядата"),
        (r"\bпо сч[её]ту\b", "посчету"),
        (r"\bкотор\w+ (?=посчету)", "какой "),
        (r"\b(?:передо мной|впереди меня)\b", "передомной"),
        (r"\bв (?:пути|дороге)\b", "едет"),
        (r"\bне (?=действ|актив)", "не-"),
        (rf"\b\d{{1,2}} (?:{_MONTH})\w*", "точнаядата"),
        (r"\bчерез (?:сколько|скока|скоко)(?! (?:дн|час|недел|мин|суток|врем|месяц))", "когда"),
        (r"\bкогда (мне |нам |)ждать\b", r"когда \1"),
        (rf"\b{_COULD_YOU} (?:ли )?(?:вы |мне |пожалуйста )*(?:{_SAY})\b", "покажите"),
        # minutes of waiting are not those of a tariff
        (
            r"\b(?:за|через) (?:сколько|скока|скоко) мин\w*(?=.*\b(?:перезв[оа]н|позвон|отве[тч]))",
            "скольковремени",
        ),
        (r"\b(?:have|need) to\b", "нужно"),
        (r"\b(?:do|did) i have\b|\bhave i\b", "уменя"),
        (r"\bhow (?:many|much)\b", "сколько"),
        (r"\bwhat(?:'s| is) (?=my)", "какой "),
        (r"\bwhere's\b", "where is"),
        (r"\b(?:can|could) (?:i|we|you)\b|\b(?:can|could)\b", "можно"),
        (r"\b(?:что|че) (?=решил|ответил|постановил)|\bчем (?=законч)", "какой "),
        (r"\bдолжн[ыа]? (?:был[аио]? )?(?:мне |нам )?\w+ть\b", "обещали"),
        (r"\b(?:что|че|чо|почему) так долго\b", "почему"),
        (r"\bв (?:черном списке|бане)\b", "заблокирован"),
        (r"\b(?:хочу|хотел\w*|хотим) (?:бы )?(?:у?знать|понять|выяснить)\b|\b(?:меня )?интересует\b", "скажите"),
        (
            r"\b(?:во сколько|до скольки|какого числа|до како(?:го|й) (?:числа|дня|даты)|к какому (?:часу|времени|дню)"
            r"|в какой день|на какое число)\b",
            "когда",
        ),
        (r"\b(?:что|че|чо|шо|чего|как)(?: там| же| ж| вообще| опять| случилось| дела| стало)* (?:с|со)\b", "чтос"),
        (r"\b(?:что|че|чо|шо)(?: там)? по\b|\b(?:что|че|чо|шо|как) там\b|\bкак (?=мо[йяи]\b)", "чтос"),
        (r"\bwhat(?: has)? happened (?:to|with)\b|\bwhat's (?:up )?with\b", "чтос"),
        (r"\b(?:что|че|чо|шо)(?: это)? за\b", "чтоза"),
        (
            r"\b(?:что|че|чо) (?:мне |нам |теперь |тогда |нужно |надо )*(?:делать|предпринять|теперь|дальше|будет)\b"
            r"|\bкаким образом\b|\bкому (?=\w+ть\b|\w*пис)"
            r"|\b(?:дважды|два раза|двойн\w+)\b(?!.*\bкак\w+)",
            "чтоделать",
        ),
        (
            r"\b(?:сколько|скока|скоко) (?:дн\w+|времени|по времени|часов|недель|будет|хран\w+|ид[еу]т|сто[ия]т\b|раз"
            r"|ждать|человек\w*|людей|операторов)\b|\bкак\w+ срок\w*|\bв как\w+ (?:срок|течени)\w*",
            "скольковремени",
        ),
    )
)  # fmt: skip
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[?.,!;\n]")
_MARKS = {"?": "?", ",": ",", ".": ".", "!": ".", ";": ".", "\n": "."}
_AMOUNT = re.compile(r"(?:руб\w*|р|рубл\w+|₽|тыс\w*|процент\w*|грамм\w*|кг)")


@lru_cache(maxsize=1)
def _exact() -> dict[str, str]:
    return {word: role for role, line in reversed(_VOCABULARY.items()) for word in line.split() if word[-1] != "*"}


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, str]:
    return {fold(word): role for word, role in _exact().items() if len(word) >= MIN_SOUND and word.isalpha()}


@lru_cache(maxsize=1)
def _stems() -> tuple[tuple[str, str], ...]:
    """(folded stem, role), the longest first."""
    stems = [(fold(word[:-1]), role) for role, line in _VOCABULARY.items() for word in line.split() if word[-1] == "*"]
    return tuple(sorted(stems, key=lambda pair: -len(pair[0])))


def _by_stem(word: str) -> str | None:
    folded = fold(word)
    for stem, role in _stems():
        if folded.startswith(stem) and len(folded) - len(stem) <= MAX_ENDING:
            return role
    for stem, role in _stems():
        alike = role in _FORGIVEN and len(stem) >= MIN_FUZZY and stem[0] == folded[0]
        if alike and len(folded) - len(stem) <= 3 and OSA.distance(folded[: len(stem)], stem, score_cutoff=1) <= 1:
            return role
    return None


@lru_cache(maxsize=20_000)
def _role_of(word: str) -> str:
    """The role of one normalised word: from the vocabulary, by its sound, or by its form; "x" without one."""
    role = _exact().get(word)
    if role is None:
        role = _by_stem(word) or (_by_sound().get(fold(word)) if len(word) >= MIN_SOUND else None)
    if role == "event":
        return next((name for name, form in _TENSES if form.fullmatch(word)), "x")
    if role is not None:
        return role
    return next((name for name, form in _FORMS if form.fullmatch(word)), "x")


_MERGE = tuple(
    (re.compile(pattern), merged)
    for pattern, merged in (
        (r" number (?=amount )", " "),
        (r" prep (?=me )", " "),  # «с меня», «ко мне»
        (
            r"(?<= )(?:mine )?(?:adj )?(?:thing|money|status)(?: thing| money)?(?: mine)?(?: prep)?(?: code)?"
            r" number(?= )",
            "named",
        ),
        (r"(?<= )code(?: (?:thing|money))?(?: mine)? number(?= )", "named"),
        (r"(?<= )mine (?:adj |past |x (?=money|thing)){0,2}(?:thing|money)(?= )", "own"),
        (r"(?<= )mine (?:adj )?(?:promo|paper)(?: number)?(?= )", "paper-own"),
        (r"(?<= )(?:thing|money) mine(?! (?:thing|money|adj))(?= )", "own"),
    )
)  # fmt: skip


def _roles(text: str) -> str:
    for pattern, replacement in _PHRASES:
        text = pattern.sub(replacement, text)
    roles = [
        _MARKS.get(word) or ("amount" if _AMOUNT.fullmatch(word) else _role_of(word)) for word in _TOKEN.findall(text)
    ]
    line = " " + " ".join(role for role in roles if role) + " . "
    line = line.replace(" , , ", " , ")
    for pattern, merged in _MERGE:
        line = pattern.sub(merged, line)
    return line


C = r"(?: (?![.?,] )\S+)*?"  # anything within the clause
S = r"(?: (?![.?] )\S+)*?"  # anything within the sentence
FEW = r"(?: (?![.?,] )\S+){0,3}"
NEAR = r"(?: (?!which|who|where|when|why|what|whatwith|li|inf|[.?,] )\S+){0,4}"
OWN = "(?:own|named)"
GOODS = "(?:own|named|thing|money)"
KEPT = "(?:attr|code|target|paper|status)"  # what is written in a record
# Anything of mine becomes a record by what is done to it; «диван» looks like «собран», «самокат» like «говорят».
MINE = "(?:mine(?: adj)? (?:x|attr|paper|thing|target|past|finite)|(?:x|attr|paper|past|finite) mine|paper-own)"
DONE = "(?:past|they|event|came|fell|did)"
DONE_TO_ME = "(?:event|they|fell)"
END = r"(?= [.?,] )"
ASKED = r"(?:or|\?)"

# Each is one way of asking about an own record, whatever else is in the sentence;
_WAYS_AT_ONCE = (
    # «моя заявка которая по счёту», «сколько человек передо мной», «какой я в очереди»
    rf" (?:which|howlong){C} place | place{C} (?:which|howlong) | which i(?: prep)? queue ",
    # «на сколько дней мне продлили хранение»
    rf" howlong{C} (?:me|own){C} (?:event|moves) ",
    # «запишите меня к неврологу», «верните мне 1500», «сделайте мне перерасчёт»
    r" (?:order|favour)(?: day)? me ",
    # «мой баланс», and nothing else
    r"^ (?:own|paper-own) [.?] ",
    # «снимите блокировку с моего аккаунта»
    rf" (?:order|imp|send){NEAR} (?:own|{MINE}) | (?:order|send) me (?:thing|money) ",
    # «можете отменить мой заказ?» asks us to do it, «можно отменить мой заказ?» asks how
    rf" canyou(?: (?:x|li|me)){{0,2}} inf{C} own ",
    # «мой промокод ещё живой?», «активна ли моя подписка»
    rf" (?:own|{MINE}){FEW} alive{C} {ASKED} | alive li{C} (?:own|{MINE}) ",
    rf" li (?:own|paper-own){FEW} alive ",
)
# and these only where nothing is said in general.
_WAYS = (
    # «где мой заказ», «где посылка?», «где моя куртка», «деньги за возврат где», «обещали вчера, где он»
    rf" where(?: (?:x|adj|prep|finite|moves|me|li)){{0,2}} {OWN} ",
    r" where(?: moves)? (?:thing|money)(?: prep (?:thing|money))?(?= (?:[.?,]|day|past|event|came) )",
    r" where(?: moves)? (?:thing|money) prep mine | (?:me|at)(?: \S+){0,3} came , where it ",
    r" where(?: moves)? mine (?:x|finite|adj|attr)(?! inf)| where(?: moves)? paper-own ",
    rf" (?:{GOODS}|mine x|x mine) where(?: moves)?{END}",
    rf" (?:own|named|day|moves){S} (?:where|whatwith)(?: it)?(?: \S+)?{END}",
    # «куда делись мои бонусы», «куда пропал заказ», «деньги мне куда ушли»
    rf" whither(?: \S+){{0,2}} {DONE}{C} (?:{OWN}|(?:thing|money){END})| {GOODS} whither(?: \S+){{0,2}} {DONE} ",
    rf" whither{FEW} own{FEW} {DONE} | whither(?: \S+){{0,2}} moves{C} {OWN} | {OWN} whither(?: \S+){{0,2}} moves ",
    rf" (?:me|at|amount|money){C} whither(?: \S+)? {DONE} ",
    # «что с моим заказом», «что там по возврату», «что за списание 12 марта»
    rf" whatwith(?: (?:adj|x|mine|me|prep)){{0,2}} (?:{GOODS}|code|mine) ",
    rf" whatis(?: adj)? {GOODS}(?={S} (?:at|me|number|amount|day|exact|mine) )",
    rf" (?:thing|money){C} (?:amount|number){S} (?:what|why|whatis) ",
    # «проверьте мой платёж», «отмените заказ», «уточните, где посылка 123»
    rf" (?:look|order){NEAR} (?:{GOODS}|status|target) ",
    rf" look{S} {OWN} | {OWN}{S} look |{OWN}{C} [.?,] look ",
    rf" status(?: (?:adj|prep|x))? (?:{OWN}|mine) | tell(?: status| x)?(?: prep)? own{END}",
    # «пришлите чек за мою покупку», «чек за заказ от 5 мая пришлите», «напомните мой логин»
    rf" send{S} (?:{OWN}|paper-own) | {OWN}{C} send | send{S} (?:paper|code){S} (?:day|exact) ",
    rf" (?:paper|code){C} (?:day|exact) send ",
    rf" (?:tell|send|look)(?: me)? (?:paper-own|mine(?: adj)? {KEPT}) | paper-own send ",
    # «есть ли у меня скидка», «у меня есть бонусы?»
    r" be(?: li)? at(?: adj)? (?:thing|money) | at be(?: adj)? (?:thing|money) \? ",
    r" at (?:thing|money|paper) be | be(?: li)? me(?: adj)? (?:thing|money) ",
    # «когда сгорят мои бонусы», «почему отменили мою покупку», «какое решение по моей жалобе»
    rf" (?:when|why|which){S} own | own{S} (?:when|why|which) ",
    rf" when{C} (?:paper|queue){C} (?:mine|at) | when{C} (?:paper-own|at (?:paper|queue)) ",
    rf" who{C} (?:{DONE}|handles|moves){C} own | own{C} {DONE}{C} who | own who | who own | who at(?: adj)? thing ",
    # «дошла ли оплата», «приняли ли мой чайник», «мой диван ещё не выехал?», «документы мои приняли?»
    rf" {DONE} li{C} own | own{C} {DONE} li | li own(?! (?:adj|x) ) | (?:event|came|fell) li{C} {GOODS} ",
    rf" {DONE} li{C} {MINE} | {DONE} li i ",
    rf" (?:own|paper-own){S} {DONE}{C} {ASKED} | {DONE}{S} own{C} {ASKED} | or {DONE}{C} own | own{C} day{C} \? ",
    rf" {MINE}{FEW} (?:event|they|came){C} {ASKED} ",
    rf" {MINE}(?: x){{0,2}} prep (?:x|attr|target) \? |^ li (?:x|thing){FEW} own ",
    rf" (?:event|moves){FEW} {MINE}{C} {ASKED} | {MINE} moves{C} {ASKED} ",
    rf" (?:which|when){C} moves{C} mine | when {MINE}{FEW} (?:finite|will|event) | which mine x (?:past|they) ",
    r" (?:thing|money)(?: prep(?: (?:adj|day|date|x|thing|money|paper)){1,2})?(?: me)?"
    r" (?:event|came|fell)(?: prep \S+)? \? ",
    rf" money{C} fell{C} {ASKED} | fell{C} money{C} {ASKED} ",
    # «за что с меня сняли», «мне одобрили или нет», «почему мне отказали», «я оформил возврат, его приняли?»
    rf" (?:why|which){S} (?:me|at){S} event | (?:why|which){S} event{S} (?:me|at) ",
    rf" (?:why|which){C} me{C} {DONE_TO_ME} | why{C} (?:thing|money){C} me{C} {DONE} ",
    rf" (?:me|at){S} event{S} (?:why|which) | event{S} (?:me|at){S} (?:why|which) | why i event ",
    rf" (?:thing|money) me{FEW} (?:when|where|which|whither) | (?:which|when|why){C} me{C} exact ",
    rf" mine{S} event{S} why | why{S} mine{S} event ",
    rf" (?:me|at){C} {DONE_TO_ME}(?:{C} or | \?)| event li (?:me|at) | (?:me|at){C} event(?: \S+){{0,2}} \? ",
    rf" event (?:me|at){C} or | (?:event|they) me (?:thing|money) | (?:i|me|at|day){S} it event{C} \? ",
    rf" why at{C} (?:thing|money){C} (?:number|amount) ",
    rf" why{C} event{S} (?:number|amount) | (?:number|amount){S} event{S} why ",
    rf" why me{C} money{C} came ",
    rf" why me came{S} (?:money|number|amount) | (?:me|at){S} came{S} (?:number|amount){S} why ",
    # «сколько у меня бонусов», «какой у меня тариф», «сколько мне вернут», «какой трек у моей лампы»
    rf" which{C} at{C} (?:thing|money|event|owe|status|past|they) | which{C} (?:thing|money|status){C} at ",
    rf" (?:thing|money) at{C} which | which at (?:thing|money|status) | when at(?: \S+)? (?:thing|money) ",
    rf" which(?: money)? me(?: \S+)? (?:event|will) | which (?:thing|money) {DONE_TO_ME} ",
    # «сколько осталось на моём номере», «какая задолженность по моему счёту»
    rf" which{FEW} (?:event|past)(?: prep)? (?:{MINE}|mine code) ",
    rf" which(?: adj)? money prep (?:own|{MINE}|mine adj paper) ",
    # «на какое время я записан», «лампу я заказал белую или чёрную?», «до какого числа у меня оплачено»
    rf" i{C} did{C} or |^ when (?:me|at)(?: x)? (?:event|did) ",
    rf" which i owe | which money (?:finite|will) me{C} day ",
    r" which(?: (?:x|adj|attr|thing|money)){0,2} me (?:past|they) ",
    rf" which {KEPT}{C} (?:at|own|mine) | which at(?: (?:adj|x))? {KEPT} | which mine(?: adj)? {KEPT} ",
    rf" which{C} paper-own | paper-own{C} which | (?:at|i){FEW} which [.?] |^ code (?:paper-own|own) ",
    rf" {MINE}{FEW} when{C} (?:moves|will|finite|event) | (?:thing|money){S} money when [.?] ",
    rf" which event{C} (?:mine|at) | which{C} event{C} (?:number|amount) ",
    # «сколько я потратил», «что я заказывал в марте», «с какой карты я платил», «когда я зарегистрировался?»
    rf"(?: which|^(?: (?:tell|send) ,)? what){FEW} i{C} (?:did|event) | which (?:thing|money) i (?:past|did) ",
    rf"^ when i{FEW} (?:did|event)(?: (?![.?,] )\S+)* [.?] |^ which(?: \S+){{0,2}} did{C} date ",
    # «когда мне вернут», «когда приедет курьер», «курьер едет?», «мне сегодня доставят или нет»
    r" when (?:me |me \S+ |\S+ me )(?:will|moves) | when (?:me )?moves(?: x)? thing ",
    r" when (?:will|moves) mine | (?:thing|money) (?:moves|past|they|event|came)(?: me)? \? ",
    rf" (?:thing|money) me (?:moves|event|came){C} {ASKED} | when me moves ",
    rf" when(?: it)?{C} day{C} moves | when moves{C} (?:me|thing) | (?:me|will){S} day thing{C} \? ",
    rf" day{C} moves{S} (?:\?|or|where|why) | (?:thing|me){C} day willbe | (?:thing|me) willbe day ",
    rf" moves{C} day{S} (?:\?|or|where|why) | (?:when|why|li){C} day{C} moves ",
    rf" (?:me|thing|i) when{C} day |when{C} (?:me|i){C} thing day ",
)  # fmt: skip
_way_at_once = re.compile("|".join(_WAYS_AT_ONCE))
_way = re.compile("|".join(_WAYS))
_HOW_TO = re.compile(r" (?:howto|whither(?!(?: \S+){0,3} (?:past|event|came|moves))) ")
_IN_GENERAL = re.compile(r" (?:inf|ui|howlong) ")
_IDENTIFIED = re.compile(r" (?:named|day) ")
_ASKS = re.compile(r" (?:where|when|why|which|who|howlong|whatwith|li|or|tell|look|\?) ")
SHORT = 6  # words; «посылка 55120011 у вас» asks what is with it


# «живые цветы доставите сегодня?», a thing that nobody has ordered yet
_OFFER = re.compile(r"\b(?:доставите|привезете|доставляете|привозите)\b")
_HAS = re.compile(r" (?:me|at|i|mine|own|paper-own|named|thing|money|number|code|it|when|where|why) ")


def needs_own_record(utterance: Utterance) -> bool:
    """«где мой заказ 123», «сколько у меня бонусов», «за что с меня вчера сняли 700 рублей»."""
    text = PHONE.sub(" ", utterance.text)
    roles = _roles(text)
    if _HOW_TO.search(roles) or (_OFFER.search(text) and " x " in roles and not _HAS.search(roles)):
        return False
    if _way_at_once.search(roles):
        return True
    if " named " in roles and (_ASKS.search(roles) or len(utterance.words) <= SHORT):
        return True
    if _IN_GENERAL.search(roles) and not _IDENTIFIED.search(roles):
        return False
    if _way.search(roles):
        return True
    # «мой обмен?», «по моему обращению есть ответ?»: nothing else can be meant
    state = " own " in roles and " finite " not in roles and " will " not in roles
    return state and " ? " in roles and len(utterance.words) <= SHORT
