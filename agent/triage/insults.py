"""An insult and nothing else: no claim about the service, no question, no request.

Whoever insults gets a kind line and the offer of a person: no ticket that nobody asked for, and no lesson.
"""

import re
from collections.abc import Sequence

from agent.triage.utterance import Utterance
from ingest.russian import words

MAX_WORDS = 8  # what is longer tells something
_ABUSE = re.compile(
    r"идиот\w*|дебил\w*|придур\w+|кретин\w*|даун\w*|дура\w{0,2}|дур(?:ень|ында)|тупиц\w*|туп(?:ой|ая|ые|ое|ишь|ень)"
    r"|глуп(?:ый|ая|ые)|козл\w*|козел"
    r"|урод\w*|сволоч\w*|мраз\w+|твар(?:ь|и)|скотин\w*|гад(?:ы|ина)?|говн\w*|дерьм\w*|лох\w*|чмо\w*|баран\w*|осел"
    r"|ослы|свинь[яи]|болван\w*"
    r"|недоум\w+|бестолоч\w*|ничтожеств\w*|мудак\w*|муди\w*|долбо\w+|пид\w+|сук[аи]|бляд\w+|хуйл\w*|еблан\w*|уеб\w+"
    r"|хам(?:ло)?|убог\w+|тупорыл\w+"
    r"|stupid|idiots?|dumb|morons?|fool|jerks?|assholes?|bastards?|suck|sucks|fuck\w*|bullshit|damn"
)
# «пошёл ты», «иди лесом», «заткнись»
_DISMISSAL = re.compile(
    r"(?:да )?(?:пошел|пошла|пошли|идите|иди|катись|катитесь|вали|валите|шел бы|шли бы)(?: (?:ты|вы|все|бы|отсюда"
    r"|вон|к|в|на|ко|во))+"
    r"(?: (?:фиг|хрен|хер|хуй|черту|чертям|баню|лес\w*|жопу|задницу|болото|ад|всем))*"
    r"|(?:иди|идите|пошел|пошли|вали|катись) (?:ты |вы )?(?:нафиг|нахрен|нахер|нахуй|лесом|отсюда|вон)"
    r"|(?:отвали|отвяжись|отвянь|заткнись|заткнитесь|умри|сдохни|сгинь)(?:те)?(?: (?:ты|вы|уже|от меня))*"
    r"|чтоб (?:ты|вы) (?:сдох|провал)\w*"
)
_SMALL = frozenset(
    """а и ну там да же ты вы тебя тебе вас вам на в все всё просто совсем какой какая какие такой такие полный полная
    конченый конченая редкостный
    что ли тьфу фу блин блять сам сама бот робот железка железяка программа машина банка конченные старый бездарный
    бездарная you are a an so bot
    this the robot off ass shut up свой своя эй слышь слушай ах ты-то вообще реально настоящий настоящая он она
это""".split()
)


def only_insults(utterance: Utterance) -> bool:
    """«дурак ты», «тупая железка», «да пошёл ты»; «дурацкий бот, позови человека» says more."""
    return _only_insults(utterance.words)


_PIECE = re.compile(r"[^,.!?…\n]+[,.!?…\n]*\s*")


def without_insults(question: str) -> str:
    """«тупой бот, где посмотреть баланс» without what is no part of the question."""
    pieces: list[str] = _PIECE.findall(question)
    kept = "".join(piece for piece in pieces if not _only_insults(tuple(words(piece)))).strip()
    return kept or question


def _only_insults(said_words: Sequence[str]) -> bool:
    if not 0 < len(said_words) <= MAX_WORDS:
        return False
    said = " ".join(said_words)
    rest = _DISMISSAL.sub(" ", said)
    abused = rest != said
    for word in rest.split():
        if _ABUSE.fullmatch(word):
            abused = True
        elif word not in _SMALL:
            return False
    return abused
