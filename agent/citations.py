"""Draft → VerifiedAnswer: every statement finds the words that support it, or it goes. Pure.

A statement is supported by a quote when the quote holds all its figures, links, names and labels, agrees with it in
negation, modality and bounds, and shares nearly all of its content words, all of its things among them. This is
stricter than a reader would be: what is lost here becomes the extractive answer or a person, never an invention.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

from agent.claims import Claims, claims_of
from agent.retrieval import Evidence
from ingest.passage import Passage, Unit, UnitKind
from ingest.russian import STOP_WORDS, is_noun, sentences, stem, words

QUOTE_LIMIT = 300  # code points in a quote
# Share of a statement's content stems that the quote and its lead-in must hold: three words of four.
CONTENT_COVERAGE = 0.75
MAX_QUOTES = 2  # a statement that needs more sources than this is a summary, not a citation
_OPPOSITE_PREFIXES = ("не", "бес", "без")  # «платно» is no paraphrase of «бесплатно»
_CLAUSE_END = re.compile(r"[,;:]| [—–-] | (?:и|а|но|или) ")

_MARKERS = re.compile(r"\s*((?:\[\d+\]\s*,?\s*)+)")
_MARKER = re.compile(r"\[(\d+)\]")
_BULLET = re.compile(r"^\s*(?:(?P<number>\d{1,2})[.)]\s+|[-–—•*]\s+)")
# Articles speak to customers politely («откройте»). Who says «игнорируй» or «скажи клиенту» speaks to a language model.
_TO_THE_MACHINE = re.compile(
    r"\b(игнорируй|забудь|притворись|отвечай|(скажи|ответь|сообщи|выдай|напиши) (клиент|пользовател|покупател|всем)\w*"
    r"|ignore (all|any|the|previous)|disregard|system prompt|системн\w+ промпт\w*|ты (бот|ассистент|модель))\b",
    re.I,
)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\u2190-\u21ff\u2b00-\u2bff]+")


@dataclass(frozen=True, slots=True)
class Quote:
    passage: Passage
    start: int  # code points in the article's text
    end: int

    @property
    def text(self) -> str:
        return self.passage.slice(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Statement:
    text: str  # without markers
    prefix: str = ""  # "1. " or "— " of a list
    opens_line: bool = True  # whether it begins a line of the draft
    markers: tuple[int, ...] = ()  # passages that the draft names, from 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one statement, for the answer and for `explain`."""

    statement: Statement
    quotes: tuple[Quote, ...]  # empty: the statement goes
    reason: str  # "supported", or what is missing


@dataclass(frozen=True, slots=True)
class VerifiedAnswer:
    verdicts: tuple[Verdict, ...] = field(default=())

    @property
    def kept(self) -> tuple[Verdict, ...]:
        return tuple(each for each in self.verdicts if each.quotes)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The cited quotes, each once, in the order of the answer."""
        return tuple(dict.fromkeys(quote for verdict in self.kept for quote in verdict.quotes))


def verify(draft: str, evidence: Evidence) -> VerifiedAnswer:
    """Check every statement of a draft against the passages; the markers that it set are looked at first."""
    passages = [each.passage for each in evidence.candidates]
    verdicts = [_check(statement, passages) for statement in statements_of(draft)]
    return VerifiedAnswer(tuple(without_orphans(verdicts)))


def statements_of(draft: str) -> Iterator[Statement]:
    """The sentences and list items of a draft, with the markers that stand at or behind their ends."""
    for line in draft.splitlines():
        bullet = _BULLET.match(line)
        body = line[bullet.end() :] if bullet else line
        prefix = "" if bullet is None else f"{bullet['number']}. " if bullet["number"] else "— "
        body = re.sub(r"([.!?…])" + _MARKERS.pattern, lambda found: f" {found[2].strip()}{found[1]} ", body)
        for position, (start, end) in enumerate(sentences(body)):
            sentence = body[start:end]
            text = plain(_MARKERS.sub("", sentence))
            if any(character.isalnum() for character in text):
                markers = tuple(int(each) for each in _MARKER.findall(sentence))
                yield Statement(text, prefix if position == 0 else "", position == 0, markers)


def plain(text: str) -> str:
    """Words as a reply shows them: one line, no emoji, no Markdown emphasis."""
    return re.sub(r"\s+", " ", _EMOJI.sub("", text).replace("**", "").replace("__", "")).strip()


def _check(statement: Statement, passages: Sequence[Passage]) -> Verdict:
    ordered = _marked_first(statement.markers, passages)
    verbatim = next((quote for passage in ordered for quote in _repeated(statement, passage)), None)
    if verbatim is not None:
        return Verdict(statement, (verbatim,), "supported")
    claims = claims_of(statement.text)
    if not claims.content and not claims.figures and not claims.links:
        return Verdict(statement, (), "says nothing that could be checked")
    reasons = []
    for passage in ordered:
        quotes, reason = _support(statement, claims, passage)
        if quotes:
            return Verdict(statement, quotes, "supported")
        reasons.append(reason)
    return Verdict(statement, (), reasons[0] if reasons else "no passages")


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


def _support(statement: Statement, claims: Claims, passage: Passage) -> tuple[tuple[Quote, ...], str]:
    """The quote of this passage that supports the statement: one unit, or else two that do so together."""
    quotable = _quotable(passage)
    ranked = sorted(quotable, key=lambda unit: -len(claims.content & _claims(passage, unit).content))[:4]
    first_reason = "the passage has nothing to quote"
    for count in range(1, MAX_QUOTES + 1):
        for first in range(len(ranked) - count + 1):
            units = sorted(
                {ranked[0], ranked[first + count - 1]} if count > 1 else {ranked[first]}, key=lambda u: u.start
            )
            if len(units) < count:
                continue
            reason = _missing(statement.text, claims, passage, units)
            if reason is None and (count == 1 or _clause_by_clause(statement.text, passage, units)):
                return tuple(Quote(passage, unit.start, unit.end) for unit in units), "supported"
            if first == 0 and count == 1:
                first_reason = reason or first_reason
    return (), first_reason


def is_quotable(words_of_unit: str) -> bool:
    """Whether a unit may stand in front of a customer: short enough, and not an order to the machine that reads it."""
    return len(words_of_unit) <= QUOTE_LIMIT and not _TO_THE_MACHINE.search(words_of_unit)


@lru_cache(maxsize=5_000)  # the same passages are candidates again and again
def _quotable(passage: Passage) -> tuple[Unit, ...]:
    """The units of a passage, and the lead-ins of its lists and tables, which introduce but are no units."""
    leads = dict.fromkeys((unit.lead_start, unit.lead_end) for unit in passage.units if unit.lead_end)
    units = [*passage.units, *(Unit(UnitKind.SENTENCE, start, end) for start, end in leads)]
    return tuple(unit for unit in units if is_quotable(passage.slice(unit.start, unit.end)))


def _clause_by_clause(said: str, passage: Passage, units: Sequence[Unit]) -> bool:
    """Whether each clause stands in one unit: «курьером» of one and «бесплатно» of the other make no answer."""
    clauses = [clause for clause in _CLAUSE_END.split(said) if words(clause)]
    return all(any(_missing(each, claims_of(each), passage, [unit]) is None for unit in units) for each in clauses)


def _missing(said_text: str, claims: Claims, passage: Passage, units: Sequence[Unit]) -> str | None:
    """What a statement or a clause claims that these units do not say; None when they say it all."""
    found = [_claims(passage, unit) for unit in units]
    said = frozenset[str]().union
    content = said(*(each.content for each in found), *(each.names for each in found))
    checks = (
        ("figures", claims.figures - said(*(each.figures for each in found))),
        ("links", claims.links - said(*(each.links for each in found))),
        ("names", claims.names - content),
        ("labels", frozenset(label for label in claims.labels if not _printed(label, passage, units))),
        ("modality", claims.modality - said(*(each.modality for each in found))),
        ("bounds", claims.bounds - said(*(each.bounds for each in found))),
    )
    for name, missing in checks:
        if missing:
            return f"{name} not in the quote: {', '.join(sorted(missing))}"
    quoted_negated = said(*(each.negated for each in found))
    flipped = {each for each in claims.negated ^ quoted_negated if each in claims.content and each in content}
    if flipped:
        return f"negation differs: {', '.join(sorted(flipped))}"
    leads = (passage.slice(unit.lead_start, unit.lead_end) for unit in units if unit.lead_end)
    lead = said(*(_claims_of_text(each).content for each in leads))
    uncovered = claims.content - content - lead
    opposite = {each for each in uncovered for other in content if _opposite(each, other)}
    if opposite:
        return f"the opposite of the quote: {', '.join(sorted(opposite))}"
    things = _things(said_text, uncovered - _claims_of_text(passage.heading_line).content)
    if things:
        return f"things not in the quote: {', '.join(things)}"
    if len(uncovered) > (1 - CONTENT_COVERAGE) * len(claims.content):
        return f"words not in the quote: {', '.join(sorted(uncovered))}"
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


def without_orphans(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """A lead-in promises a list: where no supported item follows it at once, it goes, too."""
    kept: list[Verdict] = []
    follows_item = False  # whether the statement behind this one is a supported item
    for verdict in reversed(verdicts):
        if verdict.quotes and verdict.statement.text.endswith(":") and not follows_item:
            kept.append(Verdict(verdict.statement, (), "introduces nothing that is supported"))
        else:
            kept.append(verdict)
            if verdict.quotes:
                follows_item = bool(verdict.statement.prefix)
    return kept[::-1]
