"""What a question asks for: its content words with their weights, and the kind of answer that would do. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from agent.answer_kind import FIGURES, AnswerKind, kind_of
from ingest.russian import STOP_WORDS, is_verb, normalise, stem, words

LONGEST_PHRASE = 3  # words in an entry of colloquial.tsv

# Stems that stand together in a question → the phrases of standard words that they may mean.
Lexicon = Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    kind: AnswerKind
    senses: tuple[
        tuple[tuple[str, ...], ...], ...
    ]  # for each content word its stem, then the phrases of standard stems that mean the same
    weights: tuple[float, ...]  # of each content word: what it says about the topic, above 0
    telling: tuple[bool, ...]  # whether it tells something when a passage has no word near to this one
    search_text: str  # the question and the standard words for its colloquial ones
    own_trouble: bool  # it tells of something that went wrong for this customer
    context: str = ""  # the search text of what it goes on from, if it does
    context_share: float = 0.0  # of all that is searched: what this context makes of it


_TROUBLE = (
    r"(не (приш|могу|прош|работ|получ|открыв|отвеча|дозвон|верну|приход)|спис|снял|пропал|слом|поврежд|брак|разбит"
    r"|обман|нет ответа|ошиб|завис|потерял|дважды|два раза)"
)
_OWN_TROUBLE = re.compile(
    rf"\b(у меня|мне|меня|мой|моя|мои|мою|я)\b.*\b{_TROUBLE}|^не (приш|могу|прош|работ|получ|открыв|дозвон)"
)

# Words that stand around an answer of the kind, whatever words the question is put in.
_ANSWER_WORDS: Mapping[AnswerKind, tuple[str, ...]] = {
    AnswerKind.PHONE: ("номер", "телефон", "горячая", "линия", "поддержка"),
    AnswerKind.EMAIL: ("электронная", "почта", "адрес", "поддержка"),
}


# Words that name what a fact of the kind is about, in whatever words the question is put.
_NAMED_BY: Mapping[AnswerKind, str] = {
    AnswerKind.PHONE: "звонить позвонить звонок телефон горячая линия дозвониться",
    AnswerKind.EMAIL: "почта письмо email",
    AnswerKind.TIME: "работать работает часы график режим круглосуточно открыто",
    AnswerKind.DURATION: "ждать долго ожидание",
}


def is_about(question: Question, kind: AnswerKind) -> bool:
    """Whether an answer may need a fact of this kind: it is asked for, or the question names what it is about and asks
    for no other figure."""
    names_it = any(not _naming(kind).isdisjoint(phrase) for senses in question.senses for phrase in senses)
    return question.kind is kind or (names_it and question.kind not in FIGURES)


@cache
def _naming(kind: AnswerKind) -> frozenset[str]:
    return frozenset(stem(word) for word in words(_NAMED_BY.get(kind, "")))


# Of the weight of a word that stands only in what the question goes on from. With .5 what is found is much the same,
# and it is trusted less than it deserves.
CONTEXT_SHARE = 0.8
# A question with one of these says itself what it asks for.
_ASKING = frozenset(
    "что чего чем кто кого кому кем где куда откуда почему зачем отчего какой какая какое какие".split()
)


def read_question(
    text: str,
    weight: Callable[[str], float],
    telling: Callable[[str], bool],
    context: str = "",
    everyday: Lexicon | None = None,
) -> Question:
    """Take a question apart.

    Args:
        text: the question, repaired.
        weight: what a word says about the topic, above 0.
        telling: whether it tells something when a passage has no word near to this one.
        context: the earlier question that this one goes on from. Its words weigh less, none of them has to be found,
            and «а по почте?» asks for the kind of answer that it asked for.
        everyday: everyday words with their standard ones; None: those of colloquial.tsv.
    """
    folded, before = normalise(text), normalise(context)
    kind = kind_of(folded)
    if kind is AnswerKind.OPEN and before and is_elliptic(folded):
        kind = kind_of(before)
    content = _content(text)
    carried = {each: word for each, word in _content(context).items() if each not in content}
    lexicon = _colloquial() if everyday is None else everyday
    standard = _standard_words(before, lexicon) | _standard_words(folded, lexicon)
    asked = _ANSWER_WORDS.get(kind, ())
    own = [weight(word) for word in content.values()]
    lent = [CONTEXT_SHARE * weight(word) for word in carried.values()]
    return Question(
        text=text,
        kind=kind,
        senses=tuple(
            ((each,), *(tuple(stem(word) for word in phrase) for phrase in standard.get(each, ())))
            for each in (*content, *carried)
        ),
        weights=(*own, *lent),
        telling=(*(telling(word) for word in content.values()), *(False for _ in carried)),
        search_text=_search_text(text, content, standard, asked),
        own_trouble=_OWN_TROUBLE.search(folded) is not None,
        context=_search_text(context, carried, standard, ()) if before else "",
        context_share=sum(lent) / (sum(own) + sum(lent)) if lent else 0.0,
    )


def is_elliptic(folded: str) -> bool:
    """«а по почте?», «а в выходные?»: who, where or when, and not what."""
    said = words(folded)
    return bool(said) and _ASKING.isdisjoint(said) and not any(is_verb(word) for word in said)


def _content(text: str) -> dict[str, str]:
    """The words that carry the topic, by their stems."""
    return {stem(word): word for word in words(text) if word not in STOP_WORDS and len(word) > 1}


def _search_text(
    text: str, content: Iterable[str], standard: Mapping[str, tuple[tuple[str, ...], ...]], asked: Iterable[str]
) -> str:
    known = (phrase for each in content for phrase in standard.get(each, ()))
    return " ".join(dict.fromkeys((text, *(word for each in known for word in each), *asked)))


def _standard_words(folded: str, lexicon: Lexicon) -> dict[str, tuple[tuple[str, ...], ...]]:
    """For stems of a question that are colloquial, or stand in a colloquial phrase, what help articles say for them."""
    said = [stem(word) for word in words(folded)]
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for length in range(LONGEST_PHRASE, 0, -1):
        for start in range(len(said) - length + 1):
            phrase = tuple(said[start : start + length])
            for each in phrase if phrase in lexicon else ():
                found[each] = tuple(dict.fromkeys((*found.get(each, ()), *lexicon[phrase])))
    return found


@cache
def _colloquial() -> Lexicon:
    lines = (files("agent") / "colloquial.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {
        tuple(stem(word) for word in words(said)): tuple(_phrase(phrase) for phrase in meant.split("|"))
        for said, meant in pairs
    }


def _phrase(words_of_sense: str) -> tuple[str, ...]:
    return tuple(word for word in words(words_of_sense) if word not in STOP_WORDS) or tuple(words(words_of_sense))
