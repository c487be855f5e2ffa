"""Which words say the same as others, and which say nothing: what a draft may change in an article's words. Pure.

Without this a draft may swap a verb, and «деньги списывают» would rest on «деньги возвращают».
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from ingest.russian import stem, words

# Each line says one thing, to a customer of a shop. A word may stand in several.
_SAME = """
вернуть верните вернется вернет возвращать возвращаются возвращает возврат
отправить отправьте отправлять отправляйте отправка выслать вышлите послать прислать пришлите присылать
открыть откройте открывать зайти зайдите заходить войти войдите вход перейти перейдите переход
нажать нажмите нажимайте нажатие кликнуть кликните
выбрать выберите выбирайте выбирать выбор
позвонить позвоните звонить звоните звонок набрать наберите
написать напишите писать пишите
связаться свяжитесь обратиться обратитесь обращайтесь обращаться
сообщить сообщите сообщать сказать скажите назвать назовите указать укажите указывать продиктовать продиктуйте
подсказать подскажет подскажут ответить ответит отвечать отвечает рассказать расскажет объяснить объяснит объяснят
оформить оформите оформлять оформляют оформляется оформляются оформление подать подайте
найти найдите находить искать ищите
находиться находится находятся расположен расположена расположены располагается
храниться хранится хранятся хранить хранят хранение лежать лежит
работать работает работают действовать действует отвечать отвечает отвечают доступен доступна доступны доступно
стоить стоит стоят обойтись обойдется стоимость цена
занять займет занимать занимает длиться длится
ждать ждите дождаться дождитесь подождать подождите ожидать ожидайте
прийти придет придут приходит поступить поступит поступят поступает
получить получите получать получение
проверить проверьте проверять проверяет проверит проверка
приготовить приготовьте подготовить подготовьте
понадобиться понадобится понадобятся потребоваться потребуется требуется требуются пригодится нужен нужна нужны
изменить измените изменять изменение поменять поменяйте менять сменить смените смена
приложить приложите прикладывать прикладывайте прикрепить прикрепите прикреплять
заполнить заполните заполнение внести внесите ввести введите
помочь помогите поможет помогут помогает помогают помощь
отменить отмените отменять отменяют отмена
оплатить оплатите оплачивать оплачивает оплата заплатить заплатите
доставить доставлять доставляет доставляют доставка привезти привезет привезут
принять примет принимать принимает принимают прием приложить прикрепить прикрепите
бесплатный бесплатна бесплатно бесплатная бесплатную бесплатны
попросить попросите просить запросить запросите запрос
исправить исправьте исправлять исправит
подтвердить подтвердите подтверждать подтверждение
"""
# Words that a draft may add: they join sentences, and claim nothing.
_EMPTY = """
является являются явиться имеется имеются осуществляется осуществляются производится происходит выполните выполнить
сделать сделайте делать сделают следующий следующие следующее следующим данный данная данные данном этап шаг шаги шага
образом способ способом помощью случае например обычно также затем сначала далее именно просто соответствующий
соответствующую соответствующем позволяет необходимый необходимые ваш посредством указанный указанные рекомендуем
рекомендуется воспользуйтесь воспользоваться использовать используйте через таким некоторый некоторые
"""
# Sounds that change places before an ending: помогать, помогу; ответить, отвечать; подскажет, подсказывать.
_ALTERNATIONS = frozenset({"зж", "тч", "тщ", "гж", "кч", "сш", "дж", "хш"})
_ROOT = 3  # letters that such forms share at least
_STEM = 4  # letters of a stem that another may continue: «провер», «проверя»
_ENDING = 4  # letters by which they may differ


@cache
def _meanings() -> Mapping[str, frozenset[int]]:
    """For each stem the numbers of the lines that it stands in."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_SAME.split("\n")):
        for word in words(line):
            found.setdefault(stem(word), set()).add(number)
    return {each: frozenset(numbers) for each, numbers in found.items()}


@cache
def _empty() -> frozenset[str]:
    return frozenset(stem(word) for word in words(_EMPTY))


def says_nothing(stemmed: str) -> bool:
    """Whether a draft may add this word, given by its stem."""
    return stemmed in _empty()


@lru_cache(maxsize=50_000)
def same_meaning(one: str, other: str) -> bool:
    """Whether the words with these stems say the same to a customer: synonyms from the list above."""
    meanings = _meanings()
    return not meanings.get(one, frozenset()).isdisjoint(meanings.get(other, frozenset()))


@lru_cache(maxsize=50_000)
def same_verb(one: str, other: str) -> bool:
    """Whether these are stems of one verb or of two aspects of it."""
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    left, right = one[shared:], other[shared:]
    if max(len(left), len(right)) > _ENDING:
        return False
    if not left or not right:
        return shared >= _STEM
    return shared >= _ROOT and bool(_ALTERNATIONS & {left[0] + right[0], right[0] + left[0]})
