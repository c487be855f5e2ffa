"""The yes or no that a sentence of the articles gives to a question. Pure.

Said only where it cannot be wrong by the words: the sentence and its headings name all that the question names, it
says the very thing that is asked (may, must, is there, is it free, does it), of nobody else, and nothing in it narrows
that down («только», «после оплаты»). All other answers go without one: a wrong «Да» costs more than a missing one.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from agent.answer_kind import AnswerKind
from agent.paraphrase import same_meaning, same_verb
from agent.question import Question
from ingest.passage import Passage, Unit
from ingest.russian import STOP_WORDS, is_person, is_verb, morphology, normalise, stem, words

YES, NO = "Да", "Нет"
IN_SENTENCE = 0.5  # share of the asked words that stands in the sentence itself, the rest in what introduces it

_ASKS_OTHERWISE = re.compile(r"\b(?:или|либо|как|где|куда|когда|сколько|почему|зачем|что|чем|кто|какой|какая|какие)\b")
# What turns the sense of a question round, and what a sentence sets as a limit.
_TURNED = re.compile(r"\b(?:не|нельзя|без|кроме|нет|ни)\b")
_LIMITED = re.compile(
    r"\b(?:только|лишь|исключительно|кроме|за исключением|иногда|некоторые|не все\w*|редко|обычно|зависит|пока|если"
    r"|при условии|в случае|или|либо|а)\b"
)
# «До оплаты» is not «после оплаты», and «от 3000 рублей» is not always: the sentence says them as the question does.
_BOUND = re.compile(
    r"\b(?:до|после|через|перед|более|менее|больше|меньше|свыше|старше|раньше|позже|минимум|максимум|от(?= \d)"
    r"|при (?:заказ|покупк|оплат|сумм)\w*)\b"
)
_OPENINGS = frozenset({"да", "нет", "можно", "нельзя", "нужно", "не нужно", "обязательно", "не обязательно", "конечно"})
# Who does what «перезвонят» and «привезут» ask for.
_STAFF = frozenset(map(stem, "оператор курьер сотрудник специалист менеджер мастер консультант администратор".split()))
_DOUBTED = re.compile(r"\b(?:чтобы|ли|могут|может|можно|когда|вдруг|проверьте|убедитесь|скажите|сообщите|спросите)\b")
_BEGINS_SO = re.compile(r"^(?:да|нет)\b")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A thing that can be asked for a yes or a no."""

    asks: re.Pattern[str]
    affirms: re.Pattern[str]
    denies: re.Pattern[str]


def _any(*words_or_patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words_or_patterns)})\b")


_MAY = r"можно|можете|может|могут|сможете|разреш\w+|допускается"
_MUST = r"нужно|надо|обязательно|необходимо|требуется|придется|обязан\w*|долж\w+|нуж(?:ен|на|ны)"
_THERE_IS = r"есть|бывает|бывают|существует|имеется|предусмотрен\w*"
_AT_HAND = r"доступ(?:ен|на|но|ны)"
_FREE = _Asked(_any(r"(?:бес)?платн\w+"), _any(r"бесплатн\w+"), _any(r"платн\w+", r"не бесплатн\w+"))
_THINGS = (
    _Asked(
        _any(_MAY, "могу|можем|смогу|сможем|сможет|получится|возможно|реально"),
        _any(_MAY, r"вправе|есть возможность|позволя\w+"),
        _any(rf"нельзя|невозможн\w+|запрещ\w+|не (?:{_MAY}|получится|предусмотрен\w*)"),
    ),
    _Asked(
        _any(_MUST),
        _any(_MUST, "понадобится"),
        _any(rf"не (?:{_MUST}|понадобится)", "необязательно"),
    ),
    _FREE,
    _Asked(
        _any(_THERE_IS),
        _any(_THERE_IS, _AT_HAND),
        _any(rf"не (?:{_THERE_IS}|{_AT_HAND})", r"нет|отсутству\w+|недоступ\w+"),
    ),
)
# The words that ask, which no sentence has to name.
_ASKING = """
можно могу можете можем может могут смогу сможете сможет сможем получится разрешено разрешается разрешите возможно
реально допускается нужно надо обязательно необходимо требуется придется обязан должен должна должны нужен нужна нужны
платный платная платно платные бесплатный бесплатная бесплатно бесплатные бывает бывают существует имеется предусмотрен
"""
_PAID_ASKED = re.compile(r"(?<!бес)\bплатн\w+")


def yes_or_no(question: Question, passage: Passage, unit: Unit) -> str | None:
    """«Да» or «Нет» to begin an answer with, which begins with this unit; None where the unit does not say it."""
    sentence = passage.slice(unit.start, unit.end)
    asked, said = normalise(question.text), normalise(sentence)
    if question.kind not in {AnswerKind.YES_NO, AnswerKind.PRICE} or question.context or _BEGINS_SO.match(said):
        return None
    if _ASKS_OTHERWISE.search(asked) or _TURNED.search(asked) or _LIMITED.search(said):
        return None
    if set(_BOUND.findall(asked)) != set(_BOUND.findall(said)) or _of_another(asked, sentence):
        return None
    lead = passage.lead_of(unit)
    if not _names_all(words(asked), _stems(sentence), _stems(f"{passage.heading_line} {lead}")):
        return None
    thing = _thing_asked(asked)
    return _verdict(thing, asked, said) if thing else _of_verb(asked, said)


def opening(question: Question, passage: Passage, start: int) -> str | None:
    """«Можно», «Нет»: the word with which an article answers its own question, when that is asked and the answer
    begins right behind it, at the code point `start`. Of one word no statement is made, so it would be lost."""
    word = passage.slice(passage.start, start).strip(" .!—–-\n")
    heading = passage.heading[-1] if passage.heading else passage.title
    asked, its_own = normalise(question.text), normalise(heading)
    if normalise(word) not in _OPENINGS or "?" not in heading or question.kind is not AnswerKind.YES_NO:
        return None
    if question.context or _ASKS_OTHERWISE.search(asked) or _thing_asked(asked) is not _thing_asked(its_own):
        return None
    if any(set(each.findall(asked)) != set(each.findall(its_own)) for each in (_TURNED, _BOUND)):
        return None
    alike = _names_all(words(asked), _stems(heading)) and _names_all(words(its_own), _stems(question.text))
    return word if alike else None


def answers_another(question: Question, passage: Passage, sentence: str) -> bool:
    """Whether a sentence says «Нет, …» to its own heading while something else is asked: «Есть ли у вас чат?» gets no
    «Нет, он есть и на сайте», which stands under «Чат есть только в приложении?»."""
    heading = passage.heading[-1] if passage.heading else passage.title
    if question.kind is not AnswerKind.YES_NO or not _BEGINS_SO.match(normalise(sentence)) or "?" not in heading:
        return False
    asked, its_own = words(question.text), words(heading)
    return not (_names_all(asked, _stems(heading)) and _names_all(its_own, _stems(question.text)))


def _thing_asked(asked: str) -> "_Asked | None":
    return next((thing for thing in _THINGS if thing.asks.search(asked)), None)


def _of_another(asked: str, sentence: str) -> bool:
    """«Продавец может отменить заказ»: who may it, is not who asks. «Перезвонят?» asks of whoever does it."""
    named = _stems(asked)
    whoever = _STAFF if _done_by_somebody(asked) else frozenset[str]()
    return any(is_person(word) and stem(word) not in named | whoever for word in words(sentence))


def _done_by_somebody(asked: str) -> bool:
    verb = _bare_verb(asked)
    return verb is not None and verb.removesuffix("ся").endswith(("ут", "ют", "ат", "ят"))


def _verdict(thing: _Asked, asked: str, said: str) -> str | None:
    denied = thing.denies.search(said) is not None
    affirmed = thing.affirms.search(thing.denies.sub(" ", said)) is not None
    if denied is affirmed or (affirmed and _TURNED.search(said)):
        return None
    paid = thing is _FREE and _PAID_ASKED.search(asked) is not None
    return YES if affirmed is not paid else NO


def _of_verb(asked: str, said: str) -> str | None:
    """«Доставляете ли вы в Тверь?», «деньги вернут?»: the same verb, with «не» before it or without."""
    with_li = re.search(r"\b(\w+) ли\b", asked)
    verb = with_li[1] if with_li and is_verb(with_li[1]) else _bare_verb(asked)
    if verb is None:
        return None
    before = ""
    for word in words(said):
        # «Чтобы деньги вернули, напишите нам» does not say that they will be.
        if same_verb(stem(word), stem(verb)) and (is_verb(word) if with_li else _happens(word)):
            if before == "не":
                return NO
            return None if _TURNED.search(said) or (not with_li and _DOUBTED.search(said)) else YES
        before = word
    return None


def _bare_verb(asked: str) -> str | None:
    """What a question without «ли» asks to happen: «деньги вернут?», «вы возите за город?»."""
    verbs = [word for word in words(asked) if is_verb(word)]
    return verbs[0] if len(verbs) == 1 and _happens(verbs[0]) and not re.search(r"\bли\b", asked) else None


@lru_cache(maxsize=20_000)
def _happens(word: str) -> bool:
    """Whether a word tells what is done or will be: «вернут», «возите»; not «вернули», «верните» or «вернуть»."""
    tag = morphology().parse(word)[0].tag
    return "VERB" in tag and "indc" in tag and "past" not in tag


def _names_all(asked: list[str], own: frozenset[str], around: frozenset[str] = frozenset()) -> bool:
    """Whether each word of a question stands in a sentence or in what introduces it, figures in the sentence."""
    content = [word for word in asked if word not in STOP_WORDS and stem(word) not in _asking()]
    inside = [word for word in content if _named(word, own)]
    return (
        len(inside) >= IN_SENTENCE * len(content)
        and all(_named(word, own) for word in content if word.isdigit())
        and all(_named(word, own | around) for word in content)
    )


def _named(word: str, among: frozenset[str]) -> bool:
    """What holds for shoes need not hold for boots: a thing is named itself, a deed in other words, too."""
    asked = stem(word)
    if asked in among:
        return True
    return is_verb(word) and any(same_meaning(asked, each) or same_verb(asked, each) for each in among)


@lru_cache(maxsize=5_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text))


@cache
def _asking() -> frozenset[str]:
    return frozenset(stem(word) for word in words(_ASKING))
