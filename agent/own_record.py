"""Questions that only the customer's own record answers: where is it, what was decided, why was it done to me.

Roles of words, as in `agent.wording`, with another vocabulary: an own thing («мой возврат», «заказ 4512»), something
done to the customer («мне отказали»), and an interrogation of its state, place, time, cause or amount. A how-to is
none, however personal: «у меня два раза сняли деньги, что делать» is answered from the articles.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from agent.wording import Utterance, fold

# Role → words; a word with * is a stem. The earlier role wins; "" drops the word.
_VOCABULARY = {
    "": """же ж уже еще сейчас там тут здесь вообще ваще ну а и блин наконец наконец-то все-таки точно пожалуйста плиз
        плз пж здравствуйте привет день добрый опять снова то там-то чтоль но только the""",
    "mine": """мой моя мое мои моего моей моих моему моим моем мою моими наш наша наше нашу нашего нашей свой свою
        своего своей своих свои маи my our""",
    "at": "уменя",
    "me": "мне меня мной мною нам нас me us",
    "i": "я мы i we",
    "it": "он она оно они его ее их ним ней ними it they",
    "where": "где гдк гдп гле гдн where",
    "whither": "куда кудаж",
    "when": "когда када кагда kogda when",
    "why": "почему зачем отчего прочему почму пачиму почиму why",
    "which": """какой какая какое какие какого какую какому каком каким каких сколько скока скоко чей чье чья чью каков
        каково which""",
    "who": "кто who",
    "whatwith": "чтос",
    "whatis": "чтоза",
    "li": "ли ль is was has have did are",
    "or": "или",
    "tell": "скажите скажи подскажите подскажи сообщите",
    "look": """проверь проверьте посмотри посмотрите гляньте глянь узнай узнайте уточни уточните найди найдите отследите
        пробей пробейте чекни чекните check track find""",
    "order": """отмени отмените измени измените поменяйте перенесите продлите удалите начислите спишите разблокируйте
        подтвердите ускорьте оформите верни верните доставьте привезите cancel""",
    "howto": """как чтоделать how обычно всегда бывает бывают можно могу можем может могут можете можешь сможет смогу
        сможете нужен нужна нужно нужны надо если законно обязан обязаны виноват отвечает при can could
        оформлю закажу оплачу куплю передумаю""",
    "howlong": "скольковремени",
    "ui": """раздел* корзин* кабинет* истори* страниц* вкладк* кнопк* избранн* настройк* список приложени* сайт*
        промокод*""",
    "owe": "должен должна",
    "be": "есть",
    "x": "ответ ответа новости новостей",  # no verb in the third person
    "day": "сегодня вчера завтра позавчера послезавтра севодня вчерашн* сегодняшн* завтрашн* today yesterday tomorrow",
    "code": "номер номером номера код кодом трек треку трека трэк no n track number",
    "status": "статус статуса статусом стадии этапе",
    "target": "адрес",
    "money": """деньг* денег деньжат* денежк* бабк* бабл* бабос* возврат* бонус* балл* кэшбэк* кешбэк* кэшбек* кешбек*
        компенсаци* выплат* баланс* refund* money""",
    "thing": """заказ заказа заказу заказом заказе заказы заказов заказик* хранение посылк* посылок посылочк* коробк*
        коробочк* пакет пакета обмен* платеж* плотеж* оплата оплату оплаты оплате оплатой доставка доставку доставки
        доставке доставкой товар товара товару товары курьер* заявк* заявлени* обращени* претензи* жалоб* апелляци*
        аппеляци* спор спора спору тикет* отправлени* покупк* перевод перевода переводу подписк* аккаунт* акк акка
        профиль профиля профилю профиле шмотк* вещь вещи вещей тариф* рассрочк* кредит* лимит* списани* отзыв*
        письмо письма скидк* штраф* долг* order* parcel*
        package* payment* delivery purchase* subscription*""",
    "moves": """едет едут везут обещал* обещан* привезут привезете доставят доставите приедет приедете придет придут
        приедут прибудет доедет отправят отправите застря* arrive""",
    "willbe": "будет",
    "came": "пришл* пришел дошл* дошел хватает",
    # what others do to the customer's things; in the future it is "will"
    "event": """одобр* отказал* отклон* рассмотр* принял* принят* начисл* накапа* списа* снял* снят* верн* зачисл*
        поступ* отмен* блокир* заблокир* разблокир* забан* перенес* перевел* перевед* отправ* достав* привез* выда*
        закры* опублик* удал* пропал* сгор* снизи* снижен* поменя* измен* урез* оформ* потер* нашл* наш* замороз*
        завис* удерж* продл* восстан* возобн* реши* решен* остал* насчит* содра* отказ бан
        charged cancelled canceled""",
}  # fmt: skip
MAX_ENDING = 5  # letters after a stem
MIN_SOUND = 4  # letters of a word from which it may be recognised by its sound («пасылка»)
MIN_FUZZY = 6  # letters of a stem from which one wrong letter is forgiven («посыдка»)
_FORGIVEN = ("thing", "money")
_PAST = re.compile(
    r"[а-я]{2,}л(?:а|о|и|ся|ась|ись|ось)?|[а-я]{3,}(?:[ае]н|нят|рыт)[аоы]?|отказ|бан|been|happened|shipped|\w+ed"
)
_FINITE = re.compile(r"[а-я]{2,}(?:[еи]т|[уюая]т)(?:ся)?")
_INF = re.compile(r"[а-я]{2,}(?:ть(?:ся)?|ти|тись|чь)")
_ADJECTIVE = re.compile(r"[а-я]{2,}(?:[ыио]й|ая|яя|ую|юю|[ое]го|[ое]му|[ыи]м|[ое]е|[ыи]е|[ыи]х)")
_PREPOSITIONS = frozenset("в во на к ко до из с со по за от у о об для без под между to for of in on".split())
# Words that mean something only together.
_PHRASES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bу (?:меня|нас|мня)\b", "уменя"),
        (r"\bс моей карты\b|\bсо счета\b|\bс моего счета\b", "меня"),
        (r"\b(?:за|на|с) (?:что|че|чо)\b|\bв чем (?:причина|дело)\b|\bпо какой причине\b|\bоткуда(?= уменя)", "почему"),
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
            r"|\bкаким образом\b|\bкому (?=\w+ть|отправ|напис)"
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
_NUMBER = re.compile(r"(?=(?:-?\d){3})[\d-]+|[a-z]{1,4}\d{5,}[a-z]{0,3}")
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
        return "event" if _PAST.fullmatch(word) else "inf" if _INF.fullmatch(word) else "will"
    if role is not None:
        return role
    if _NUMBER.fullmatch(word):
        return "number"
    forms = (("prep", word in _PREPOSITIONS), ("inf", _INF.fullmatch(word)), ("past", _PAST.fullmatch(word)))
    more = (("finite", _FINITE.fullmatch(word)), ("adj", _ADJECTIVE.fullmatch(word)))
    return next((name for name, fits in (*forms, *more) if fits), "x")


_MERGE = tuple(
    (re.compile(pattern), merged)
    for pattern, merged in (
        (r" number (?=amount )", " "),
        (
            r"(?<= )(?:mine )?(?:adj )?(?:thing|money|status)(?: thing| money)?(?: mine)?(?: prep)?(?: code)?"
            r" number(?= )",
            "named",
        ),
        (r"(?<= )code(?: (?:thing|money))?(?: mine)? number(?= )", "named"),
        (r"(?<= )mine (?:adj |past |x (?=money|thing)){0,2}(?:thing|money)(?= )", "own"),
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
    for pattern, merged in _MERGE:
        line = pattern.sub(merged, line)
    return line


C = r"(?: (?![.?,] )\S+)*?"  # anything within the clause
S = r"(?: (?![.?] )\S+)*?"  # anything within the sentence
OWN = "(?:own|named)"
GOODS = "(?:own|named|thing|money)"
GOES = "(?:moves|willbe)"
DONE = "(?:past|event|came)"
END = r"(?= [.?,] )"

# Each is one way of asking about an own record.
_WAYS = (
    # «где мой заказ», «где посылка?», «где моя куртка», «деньги за возврат где», «обещали вчера, где он»
    rf" where(?: (?:x|adj|prep|finite|moves|me)){{0,2}} {OWN} ",
    r" where(?: moves)? (?:thing|money)(?: prep (?:thing|money))?(?= (?:[.?,]|day|past|event|came) )",
    r" where(?: moves)? (?:thing|money) prep mine | (?:me|at)(?: \S+){0,3} came , where it ",
    r" where mine (?:x|finite|adj)(?! inf)",
    rf" (?:{GOODS}|mine x|x mine) where(?: moves)?{END}",
    rf" (?:own|named|day|moves){S} (?:where|whatwith)(?: it)?(?: \S+)?{END}",
    # «куда делись мои бонусы», «куда пропал заказ»
    rf" whither(?: \S+){{0,2}} {DONE}{C} (?:{OWN}|(?:thing|money){END})| {GOODS} whither(?: \S+){{0,2}} {DONE} ",
    rf" whither(?: \S+){{0,2}} moves{C} {OWN} | {OWN} whither(?: \S+){{0,2}} moves ",
    # «что с моим заказом», «что там по возврату», «что за списание 12 марта»
    rf" whatwith(?: (?:adj|x|mine|me|prep)){{0,2}} (?:{GOODS}|code|mine) ",
    rf" whatis(?: adj)? {GOODS}(?={S} (?:at|me|number|amount|day|mine) )",
    # «проверьте мой платёж», «отмените заказ», «уточните, где посылка 123»
    rf" (?:look|order)(?: (?!which|who|where|when|why|whatwith|li|[.?,] )\S+){{0,4}} (?:{GOODS}|status|target) ",
    rf" look{S} {OWN} | {OWN}{S} look |{OWN}{C} [.?,] look ",
    rf" status(?: (?:adj|prep|x))? (?:{OWN}|mine) | tell(?: status| x)? own{END}",
    rf" be li at(?: adj)? (?:thing|money) | mine (?:x|adj)(?: prep \S+)? (?:event|came){C} \? ",
    # «когда сгорят мои бонусы», «почему отменили мою покупку», «какое решение по моей жалобе»
    rf" (?:when|why|which){S} own | own{S} (?:when|why|which) ",
    rf" who{C} {DONE}{C} own | own{C} {DONE}{C} who ",
    rf" {DONE} li{C} own | own{C} {DONE} li | li own(?! (?:adj|x) ) ",
    rf" own{S} {DONE}{C} (?:or|\?) | {DONE}{S} own{C} (?:or|\?) | or {DONE}{C} own | own{C} day{C} \? ",
    # «за что с меня сняли», «мне одобрили или нет», «почему мне отказали», «я оформил возврат, его приняли?»
    rf" (?:why|which){S} (?:me|at){S} event | (?:why|which){S} event{S} (?:me|at) ",
    rf" (?:me|at){S} event{S} (?:why|which) | event{S} (?:me|at){S} (?:why|which) | why i event ",
    rf" (?:mine (?:x|finite)|x mine) moves{C} \? | which mine x past ",
    rf" mine{S} event{S} why | why{S} mine{S} event ",
    rf" (?:me|at){C} event(?:{C} or | \?)| event li (?:me|at) | (?:me|at){C} event(?: \S+){{0,2}} \?",
    rf" (?:i|me|at|day){S} it event{C} \?",
    rf" why at{C} (?:thing|money){C} (?:number|amount) ",
    rf" why{C} event{S} (?:number|amount) | (?:number|amount){S} event{S} why ",
    rf" why me came{S} (?:money|number|amount) | (?:me|at){S} came{S} (?:number|amount){S} why ",
    # «сколько у меня бонусов», «какой у меня тариф», «сколько мне вернут», «какие заказы я делал»
    rf" which{C} at{C} (?:thing|money|event|owe|status|past) | which{C} (?:thing|money|status){C} at ",
    rf" (?:thing|money) at{C} which | which at (?:thing|money|status) | when at(?: \S+)? (?:thing|money) ",
    r" which(?: money)? me(?: \S+)? (?:event|will) | which i owe | which (?:thing|money) i past ",
    r" which(?: (?:x|adj|thing|money)){0,2} me past ",
    # «когда мне вернут», «когда приедет курьер», «курьер едет?», «мне сегодня доставят или нет»
    r" when (?:me |me \S+ |\S+ me )(?:will|moves) | when (?:me )?moves(?: x)? thing ",
    r" when (?:will|moves) mine | (?:thing|money) (?:moves|past|event|came)(?: prep me)? \?",
    rf" when(?: it)?{C} day{C} {GOES} | when moves{C} (?:me|thing) | (?:me|will){S} day thing{C} \? ",
    rf" day{C} {GOES}{S} (?:\?|or|where|why) ",
    rf" {GOES}{C} day{S} (?:\?|or|where|why) | (?:when|why|li){C} day{C} {GOES} ",
    rf" (?:me|thing|i) when{C} day |when{C} (?:me|i){C} thing day ",
)  # fmt: skip
_way = re.compile("|".join(_WAYS))
_HOW_TO = re.compile(r" (?:howto|whither(?!(?: \S+){0,3} (?:past|event|came|moves))) ")
_IN_GENERAL = re.compile(r" (?:inf|ui|howlong) ")
_IDENTIFIED = re.compile(r" (?:named|day) ")
_ASKS = re.compile(r" (?:where|when|why|which|who|howlong|whatwith|li|or|tell|look|\?) ")
SHORT = 6  # words; «посылка 55120011 у вас» asks what is with it


def needs_own_record(utterance: Utterance) -> bool:
    """«где мой заказ 123», «сколько у меня бонусов», «за что с меня вчера сняли 700 рублей»."""
    roles = _roles(utterance.text)
    if _HOW_TO.search(roles):
        return False
    if " named " in roles and (_ASKS.search(roles) or len(utterance.words) <= SHORT):
        return True
    if _IN_GENERAL.search(roles) and not _IDENTIFIED.search(roles):
        return False
    if _way.search(roles):
        return True
    # «мой обмен?», «по моему обращению есть ответ?»: nothing else can be meant
    state = " own " in roles and " finite " not in roles and " will " not in roles
    return state and " ? " in roles and len(utterance.words) <= SHORT
