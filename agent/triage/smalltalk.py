"""Small talk: a greeting, thanks or a farewell with nothing beside them.

A turn is small talk when set phrases («спасибо», «до свидания») are found in it and only filler is left. So a question
is never swallowed: one word that is neither, and the turn is no small talk. Words are compared by sound («дасвидания»,
«спасибоооо»), and long ones may have one wrong letter («спаибо»).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from agent.triage.keyboard import from_russian_layout
from agent.triage.sound import fold
from ingest.russian import from_transliteration, from_wrong_layout


class Talk(StrEnum):
    FAREWELL = "farewell"
    THANKS = "thanks"
    GREETING = "greeting"
    IDLE = "idle"  # laughter, a test, a message meant for another


# Set phrases, one between commas; a word with * is a stem. Of the kinds that a turn has, the first here is its kind:
# «здравствуйте, спасибо, до свидания» says farewell.
_PHRASES = {
    Talk.FAREWELL: """
        пока, покеда, покедова, до свидан*, досвидан*, до свидос*, досвидос*, до встреч*, до новых встреч, до скорых
        встреч, до скорой встречи, до скорого, до связи, до завтра, прощай*, прощевай*, бай, чао, адьос, адью, гудбай,
        ариведерчи, всех благ, удачи, удачки, успехов, успехов в работе, с праздник*, с наступающ*, с новым годом, с
        рождеством, с пятницей, счастливо, счастливо оставаться, будьте здоровы, будь здоров*, не болейте, не болей,
        не скучай*, берегите себя, береги себя, бывай*, споки, споки ноки, отбой, конец связи, на этом все, я пошел, я
        пошла, побежал, побежала, я ушел, я ушла, пора спать, пора бежать, увидимся, ciao, счастья,
        спишемся, созвонимся, bye, byebye, goodbye, good bye, see you, see ya, cya, see you later, take care, good
        night, have a nice day, have a good day, have a great day, have a good one, have a nice evening, have a good
        evening, have a nice weekend, farewell, so long
        """,
    Talk.THANKS: """
        спасиб*, спасибк*, спс, спсб, спасиба, пасиб*, сяп, сяпки, сенкс, сенк ю, сенкью, фенкс, благодар*, мерси,
        рахмет, дякую, признател*, от души, от всей души, от всего сердца, респект*, уважуха, низкий поклон, поклон
        вам, дай бог здоровья, дай бог, храни бог, храни господь, добрый человек, вопрос отпал, solved, выручил*,
        помогли, помогло, помог, помогла, подсобил*, спасли, спасла, ты спас, вы лучшие, вы самые лучшие, ты лучш*, вы
        супер, ты супер, вы просто супер, ты просто супер, ты классн*, вы классные, вы крут*, ты крут*, ты молодец, вы
        молодцы, молодец, молодцы, молодчин*, умниц*, умнич*, красава, красавчик*, красавец, красотка, золотой
        человек, хорошая работа, отличная работа, так держать, золотые люди, золотце, вы чудо, вы золото, ты золото,
        ты прелесть, люблю вас, люблю тебя, обожаю вас, обожаю тебя, супер, отлично, класс, классно, круто, шикарно,
        прекрасно, замечательно, великолепно, чудесно, огонь, топ, зачет, бомба, идеально, превосходно, четко, кайф,
        годно, збс, ура, то что надо, то что нужно, это я и искал*, это и искал*, это мне и нужно, как раз то,
        понятн*, ясно, ясненько, ясн, пон, понял*, понял принял, принято, принял к сведению, приняла к сведению, буду
        знать, учту, запомню, запомнил*, разобрал*, получилось, вышло, заработало, все работает, сработало, нашел,
        нашла, все нашел, сам нашел, сама нашла, вопрос решен*, вопрос решил*, вопрос закрыт, вопрос снят, вопрос
        исчерпан, проблема решена, проблема решилась, все решилось, все решили, уже решил*, нет вопросов, вопросов
        нет, вопросов больше нет, больше нет вопросов, больше вопросов нет, вопросов не имею, вопросов больше не имею,
        больше не вопрос, thank*, thx, thnx, tnx, ty, tysm, cheers, appreciate*, much obliged, grateful, perfect,
        great, awesome, amazing, nice, cool, that helped, it helped, you helped, you're the best, you are the best,
        well done, good job, got it, good bot, хороший бот
        """,
    Talk.GREETING: """
        здравствуй*, здраствуй*, здравствуете, здрасте, здрасти, здрасьте, драсте, драсьте, дратути, дравствуйте,
        здравия желаю, здорово, здоров, здарова, здаров, дарова, даров, привет*, приветик*, превед, прив, приветули,
        приветос*, хай, хаюшки, хей, хелло, хеллоу, хело, халло, салют, салам, салам алейкум, салам пополам, ассаляму
        алейкум, шалом, алоха, хола, бонжур, ку, куку, вечер в хату, мое почтение, мир вашему дому, доброе утро,
        доброе утречко, доброго утра, доброго утречка, утро доброе, утречко, добрый день, день добрый, добрый денек,
        доброго дня, доброго денечка, добрый вечер, вечер добрый, добрый вечерочек, добрый вечерок, доброго вечера,
        вечерочек, доброй ночи всем, доброе время суток, доброго времени суток, доброго времени, добрейшего*, доброго
        всем, рад видеть, рада видеть, рад приветствовать, рада приветствовать, рад знакомству, рада знакомству,
        приятно познакомиться, давай знакомиться, давайте знакомиться, будем знакомы, алло, але, ау, как дела, как
        делишки, как ты, как вы, как жизнь, как настроение, как поживае*, как сам, как сама, как успехи, как оно, че
        как, чо как, что нового, как день, как спалось, что делаешь, чем занимаешься, вы тут, ты тут, вы здесь, ты
        здесь, вы на связи, ты на связи, есть кто на связи, вы еще тут, тут кто, есть контакт, на связи, у меня
        вопрос, у меня есть
        вопрос, у меня такой вопрос, у меня вопросик, у меня к вам вопрос, есть вопрос, есть вопросик, имеется вопрос,
        есть пара вопросов, у меня пара вопросов, у меня несколько вопросов, можно вопрос, можно вопросик, можно
        спросить, можно задать вопрос, можно у вас спросить, можно кое что спросить, хочу спросить, хотел спросить,
        хотела спросить, хотелось бы спросить, хочу задать вопрос, хотел задать вопрос, хотела задать вопрос, хотел бы
        спросить, хотела бы спросить, хотел уточнить, хотела уточнить, хочу уточнить, хотел кое что спросить, хотела
        кое что спросить, хотел спросить кое что, хотела спросить кое что, хочу узнать, хотел узнать, хотела узнать,
        подскажи*, помогите разобраться, начать, начнем, старт, start, hello, hi, hey, heya, hiya, yo, howdy,
        greetings, good morning, good afternoon, good evening, good day, how are you, how are you doing, how's it
        going, how do you do, what's up, whats up, sup, nice to meet you, i have a question, quick question
        """,
    Talk.IDLE: """
        лол, кек, рофл, ржу, хм, хмм, хмык, мда, мдя, нда, эм, эмм, мм, ммм, гм, ой, ойй, упс, опа, оу, вау, ого,
        ничего себе, ну и ну, ну ладно, бывает, тест, тестовое сообщение, тестирую, проверка, проверка связи, раз два
        три, test, testing, ping, пинг, не туда, не сюда, не вам, не тебе, ошибся, ошиблась, ошибся чатом, ошиблась
        чатом, ошибся окном, ошиблась окном, ошибся номером, перепутал чат*, перепутала чат*, случайно, случайно
        нажал*, случайно написал*, случайно отправил*, ахаха, просто так, просто смотрю, ниче, ничего, lol, lmao,
        haha, hmm, oops, wrong chat
        """,
}  # fmt: skip
# «лучшая поддержка на свете»
_PRAISED = "лучш* отличн* классн* крут* супер хорош* прекрасн* замечательн* огонь топ шикарн*"
_PRAISE = "поддержка сервис магазин работа помощник бот команда обслуживание на свете"
# «удачной вам смены», «всего самого наилучшего»: a wish says farewell, but «доброго дня» is a greeting.
_WISHED = """
    хорош* отличн* прекрасн* чудесн* замечательн* приятн* удачн* легк* спокойн* мирн* продуктивн* тихо* теплого
    светлого успешн* бодр* сладк* крепк* классн* наилучш* доброй добрых всего
    """
_WISHES = """
    дня денька денечка вечера вечерочка вечерка ночи ночки смены работы недели выходных отдыха настроения дежурства
    снов неба пути дороги здоровья праздников каникул вам тебе всем доброго хорошего наилучшего лучшего светлого
    прекрасного
    """

# What may stand beside them: small words, whom one speaks to, how much, politeness. No word that asks.
_FILLER = """
    а и но да ну же ж вот то бы б уж уже так это этот эту эти за на с со по от к для я мы мне меня нам нас ты вы вам
    вас тебе тебя ваш ваша ваше ваши вашу твой твоя твои мой моя мои мое все всё всем всех всего всей весь вся самого
    самой самых самым очень сильно просто прям прямо реально точно именно правда действительно снова опять еще теперь
    сейчас сегодня пожалуйста пожалуйсто плиз плз хорошо ладно ок окей оке окок ага угу давай давайте нормально норм
    заранее вдвойне раз разок много бесконечно безмерно премного наконец кажется вроде короче сам сама сами тоже также
    взаимно бывает огромн* больш* преогромн* сердечн* душевн* искренн* человеческ* отдельн* большущ* колоссальн*
    извини* прости* сорри сорян прошу прощения попробую подожду жду буду ждать проверю посмотрю гляну почитаю изучу
    сделаю займусь вернусь тогда потом завтра вери мач боку уважаем* дорог* дорогой добр* милый милые прекрасн*
    замечательн* лучш* отличн* друг друзья дружище братан брат братишка бро ребят* парни пацаны девочки девчонки
    девчата девушка девушки боту народ люди коллег* товарищ* господа дамы сударь сударыня мужики бот робот чатбот
    помощник* опора поддержка магазин команда тут там здесь навсегда слава богу свете эх ой ох ах о the a an so very
    much lot lots my dear friend friends mate bro man guys there everyone all team bot you i it that this is was
    really ok okay well and to me again now too folks sir madam just for sorry please pls u many
    """
# What is thanked for: after «за», and after an «и» behind that.
_FAVOUR = """
    помощь ответ* отклик* отзывчивость информаци* инфу подсказк* совет* внимание оперативность скорость быстроту
    терпение труд труды работу разъяснени* объяснени* пояснени* консультаци* участие содействие заботу понимание время
    ссылк* инструкци* поддержку сервис услуг* доброту вежливость профессионализм реакцию обслуживание решение все help
    answer support time
    """
# Who has helped may be named, too: without thanks beside they are asked for.
_HELPERS = "оператор операторы менеджер консультант специалист сотрудник сотрудница поддержка девушка коллеги agent"
_TO_HELPERS = "оператору менеджеру консультанту специалисту сотруднику сотруднице девушке"
_HELPED = """
    помог помогла помогли подожд* уделил* заметил* напомнил* бросил* нашел* нашли ответил* объяснил* разъяснил*
    подсказал* рассказал* откликнул* решил* выручил* helped
    """
_LAUGHTER = re.compile(r"[абхвпыз]{0,3}(?:ха|ах|хи|хе){2,}[хаие]?|(?:ha|he){2,}h?")
_GRATITUDE = re.compile("спасиб|спс|пасиб|благадар|признатил|памаг|thank|tx")  # folded
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
MAX_WORDS = 16  # a longer text is a story, whatever words it is made of
# Said most often: one letter of them may be wrong.
_FORGIVEN = "здравствуйте спасибо спасибочки благодарю досвидания свидания приветствую большое огромное".split()
MIN_FORGIVEN = 6  # letters
LONGEST_ENGLISH = 20  # letters of an English greeting, typed on the Russian layout


def _word(word: str) -> str:
    return re.escape(fold(word.rstrip("*"))) + (r"\w*" if word.endswith("*") else "")


def _words(listed: str) -> str:
    return rf"(?:{'|'.join(map(_word, listed.split()))})"


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")


def _phrases(listed: str) -> re.Pattern[str]:
    """Any of the phrases, the longest first."""
    phrases = sorted((phrase.split() for phrase in listed.split(",")), key=lambda words: -len(" ".join(words)))
    return _whole("|".join(" ".join(map(_word, words)) for words in phrases))


@dataclass(frozen=True, slots=True)
class _Patterns:
    """All over folded words with one space between; compiled once."""

    phrases: tuple[tuple[Talk, re.Pattern[str]], ...]
    thanked_for: re.Pattern[str]
    filler: re.Pattern[str]
    vocabulary: re.Pattern[str]  # any one word of all these


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    filler, favour, helped = (_words(listed) for listed in (_FILLER, _FAVOUR, _HELPED))
    wish = _whole(rf"{_words(_WISHED)} (?:{filler} ){{0,2}}{_words(_WISHES)}")
    few = rf"(?:(?:{filler}|быстра|падробна|панятна|апиративна)(?: |$)){{0,4}}"
    thanked_for = (
        rf"(?:за|for) (?:\w+ ){{0,3}}?{favour}(?: (?:и|and) (?:\w+ )?{favour})*",  # «за быстрый ответ и терпение»
        rf"(?:за )?(?:та )?(?:шта|что) {few}(?:{helped}|ист)(?: {few})?",  # «что так быстро ответили»
        rf"{_words(_HELPERS)} {few}{helped}",  # «оператор мне уже помог»
        # «спасибо оператору Анне»
        rf"(?:спасиба|спс|благадар\w+) {few}{_words(_TO_HELPERS)}(?: (?!пачиму|\w+ити)\w{{2,}}[иу])?",
    )
    praise = _whole(rf"{_words(_PRAISED)} {_words(_PRAISE)}")
    phrases = (
        (Talk.FAREWELL, wish),
        (Talk.THANKS, praise),
        *((talk, _phrases(listed)) for talk, listed in _PHRASES.items()),
    )
    listed = (*_PHRASES.values(), _WISHED, _WISHES, _PRAISED, _PRAISE, _HELPERS, _TO_HELPERS, _HELPED, _FAVOUR, _FILLER)
    vocabulary = _words(" ".join(listed).replace(",", " "))
    return _Patterns(phrases, _whole("|".join(thanked_for)), re.compile(filler), re.compile(vocabulary))


@lru_cache(maxsize=20_000)
def _heard(word: str) -> str:
    """A word by its sound, with one wrong letter put right in the words that are said most often."""
    folded = fold(word)
    if _LAUGHTER.fullmatch(word):
        return fold("ахаха")
    if len(word) >= MIN_FORGIVEN:
        near = (known for known in map(fold, _FORGIVEN) if OSA.distance(known, folded, score_cutoff=1) <= 1)
        return next(near, folded)
    return folded


@lru_cache(maxsize=64)  # several rules ask about one turn
def talk_of(text: str) -> Talk | None:
    """The kind of small talk that a normalised text is, or None where it says something."""
    words = _TOKEN.findall(text)
    if not 0 < len(words) <= MAX_WORDS:
        return None
    found = next(filter(None, (_talk(" ".join(map(_heard, _TOKEN.findall(each)))) for each in _readings(text))), None)
    # «спасибо, это всё?» still asks; «вы тут?» and «как дела?» ask nothing of us
    return None if "?" in text and found in (Talk.THANKS, Talk.FAREWELL) else found


def _readings(text: str) -> Iterator[str]:
    """The text, and what it would be in other letters: slang is in no dictionary that could have repaired it."""
    yield text
    if text.isascii():
        yield from_transliteration(text)
        yield from_wrong_layout(text)
    elif len(text) < LONGEST_ENGLISH:
        yield from_russian_layout(text)


@lru_cache(maxsize=20_000)
def _is_talk(heard: str) -> bool:
    return _patterns().vocabulary.fullmatch(heard) is not None


def _talk(heard: str) -> Talk | None:
    patterns, said = _patterns(), set()
    thanks = _GRATITUDE.search(heard) is not None
    if not thanks and not all(map(_is_talk, heard.split())):
        return None  # most questions, at once
    if thanks:
        heard = patterns.thanked_for.sub(" спс ", heard)
    for _ in ("as it is", "without small words"):  # «вы меня спасли», «как ваши дела»
        for talk, phrases in patterns.phrases:
            heard, times = phrases.subn(" ", heard)
            said |= {talk} if times else set()
        heard = " ".join(word for word in heard.split() if not patterns.filler.fullmatch(word))
    return next((talk for talk in Talk if talk in said), None) if not heard else None
