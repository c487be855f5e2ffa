"""In what mood the customer waits, so that an operator knows before the first word."""

import re
from collections.abc import Sequence
from enum import StrEnum

from agent.triage import TurnKind, triage
from agent.triage.complaints import is_upset
from agent.triage.insults import only_insults
from agent.triage.signs import Sign, sign_of
from agent.triage.utterance import read
from ingest.russian import words


class Mood(StrEnum):
    CALM = "calm"
    UPSET = "upset"
    ANGRY = "angry"


TITLES = {Mood.CALM: "спокоен", Mood.UPSET: "расстроен", Mood.ANGRY: "сердится"}

LAST = 3  # messages; who was angry before that has cooled down, or says so again
_SHOUT_LETTERS = 8  # «ЛК», «СМС» and «РФ» are no shouting; «ГДЕ ЗАКАЗ» is
_SHOUTED = 0.7  # of the letters; «ГДЕ МОЙ заказ» has no more than half
_MARKS = re.compile(r"[!?]*!{3}|\?{3}|!\?!|\?!\?|!{2}\?|\?!{2}")
_UPSET = re.compile(
    r"\b(?:обидно|обижен\w*|расстро\w+|огорч\w+|жаль|жалко|неприятно|печально|грустно|ужас\w*|кошмар\w*|капец|блин|черт"
    r"|отчаян\w+|в шоке|шокирован\w*|нервнич\w+|нерв\w|волнуюсь|переживаю|беспоко\w+|паник\w+|плачу|реву|устал[аи]?"
    r"|надоел\w*|неужели|наконец то|срочно|умоляю|помогите|спасите|безнадежн\w*|никто не (?:отвеча|помог|реша|звон)\w+"
    r"|(?:не|никак не) (?:могу|можете) (?:уже )?(?:дождаться|добиться|дозвониться|решить)|сколько (?:еще )?ждать"
    r"|до сих пор"
    r"|(?:котор\w+|уже|целую|целый|втор\w+|трет\w+) (?:\w+ )?(?:раз|день|дня|дней|недел\w+|месяц\w*|час\w*)\b"
    r"|опять|снова|когда (?:же|уже)|почему так долго|так нельзя|верните мои|где мои деньги|как так)\b"
)
_SAD = frozenset("😢😭😞😔☹🙁😣😩😫💔🙄😒😥😰😟😕😤")
_TRACE = 3  # words that a demand has at least, to be known when it is said again


def mood_of(customer_texts: Sequence[str]) -> Mood:
    """The strongest mood of the last messages, oldest first; thanks at the end put it right again."""
    if not customer_texts or triage(customer_texts[-1]).kind is TurnKind.THANKS:
        return Mood.CALM
    last = customer_texts[-LAST:]
    if any(map(_is_angry, last)) or (_is_repeated(last) and any(map(_shouts, last))):
        return Mood.ANGRY
    return Mood.UPSET if _is_repeated(last) or any(map(_is_upset, last)) else Mood.CALM


def _is_angry(text: str) -> bool:
    said = read(text)
    return is_upset(said) or only_insults(said) or (sign_of(text) is Sign.ANGER and _SAD.isdisjoint(text))


def _is_upset(text: str) -> bool:
    return _shouts(text) or not _SAD.isdisjoint(text) or _UPSET.search(" ".join(words(text))) is not None


def _shouts(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(map(str.isupper, letters))
    loud = len(letters) >= _SHOUT_LETTERS and capitals > _SHOUTED * len(letters)
    return loud or _MARKS.search(text) is not None


def _is_repeated(texts: Sequence[str]) -> bool:
    """Whether the last message says once more what one before it said, whatever the order of its words."""
    said = [frozenset(words(text)) for text in texts]
    return any(len(said[-1]) >= _TRACE and said[-1] <= each for each in said[:-1])
