"""An utterance as clauses of roles, so that the rules over it are grammar, not lists of phrases.

«соедините меня, пожалуйста, с живым оператором» → "call me prep bywhom".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.triage.lexicon import NOISE
from agent.triage.roles import role_of
from ingest.russian import normalise


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
    said: str  # the repaired text as it stands, with its signs
    unreadable: bool  # in a language that the articles cannot be searched with


# «служба поддержки» by the case of its first word
_SERVICE = {"а": "поддержка", "": "поддержка", "ой": "поддержкой", "ом": "поддержкой"}
_QUOTATION = re.compile(r"«[^»]*»|\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|(?<!\w)'[^']*'(?!\w)|(?<!\w)`[^`]*`")
_SENTENCE_END = re.compile(r"[.!?…\n]+")
_CLAUSE_END = re.compile(r"[,;:()\[\]]+|\s[-–—]+\s|\s(?=(?:а|но)\s)")
TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SPACED = re.compile(r"\b(?:\w[ ]){3,}\w\b")
# A verb that is an order and nothing else («соедините» is also a future), or a word of need.
_ONLY_ORDER = r"\w+[аяуе]й(?:те)?\b|(?:по|при)?зови(?:те)?\b|надо\b|нуж\w+|хочу\b|стоит\b"
# The customer's own number; 8-800 is a hot line.
PHONE = re.compile(r"(?<![\d-])(?:\+?7|8)[\s(-]*(?!800)\d{3}[\s)-]*\d{3}[\s-]?\d{2}[\s-]?\d{2}(?![\d-])")
# Who is kept waiting and has to, between «сколько» and the verb; «можно» is no such word: it asks for a limit.
_SMALL = r"(?:(?:еще|раз|мне|нам|вам|вас|тебе|тебя|я|мы|надо|нужно|придется|бу\w+|должн\w+) )*?"
# Set phrases whose parts would mislead: polite negation, politeness with «если», people who happen to be negated.
_PHRASES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (
            r"\bне (?:могли|мог|могла) бы\b|\bне (?:можете|сможете|можешь) ли\b|\b(?:воз)?можно ли\b|\bнельзя ли\b",
            "можно",
        ),
        (r"\b(?:реально|есть) ли (?:у вас |тут |такая )?(?=возможность|с кем|кого)", ""),
        (r"\bтак(?: \w+){0,3} нельзя\b", ""),  # «так с людьми нельзя» forbids
        (r"(?<!почему )(?<!что )\bнельзя\b", "можно"),
        (r"(?<=[ие])-ка\b", ""),
        (r"\bсможе(?:те|шь)\b", "можете"),
        (r"\bили (?:все-таки |уже |же )?нет\b", ""),  # «дозовусь я до людей или нет»: no refusal
        (r"\bесли (?:можно|не ?сложно|не трудно|не затруднит|что)\b(?:,? то\b)?", ""),
        (r"\bчто б(?:ы)?\b", "чтобы"),
        # what would be good is a wish: «был бы признателен, если бы мне ответил человек»
        (
            r"\b(?:признател\w+|благодар(?:ен|на|ны)|рад[аы]?|здорово|хорошо|отлично|неплохо|лучше|удобнее)"
            r"(?: (?:вам|было|будет|буду))?(?: бы)?,? если (?:бы )?",
            "хочу чтобы ",
        ),
        # what was said before is said again: «я же сказал, что хочу поговорить с человеком»
        (
            r"\b(?:повторяю|я (?:\w+ ){0,3}?(?:сказал|говорил|писал|написал|объяснил|повторил)а?),? "
            r"(?:\w+,? ){0,2}?что ",
            "",
        ),
        # «третий раз одно и то же пишете» reports no words of anybody's
        (
            r"\b(?:одно и то ?же|то же самое|по кругу|не то|ерунду|бред|чушь)(?: \w+)? (?:пише|говори)(?:те|шь)\b"
            r"|\b(?:пише|говори)(?:те|шь)(?: (?:мне|тут|все|опять|снова))* "
            r"(?:одно и то ?же|то же самое|по кругу|не то|ерунду|бред|чушь)\b",
            "",
        ),
        # whoever it be: «кто-нибудь», «хоть кого», «кого постарше», «есть кто живой?»
        (
            r"\bхоть (кто|кого|кому|кем)\b(?!-)(?: (?:нибуд[ьы]?|нить|то|либо)\b)?"
            r"|\b(кто|кого|кому|кем)(?:[- ]?(?:нибуд[ьы]?|нить|то|либо|угодно)\b"
            r"| (?:тут |там )?по\w{3,}(?:ее|ше)\b)",
            lambda found: f"{found[1] or found[2]}нибудь",
        ),
        (r"\bкто живо[йи]\b|\bктонибудь,? кто\b(?= \w+ет)", "ктонибудь"),
        # «а с кем тут можно поговорить?»
        (
            r"\bс кем (?:(?:тут|здесь|у вас|вообще|еще|реально|сейчас|можно|мне|я|мы|могу|можем|бы) )*"
            r"(?=(?:(?:по)?говорить|(?:по)?общаться|обсудить)\b(?! (?:об?|по|про|насчет) (?!сво|мо|эт)))",
            "хочу с кемнибудь ",
        ),
        (r"\b((?:по)?говорить|(?:по)?общаться) с кем\b(?!-| нибуд| то\b)", r"\1 с кемнибудь"),
        (r"\bжив(?:ое|ого|ым) общени\w+", "человек"),
        (r"\b(человек|люди|людей|операторы?|живы\w|живой)-то\b", r"\1"),
        # impatience, not a question how long: «сколько ещё ждать человека», «долго я буду с ботом разговаривать»
        (
            rf"\b(?:сколько|долго) {_SMALL}(?:еще|раз) {_SMALL}"
            r"(?:ждать|дожидаться|просить|звать|писать|повторять|говорить)\b",
            "хочу",
        ),
        (rf"\b(?:сколько|долго) {_SMALL}с (?=(?:ро)?бот\w+ |машин\w+ )", "надоело "),
        (r"\bя (?:же )?не (?:бот|робот)\b", ""),  # «я не робот»: what one tells a captcha
        (
            r"\bпередай(?:те)? (?:\w+ ){0,2}?(?:спасибо|привет|благодарност\w+)"
            r"|(?<!к )\b\w{5,}(?:у|ам|ям) (?:\w+ )?спасибо\b",
            "поблагодарите",
        ),
        (r"\bчел(ик)?(а|у|ом)?\b", r"человек\2"),
        (r"\bжив(?:ую|ая|ой) душ(?:у|а|ой)\b|\b(?:мясн\w+|кожан\w+) мешк\w+\b", "человека"),
        (r"\bживые души\b", "люди"),
        (r"\bвтор(?:ую|ой|ая) лини(?:ю|и|я)\b", "оператора"),
        (r"\b(?:горяч\w+) лини\w+", "телефон"),
        (r"\bпо[- ]человечески\b", ""),
        (r"\b(?:служб|отдел)(\w{0,2}) \w*поддержк\w+", lambda found: _SERVICE.get(found[1], "поддержку")),
        (r"\bв поддержк", "к поддержк"),
        (r"\bни (?:на|с|к|до) (?:кого|кем|кому)\b", "никого"),
        (r"\bпока (?:я )?не (?:поговорю|пообщаюсь|свяжусь|услышу|увижу)\b", "хочу поговорить"),
        (r"^пока (?:вы |мне )?не (\w+[ие]те)\b([^,]*), (?:я |мы )?не ", r"\1\2, не "),
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
            r"|(?:к тем|к тому|с теми|с тем|на тех|на того),? (?:с )?(?:кто|кем)(?: (?!не\b)\w+){1,3})",
            r"\1 к людям",
        ),
        (
            r"\b(?:any|some)?(?:one|body) (?:from|on|in|of) (?:your|the) (?:\w+ )?"
            r"(?:team|staff|side|colleagues|people|support|agents|operators|managers)\b",
            "agent",
        ),
        (r"\b(agent|someone|somebody|anyone|anybody) (?:who|that) (?=can|could|will)", r"\1 "),
        (r"\b(?:take over|step in|join (?:this|the|our) (?:chat|conversation)|handle (?:this|it))\b", "takeover"),
        (r"\bтак и (?=не\b)", ""),
        (r"\bкак (?:мне |тут |же |у вас )*(?:уже|наконец(?:-то)?|блин|черт возьми)\b", "хочу"),
        (r"\bпочему (?:я |мне )?(?:не могу|нельзя) (?=\w*(?:поговор|общат|разговар))", "хочу "),
        (r"\bискусственн\w+ интеллект\w*", "ботом"),
        (r"\bкроме (?:этого |твоего |вашего )?(?:бот\w*|робот\w*|автоответчик\w*|тебя|машин\w*)", ""),
        (r"\bне (?:\w+ ){1,5}кроме\b", "хочу"),
        (r"(?:^|(?<=[.!?,] ))может(?: быть)?,", ""),  # «может, сотрудник подключится?»
        (r"\bдля меня\b", "мне"),
        (r"\bест (?=кто|жив|люд)|(?<=живой )ест\b|(?<=ктонибудь )ест$|(?<=люди )ест\b", "есть "),
        (
            r"\b(помощ\w*|хелп|ответ\w?|консультаци\w) от "
            r"(?=жив|челов|людей|операт|реальн|настоящ|нормальн|сотрудник|специалист|менеджер)",
            r"\1 ",
        ),
        # a ticket is for people: «создайте обращение»
        (
            r"\b(?:созда|заве|откр|оформ|зарегистрир|сдела)(?:й|ди|ой|и|уй)(?:те)? (?:мне |новое |на меня )*"
            r"(?:тикет|обращение|заявк\w (?=(?:для|к|на) (?:операт|специал|сотруд|менедж|челов)))(?! (?:к|на) прод)",
            "позовите оператора",
        ),
        (r"\b(?:встать|попасть|записаться) в очередь (?=(?:к|на|до) )", "соединиться "),
        (
            r"\bне (?:хочу|буду|желаю|собираюсь) (?:больше |дальше )?с (?:тобой|вами) "
            r"(?=(?:раз)?говар|говор|общат|перепис|болтат)",
            "не хочу с ботом ",
        ),
        (r"\bна (?:связи|линии|месте)\b|\bв сети\b", "тут"),
        (r"\bпусть бот (?:\w+ )?место\b", "дайте"),
        (r"\bтого,? кто\b", "когонибудь кто"),
        (r"\bс тем,? кто\b", "с кемнибудь"),
        (
            # nothing else is to be connected or given back: «человек ушёл, подключи тариф»
            r"\b(?:оператор|человек|менеджер|сотрудник|специалист) "
            r"(?:пропал|отключил\w+|вышел|исчез|ушел|молчит|сбросил\w*),? "
            r"(?=(?:верни|подключи|соедини|позови|переключи)(?:те)?"
            r"(?: (?:его|мне|меня|нас|нам|снова|опять|обратно|назад|пожалуйста|другого|нового))* ?(?:$|[.,!?)]))",
            "оператора ",
        ),
        (r"\b(нуж\w+|есть) (\w+ )??тот,? кто\b", r"\1 \2ктонибудь"),
        (r"\b(старш\w+) (?:смены|по смене)\b", r"\1"),
        (r"\bcustomer (?:service|support|care)\b", "support"),
        (r"\b(могу|можем|можете|можешь) ли\b", r"\1"),
        (
            r"\b(?:есть|тут|там|здесь) (?:тут |там |здесь |вообще )?кто\b(?! \w)|\bкто (?:тут |там |здесь )?есть\b",
            "есть ктонибудь",
        ),
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
    r"|(?:человек|люд)\w*,? котор\w+ (?:получ|забер|прид|прин|оплат|плат)\w+"
    r"|человек\w* для|челове\w+ с (?:инвалидност\w+|огранич\w+|дет\w+|паспорт\w+|документ\w+)"
    r"|(?:специалист|мастер|человек|эксперт)\w* (?:по|для) (?:установ|ремонт|сбор|монтаж|замер|убор|подключ)\w+"
    r"|поддержк\w+ (?!please|pls|plz|asap)[a-z]\w*"
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
    (re.compile(r"(?<= )((?:call|give)(?: (?:adj|me|my|prep2?|place|contact)){0,4}) peer(?= )"), r"\1 whom"),
    # «соедините со службой доставки», but «дайте службу доставки» asks for what it does
    (re.compile(r"(?<= )(call(?: (?:adj|me|my|prep2?|place|contact)){0,4}) dept(?= )"), r"\1 whom"),
    (re.compile(r"(?<= )want adj peer(?= )"), "want whom"),
    (re.compile(r"(?<= )(?:peer|dept)(?= (?:(?:me|my|place) )?call )"), "whom"),
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
        kept = tuple(word for word in TOKEN.findall(piece) if word not in NOISE)
        if kept:
            roles = _roles(kept)
            yield Clause(kept, roles, earlier, asks)
            earlier += roles.lstrip()


def read(repaired: str, unreadable: bool = False) -> Utterance:
    """An utterance prepared for the rules, from its text with layout and transliteration put right."""
    text = normalise(repaired).replace("\u200b", "")
    unquoted = _QUOTATION.sub(" ", text)
    quoted = unquoted != text and bool(TOKEN.search(unquoted))
    text = unquoted if quoted else text
    text = _SPACED.sub(lambda found: found[0].replace(" ", ""), text)
    words = tuple(TOKEN.findall(text))
    plain = _OTHER_SENSE.sub(" чужие ", PHONE.sub(" мойтелефон ", text))
    plain = _OTHER_HOUSE.sub(" чужой ", plain)
    for pattern, replacement in _PHRASES:
        plain = pattern.sub(replacement, plain)
    asks = "?" in repaired
    sentences = [tuple(_clauses(sentence, asks)) for sentence in _SENTENCE_END.split(plain)]
    clauses = tuple(clause for sentence in sentences for clause in sentence)
    roles = tuple(sentence[-1].earlier + sentence[-1].roles.lstrip() for sentence in sentences if sentence)
    return Utterance(text, words, clauses, roles, asks, quoted, repaired, unreadable)
