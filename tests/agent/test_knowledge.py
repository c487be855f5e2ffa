"""The release that answers are taken from, and the articles as customers may read them."""

from pathlib import Path

import pytest

from agent.knowledge import Knowledge
from ingest.embedding import builtin_vectors
from ingest.errors import NoRelease, UnknownArticle, UnknownRelease
from ingest.release import ReleaseStore
from ingest.sync import sync
from tests.fakes import FakeClock, FakeEmbedder

VECTORS = builtin_vectors()
STAFF = "---\naudience: staff\n---\nСкидка для своих: 50%."


def store_at(home: Path) -> ReleaseStore:
    return ReleaseStore(home, FakeEmbedder)


def put_live(place: Path, clock: FakeClock, **articles: str) -> str:
    """Sync a folder with these articles alone; gives the release's name."""
    folder = place / "articles"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, text in articles.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    store = store_at(place / "home")
    return sync(
        folder, store, embedder_name="fake", embedder_identity=FakeEmbedder().identity, clock=clock
    ).manifest.name


def test_the_current_release_is_followed_while_questions_come_in(tmp_path: Path) -> None:
    clock = FakeClock()
    first = put_live(tmp_path, clock, a="Возврат за 14 дней.")
    knowledge = Knowledge(store_at(tmp_path / "home"), VECTORS)
    before = knowledge.retriever()
    assert before.release.name == first
    assert knowledge.retriever() is before  # it is opened once
    second = put_live(tmp_path, clock, a="Возврат за 30 дней.")
    assert knowledge.retriever().release.name == second
    assert "30 дней" in knowledge.source("a.md").text
    # a turn that is still under way goes on with what it began with, and its citations stay readable
    assert "14 дней" in before.retrieve("возврат").candidates[0].passage.text
    assert "14 дней" in knowledge.source("a.md", first).text


def test_a_release_can_be_pinned(tmp_path: Path) -> None:
    clock = FakeClock()
    first = put_live(tmp_path, clock, a="Возврат за 14 дней.")
    put_live(tmp_path, clock, a="Возврат за 30 дней.")
    knowledge = Knowledge(store_at(tmp_path / "home"), VECTORS, release=first)
    assert knowledge.retriever().release.name == first
    assert "14 дней" in knowledge.source("a.md").text


def test_customers_read_only_what_is_for_them(tmp_path: Path) -> None:
    put_live(tmp_path, FakeClock(), a="# Возврат\n\nЗа 14 дней.", b=STAFF)
    knowledge = Knowledge(store_at(tmp_path / "home"), VECTORS)
    assert knowledge.starters() == ("Возврат",)
    for unknown in ("b.md", "нет такой.md"):
        with pytest.raises(UnknownArticle):
            knowledge.source(unknown)
    with pytest.raises(UnknownRelease):
        knowledge.source("a.md", "r0")
    assert all(
        each.passage.source_id == "a.md" for each in knowledge.retriever().retrieve("скидка для своих").candidates
    )


def test_starters_are_words_and_no_names_of_files(tmp_path: Path) -> None:
    articles = {
        "a1b2c3": "Мы возвращаем деньги за покупки. " + "Остальное сказано ниже. " * 5,
        "b": "# Доставка\n\nЗа два дня.",
        "c": "04.09.25 12:52\nПросмотров 89",
        "Оплата": "# Оплата\n\nКартой.",
        "e": "# Введение\n\nО нас.",
    }
    put_live(tmp_path, FakeClock(), **articles)
    starters = Knowledge(store_at(tmp_path / "home"), VECTORS).starters()
    assert sorted(starters) == ["Доставка", "Мы возвращаем деньги за покупки", "Оплата"]


def test_starters_are_questions_of_different_topics_in_the_current_release(tmp_path: Path) -> None:
    clock = FakeClock()
    put_live(
        tmp_path,
        clock,
        a="# Возврат товара\n\nО возврате.\n\n## Как вернуть заказ\n\nОткройте «Мои заказы».",
        b="# Отмена\n\n## Можно ли отменить заказ?\n\nДа, до отправки.\n\n## Как отменить доставку\n\nПозвоните.",
        c="# История компании\n\nОснована в 1990 году.",
    )
    knowledge = Knowledge(store_at(tmp_path / "home"), VECTORS)
    starters = knowledge.starters()
    assert starters == ("Как вернуть заказ", "Как отменить доставку", "История компании")
    assert knowledge.starters() == starters
    put_live(tmp_path, clock, a="# Оплата\n\nКартой.")
    assert knowledge.starters() == ("Оплата",)


def test_without_a_release_it_says_so(tmp_path: Path) -> None:
    knowledge = Knowledge(store_at(tmp_path / "home"), VECTORS)
    assert knowledge.starters() == ()
    with pytest.raises(NoRelease):
        knowledge.retriever()
