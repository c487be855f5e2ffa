"""Whether sentences stand in what they cite."""

import ast
from pathlib import Path

import pytest

from evals.scorers.support import judge, judge_reply, supported
from tests.evals.scorers.parts import cite, reply

ROOT = Path(__file__).parents[3]

PARCEL = (
    "Посылка хранится в пункте выдачи 7 дней. Если не забрать её вовремя, заказ отменится, а деньги вернутся на карту."
)
COURIER = "Курьер приезжает с 10:00 до 22:00 и звонит за час до доставки. Изменить время можно до вечера накануне."
PASSWORD = "Пароль меняют в настройках профиля. Новый пароль должен содержать не меньше восьми знаков."
CODE = (
    "Не сообщайте код из СМС никому, даже сотрудникам поддержки. Мошенники часто представляются службой безопасности."
)
FLIGHT = "Регистрация на рейс открывается за 24 часа до вылета и закрывается за 40 минут. Талон придёт на почту."
DRUGS = "Лекарства и продукты вернуть нельзя. Бытовую технику принимают, если сохранилась упаковка."
BLAME = "Продавец отвечает за качество товара, а маркетплейс — за доставку. С браком обращайтесь к продавцу."
LINE = "Горячая линия: 8 (800) 100-20-30, звонок бесплатный. Почта: help@lavka.example."


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        (PARCEL, "Посылка хранится в пункте выдачи 7 дней."),
        (PARCEL, "В пункте выдачи посылку держат семь дней."),
        (PARCEL, "Заказ ждёт вас в пункте выдачи неделю."),
        (PARCEL, "Если не забрать посылку, заказ отменяется."),
        (COURIER, "Курьер приезжает с 10 до 22 часов."),
        (COURIER, "Курьер предупредит звонком за 60 минут."),
        (PASSWORD, "Сменить пароль можно в настройках профиля."),
        (PASSWORD, "Новый пароль: от восьми знаков."),
        (CODE, "Никому не говорите код из СМС."),
        (CODE, "Даже сотрудникам поддержки код сообщать нельзя."),
        (FLIGHT, "Зарегистрироваться на рейс можно за сутки до вылета."),
        (DRUGS, "Технику примут обратно, если цела упаковка."),
        (BLAME, "За доставку отвечает маркетплейс."),
        (LINE, "Телефон горячей линии: +7 800 100-20-30."),
        (LINE, "Пишите на help@lavka.example."),
    ],
)
def test_the_same_in_other_words_is_supported(quote: str, sentence: str) -> None:
    judged = judge(sentence, [quote])
    assert judged.supported, judged.reason


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        # figures, units, times, telephones, links
        (PARCEL, "Посылка хранится в пункте выдачи 9 дней."),
        (PARCEL, "Посылка хранится в пункте выдачи 7 недель."),
        (COURIER, "Курьер приезжает с 22:00 до 10:00."),
        (COURIER, "Курьер приезжает круглосуточно."),
        (FLIGHT, "Регистрация закрывается за 24 часа до вылета."),
        (LINE, "Горячая линия: 8 (800) 100-20-31."),
        (LINE, "Почта: help@lavka.ru."),
        # modality, bounds
        (COURIER, "Время доставки нужно изменить до вечера."),
        (PASSWORD, "Новый пароль может содержать меньше восьми знаков."),
        (DRUGS, "Лекарства можно вернуть."),
        # negation
        (CODE, "Сообщайте код из СМС сотрудникам поддержки."),
        (LINE, "Звонок не бесплатный."),
        (PARCEL, "Если не забрать посылку, деньги не вернутся."),
        # who acts
        (COURIER, "Позвоните курьеру за час до доставки."),
        (CODE, "Сотрудники поддержки часто представляются мошенниками."),
        (BLAME, "За качество товара отвечает маркетплейс."),
        (PASSWORD, "Пароль меняет оператор поддержки."),
        # another thing, a wider one
        (PARCEL, "Заказ хранится в постамате 7 дней."),
        (FLIGHT, "Талон придёт в СМС."),
        (DRUGS, "Бытовую технику принимают всегда."),
        (BLAME, "Обращайтесь только к продавцу."),
        (PARCEL, "Доставка бесплатная."),
    ],
)
def test_a_changed_meaning_is_not_supported(quote: str, sentence: str) -> None:
    assert not judge(sentence, [quote]).supported


def test_a_reason_names_what_is_missing() -> None:
    assert "9.0 день" in judge("Посылка хранится 9 дней.", [PARCEL]).reason
    assert judge("Посылка хранится 7 дней.", []).reason == "cites nothing"


def test_a_heading_may_name_the_thing_but_states_nothing() -> None:
    quote = "Стоит она 299 рублей."
    assert not judge("Доставка стоит 299 рублей.", [quote]).supported
    assert judge("Доставка стоит 299 рублей.", [quote], ["Доставка"]).supported
    assert not judge("Доставка стоит 399 рублей.", [quote], ["Доставка за 399 рублей"]).supported


def test_the_share_of_a_reply() -> None:
    returns, money = cite("Вернуть товар можно в течение 14 дней."), cite("Деньги приходят за 3 дня.", marker=2)
    right, wrong = "Вернуть товар можно в течение 14 дней [1].", "Деньги приходят за 5 дней [2]."
    assert supported(reply(f"Здравствуйте! {right}", returns, money)) == 1
    assert supported(reply(f"{right} {wrong}", returns, money)) == 0.5
    assert supported(reply(wrong, returns, money)) == 0
    assert supported(reply("Здравствуйте! Чем помочь?", returns)) is None
    # it stands in the other quote, but cites this one; it cites nothing; it cites what is not there
    assert supported(reply("Вернуть товар можно в течение 14 дней [2].", returns, money)) == 0
    assert supported(reply(f"{right} Деньги приходят за 3 дня.", returns, money)) == 0.5
    assert supported(reply("Вернуть товар можно в течение 14 дней [7].", returns, money)) == 0


def test_a_reply_without_markers_rests_on_all_its_citations() -> None:
    returns, money = cite("Вернуть товар можно в течение 14 дней."), cite("Деньги приходят за 3 дня.", marker=2)
    assert supported(reply("Вернуть товар можно в течение 14 дней. Деньги приходят за 3 дня.", returns, money)) == 1


def test_a_lead_in_is_judged_with_its_list() -> None:
    returns, money = cite("Вернуть товар можно в течение 14 дней."), cite("Деньги приходят за 3 дня.", marker=2)
    said = reply(
        "Товар и деньги:\n— вернуть товар можно за 14 дней [1];\n— деньги приходят за 3 дня [2].", returns, money
    )
    assert [each.supported for each in judge_reply(said)] == [True, True, True]


def test_nothing_of_the_agents_verification_is_used() -> None:
    modules, seen = ["support"], set[str]()
    imported = set[str]()
    while modules:
        name = modules.pop()
        seen.add(name)
        tree = ast.parse((ROOT / "evals" / "scorers" / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                imported |= {each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom):
                ours = (
                    {f"{node.module}.{each.name}" for each in node.names} if node.module == "evals.scorers" else set()
                )
                imported |= ours or {str(node.module)}
        modules += [
            each.split(".")[2]
            for each in imported
            if each.startswith("evals.scorers.")
            if each.split(".")[2] not in seen
        ]
    ours = {each for each in imported if each.split(".")[0] in ("agent", "ingest", "evals")}
    assert {each for each in ours if not each.startswith("evals.scorers.")} == {
        "agent.reply",
        "ingest.embedding",  # the vectors of words, which the agent searches with, and verifies nothing
        "ingest.russian",  # the dictionary: a second one, loaded while the agent works, makes its turns fail
        "ingest.stem_vectors",
    }
    assert {"evals.scorers.rules", "evals.scorers.modality", "evals.scorers.quantities"} <= ours
