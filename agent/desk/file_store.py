"""Attached files on the disk, outside of everything that the web server serves."""

import os
import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NewType

from agent.desk.file_errors import FilesUnavailable, NoSuchFile

StoredName = NewType("StoredName", str)  # 32 random hexadecimal digits, nothing of the sender's name

_STORED = re.compile(r"[0-9a-f]{32}", re.ASCII)
_UNFINISHED = ".unfinished"


class FileStore:
    """Files under random names in `folder`, made when the first is saved. Safe with several workers.

    A file lies in a folder named by the first two digits of its name, for folders of a million files are slow.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, data: bytes) -> StoredName:
        """Keeps the bytes; when this returns they survive a power cut. Raises `FilesUnavailable`."""
        name = StoredName(secrets.token_hex(16))
        path = self._place(name)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            _write_whole(path, data)
            _sync_folder(self._folder)
        except OSError as error:
            raise FilesUnavailable(error) from error
        return name

    def path(self, name: str) -> Path:
        """Where the file lies, for a response that streams it. Raises `NoSuchFile`."""
        path = self._place(name)
        if not path.is_file():
            raise NoSuchFile(name)
        return path

    def read(self, name: str) -> bytes:
        """Raises `NoSuchFile` and `FilesUnavailable`."""
        try:
            return self._place(name).read_bytes()
        except FileNotFoundError as error:
            raise NoSuchFile(name) from error
        except OSError as error:
            raise FilesUnavailable(error) from error

    def delete(self, name: str) -> None:
        """A file that is gone already is no error. Raises `NoSuchFile` for what can be no name, `FilesUnavailable`."""
        try:
            self._place(name).unlink(missing_ok=True)
        except OSError as error:
            raise FilesUnavailable(error) from error

    def names(self, before: datetime) -> Iterator[StoredName]:
        """The files saved before that moment, in no order. Whoever deletes those that nothing refers to leaves an hour
        to the youngest: a file is saved before the message that holds it."""
        for path in self._older(before):
            if _STORED.fullmatch(path.name):
                yield StoredName(path.name)

    def delete_unfinished(self, before: datetime) -> None:
        """Removes what killed processes were writing before that moment."""
        for path in self._older(before):
            if path.suffix == _UNFINISHED:
                path.unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        if not _STORED.fullmatch(name):
            raise NoSuchFile(name)
        return self._folder / name[:2] / name

    def _older(self, before: datetime) -> Iterator[Path]:
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            try:
                written = path.stat().st_mtime
            except FileNotFoundError:  # deleted meanwhile by another worker
                continue
            if written < before.timestamp():
                yield path


def _write_whole(path: Path, data: bytes) -> None:
    """Nobody ever sees half of the file, nor does anybody but the service's own user."""
    unfinished = path.with_suffix(_UNFINISHED)
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
