"""Why a file is not taken, or cannot be given. One class a cause; `str(error)` is one line for the log.

DeskError
├── FileRefused         `advice` tells the customer, in Russian, what to do
│   ├── EmptyFile
│   ├── FileTooLarge
│   ├── WrongFileType   neither JPEG nor PNG nor PDF, whatever its name
│   ├── DamagedFile     begins as one of them and cannot be read
│   ├── PictureTooLarge too many pixels
│   └── TooManyFiles    of one conversation
├── NoSuchFile
└── FilesUnavailable    the folder cannot be used; the message is meant for the maintainer
"""

from agent.desk.errors import DeskError


class FileRefused(DeskError):
    """The file that somebody attached is not taken."""

    def __init__(self, why: str, advice: str) -> None:
        super().__init__(why)
        self.advice = advice


class EmptyFile(FileRefused):
    """There is not a byte in it."""

    def __init__(self) -> None:
        super().__init__("empty file", "Файл пустой. Проверьте, что он открывается у вас, и приложите его ещё раз.")


class FileTooLarge(FileRefused):
    """It has more than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"file of more than {limit} bytes",
            f"Файл больше {limit // 2**20} МБ. Уменьшите его или приложите снимок экрана.",
        )


class WrongFileType(FileRefused):
    """Its bytes do not begin as those of a type that is taken."""

    def __init__(self) -> None:
        super().__init__(
            "neither JPEG nor PNG nor PDF",
            "Можно приложить JPEG, PNG или PDF. Сохраните файл в одном из этих форматов или приложите снимок экрана.",
        )


class DamagedFile(FileRefused):
    """It begins as its type does, and its end is missing or it does not decode."""

    def __init__(self, cause: str) -> None:
        super().__init__(
            f"damaged file: {cause}",
            "Файл не открывается: похоже, он повреждён. Сохраните его заново или приложите снимок экрана.",
        )


class PictureTooLarge(FileRefused):
    """It has more than `limit` pixels, few bytes though they may be."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"picture of more than {limit} pixels",
            f"В изображении больше {limit // 10**6} мегапикселей. Уменьшите его или приложите снимок экрана.",
        )


class TooManyFiles(FileRefused):
    """The conversation has `limit` files already."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"more than {limit} files", f"В разговоре уже {limit} файлов, больше приложить нельзя. Опишите словами."
        )


class NoSuchFile(DeskError):
    """No file is stored under this name: it was deleted, or this was never a name of the store's."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no stored file {name!r}")


class FilesUnavailable(DeskError):
    """The folder of attachments cannot be written to or read."""

    def __init__(self, error: OSError) -> None:
        super().__init__(
            f"Attachments cannot be stored or read ({error.strerror or error}): see to the space on the disk and "
            "to OPORA_HOME, a folder that may be written to."
        )
