"""Any running server that speaks our API."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from agent.reply import Reply
from evals.cases import Case
from evals.systems.base import Answer, SystemFailed
from ingest.errors import UnknownArticle


@dataclass(slots=True)
class OverHttp:
    client: httpx.Client  # with the server's base URL
    name: str = "http"
    _texts: dict[str, str] = field(default_factory=dict)

    def ask(self, case: Case) -> Answer:
        if case.left_out:
            raise SystemFailed("A running server cannot be kept from finding articles.")
        with self._named_failures():
            started = self._post("/v1/conversations", {}, token=None)
            messages = f"/v1/conversations/{started['id']}/messages"
            for earlier in case.history:
                self._post(messages, {"text": earlier}, started["token"])
            began = time.perf_counter()
            said = self._post(messages, {"text": case.question}, started["token"])
            seconds = time.perf_counter() - began
            reply = Reply.model_validate(said)
        return Answer(reply=reply, evidence=None, explanation={}, seconds=seconds, model_calls=None, tokens=None)

    def text_of(self, source_id: str) -> str:
        if source_id not in self._texts:
            with self._named_failures():
                answer = self.client.get(f"/v1/sources/{quote(source_id)}")
                if answer.status_code == HTTPStatus.NOT_FOUND:
                    raise UnknownArticle(source_id, "current")
                self._texts[source_id] = answer.raise_for_status().json()["text"]
        return self._texts[source_id]

    def describe(self) -> Mapping[str, str]:
        return {"url": str(self.client.base_url)}

    def check_ready(self) -> None:
        """Raises SystemFailed where the server would answer no question."""
        with self._named_failures():
            self.client.get("/readyz").raise_for_status().json()

    def _post(self, path: str, body: Mapping[str, object], token: str | None) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.client.post(path, json=body, headers=headers).raise_for_status().json()

    @contextmanager
    def _named_failures(self) -> Iterator[None]:
        try:
            yield
        except httpx.HTTPError as error:
            said = str(error) or type(error).__name__
            raise SystemFailed(f"{self.client.base_url}: {said.splitlines()[0]}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise SystemFailed(f"{self.client.base_url}: its answer is none of this API's") from error
