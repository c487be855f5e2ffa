"""Does a message say that what was replied was of no use? Pure."""

import re

from ingest.russian import content_stems, is_noun, words

_SAYS_SO = re.compile(
    r"без (?:изменени\w+|результат\w*|толку)"
    r"|(?:то|та|те|все так) же сам\w+|все по прежнему|ничего не (?:измен|поменял|дал)\w*"
    r"|результат\w* (?:ноль|нет|нул\w+)"
    r"|(?:(?:это|все|так|я) )+(?:уже )?(?:пробовал|попробовал|делал|сделал|смотрел|проверял|проверил|искал|обновлял)\w?"
    r"|уже (?:пробовал|делал|смотрел|проверял|искал)\w?"
    r"|(?:нет|не вижу|не нашел|не нашла|не нахожу) (?:\w+ ){0,3}(?:так\w+|эт\w+) \w+"
    r"|(?:так\w+|эт\w+) \w+ (?:\w+ ){0,3}(?:нет|не вижу|не нашел|не нашла|не нахожу)"
)
# Nobody is said to have failed: what was tried did, whatever else is named, as in «перезагрузил телефон, не помогло».
_TRIED_IN_VAIN = re.compile(r"не (?:помогло|сработало)\b")
_WANTS = re.compile(
    r"\b(?:хочу|хотел\w*|хотим|прошу|можно|нужно|надо|верн\w+)\b"
)  # «средство не помогло, хочу вернуть»
# These need a topic before them: «не получается» goes on, «не получается оформить возврат» is a question.
_SAYS_SO_BARELY = re.compile(
    r"не (?:работает|получил\w+|получается|вышло|выходит|помог\w*|сработал\w*|подош\w+|подходит)"
    r"|бесполезно|(?:это )?не (?:то|про то|о том)"
)
# What was replied: «ваш совет не помог»; anything else that did not fit is a trouble of its own.
_REPLIED = re.compile(
    r"(?:совет|ответ|способ|вариант|решени|инструкци|рекомендаци|подсказк|помощ)(?:[ыаиуеяйьюо]|ов|ом|ой|ем|ей|ям|ами?|ах)?"
)
UNHELPED_WORDS = 14  # a longer text tells something new


def did_not_help(text: str) -> bool:
    """Whether a message says, after an answer, that it was of no use, and asks nothing: «сделал, не помогло»."""
    said = words(text)
    if "?" in text or len(said) > UNHELPED_WORDS:
        return False
    folded = " ".join(said)
    if _SAYS_SO.search(folded) or (_TRIED_IN_VAIN.search(folded) and not _WANTS.search(folded)):
        return True
    things = [word for word in words(_SAYS_SO_BARELY.sub(" ", folded)) if _is_thing(word)]
    return _SAYS_SO_BARELY.search(folded) is not None and not things


def _is_thing(word: str) -> bool:
    return bool(content_stems(word)) and is_noun(word) and _REPLIED.fullmatch(word) is None
