import pytest

from agent.desk.package.mood import TITLES, Mood, mood_of

ONE = [
    ("Здравствуйте! Как вернуть товар?", Mood.CALM),
    ("где моя посылка", Mood.CALM),
    ("Не приходит СМС из ЛК", Mood.CALM),
    ("оператор", Mood.CALM),
    ("Пожалуйста, пришлите чек!", Mood.CALM),
    ("списали деньги дважды, что делать?", Mood.CALM),
    ("👍", Mood.CALM),
    ("ГДЕ МОЙ ЗАКАЗ", Mood.UPSET),
    ("где заказ???", Mood.UPSET),
    ("ну пожалуйста!!!", Mood.UPSET),
    ("очень обидно, ждали к празднику", Mood.UPSET),
    ("жду уже третью неделю", Mood.UPSET),
    ("до сих пор не привезли", Mood.UPSET),
    ("опять не работает", Mood.UPSET),
    ("никто не отвечает по телефону", Mood.UPSET),
    ("помогите срочно", Mood.UPSET),
    ("деньги не пришли 😢", Mood.UPSET),
    ("вы издеваетесь?", Mood.ANGRY),
    ("верните деньги, воры!", Mood.ANGRY),
    ("идиоты", Mood.ANGRY),
    ("да пошёл ты", Mood.ANGRY),
    ("СКОЛЬКО МОЖНО ЖДАТЬ!!!", Mood.ANGRY),
    ("полный бардак у вас", Mood.ANGRY),
    ("подам на вас в суд", Mood.ANGRY),
    ("😡", Mood.ANGRY),
]


@pytest.mark.parametrize(("text", "expected"), ONE)
def test_one_message(text: str, expected: Mood) -> None:
    assert mood_of([text]) is expected


SEVERAL = [
    ([], Mood.CALM),
    (["где мой заказ 123", "когда привезут", "где мой заказ 123"], Mood.UPSET),  # asks again
    (["ГДЕ МОЙ ЗАКАЗ", "ГДЕ МОЙ ЗАКАЗ!!!"], Mood.ANGRY),
    (["идиоты", "ладно", "заказ 12345678"], Mood.ANGRY),
    (["идиоты", "ладно", "заказ 12345678", "как оформить возврат"], Mood.CALM),  # has cooled down
    (["вы издеваетесь?", "спасибо, помогли"], Mood.CALM),
    (["да", "да"], Mood.CALM),
]


@pytest.mark.parametrize(("texts", "expected"), SEVERAL)
def test_several_messages(texts: list[str], expected: Mood) -> None:
    assert mood_of(texts) is expected


def test_every_mood_has_a_title() -> None:
    assert set(TITLES) == set(Mood)
