import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import EmptyFolder
from ingest.manifest import input_digest
from ingest.sync import plan_sync, scan
from tests.fakes import FailingEmbedder, FakeEmbedder
from tests.ingest.conftest import Workshop


@pytest.fixture
def synced(workshop: Workshop) -> Workshop:
    workshop.write("a.md", "# Возврат\n\nВернуть покупку можно за 14 дней.\n")
    workshop.write("b.txt", "Доставка стоит 300 рублей.\n")
    workshop.sync()
    return workshop


def litter(workshop: Workshop) -> list[str]:
    return [path.name for path in (workshop.home / "releases").iterdir() if path.name.startswith(".")]


def test_unchanged_folder_makes_no_release_and_embeds_nothing(synced: Workshop) -> None:
    embedded = synced.embedder.documents
    name = synced.store().current_name()
    again = synced.sync()
    assert again.plan.unchanged
    assert again.manifest.name == name
    assert synced.store().names() == [name]
    assert synced.embedder.documents == embedded


def test_touching_a_file_is_no_change(synced: Workshop) -> None:
    os.utime(synced.folder / "a.md")
    assert synced.sync().plan.unchanged


def test_plan_names_what_a_sync_does(synced: Workshop) -> None:
    synced.write("a.md", "# Возврат\n\nВернуть покупку можно за 30 дней.\n")
    synced.write("sub/c.md", "Новая статья.\n")
    (synced.folder / "b.txt").unlink()
    synced.write("d.md", "Ещё одна.\n")
    plan = plan_sync(synced.folder, synced.store(), synced.embedder.identity)
    assert (plan.added, plan.changed, plan.removed, plan.kept) == (("d.md", "sub/c.md"), ("a.md",), ("b.txt",), ())
    assert synced.sync().plan == plan
    assert set(synced.store().open().articles) == {"a.md", "d.md", "sub/c.md"}
    assert plan_sync(synced.folder, synced.store(), synced.embedder.identity).unchanged


def test_another_embedder_rebuilds_everything(synced: Workshop) -> None:
    other = FakeEmbedder("fake:2")
    assert synced.sync(other).plan.rebuilt
    assert synced.store(other).open().lexical.knows("возврат")


def test_a_release_made_by_earlier_rules_is_made_anew(synced: Workshop) -> None:
    manifest = synced.store().manifest()
    earlier = input_digest(manifest.file_hashes, synced.embedder.identity, rules="earlier")
    replace(manifest, digest=earlier).write(synced.home / "releases" / manifest.name)
    assert synced.sync().plan.rebuilt
    assert synced.sync().plan.unchanged


def test_unreadable_file_is_named_and_does_not_stop_the_others(synced: Workshop) -> None:
    synced.write("broken.md", b"\x00\x01\x02\xff" * 500)
    done = synced.sync()
    assert [file.path for file in done.manifest.unreadable] == ["broken.md"]
    assert done.manifest.unreadable[0].reason
    assert [article.id for article in done.manifest.articles] == ["a.md", "b.txt"]
    assert synced.sync().plan.unchanged


def test_file_that_cannot_be_opened_is_named(synced: Workshop) -> None:
    (synced.folder / "nowhere.md").symlink_to(synced.folder / "missing")
    (synced.folder / os.fsdecode(b"\xff\xfe.md")).write_text("Имя не в UTF-8.")
    done = synced.sync()
    assert [file.path for file in done.manifest.unreadable] == ["\\xff\\xfe.md", "nowhere.md"]
    assert synced.sync().plan.unchanged


def test_only_articles_are_looked_at(workshop: Workshop) -> None:
    for path in ("b.md", "a.TXT", "sub/c.markdown", ".hidden.md", ".git/d.md", "picture.png", "facts.yaml", "md"):
        workshop.write(path, "Слова.")
    assert list(scan(workshop.folder)) == ["a.TXT", "b.md", "sub/c.markdown"]


@pytest.mark.parametrize(
    ("path", "content"),
    [("picture.png", b"png"), ("broken.md", b"\x00\xff" * 900), ("headings.md", "# Только\n\n## Заголовки\n".encode())],
)
def test_folder_without_articles_is_refused(synced: Workshop, path: str, content: bytes) -> None:
    name = synced.store().current_name()
    for file in list(synced.folder.iterdir()):
        file.unlink()
    synced.write(path, content)
    with pytest.raises(EmptyFolder, match="No readable articles"):
        synced.sync()
    assert synced.store().names() == [name]
    assert litter(synced) == []


def test_a_failure_while_embedding_leaves_the_current_release(synced: Workshop) -> None:
    name = synced.store().current_name()
    synced.write("c.md", "Новая статья о доставке.\n")
    with pytest.raises(MemoryError):
        synced.sync(FailingEmbedder(after=0))
    assert synced.store().current_name() == name
    assert synced.store().names() == [name]
    assert litter(synced) == []
    assert synced.sync().plan.added == ("c.md",)
    assert synced.store().open().lexical.knows("новая")


STUCK = """
import sys, time
from pathlib import Path
from tests.fakes import FakeEmbedder
from tests.ingest.conftest import Workshop

class Stuck(FakeEmbedder):
    def embed_documents(self, texts):
        print("embedding", flush=True)
        time.sleep(600)

Workshop(Path(sys.argv[1])).sync(Stuck())
"""


def test_a_killed_sync_leaves_the_current_release_and_no_litter_after_the_next(synced: Workshop) -> None:
    name = synced.store().current_name()
    synced.write("c.md", "Новая статья о доставке.\n")
    root = Path(__file__).parent.parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", STUCK, str(synced.folder.parent)], cwd=root, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"embedding\n"
        process.send_signal(signal.SIGKILL)
    assert litter(synced)
    assert synced.store().current_name() == name
    assert synced.store().open().lexical.knows("возврат")
    synced.sync()
    assert litter(synced) == []
    assert synced.store().open().lexical.knows("новая")
