"""A message → the questions in it, each of which is answered on its own. Pure.

A message is cut only where both sides ask about something of their own: a story and the question behind it are one
question, and so is «где и когда».
"""

import re
from collections.abc import Iterator

from agent.followup import is_preamble, without_preamble
from ingest.russian import content_stems, is_noun, normalise, sentences, words

MOST_PARTS = 3  # who is told more reads none of it
_ASKING = (
    r"(?:(?:во|до|по|на|в|с|у|за|через|о|об) )?(?:как(?:ой|ая|ое|ие|ую|ого|ом|ому|им|их)?|скольк[оим]+|где|куда|откуда"
    r"|когда|почему|зачем|кто|кому|кого|чем|что|(?:можно|могу|нужно|надо|есть) ли)"
)
_REQUEST = r"(?:подскажите|скажите|расскажите|дайте|скиньте|напишите|назовите|объясните|сообщите|подскажи|скажи|дай)"
_OPENS = re.compile(rf"^(?:(?:и|а|ну|еще|также|да|пожалуйста)\W+)*(?:{_ASKING}|{_REQUEST})\b")
_REQUESTS = re.compile(rf"^(?:(?:и|а|ну|еще|также|да|пожалуйста)\W+)*{_REQUEST}\b")
# «что», «чем» and «кто» join clauses more often than they ask.
_ASKS_INSIDE = re.compile(
    r"\b(?:как|как(?:ой|ая|ое|ие|ую|ом|ому|им)|скольк[оим]+|где|куда|откуда|когда|почему|зачем|ли)\b|^(?:что|чем|кто)\b"
    rf"|\b{_REQUEST}\b"
)
# «… и как …», «… , а ещё какой …»: the words between two questions of one sentence
_SEAM = re.compile(
    rf"\s*[,;]?\s+(?:и|а|плюс)\s+(?:(?:ещ[её]|также|заодно|кстати|сразу)\s+)*(?=(?:{_ASKING}|{_REQUEST})\b)"
    rf"|\s*;\s*(?=(?:{_ASKING}|{_REQUEST})\b)",
    re.I,
)
# «… , как обменять …», «… , сколько стоит …». «Где» and «когда» behind a comma mostly say which place or case.
_COMMA = re.compile(r"\s*,\s+(?=(?:как \w+(?:ть|ти|чь)(?:ся)?|(?P<clause>где|когда)|сколько(?! бы))\b)", re.I)
_OPENS_PLAINLY = re.compile(r"^(?:как|как(?:ой|ая|ое|ие)|где|куда|сколько|(?:можно|есть) ли)\b")
# «Где посмотреть, сколько стоит доставка?» is one question.
_KNOWS = re.compile(r"\b(?:(?:у|раз)?зна\w+|\w*смотреть|пон[яи]\w+|провер\w+|выясн\w+|вид\w+|указан\w*|написа\w+)\b")
_BARE_ACTION = re.compile(r"^как \w+(?:ть|ти|чь)(?:ся)?\b")


def questions_of(text: str) -> tuple[str, ...]:
    """The questions of a message in their order, three at most, each with the words that belong to it; the message as
    it is where there are not several."""
    found: list[str] = []
    told = ""  # what stands before a question and asks nothing itself
    for piece, asks in _pieces(text):
        if asks and _is_own(piece, found) and len(found) < MOST_PARTS:
            found.append(f"{told} {piece}".strip())
            told = ""
        elif asks and found:
            found[-1] = " ".join(filter(None, (found[-1], told, piece)))
            told = ""
        else:
            told = f"{told} {piece}".strip()
    if len(found) < 2:
        return (text,)
    return (*found[:-1], f"{found[-1]} {told}".strip())


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The sentences, those that ask twice cut in two; each with whether it asks. No thanks, no greetings."""
    marked = "?" in text
    text = without_preamble(text)
    for start, end in sentences(text):
        sentence = text[start:end]
        folded = normalise(sentence)
        if is_preamble(folded):
            continue
        asks = (
            "?" in sentence or _REQUESTS.match(folded) is not None or (not marked and _OPENS.match(folded) is not None)
        )
        if not asks:
            yield sentence, False
        else:
            yield from ((piece, True) for piece in _cut(sentence))


def _cut(sentence: str) -> list[str]:
    seams = sorted((*_SEAM.finditer(sentence), *_COMMA.finditer(sentence)), key=lambda seam: seam.start())
    for seam in seams:
        left, right = sentence[: seam.start()], sentence[seam.end() :]
        if seam.re is _COMMA and not _lists_questions(left, right, is_clause=bool(seam["clause"])):
            continue
        both_things = _names_a_thing(left) and _names_a_thing(right)
        if _are_bare_actions(left, right) or (both_things and _ASKS_INSIDE.search(normalise(left))):
            return [left, *_cut(right)]
    return [sentence]


def _lists_questions(left: str, right: str, *, is_clause: bool) -> bool:
    """Whether the words behind a comma ask beside those before it, and do not depend on them."""
    folded = normalise(left)
    if _OPENS_PLAINLY.match(folded) is None or _KNOWS.search(folded):
        return False
    return not is_clause or _SEAM.search(right) is not None


def _are_bare_actions(left: str, right: str) -> bool:
    """«Как вернуть», «как обменять и как отменить»: no thing is named, and each action is a question of its own."""
    return not _names_a_thing(f"{left} {right}") and all(
        _BARE_ACTION.match(normalise(side)) and content_stems(side) for side in (left, right)
    )


def _is_own(piece: str, before: list[str]) -> bool:
    """Whether a question names a thing or a bare action of its own, and does not only say again what was asked."""
    asked = {stem for each in before for stem in content_stems(each)}
    own = _names_a_thing(piece) or _BARE_ACTION.match(normalise(piece)) is not None
    return own and not asked.issuperset(content_stems(piece))


def _names_a_thing(text: str) -> bool:
    return any(content_stems(word) and is_noun(word) for word in words(text))
