"""Russian text: normalisation, words, stems, character n-grams, sentences, question repair. No models, no network."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from threading import Lock
from typing import Any

import razdel
import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
# Hyphens that typesetters use and keyboards do not; of their spaces NFKC makes plain ones.
_TYPESET = (("\u2010", "-"), ("\u00ad", ""))

NGRAM_SIZES = (3, 4)

# Words that carry no topic: dropped where the content of a question is weighed, never where it is searched.
STOP_WORDS = frozenset(
    """
    а без более бы был была были было быть в вам вами вас ваш ваша ваше ваши весь во вот все всего всей всем всех всю вы
    где да даже для до его ее ей ему если есть еще ж же за здесь и из или им ими их к как какая какие каким каких какой
    какое какую ко когда кого кому которая которого которое которой которые который которых кто куда ли либо лишь меня
    мне мной мог могу может можно мои мой мою моя моего моей моих мы на над надо нам нами нас наш наша не него нее
    ней нем
    нет ни ним них но ну нужно о об однако он она они оно от очень по под при про с сам сама сами само себе себя со
    сейчас свой свою своя свои своего своей своих так такая такие такое такой там те тебе тебя тем то тобой того тоже
    той только том тот тут ты у уж уже хоть чего чей чем через что чтоб чтобы чья чьи эта эти это этого этой этом этот
    че чо чет чето ниче ничо ничё ваще ток тока ль пока прям прямо хочу хотел хотела хотелось будет будут буду будете
    будем
    нибудь нету какие-то дальше тогда потом теперь типо кстати вроде нафига никак никуда нигде раз ага угу имеется ваш
    эту я просто вообще пожалуйста подскажите скажите здравствуйте привет типа блин короче зачем почему сколько
    """.split()
)


def normalise(text: str) -> str:
    """Text for comparison: NFKC, lower case, ё → е, plain hyphens and spaces. Offsets are not kept."""
    folded = unicodedata.normalize("NFKC", text)
    for typeset, plain in _TYPESET:  # of a text that has none, this is three times faster than one expression for all
        folded = folded.replace(typeset, plain)
    return folded.lower().replace("ё", "е")


def words(text: str) -> list[str]:
    """The normalised words of a text, in order; digits are words."""
    return _WORD.findall(normalise(text))


_stemmer = snowballstemmer.stemmer("russian")
_stemming = Lock()  # it keeps the word that it works on in itself: two threads at once got stems of each other's words


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Snowball stem of one normalised word."""
    with _stemming:
        return str(_stemmer.stemWord(word))


def stems(text: str) -> list[str]:
    """Snowball stems of all words, in order."""
    return [stem(word) for word in words(text)]


def content_stems(text: str) -> list[str]:
    """Stems of the words that carry the topic, in order, each once."""
    found = dict.fromkeys(map(_content_stem, words(text)))
    found.pop(None, None)
    return list(found)  # type: ignore[arg-type]


@lru_cache(maxsize=100_000)  # with it, a passage that nobody asked about before is read twice as fast
def _content_stem(word: str) -> str | None:
    return None if word in STOP_WORDS else stem(word)


@lru_cache(maxsize=100_000)
def word_ngrams(word: str) -> tuple[str, ...]:
    """Character 3- and 4-grams of one word, padded with one marker on each side; a short word is its own token."""
    padded = f"<{word}>"
    return tuple(padded[i : i + n] for n in NGRAM_SIZES for i in range(len(padded) - n + 1)) or (padded,)


def ngrams(text: str) -> list[str]:
    """Character n-grams of every word, in order, with repetitions: the tokens of the lexical index."""
    return [gram for word in words(text) for gram in word_ngrams(word)]


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences in `text[start:end]`, without the white space around them."""
    for piece in razdel.sentenize(text[start:end]):
        if piece.stop > piece.start:
            yield start + piece.start, start + piece.stop


_loading = Lock()


def morphology() -> Any:
    """The one analyzer of this process: to load another puts what all of them know back to nothing for a moment, and a
    thread that asks meanwhile gets an error."""
    with _loading:
        return _analyzer()


@lru_cache(maxsize=1)
def _analyzer() -> Any:
    import pymorphy3  # loads its dictionary, so it waits until it is needed

    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=100_000)
def is_russian_word(word: str) -> bool:
    """Whether the dictionary of Russian knows this word form."""
    return len(word) > 1 and bool(morphology().word_is_known(word))


@lru_cache(maxsize=20_000)
def is_noun(word: str) -> bool:
    """Whether a normalised word names a thing; words that the dictionary does not know, such as brands, do."""
    tag = morphology().parse(word)[0].tag
    return "NOUN" in tag or "LATN" in tag or "UNKN" in tag


_SOMEBODY = frozenset({"anim", "Name", "Surn", "Patr", "Orgn"})
_ACTING = frozenset(
    """служба поддержка отдел банк магазин компания команда администрация система бот организация центр суд партия армия
    государство правительство я мы ты вы он она они никто любой каждый все сам""".split()
)


@lru_cache(maxsize=20_000)
def names_somebody(word: str) -> bool:
    """Whether a normalised word may name a person, people or an organisation: «курьер», «Иван», «банк», «вы»."""
    parses = morphology().parse(word)
    return not is_russian_word(word) or any(
        not _SOMEBODY.isdisjoint(each.tag.grammemes) or each.normal_form in _ACTING for each in parses
    )


@lru_cache(maxsize=20_000)
def is_person(word: str) -> bool:
    """Whether a normalised word names somebody, most likely: «продавец», not «мы» and not «Калуга»."""
    tag = morphology().parse(word)[0].tag
    return "NOUN" in tag and "anim" in tag and "Geox" not in tag


@lru_cache(maxsize=20_000)
def is_verb(word: str) -> bool:
    """Whether a normalised word tells what is done."""
    tag = morphology().parse(word)[0].tag
    return "VERB" in tag or "INFN" in tag or "GRND" in tag


_LAYOUT = str.maketrans(
    "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~{}:\"<>",
    "ёйцукенгшщзхъфывапролджэячсмитьбюёхъжэбю",
)
# The longest match first: people write "shch" before they write "sh".
_TRANSLITERATION = (
    ("shch", "щ"), ("tsya", "тся"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"),
    ("yu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я"), ("yo", "ё"), ("jo", "ё"), ("ye", "е"), ("iy", "ий"),
    ("yj", "ый"), ("yy", "ый"), ("ay", "ай"), ("ey", "ей"), ("oy", "ой"), ("uy", "уй"),
    ("a", "а"), ("b", "б"), ("c", "ц"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"),
    ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"),
    ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("w", "в"), ("x", "х"), ("y", "ы"), ("z", "з"), ("'", "ь"),
    ("4", "ч"), ("6", "ш"),
)  # fmt: skip
_CYRILLIC_OF = dict(_TRANSLITERATION)
_LATIN_PIECE = re.compile(
    # "y" closes a syllable after a vowel («мой»), but opens the next one before a vowel («мою», «моё»)
    "|".join(re.escape(latin) + ("(?![aou])" if latin in {"ay", "ey", "oy", "uy"} else "") for latin in _CYRILLIC_OF)
)
_LATIN_TOKEN = re.compile(r"[a-z`\[\]{};:',.<>~46]*[a-z][a-z`\[\]{};:',.<>~46]*", re.IGNORECASE)
_ADDRESS = re.compile(r"\S*@\S*|\S*://\S*|\b[\w-]+(?:\.[\w-]+)*\.(?:ru|com|org|net|io|su|app|me)\b\S*", re.IGNORECASE)
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
# Any of these says that the Latin words are English; none is a Russian word in Latin letters.
_ENGLISH = frozenset(
    """
    the is are how what where when why who which want wanna need please plz pls you your can could would with for from
    get give let talk speak chat call return refund order help have has does did not this that there someone person
    human real agent support my money delivery item and or of an transfer connect anybody anyone somebody manager
    don hours now
    """.split()
)
# Names that the dictionary would take for Russian words («озон», «опер»).
_NAMES = frozenset(
    "ozon opera pro max mini plus air bank android ios iphone samsung xiaomi yandex visa mir wifi".split()
)
_LOOKALIKES = str.maketrans("aceopxykmhbt0", "асеорхукмнвто")
# A Cyrillic word with look-alikes in it, a zero in the place of its first letter at most («0ператор», but «30дней»).
_LATIN_LOOKALIKE = re.compile(r"[aceopxykmhbt]|^0(?=[а-яё]{3})", re.IGNORECASE)
_MIXED_WORD = re.compile(r"0?[а-яёaceopxykmhbt]+", re.IGNORECASE)
_WHOLE_WORD = re.compile(r"\w+")
# No word is longer, and the time that is spent on a token grows with the square of its length.
_NO_WORD = re.compile(r"(\S{51,})")


def from_wrong_layout(text: str) -> str:
    """Text typed with the English layout by mistake: «jgthfnjh» → «оператор»."""
    return text.lower().translate(_LAYOUT)


def from_transliteration(text: str) -> str:
    """Russian written in Latin letters: «kak vernut» → «как вернут»."""
    return _LATIN_PIECE.sub(lambda found: _CYRILLIC_OF[found[0]], text.lower())


def _layout_spellings(token: str) -> Iterator[str]:
    yield from_wrong_layout(token)
    # «jgthfnjh.»: a full stop or a comma in its own right, though the same keys are «ю» and «б»
    bare = token.rstrip(",.")
    yield from_wrong_layout(bare) + token[len(bare) :]


def _transliteration_spellings(token: str) -> Iterator[str]:
    """What the writer may have meant, the likeliest first."""
    latin = token.lower().rstrip(",.;:")
    punctuation = token[len(latin) :]
    plain = from_transliteration(latin)
    # podderjka, otslezhivat, perekluchite: "j", "ts" and "u" stand for more than one Russian letter
    for word in (
        plain,
        from_transliteration(latin.replace("j", "zh")),
        plain.replace("ц", "тс"),
        plain.replace("у", "ю"),
    ):
        if word.startswith("ет"):
            yield "э" + word[1:] + punctuation  # eto
        yield word + punctuation
        if word.endswith("и"):
            yield word[:-1] + "й" + punctuation  # zhivoi
        for place in range(len(word), 1, -1):  # dengi, skolko: the soft sign is left out
            if word[place - 1] in "бвдзлмнпрстфчшщ":
                yield word[:place] + "ь" + word[place:] + punctuation


def _best_spelling(spellings: Iterator[str], known: Callable[[str], bool]) -> tuple[str, bool]:
    """The first spelling whose words are all known, and whether there is one; otherwise the first spelling."""
    first = next(spellings)
    for spelling in (first, *spellings):
        found = words(spelling)
        if found and all(known(word) or known(spelling.strip(",.;:")) for word in found):
            return spelling, True
    return first, False


def _without_lookalikes(text: str) -> str:
    """Latin letters inside Cyrillic words put back: «oпeратор» → «оператор»."""

    def mend(found: re.Match[str]) -> str:
        word = found[0]
        mixed = _LATIN_LOOKALIKE.search(word) and _CYRILLIC.search(word) and _MIXED_WORD.fullmatch(word)
        return word.lower().translate(_LOOKALIKES) if mixed else word

    return _WHOLE_WORD.sub(mend, text)


def _latin_tokens(question: str) -> list[str]:
    """The Latin tokens that may be Russian in disguise: not addresses, not abbreviations, not endless."""
    shouted = question.isupper() and len(question) > 4
    tokens = _LATIN_TOKEN.findall(_ADDRESS.sub(" ", _NO_WORD.sub(" ", question)))
    return [token for token in tokens if shouted or not token.isupper()]


def _letters(token: str) -> str:
    return re.sub(r"[^a-z]", "", token.lower())


def repair_question(question: str, known: Callable[[str], bool] = is_russian_word) -> str:
    """A question with the keyboard layout or the transliteration mapped back to Russian, where the result makes sense.

    The choice between the two is made for the whole question, by how many letters of its Latin tokens become words
    that are `known`; they have to be more than half. A question without such tokens comes back as it is.
    """
    question = _without_lookalikes(question)
    tokens = _latin_tokens(question)
    damaged = [token for token in tokens if len(_letters(token)) > 2 and _letters(token) not in _NAMES]
    damaged = [token for token in damaged if not known(_letters(token))]
    if not damaged:
        return question

    def gain(spellings: Callable[[str], Iterator[str]]) -> int:
        return sum(len(token) for token in damaged if _best_spelling(spellings(token), known)[1])

    # Inside a Russian question a Latin word is a name rather than transliteration.
    russian_beside = bool(_CYRILLIC.search(question)) or any(_letters(token) in _ENGLISH for token in tokens)
    ways = (_layout_spellings,) if russian_beside else (_layout_spellings, _transliteration_spellings)
    gained, best = max(((gain(way), way) for way in ways), key=lambda each: each[0])
    if 2 * gained <= sum(map(len, damaged)):
        return question
    # Once the way is known, the short words were typed in it, too.
    mended = frozenset(tokens)

    def mend(found: re.Match[str]) -> str:
        keep = found[0] not in mended or _letters(found[0]) in _NAMES
        return found[0] if keep else _best_spelling(best(found[0]), known)[0]

    parts = _NO_WORD.split(question)
    parts[::2] = [_LATIN_TOKEN.sub(mend, words_between) for words_between in parts[::2]]
    return "".join(parts)
