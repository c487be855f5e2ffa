"""The whole search over real indexes: what an embedder, a cross-encoder and a neighbour change of the evidence."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from agent.assemble import build_agent
from agent.knowledge import Knowledge
from agent.question import Lexicon
from agent.reply import OutcomeKind, Reason
from agent.retrieval import PassageRetriever
from agent.verdicts import Quote
from agent.weights import Weights
from ingest.embedding import BUILTIN, builtin_vectors, open_embedder
from ingest.errors import UnknownReranker
from ingest.release import Release, ReleaseStore
from ingest.russian import stem
from ingest.sync import sync
from tests.agent.shop import Shop
from tests.fakes import FakeClock, FakeEmbedder
from tests.tiny_models import tiny_cross_encoder

RETURNS = "# Возврат\n\nВернуть товар можно в течение 14 дней после получения."
COURIER = "# Доставка\n\nКурьер привезёт товар за два дня и позвонит за час."
# Longer than a passage: cut in the middle of the section.
PARCEL = (
    "# Посылки\n\n## Хранение посылки\n\nПосылка хранится в пункте выдачи семь дней. "
    + "Номер ячейки приходит в сообщении. " * 20
    + "\n\nПродлить хранение посылки можно в приложении один раз. "
    + "Деньги за продление не берутся. " * 10
)


class NarrowEmbedder(FakeEmbedder):
    """Another model of the same world, whose cosines all lie from .8 to 1, as those of many encoders do."""

    def embed_query(self, text: str) -> list[float]:
        return [0.8**0.5, *(each * 0.2**0.5 for each in super().embed_query(text))]


class Picking:
    """A cross-encoder that is sure of the passages with a word, and of no other."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.asked: list[str] = []

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        self.asked.append(question)
        return [float(self.word in text) for text in texts]


Open = Callable[..., Release]


@pytest.fixture(scope="module")
def release_with(tmp_path_factory: pytest.TempPathFactory) -> Open:
    place = tmp_path_factory.mktemp("retrieval")
    (place / "articles").mkdir()
    for number, text in enumerate((RETURNS, COURIER, PARCEL)):
        (place / "articles" / f"{number}.md").write_text(text, encoding="utf-8")

    def release_with(embedder: FakeEmbedder) -> Release:
        store = ReleaseStore(place / type(embedder).__name__, lambda: embedder)
        identity = embedder.identity
        sync(Path(place / "articles"), store, embedder_name="fake", embedder_identity=identity, clock=FakeClock())
        return store.open()

    return release_with


@pytest.fixture(scope="module")
def retriever(release_with: Open) -> PassageRetriever:
    return PassageRetriever(release=release_with(FakeEmbedder()), vectors=builtin_vectors())


def test_the_range_of_an_embedders_cosines_changes_nothing(retriever: PassageRetriever, release_with: Open) -> None:
    narrow = PassageRetriever(release=release_with(NarrowEmbedder()), vectors=builtin_vectors())
    for question in ("как вернуть товар", "курьер привезёт за час", "что-то совсем другое"):
        wide_found, narrow_found = (each.retrieve(question).candidates for each in (retriever, narrow))
        assert [each.passage.id for each in wide_found] == [each.passage.id for each in narrow_found]
        assert [each.dense for each in wide_found] == pytest.approx([each.dense for each in narrow_found], abs=0.02)


def test_without_a_weight_the_embedder_has_no_say(retriever: PassageRetriever) -> None:
    silent = retriever.model_copy(update={"weights": Weights(dense=0.0)})
    usual, other = retriever.retrieve("курьер за час").candidates, silent.retrieve("курьер за час").candidates
    assert other[0].score < usual[0].score
    assert other[0].dense == usual[0].dense  # `explain` shows it all the same


def test_a_score_is_the_sum_of_what_has_a_weight(retriever: PassageRetriever) -> None:
    words = retriever.model_copy(update={"weights": Weights(heading=0, dense=0, alignment=0, kind=0, steps=0)})
    for each in words.retrieve("сколько дней посылка хранится").candidates:
        assert each.score == pytest.approx(each.full)


def test_everyday_words_of_ones_own_take_the_place_of_the_usual_ones(retriever: PassageRetriever) -> None:
    def searched(question: str, everyday: Lexicon | None) -> str:
        return retriever.model_copy(update={"everyday": everyday}).retrieve(question).question.search_text

    own = {(stem("чемоданчик"),): (("посылка",),)}
    assert "деньги" in searched("где бабки", None)
    assert searched("где бабки", own) == "где бабки"
    assert "посылка" in searched("где чемоданчик", own)


def test_a_question_is_searched_as_it_was_repaired(retriever: PassageRetriever) -> None:
    as_typed = retriever.model_copy(update={"repair": lambda question, knows: question})
    assert retriever.retrieve("gjcskrf").question.text == "посылка"
    assert as_typed.retrieve("gjcskrf").question.text == "gjcskrf"


def test_a_cross_encoder_that_is_sure_decides_the_order(retriever: PassageRetriever) -> None:
    picking = Picking("Курьер")
    question = "сколько дней ждать товар в городе"
    reranked = retriever.model_copy(update={"reranker": picking}).retrieve(question)
    assert reranked.candidates[0].passage.title == "Доставка"
    assert [each.reranked for each in reranked.candidates] == [1.0, *(0.0 for _ in reranked.candidates[1:])]
    assert picking.asked == [question]
    plain = retriever.retrieve(question).candidates
    assert plain[0].passage.title == "Возврат"
    assert all(each.reranked is None for each in plain)


def test_a_cross_encoder_to_which_all_are_alike_changes_nothing(retriever: PassageRetriever) -> None:
    indifferent = retriever.model_copy(update={"reranker": Picking("нет такого слова")})
    question = "сколько хранится посылка"
    assert [each.score for each in indifferent.retrieve(question).candidates] == [
        each.score for each in retriever.retrieve(question).candidates
    ]


def test_what_a_follow_up_goes_on_from_is_read_by_the_cross_encoder_too(retriever: PassageRetriever) -> None:
    picking = Picking("Курьер")
    retriever.model_copy(update={"reranker": picking}).retrieve("а за час?", "когда приедет курьер")
    assert "когда приедет курьер" in picking.asked[0]
    assert "а за час?" in picking.asked[0]


def test_an_answer_that_two_passages_hold_comes_as_one(retriever: PassageRetriever) -> None:
    stored = [each for each in retriever.release.all_passages() if each.title == "Посылки"]
    assert len(stored) > 1
    found = retriever.retrieve("сколько дней посылка лежит в пункте выдачи и можно ли продлить хранение в приложении")
    first = found.candidates[0]
    assert "семь дней" in first.passage.text
    assert "Продлить хранение" in first.passage.text
    assert len(first.units) == len(first.passage.units)
    # What is joined is no candidate a second time.
    places = sorted((each.passage.source_id, each.passage.start, each.passage.end) for each in found.candidates)
    assert all(one[0] != other[0] or one[2] <= other[1] for one, other in pairwise(places))
    apart = retriever.model_copy(update={"joined": 0}).retrieve(found.question.text)
    assert {each.id for each in stored} <= {each.passage.id for each in apart.candidates}


def test_a_neighbour_that_adds_nothing_stays_where_it_is(retriever: PassageRetriever) -> None:
    stored = {each.id for each in retriever.release.all_passages()}
    found = retriever.retrieve("номер ячейки в сообщении")
    assert {each.passage.id for each in found.candidates} <= stored


def test_the_same_words_are_the_same_quote_in_whatever_passage_they_were_found(retriever: PassageRetriever) -> None:
    part = next(each for each in retriever.release.all_passages() if each.title == "Посылки")
    (whole,) = retriever.release.joined(part)
    unit = part.units[0]
    quote = Quote(part, unit.start, unit.end)
    assert quote == Quote(whole, unit.start, unit.end)
    assert len({quote, Quote(whole, unit.start, unit.end)}) == 1
    assert quote.stands_in(whole)
    assert not quote.stands_in(replace(whole, source_id="another.md"))
    assert quote != Quote(replace(part, source_id="another.md"), unit.start, unit.end)


def test_what_confidence_was_not_calibrated_for_is_told_at_the_start(
    shop: Shop, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    build_agent(shop.agent.settings, desk=shop.desk)
    assert not caplog.records
    other = tiny_cross_encoder(tmp_path / "cross")
    agent = build_agent(shop.agent.settings.model_copy(update={"reranker": other}), desk=shop.desk)
    (warning,) = caplog.records
    assert other in warning.getMessage()
    assert "evals calibrate" in warning.getMessage()
    # And it is this one that passages are scored with.
    assert all(each.reranked for each in agent.knowledge.retriever().retrieve("как вернуть товар").candidates)


def test_a_cross_encoder_that_fails_makes_a_person_of_the_turn(shop: Shop) -> None:
    class Failing(Picking):
        def score(self, question: str, texts: Sequence[str]) -> list[float]:
            raise RuntimeError("out of memory")

    knowledge = Knowledge(
        ReleaseStore(shop.home, lambda: open_embedder(BUILTIN)), builtin_vectors(), reranker=Failing("")
    )
    agent = build_agent(shop.agent.settings, desk=shop.desk, knowledge=knowledge)
    conversation, _ = agent.desk.start_conversation()
    reply = agent.reply(conversation, "Как вернуть товар?")
    assert reply.outcome is OutcomeKind.ESCALATED
    assert reply.escalation is not None
    assert reply.escalation.reason is Reason.FAILURE
    assert not reply.citations


def test_a_wrong_cross_encoder_is_told_before_the_first_question(shop: Shop) -> None:
    with pytest.raises(UnknownReranker):
        build_agent(shop.agent.settings.model_copy(update={"reranker": "./no-such-folder"}), desk=shop.desk)
