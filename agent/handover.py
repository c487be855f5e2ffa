"""Does the customer ask for a person? Rules over the roles of words; each is one way of asking.

A request is a clause, so that a story, a complaint or a refusal beside it does not hide it. Asking how to reach a
person, what people in support do, or naming them in a story is no request.
"""

import re
from collections.abc import Callable

from agent.wording import Clause, Utterance

P = "(?:who|whom|towhom|bywhom|anyone)"
RUSSIAN = "(?:whom|towhom|bywhom)"
OBJECT = "(?:whom|towhom|bywhom|anyone)"
# What may stand between a verb and the person it asks for: anything short of another thought,
WIDE = r"(?: (?!info|inf|deed|neg|how|told|past|bot)\S+){0,5}"
FEW = r"(?: (?!info|inf|deed|neg|how|told|past|bot|prep2)\S+){0,3}"
# or only words that describe the person or the one who asks.
NARROW = r"(?: (?:me|you|my|prep|adj|place|contact|issue|talk|may|want|callinf|call|give|come|be|when|will)){0,4}"


def _matcher(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda roles: compiled.search(roles) is not None


def _only(roles: str, allowed: str) -> bool:
    return set(roles.split()) <= set(allowed.split())


# Asking about, not for: a question word, a condition, a purpose, a mention, an event in the past.
_asks_about = _matcher(r" (?:how|why|when|where|li|if|so|told) ")
_has_person = _matcher(f" {P} ")
_refuses = _matcher(rf" (?:neg|without)(?: (?!may)\S+){{0,2}}? (?:{P}|call|callinf|talk) | {P}(?: callinf)? neg (?:want|call|x) | {P} not ")

_orders = _matcher(
    rf"(?<! neg)(?<! so)(?<! told) call{WIDE} {P} | {RUSSIAN}{WIDE}(?<! neg) call "
    rf"|(?<! neg)(?<! so) (?:give|imp){NARROW} {P} |(?<! neg)(?<! so) (?:give|imp){FEW} {RUSSIAN} "
    rf"| {RUSSIAN}{NARROW}(?<! neg) (?:give|imp) "
)


def orders(clause: Clause) -> bool:
    """«соедините с оператором», «человека дайте», «когда вы уже позовёте оператора»."""
    return _orders(clause.roles) and not _refuses(clause.roles) and " told " not in clause.roles


_names_a_verb_of_contact = _matcher(rf" (?:callinf|talk){WIDE} {P} | {OBJECT}{NARROW} (?:callinf|talk) | who callinf | beg{NARROW} {P}(?!.* inf) ")
_governed = _matcher(r" past | job | (?:info|inf|how|why|when|where|if|so|told)(?: \S+)* (?:callinf|talk) ")
_about_the_channel = _matcher(r" (?:may|li)(?: \S+)* clock | clock(?: \S+)* may ")


def wants_contact(clause: Clause, earlier: str) -> bool:
    """«хочу поговорить с человеком», «можно связаться с оператором?», «не могу достучаться до человека»."""
    roles = clause.roles
    if not _names_a_verb_of_contact(roles) or _governed(roles) or _about_the_channel(roles) or " li " in roles:
        return False
    if _refuses(roles):
        return False
    # «продавец просит связаться с менеджером» is somebody else's wish; a bare infinitive opens its clause
    wished = re.search(r" (?:want|may|will|beg) ", roles)
    opens = re.match(rf" (?:(?:me|you|place|adj|come|imp|give|prep|{P}) )*(?:callinf|talk) ", roles)
    return bool(wished or (opens and not _asks_about(earlier)))


_wants = _matcher(
    rf"(?<! neg) want{NARROW}(?: x)? {P} | (?:who|whom|bywhom|anyone){NARROW}(?: x)? want | may{NARROW} (?:whom|bywhom|anyone) | (?:whom|bywhom){NARROW} may "
    rf"| (?:want|may)(?: me)? (?:inf|answer){FEW} bywhom | want write(?: \S+)? (?:towhom|anyone) "
)
_another_deed = _matcher(
    rf" (?:past|info|job|deed|how|why|li|told|so|if) .*{P} | {P}(?: \S+)* (?:li|told) | inf(?: \S+)* (?:whom|towhom|who|anyone) "
    r"| may (?!me inf|inf).* inf | how "
)


def wants_person(clause: Clause) -> bool:
    """«мне нужен специалист», «требую менеджера», «можно живого человека?»."""
    roles = clause.roles
    return _wants(roles) and not _another_deed(roles) and not _refuses(roles) and not _about_the_channel(roles)


_wants_that = _matcher(rf" (?:want|give|may)(?: \S+){{0,3}} so(?: (?!inf|neg|how)\S+){{0,3}} {P}(?: \S+){{0,2}} (?:past|answer|helped|x)")


def wants_that_person_answers(sentence: str) -> bool:
    """«хочу, чтобы мне ответил человек»: over the whole sentence, since the comma falls inside."""
    moved = re.sub(r" (past|answer|helped)((?: (?!neg)\S+)?) (who|anyone) ", r"\2 \3 \1 ", sentence)
    return _wants_that(moved) and not re.search(r" (?:how|li|if|why)(?: \S+)* so ", moved)


_answers = _matcher(rf" answer{NARROW} {P} | (?:who|anyone){NARROW} answer ")


def waits_for_answer(clause: Clause, utterance: Utterance) -> bool:
    """«когда мне уже ответит человек?», «пусть ответит кто-нибудь живой», «мне кто-нибудь ответит?»."""
    roles = clause.roles
    if _only(roles, "when me you answer") and " answer " in roles:
        return utterance.asks() and len(clause.words) > 1
    return _answers(roles) and not re.search(r" (?:how|li|if|so|clock|told|past|neg|inf|why) ", roles)


_SEARCH = "who anyone be place you my li x prep2 where adj not neg come me prep"


def looks_for_somebody(utterance: Utterance) -> bool:
    """«есть кто живой?», «тут вообще люди есть?», «оператор!! где вы»."""
    roles = "".join(clause.roles for clause in utterance.clauses)
    small = _only(roles, _SEARCH) and len(roles.split()) <= 6 and roles.split().count("x") <= 1
    return small and _has_person(roles) and bool(re.search(r" (?:be|where|come|li) ", roles))


_rejects_bot = _matcher(
    r" neg(?: (?:want|will|may|talk|prep|inf|me|my|you|x)){0,4} bot | bot neg (?:want|bot) | neg bot | without(?: \S+)? bot "
    r"| tired(?: (?!info)\S+){0,4} bot | bot(?: \S+){0,3} tired | remove(?: \S+){0,2} bot | bot neg talkme | neg talkme prep bot "
    r"| bot(?: (?:my|me|x|you)){0,3} neg(?: (?:may|want))?(?: (?:my|me|x))? (?:grasp|helped|solve|may|answer) "
)


def rejects_bot(clause: Clause, earlier: str) -> bool:
    """«не хочу с роботом разговаривать», «надоел бот», «бот не решает мою проблему»."""
    return _rejects_bot(clause.roles) and not _asks_about(clause.roles + earlier) and " told " not in clause.roles


_unsolved = _matcher(r" issue(?: \S+){0,3} neg(?: \S+)? solve | (?:^|you|bot|nobody|me) neg(?: \S+)? solve(?: \S+){0,2} issue | issue(?: \S+)? remains ")
_unhelped = _matcher(r" neg(?: (?:may|me|will)){0,2} helped ")


def is_unsolved(clause: Clause, earlier: str) -> bool:
    """«мой вопрос не решён», «вы мне не помогли»; a trouble with somebody else is for the articles."""
    roles = clause.roles
    if _asks_about(roles + earlier) or roles.count(" x") > 2 or _has_person(roles):
        return False
    helpless = _unhelped(roles) and _only(roles, "you bot me my nobody neg may will helped issue x") and bool(re.search(" (?:you|bot|nobody) ", roles))
    return _unsolved(roles) or helpless


_US = frozenset("мне нам мной нами me us".split())


def asks_to_call_back(clause: Clause) -> bool:
    """«перезвоните мне», «пусть мне позвонят», «можете мне позвонить?»."""
    roles = clause.roles
    if re.search(r" (?:how|why|if|li|neg|told|where|when|so) ", roles):
        return False
    asked = re.search(r" ring(?: (?:prep))?(?: me)? | me ring | give me ringwill | give ringwill | may me ringinf | may ringinf me ", roles)
    return bool(asked) and (not _US.isdisjoint(clause.words) or len(clause.words) == 1)


def is_bare_call(clause: Clause) -> bool:
    """«соедините», «да позовите же»: nobody is named, and nobody else can be meant."""
    return " call " in clause.roles and (
        (_only(clause.roles, "call me you prep place when") and "подключ" not in clause.words[0])
        or (_only(clause.roles, "call me x") and clause.roles.count(" x") < 2 and any("зов" in word for word in clause.words))
    )


_politely_in_english = _matcher(r"\b(?:please|plz|pls)\b")


def is_elliptic(clause: Clause, earlier: str) -> bool:
    """«оператора!», «мне к человеку», «человека сюда», «оператор, ответьте»."""
    roles = clause.roles
    if _asks_about(earlier) or not _only(roles, "who whom towhom bywhom anyone prep prep2 contact me place adj come you"):
        return False
    oblique = re.match(r" (?:(?:me|prep|adj|place|come|you) )*(?:whom|towhom|bywhom) ", roles)
    return bool(oblique) or (_has_person(roles) and bool(re.search(r" (?:come|me|place) ", roles)))


def asks_for_person(utterance: Utterance) -> str | None:
    """The name of the rule that finds a request for a person, or None."""
    sentences: dict[int, str] = {}
    if any(" told " in clause.roles for clause in utterance.clauses) and utterance.quoted:
        return None
    for clause in utterance.clauses:
        earlier = sentences.get(clause.sentence, " ")
        sentences[clause.sentence] = earlier + clause.roles.lstrip()
        for rule in (orders, wants_person, asks_to_call_back, is_bare_call):
            if rule(clause):
                return rule.__name__
        for rule_in_sentence in (wants_contact, rejects_bot, is_unsolved, is_elliptic):
            if rule_in_sentence(clause, earlier):
                return rule_in_sentence.__name__
        if waits_for_answer(clause, utterance):
            return waits_for_answer.__name__
    together = Clause(utterance.words, "".join(clause.roles for clause in utterance.clauses).replace("  ", " "), 0, False)
    if len(together.roles.split()) <= 4 and not utterance.asks() and (orders(together) or wants_contact(together, " ")):
        return "asks_in_pieces"
    if looks_for_somebody(utterance):
        return looks_for_somebody.__name__
    if names_only_a_person(utterance) and _politely_in_english(utterance.text):
        return "asks_politely_in_english"
    if any(wants_that_person_answers(sentence) for sentence in sentences.values()):
        return wants_that_person_answers.__name__
    return None


def refuses_person(utterance: Utterance) -> bool:
    """«не надо оператора», «оператор не нужен, сам разберусь», with no question beside."""
    refused = [clause for clause in utterance.clauses if _refuses(clause.roles) and _only(clause.roles, _REFUSAL)]
    rest = [clause for clause in utterance.clauses if clause not in refused]
    return bool(refused) and not utterance.asks() and not any(_is_question(clause.roles) for clause in rest)


_REFUSAL = "neg without not who whom towhom bywhom anyone call callinf talk want me my you prep x adj will give place contact may"
_is_question = _matcher(r" (?:how|why|when|where|li|issue|give) ")


def names_only_a_person(utterance: Utterance) -> bool:
    """«Оператор», «живой оператор!!!», «чат с оператором», "operator": nothing but politeness beside."""
    return (
        len(utterance.clauses) == 1
        and _has_person(utterance.clauses[0].roles)
        and _only(utterance.clauses[0].roles, "who anyone contact prep place bywhom whom towhom")
    )


def asks_whether_bot(utterance: Utterance) -> bool:
    """«вы бот или человек?», «я говорю с роботом?»."""
    roles = " ".join(clause.roles for clause in utterance.clauses)
    return len(utterance.words) <= 6 and bool(re.search(r" (?:you|me) ", f" {roles} ")) and " bot " in roles and not re.search(" (?:how|why|if) ", roles) and (
        utterance.asks() or _has_person(roles)
    )
