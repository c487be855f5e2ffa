"""What surrounds every request, as plain ASGI: a wrapper of requests and responses would cost each turn a task."""

from collections.abc import Sequence

from fastapi import HTTPException
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import http_problem, problem_of

# Pictures of a conversation are fetched with its key, and shown from memory.
_LOADS = "default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'none'; object-src 'none'"
UPLOADS = "/attachments"  # how the paths end to which a file may be sent
CHAT_PATH = "/"  # the one page that other sites may show in a frame


class Headers:
    """Tells browsers what the page may load and who may frame it, to trust the content types, and what to keep."""

    def __init__(self, app: ASGIApp, framed_by: Sequence[str] = ()) -> None:
        self.app = app
        self.framed_by = tuple(framed_by)  # origins of the sites that may show the chat in a frame

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path: str = scope["path"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["x-content-type-options"] = "nosniff"
                # Conversations are kept nowhere; the page is asked for again, so that an update is seen at once.
                headers.setdefault("cache-control", "no-store" if path.startswith("/v1/") else "no-cache")
                headers["referrer-policy"] = "same-origin"
                # Files that people have sent come with a stricter one.
                headers.setdefault("content-security-policy", _policy(self.framed_by if path == CHAT_PATH else ()))
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _policy(framed_by: Sequence[str]) -> str:
    """Our pages load our files only, and their forms are sent by script. Whoever is not named here has no frame of
    the chat: its code relies on that."""
    return " ".join((f"{_LOADS}; frame-ancestors 'self'", *framed_by))


class Faults:
    """The last resort: a failure that nobody foresaw becomes a problem with a number, never a stack trace."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except Exception as error:  # noqa: BLE001  logged by problem_of, with its cause
            problem = problem_of(error)
            if not started:  # half a response cannot be taken back: the server closes the connection
                await problem.response()(scope, receive, send)


class HeadAsGet:
    """HEAD goes where GET goes: supervisors and crawlers ask so. The server itself leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self.app({**scope, "method": "GET"} if head else scope, receive, send)


class BodyLimit:
    """Refuses a request whose body is larger than anybody needs, before it fills the memory."""

    def __init__(self, app: ASGIApp, limit: int, upload_limit: int) -> None:
        self.app = app
        self.limit = limit  # bytes
        self.upload_limit = upload_limit  # bytes of a request that brings a file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        limit = self.upload_limit if scope["path"].endswith(UPLOADS) else self.limit
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > limit:
            return await http_problem(HTTPException(413)).response()(scope, receive, send)
        received = 0

        async def receive_within_limit() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:  # sent in chunks, without a declared length
                raise HTTPException(413)
            return message

        await self.app(scope, receive_within_limit, send)
