"""What is small talk and of which kind, and that a question beside it is never swallowed."""

import pytest

from agent.triage.smalltalk import Talk, talk_of


@pytest.mark.parametrize(
    ("said", "talk"),
    [
        # what stands last in a conversation names the turn
        ("здравствуйте", Talk.GREETING),
        ("здравствуйте, спасибо", Talk.THANKS),
        ("здравствуйте, спасибо, до свидания", Talk.FAREWELL),
        # an adjective alone decides between a greeting and a wish
        ("доброго дня", Talk.GREETING),
        ("удачного дня", Talk.FAREWELL),
        # by sound, with a wrong letter, stretched, in other letters
        ("дасвидания", Talk.FAREWELL),
        ("спаибо", Talk.THANKS),
        ("приветтттт", Talk.GREETING),
        ("spasibki", Talk.THANKS),
        ("cgfcb,j", Talk.THANKS),
        ("руддщ", Talk.GREETING),
        # who helped, and what for
        ("спасибо за быстрый и понятный ответ", Talk.THANKS),
        ("спасибо оператору анне", Talk.THANKS),
        ("оператор мне уже помог", Talk.THANKS),
        ("вы меня спасли", Talk.THANKS),
        # nothing at all
        ("ахахаха", Talk.IDLE),
        ("ой, не туда", Talk.IDLE),
    ],
)
def test_the_kind_of_small_talk(said: str, talk: Talk) -> None:
    assert talk_of(said) is talk


@pytest.mark.parametrize(
    "said",
    [
        "",
        "спасибо, а доставка бесплатная",
        "спасибо, это всё?",
        "до свидания, и верните деньги",
        "здравствуйте, что по времени работы",
        "здравствуйте, оператор",
        "спасибо за испорченный праздник",
        "спасибо, не помогло",
        "ничего не понятно",
        "пока не пришёл код",
        "хорошего товара нет",
        "спасибо " * 20,
    ],
)
def test_one_word_that_says_something_makes_it_no_small_talk(said: str) -> None:
    assert talk_of(said) is None
