"""The service with an agent that loads nothing: python -m tests.soak.light --port P --workers N

The desk and all around it are the real ones. The agent takes its time, so that people come between its words.
"""

import random
import socket
import sys
import time
from dataclasses import dataclass
from typing import NoReturn
from uuid import uuid4

from fastapi import FastAPI

from agent.desk import Desk, is_owned, open_desk
from agent.masking import mask
from agent.reply import OutcomeKind, Reason, Reply
from api.app import create_app
from api.serve import run_many
from api.settings import ApiSettings
from ingest.clock import utc_now
from ingest.errors import NoRelease

SLOWEST = 0.3  # seconds for an answer


@dataclass(frozen=True, slots=True)
class LightAgent:
    desk: Desk
    greeting: str = "Здравствуйте! Чем помочь?"

    def starters(self) -> tuple[str, ...]:
        return ()

    def reply(self, conversation_id: str, text: str, client_message_id: str | None = None) -> Reply:
        turn = self.desk.begin_turn(conversation_id, mask(text), client_message_id)
        if isinstance(turn, Reply):
            return turn
        time.sleep(random.uniform(0, SLOWEST))
        outcome, escalation = OutcomeKind.ANSWERED, turn.escalation
        if not is_owned(turn.escalation) and any(word in text for word in ("оператор", "человек")):
            outcome = OutcomeKind.ESCALATED
            escalation = self.desk.escalate(conversation_id, Reason.ASKED_FOR_HUMAN)
        reply = Reply(id=uuid4().hex, created_at=utc_now(), outcome=outcome, text=f"«{text}»", escalation=escalation)
        return self.desk.finish_turn(turn, reply, {})

    def suggest(self, conversation_id: str) -> Reply | None:
        return None

    def feedback(self, conversation_id: str, message_id: str, rating: int, comment: str | None) -> None:
        self.desk.feedback(conversation_id, message_id, rating, comment)

    def source(self, source_id: str, release: str | None = None) -> NoReturn:
        raise NoRelease("light")

    def check_ready(self) -> None:
        self.desk.ping()


def app() -> FastAPI:
    settings = ApiSettings.read()
    return create_app(LightAgent(open_desk(settings)), settings)


def main() -> None:
    options = dict(zip(sys.argv[1::2], sys.argv[2::2], strict=True))
    settings = ApiSettings(port=int(options["--port"]), workers=int(options["--workers"]))
    with socket.create_server((settings.host, settings.port)) as listening:
        run_many(
            settings, listening, lambda: print(f"Opora is at port {settings.port}", flush=True), "tests.soak.light:app"
        )


if __name__ == "__main__":
    main()
