"""A small real server that speaks like a provider of language models, or breaks like one."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pydantic import SecretStr

from agent.settings import AgentSettings

Behaviour = Callable[["Handler"], None]


@dataclass
class ModelServer:
    url: str
    behaviours: list[Behaviour]  # one a call; the last one stays
    asked: list[dict[str, Any]] = field(default_factory=list)  # bodies of the calls

    def settings(self, seconds: float = 20.0) -> AgentSettings:
        return AgentSettings(
            llm="openai:small", llm_base_url=self.url, llm_api_key=SecretStr("sk-test"), llm_timeout=seconds
        )


class Handler(BaseHTTPRequestHandler):
    model: ModelServer
    stopped: threading.Event

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.model.asked.append(asked)
        behave = self.model.behaviours[min(len(self.model.asked), len(self.model.behaviours)) - 1]
        with suppress(BrokenPipeError, ConnectionResetError):  # the client did not wait
            behave(self)

    def respond(self, status: int, body: str, kind: str = "application/json") -> None:
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Tests need no log of each call."""


def completion(message: dict[str, Any]) -> Behaviour:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant"} | message}
    body = {"id": "1", "object": "chat.completion", "created": 1, "model": "small", "choices": [choice]}
    return lambda handler: handler.respond(200, json.dumps(body))


def says(text: str | None) -> Behaviour:
    return completion({"content": text})


def calls(tool: str, arguments: str) -> Behaviour:
    call = {"id": "1", "type": "function", "function": {"name": tool, "arguments": arguments}}
    return completion({"content": None, "tool_calls": [call]})


def breaks(status: int, body: str = '{"error": {"message": "no"}}', kind: str = "application/json") -> Behaviour:
    return lambda handler: handler.respond(status, body, kind)


def hangs(handler: Handler) -> None:
    handler.stopped.wait(20)


def drips(handler: Handler) -> None:
    """Blanks without end, as proxies send them to keep a connection open: no two bytes are far apart."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    begun = time.monotonic()
    while not handler.stopped.wait(0.05) and time.monotonic() - begun < 20:
        handler.wfile.write(b" ")
        handler.wfile.flush()


def hangs_up(handler: Handler) -> None:
    handler.connection.close()


@contextmanager
def model_server(*behaviours: Behaviour) -> Iterator[ModelServer]:
    stopped = threading.Event()
    handler = type("Bound", (Handler,), {"stopped": stopped})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    handler.model = ModelServer(f"http://127.0.0.1:{server.server_port}/v1", list(behaviours))  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield handler.model  # type: ignore[attr-defined]
    finally:
        stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()
