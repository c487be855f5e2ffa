"""Folder → new release: what has changed since the current one, and the switch to the next."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ingest.build import ReleaseBuilder, read_file
from ingest.clock import utc_now
from ingest.errors import EmptyFolder
from ingest.manifest import Manifest, UnreadableFile, input_digest
from ingest.progress import NoProgress, Progress
from ingest.readers import SUFFIXES
from ingest.release import ReleaseStore


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync would do, by file and by hashes alone; an unreadable file counts like any other."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    rebuilt: bool  # the rules, the embedder or the format is another than the current release's
    digest: str  # of the folder as it is now

    @property
    def unchanged(self) -> bool:
        return not (self.added or self.changed or self.removed or self.rebuilt)


@dataclass(frozen=True, slots=True)
class Synced:
    plan: Plan
    manifest: Manifest  # of the release that is current now


def sync(
    folder: Path,
    store: ReleaseStore,
    *,
    embedder_name: str,
    embedder_identity: str,
    clock: Callable[[], datetime] = utc_now,
    progress: Progress | None = None,
) -> Synced:
    """Make the folder the current release, unless it already is.

    Heavy libraries are loaded only when there is something to build. Until the last step the current release stays.

    Raises:
        EmptyFolder: no readable article in the folder.
        SyncInProgress: another process writes to this home.
        UnknownEmbedder: the embedder that is set cannot be opened.
    """
    with store.lock():
        plan = plan_sync(folder, store, embedder_identity)
        if plan.unchanged:
            return Synced(plan, store.manifest())
        created_at = clock()
        name = store.free_name(created_at, plan.digest)
        with store.building(name) as target:
            builder = ReleaseBuilder(folder, target, store, progress or NoProgress())
            paths = sorted((*plan.added, *plan.changed, *plan.kept))
            manifest = builder.build(paths, name, created_at, embedder_name)
        store.switch(name)
        return Synced(plan, manifest)


def plan_sync(folder: Path, store: ReleaseStore, embedder_identity: str) -> Plan:
    """Compare the folder with the current release, by hashes alone.

    Raises:
        EmptyFolder: the folder has no file of a format that is read.
    """
    files = scan(folder)
    if not files:
        raise EmptyFolder(str(folder))
    current = store.manifest() if store.current_name() else None
    before = current.file_hashes if current else {}
    same_making = current is None or current.digest == input_digest(before, embedder_identity)
    return Plan(
        added=tuple(path for path in files if path not in before),
        changed=tuple(path for path in files if path in before and files[path] != before[path]),
        removed=tuple(path for path in before if path not in files),
        kept=tuple(path for path in files if files[path] == before.get(path)),
        rebuilt=not same_making,
        digest=input_digest(files, embedder_identity),
    )


def find_unreadable(folder: Path, store: ReleaseStore, plan: Plan) -> tuple[UnreadableFile, ...]:
    """The files that a sync by this plan would skip: those that it would read are read, the others are known.

    Raises:
        EmptyFolder: it would skip all of them.
    """
    to_read = (*plan.added, *plan.changed, *(plan.kept if plan.rebuilt else ()))
    found = [read for path in to_read if isinstance(read := read_file(folder, path), UnreadableFile)]
    if store.current_name() and not plan.rebuilt:
        found += [file for file in store.manifest().unreadable if file.path in plan.kept]
    if len(found) == len(plan.added) + len(plan.changed) + len(plan.kept):
        raise EmptyFolder(str(folder), [f"{file.path}: {file.reason}" for file in found])
    return tuple(sorted(found, key=lambda file: file.path))


def scan(folder: Path) -> dict[str, str]:
    """Path in the folder → SHA-256 of its bytes, for every file of a format that is read, in the order of the paths.

    Hidden files and folders are passed over. The hash of a file whose bytes cannot be read is empty.
    """
    hashes: dict[str, str] = {}
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                # A name that is no UTF-8 is written with escapes: no file is found under it, so it will be unreadable.
                path = os.fsencode(Path(place, name).relative_to(folder).as_posix()).decode(errors="backslashreplace")
                hashes[path] = _hash(folder / path)
    return dict(sorted(hashes.items()))


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
