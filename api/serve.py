"""Running the service: one process, or several behind one socket. The port is taken first and said last."""

import contextlib
import errno
import socket
from collections.abc import Callable
from typing import NoReturn

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from api.logs import configure_logging
from api.settings import ApiSettings
from ingest.errors import NoRelease
from ingest.release import ReleaseStore

_WORKER_START_SECONDS = 120.0  # to load the models, on a slow machine with a cold disk
_WORKER_SILENCE_SECONDS = 30  # a worker that loads its models may hold the interpreter for seconds

Announce = Callable[[str], None]


class ServeError(Exception):
    """The service cannot start; the message says what to do."""


class PortBusy(ServeError):
    """The address cannot be listened on."""

    def __init__(self, host: str, port: int, cause: OSError) -> None:
        why = "the port is taken" if cause.errno == errno.EADDRINUSE else str(cause.strerror)
        super().__init__(f"Cannot listen on {host}:{port}: {why}. Choose another with --host and --port.")


class WorkersFailed(ServeError):
    """Some worker process did not start; it has logged why."""

    def __init__(self) -> None:
        super().__init__("The workers did not start: put right what is logged above, or try --workers 1.")


def serve_until_stopped(settings: ApiSettings, announce: Announce) -> None:
    """Serve until a signal says stop. `announce` gets one line, when a question would be answered.

    Raises:
        NoRelease: nothing has been ingested yet.
        PortBusy, WorkersFailed: as they say.
        IngestError, AgentError: it cannot answer as it is set up.
    """
    with _listen(settings.host, settings.port) as listening:
        line = f"Opora is at http://{_shown(listening)} (release {_current_release(settings)})"
        run = _run_one if settings.workers == 1 else run_many
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C is how one stops it, not a failure
            run(settings, listening, lambda: announce(line))


def _current_release(settings: ApiSettings) -> str:
    """Known before anything heavy is loaded, so that a newcomer without articles is told at once."""
    name = ReleaseStore(settings.home, _never).current_name()
    if name is None:
        raise NoRelease(str(settings.home))
    return name


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server((str(address[0]), port), family=family)
    except OSError as error:
        raise PortBusy(host, port, error) from error


def _run_one(settings: ApiSettings, listening: socket.socket, ready: Callable[[], None]) -> None:
    from api.app import from_settings

    configure_logging(settings.log_level, settings.access_log)
    _Server(_config(settings, from_settings(settings)), ready).run(sockets=[listening])


def run_many(
    settings: ApiSettings, listening: socket.socket, ready: Callable[[], None], app: str = "api.app:from_environment"
) -> None:
    """Several processes that run what `app` makes; whichever dies is replaced. Raises WorkersFailed."""
    configure_logging(settings.log_level, settings.access_log)
    _Supervisor(_config(settings, app), [listening], ready).run()


def _config(settings: ApiSettings, app: FastAPI | str) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=settings.workers,
        log_config=None,  # ours is set up already
        access_log=settings.access_log,
        server_header=False,
        timeout_worker_healthcheck=_WORKER_SILENCE_SECONDS,
    )


class _Server(uvicorn.Server):
    """Says when it is ready, which the plain one only logs."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


class _Supervisor(Multiprocess):
    """Says when every worker is ready, and learns at once that one has died."""

    def __init__(self, config: uvicorn.Config, sockets: list[socket.socket], ready: Callable[[], None]) -> None:
        super().__init__(config, sockets)
        self._ready = ready

    def init_processes(self) -> None:
        super().init_processes()
        if not all(process.wait_until_ready(_WORKER_START_SECONDS) for process in self.processes):
            self.terminate_all()
            self.join_all()
            raise WorkersFailed
        self._ready()

    def keep_subprocess_alive(self) -> None:
        # The workers have their ends of the pipes: where we held these too, a worker that dies while it is asked for a
        # sign of life would be waited for in vain, and nobody else be replaced meanwhile.
        for process in self.processes:
            process.child_conn.close()
        super().keep_subprocess_alive()


def _shown(listening: socket.socket) -> str:
    """Where a browser on this machine finds it."""
    host, port = listening.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:
        host = "127.0.0.1"
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _never() -> NoReturn:
    raise AssertionError("the name of a release is read without an embedder")
