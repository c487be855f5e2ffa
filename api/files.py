"""Files over HTTP: taken from a form, and given to who may see them."""

from fastapi import UploadFile
from fastapi.responses import FileResponse

from agent.desk import Message
from agent.desk.attachments import StoredFile
from agent.desk.files import TakenFile, take_file
from api.schemas import SentFile


def taken(file: UploadFile) -> TakenFile:
    """Checked by its content. It takes a second or two of a large photograph. Raises a FileRefused."""
    return take_file(file.file.read(), file.filename or "")


def sent(message: Message) -> SentFile:
    """The file that a message consists of."""
    [file] = message.attachments
    return SentFile(id=file.id, name=file.name, type=file.type, size=file.size, message_id=message.id)


def given(file: StoredFile) -> FileResponse:
    """To be saved and not shown, whatever a browser thinks of it; a page that shows a picture asks for its bytes."""
    return FileResponse(file.path, media_type=file.attachment.type, filename=file.attachment.name)
