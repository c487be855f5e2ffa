"""In which corner of the screen a button or an icon is: «кнопка „Помощь“ в правом нижнем углу»."""

import re
from collections.abc import Iterator

from ingest.facts.place import Finding, Place
from ingest.quotation import in_quotes

_CORNER = re.compile(
    r"\bв (?:сам\w+ )?(?:(?P<side>прав|лев)\w+ (?P<edge>верхн|нижн)\w+"
    r"|(?P<edge2>верхн|нижн)\w+ (?P<side2>прав|лев)\w+) уг(?:лу|ол)\b"
)
_SIDES = {"прав": "right", "лев": "left"}
_EDGES = {"верхн": "top", "нижн": "bottom"}
_THING = re.compile(
    r"(?:\w+ )?«(?P<quoted>[^»]{2,40})»"
    r"|(?:кнопк|знач|икон)\w+ (?P<icon>чат|профил|корзин|поиск|меню|сообщени|уведомлени)\w*"
)
_ICONS = {"чат": "чат", "профил": "профиль", "корзин": "корзина", "поиск": "поиск", "меню": "меню",
          "сообщени": "сообщение", "уведомлени": "уведомления"}  # fmt: skip
_THERE = re.compile(r"^ ?(?:там|здесь|в нем|в этом углу)\b")
_IN_APP = re.compile(r"приложени")
# Of a page inside another one, or of another program: there is no telling which corner.
NEAR = 60  # code points before a corner
_ELSEWHERE = re.compile(r"карточк|документ|фото|чек[ае]?\b|упаковк|этикет|окн[еау]\b|всплыва|клавиатур|монитор")


def find_corners(place: Place) -> Iterator[Finding]:
    """The corners named in a unit; «кнопка или значок в углу» are two things in one corner."""
    if "угл" not in place.text and "угол" not in place.text:
        return
    for found in _CORNER.finditer(place.text):
        start, end = place.sentence(*found.span())
        sentence = place.text[start:end]
        if _ELSEWHERE.search(place.text[max(start, found.start() - NEAR) : place.clause_end(found.end())]):
            continue
        value = f"{_EDGES[found['edge'] or found['edge2']]} {_SIDES[found['side'] or found['side2']]}"
        where = " в приложении" if _in_app(place, sentence) else ""
        for name in _names(place, found, start):
            yield Finding(f"{name}{where}", value, found.start(), found.end())


def _in_app(place: Place, sentence: str) -> bool:
    """The words nearest to the corner say of which screen it is; without any it is the site's."""
    texts = (sentence, place.lead, *place.headings)
    return next((_IN_APP.search(text) is not None for text in texts if re.search(r"приложени|\bсайт", text)), False)


def _names(place: Place, found: re.Match[str], sentence: int) -> list[str]:
    """What is in the corner: behind it in the clause, or before it, or in a next sentence that begins with «там»."""
    behind = place.text[found.end() : place.clause_end(found.end())]
    before = re.split(r"[,;:.]", place.text[sentence : found.start()])[-1]
    there = re.split(r"[,;:.]", place.after)[0] if _THERE.match(place.after) else ""
    for text in (behind, before, there):
        if names := [in_quotes(each["quoted"] or _ICONS[each["icon"]]) for each in _THING.finditer(text)]:
            return names
    return []
