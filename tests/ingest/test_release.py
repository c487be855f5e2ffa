import os
import threading
from datetime import UTC, date, datetime

import pytest

from ingest.article import Audience
from ingest.errors import EmbedderMismatch, NoRelease, SyncInProgress, UnknownArticle, UnknownRelease
from ingest.manifest import Manifest
from tests.fakes import FakeEmbedder
from tests.ingest.conftest import Workshop

RETURNS = """---
title: Возврат товара
url: https://shop.example/help/returns
updated: 2026-02-03
trust: 2
---
# Возврат товара

Вернуть покупку можно за 14 дней.
"""
STAFF = "---\ntitle: Для сотрудников\naudience: staff\n---\n# Для сотрудников\n\nСкидка сотрудника десять процентов.\n"


@pytest.fixture
def synced(workshop: Workshop) -> Workshop:
    workshop.write("returns.md", RETURNS)
    workshop.write("inner/staff.md", STAFF)
    workshop.sync()
    return workshop


def test_release_gives_back_what_went_in(synced: Workshop) -> None:
    release = synced.store().open()
    assert release.created_at == datetime(2026, 3, 1, 9, 0, 1, tzinfo=UTC)
    assert list(release.articles) == ["inner/staff.md", "returns.md"]
    article = release.articles["returns.md"]
    assert (article.title, article.url, article.trust) == ("Возврат товара", "https://shop.example/help/returns", 2)
    assert article.updated == date(2026, 2, 3)
    assert article.audience is Audience.CUSTOMER
    _, text = synced.store().article("returns.md", release.name)
    (found,) = release.lexical.search("вернуть покупку", 5)
    assert list(release.dense.search("вернуть покупку", 5)) == [found]
    (passage,) = release.passages([found])
    assert text[passage.start : passage.end] == passage.text
    assert [text[unit.start : unit.end] for unit in passage.units] == ["Вернуть покупку можно за 14 дней."]
    release.close()


def test_passages_come_in_the_order_asked(synced: Workshop) -> None:
    release = synced.store().open()
    ids = list(release.lexical.search("вернуть скидка", 5, None))
    assert len(ids) == 2
    assert [each.id for each in release.passages(ids)] == ids
    assert [each.id for each in release.passages(ids[::-1])] == ids[::-1]
    with pytest.raises(KeyError):
        release.passages(["nowhere"])
    release.close()


def test_reading_from_many_threads(synced: Workshop) -> None:
    release = synced.store().open()
    texts: set[str] = set()

    def read() -> None:
        for _ in range(50):
            found = release.lexical.search("вернуть покупку", 1) | release.dense.search("вернуть покупку", 1)
            texts.update(passage.text for passage in release.passages(list(found)))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == {"Вернуть покупку можно за 14 дней."}
    release.close()


def test_article_is_read_without_an_embedder(synced: Workshop) -> None:
    def never() -> FakeEmbedder:
        raise AssertionError("opened")

    store = type(synced.store())(synced.home, never)
    record, text = store.article("inner/staff.md", None)
    assert record.audience is Audience.STAFF
    assert "десять процентов" in text
    with pytest.raises(UnknownArticle, match="nowhere"):
        store.article("nowhere.md", None)


def test_old_words_are_kept_for_the_replies_that_cite_them(synced: Workshop) -> None:
    first = synced.store().current_name()
    synced.write("returns.md", RETURNS.replace("14 дней", "30 дней"))
    synced.sync()
    store = synced.store()
    assert "30 дней" in store.article("returns.md", None)[1]
    assert "14 дней" in store.article("returns.md", first)[1]


@pytest.mark.parametrize("name", ["nowhere", "../texts", ".", "..", "/etc"])
def test_unknown_release(synced: Workshop, name: str) -> None:
    store = synced.store()
    current = store.current_name()
    for ask in (store.open, store.rollback, lambda name: store.article("returns.md", name)):
        with pytest.raises(UnknownRelease, match="ingest releases"):
            ask(name)
    assert store.current_name() == current


def test_home_without_a_release(workshop: Workshop) -> None:
    store = workshop.store()
    assert store.current_name() is None
    assert store.names() == []
    for ask in (store.open, store.manifest, store.rollback):
        with pytest.raises(NoRelease, match="ingest sync"):
            ask()


def test_another_embedder_is_refused_with_a_way_out(synced: Workshop) -> None:
    with pytest.raises(EmbedderMismatch, match=r"fake:1.*fake:2.*ingest sync"):
        synced.store(FakeEmbedder("fake:2")).open()


def test_rollback_and_forward_again(synced: Workshop) -> None:
    store = synced.store()
    first = store.current_name()
    assert first is not None
    with pytest.raises(UnknownRelease, match="before"):
        store.rollback()
    synced.write("returns.md", RETURNS.replace("14 дней", "30 дней"))
    second = synced.sync().manifest.name
    assert store.names() == [second, first]
    assert store.rollback() == first
    assert store.current_name() == first
    assert "14 дней" in store.article("returns.md", None)[1]
    store.rollback(second)
    assert store.current_name() == second


def test_second_writer_is_told_who_is_first(synced: Workshop) -> None:
    with synced.store().lock(), pytest.raises(SyncInProgress, match=str(os.getpid())):
        synced.sync()
    synced.sync()


def test_releases_of_one_moment_get_names_in_their_order(synced: Workshop) -> None:
    store = synced.store()
    moment = store.manifest().created_at
    later = store.free_name(moment, store.manifest().digest)
    assert later > (store.current_name() or "")


def test_manifest_survives_the_disk(synced: Workshop) -> None:
    manifest = synced.store().manifest()
    folder = synced.home / "releases" / manifest.name
    assert Manifest.read(folder) == manifest
    assert manifest.passages == 2
    assert manifest.embedder == "fake:1"
