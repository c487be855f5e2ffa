"""Files over HTTP: read from a form within limits, and given so that no browser takes them for a page of ours."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from anyio import to_thread
from fastapi import Request
from fastapi.responses import FileResponse
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from agent.desk import Message
from agent.desk.attachments import StoredFile
from agent.desk.files import ATTACHMENT_LIMIT, FileType, TakenFile, safe_name, take_file
from agent.masking import mask
from api.errors import Problem, described
from api.schemas import SentFile

UPLOADS_AT_ONCE = 2  # in one process (`app.state.uploads`): a photograph that is drawn anew takes some 200 MB of memory
FIELD = "file"
# Other fields are none of ours; a client's library may add one or two.
_MOST_FIELDS = 10
_FIELD_LIMIT = 1024  # bytes

# What a call that takes a file says of itself: it reads the form itself, so that nobody sends one without a key.
UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [FIELD],
                    "properties": {
                        FIELD: {
                            "type": "string",
                            "format": "binary",
                            "description": f"JPEG, PNG or PDF by its content; {ATTACHMENT_LIMIT // 2**20} MB at most.",
                        }
                    },
                }
            }
        },
    }
}
ATTACH_PROBLEMS = described(
    {
        409: "The conversation has too many files, or is not the caller's",
        413: "The file or the picture is too large",
        415: "Neither JPEG nor PNG nor PDF",
        422: "There is no file, or it is empty or damaged",
        503: "Files cannot be stored now",
    }
)
FILE_CONTENT: dict[str, Any] = {"description": "The bytes.", "content": {str(type): {} for type in FileType}}

# Should a browser open the file by itself, nothing in it runs, and it belongs to no site.
_SAFE: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
}


async def keep_upload(request: Request, keep: Callable[[TakenFile], Message]) -> SentFile:
    """The file of the request's form, checked and stored by `keep` in a thread.

    Raises:
        Problem: 422, there is no file in the form.
        FileRefused: the file is not taken.
    """
    try:
        async with request.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=_FIELD_LIMIT) as form:
            upload = form.get(FIELD)
            if not isinstance(upload, UploadFile):
                raise _no_file()
            message = await to_thread.run_sync(
                lambda: keep(_taken(upload)),
                limiter=request.app.state.uploads,
            )
    except ClientDisconnect as gone:  # gave the file up halfway; nobody reads the answer
        raise _no_file() from gone
    except HTTPException as error:
        if error.status_code != 400:  # that is no form, or two files
            raise
        raise _no_file() from error
    [file] = message.attachments
    return SentFile(id=file.id, name=file.name, type=file.type, size=file.size, message_id=message.id)


def file_response(file: StoredFile) -> FileResponse:
    """Pictures may be shown in their place; a PDF is saved."""
    kind = file.attachment.type
    return FileResponse(
        file.path,
        media_type=kind,
        filename=file.attachment.name,
        content_disposition_type="attachment" if kind == FileType.PDF else "inline",
        headers=_SAFE,
    )


def _taken(upload: UploadFile) -> TakenFile:
    name = (upload.filename or "").replace("%22", '"')  # as browsers write it in a form
    taken = take_file(upload.file.read(ATTACHMENT_LIMIT + 1), name)
    return replace(taken, name=safe_name(mask(taken.name), taken.type))


def _no_file() -> Problem:
    return Problem(422, "no-file", f"Приложите один файл: форма multipart/form-data с полем «{FIELD}».")
