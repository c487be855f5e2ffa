"""Files that a customer or an operator attaches: what is taken, as what, and under which name it is shown."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from agent.desk.file_errors import DamagedFile, EmptyFile, FileTooLarge, WrongFileType
from agent.desk.pictures import redraw

ATTACHMENT_LIMIT = 10 * 2**20  # bytes, as they come; a picture that is drawn anew may take more or fewer
NAME_LIMIT = 100  # code points; every file system takes so many, in Cyrillic too

# Readers of PDF allow for so many bytes of something else before its header and after its end mark.
_PDF_MARGIN = 1024
_NO_EXTENSION = re.compile(r"\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,5}$", re.IGNORECASE | re.ASCII)
_SEPARATORS = re.compile(r"[/\\]")
_NOT_IN_NAMES = re.compile(r"[\"'`“”„<>:|?*]")  # quotes, and what Windows takes in no name
_NAMELESS = "файл"


class FileType(StrEnum):
    """What may be attached; the value is the media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"

    @property
    def extensions(self) -> tuple[str, ...]:
        """In lower case, with the dot; the first is the usual one."""
        return (".jpg", ".jpeg") if self is FileType.JPEG else (f".{self.name.lower()}",)


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that may be stored and shown."""

    type: FileType
    name: str  # for people, see `safe_name`
    data: bytes  # of a picture drawn anew; of a PDF as it came

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.data)


def take_file(data: bytes, original_name: str) -> TakenFile:
    """Checks a file by its content, whatever its name says, and leaves only what is seen of a picture.

    A large photograph takes a second or two: call it in a thread. Raises a `FileRefused`: `EmptyFile`, `FileTooLarge`,
    `WrongFileType`, `DamagedFile` or `PictureTooLarge`.
    """
    if not data:
        raise EmptyFile
    if len(data) > ATTACHMENT_LIMIT:
        raise FileTooLarge(ATTACHMENT_LIMIT)
    type = type_of(data)
    if type is FileType.PDF:
        if b"%%EOF" not in data.rstrip(b"\0\t\r\n ")[-_PDF_MARGIN:]:
            raise DamagedFile("a PDF without its end")
    else:
        data = redraw(data, "JPEG" if type is FileType.JPEG else "PNG")
    return TakenFile(type, safe_name(original_name, type), data)


def type_of(data: bytes) -> FileType:
    """By the first bytes; whether the rest fits them is seen later. Raises `WrongFileType`."""
    if data.startswith(b"\xff\xd8\xff"):
        return FileType.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileType.PNG
    if b"%PDF-" in data[:_PDF_MARGIN]:
        return FileType.PDF
    raise WrongFileType


def safe_name(original: str, type: FileType) -> str:
    """The sender's name of the file, for people to see and to save it under: «C:\\Мои\\счёт.exe» is «счёт.pdf».

    No folder, no quotes, nothing invisible (the marks that turn text around among it), the extension of the real type.
    """
    name = _SEPARATORS.split(unicodedata.normalize("NFC", original).rstrip("/\\"))[-1]
    name = "".join(" " if each.isspace() else each for each in name)
    name = "".join(each for each in _NOT_IN_NAMES.sub("", name) if not unicodedata.category(each).startswith("C"))
    name = " ".join(name.split())
    if (wrong := _NO_EXTENSION.search(name)) and wrong[0].lower() not in type.extensions:
        name = name[: wrong.start()]
    extension = next((name[-len(each) :] for each in type.extensions if name.lower().endswith(each)), "")
    stem = name.removesuffix(extension).strip(" .")
    extension = extension or type.extensions[0]
    return (stem[: NAME_LIMIT - len(extension)].rstrip(" .") or _NAMELESS) + extension
