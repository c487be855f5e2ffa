"""A message, put back into the conversation that it goes on from: «а сколько это стоит?» after «хочу поменять адрес».

Pure. What the words alone cannot tell, a change of topic or one more question about the same, the passages tell: see
`choose`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agent.claims import negated
from agent.desk import Message
from agent.exchanges import Exchange, exchanges, normal
from agent.own_words import FOUND, GENERAL, context_share, has_own_words, own_share, said_in
from agent.question import Question
from agent.readings import label_of
from agent.reply import OutcomeKind, Reply
from agent.retrieval import Candidate, Evidence
from agent.unhelped import did_not_help
from ingest.russian import content_stems, is_noun, normalise, words

Section = tuple[str, tuple[str, ...]]  # an article's id and a heading path in it

CHAIN = 2  # messages of the customer that a follow-up may go on from
OWN_CONTENT = 2  # words of content with which a question stands on its own, where nothing says that it goes on
GOING_ON_CONTENT = 5  # the same for one that opens with «а» or points back
ACKNOWLEDGEMENT = 5  # words; a longer sentence says something
# How much better a question's own words must be found alone than in the best passage for both questions.
LOST = 0.25  # where something says that the question goes on,
LOST_UNSAID = 0.1  # and where nothing does
# On the score of what stands in an article that the earlier answer cited, for a question that points back to it: its
# other sections as well, since what was cited is told already.
NEAR_BONUS = 0.3
# On the score of a section that holds all of a follow-up's own words and of what it goes on from: «а комиссия за него
# есть?». Where something says that it goes on, what holds the own words alone is about something else: the chat «в
# выходные», after the hotline's hours.
OWN_BONUS = 0.5
OWN_ALONE = 0.3  # what is left of it where none of the things stands that were asked about before
UNIT_BONUS = 0.3  # on the share of a sentence, step or row that holds all of a follow-up's own words
CASE_BONUS = 0.5  # on the score of a section «Если не перезвонили», for «а если не перезвонят?»
CASE_SAID = 0.5  # share of a follow-up's own words in a heading that names its case
# The same where that is all that a follow-up says: «а из-за границы?». Without it the earlier question is answered.
CIRCUMSTANCE_LEAST = 0.65
OWN_LEAST = 0.1  # share of a follow-up's own words in the best passage; below it the passage says nothing about them
READING_BONUS = 10.0  # more than any score: who has chosen a section gets that section


@dataclass(frozen=True, slots=True)
class Asked:
    """What a message asks for."""

    text: str  # without thanks and the like before it
    context: str = ""  # the earlier question that it goes on from, or may go on from
    certain: bool = False  # it does go on from it: without it, it says too little
    goes_on: bool = False  # a word in it says so
    near: frozenset[Section] = frozenset()  # what it points back to: sections cited before
    shown: frozenset[Section] = frozenset()  # what was tried and did not help
    reading: str | None = None  # what the customer chose of the readings that were offered


def in_conversation(text: str, history: Sequence[Message]) -> Asked:
    """The question, without what only goes on with the talk, and the earlier one that it may go on from."""
    before = [each for each in exchanges(history) if each.about_something and not did_not_help(each.text)]
    if not before:
        return Asked(without_preamble(text))
    chosen = _chosen(text, before[-1].reply)
    if chosen is not None:
        return Asked(chosen, before[-1].text, certain=True, reading=chosen)
    if _CHANGES.search(normalise(text)):
        own = without_preamble(text)
        return Asked(_CHANGES.sub("", own, count=1).strip() or own)
    return after(without_preamble(text), _topic(before), _cited(before[-1].reply))


_ORDINALS = ("перв|1", "втор|2", "трет|3")


def _chosen(text: str, reply: Reply) -> str | None:
    """Which of the readings that were offered is meant: by its words, by some that only it has, or by its number."""
    if reply.outcome is not OutcomeKind.CLARIFY:
        return None
    said, content = normal(text), set(content_stems(text))
    for reading in reply.suggestions:
        if normal(reading) == said:
            return reading
    ordinal = r"(?:(?:про|давайте|мне)\W+)*(?:{})\w{{0,3}}(?: (?:вариант|вопрос))?"
    numbered = [
        reading
        for reading, number in zip(reply.suggestions, _ORDINALS, strict=False)
        if re.fullmatch(ordinal.format(number), said)
    ]
    named = [reading for reading in reply.suggestions if content and content <= set(content_stems(reading))]
    return next((found[0] for found in (numbered, named) if len(found) == 1), None)


def after(text: str, earlier: str, cited: frozenset[Section] = frozenset()) -> Asked:
    """A question behind another one, whose answer cited these sections."""
    points_back, opens = _points_back(text), _GOES_ON.match(normalise(text)) is not None
    if _stands_alone(text, goes_on=points_back or opens):
        return Asked(text)
    topics = sum(map(is_topic, words(text)))
    certain = topics == 0 or (points_back and topics == 1)
    near = frozenset() if topics and not _names_a_circumstance(text) else cited
    return Asked(text, earlier, certain=certain, goes_on=points_back or opens, near=near)


def once_more(history: Sequence[Message]) -> Asked | None:
    """The last question, to be answered from what was not cited yet; None where there is none."""
    said = exchanges(history)
    before = [each for each in said if each.about_something and not did_not_help(each.text)]
    if not before:
        return None
    since = said[said.index(before[-1]) :]
    return Asked(_topic(before), shown=frozenset(section for each in since for section in _cited(each.reply)))


def _topic(before: Sequence[Exchange]) -> str:
    """The last question that stands on its own, and what went on from it."""
    said: list[str] = []
    for exchange in reversed(before):
        text = without_preamble(exchange.text)
        said.insert(0, text)
        if len(said) == CHAIN or _stands_alone(text, goes_on=_GOES_ON.match(normalise(text)) is not None):
            break
    return " ".join(said)


def _cited(reply: Reply) -> frozenset[Section]:
    return frozenset((each.source_id, each.heading) for each in reply.citations)


_ACKNOWLEDGES = re.compile(
    r"^(?:(?:а|ну|да|все|так|вот)\W+)*(?:спасиб\w*|спс|благодар\w+|понял\w*|понятн\w+|пон|ясн\w*|ок|окей|okay|ok|хорошо"
    r"|ладн\w*|лан|разобрал\w+|нашел|нашла|принят\w|супер|отлично|класс|ага|угу|да|нет|получилось|буду|попробую|позвоню"
    r"|напишу|подожду|привет\w*|здравствуй\w*|добр\w+ (?:день|утро|вечер))\b"
)
# What else stands in a sentence that only thanks or agrees; any other content is worth a look: «Нет товара в посылке.»
_COURTESY = re.compile(
    r"\b(?:спасиб\w*|спс|благодар\w+|понял\w*|понятн\w+|пон|ясн\w*|ок|окей|okay|ok|хорошо|ладн\w*|лан|разобрал\w+|нашел"
    r"|нашла|принят\w|супер|отлично|класс|ага|угу|получилось|попробую|позвоню|напишу|подожду|посмотрю|проверю|сделаю"
    r"|привет\w*|здравствуй\w*|добр\w+|день|утр\w+|вечер\w*|дня|больш\w+|огромн\w+|очень|помощь|ответ|совет|подсказк\w"
    r"|информаци\w|внимание|помог\w*|быстр\w+|ждать|завтра|этим|попозже|разобраться|теперь|тогда|вроде|наконец)\b"
)
_CHANGE = (
    r"\b(?:(?:теперь|тогда|и|а|у меня|есть)\W+)*(?:(?:о|про) друго[ме]\w*|другое|ещ[её] одно"
    r"|(?:ещ[её] (?:один )?|друго\w+ |сразу )вопрос\w*"
    r"|(?:теперь|тогда) вопрос\w*|по друго\w+ (?:вопросу|поводу)|смен\w+ тему|друг\w+ тем\w+)\b\W*"
)
_CHANGES = re.compile(_CHANGE, re.I)
_GOES_ON = re.compile(r"^(?:(?:ну|так)\W+)?(?:а|и|но|тогда|если|то есть|тоже|также|ну а)\b(?! еще\b.*\?)")
_CIRCUMSTANCE = re.compile(
    r"(?:(?:ну|а|и|но|тогда|если|то есть|тоже|также) )+(?:на|в|во|по|с|со|из|из за|через|за|от|до|без|для|у|к|при)"
    r"(?: \w+){1,2}"
)
# In its own clause a pronoun means none of the things named there: «тире в нём ставить?»
_PRONOUN = re.compile(
    r"\b(?:он|она|оно|они|его|ее|их|ему|ей|им|ими|нем|ней|них|ним|ними|него|нее|нему|такой|такая|такое|такие|такую|столько)\b"
)
_CLAUSE_END = re.compile(r"[,.;:!?—–]|\b(?:если|чтобы|когда|но|и (?:как|что|куда|где|сколько|кому|когда|чем|во))\b")
# What was said or where it happens: «а кнопка для этого есть?», «с планшета тоже?»
_POINTS_BACK = re.compile(
    r"\b(?:тоже|также|то[тй]? же|та же|те же|там|туда|оттуда|эт(?:о|ого|ому|им|ом))\b(?! (?:за|правда|значит|у вас))"
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")  # whatever letter comes next: customers begin with small ones


def without_preamble(text: str) -> str:
    """«Спасибо, понял. А сколько это стоит?» → «А сколько это стоит?»; the text where nothing else is left."""
    rest = text.strip()
    while (end := _SENTENCE_END.search(rest)) and is_preamble(normalise(rest[: end.start()])):
        rest = rest[end.end() :]
    return rest


def is_preamble(sentence: str) -> bool:
    """Whether a normalised sentence only thanks, agrees or says that something else comes."""
    if sentence.endswith("?") or len(words(sentence)) > ACKNOWLEDGEMENT:
        return False
    if _CHANGES.fullmatch(sentence) is not None:
        return True
    return _ACKNOWLEDGES.match(sentence) is not None and not content_stems(_COURTESY.sub(" ", sentence))


def is_topic(word: str) -> bool:
    """A thing, or a name, that can be looked for by itself."""
    return bool(content_stems(word)) and is_noun(word) and word not in GENERAL


def _stands_alone(text: str, *, goes_on: bool) -> bool:
    enough = GOING_ON_CONTENT if goes_on else OWN_CONTENT
    return len(content_stems(text)) >= enough and _names_a_topic(text)


def _points_back(text: str) -> bool:
    """Whether a word stands for something that was named before this message."""
    folded = normalise(text)
    return _POINTS_BACK.search(folded) is not None or any(
        not _names_a_topic(_clauses_before(folded, found.start())) for found in _PRONOUN.finditer(folded)
    )


def _clauses_before(folded: str, end: int) -> str:
    boundaries = [found.start() for found in _CLAUSE_END.finditer(folded, 0, end)]
    return folded[: boundaries[-1]] if boundaries else ""


def _names_a_topic(text: str) -> bool:
    return any(map(is_topic, words(text)))


def choose(asked: Asked, alone: Evidence, joined: Evidence) -> Evidence:
    """Of the evidence for the question alone and for both: alone, if its own words are well found there, and get lost
    behind the earlier question."""
    if not alone.candidates or not joined.candidates or (asked.goes_on and _names_a_circumstance(asked.text)):
        return joined
    found, kept = (own_share(each.question, each.candidates[0]) for each in (alone, joined))
    lost = LOST if asked.goes_on else LOST_UNSAID
    return alone if found >= FOUND and found - kept >= lost else joined


def _names_a_circumstance(text: str) -> bool:
    """«а на компьютере?»: where, when or by what, not what; alone it is found wherever a computer is named."""
    return _CIRCUMSTANCE.fullmatch(" ".join(words(normalise(text)))) is not None


def misses_its_point(asked: Asked, evidence: Evidence) -> bool:
    """Whether what a follow-up asks of its own stands nowhere in the best passage, which the earlier question found:
    «а из-за границы?» after «звонок бесплатный?»."""
    if not evidence.candidates or not asked.context or not evidence.question.context:
        return False
    best, question = evidence.candidates[0], evidence.question
    if said_in(question, best.passage.indexed_text):
        return False
    least = CIRCUMSTANCE_LEAST if _names_a_circumstance(asked.text) else OWN_LEAST
    return has_own_words(question) and own_share(question, best) < least


def focused(evidence: Evidence, asked: Asked) -> Evidence:
    """The evidence with what the question points back to before, and without what was shown and did not help."""
    kept = [
        replace(
            each,
            score=each.score + _bonus(each, asked, evidence.question),
            units=tuple(_units(each, evidence.question)),
        )
        for each in evidence.candidates
        if section_of(each) not in asked.shown
    ]
    kept.sort(key=lambda each: -each.score)
    return replace(evidence, candidates=tuple(kept))


def _bonus(candidate: Candidate, asked: Asked, question: Question) -> float:
    if asked.reading is not None and label_of(candidate) == asked.reading:
        return READING_BONUS
    near = NEAR_BONUS if candidate.passage.source_id in {article for article, _ in asked.near} else 0.0
    if not question.context:
        return near
    case = CASE_BONUS if _names_the_case(candidate, asked, question) else 0.0
    both = OWN_ALONE + (1 - OWN_ALONE) * context_share(question, candidate) if asked.goes_on else 1.0
    return near + case + OWN_BONUS * own_share(question, candidate) * both


_CASE = re.compile(r"\bесли\b")


def _names_the_case(candidate: Candidate, asked: Asked, question: Question) -> bool:
    heading = " ".join(candidate.passage.heading[-1:])
    asks, names = (_CASE.search(normalise(each)) for each in (asked.text, heading))
    alike = negated(asked.text).issuperset(negated(heading)) or negated(heading).issuperset(negated(asked.text))
    return bool(asks and names) and alike and said_in(question, heading) >= CASE_SAID


def _units(candidate: Candidate, question: Question) -> Iterator[float]:
    """The shares of a passage's units, with more for those that say what a follow-up asks of its own."""
    for unit, share in zip(candidate.passage.units, candidate.units, strict=True):
        words = candidate.passage.slice(unit.start, unit.end) if question.context else ""
        yield min(1.0, share + UNIT_BONUS * said_in(question, words)) if words else share


def section_of(candidate: Candidate) -> Section:
    return candidate.passage.source_id, candidate.passage.heading
