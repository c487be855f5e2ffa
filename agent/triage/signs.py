"""Messages without a word: what an emoji or a mark alone says."""

import re
from enum import StrEnum


class Sign(StrEnum):
    ANGER = "anger"
    NO = "no"
    YES = "yes"
    THANKS = "thanks"
    HELLO = "hello"
    PUZZLED = "puzzled"


# Of the signs in a message the first kind here is what it says: «😡👍» is no thanks.
_SIGNS = {
    Sign.ANGER: "😡🤬😠👎💩🖕😤👿🤮🤢😾🤦😢😭😞😔☹🙁😣😩😫💔🙄😒",
    Sign.NO: "❌✖⛔🚫🙅➖",
    Sign.YES: "👍👌✅☑✔💯🆗🤝➕🙋",
    Sign.THANKS: "❤♥🙏😊🥰😍😘🤗💐🌹🎉😇💖💕💗🧡💛💚💙💜🔥👏😻💪",
    Sign.HELLO: "👋",
    Sign.PUZZLED: "?❓❔⁉",
}
_WORD = re.compile(r"[^\W_]")


def sign_of(text: str) -> Sign | None:
    """What a text without letters and digits says, or None: for «...», and for any text with a word."""
    if _WORD.search(text):
        return None
    if text.strip() == "+":
        return Sign.YES
    return next((sign for sign, marks in _SIGNS.items() if not set(marks).isdisjoint(text)), None)
