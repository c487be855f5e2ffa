"""The naive pipeline behind as much of the service's API as the bench calls:

python -m evals.bench.naive_server ARTICLES PORT

The server of the standard library, with a thread a connection. It checks, stores and limits nothing, which is to the
advantage of the naive pipeline. `/readyz` tells how long indexing took.
"""

import json
import sys
from dataclasses import asdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Protocol

from evals.bench.figures import Indexed
from evals.cases import Case
from evals.systems.base import Answer


class _Answering(Protocol):
    def ask(self, case: Case) -> Answer: ...


class NaiveServer(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True

    def __init__(self, port: int, system: _Answering, indexed: Indexed) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.system = system
        self.indexed = indexed


class _Handler(BaseHTTPRequestHandler):
    server: NaiveServer
    protocol_version = "HTTP/1.1"  # connections are kept
    disable_nagle_algorithm = True  # head and body are written apart: the second would wait for 40 ms
    wbufsize = -1

    def do_GET(self) -> None:
        self._say(json.dumps(asdict(self.server.indexed)))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/v1/conversations":
            self._say(json.dumps({"id": "any", "token": ""}))
            return
        case = Case(id="bench", question=body["text"], split="dev")
        self._say(self.server.system.ask(case).reply.model_dump_json())

    def _say(self, answer: str) -> None:
        content = answer.encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


def main(articles: Path, port: int) -> None:
    from evals.bench.worker import timed_naive
    from ingest.quiet import silence_telemetry

    silence_telemetry()
    with timed_naive(articles) as (system, indexed), NaiveServer(port, system, indexed) as server:
        server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
