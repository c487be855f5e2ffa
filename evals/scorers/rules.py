"""What may speak against a sentence: an ordered list of rules, each of which can name what a quote does not say.

A rule looks at what is said, at the words of the quote that are given for it, and at what stands around those.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass

from evals.scorers import quantities
from evals.scorers.kin import find, near, opposite
from evals.scorers.modality import Modal, Mode, mode_of
from evals.scorers.reading import Reading, read
from evals.scorers.words import Word

# Chosen on the even lines of the labelled sentences (`evals.agreement`), and on sentences written for that alone.
COVERAGE = 0.65  # of a sentence's content words, by weight, that a quote has to hold
NAMES_COVERAGE = 0.75  # more than this of its nouns and adjectives: they are paraphrased less than verbs
OWN_NAMES = 0.5  # so many of these may be named by the sentence before the quoted words alone
VERB_WEIGHT = 0.5  # of verbs, adverbs and all others that name nothing


@dataclass(frozen=True, slots=True)
class Around:
    """What may name the thing that the quote speaks of, and states nothing."""

    above: tuple[Word, ...]  # titles, headings, lead-ins
    before: tuple[Word, ...]  # the sentence before

    @property
    def words(self) -> tuple[Word, ...]:
        return self.above + self.before


def objection(said: Reading, given: Reading, around: Around) -> str | None:
    """What the first rule that objects has to say."""
    return next((found for rule in RULES if (found := rule(said, given, around))), None)


def _figures(said: Reading, given: Reading, around: Around) -> str | None:
    lost = quantities.missing(said.quantities, given.quantities)
    return f"{lost.kind} {lost.value} {lost.unit}".strip() if lost else None


def _pairs(said: Reading, given: Reading, around: Around) -> str | None:
    """A figure goes with its own thing: not the check-in's time with the check-out."""
    for figures, words in said.clauses:
        for figure in figures:
            its = [there for found, there in given.clauses if any(figure.agrees(each) for each in found)]
            others = [
                there
                for found, there in given.clauses
                if not any(figure.agrees(each) for each in found) and any(each.kind == figure.kind for each in found)
            ]
            for word in words:
                elsewhere = any(_same_part(word, there) for there in others)
                if elsewhere and not any(find(word, there) for there in its):
                    return f"{figure.value} does not go with «{word.text}»"
    return None


def _same_part(word: Word, there: Sequence[Word]) -> bool:
    return word.part in ("NOUN", "VERB") and any(there[at].part == word.part for at in find(word, there))


# mode that is said → modes of the source that allow to say so; None is a plain statement or an order
_FOLLOWS: dict[Mode, frozenset[Mode | None]] = {
    Mode.MAY: frozenset({Mode.MAY, None}),
    Mode.MUST: frozenset({Mode.MUST, None}),
    Mode.MUST_NOT: frozenset({Mode.MUST_NOT}),
    Mode.NEED_NOT: frozenset({Mode.NEED_NOT}),
    Mode.SHOULD: frozenset({Mode.SHOULD, None}),
}


def _modality(said: Reading, given: Reading, around: Around) -> str | None:
    """What may be done is not what must be done, and so on; for the same verb where there is one."""
    for modal in said.modals:
        deed = modal.mode in (Mode.MUST, Mode.MUST_NOT) and [
            find(said.words[verb], given.words) for verb in modal.about
        ]
        if deed and not any(deed) and not (modal.mode is Mode.MUST_NOT and given.denied):
            return f"nothing says what one «{modal.mode}» do"
        sources = _modes_of_source(said, modal, given)
        if not sources & _FOLLOWS[modal.mode]:
            return f"nothing says «{modal.mode}»"
        theirs = _modes_of_actors(said, modal, given)
        if theirs and not theirs & _FOLLOWS[modal.mode]:
            return f"nobody says who «{modal.mode}»"
    for modal in given.modals:
        if modal.mode in (Mode.MUST_NOT, Mode.NEED_NOT) and _said_plainly(given, modal, said):
            return f"the source says «{modal.mode}»"
    return None


def _modes_of_source(said: Reading, modal: Modal, given: Reading) -> set[Mode | None]:
    shared = [each for verb in modal.about for each in find(said.words[verb], given.words)]
    if shared:
        modes: set[Mode | None] = {each.mode for each in given.modals for verb in shared if verb in each.about}
        if modes:
            return modes
    if modal.mode is Mode.MUST_NOT and given.denied:
        return {Mode.MUST_NOT}
    return {each.mode for each in given.modals} or {None}


def _modes_of_actors(said: Reading, modal: Modal, given: Reading) -> set[Mode | None]:
    actors = {each for actor in modal.actors for each in find(said.words[actor], given.words)}
    return {each.mode for each in given.modals if actors & set(each.actors)}


def _said_plainly(given: Reading, modal: Modal, said: Reading) -> bool:
    """Whether a verb that the source forbids, or leaves free, is said without a modal word and without a negation."""
    with_modal = {verb for each in said.modals for verb in each.about}
    places = [place for verb in modal.about for place in find(given.words[verb], said.words)]
    return bool(places) and not said.modals and not said.denied and not with_modal & set(places)


def _negation(said: Reading, given: Reading, around: Around) -> str | None:
    """A word is denied in both, or in neither."""
    for place, word in enumerate(said.words):
        if not word.is_content or mode_of(word):
            continue
        there = [at for at in find(word, given.words) if not mode_of(given.words[at])]
        there = [at for at in there if word.lemmas & given.words[at].lemmas] or there
        if there and all((at in given.denied) != (place in said.denied) for at in there):
            return f"«{word.text}» is {'' if place in said.denied else 'not '}denied"
    nearest = _nearest(said, given)
    same = any(given.denied.intersection(find(said.words[place], given.words)) for place in said.denied)
    if said.denied and not same and not any(each.denied for each in nearest):
        return "nothing is denied there"
    if not said.denied and all(_denies_all(each) for each in nearest):
        return "everything is denied there"
    return None


def _nearest(said: Reading, given: Reading) -> list[Reading]:
    """Of the source's sentences those that share the most content words with what is said."""
    lines = [read(line) for line in given.lines]
    shared = [sum(word.is_content and bool(find(word, line.words)) for word in said.words) for line in lines]
    return [line for line, count in zip(lines, shared, strict=True) if count == max(shared)]


def _denies_all(reading: Reading) -> bool:
    verbs = [place for place, word in enumerate(reading.words) if word.part in ("VERB", "INFN") and not mode_of(word)]
    return bool(verbs) and reading.denied.issuperset(verbs)


def _opposites(said: Reading, given: Reading, around: Around) -> str | None:
    """«Слева» is not «справа»."""
    turned = opposite(said.words, given.words)
    return f"«{turned.text}» is the opposite" if turned else None


# Prepositions that turn the meaning round when one stands for another.
_OPPOSITE = {
    "до": {"после"},
    "перед": {"после"},
    "после": {"до", "перед"},
    "без": {"с", "со"},
    "с": {"без"},
    "со": {"без"},
}


def _prepositions(said: Reading, given: Reading, around: Around) -> str | None:
    """«После оплаты» is not «до оплаты»."""
    mine, its = _prepositions_of(said.words), _prepositions_of(given.words)
    for noun, preposition in mine:
        turned = _OPPOSITE.get(preposition, set())
        there = {each for other, each in its if given.words[other].lemmas & said.words[noun].lemmas}
        if there & turned and preposition not in there:
            return f"«{preposition} {said.words[noun].text}» is not said"
    return None


def _prepositions_of(words: Sequence[Word]) -> list[tuple[int, str]]:
    """Nouns, each with the preposition up to three words before it."""
    found = []
    for place, word in enumerate(words):
        if word.text in _OPPOSITE:
            noun = next((at for at in range(place + 1, min(place + 4, len(words))) if words[at].is_noun), None)
            if noun is not None:
                found.append((noun, word.text))
    return found


# Words that make a statement stronger: what is said with one has to be written with one.
_STRONGER = (
    frozenset("только лишь исключительно единственный".split()),
    frozenset("всегда постоянно любой каждый".split()),
    frozenset("никогда никакой никто ничто".split()),
    frozenset("сразу немедленно мгновенно моментально тотчас".split()),
    frozenset("автоматически автоматический".split()),
    frozenset("обязательно обязательный строго непременно".split()),
    frozenset("гарантировать гарантированный гарантированно гарантия точно".split()),
)


_AS_STRONG = frozenset({"сам"})  # «система создаёт сама»: automatically


def _strength(said: Reading, given: Reading, around: Around) -> str | None:
    for word in said.words:
        for group in _STRONGER:
            stronger = word.lemmas & group
            if stronger and not any(other.lemmas & (group | _AS_STRONG) for other in given.words):
                return f"«{word.text}» is not said"
    limited = _limited(said.words)
    if limited and not any(find(word, list(_limited(given.words))) for word in limited):
        return f"nothing is limited to «{limited[0].text}»"
    return None


def _limited(words: Sequence[Word]) -> tuple[Word, ...]:
    """The nouns up to three words behind «только»: what it limits the statement to."""
    places = [place for place, word in enumerate(words) if word.lemmas & _STRONGER[0]]
    return tuple(word for place in places for word in words[place + 1 : place + 4] if word.is_noun)


def _roles(said: Reading, given: Reading, around: Around) -> str | None:
    """Who acts acts there, too; and no two nouns have changed places."""
    moved = list(_moved(said.words, given.words))
    if any(_acted_upon(mine) and its == _ACTS for word, mine, its in moved if word.animate):
        return "who acts there is acted upon"
    if any(mine & their and others & its for _, mine, its in moved for _, others, their in moved):
        return "two nouns have changed places"
    everywhere = _moved(said.words, given.words + around.words)
    if any(mine == _ACTS and "ablt" not in its for word, mine, its in everywhere if word.animate):
        return "who acts does not act there"
    return _orders(said, given)


def _moved(said: Sequence[Word], given: Sequence[Word]) -> Iterator[tuple[Word, Set[str], Set[str]]]:
    """Nouns that cannot stand in the same case, each with its cases here and there."""
    for word in said:
        its = [other.cases for other in given if word.is_noun and other.lemmas & word.lemmas]
        cases = frozenset[str]().union(*its)
        if its and word.cases and cases and not word.cases & cases:
            yield word, word.cases, cases


def _acted_upon(cases: Set[str]) -> bool:
    return cases <= {"datv", "accs", "gent", "gen2", "loct"}


# In the passive voice who acts stands in the instrumental.
_ACTS = {"nomn"}


def _orders(said: Reading, given: Reading) -> str | None:
    """What the reader is told to do is not what somebody does, nor the other way round."""
    for word in said.words:
        there = [given.words[at] for at in find(word, given.words) if given.words[at].part == "VERB"]
        if word.part != "VERB" or not there:
            continue
        if word.orders and not word.tells and all(each.tells and not each.orders for each in there):
            return f"nobody is told to «{word.text}»"
        if word.tells and _has_subject(said) and all(each.orders and not each.tells for each in there):
            return f"nobody but the reader is told to «{word.text}»"
    return None


def _has_subject(reading: Reading) -> bool:
    return any(word.is_noun and "nomn" in word.cases for word in reading.words)


def _content(said: Reading, given: Reading, around: Around) -> str | None:
    """Most of what is said has to be there, and nearly all of the things and of their kinds."""
    content = [word for word in said.words if word.is_content and not mode_of(word)]
    absent = [word for word in content if not near(word, given.words + around.above)]
    lost = [word for word in absent if not near(word, around.before)]
    if _weight(lost) > (1 - COVERAGE) * _weight(content):
        return f"not said: {', '.join(word.text for word in lost)}"
    named, absent_names, lost_names = ([word for word in words if _names(word)] for words in (content, absent, lost))
    if len(absent_names) > OWN_NAMES * len(named):
        return f"not said here: {', '.join(word.text for word in absent_names)}"
    if any(word.animate for word in lost_names):
        return f"nobody is called {', '.join(word.text for word in lost_names if word.animate)}"
    if lost_names and len(lost_names) >= (1 - NAMES_COVERAGE) * len(named):
        return f"not said: {', '.join(word.text for word in lost_names)}"
    return None


def _names(word: Word) -> bool:
    return word.is_noun or word.part == "ADJF"


def _weight(words: Sequence[Word]) -> float:
    return sum(1.0 if _names(word) else VERB_WEIGHT for word in words)


RULES: tuple[Callable[[Reading, Reading, Around], str | None], ...] = (
    _figures,
    _pairs,
    _modality,
    _negation,
    _opposites,
    _prepositions,
    _strength,
    _roles,
    _content,
)
