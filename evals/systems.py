"""What is measured: anything that takes a customer's message and gives a Reply."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import httpx

from agent.reply import Reply
from agent.support import SupportAgent


class System(Protocol):
    def ask(self, question: str) -> Reply:
        """The reply to the first message of a new conversation."""
        ...

    def text_of(self, source_id: str) -> str:
        """An article's text as citations point into it."""
        ...


@dataclass(slots=True)
class InProcess:
    """The same assembly that the service uses."""

    agent: SupportAgent
    texts: dict[str, str] = field(default_factory=dict)

    def ask(self, question: str) -> Reply:
        conversation, _ = self.agent.desk.start_conversation()
        return self.agent.reply(conversation, question)

    def text_of(self, source_id: str) -> str:
        if source_id not in self.texts:
            self.texts[source_id] = self.agent.source(source_id).text
        return self.texts[source_id]


@dataclass(slots=True)
class OverHttp:
    """A running server that speaks our API."""

    client: httpx.Client
    texts: dict[str, str] = field(default_factory=dict)

    def ask(self, question: str) -> Reply:
        started = self.client.post("/v1/conversations", json={}).raise_for_status().json()
        answer = self.client.post(
            f"/v1/conversations/{started['id']}/messages",
            json={"text": question},
            headers={"Authorization": f"Bearer {started['token']}"},
        )
        return Reply.model_validate(answer.raise_for_status().json())

    def text_of(self, source_id: str) -> str:
        if source_id not in self.texts:
            self.texts[source_id] = self.client.get(f"/v1/sources/{source_id}").raise_for_status().json()["text"]
        return self.texts[source_id]


@contextmanager
def throwaway(articles: Path) -> Iterator[InProcess]:
    """Opora over a folder of articles, with the settings of this process, in a home that is gone afterwards."""
    from agent.assemble import build_agent
    from agent.settings import AgentSettings
    from ingest.embedding import embedder_identity, open_embedder
    from ingest.release import ReleaseStore
    from ingest.sync import sync

    with TemporaryDirectory(prefix="opora-evals-") as home:
        settings = AgentSettings.read(home=Path(home))
        name = settings.embedding_model
        store = ReleaseStore(settings.home, lambda: open_embedder(name))
        sync(articles, store, embedder_name=name, embedder_identity=embedder_identity(name))
        yield InProcess(build_agent(settings))
