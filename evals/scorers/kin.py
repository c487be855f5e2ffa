"""Which words say the same thing: forms and kin of one word, and a small list of synonyms of support's language."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import snowballstemmer

from evals.scorers.words import Word

if TYPE_CHECKING:
    from ingest.stem_vectors import StemVectors

ROOT = 0.7  # two stems whose beginnings share this part of the shorter one, and 4 letters, have one root
VERB_ROOT = 3  # letters; verbs change more («сменить», «менять»), and are rarer mistaken for each other

NEAR = 0.35  # cosine of two words that may stand for each other

_stemmer = snowballstemmer.stemmer("russian")
_VERBS = frozenset("VERB INFN PRTF PRTS GRND".split())
# What makes a verb perfective and, most often, changes nothing else: «звонить», «позвонить».
_PERFECTIVE = re.compile(r"^(?:по|со|за|на|об|про|вы|при|с|о|у)(?=.{3})")
_SYNONYMS = tuple(
    frozenset(line.split())
    for line in """
    позвонить звонить звонок вызов телефон перезвонить набрать набирать
    написать писать почта письмо отправить отправлять прислать послать сообщить
    стоить обойтись взимать взиматься брать взять удержать удерживать удерживаться плата стоимость цена стоимость
    вернуть возвращать возвращаться вернуться возврат возвратить
    сотрудник оператор специалист человек менеджер консультант
    диалог переписка разговор беседа
    сохранить сохраняться хранить храниться сохранять хранение
    доставить доставка доставлять привезти привозить курьерский
    получить получать прийти приходить поступить поступать
    изменить изменять сменить менять поменять заменить замена смена обновить
    исправить исправлять поправить
    работать отвечать открыть открытый доступный принимать связь
    деньги сумма средство наличные
    снять снимать снятие
    закрыть закрывать закрываться закончить заканчиваться
    знак символ
    фото фотография снимок изображение картинка
    заявка запрос обращение
    приложить приложенный прикрепить вложить вложение добавить
    узнать подсказать рассказать сообщить спросить проверить
    нажать выбрать выбирать кликнуть
    открыть открывать зайти заходить перейти войти
    разрешаться можно позволяться допускаться
    показать показывать предлагать предложить выводить
    посмотреть увидеть видеть найти смотреть просмотреть перечитать прочитать читать
    подключить подключиться подключаться соединить соединять соединиться позвать звать
    быстро быстрый ускорять ускорить скорый сразу
    начать начаться начинаться начинать
    закончить закончиться окончание конец истечь завершить
    отменить отменять отмена
    сначала прежде первый
    включить включать подключить
    пустить пускать впускать заселить заселять
    """.splitlines()
    if line.strip()
)


# Where one of two stands for the other, the meaning is turned round.
_OPPOSITES = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("быстро быстрый быстрее скоро", "долго долгий дольше медленно медленный"),
        ("левый слева", "правый справа"),
        ("верхний вверху сверху", "нижний внизу снизу"),
        ("дорогой дорого", "дешевый дешево"),
        ("много больше большой", "мало меньше маленький"),
        ("первый", "последний второй третий"),
        ("открыть открывать открытый открыться открываться", "закрыть закрывать закрытый закрыться закрываться"),
        ("включить включать", "выключить выключать отключить отключать"),
        ("бесплатно бесплатный", "платно платный"),
        ("начаться начинаться начало", "закончиться заканчиваться окончание конец"),
        ("увеличить увеличивать вырасти расти", "уменьшить уменьшать снизить снижать"),
        ("до перед", "после"),
        ("ранний рано раньше", "поздний поздно позже"),
        ("внутри", "снаружи"),
        ("свой собственный", "чужой"),
        ("новый", "старый прежний"),
    )
)


def opposite(said: Sequence[Word], given: Sequence[Word]) -> Word | None:
    """A word that is said where only its opposite is given."""
    there = frozenset().union(*(word.lemmas for word in given)) if given else frozenset[str]()
    for word in said:
        for pair in _OPPOSITES:
            for one, other in (pair, pair[::-1]):
                if word.part != "PREP" and word.lemmas & one and there & other and not there & one:
                    return word
    return None


def find(word: Word, among: Sequence[Word]) -> list[int]:
    """The places of the words that are like it."""
    return [place for place, other in enumerate(among) if other.part and alike(word, other)]


@lru_cache(maxsize=200_000)
def alike(one: Word, other: Word) -> bool:
    """Whether two words say the same thing: «доставка» and «доставить» do, «покупка» and «покупатель» do not."""
    mine, its = _stems(one), _stems(other)
    if one.lemmas & other.lemmas or mine & its:
        return True
    if any(one.lemmas & group and other.lemmas & group for group in _SYNONYMS):
        return True
    if one.is_noun and other.is_noun:
        return False  # two things of one root are two things
    if one.parts & _VERBS and other.parts & _VERBS:
        return any(_shared(a, b) >= max(VERB_ROOT, ROOT * min(len(a), len(b))) for a in _bare(mine) for b in _bare(its))
    mine, its = (_bare(stems) if word.parts & _VERBS else stems for word, stems in ((one, mine), (other, its)))
    return any(_shared(a, b) >= max(4, ROOT * min(len(a), len(b))) for a in mine for b in its)


def near(word: Word, among: Sequence[Word]) -> bool:
    """Whether one of the words is like it, or stands where it would: «привезёт» where «доставит» does."""
    # Things of one kind stand in the same places («покупатель», «продавец»), and are different things.
    others = (other for other in among if other.is_content and not (word.is_noun and other.is_noun))
    return bool(find(word, among)) or any(_cosine(word, other) >= NEAR for other in others)


@lru_cache(maxsize=200_000)
def _cosine(one: Word, other: Word) -> float:
    """Of the vectors of the built-in embedder; 0 for a word that it does not know."""
    vectors = _vectors()
    rows = [vectors.row_of.get(str(_stemmer.stemWord(word.text))) for word in (one, other)]
    return 0.0 if rows[0] is None or rows[1] is None else float(vectors.rows[rows[0]] @ vectors.rows[rows[1]])


@lru_cache(maxsize=1)
def _vectors() -> "StemVectors":
    from ingest.embedding import builtin_vectors  # reads the weights, so it waits until they are needed

    return builtin_vectors()


def _shared(one: str, other: str) -> int:
    """How many letters two words have in common from their beginning on."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _bare(stems: frozenset[str]) -> frozenset[str]:
    return stems | {_PERFECTIVE.sub("", stem) for stem in stems}


@lru_cache(maxsize=20_000)
def _stems(word: Word) -> frozenset[str]:
    return frozenset(str(_stemmer.stemWord(re.sub(r"с[ья]$", "", lemma))) for lemma in word.lemmas)
