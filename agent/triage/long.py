"""Long messages: of a story, the sentences that ask.

Rules look from many places of a text, so their time grows faster than its length; and a search with a whole story finds
what the story is about, not what is asked.
"""

import re
from dataclasses import dataclass

LONG = 600  # characters from which a message is no longer read whole
MAX_READ = 900  # characters of a long message that are read
MAX_PIECE = 240  # characters of a sentence; stories without a full stop are cut in words
MAX_RUN = 120  # characters without a space; no word and few addresses are longer

_RUN = re.compile(rf"(\S{{{MAX_RUN}}})\S+")
_SENTENCE = re.compile(rf"\S[^.!?…\n]{{0,{MAX_PIECE}}}(?:[.!?…\n]+|(?=\s)|$)")
_DEMANDS = re.compile(
    r"\b(?:соедин|переключ|позов|зовите|перезвон|перевед|пригласи|подключ|подскаж|скажите|помогите|объясните|верните|отмените|требую|прошу"
    r"|хочу|хотел|нужен|нужна|нужно|дайте|интересует|вопрос)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:^|[,;:—–-]\s*|\b(?:и|а|но)\s+)(?:подскажите,?\s+)?(?:как|какой|какая|какие|каком|каким|сколько|где|куда|откуда|когда|почему|зачем|можно"
    r"|могу|что (?:мне )?делать|есть ли|кому|how|what|where|when|can)\b",
    re.IGNORECASE,
)
_RANKS = (re.compile(r"\?"), _DEMANDS, _ASKS)


@dataclass(frozen=True, slots=True)
class Reading:
    text: str  # what the rules read: the first and the last sentence, and those that ask
    question: str  # what is searched: those that ask, each with the sentence before it


def read_long(text: str) -> Reading:
    """A text for the rules and for the search; one that is not long is read whole."""
    text = _RUN.sub(r"\1", text)
    if len(text) <= LONG:
        return Reading(text, text)
    pieces = [found[0] for found in _SENTENCE.finditer(text)]
    ranks = [next((rank for rank, asks in enumerate(_RANKS) if asks.search(piece)), len(_RANKS)) for piece in pieces]
    ends = [0, len(pieces) - 1]
    asking = _chosen(pieces, sorted((i for i, rank in enumerate(ranks) if rank < len(_RANKS)), key=ranks.__getitem__))
    read = _chosen(pieces, [*sorted(asking, key=ranks.__getitem__), *ends])
    if not asking:
        whole = _joined(pieces, _chosen(pieces, [*ends, *_from_both_ends(len(pieces))]))
        return Reading(whole, whole)
    best = min(ranks)
    asked = {near for i in asking if ranks[i] == best for near in (i - 1, i) if near >= 0}
    return Reading(_joined(pieces, read), _joined(pieces, asked))


def _from_both_ends(count: int) -> list[int]:
    return [i for pair in zip(range(count // 2), range(count - 1, -1, -1), strict=False) for i in pair]


def _chosen(pieces: list[str], ranked: list[int]) -> set[int]:
    """As many as fit, the first of them in any case."""
    chosen: set[int] = set()
    left = MAX_READ
    for i in ranked:
        left -= len(pieces[i])
        if chosen and left < 0:
            break
        chosen.add(i)
    return chosen


def _joined(pieces: list[str], chosen: set[int]) -> str:
    """In their order; a gap ends a sentence."""
    ended = (piece if re.search(r"[.!?…\n]$", piece) else f"{piece}…" for i, piece in enumerate(pieces) if i in chosen)
    return " ".join(map(str.strip, ended))
