"""Does the customer ask for a person? Rules over the roles of words; each is one way of asking.

A request is a clause, so that a story, a complaint or a refusal beside it does not hide it. Asking how to reach a
person, what people in support do, or naming them in a story is no request.
"""

import re
from collections.abc import Callable

from agent.triage.roles import role_of
from agent.triage.utterance import Clause, Utterance

P = "(?:who|whom|towhom|bywhom|anyone)"
RUSSIAN = "(?:whom|towhom|bywhom)"
OBJECT = "(?:whom|towhom|bywhom|anyone)"
# What may stand between a verb and the person it asks for: anything short of another thought,
WIDE = r"(?: (?!info|inf|deed|neg|how|told|past|bot)\S+){0,5}"
FEW = r"(?: (?!info|inf|deed|neg|how|told|past|bot)\S+){0,4}"
# or only words that describe the person or the one who asks.
NARROW = (
    r"(?: (?:me|you|my|prep|adj|place|contact|issue|talk|may|want|callinf|giveinf|call|give|come|be|when|will)){0,4}"
)


def _matcher(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda roles: compiled.search(roles) is not None


def _only(roles: str, allowed: str) -> bool:
    return set(roles.split()) <= set(allowed.split())


# Asking about, not for: a question word, a condition, a purpose, a mention, an event in the past.
_asks_about = _matcher(r" (?:how|why|when|where|li|if|so|told) ")
_has_person = _matcher(f" {P} ")
_refuses = _matcher(
    rf" (?:neg|without)(?: (?!may|call|give|imp|bot)\S+){{0,3}}? (?:{P}|call|callinf|talk) | {P}(?: callinf"
    rf"| x)? neg (?:want|call|x) | {P} not "
    # «отмените вызов оператора», but «можно отменить вызов» asks
    rf"|(?<! may) cancel(?: (?:my|contact|prep|talk)){{0,2}} {P} |(?<! may) {P} cancel |^ cancel contact $"
    rf"| remove contact {P} "
)

_ORDERED = (
    rf"(?<! neg)(?<! so)(?<! told) call{WIDE} {P} ",
    rf"^(?: (?:me|when))* callme{NARROW} {P} |^(?: me)? {P}(?: me)? callme ",  # «вызываю оператора»
    rf" {RUSSIAN}{WIDE}(?<! neg) call |^ who(?<! neg) call ",
    rf"(?<! neg)(?<! so) (?:give|imp){NARROW} {P} ",
    rf"(?<! neg)(?<! so) give{FEW}(?<! prep2) {RUSSIAN} ",
    rf"(?<! neg)(?<! so) imp{FEW} prep {RUSSIAN} ",  # «поставьте меня в очередь к оператору»
    rf" {RUSSIAN}{NARROW}(?<! neg) (?:give|imp) ",
)
_orders = _matcher("|".join(_ORDERED))


def orders(clause: Clause) -> bool:
    """«соедините с оператором», «человека дайте», «когда вы уже позовёте оператора»."""
    return _orders(clause.roles) and not _refuses(clause.roles) and " told " not in clause.roles


_names_a_verb_of_contact = _matcher(
    rf" (?:callinf|talk){WIDE} {P} | {OBJECT}{NARROW} (?:callinf|talk) | who callinf | giveinf{NARROW} (?:whom"
    rf"|bywhom|anyone) "
    rf"| want(?: me)? giveinf{FEW} {RUSSIAN} | beg inf whom | beg{NARROW} {P}(?!.* inf) "
)
_governed = _matcher(r" past | job | (?:info|inf|how|why|when|where|if|so|told)(?: \S+)* (?:callinf|talk|beg) ")
_about_the_channel = _matcher(r" (?:may|li)(?: \S+)* clock | clock(?: \S+)* may ")


def wants_contact(clause: Clause) -> bool:
    """«хочу поговорить с человеком», «можно связаться с оператором?», «не могу достучаться до человека»."""
    roles = clause.roles
    if not _names_a_verb_of_contact(roles) or _governed(roles) or _about_the_channel(roles) or " li " in roles:
        return False
    if _refuses(roles):
        return False
    # «продавец просит связаться с менеджером» is somebody else's wish; a bare infinitive opens its clause
    wished = re.search(r" (?:want|may|will|beg) ", roles)
    opens = re.match(rf" (?:(?:me|you|my|place|adj|come|imp|give|prep|{P}) )*(?:callinf|giveinf|talk) ", roles)
    return bool(wished or (opens and not _asks_about(clause.earlier)))


_WANTED = (
    rf"(?<! neg) reach{WIDE} {P} | {P}(?: (?!neg|how)\S+){{0,3}} reach ",  # «дозовусь я до людей или нет»
    rf"(?<! neg) want{NARROW}(?: x)? {P} |(?<! neg) want x contact {OBJECT} ",
    rf" (?:who|whom|bywhom|anyone){NARROW}(?: x)? want ",
    rf" may{NARROW} (?:whom|bywhom) ",
    r" may(?: (?:me|adj))* prep towhom(?: (?:place|contact|when))* $",  # «можно к человеку?»
    rf"^(?: (?:me|prep|adj))* (?:whom|bywhom){NARROW} may (?!inf|giveinf|cancel)",  # «а с человеком можно?»
    rf" may{NARROW} anyone(?: \S+)? (?:helped|grasp|talk|me|$)",  # "can someone real help me"
    rf"(?:^| me| me x) asked{NARROW} {P}(?!.* inf)",  # «я же просил оператора»
    rf" (?:want|may)(?: me)? (?:inf|answer){FEW} bywhom ",  # «хочу решить вопрос с человеком»
    r" want write(?: \S+)? (?:towhom|anyone) ",
    r" want(?: me)? inf(?: (?:my|issue|adj))* towhom $",  # «мне легче объяснить живому человеку»
)
_wants = _matcher("|".join(_WANTED))
_ANOTHER_DEED = (
    rf" (?:past|info|job|deed|how|why|li|told|so|if) .*{P} ",
    rf" {P}(?: \S+)* (?:li|told) ",
    r" inf(?: \S+)* (?:whom|who|anyone) | inf(?: \S+)* towhom \S",
    r" may (?!me inf|inf).* inf ",
    r" how ",
)
_another_deed = _matcher("|".join(_ANOTHER_DEED))


def wants_person(clause: Clause) -> bool:
    """«мне нужен специалист», «требую менеджера», «можно живого человека?»."""
    roles = clause.roles
    return _wants(roles) and not _another_deed(roles) and not _refuses(roles) and not _about_the_channel(roles)


_wants_that = _matcher(
    rf" (?:want|give|may|imp)(?: \S+){{0,3}} so(?: (?!inf|neg|how)\S+){{0,3}} {P}(?: \S+){{0,2}} "
    rf"(?:past|answer|called|helped|talk|x)"
)


def wants_that_person_answers(sentence: str) -> bool:
    """«хочу, чтобы мне ответил человек»: over the whole sentence, since the comma falls inside."""
    moved = re.sub(r" (past|answer|called|helped)((?: (?!neg)\S+)?) (who|anyone) ", r"\2 \3 \1 ", sentence)
    return (
        _wants_that(moved)
        and not _about_the_channel(moved)
        and not re.search(r" (?:how|li|if|why)(?: \S+)* so ", moved)
    )


_answers = _matcher(
    rf" answer{NARROW}(?: x)? {P} | (?:who|anyone){NARROW} answer | me{NARROW} (?:who|anyone){NARROW} (?:helped|grasp) "
    rf"| be anyone may (?:helped|grasp|answer) | (?:be|place) (?:who|anyone) grasp "
    r"| (?:who|anyone)(?: (?:may|be|place))* me(?: may)? (?:helped|grasp) "
)


def waits_for_answer(clause: Clause) -> bool:
    """«когда мне уже ответит человек?», «пусть ответит кто-нибудь живой», «мне кто-нибудь ответит?»."""
    roles = clause.roles
    if _only(roles, "when me you answer") and " answer " in roles:
        return clause.asks and len(clause.words) > 1
    if _only(roles, "give me place when answer") and " give answer " in f" {roles} ":  # «кто главный? пусть подойдёт»
        return not any(word.startswith(("прид", "верн")) for word in clause.words)  # a parcel, the money
    if _plans(clause.earlier) or re.search(r" when .*prep2? x | where answer ", roles):
        return False
    if not _STAGES.isdisjoint(clause.words):  # of an order: «кто-то мне перезвонит после оформления?»
        return False
    return _answers(roles) and not re.search(r" (?:how|li|if|so|clock|told|past|neg|inf|why) ", roles)


_STAGES = frozenset("после перед при".split())
# What the customer plans is no impatience: «можно выбрать время, когда мне перезвонит сотрудник?».
_plans = _matcher(r" (?:if|may|deed|info|inf|told) ")

_SEARCH = "who anyone be place you my li x prep2 where adj not neg come me prep asked bot tired"


def looks_for_somebody(utterance: Utterance) -> bool:
    """«есть кто живой?», «тут вообще люди есть?», «оператор!! где вы»."""
    return any(map(_looks_for_somebody, ("".join(clause.roles for clause in utterance.clauses), *utterance.sentences)))


def _looks_for_somebody(roles: str) -> bool:
    small = _only(roles, _SEARCH) and len(roles.split()) <= 6 and roles.split().count("x") <= 1
    if roles == " who will ":  # «ну и? оператор будет?»
        return True
    if " prep2 x " in roles and not roles.startswith(" be "):  # «техподдержка по телевизорам есть?»
        return False
    return small and _has_person(roles) and bool(re.search(r" (?:be|where|come|li) ", roles))


_REJECTED = (
    # «не хочу разговаривать с роботом», but not «ты больше не бот»
    r"(?<! you)(?<! you x) neg(?: (?:want|will|may|talk|talkme|prep|inf|me|my|you|x)){0,4} bot ",
    r" bot(?: (?:talk|inf))? neg (?:want|bot|will|talkme) ",
    r" without(?: \S+)? bot ",
    r" tired(?: (?!info)\S+){0,4} bot | bot(?: \S+){0,3} tired ",
    r" remove(?: \S+){0,2} bot ",
    # «ваш бот тупой»; «тупой бот» alone is only an insult
    r" bot(?: \S+){0,2} dumb | dumb bot(?: prep2)? you | dumb prep2 you bot ",
    # whatever the bot does not do, it is the bot that fails here
    r" bot(?: (?:my|me|x|you)){0,3} neg(?! want| bot) ",
)
_rejects_bot = _matcher("|".join(_REJECTED))


def rejects_bot(clause: Clause) -> bool:
    """«не хочу с роботом разговаривать», «надоел бот», «бот не решает мою проблему»."""
    return (
        _rejects_bot(clause.roles) and not _asks_about(clause.roles + clause.earlier) and " told " not in clause.roles
    )


_unsolved = _matcher(
    r" issue(?: \S+){0,3} neg(?: \S+)? solve |(?:^| you| bot| nobody| me) neg(?: \S+)? solve(?: \S+){0,2} issue "
    r"| issue(?: \S+)? remains "
)
_unhelped = _matcher(r" neg(?: (?:may|me|will)){0,2} helped ")


def is_unsolved(clause: Clause) -> bool:
    """«мой вопрос не решён», «вы мне не помогли»; a trouble with somebody else is for the articles."""
    roles = clause.roles
    if _asks_about(roles + clause.earlier) or roles.count(" x") > 2 or _has_person(roles):
        return False
    helpless = (
        _unhelped(roles)
        and _only(roles, "you bot me my nobody neg may will helped issue x")
        and bool(re.search(" (?:you|bot|nobody) ", roles))
    )
    return _unsolved(roles) or helpless


_REPORTS = re.compile(r"\b(?:смс|сообщени|письм|сказал|прос[яи]т|пиш|писал|звонил|объявлени|мошенник)")
_US = frozenset("мне меня нам нас мной нами me us".split())
# «хочу обратный звонок», «жду звонка», «закажите мне звонок от оператора»; not «жду звонка от курьера»
_CALL_BACK = re.compile(
    r"(?:мне )?(?:хо\w+|жду|нуж\w+|прошу|можно|закаж\w+|оформи\w*|организуй\w*) (?:мне )?"
    r"(?:(?:обратн|ответн|ваш)\w+ )?звон(?:ок|ка)(?P<from> от \w+)?(?: мне| на мойтелефон)?"
)


def asks_to_call_back(clause: Clause) -> bool:
    """«перезвоните мне», «пусть мне позвонят», «можете мне позвонить?»."""
    roles = clause.roles
    if re.search(r" (?:how|why|if|li|neg|told|where|when) ", roles):
        return False
    asked = re.search(
        r" ring(?: (?:prep))?(?: me)? | me ring | give me ringwill | give ringwill | may me ringinf "
        r"| may ringinf me | (?:want|may) so(?: (?:me|prep))* called ",
        roles,
    )
    if _REPORTS.search(" ".join(clause.words)) or {"вы", "звоните"} <= set(clause.words):
        return False
    called = _CALL_BACK.fullmatch(" ".join(clause.words))
    if called and (not called["from"] or _has_person(roles) or called["from"] == " от вас"):
        return True
    return bool(asked) and (not _US.isdisjoint(clause.words) or len(clause.words) == 1)


_rings = _matcher(
    r" ring | ringwill | want so(?: me)? called | (?:want|may|beg)(?: me)? ringinf(?! you) | want clock | imp contact "
)
_rings_not = _matcher(r" (?:how|why|if|li|neg|told|where) ")


def gives_number_to_call(utterance: Utterance) -> bool:
    """«позвоните на 89161234567», «мой номер 89161234567, жду звонка»; a number that called us is no such thing."""
    if _REPORTS.search(utterance.text) or not any(" mynumber " in sentence for sentence in utterance.sentences):
        return False
    return any(_rings(clause.roles) and not _rings_not(clause.roles) for clause in utterance.clauses)


def is_bare_call(clause: Clause) -> bool:
    """«соедините», «да позовите же», «подключайтесь»: nobody is named, and nobody else can be meant."""
    if _only(clause.roles, "come me place") and any(word.startswith("подключ") for word in clause.words):
        return True
    if not {"меня", "нас"}.isdisjoint(clause.words) and any(word.startswith(("зов", "позов")) for word in clause.words):
        return False  # «позови меня, когда будет скидка»
    return " call " in clause.roles and (
        (_only(clause.roles, "call me you prep place when come") and "подключ" not in clause.words[0])
        or (
            _only(clause.roles, "call me x")
            and clause.roles.count(" x") < 2
            and any(word.startswith(("зов", "позов")) for word in clause.words)
        )
    )


_commanding = re.compile(r"[а-я]+(?:[ий]|те|нь|дь)")


def commands(clause: Clause) -> bool:
    """«свистни оператору», «подгони человека»: a verb without a role, but so short that it can only be a request."""
    if clause.words[0] in {"пусть", "пускай"} and re.match(r" give(?: (?:x|me|my|issue)){1,3} who ", clause.roles):
        return True  # «пусть посмотрит специалист»
    kin = re.fullmatch(rf" (?:me )?x{NARROW} (?:whom|towhom|prep bywhom)(?: (?:place|me|prep my))? ", clause.roles)
    if kin is None:
        return False
    verb = clause.words[1 if clause.roles.startswith(" me ") else 0]
    return _commanding.fullmatch(verb) is not None and role_of(verb) == "x"


MAX_PIECES = 4  # words in an exclamation without grammar
_politely_in_english = _matcher(r"\b(?:please|plz|pls|now|asap)\b")


def is_elliptic(clause: Clause) -> bool:
    """«оператора!», «мне к человеку», «человека сюда», «оператор, ответьте»."""
    roles = clause.roles
    if _asks_about(clause.earlier) or not _only(
        roles, "who whom towhom bywhom anyone prep prep2 contact me place adj come you"
    ):
        return False
    oblique = re.match(r" (?:(?:me|prep|adj|place|come|you) )*(?:whom|towhom|bywhom) ", roles)
    return bool(oblique) or (_has_person(roles) and bool(re.search(r" (?:come|me|place) ", roles)))


def asks_in_pieces(utterance: Utterance) -> bool:
    """«оператор!! позвать», «вызов оператора, срочно»: a few words with the punctuation in between."""
    roles = "".join(clause.roles for clause in utterance.clauses).replace("  ", " ")
    if utterance.asks or len(roles.split()) > MAX_PIECES:
        return False
    whole = Clause(utterance.words, roles, " ", False)
    return orders(whole) or wants_contact(whole) or (" come " in roles and is_elliptic(whole))


def asks_politely_in_english(utterance: Utterance) -> bool:
    """ "agent please": the bare keyword alone is only a keyword."""
    roles = "".join(clause.roles for clause in utterance.clauses)
    pieces = _only(roles, "anyone who tired neg bot remove") and " anyone " in roles  # "stop. real human. now."
    return (pieces or names_only_a_person(utterance)) and _politely_in_english(utterance.text)


def names_only_a_person(utterance: Utterance) -> bool:
    """«Оператор», «робот, живой оператор!!!», «чат с оператором», "operator": nothing but politeness beside."""
    said = [clause.roles for clause in utterance.clauses if not _only(clause.roles, "bot you")]
    last = utterance.sentences[-1:] if not utterance.asks else ()  # «нет смысла писать боту. Оператор»
    return (len(said) == 1 and _names_a_person(said[0])) or any(map(_names_a_person, last))


def names_a_person_twice(utterance: Utterance) -> bool:
    """«человек!!! человек!!!»: the repeat of a keyword in one message."""
    return len(utterance.clauses) > 1 and all(_names_a_person(clause.roles) for clause in utterance.clauses)


def _names_a_person(roles: str) -> bool:
    return _has_person(roles) and _only(roles, "who anyone contact prep place bywhom whom towhom")


def _in_some_clause(rule: Callable[[Clause], bool]) -> Callable[[Utterance], bool]:
    def fits(utterance: Utterance) -> bool:
        reported = (utterance.quoted or utterance.asks) and any(
            " told " in clause.roles for clause in utterance.clauses
        )
        return not reported and any(rule(clause) for clause in utterance.clauses)

    return fits


_waits = _in_some_clause(waits_for_answer)
# «когда перезвонит менеджер, если заявка отправлена ночью», «и когда ответят, и кто ответит?»
_depends = _matcher(r" when .* if | when answer (?:\S+ )*how |^ how (?:\S+ )*when answer ")

# Each way of asking for a person under its name.
REQUESTS: tuple[tuple[str, Callable[[Utterance], bool]], ...] = (
    ("orders-person", _in_some_clause(orders)),
    ("wants-person", _in_some_clause(wants_person)),
    ("wants-contact", _in_some_clause(wants_contact)),
    ("asks-to-call-back", _in_some_clause(asks_to_call_back)),
    ("gives-number-to-call", gives_number_to_call),
    ("bare-call", _in_some_clause(is_bare_call)),
    ("commands-person", _in_some_clause(commands)),
    ("rejects-bot", _in_some_clause(rejects_bot)),
    ("is-unsolved", _in_some_clause(is_unsolved)),
    ("elliptic-request", _in_some_clause(is_elliptic)),
    ("waits-for-answer", lambda utterance: _waits(utterance) and not any(map(_depends, utterance.sentences))),
    ("wants-that-person-answers", lambda utterance: any(map(wants_that_person_answers, utterance.sentences))),
    ("asks-in-pieces", asks_in_pieces),
    ("looks-for-somebody", looks_for_somebody),
    ("names-a-person-twice", names_a_person_twice),
    ("asks-politely-in-english", asks_politely_in_english),
)


def refuses_person(utterance: Utterance) -> bool:
    """«не надо оператора», «оператор не нужен, сам разберусь», with no question beside."""
    refused = [clause for clause in utterance.clauses if _refuses_us(clause.roles)]
    rest = [clause for clause in utterance.clauses if clause not in refused]
    return bool(refused) and not utterance.asks and not any(_is_question(clause.roles) for clause in rest)


def _refuses_us(roles: str) -> bool:
    # «курьер не смог связаться со мной» names nobody of ours
    ours = _has_person(roles) or re.search(r" (?:call|callinf|cancel) ", roles)
    return bool(ours) and _refuses(roles) and _only(roles, _REFUSAL)


_REFUSAL = """neg without not who whom towhom bywhom anyone call callinf talk want me my you prep x adj will give
    place contact may cancel remove"""
_is_question = _matcher(r" (?:how|why|when|where|li|issue(?! solve)|give|tell|info) ")


_TO_THE_BOT = "you me place bot who bywhom talkme prep li x live-who live-bywhom"


_SPEAKS = frozenset("отвечает отвечаете пишет пишете".split())  # what the one asked about does


def _is_this(utterance: Utterance, roles: str) -> bool:
    """«это бот?»; «оператор — это человек или бот?» asks about somebody else."""
    return "это" in utterance.words and not roles.startswith(" who ")


def asks_whether_bot(utterance: Utterance) -> bool:
    """«вы бот или человек?», «это робот отвечает?»; not «бот в телеграме есть у вас?»."""
    roles = "".join(clause.roles for clause in utterance.clauses).replace("  ", " ")
    return (utterance.asks or _has_person(roles)) and (
        " bot " in roles
        and (re.search(r" (?:you|me|place) ", roles) is not None or _is_this(utterance, roles))
        and _only(roles, _TO_THE_BOT + " grasp told be" * (not _SPEAKS.isdisjoint(utterance.words)))
        and roles.split().count("x") <= 1
    )
