"""A customer's words by the part they play in a request: who is asked for, what is to be done, what is denied.

Each clause becomes a string of role names, so that the rules over it are grammar, not lists of phrases:
«соедините меня, пожалуйста, с живым оператором» → "call me prep bywhom". Spelling mistakes are forgiven by sound
first («апиратор») and then by one wrong, missing, extra or swapped letter («опреатор»).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from ingest.russian import normalise

# Words that mean the same whatever their form; "x" stands for every word that no role is known for.
_EXACT = {
    # a person, by case: who (nominative), whom (genitive, accusative), towhom (dative), bywhom (instrumental)
    "who": "кожаные люди ктонибудь кожаный мешок кц колл-центр коллцентр",
    "whom": "никого людей когонибудь кожаного спеца опера мешка колл-центра",
    "towhom": "людям комунибудь",
    "bywhom": "людьми кемнибудь кожаным колл-центром кц",
    "anyone": """
        operator operators human humans person people someone somebody anybody anyone agent representative rep manager
        supervisor specialist employee consultant support
        """,
    # adjectives of a person; alone they stand for one («есть живой?»)
    "live-who": """
        старший главный живой живые живая живый жывой живои реальный настоящий нормальный live real actual
        """,
    "live-whom": """
        живого живых живую реального старшого настоящего нормального нормальных старшего главного вышестоящего жывого
        живова
        """,
    "live-towhom": "живому реальному настоящему нормальному старшему главному",
    "live-bywhom": "реальным настоящим нормальным старшим главным вышестоящим живым жывым",
    # asking for somebody: imperatives and the second person
    "call": "позови позовите позовете позовешь зови зовите кликни крикни покличь escalate transfer connect",
    "give": """
        уступи уступите освободи освободите
        го даи дай дайте даите дашь дадите давай давайте подай верни верните найди найдите пришли пришлите передай
        передайте предоставь предоставьте предоставите выдели выделите отправь отправьте направь направьте назначь
        назначьте скажи скажите сообщи сообщите пусть пускай включи включите запусти запустите переправь переправьте
        give get bring put pass send let дадут
        """,
    "callme": "зову вызываю приглашаю призываю",
    # others whom the customer has met in support: people only where they are called for
    "peer": "коллегу коллегой коллега коллег девушку девушка девчонку парня мужчину женщину даму",
    "callinf": "позвать звать вызвать увидеть услышать добиться заполучить",
    "giveinf": """
        дать предоставить получить выделить назначить найти прислать вернуть включить направить отправить передать
        перекинуть
        """,
    "ring": "перезвони перезвоните позвони позвоните набери наберите свяжитесь перезванивайте звони звоните",
    "ringwill": "позвонят перезвонят позвоните перезвоните свяжутся наберут",
    "ringinf": "позвонить перезвонить набрать",
    "mynumber": "мойтелефон",
    # shall I ever get through to somebody
    "reach": "дозовусь дозвонюсь достучусь докричусь дождусь добьюсь дозовемся дозвонимся достучимся дождемся",
    "talk": """
        поговорить говорить общаться пообщаться разговаривать побеседовать беседовать переговорить поболтать
        потолковать перетереть связаться переписываться достучаться дозваться дозвониться
        докричаться дождаться переключиться соединиться пообщатся
        поговорит связатся общатся перейти talk speak chat contact reach
        """,
    "write": "написать позвонить обратиться write",
    "contact": """
        голос голоса хелп разговоре разговора диалога общении связью чат чата связь связи разговор диалог помощь помощи
        звонок вызов контакт соединение общение общения консультация консультацию консультации помощью участие вызова
        """,
    # wishes
    "asked": "просил просила требовал требовала звал звала просим попросил попросила вызывал вызывала",
    "called": "позвонили перезвонили связались набрали позвонил перезвонил связался",
    "talkme": "разговариваю общаюсь говорю",
    "nobody": "никто все",
    "want": """
        хочу хотел хотела хотелось хочется хотим желаю нужен нужна нужно нужны надо необходим необходима необходимо
        требую требуется прошу жду предпочитаю настаиваю добиваюсь ожидаю нужн нужин хачу хочю нужон надобен нада
        треба требуем ищу подавай нид want need wanna prefer require demand
        """,
    "may": """
        можно можете можешь могу может могли мог могла реально возможно получается получится удается выходит
        возможность можем able can could may
        """,
    "will": "будет будут буду будем стану собираюсь",
    "neg": "отказываюсь против не ни никак никакой никакого никаких don't dont not no doesn't isn't can't cannot",
    "cancel": "отмени отмените отменяй отменяйте отменяю отменить отмена отзови отзовите отозвать",
    "without": "без обойдусь обойдемся without",
    "not": "нет",
    # questions; "when" and "where" may also be impatience («когда мне ответит человек?»)
    "how": """
        как каким какой какая какие какое какого каких какую какому какими каком куда кому кого чем что чего сколько
        откуда который которого зачем чей кто во-сколько скока что-то-за how what which whose much many
        """,
    "why": "почему отчего why",
    "when": "когда when",
    "where": "где where",
    "li": "ли do does did",
    "if": "если ежели if",
    "so": "чтобы чтоб that so",
    "told": """
        пишется
        написано пишут пишет писали написала написал сказано советуют слово слова фраза фразу фразы кнопка кнопку
        кнопки кнопкой команда команду значит означает статье пишете говорят рекомендуют инструкции button
        """,
    # what is asked about people in support, rather than asking for them
    "info": """
        номер номера номеру телефон телефона телефоны контакты график графика расписание время часы режим имя зарплата
        зарплату вакансия вакансии вакансию должность работу обязанности рейтинг адрес почту почта отзыв email number
        phone hours schedule name salary job
        """,
    "clock": """
        ночью утром вечером днем выходные выходных праздники праздникам круглосуточно суббота субботу воскресенье
        воскресеньям понедельник телефону телефон почте ватсап вотсап whatsapp телеграм телеграме телеграмм вк
        вконтакте приложении приложение сайте сайт бесплатно границы заграницы офис офисе очно регистрации звонка
        часов скайп weekend weekends night phone email online
        """,
    # imperatives that ask for words or deeds, not for a person
    "tell": """
        подскажите расскажите объясните поясните оцените похвалите поблагодарите накажите увольте лишите проверьте
        смотрите посмотрите
        """,
    # deeds with a person that do not call one
    "deed": """
        оценить похвалить поблагодарить уволить узнать понять ждать подождать сменить заменить поменять сообщить
        рассказать пожаловаться записать записывать снимать заснять сфотографировать фотографировать
        наказать лишить отблагодарить выбрать увольнять
        """,
    "job": "стать работать устроиться устроится",
    # the bot and what is wrong with it
    "bot": """
        бот бота боту ботом боте боты ботов ботам ботами робот робота роботу роботом роботы роботов роботами
        машиной автомат автоматом автоответчик автоответчиком автоответчика программа программой нейросеть
        нейросетью ии железяка железякой железякам железки железкой железками железяками
        чатбот чат-бот чат-бота чат-ботом чатбота чатботом алгоритм алгоритмом
        автоответы автоответов автоответами тостер тостером bot bots robot robots machine ai chatbot
        """,
    "tired": """
        сыт сыта надоел надоела надоели надоело достал достали достало достала задолбал задолбали задолбало заколебал
        заколебали заколебало хватит довольно ненавижу бесит бесят бесполезен бесполезный бесполезная бесполезно устал
        устала замучил замучили задрал задрали заебал заебали заебало раздражает
        тупой тупая тупые тупит туп глупый глупая глуп бестолковый бестолковая дурацкий
        никчемный никчемная дебильный идиотский useless hate stop tired sick enough
        """,
    "remove": "убери уберите отключи отключите выключи выключите заткни заткните прекрати прекратите",
    "grasp": """
        понимает понял понимаешь помогает помог поможет может умеет слышит отвечает справляется соображает understand
        understands help helps
        """,
    # an issue and its state
    "issue": """
        вопрос вопроса вопросы проблема проблему проблемы проблемка задача задачу ситуация ситуацию issue problem
        question
        """,
    "solve": """
        решен решена решено решены решили решил решила решилась решился решилось решается решаете решает решаешь
        закрыт закрыта разрешен снят решились resolved solved
        """,
    "remains": "осталась остался осталось актуален актуальна висит открыт",
    "helped": "помогли помог помогла помогаете помогаешь помогает помочь поможете поможешь помогать",
    "answer": """
        ответить отвечать ответит ответят ответите ответишь подключится подключатся придет придут подойдет позвонит
        перезвонит поможет помогут займется свяжется возьмет вмешается разберется напишет
        отзовется появится освободится вернется вернутся takeover соединят позовут переведут переключат выйдет
        """,
    "come": """
        ответь ответьте отзовись отзовитесь помоги помогите ау алло але выйди выйдите появись вернись вернитесь
        подключись подключитесь подключайтесь приди придите отвечай отвечайте слышите слышишь срочно
        """,
    "be": "есть имеется бывают остались остался отвечают отвечает there",
    # small words
    "me": "я мне меня мной нам нас мы me us i i'm",
    "you": "вы ты вам тебя вас тебе you",
    "my": """
        мой моя мое мои моего моей моему мою моим ваш ваша ваши вашего вашим вашей вашу своего ваших твоих своих вашем
        твой твои my your
        """,
    "prep": "с со на к ко до из to with",
    "prep2": "у от ото про о об для по за через при перед между после в во from about for at on in",
    "place": "through сюда здесь тут линию линии линия студию место чат связи связь онлайн чате эфире here",
    "adj": """
        любого любой любому другого другой другому другим какого-нибудь какой-нибудь какого-то какому-нибудь какому-то
        каким-нибудь каким-то одного свободного свободный свободному старшего старший старшему старшим вышестоящего
        компетентного компетентным адекватного адекватный адекватному адекватным именно толкового грамотного главного
        главный главному вменяемого вменяемым первого обычного обычным
        тот та того ту прежнего прежнюю предыдущего предыдущую другую первой любую еще русского different
        another
        """,
    "past": "была было были был told said asked",
}  # fmt: skip

# Politeness and impatience change nothing in what is asked.
_NOISE = frozenset(
    """
    пожалуйста плиз плз пж пжл пжлст пожалуста пожайлуста пожалста пожалуйсто здравствуйте здрасте привет приветик
    здрасьте добрый день вечер утро доброе доброго спасибо уже уж наконец наконец-то наконецто просто ну же да а и или
    но вот бы б блин блять бля все-таки все таки вообще вобще вас-прошу очень сейчас скорее побыстрее быстрее быстро
    немедленно короче хоть хотя лучше только тогда это эту этого этот этой так-то типа опять снова еще-раз то-то
    извините простите извиняюсь пусть-уже давно будьте добры любезны хорошо ок окей ладно мол нибудь там-то
    господи боже девушка молодой эй ей о-о послушайте слушай слушайте прям прямо вобщем значится нахрен нафиг
    напрямую лично так все уважаемые дорогой бот-же ка сам самого благодарю заранее
    please plz pls the a an hi hello hey just now want-to now asap immediately like would i'd d'like ok okay to-a am
    """.split()
)

# Stems of people in support; the folded ending gives the case.
_PEOPLE = tuple(
    """оператор человек сотрудник специалист менеджер человечк консультант представител руководител начальник работник
    администратор супервайзер манагер поддержк техподдержк саппорт суппорт эксперт персонал агент помощник начальств
    руководств админ спец собеседник""".split()
)
_ENDINGS = {
    "": "who", "а": "whom", "у": "towhom", "ам": "bywhom", "им": "bywhom", "аи": "bywhom", "ами": "bywhom",
    "ими": "bywhom", "и": "who", "ав": "whom", "иф": "whom", "аф": "whom", "ах": "whom", "ив": "whom", "ии": "whom",
    "ва": "whom", "м": "bywhom",
}  # fmt: skip
_FEMININE = ("поддержк", "техподдержк")
_FEMININE_ENDINGS = {"а": "who", "у": "whom", "и": "whom", "аи": "bywhom", "ам": "whom", "": "whom"}
# Verbs by their stems: (role, stem, endings after folding)
_IMPERATIVE = "и|ити|итис|аи|аити|иш|им|"
_VERBS = (
    ("call", "соедин", _IMPERATIVE + "|аи|аити|атиш"),
    ("call", "переключ", _IMPERATIVE),
    ("call", "перевед", _IMPERATIVE),
    ("call", "переводи", "|ти"),
    ("call", "перекин", _IMPERATIVE),
    ("call", "перенаправ", _IMPERATIVE + "|ти"),
    ("call", "переадресу", _IMPERATIVE),
    ("call", "перебрось", "|ти"),
    ("call", "свяж", _IMPERATIVE),
    ("call", "пригласи", "|ти"),
    ("call", "подключ", _IMPERATIVE),
    ("call", "вызови", "|ти"),
    ("call", "вызове", "|ти|ш"),
    ("call", "позови", "|ти"),
    ("call", "призови", "|ти"),
    ("call", "эскалиру", _IMPERATIVE),
    ("callinf", "соедини", "т"),
    ("callinf", "соединя", "т"),
    ("callinf", "переключи", "т"),
    ("callinf", "перевести", ""),
    ("callinf", "связат", ""),
    ("callinf", "пригласит", ""),
    ("callinf", "подключит", ""),
    ("callinf", "перекинут", ""),
    ("beg", "попросит", ""),
)  # fmt: skip
MIN_SOUND = 5  # letters of a word above which it may be recognised by its sound
MIN_FUZZY = 7  # letters of a stem from which one wrong letter cannot make it another common word
# Not the bot: «работы» sounds like «роботы».
_HEARD = {
    "call",
    "give",
    "callinf",
    "giveinf",
    "talk",
    "want",
    "live-who",
    "live-whom",
    "live-bywhom",
    "whom",
    "bywhom",
}
_COMPOUND = {
    "who",
    "whom",
    "towhom",
    "bywhom",
    "bot",
    "peer",
    "place",
    "contact",
    "live-who",
    "live-whom",
    "live-bywhom",
}
_FORGIVEN = {"call", "want"}  # roles whose exact words may have a wrong letter, too
# Looks like «консультант», «поддержка», «соедините» with one letter changed, but is not.
_NOT_TYPOS = frozenset("подключен подключении соединен соединении сотрудничать специально".split())

_FOLD = str.maketrans(
    dict.fromkeys("оя", "а") | dict.fromkeys("еэыйё", "и") | dict.fromkeys("ьъ", "") | {"ю": "у", "щ": "ш"}
)
_DOUBLE = re.compile(r"(.)\1+")


def fold(word: str) -> str:
    """A word by its sound, roughly: unstressed vowels alike, soft signs and doubled letters gone."""
    return _DOUBLE.sub(r"\1", word.translate(_FOLD))


@lru_cache(maxsize=1)
def _exact_roles() -> dict[str, str]:
    return {word: role for role, words in reversed(_EXACT.items()) for word in words.split()}


@lru_cache(maxsize=1)
def _roles_by_sound() -> dict[str, str]:
    """Folded word → role, for words long enough not to sound like another."""
    return {fold(word): role for word, role in _exact_roles().items() if len(word) > MIN_SOUND and role in _HEARD}


@lru_cache(maxsize=1)
def _forgiven() -> tuple[tuple[str, str], ...]:
    return tuple((word, role) for word, role in _roles_by_sound().items() if role in _FORGIVEN)


@lru_cache(maxsize=1)
def _stem_roles() -> tuple[tuple[str, dict[str, str]], ...]:
    """Folded stem → role by folded ending."""
    people = [(fold(stem), _FEMININE_ENDINGS if stem in _FEMININE else _ENDINGS) for stem in _PEOPLE]
    verbs = [(fold(stem), dict.fromkeys(endings.split("|"), role)) for role, stem, endings in _VERBS]
    return tuple(people + verbs)


def _by_stem(word: str) -> str | None:
    folded = fold(word)
    for stem, endings in _stem_roles():
        if folded.startswith(stem) and folded[len(stem) :] in endings:
            return endings[folded[len(stem) :]]
    if len(folded) < MIN_FUZZY - 1 or word in _NOT_TYPOS:
        return None
    for known, role in _forgiven():
        if known[0] == folded[0] and OSA.distance(known, folded, score_cutoff=1) <= 1:
            return role
    for stem, endings in _stem_roles():
        if len(stem) < MIN_FUZZY or stem[0] != folded[0]:
            continue
        for size in (len(stem), len(stem) - 1, len(stem) + 1):
            ending = folded[size:]
            if ending in endings and OSA.distance(folded[:size], stem, score_cutoff=1) <= 1:
                return endings[ending]
    return None


def _by_compound(word: str) -> str | None:
    """«чат-ботами», «коллегу-человека», but not «робот-пылесос» nor «человек-паук»."""
    parts = word.split("-")
    roles = [_exact_roles().get(part) or _by_stem(part) for part in parts if len(parts) > 1]
    if not all(role in _COMPOUND for role in roles):
        return None
    return next((role for role in roles if role not in ("place", "contact", "peer")), None)


_PAST = re.compile(r"[а-я]{2,}(?:[аеиоуыя])л(?:а|о|и|ся|ась|ись|ось)?")
_IMPERATIVE_FORM = re.compile(r"[а-я]{2,}(?:ите|йте|ьте)(?:сь)?")
_INF = re.compile(r"[а-я]{2,}(?:[аеиоуыя]ть(?:ся)?|ти|тись|чь|сть)")


@lru_cache(maxsize=20_000)
def role_of(word: str) -> str:
    """The role of one normalised word; "x" for a word without one, "past" and "inf" for verbs of no other role."""
    role = _exact_roles().get(word) or _by_compound(word) or _by_stem(word) or _roles_by_sound().get(fold(word))
    if role:
        return role
    if _INF.fullmatch(word):
        return "inf"
    if _IMPERATIVE_FORM.fullmatch(word):
        return "imp"
    return "past" if _PAST.fullmatch(word) else "x"


@dataclass(frozen=True, slots=True)
class Clause:
    words: tuple[str, ...]  # normalised, politeness left out
    roles: str  # one role a word, or one for «живого сотрудника поддержки», between spaces: " call me prep bywhom "
    earlier: str  # the roles before it in its sentence
    asks: bool  # the utterance has a question mark


@dataclass(frozen=True, slots=True)
class Utterance:
    text: str  # repaired and normalised, quotations left out
    words: tuple[str, ...]  # all of them
    clauses: tuple[Clause, ...]
    sentences: tuple[str, ...]  # the roles of each sentence, its clauses together
    asks: bool  # it has a question mark
    quoted: bool  # a quotation was left out


# «служба поддержки» by the case of its first word
_SERVICE = {"а": "поддержка", "": "поддержка", "ой": "поддержкой", "ом": "поддержкой"}
_QUOTATION = re.compile(r"«[^»]*»|\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|(?<!\w)'[^']*'(?!\w)|(?<!\w)`[^`]*`")
_SENTENCE_END = re.compile(r"[.!?…\n]+")
_CLAUSE_END = re.compile(r"[,;:()\[\]]+|\s[-–—]+\s|\s(?=(?:а|но)\s)")
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SPACED = re.compile(r"\b(?:\w[ ]){3,}\w\b")
# A verb that is an order and nothing else («соедините» is also a future), or a word of need.
_ONLY_ORDER = r"\w+[аяуе]й(?:те)?\b|(?:по|при)?зови(?:те)?\b|надо\b|нуж\w+|хочу\b|стоит\b"
# The customer's own number; 8-800 is a hot line.
PHONE = re.compile(r"(?<![\d-])(?:\+?7|8)[\s(-]*(?!800)\d{3}[\s)-]*\d{3}[\s-]?\d{2}[\s-]?\d{2}(?![\d-])")
# Set phrases whose parts would mislead: polite negation, politeness with «если», people who happen to be negated.
_PHRASES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bне (?:могли|мог|могла) бы\b|\bне (?:можете|сможете|можешь) ли\b|\bможно ли\b|\bнельзя ли\b", "можно"),
        (r"(?<!почему )(?<!что )\bнельзя\b", "можно"),
        (r"\bсможе(?:те|шь)\b", "можете"),
        (r"\bили (?:все-таки |уже |же )?нет\b", ""),  # «дозовусь я до людей или нет»: no refusal
        (r"\bесли (?:можно|не ?сложно|не трудно|не затруднит|что)\b", ""),
        (r"\bчто б(?:ы)?\b", "чтобы"),
        (r"\b(?:кто|хоть кто)[- ]?(?:нибуд[ьы]?|нить|то|либо)\b|\bкто живой\b|\bкто живои\b|\bхоть кто\b", "ктонибудь"),
        (r"\bкого[- ]?(?:нибуд[ьы]?|нить|то|либо|угодно)\b", "когонибудь"),
        (r"\bкого по(?:старше|умнее|выше|опытнее|живее|толковее|главнее)\b", "когонибудь"),
        (r"\bкому[- ]?(?:нибуд[ьы]?|нить|то|либо)\b", "комунибудь"),
        (r"\bкем[- ]?(?:нибуд[ьы]?|нить|то|либо|угодно)\b", "кемнибудь"),
        (r"\bчел(ик)?(а|у|ом)?\b", r"человек\2"),
        (r"\bжив(?:ую|ая|ой) душ(?:у|а|ой)\b", "человека"),
        (r"\bживые души\b", "люди"),
        (r"\b(?:мясн\w+|кожан\w+) мешк\w+\b", "человека"),
        (r"\bвтор(?:ую|ой|ая) лини(?:ю|и|я)\b", "оператора"),
        (r"\b(?:горяч\w+) лини\w+", "телефон"),
        (r"\bпо[- ]человечески\b", ""),
        (r"\b(?:служб|отдел)(\w{0,2}) \w*поддержк\w+", lambda found: _SERVICE.get(found[1], "поддержку")),
        (r"\bв поддержк", "к поддержк"),
        (r"\bни (?:на|с|к|до) (?:кого|кем|кому)\b", "никого"),
        # «пока не зовите» and «оператор пока не нужен» refuse, «не уйду, пока не соедините» insists
        (rf"\bпока не (?={_ONLY_ORDER})|^((?:(?!не |ни )\w+ ){{0,2}})пока не (?=\w+ите\b)", r"\1не "),
        (r"(?<=\bне )(\w+) пока не\b", r"\1,"),
        (r"\bпока не\b", ""),
        (
            r"\bбез ((?:\w+ ){1,3}?)(?:тут |здесь |мне |нам |уже )*"
            r"(?:не (?:обой|обайт|справит|разобрат|решит|выйдет|получит)\w*|никак(?! \w))",
            r"нужен \1",
        ),
        (
            r"\b(?:жми|дави|тыкай|ткни|нажми|нажимай)(?:те)? (?:уже |же |на )*(?:кнопку )?"
            r"(?:вызова?|соединения)( с)?\b",
            "позовите",
        ),
        (
            r"\b((?:соедин|переключ|перевед|перекин|переброс|свяж|подключ|направ)\w*(?: \w+){0,2}?) "
            r"(?:туда,? где(?: \w+){0,2}? (?:люди|живые|человек|оператор\w*|сотрудник\w*)(?: \w+)?"
            r"|(?:к тем|к тому|с теми|с тем|на тех|на того),? кто(?: (?!не\b)\w+){1,2})",
            r"\1 к людям",
        ),
        (
            r"\b(?:any|some)?(?:one|body) (?:from|on|in|of) (?:your|the) (?:\w+ )?"
            r"(?:team|staff|side|colleagues|people|support)\b",
            "agent",
        ),
        (r"\b(agent|someone|somebody|anyone|anybody) (?:who|that) (?=can|could|will)", r"\1 "),
        (r"\b(?:take over|step in|join (?:this|the|our) (?:chat|conversation)|handle (?:this|it))\b", "takeover"),
        (r"\bтак и (?=не\b)", ""),
        (r"\bкак (?:мне |тут |же |у вас )*(?:уже|наконец(?:-то)?|блин|черт возьми)\b", "хочу"),
        (r"\bпочему (?:я |мне )?(?:не могу|нельзя) (?=\w*(?:поговор|общат|разговар))", "хочу "),
        (r"\bискусственн\w+ интеллект\w*", "ботом"),
        (r"\bне (?:\w+ ){1,5}кроме\b", "хочу"),
        (r"\bдля меня\b", "мне"),
        (r"\bест (?=кто|жив|люд)", "есть "),
        (r"\b(помощ\w*|хелп) от (?=жив|челов|людей|операт|реальн|настоящ)", r"\1 "),
        (r"\bпусть бот (?:\w+ )?место\b", "дайте"),
        (r"\bтого,? кто\b", "когонибудь кто"),
        (r"\b(старш\w+) (?:смены|по смене)\b", r"\1"),
        (r"\bcustomer (?:service|support|care)\b", "support"),
        (r"\b(могу|можем|можете|можешь) ли\b", r"\1"),
        (r"\b(?:есть|тут|там|здесь) (?:тут |там |здесь |вообще )?кто\b(?! \w)", "есть ктонибудь"),
        (r"\bкто (?:тут |там |здесь )?есть\b", "есть ктонибудь"),
        (r"\bпочему (?:вы |ты )?не (?=соедин|зов[еу]т|перев|перек|да[её]|подкл)", ""),
        (r"\bоператор,", "оператор"),
        (r"\bсколько можно\b", "надоело"),
        (r"\bне (?:хватает|дали|дают|дает)\b", "нехватает"),
        (r"(?<=[а-я]{4})(?=оператор(?:а|у|ом)?\b)(?<!туро)(?<!тур)(?<!видео)(?<!кино)(?<!радио)", " "),
    )
)
# The same words in another sense, or people of another house, for whom we do not answer.
_OTHER_SENSE = re.compile(
    r"\b(?:операто\w+ (?:сотов\w+|мобильн\w+|связи|мтс|билайн\w*|мегафон\w*|теле2|tele2|йот\w+|yota|т2"
    r"|персональн\w+|эвм|пк"
    r"|фискальн\w+|станк\w+|доставки|колл?[- ]?центра зарплат\w+)"
    r"|(?:сотов\w+|мобильн\w+|телеком\w*|туристическ\w+|логическ\w+|условн\w+|платежн\w+|почтов\w+|видео|кино"
    r"|тур)[- ]?операто\w+"
    r"|(?:мобильн\w+ |telecom |phone )operator\w*"
    r"|(?:друг\w+|чуж\w+|близк\w+|доверенн\w+|пожил\w+|треть\w+|посторонн\w+|обычн\w+|как\w+|кажд\w+|\d+|один|два"
    r"|три|четыре"
    r"|пять|несколько|сколько|много) (?:человек\w*|люд\w+)(?! (?:из|в) поддержк)"
    r"|человек\w* для|челове\w+ с (?:инвалидност\w+|огранич\w+|дет\w+)"
    r"|поддержк\w+ (?:apple|android|ios)"
    r"|сотрудни\w+ (?:гибдд|полиции|мвд|банка|фсб)|агент\w* (?:недвижимости|по недвижимости|страхов\w+)"
    r"|страхов\w+ агент\w*)"
)
_OTHER_HOUSE = re.compile(
    r"\b(?:операто\w+|менеджер\w*|сотрудник\w*|представител\w+|консультант\w*|специалист\w*|работник\w*|поддержк\w+"
    r"|администратор\w*)"
    r" (?:продавц\w+|пункт\w+|пвз|склад\w*|почт\w+|банк\w*|сдэк|сервисн\w+|служб\w+ доставки|курьерск\w+)\b"
)
_MERGE = (
    # «коллегу подключите», «верните ту девушку»
    (re.compile(r"(?<= )((?:call|give)(?: (?:adj|me|my|prep|place)){0,3}) peer(?= )"), r"\1 whom"),
    (re.compile(r"(?<= )peer(?= (?:(?:me|place) )?call )"), "whom"),
    (re.compile(r"(?<= )(?:live-\w+ )+(who|whom|towhom|bywhom|anyone)(?= )"), r"\1"),
    (re.compile(r"(?<= )(who|whom|towhom|bywhom|anyone)(?: live-\w+)+(?= )"), r"\1"),
    (re.compile(r"(?<= )live-(\w+) contact(?= )"), r"whom"),
    (re.compile(r"(?<= )live-(\w+)(?= (?!x|inf))"), r"\1"),
    (re.compile(r"(?<= )live-\w+(?= )"), "x"),
    # «сотрудника поддержки», «человеком из поддержки»
    (re.compile(r"(?<= )(who|whom|towhom|bywhom|anyone)(?:(?: prep)? (?:who|whom|anyone))+(?= )"), r"\1"),
)


def _roles(words: tuple[str, ...]) -> str:
    roles = " " + " ".join(role_of(word) for word in words) + " "
    for pattern, merged in _MERGE:
        roles = pattern.sub(merged, roles)
    return roles


def _clauses(sentence: str, asks: bool) -> Iterator[Clause]:
    earlier = " "
    for piece in _CLAUSE_END.split(sentence):
        kept = tuple(word for word in _TOKEN.findall(piece) if word not in _NOISE)
        if kept:
            roles = _roles(kept)
            yield Clause(kept, roles, earlier, asks)
            earlier += roles.lstrip()


_RUSSIAN_KEYS = str.maketrans(
    "йцукенгшщзхъфывапролджэячсмитьбю",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.",
)
_LATIN = re.compile(r"[a-z']+")


def from_russian_layout(text: str) -> str:
    """English typed with the Russian layout by mistake: «руддщ» → "hello"."""
    return normalise(text).translate(_RUSSIAN_KEYS)


def english_from_russian_layout(text: str) -> str | None:
    """«дшму фпуте здуфыу» → "live agent please": only where every word is known here and one of them is a person."""
    english = from_russian_layout(text)
    words = _LATIN.findall(english)
    roles = [role_of(word) for word in words if word not in _NOISE]
    known = text.isascii() is False and "anyone" in roles and "x" not in roles and "past" not in roles
    return english if known and not re.search(r"[а-я]", english) else None


_LATIN_RUN = re.compile(r"[a-z][a-z' -]*[a-z]", re.IGNORECASE)
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


def without_second_script(text: str, repair: Callable[[str], str]) -> str:
    """«здравствуйте, pozovite operatora» with the Latin words repaired by themselves, where they ask for a person.

    Beside Russian other Latin words are names, and are left alone.
    """

    def mend(found: re.Match[str]) -> str:
        mended = repair(found[0])
        words = _TOKEN.findall(normalise(mended)) if mended != found[0] else []
        return mended if any(role_of(word) in _RUSSIAN_PEOPLE for word in words) else found[0]

    return _LATIN_RUN.sub(mend, text) if _CYRILLIC.search(text) else text


_RUSSIAN_PEOPLE = {"who", "whom", "towhom", "bywhom"}


def read(repaired: str) -> Utterance:
    """An utterance prepared for the rules, from its text with layout and transliteration put right."""
    text = normalise(repaired).replace("\u200b", "")
    unquoted = _QUOTATION.sub(" ", text)
    quoted = unquoted != text and bool(_TOKEN.search(unquoted))
    text = unquoted if quoted else text
    text = _SPACED.sub(lambda found: found[0].replace(" ", ""), text)
    words = tuple(_TOKEN.findall(text))
    plain = _OTHER_SENSE.sub(" чужие ", PHONE.sub(" мойтелефон ", text))
    plain = _OTHER_HOUSE.sub(" чужой ", plain)
    for pattern, replacement in _PHRASES:
        plain = pattern.sub(replacement, plain)
    asks = "?" in repaired
    sentences = [tuple(_clauses(sentence, asks)) for sentence in _SENTENCE_END.split(plain)]
    clauses = tuple(clause for sentence in sentences for clause in sentence)
    roles = tuple(sentence[-1].earlier + sentence[-1].roles.lstrip() for sentence in sentences if sentence)
    return Utterance(text, words, clauses, roles, asks, quoted)
