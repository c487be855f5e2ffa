"""Russian text: normalisation, words, stems, character n-grams, sentences, question repair. No models, no network."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

import razdel
import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
# Hyphens and spaces that typesetters use and keyboards do not.
_PUNCTUATION = str.maketrans({"\u2010": "-", "\u2011": "-", "\u00ad": "", "\u00a0": " ", "\u202f": " ", "\u2007": " "})

NGRAM_SIZES = (3, 4)

# Words that carry no topic: dropped where the content of a question is weighed, never where it is searched.
STOP_WORDS = frozenset(
    """
    а без более бы был была были было быть в вам вами вас ваш ваша ваше ваши весь во вот все всего всей всем всех всю вы
    где да даже для до его ее ей ему если есть еще ж же за здесь и из или им ими их к как какая какие каким каких какой
    какое какую ко когда кого кому которая которого которое которой которые который которых кто куда ли либо лишь меня
    мне мной мог могу может можно мои мой мою моя моего моей моих мы на над надо нам нами нас наш наша не него нее ней нем
    нет ни ним них но ну нужно о об однако он она они оно от очень по под при про с сам сама сами само себе себя со
    сейчас свой свою своя свои своего своей своих так такая такие такое такой там те тебе тебя тем то тобой того тоже
    той только том тот тут ты у уж уже хоть чего чей чем через что чтоб чтобы чья чьи эта эти это этого этой этом этот
    эту я просто вообще пожалуйста подскажите скажите здравствуйте привет типа блин короче зачем почему сколько
    """.split()
)


def normalise(text: str) -> str:
    """Text for comparison: NFKC, lower case, ё → е, plain hyphens and spaces. Offsets are not kept."""
    folded = unicodedata.normalize("NFKC", text.translate(_PUNCTUATION)).translate(_PUNCTUATION)
    return folded.lower().replace("ё", "е")


def words(text: str) -> list[str]:
    """The normalised words of a text, in order; digits are words."""
    return _WORD.findall(normalise(text))


_stemmer = snowballstemmer.stemmer("russian")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Snowball stem of one normalised word."""
    return str(_stemmer.stemWord(word))


def stems(text: str) -> list[str]:
    """Snowball stems of all words, in order."""
    return [stem(word) for word in words(text)]


def content_stems(text: str) -> list[str]:
    """Stems of the words that carry the topic, in order, each once."""
    return list(dict.fromkeys(stem(word) for word in words(text) if word not in STOP_WORDS))


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


@lru_cache(maxsize=1)
def _dictionary() -> Callable[[str], bool]:
    import pymorphy3  # loads its dictionary, so it waits for the first Latin question

    return pymorphy3.MorphAnalyzer().word_is_known  # type: ignore[no-any-return]


def is_russian_word(word: str) -> bool:
    """Whether the dictionary of Russian knows this word form."""
    return len(word) > 1 and _dictionary()(word)


_LAYOUT = str.maketrans(
    "`qwertyuiop[]asdfghjkl;'zxcvbnm,.",
    "ёйцукенгшщзхъфывапролджэячсмитьбю",
)
# The longest match first: people write "shch" before they write "sh".
_TRANSLITERATION = (
    ("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"),
    ("ju", "ю"), ("ya", "я"), ("ja", "я"), ("yo", "ё"), ("jo", "ё"), ("ye", "е"), ("iy", "ий"), ("yj", "ый"),
    ("a", "а"), ("b", "б"), ("c", "ц"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"),
    ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"),
    ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("w", "в"), ("x", "кс"), ("y", "ы"), ("z", "з"), ("'", "ь"),
)  # fmt: skip
_CYRILLIC_OF = dict(_TRANSLITERATION)
_LATIN_PIECE = re.compile("|".join(re.escape(latin) for latin, _ in _TRANSLITERATION))
_LATIN_TOKEN = re.compile(r"[a-z`\[\];',.]*[a-z][a-z`\[\];',.]*", re.IGNORECASE)


def from_wrong_layout(text: str) -> str:
    """Text typed with the English layout by mistake: «jgthfnjh» → «оператор»."""
    return text.lower().translate(_LAYOUT)


def from_transliteration(text: str) -> str:
    """Russian written in Latin letters: «kak vernut» → «как вернут»."""
    return _LATIN_PIECE.sub(lambda found: _CYRILLIC_OF[found[0]], text.lower())


def _is_damaged(token: str, known: Callable[[str], bool]) -> bool:
    """A Latin token that may be Russian in disguise: not an abbreviation, not a word or two letters, not in the corpus."""
    letters = re.sub(r"[^a-z]", "", token.lower())
    return len(letters) > 2 and not token.isupper() and not known(letters)


def repair_question(question: str, known: Callable[[str], bool] = is_russian_word) -> str:
    """A question with the keyboard layout or the transliteration mapped back to Russian, where the result makes sense.

    The choice between the two is made for the whole question, by how many of its Latin tokens become words that are
    `known`. A question without such tokens comes back as it is.
    """
    tokens = _LATIN_TOKEN.findall(question)
    damaged = [token for token in tokens if _is_damaged(token, known)]
    if not damaged:
        return question

    def gain(mapped: Callable[[str], str]) -> int:
        return sum(any(known(word) for word in words(mapped(token)) if len(word) > 2) for token in damaged)

    best = max((from_wrong_layout, from_transliteration), key=gain)
    if 2 * gain(best) < len(damaged):
        return question
    # Once the layout is known to be wrong, the short words and the punctuation keys were typed with it, too.
    return _LATIN_TOKEN.sub(lambda found: found[0] if found[0].isupper() else best(found[0]), question)
