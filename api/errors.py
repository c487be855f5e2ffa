"""Every failure that a client can see, as RFC 9457 problem details: in Russian for people, with a code for programs."""

import logging
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from agent.desk.errors import (
    NoOpenTicket,
    NotYours,
    TakenByAnother,
    TicketClosed,
    UnknownCannedReply,
    UnknownConversation,
    UnknownMessage,
    UnknownOperator,
    UnknownTicket,
    WrongLogin,
    WrongPhone,
    WrongSlot,
    WrongToken,
)
from agent.desk.file_errors import (
    FileRefused,
    FilesUnavailable,
    FileTooLarge,
    NoSuchFile,
    PictureTooLarge,
    TooManyFiles,
    WrongFileType,
)
from ingest.errors import NoRelease, UnknownArticle, UnknownRelease

log = logging.getLogger(__name__)

PROBLEM_TYPE = "application/problem+json"


class Problem(Exception):
    """A failure with the words for the person who sees it."""

    def __init__(
        self, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None, **members: object
    ):
        super().__init__(code)
        self.status = status
        self.code = code  # for programs: the tail of the problem's type
        self.detail = detail
        self.headers = headers
        self.members = members  # extension members of the document

    def document(self) -> dict[str, object]:
        return {
            "type": f"urn:opora:problem:{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }

    def response(self) -> Response:
        return JSONResponse(self.document(), self.status, headers=self.headers, media_type=PROBLEM_TYPE)


def described(problems: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    """For a call's `responses`: by status, when it is refused so."""
    content = {PROBLEM_TYPE: {"schema": {"type": "object"}}}
    return {status: {"description": words, "content": content} for status, words in problems.items()}


_ITS_OWN = None  # the failure itself has the words for people

# What the layers below raise, as the customer should read it. The first class that fits decides.
_KNOWN: tuple[tuple[type[Exception], int, str, str | None], ...] = (
    (UnknownConversation, 404, "unknown-conversation", "Такого разговора нет. Начните, пожалуйста, новый."),
    (WrongToken, 403, "wrong-token", "Этот ключ от другого разговора. Возьмите тот, что пришёл при начале этого."),
    (UnknownMessage, 404, "unknown-message", "Такого сообщения в этом разговоре нет. Возьмите id из ответа."),
    (WrongLogin, 401, "wrong-login", "Имя или пароль не подошли. Проверьте раскладку и попробуйте ещё раз."),
    (UnknownOperator, 404, "unknown-operator", "Такого коллеги нет, или вход ему закрыт. Выберите другого."),
    (UnknownTicket, 404, "unknown-ticket", "Такого обращения нет. Возможно, разговор удалили по просьбе клиента."),
    (TakenByAnother, 409, "taken", "Этим обращением уже занимается специалист."),
    (NotYours, 409, "not-yours", "Обращение сейчас ведёте не вы. Сначала возьмите его."),
    (TicketClosed, 409, "ticket-closed", "Это обращение уже завершено."),
    (NoOpenTicket, 409, "no-ticket", "Открытого обращения нет: отменять нечего."),
    (NoSuchFile, 404, "unknown-file", "Такого файла нет, или он уже не хранится."),
    (UnknownCannedReply, 404, "unknown-canned", "Такой заготовки уже нет: возможно, её удалил кто-то из коллег."),
    (UnknownArticle, 404, "unknown-source", "Такой статьи нет. Проверьте её адрес: это путь к файлу в папке статей."),
    (
        UnknownRelease,
        404,
        "unknown-release",
        "Такого выпуска статей нет или он уже не хранится. Без release откроется нынешний.",
    ),
    (NoRelease, 503, "no-release", "Статьи ещё не загружены. Попробуйте, пожалуйста, позже."),
    (FilesUnavailable, 503, "files-unavailable", "Файлы сейчас недоступны. Попробуйте, пожалуйста, немного позже."),
    (WrongPhone, 422, "wrong-phone", _ITS_OWN),
    (WrongSlot, 422, "wrong-slot", _ITS_OWN),
    (FileTooLarge, 413, "file-too-large", _ITS_OWN),
    (PictureTooLarge, 413, "picture-too-large", _ITS_OWN),
    (WrongFileType, 415, "wrong-file-type", _ITS_OWN),
    (TooManyFiles, 409, "too-many-files", _ITS_OWN),
    (FileRefused, 422, "wrong-file", _ITS_OWN),
)

# Failures of HTTP itself, which the framework raises.
_HTTP: dict[int, tuple[str, str]] = {
    404: ("not-found", "По этому адресу ничего нет. Проверьте его: все вызовы перечислены на странице /docs."),
    405: ("method-not-allowed", "Этот адрес так вызвать нельзя: подходящие методы перечислены в заголовке Allow."),
    413: ("too-large", "Запрос слишком большой. Сократите, пожалуйста, сообщение или уменьшите файл."),
}

# Mistakes in a request, by the code that pydantic gives them; `field` and the limit are filled in.
_MISTAKES: dict[str, str] = {
    "json_invalid": "Запрос не разобрать: нужен правильный JSON.",
    "model_attributes_type": "Нужен объект JSON, а в заголовке Content-Type: application/json.",
    "missing": "Не хватает поля «{field}».",
    "string_type": "В поле «{field}» нужен текст.",
    "string_unicode": "В поле «{field}» есть знаки, которые нельзя прочитать.",
    "string_too_short": "Поле «{field}» не может быть пустым.",
    "string_too_long": "Поле «{field}» слишком длинное: можно не больше {max_length} знаков.",
    "int_type": "В поле «{field}» нужно целое число.",
    "greater_than_equal": "В поле «{field}» нужно число не меньше {ge}.",
    "less_than_equal": "В поле «{field}» нужно число не больше {le}.",
    "timezone_aware": "В поле «{field}» нужно время со смещением, например 2024-03-01T14:00:00+03:00.",
}
_OTHER_MISTAKE = "Поле «{field}» заполнено неверно."


def problem_of(error: Exception) -> Problem:
    """The problem to show for any failure. One that nobody foresaw is logged, under the number that the client gets."""
    if isinstance(error, Problem):
        return error
    for kind, status, code, detail in _KNOWN:
        if isinstance(error, kind):
            if kind is FilesUnavailable:
                log.error("%s", error)  # for the maintainer
            return Problem(status, code, _own_words(error) if detail is _ITS_OWN else detail, None, **_members(error))
    return _fault(error)


def _own_words(error: Exception) -> str:
    return error.advice if isinstance(error, FileRefused) else str(error)


def _members(error: Exception) -> dict[str, object]:
    """What a program may want to know besides: who has the ticket, or which field is wrong."""
    match error:
        case TakenByAnother() | NotYours():
            return {"operator": error.operator}
        case WrongPhone():
            return {"field": "phone"}
        case WrongSlot():
            return {"field": "not_before"}
        case _:
            return {}


def _fault(error: Exception) -> Problem:
    number = uuid4().hex[:12]
    log.error("fault %s: %s", number, _where(error))
    detail = f"У нас что-то сломалось, и ответить не получилось. Попробуйте ещё раз. Номер сбоя: {number}."
    return Problem(500, "fault", detail, id=number)


def _where(error: BaseException) -> str:
    """Classes and lines of the failure and its causes. Messages stay out: a database's quotes the customer's words."""
    lines = [
        type(error).__qualname__,
        *(f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)),
    ]
    cause = error.__cause__ or error.__context__
    return "\n  ".join(lines) + (f"\ncaused by {_where(cause)}" if cause else "")


def mistakes_of(error: RequestValidationError) -> Problem:
    """422 with the first mistake in words, and all of them for a program. What was sent is not repeated."""
    mistakes = [(_field(m["loc"]), m) for m in error.errors()]
    texts = [
        m["msg"]
        if m["type"].startswith("opora_")
        else _MISTAKES.get(m["type"], _OTHER_MISTAKE).format(field=field, **m.get("ctx", {}))
        for field, m in mistakes
    ]
    listed = [
        {"field": field, "code": m["type"], "detail": text} for (field, m), text in zip(mistakes, texts, strict=True)
    ]
    return Problem(422, "invalid-request", texts[0], errors=listed)


def _field(location: tuple[str | int, ...]) -> str:
    """`("body", "text")` as `text`; the body itself as `body`."""
    return ".".join(str(part) for part in location[1:] if isinstance(part, str)) or str(location[0])


def http_problem(error: HTTPException) -> Problem:
    """A failure that the framework raised, in our words and format."""
    if error.status_code == 400:  # fastapi's answer to a body that is no UTF-8 or nests too deep
        return Problem(422, "invalid-request", _MISTAKES["json_invalid"])
    code, detail = _HTTP.get(error.status_code, ("http", "Запрос выполнить нельзя."))
    return Problem(error.status_code, code, detail, headers=error.headers)


async def _on_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return http_problem(error).response()


async def _on_mistake(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return mistakes_of(error).response()


async def _on_known(_: Request, error: Exception) -> Response:
    return problem_of(error).response()


def handle_errors(app: FastAPI) -> None:
    """Foreseen failures become problems here; the unforeseen ones in `middleware.Faults`, outside of everything."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_mistake)
    known: list[type[Exception]] = [Problem, *(row[0] for row in _KNOWN)]
    for kind in known:
        app.add_exception_handler(kind, _on_known)
