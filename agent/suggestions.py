"""What a customer might ask next, or first: headings of sections that the articles answer, put as one would click them.

A suggestion that is clicked becomes a question, and it has to find the section that it names. To ask each heading takes
as long as a turn, so a heading is trusted when no other section's heading and no title says the same in other words
(by stems). When clicked, 98 of 100 such headings of three corpora, one with 6,000 sections, were answered, 97 by the
section that they name.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import chain
from pathlib import PurePosixPath
from typing import NamedTuple
from weakref import WeakKeyDictionary

from agent.coherence import points_back
from agent.desk import Message, Role
from agent.reply import Citation
from agent.retrieval import Evidence, PassageRetriever
from agent.triage import TurnKind, triage
from agent.unhelped import did_not_help
from ingest.passage import Section
from ingest.release import Release
from ingest.russian import content_stems, morphology, stem, words

FOLLOW_UPS = 3
STARTERS = 4
LONGEST = 70  # characters: two lines of a button on a telephone
CONTENT = 2  # stems; a heading with one («Через меню») says nothing away from its article, or everything («Возврат»)
AROUND = (1, -1, 2)  # sections of the article, counted from the cited one
NEAR_SHARE = 0.7  # of the best score: of the same matter, and better than what merely stands beside
FAR_SHARE = 0.6  # what is below is about something else
ALIKE = 0.6  # Jaccard index of stems, from which two headings are one question
LOOKED_AT = 12  # headings at a time, for one starter

_STEP = re.compile(r"^(?:(?:шаг|этап|step)\W*\d*\W+|\([^)]*\)\s*)+", re.IGNORECASE)
_CODE = re.compile(r"[_`{}<>=\\|]|://|\w\.\w+\(|^\W*$")
_RUSSIAN = re.compile(r"[а-яё]{3}", re.IGNORECASE)
# Only with such words may a heading be taken for anything but a question; to look closer takes a millisecond.
_SPEAKS_UP = re.compile(
    r"\b(?:я|мы|мне|меня|мо[йеяию]\w*|нам|нас|поддержк\w+|лини\w+|оператор\w*|специалист\w*|сотрудник\w*|менеджер\w*"
    r"|консультант\w*|агент\w*|челове\w+|люд\w+|жалоб\w+|претензи\w+|спасибо|здравствуйте|привет\w*|нового|помог\w*"
    r"|дозвон\w+|позов\w+|соедин\w+)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:как|что|где|куда|когда|сколько|почему|зачем|можно ли|кто|чем|какие?|какой|какая|если|нужно ли)\b|\?$"
)
# What every text has: a heading of these words alone does not say what is below it.
_EMPTY = frozenset(
    stem(word)
    for word in words(
        """
        введение вступление предисловие заключение итог итоги вывод выводы резюме содержание оглавление аннотация
        общий общие общая положения информация сведения описание обзор краткий кратко основной основные главное
        важный важно важная необходимая необходимые дополнительный дополнительно дополнительная полезный полезные
        ссылки материалы литература источники приложение примечание примечания пример примеры другой другие прочий
        прочие прочее часто задаваемые вопрос вопросы ответ ответы частые популярные faq термины определения глоссарий
        подготовительные подготовка предварительные действия шаг шаги этап этапы смотрите читайте см тема теме
        статья статье раздел условия рекомендации советы совет особенности моменты нюансы начало решение результат
        """
    )
)
# What people come to any company's support with.
_EVERYDAY = frozenset(
    stem(word)
    for word in words(
        """
        заказ заказать доставка посылка возврат вернуть обмен обменять отмена отменить оплата оплатить платеж деньги
        стоимость цена тариф счет чек карта списание скидка промокод бонусы подписка адрес срок аккаунт пароль войти
        регистрация доступ гарантия бронь билет изменить поменять подключить отключить настроить
        """
    )
)


class Topic(NamedTuple):
    words: str  # as a customer would click them
    stems: frozenset[str]
    section: Section

    @property
    def folder(self) -> str:
        return str(PurePosixPath(self.section[0]).parent)


class Topics:
    """The sections of a release by what they are about: those whose headings can be asked, and find them."""

    def __init__(
        self, sections: Sequence[Section], titles: Mapping[str, str], disputed: AbstractSet[Section] = frozenset()
    ) -> None:
        """`sections` in the order of the articles; `titles` by article; `disputed`: where articles disagree, which is
        to be told when it is asked for, and not to be pointed to."""
        self._order: dict[str, list[Section]] = {}
        for section in sections:
            self._order.setdefault(section[0], []).append(section)
        self.of: dict[Section, Topic] = {}
        named = [
            Topic(heading[-1], _stems(heading[-1]), (article, heading)) for article, heading in sections if heading
        ]
        titled = [Topic(titles[article], _stems(titles[article]), (article, ())) for article in self._order]
        saying = Counter(each.stems for each in named)
        saying.update(each.stems for each in titled)
        for topic in chain(titled, named):
            said = as_clicked(topic.words)
            if said and saying[topic.stems] == 1 and not topic.stems <= _EMPTY and topic.section not in disputed:
                self.of[topic.section] = topic._replace(words=said)
        self.titled_by_file = frozenset(each for each in self._order if titles[each] == PurePosixPath(each).stem)
        # How often articles' headings speak of a thing: what many speak of, customers ask about.
        self.spoken_of = Counter(
            each
            for article, found in self._order.items()
            for each in frozenset().union(_stems(titles[article]), *(_stems(path[-1]) for _, path in found if path))
        )

    @property
    def articles(self) -> tuple[str, ...]:
        return tuple(self._order)

    def of_article(self, article: str) -> list[Topic]:
        """What may be asked about it: its title, unless it is the name of a file, and its headings."""
        title = () if article in self.titled_by_file else ((article, ()),)
        return [self.of[each] for each in chain(title, self._order[article]) if each in self.of]

    def around(self, section: Section) -> Iterator[Section]:
        """Sections of the same article, the next one first."""
        order = self._order.get(section[0], [])
        if section in order:
            place = order.index(section)
            yield from (order[place + step] for step in AROUND if 0 <= place + step < len(order))


# Built once for a release, at the first question (0.3 s for 6,000 sections), and gone with it.
_TOPICS: WeakKeyDictionary[Release, Topics] = WeakKeyDictionary()


def topics_of(release: Release) -> Topics:
    if release not in _TOPICS:
        titles = {each.id: each.title for each in release.articles.values()}
        disputed = list({fact.passage_id for conflict in release.conflicts() for fact in conflict.facts})
        sections = {each.section for each in release.passages(disputed)}
        _TOPICS[release] = Topics(release.sections(), titles, sections)
    return _TOPICS[release]


def next_questions(
    evidence: Evidence, citations: Sequence[Citation], history: Sequence[Message], release: Release
) -> tuple[str, ...]:
    """Up to three questions that the articles answer, near to what was just answered and not asked before."""
    return choose(evidence, citations, history, topics_of(release))


def choose(
    evidence: Evidence, citations: Sequence[Citation], history: Sequence[Message], topics: Topics
) -> tuple[str, ...]:
    """As `next_questions`, among these topics. Pure."""
    said = [evidence.question.text, *(each.text for each in history if each.role is Role.CUSTOMER)]
    known = [_stems(each) for each in said]
    earlier = chain.from_iterable(each.reply.citations for each in history if each.reply is not None)
    answered = {(each.source_id, each.heading) for each in chain(citations, earlier)}
    chosen: list[str] = []
    for section in _near(evidence, citations, topics):
        topic = topics.of.get(section)
        if topic is None or section in answered or not section[1] or len(topic.stems) < CONTENT:
            continue
        if not any(_alike(topic.stems, each) for each in known) and can_be_asked(topic.words):
            chosen.append(topic.words)
            known.append(topic.stems)
            if len(chosen) == FOLLOW_UPS:
                break
    return tuple(chosen)


def starters(retriever: PassageRetriever) -> tuple[str, ...]:
    """Up to four questions to begin with, each of another topic, of another folder where there are folders, and found
    first by its own words. The same for the same release."""
    topics = topics_of(retriever.release)
    left = [topic for article in topics.articles for topic in topics.of_article(article)]
    chosen: list[Topic] = []
    while left and len(chosen) < STARTERS:
        folders = {each.folder for each in chosen}
        left.sort(key=lambda each: (each.folder not in folders, *_appeal(each, topics)), reverse=True)
        looked_at, left = left[:LOOKED_AT], left[LOOKED_AT:]
        topic = next((each for each in looked_at if can_be_asked(each.words) and _finds_itself(each, retriever)), None)
        if topic is not None:
            chosen.append(topic)
            left = [each for each in (*looked_at, *left) if not each.stems & topic.stems]
            left = [each for each in left if each.section[0] != topic.section[0]]
    return tuple(each.words for each in chosen)


def _appeal(topic: Topic, topics: Topics) -> tuple[bool, bool, bool, float]:
    """What makes one click: a question, about what people come to any support with, or what many articles tell of."""
    often = sum(topics.spoken_of[each] for each in topic.stems) / len(topic.stems)
    asks = _ASKS.search(topic.words.lower()) is not None
    return asks, not _EVERYDAY.isdisjoint(topic.stems), len(topic.stems) >= CONTENT, often


def _finds_itself(topic: Topic, retriever: PassageRetriever) -> bool:
    article, heading = topic.section
    found = retriever.retrieve(topic.words).candidates[:1]
    return any(
        each.passage.section == topic.section if heading else each.passage.source_id == article for each in found
    )


def _near(evidence: Evidence, citations: Sequence[Citation], topics: Topics) -> Iterator[Section]:
    """Sections that the question found, then those beside the cited ones, then those that it nearly found."""
    cited = dict.fromkeys((each.source_id, each.heading) for each in citations)
    best = max((each.score for each in evidence.candidates), default=0.0)
    found = [each.passage.section for each in evidence.candidates if each.score >= NEAR_SHARE * best]
    nearly = [each.passage.section for each in evidence.candidates if each.score >= FAR_SHARE * best]
    beside = chain.from_iterable(topics.around(each) for each in cited)
    return iter(dict.fromkeys(chain(found, beside, nearly)))


def _alike(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    return one <= other or len(one & other) >= ALIKE * len(one | other)


def as_clicked(heading: str) -> str | None:
    """A heading as a button; None where it would not make sense on one."""
    said = _STEP.sub("", heading.strip()).rstrip(" .,:;!…–—-")
    if len(said) > LONGEST or _CODE.search(said) or not _RUSSIAN.search(said):
        return None
    if said.isupper():
        said = said.lower()
    return said[0].upper() + said[1:]


@lru_cache(maxsize=5_000)  # the same headings are near the evidence again and again
def can_be_asked(heading: str) -> bool:
    """Whether a heading stands on its own and is a question for the articles, not an order to the reader or a message
    that means something else, such as «Позвать оператора» or «Если ничего не помогло»."""
    if _orders(heading) or points_back(heading) or did_not_help(heading):
        return False
    return _SPEAKS_UP.search(heading) is None or triage(heading).kind is TurnKind.QUESTION


def _orders(heading: str) -> bool:
    """Whether it tells the reader what to do: «выгрузите» is also a future, and nobody begins a heading with that."""
    first = next(iter(words(heading)), "")
    return first.endswith(("те", "тесь")) and any("impr" in each.tag for each in morphology().parse(first))


@lru_cache(maxsize=50_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(text))
