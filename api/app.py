"""The application: everything is put together here."""

import logging
import mimetypes
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import anyio.to_thread
from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from uvicorn.config import STARTUP_FAILURE

from agent.desk import DeskError
from agent.desk.files import ATTACHMENT_LIMIT
from agent.errors import AgentError
from api import customer, health, operator_login, operator_tickets, streams, waiting
from api.attachments import UPLOADS_AT_ONCE
from api.background import background
from api.errors import handle_errors
from api.middleware import CHAT_PATH, BodyLimit, Faults, HeadAsGet, Headers
from api.service import Support
from api.settings import ApiSettings
from ingest.errors import IngestError

log = logging.getLogger(__name__)

WEB = Path(__file__).parent / "web"
# Every page of the shop loads the script: without this, each view of a page would be a request here.
_FOR_A_WHILE = {"cache-control": "public, max-age=600"}
_LOGINS_AT_ONCE = 4  # to compare one password takes 64 MiB on purpose
_WARM_QUESTION = "как связаться с поддержкой"  # any: models, dictionaries and patterns are loaded by the first one


def create_app(agent: Support, settings: ApiSettings, web: Path = WEB) -> FastAPI:
    """The service over a ready agent. `web` holds the chat page: index.html, and what it loads from /static/."""
    app = FastAPI(
        title="Opora",
        description="Answers from the company's own articles with the exact words it relies on, or calls a person.",
        lifespan=_lifespan,
        middleware=_middleware(settings),
        docs_url=None,  # FastAPI's page loads its script from a CDN; ours works without a network
        redoc_url=None,
        redirect_slashes=False,  # behind a proxy it would send a token in the clear to the http address
        # Off, each switch by name: its records hold requests and exceptions, which quote customers.
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
    )
    app.state.agent = agent
    app.state.settings = settings
    handle_errors(app)
    app.include_router(customer.router)
    app.include_router(waiting.router)
    app.include_router(operator_login.router)
    app.include_router(operator_tickets.router)
    app.include_router(streams.router)
    app.include_router(health.router)
    _serve_page(app, web)
    return app


def from_settings(settings: ApiSettings) -> FastAPI:
    """The service with the real agent, warm: the first customer waits no longer than the others.

    Raises:
        IngestError, AgentError, DeskError: it cannot answer as it is set up; the message says what to do.
    """
    from agent.assemble import build_agent

    agent = build_agent(settings)
    agent.check_ready()
    agent.warm_up(_WARM_QUESTION)
    return create_app(agent, settings)


def from_environment() -> FastAPI:
    """The service as `OPORA_…` describes it: what each of several worker processes runs.

    Raises:
        SystemExit: it cannot answer as it is set up. The status tells the supervisor that to try again is no use.
    """
    from api.logs import configure_logging
    from ingest.quiet import silence_telemetry

    silence_telemetry()
    settings = ApiSettings.read()
    configure_logging(settings.log_level, settings.access_log)
    try:
        return from_settings(settings)
    except (IngestError, AgentError, DeskError) as error:
        log.critical("%s", error)
        raise SystemExit(STARTUP_FAILURE) from error


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Threads for the turns: the agent is synchronous. At the end, turns that have begun are finished and stored."""
    settings: ApiSettings = app.state.settings
    anyio.to_thread.current_default_thread_limiter().total_tokens = settings.threads
    turns = ThreadPoolExecutor(settings.threads, thread_name_prefix="turn")
    app.state.turns = turns
    app.state.logins = anyio.CapacityLimiter(_LOGINS_AT_ONCE)
    app.state.uploads = anyio.CapacityLimiter(UPLOADS_AT_ONCE)
    agent: Support = app.state.agent
    async with background(agent.desk) as hub:
        app.state.hub = hub
        yield
    await anyio.to_thread.run_sync(turns.shutdown)


def _middleware(settings: ApiSettings) -> list[Middleware]:
    """From the outermost to the innermost; a refusal from within still passes those outside of it."""
    sites = settings.allowed_origins
    cors = Middleware(
        CORSMiddleware,
        allow_origins=sites,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
    )
    return [
        *([cors] if sites else []),
        Middleware(Headers, framed_by=sites),
        Middleware(Faults),
        Middleware(BodyLimit, limit=settings.max_body_bytes, upload_limit=ATTACHMENT_LIMIT + settings.max_body_bytes),
        Middleware(HeadAsGet),
    ]


def _serve_page(app: FastAPI, web: Path) -> None:
    # Named here, since the machine's own table of types may know none of them and modules are refused without.
    for suffix, kind in ((".js", "text/javascript"), (".css", "text/css"), (".svg", "image/svg+xml")):
        mimetypes.add_type(kind, suffix)
    index = web / "index.html"

    @app.get(CHAT_PATH, include_in_schema=False)
    def page() -> FileResponse:
        if not index.is_file():
            raise HTTPException(404)
        return FileResponse(index)

    @app.get("/desk", include_in_schema=False)
    def desk() -> FileResponse:
        return FileResponse(WEB / "desk" / "index.html")

    @app.get("/docs", include_in_schema=False)
    def docs() -> FileResponse:
        return FileResponse(WEB / "docs.html")

    @app.get("/widget.js", include_in_schema=False)
    def widget() -> FileResponse:
        return FileResponse(WEB / "widget.js", headers=_FOR_A_WHILE)

    @app.get("/widget", include_in_schema=False)
    def widget_demo() -> FileResponse:
        return FileResponse(WEB / "widget-demo.html")

    # Swagger UI as files; of the package that carries them, no code is used.
    app.mount("/docs/swagger", StaticFiles(packages=[("fastapi_offline", "static")]), name="swagger")
    app.mount("/static", StaticFiles(directory=web, check_dir=False), name="static")
