import os
import resource
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.desk.file_errors import FilesUnavailable, NoSuchFile
from agent.desk.file_store import FileStore

LATER = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "attachments"


@pytest.fixture
def store(folder: Path) -> FileStore:
    return FileStore(folder)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_saved_is_read_again(store: FileStore, folder: Path) -> None:
    names = [store.save(b"one"), store.save(b"one"), store.save(b"two")]
    assert [store.read(name) for name in names] == [b"one", b"one", b"two"]
    assert [store.path(name).read_bytes() for name in names] == [b"one", b"one", b"two"]
    assert set(FileStore(folder).names(LATER)) == set(names)
    assert len(set(names)) == len(files(folder)) == 3


def test_only_the_service_itself_may_read(store: FileStore, folder: Path) -> None:
    path = store.path(store.save(b"private"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(each.stat().st_mode) for each in (folder, path.parent)} == {0o700}


def test_what_is_deleted_is_gone_and_may_be_deleted_again(store: FileStore) -> None:
    name, other = store.save(b"one"), store.save(b"two")
    store.delete(name)
    store.delete(name)
    for missing in (store.read, store.path):
        with pytest.raises(NoSuchFile):
            missing(name)
    assert list(store.names(LATER)) == [other]


@pytest.mark.parametrize(
    "name",
    ["", "..", "../../secret", "/etc/passwd", "ab", "a" * 31, "a" * 33, "A" * 32, "g" * 32, "a" * 32 + "\n", "٣" * 32],
)
def test_no_name_leads_out_of_the_folder(store: FileStore, name: str) -> None:
    for use in (store.read, store.path, store.delete):
        with pytest.raises(NoSuchFile):
            use(name)


def test_a_young_file_is_no_orphan_yet(store: FileStore) -> None:
    old, young = store.save(b"old"), store.save(b"young")
    os.utime(store.path(old), (1_000_000_000, 1_000_000_000))
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert list(store.names(hour_ago)) == [old]
    assert set(store.names(LATER)) == {old, young}


def test_an_empty_store_has_no_names(store: FileStore) -> None:
    assert list(store.names(LATER)) == []
    store.delete_unfinished(LATER)


def test_what_a_killed_process_left_is_no_file_and_goes(store: FileStore, folder: Path) -> None:
    name = store.save(b"whole")
    half = folder / "ab" / f"{'ab' * 16}.unfinished"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"ha")
    assert list(store.names(LATER)) == [name]
    store.delete_unfinished(datetime.now(UTC) - timedelta(hours=1))
    assert half.exists()
    store.delete_unfinished(LATER)
    assert files(folder) == [store.path(name)]


def test_a_file_is_seen_whole_or_not_at_all(store: FileStore) -> None:
    data, saved = bytes(2**20), threading.Event()
    halves: list[str] = []

    def look() -> None:
        while not saved.is_set():
            halves.extend(name for name in store.names(LATER) if len(store.read(name)) != len(data))

    watcher = threading.Thread(target=look)
    watcher.start()
    for _ in range(10):
        store.save(data)
    saved.set()
    watcher.join()
    assert halves == []


def test_nothing_is_left_where_the_disk_takes_no_more(folder: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(FilesUnavailable, match="OPORA_HOME"):
            FileStore(folder).save(bytes(2000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert files(folder) == []


def test_a_folder_that_is_none_is_told_to_the_maintainer(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_bytes(b"")
    with pytest.raises(FilesUnavailable, match="OPORA_HOME"):
        FileStore(folder).save(b"one")
