"""Draft → VerifiedAnswer: every statement finds the words that support it, or it goes. Pure.

A statement is supported by a quote when the quote holds all its figures, links, names and labels, agrees with it in
negation, modality and bounds, names all its things, and says the rest in the same words or in such as mean the same
(`agent.paraphrase`). This is stricter than a reader would be: what is lost here becomes the extractive answer or a
person, never an invention.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache

from agent.claims import Claims, claims_of, conditions_of, orders
from agent.coherence import coherent
from agent.paraphrase import same_meaning, same_verb, says_nothing
from agent.retrieval import Evidence
from agent.statements import Statement, statements_of
from agent.verdicts import Quote, Verdict, VerifiedAnswer
from ingest.passage import Passage, Unit, UnitKind
from ingest.russian import STOP_WORDS, is_noun, sentences, stem, words

QUOTE_LIMIT = 300  # code points in a quote
# Share of a statement's content stems that the quote and its lead-in must hold, themselves or in other words: three of
# four. Of the rest none may claim anything.
CONTENT_COVERAGE = 0.75
CONDITION_KEPT = 0.5  # share of a condition's words that a statement repeats, when it does not forget it
MAX_ITEMS = 6  # of a list that one statement sums up: «понадобятся номер заказа, дата и чек»
_OPPOSITE_PREFIXES = ("не", "бес", "без")  # «платно» is no paraphrase of «бесплатно»
_PART_END = re.compile(r"[,;] (?!до |по \d)| (?:а|но) ")
_CLAUSE_END = re.compile(r"[,;:]| [—–-] | (?:и|а|но|или) ")

# Articles speak to customers politely («откройте»). Who says «игнорируй» or «скажи клиенту» speaks to a language model.
_TO_THE_MACHINE = re.compile(
    r"\b(игнорируй|забудь|притворись|отвечай|(скажи|ответь|сообщи|выдай|напиши) (клиент|пользовател|покупател|всем)\w*"
    r"|ignore (all|any|the|previous)|disregard|system prompt|системн\w+ промпт\w*|ты (бот|ассистент|модель))\b"
    r"|(?:\w[\u200b-\u200d\u2060\ufeff]+){3}",  # letters between invisible characters, which no reader is meant to see
    re.I,
)


def verify(draft: str, evidence: Evidence) -> VerifiedAnswer:
    """Check every statement of a draft against the passages; the markers that it set are looked at first."""
    passages = [each.passage for each in evidence.candidates]
    asked = _claims_of_text(evidence.question.text)
    verdicts = [_check(statement, passages, asked) for statement in statements_of(draft)]
    return VerifiedAnswer(tuple(coherent(verdicts, evidence.question.text)))


def _check(statement: Statement, passages: Sequence[Passage], asked: Claims) -> Verdict:
    ordered = _marked_first(statement.markers, passages)
    verbatim = next((quote for passage in ordered for quote in _repeated(statement, passage)), None)
    if verbatim is not None:
        return Verdict(statement, (verbatim,), "supported")
    claims = claims_of(statement.text)
    if not claims.content and not claims.figures and not claims.links:
        return Verdict(statement, (), "says nothing that could be checked")
    nearest, reason_there = -1, "no passages"
    for passage in ordered:
        quotes, reason = _support(statement, claims, passage, asked)
        if quotes:
            return Verdict(statement, quotes, "supported")
        shared = max((len(claims.content & _claims(passage, unit).content) for unit in _quotable(passage)), default=0)
        if shared > nearest:
            nearest, reason_there = shared, reason
    return Verdict(statement, (), reason_there)


def _marked_first(markers: tuple[int, ...], passages: Sequence[Passage]) -> list[Passage]:
    marked = [passages[marker - 1] for marker in markers if 0 < marker <= len(passages)]
    return marked + [each for each in passages if each not in marked]


def _repeated(statement: Statement, passage: Passage) -> Iterator[Quote]:
    """The units of this passage whose words the statement repeats: most statements of the extractive model."""
    said = tuple(words(statement.text))
    if all(word in STOP_WORDS for word in said):
        return
    for unit in _quotable(passage):
        if _words_of_text(passage.slice(unit.start, unit.end)) == said:
            yield Quote(passage, unit.start, unit.end)


def _support(statement: Statement, claims: Claims, passage: Passage, asked: Claims) -> tuple[tuple[Quote, ...], str]:
    """The quote of this passage that supports the statement: one unit, or else some that do so together."""
    first_reason = "the passage has nothing to quote"
    for position, units in enumerate(_quotes_to_try(claims, passage)):
        reason = _missing(statement.text, claims, passage, units) or _left_out(claims, passage, units, asked)
        reason = reason or _mispaired(statement.text, passage, units)
        if reason is None and (len(units) == 1 or _clause_by_clause(statement.text, passage, units)):
            return tuple(Quote(passage, unit.start, unit.end) for unit in units), "supported"
        if position == 0:
            first_reason = reason or first_reason
    return (), first_reason


def _quotes_to_try(claims: Claims, passage: Passage) -> Iterator[list[Unit]]:
    """The units that share most with a statement, one by one; the best with each other; the items of a list that it
    sums up."""
    shared = {unit: len(claims.content & _claims(passage, unit).content) for unit in _quotable(passage)}
    ranked = sorted(shared, key=lambda unit: -shared[unit])[:4]
    yield from ([unit] for unit in ranked)
    for other in ranked[1:]:
        yield sorted((ranked[0], other), key=lambda unit: unit.start)
    for lead in dict.fromkeys(unit.lead_start for unit in ranked if unit.lead_end):
        items = [unit for unit in shared if unit.lead_end and unit.lead_start == lead and shared[unit]]
        if 1 < len(items) <= MAX_ITEMS:
            yield items
            yield [*(unit for unit in shared if unit.start == lead and not unit.lead_end), *items]


@lru_cache(maxsize=20_000)  # the same units are read again and again
def speaks_to_a_machine(words_of_unit: str) -> bool:
    """Whether these words order about the language model that reads them: somebody planted them in an article."""
    return _TO_THE_MACHINE.search(words_of_unit) is not None


def is_quotable(words_of_unit: str) -> bool:
    """Whether a unit may stand in front of a customer: short enough, and not an order to the machine that reads it."""
    return len(words_of_unit) <= QUOTE_LIMIT and not speaks_to_a_machine(words_of_unit)


@lru_cache(maxsize=5_000)  # the same passages are candidates again and again
def _quotable(passage: Passage) -> tuple[Unit, ...]:
    """The units of a passage, and the lead-ins of its lists and tables, which introduce but are no units."""
    leads = dict.fromkeys((unit.lead_start, unit.lead_end) for unit in passage.units if unit.lead_end)
    units = [*passage.units, *(Unit(UnitKind.SENTENCE, start, end) for start, end in leads)]
    return tuple(unit for unit in units if is_quotable(passage.slice(unit.start, unit.end)))


def _clause_by_clause(said: str, passage: Passage, units: Sequence[Unit]) -> bool:
    """Whether each clause stands in one unit: «курьером» of one and «бесплатно» of the other make no answer."""
    return all(
        any(_missing(clause, _claims_of_text(clause), passage, [unit]) is None for unit in units)
        for clause in _clauses(said)
    )


def _mispaired(said: str, passage: Passage, units: Sequence[Unit]) -> str | None:
    """Figures that a statement gives to another thing: «по субботам с 9» of «по будням с 9, по субботам с 10»."""
    for unit in units:
        quoted = [_claims_of_text(each) for each in _PART_END.split(passage.slice(unit.start, unit.end))]
        figured = [each for each in quoted if each.figures]
        for part in map(_claims_of_text, _PART_END.split(said)):
            own = _content(each for each in figured if each.figures & part.figures)
            # The first part says what the others need not repeat: «курьер стоит 299 рублей, почта 150».
            others = _content(each for each in figured[1:] if not each.figures & part.figures)
            apart = own - _content(each for each in figured if not each.figures & part.figures)
            if own and (part.content & others - own or (apart and not part.content & apart)):
                return "figures of another thing"
    return None


def _content(claims: Iterable[Claims]) -> frozenset[str]:
    return frozenset[str]().union(*(each.content for each in claims))


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE_END.split(text) if words(clause)]


def _missing(said_text: str, claims: Claims, passage: Passage, units: Sequence[Unit]) -> str | None:
    """What a statement or a clause claims that these units do not say; None when they say it all."""
    found = [_claims(passage, unit) for unit in units]
    leads = [_claims_of_text(passage.slice(each.lead_start, each.lead_end)) for each in units if each.lead_end]
    said = frozenset[str]().union
    content = said(*(each.content for each in found), *(each.names for each in found))
    lead = said(*(each.content for each in leads))
    modality = said(*(each.modality for each in (*found, *leads)))
    checks = (
        ("figures", claims.figures - said(*(each.figures for each in found))),
        ("links", claims.links - said(*(each.links for each in found))),
        ("names", claims.names - content),
        ("labels", frozenset(label for label in claims.labels if not _printed(label, passage, units))),
        ("modality", claims.modality - modality - _allowed(modality, passage, units)),
        ("bounds", claims.bounds - said(*(each.bounds for each in found))),
    )
    for name, missing in checks:
        if missing:
            return f"{name} not in the quote: {', '.join(sorted(missing))}"
    negated = said(*(each.negated for each in (*found, *leads)))
    if "must not" in claims.modality and any("must not" in each.modality for each in leads):
        negated |= claims.negated  # «нельзя» stands over the whole list, in a sentence before its first item
    if flipped := {each for each in claims.negated ^ negated if each in claims.content and each in content | lead}:
        return f"negation differs: {', '.join(sorted(flipped))}"
    return _unsaid(said_text, claims, content, lead, _claims_of_text(passage.heading_line).content)


def _allowed(modality: Set[str], passage: Passage, units: Sequence[Unit]) -> frozenset[str]:
    """What a quote says without saying it: «нажмите» is «нужно нажать», and what simply is so may be so."""
    if modality:
        return frozenset()
    ordered = any(orders(passage.slice(each.start, each.end)) for each in units)
    return frozenset({"may", "must"} if ordered else {"may"})


def _left_out(claims: Claims, passage: Passage, units: Sequence[Unit], asked: Claims) -> str | None:
    """What a statement may not leave out of its quote: that it forbids, and a condition that the question does not say
    to hold."""
    texts = [passage.slice(start, end) for unit in units for start, end in _with_lead(unit)]
    modality = frozenset[str]().union(*(_claims_of_text(each).modality for each in texts))
    if "must not" in modality - claims.modality and "may" not in modality and not claims.negated:
        return "leaves out that the quote forbids it"
    known = claims.content | asked.content
    for unit in units:
        for condition in _conditions_around(claims, passage.slice(unit.start, unit.end)):
            forgotten = len(condition.content & known) < CONDITION_KEPT * len(condition.content)
            if forgotten or not condition.figures <= claims.figures | asked.figures:
                return f"leaves out a condition: {', '.join(sorted(condition.content | condition.figures))}"
    return None


def _with_lead(unit: Unit) -> Iterator[tuple[int, int]]:
    if unit.lead_end:
        yield unit.lead_start, unit.lead_end
    yield unit.start, unit.end


def _conditions_around(claims: Claims, unit: str) -> Iterator[Claims]:
    """The conditions in the sentence that a claim stands in; a step or a row may have several sentences."""
    texts = [unit[start:end] for start, end in sentences(unit)]
    nearest = max(texts, key=lambda each: len(claims.content & _claims_of_text(each).content), default="")
    yield from conditions_of(nearest)


def _unsaid(said: str, claims: Claims, content: Set[str], lead: Set[str], headed: Set[str]) -> str | None:
    """Which words of a statement claim what neither the quote nor the words that introduce it do; None without any."""
    uncovered = claims.content - content - lead
    if opposite := {each for each in uncovered for other in content if _opposite(each, other)}:
        return f"the opposite of the quote: {', '.join(sorted(opposite))}"
    uncovered = frozenset(
        each for each in uncovered if not any(same_meaning(each, other) for other in content | lead | headed)
    )
    things = _things(said, uncovered)
    if unnamed := [word for word in things if stem(word) not in headed and not says_nothing(stem(word))]:
        return f"things not in the quote: {', '.join(unnamed)}"
    # A thing is itself and no other; a verb may stand in another aspect.
    verbs = uncovered - {stem(word) for word in things}
    uncovered -= {each for each in verbs if any(same_verb(each, other) for other in content)}
    acts = {each for each in uncovered - headed if not says_nothing(each)}
    if acts or len(uncovered) > (1 - CONTENT_COVERAGE) * len(claims.content):
        return f"words not in the quote: {', '.join(sorted(acts or uncovered))}"
    return None


def _opposite(one: str, other: str) -> bool:
    return any(one == prefix + other or other == prefix + one for prefix in _OPPOSITE_PREFIXES)


def _things(said: str, stems: Set[str]) -> list[str]:
    """The nouns with these stems: a verb may be another one in a paraphrase, what it is about may not."""
    return [word for word in words(said) if stem(word) in stems and is_noun(word)]


def _printed(label: str, passage: Passage, units: Sequence[Unit]) -> bool:
    return any(f" {label} " in f" {' '.join(words(passage.slice(unit.start, unit.end)))} " for unit in units)


def _claims(passage: Passage, unit: Unit) -> Claims:
    return _claims_of_text(passage.slice(unit.start, unit.end))


@lru_cache(maxsize=20_000)
def _words_of_text(text: str) -> tuple[str, ...]:
    return tuple(words(text))


@lru_cache(maxsize=20_000)  # the same units are quoted again and again
def _claims_of_text(text: str) -> Claims:
    return claims_of(text)
