"""What a statement says because of its neighbours, and loses when they go or come from elsewhere. Pure."""

import re
from collections.abc import Sequence

from agent.verdicts import Quote, Verdict
from ingest.russian import normalise

LONGEST_ANSWER = 15  # statements: a list of a dozen, what introduces it, what comes after
SECTIONS_OF_AN_ANSWER = 3
# «Он сразу всё исправит», «оба способа», «последний вопрос»: who and which, stands in the sentence before.
_PRONOUN = r"(?:он[аои]?|его|ее|их|ему|ей|ею|им|ими|нем|ней|нею|них|ним|ними|него|нее|нему)"
_POINTS_BACK = re.compile(
    r"^(?:(?:а|и|но|если|нужно|тогда|также|затем|потом|кроме|после|при|однако|поэтому)\W+)*"
    r"(?:(?:по|со?|ко?|на|во?|у|из|от|до|для|за|о|об|при|через|про|без|перед|под|над|после|вместо|кроме)\W+)?"
    rf"(?:{_PRONOUN}|оба|обе|обоих|последн(?:ий|яя|ее|ие)"
    r"|эт(?:от|а|о|и|ого|ой|ому|им|их|у|ом)|так(?:ой|ая|ое|ие|им|ом)|тот|та|того|той|том|там|туда|оттуда|здесь|тут"
    r"|тогда же)\b"
    # «Сохраните его: …»: an order to do something with it
    rf"|^(?:(?:не|и|а|затем|потом|тогда|обязательно|пожалуйста)\W+)*\w+(?:йте|ите|ьте)(?:сь)?\W+"
    rf"(?:(?:по|со?|ко?|на|во?|у|из|от|до|для|за|о|об)\W+)?{_PRONOUN}\b"
)
_GOES_ON = re.compile(r"^(?:однако|кроме того|при этом|поэтому|таким образом|тем не менее|а вот|в итоге)\b")
# «Вернуть нельзя:», «Не сообщайте:». Not «если деньги не пришли:», which names a trouble.
_FORBIDS = re.compile(
    r"\b(?:нельзя|запрещ\w+|невозможн\w+|кроме|за исключением|не (?:может|могут|можете|нужно|надо|стоит|следует"
    r"|долж\w+|допуска\w+|подлеж\w+|возвраща\w+|обменива\w+|меня\w+|прин\w+|достав\w+|рекоменд\w+|вход\w+|включ\w+|требу\w+"
    r"|\w+(?:йте|ите)(?:сь)?))\b"
)
_NEGATED = re.compile(r"\b(?:не|нельзя|запрещ\w+|кроме|нет)\b")


def coherent(verdicts: Sequence[Verdict], asked: str) -> list[Verdict]:
    """The verdicts, less those supported by words that mean something else where they stand now; `asked` is the
    question."""
    return _unless_read_out(without_orphans(_under_own_leads(_without_strays(verdicts), asked)))


def _unless_read_out(verdicts: list[Verdict]) -> list[Verdict]:
    """Weak models read out all the passages that they were shown: true to the last word, and no answer."""
    kept = [each for each in verdicts if each.quotes]
    sections = {quote.passage.section for each in kept for quote in each.quotes}
    if len(kept) <= LONGEST_ANSWER or len(sections) <= SECTIONS_OF_AN_ANSWER:
        return verdicts
    return [Verdict(each.statement, (), "reads the articles out") for each in verdicts]


def _without_strays(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """A sentence whose «он» stood in a sentence that is gone, or in another passage, would speak of another one."""
    kept: list[Verdict] = []
    for verdict in verdicts:
        stray = verdict.quotes and kept and points_back(verdict.statement.text) and not _continues(verdict, kept[-1])
        kept.append(Verdict(verdict.statement, (), "points to words that are gone") if stray else verdict)
    return kept


def points_back(text: str) -> bool:
    """Whether a sentence speaks of something by a word that only the sentence before explains, or goes on from it."""
    folded = normalise(text)
    return _POINTS_BACK.match(folded) is not None or _GOES_ON.match(folded) is not None


# «Ничего сложного в нём нет:», «для этого:»: in what, stands outside.
_SPEAKS_OF_BEFORE = re.compile(
    r"\b(?:в|с|на|о|об|для|у|из|к|по|за|при|от)(?:о|со)? "
    r"(?:н(?:ем|ей|их|его|ему|им|ими)|этого|этому|этим|этой|этом|них)\b"
)


def speaks_of_before(lead: str) -> bool:
    """Whether words that introduce a list speak of something that only words before them explain."""
    return _SPEAKS_OF_BEFORE.search(normalise(lead)) is not None


def _continues(verdict: Verdict, before: Verdict) -> bool:
    same = [(quote, other) for quote in verdict.quotes for other in before.quotes if quote.passage == other.passage]
    if verdict.statement.prefix:
        return bool(same)  # an item goes on from the words over its list
    return any(not points_back(quote.text) or not _words_between(other, quote) for quote, other in same)


def _words_between(earlier: Quote, later: Quote) -> bool:
    """Whether an article says something between two quotes of a passage: «по нему» of the later one speaks of it."""
    return any(earlier.end <= unit.start and unit.end <= later.start for unit in later.passage.units)


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


def _under_own_leads(verdicts: Sequence[Verdict], asked: str) -> list[Verdict]:
    """An item of «вернуть нельзя:» is true under these words, not under others; bare, it answers who asked what may
    not be returned."""
    kept: list[Verdict] = []
    over: Verdict | None = None  # what the draft put over the list that is being read, supported or not
    for verdict in verdicts:
        listed = bool(verdict.statement.prefix)
        if not listed:
            over = verdict if verdict.statement.text.endswith(":") else None
        if listed and not all(_introduced(_lead(quote), over, asked) for quote in verdict.quotes):
            kept.append(Verdict(verdict.statement, (), "stands under words that it did not stand under"))
        else:
            kept.append(verdict)
    return kept


def _introduced(own: str, over: Verdict | None, asked: str) -> bool:
    """Whether an item with this lead-in of its own may stand here: what forbids goes with what forbids."""
    forbidden = _forbids(own)
    if over is not None and forbidden != _forbids(over.statement.text):
        return False
    bare = over is None or not over.quotes
    return not (bare and forbidden) or _NEGATED.search(normalise(asked)) is not None


def _forbids(lead: str) -> bool:
    return _FORBIDS.search(normalise(lead)) is not None


def _lead(item: Quote) -> str:
    """The words that introduce an item in its article: of its list, or else of its section."""
    for unit in item.passage.units:
        if (unit.start, unit.end) == (item.start, item.end) and unit.lead_end:
            return item.passage.lead_of(unit)
    return item.passage.heading[-1] if item.passage.heading else item.passage.title
