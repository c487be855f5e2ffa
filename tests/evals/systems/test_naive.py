"""The tutorials' pipeline: what it is compared with has to work, and to be no better than it is."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.reply import OutcomeKind
from agent.settings import AgentSettings
from evals.cases import Case
from evals.corpora import ROOT
from evals.systems.base import Answer, SystemFailed
from evals.systems.naive import CHUNK_SIZE, TOP, Naive, naive, says_nothing
from ingest.errors import EmptyFolder, UnknownArticle
from tests.agent.model_server import Behaviour, breaks, model_server

ARTICLES = {
    "возврат.md": "---\ntitle: Возврат\n---\n# Возврат товара\n\nТовар возвращают за 14 дней.\n",
    "доставка.txt": "Доставка\n\nКурьер привозит заказ с 9 до 21 часа.\n",
    "для своих.md": "---\naudience: staff\n---\n# Скидка сотрудника\n\nСкидка для своих — 30 процентов.\n",
    "длинная.txt": "\n\n".join(f"Правило {n}. Посылку номер {n} выдают по паспорту и коду." for n in range(100)),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def system(folder: Path) -> Iterator[Naive]:
    with naive(folder, AgentSettings(llm="extractive")) as made:
        yield made


def ask(system: Naive, question: str, *history: str, left_out: tuple[str, ...] = ()) -> Answer:
    return system.ask(Case(id="1", question=question, history=history, left_out=left_out, split="dev"))


def test_without_a_model_the_nearest_chunk_is_the_answer(system: Naive) -> None:
    answer = ask(system, "За сколько дней возвращают товар?")
    assert answer.evidence is not None
    [citation] = answer.reply.citations
    assert answer.reply.text == citation.quote == answer.evidence[0].text
    assert "14 дней" in answer.reply.text
    assert (citation.source_id, answer.model_calls, answer.tokens) == ("возврат.md", 0, None)
    assert [each.score for each in answer.evidence] == sorted((each.score for each in answer.evidence), reverse=True)
    assert len(answer.evidence) == TOP
    assert answer.reply.confidence == pytest.approx(answer.evidence[0].score, abs=0.001)


@pytest.mark.parametrize("question", ["Привет", "Позовите оператора!", "Кто построил башню?", "", "где мой заказ"])
def test_without_a_model_it_always_answers(system: Naive, question: str) -> None:
    reply = ask(system, question).reply
    assert reply.outcome is OutcomeKind.ANSWERED
    assert reply.confidence is not None
    assert 0 <= reply.confidence <= 1
    assert reply.escalation is None


def test_every_chunk_is_words_of_its_article(system: Naive) -> None:
    with naive(ROOT / "sources", AgentSettings(llm="extractive")) as over_sources:
        for each in (system, over_sources):
            stored = each.chunks.get(include=["documents", "metadatas"])
            assert len(stored["documents"]) >= len(each.articles)
            for text, metadata in zip(stored["documents"], stored["metadatas"], strict=True):
                start = metadata["start_index"]
                assert len(text) <= CHUNK_SIZE
                assert each.text_of(metadata["source"])[start : start + len(text)] == text


def test_it_knows_no_earlier_message_and_no_audience(system: Naive) -> None:
    alone = ask(system, "А сколько это стоит?")
    after = ask(system, "А сколько это стоит?", "Расскажите про доставку курьером")
    assert alone.evidence == after.evidence
    assert ask(system, "Какая скидка для своих?").reply.citations[0].source_id == "для своих.md"


def test_an_article_that_is_left_out_is_not_found(system: Naive) -> None:
    answer = ask(system, "За сколько дней возвращают товар?", left_out=("возврат.md",))
    assert answer.evidence
    assert "возврат.md" not in {each.source_id for each in answer.evidence}
    assert answer.reply.outcome is OutcomeKind.ANSWERED


def test_an_article_that_is_not_there_is_unknown(system: Naive, tmp_path: Path) -> None:
    with pytest.raises(UnknownArticle):
        system.text_of("нет.md")
    with pytest.raises(EmptyFolder), naive(tmp_path, AgentSettings(llm="extractive")):
        pass


def counted(text: str, tokens: int) -> Behaviour:
    """A completion with its usage, as providers send it."""
    usage = {"prompt_tokens": tokens - 5, "completion_tokens": 5, "total_tokens": tokens}
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    body = {"id": "1", "object": "chat.completion", "created": 1, "model": "small", "choices": [choice], "usage": usage}
    return lambda handler: handler.respond(200, json.dumps(body))


def test_a_model_is_shown_the_four_chunks_and_is_not_checked(folder: Path) -> None:
    with model_server(counted("За 99 дней, честное слово.", 120)) as server, naive(folder, server.settings()) as system:
        answer = ask(system, "За сколько дней возвращают товар?")
    assert answer.reply.text == "За 99 дней, честное слово."
    assert (answer.reply.outcome, answer.model_calls, answer.tokens) == (OutcomeKind.ANSWERED, 1, 120)
    assert answer.evidence is not None
    assert [each.quote for each in answer.reply.citations] == [each.text for each in answer.evidence]
    [asked] = server.asked
    [message] = asked["messages"]
    assert "За сколько дней возвращают товар?" in message["content"]
    assert all(each.text in message["content"] for each in answer.evidence)
    assert "tools" not in asked


@pytest.mark.parametrize(
    ("said", "nothing"),
    [
        ("Не знаю.", True),
        ("Ответ: Не знаю.", True),
        ("К сожалению, я не могу ответить на этот вопрос.", True),
        ("В контексте нет ответа на этот вопрос.", True),
        ("В данном контексте не указано, сколько хранится заказ.", True),
        ("Контекст не содержит информации о паспорте.", True),
        ("Ваш вопрос не связан с контекстом.", True),
        ("Извините, но я не могу ответить. Информации об этом нет в контексте.", True),
        ("Я, к сожалению, не знаю", True),
        ("У меня нет информации об этом.", True),
        ("Нет, через СБП оплатить нельзя.", False),
        ("Чек не нужен.", False),
        ("", False),
        ("К сожалению, не могут быть возвращены товары без упаковки.", False),
        ("Не нашли товар? Напишите продавцу.", False),
        ("Не имеет значения, где куплен товар.", False),
        ("Доставка стоит 300 рублей. Контекст не содержит сведений о сроках.", False),
        ("Если вы не знаете номер заказа, он есть в письме.", False),
        ("Без чека вернуть нельзя, если нет номера заказа.", False),
    ],
)
def test_a_model_that_says_it_does_not_know_declines(said: str, nothing: bool) -> None:
    assert says_nothing(said) is nothing


def test_a_declined_question_cites_nothing(folder: Path) -> None:
    with model_server(counted("Не знаю.", 12)) as server, naive(folder, server.settings()) as system:
        reply = ask(system, "Кто построил башню?").reply
    assert (reply.outcome, reply.citations) == (OutcomeKind.DECLINED, ())


def test_a_model_that_fails_is_no_answer(folder: Path) -> None:
    with (
        model_server(breaks(500)) as server,
        naive(folder, server.settings()) as system,
        pytest.raises(SystemFailed, match="openai:small"),
    ):
        ask(system, "За сколько дней возвращают товар?")
