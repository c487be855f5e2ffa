"""One soak: customers and operators at a service whose processes are killed meanwhile."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from math import nan
from random import Random
from statistics import median, quantiles
from typing import Any

from agent.desk import Desk
from agent.desk.waiting import number_of
from tests.soak import invariants
from tests.soak.customers import Customer
from tests.soak.operators import Operator
from tests.soak.service import Service
from tests.soak.stored import Stored, read_stored
from tests.soak.wire import PATIENCE, Wire

SETTLES_WITHIN = 30.0  # seconds until the streams have told the last of it


@dataclass(frozen=True, slots=True)
class Plan:
    conversations: int  # at once
    operators: int
    seconds: float
    pause: float  # seconds between two actions of a person, on average
    stream_lasts: float  # seconds, on average
    kill_every: float  # seconds between two workers that are killed, on average
    disasters: tuple[Callable[[Service], None], ...] = ()  # kill the whole service, evenly spread over the time
    seed: int = 1  # of what is left to chance


@dataclass(frozen=True, slots=True)
class Measured:
    turns: int
    turns_per_second: float
    tickets: int
    claims: int
    beaten: int  # claims of what somebody else had taken
    killed: int  # processes
    again: int  # calls that were made again after a failure
    connections: int  # of streams
    to_customer: tuple[float, float]  # seconds until the operator's words are there: median, 95th percentile
    to_operator: tuple[float, float]


@dataclass(slots=True)
class Soak:
    service: Service
    database: str  # URL
    plan: Plan
    customers: list[Customer]
    operators: list[Operator]

    async def run(self) -> tuple[list[str], Measured]:
        """What is wrong, and how quick it was."""
        people: list[Customer | Operator] = [*self.customers, *self.operators]
        await asyncio.gather(*(each.begin() for each in people))
        streams = [asyncio.create_task(each.stream.run()) for each in people]
        started = time.monotonic()
        seconds = await self._traffic(started + self.plan.seconds) - started
        await self._until_told()
        stored = read_stored(self.database)
        wrong = [each async for each in self._wrong(stored)]
        for each in people:
            each.stream.is_over = True
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
        await asyncio.gather(*(each.wire.close() for each in people))
        return wrong, self._measured(stored, seconds)

    async def _traffic(self, until: float) -> float:
        """Gives the moment when the customers have done."""
        is_closing, over = asyncio.Event(), asyncio.Event()
        killing = asyncio.create_task(self._kill(until))
        working = [asyncio.create_task(each.work(is_closing, over)) for each in self.operators]
        await asyncio.gather(*(each.live(until) for each in self.customers))
        await killing
        done = time.monotonic()
        is_closing.set()
        while await self.operators[0].has_open():
            assert time.monotonic() < done + PATIENCE, "the queue does not become empty"
            await asyncio.sleep(0.2)
        over.set()
        await asyncio.gather(*working)
        return done

    async def _kill(self, until: float) -> None:
        random = Random(self.plan.seed)
        started, disasters = time.monotonic(), list(self.plan.disasters)
        apart = (until - started) / (len(disasters) + 1)
        next_disaster = started + apart
        next_kill = started + self.plan.kill_every * random.uniform(0.3, 0.6)
        while (now := time.monotonic()) < until:
            if disasters and now > next_disaster:
                next_disaster += apart
                await asyncio.to_thread(disasters.pop(0), self.service)
                await asyncio.to_thread(self.service.start)
            elif now > next_kill:
                next_kill += self.plan.kill_every * random.uniform(0.5, 1.5)
                self.service.kill_worker(random)
            await asyncio.sleep(0.1)
        await asyncio.to_thread(self.service.wait_for_workers)

    async def _until_told(self) -> None:
        until = time.monotonic() + SETTLES_WITHIN
        while any(self._told(read_stored(self.database))) and time.monotonic() < until:
            await asyncio.sleep(0.5)

    def _told(self, stored: Stored) -> Iterator[str]:
        for customer in self.customers:
            yield from invariants.told_once(customer, stored)
        for operator in self.operators:
            yield from invariants.operator_told_once(operator, stored)

    async def _wrong(self, stored: Stored) -> Any:
        for customer in self.customers:
            history = (await customer.history())["messages"]
            for each in invariants.said_once(customer, history):
                yield each
        for operator in self.operators:
            for each in operator.refused:
                yield f"{operator.name} was refused {each}"
        for ticket in stored.tickets:
            shown = await self.operators[0].audit(number_of(ticket.id))
            for each in invariants.shown_audit(ticket, stored.audit, shown):
                yield each
        for found in (
            self._told(stored),
            invariants.operators_said_once(self.operators, stored),
            invariants.owned_by_one(stored),
            invariants.claims_are_audited(self.operators, stored),
            invariants.silent_over_people(stored),
            invariants.nobody_forgotten(self.customers, stored),
            invariants.promised_is_stored(stored),
            self.service.faults(),
        ):
            for each in found:
                yield each

    def _measured(self, stored: Stored, seconds: float) -> Measured:
        heard = {e.data["id"]: e.at for c in self.customers for e in c.stream.received if e.name == "message"}
        read: dict[str, float] = {}
        for event in (e for o in self.operators for e in o.stream.received if e.name == "message"):
            text = event.data["message"]["text"]
            read[text] = min(read.get(text, event.at), event.at)
        sent = [each for customer in self.customers for each in customer.sent if each.text.startswith("Дополню")]
        people: list[Customer | Operator] = [*self.customers, *self.operators]
        return Measured(
            turns=len(stored.turns),
            turns_per_second=round(len(stored.turns) / seconds, 1),
            tickets=len(stored.tickets),
            claims=sum(len(each.claimed) for each in self.operators),
            beaten=sum(each.beaten for each in self.operators),
            killed=self.service.killed,
            again=sum(each.wire.failures for each in people),
            connections=sum(each.stream.connected for each in people),
            to_customer=_typical([heard[each.id] - each.started for o in self.operators for each in o.said]),
            to_operator=_typical([read[each.text] - each.started for each in sent if each.text in read]),
        )


def _typical(seconds: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile; not a number where too few were told."""
    if len(seconds) < 2:
        return nan, nan
    return round(median(seconds), 2), round(quantiles(seconds, n=20)[-1], 2)


def soak(service: Service, database: str, plan: Plan) -> tuple[list[str], Measured]:
    """Starts the service, and stops it."""
    names = [f"Оператор {n}" for n in range(1, plan.operators + 1)]
    with closing(Desk(database)) as desk:
        for name in names:
            desk.operators.add(name, None)
        tokens = [desk.operators.new_token(name) for name in names]

    def wire(n: int) -> Wire:
        return Wire(service.url, Random(plan.seed * 1000 + n), plan.stream_lasts)

    service.start()
    try:
        customers = [Customer(f"Клиент {n}", wire(n), plan.pause) for n in range(plan.conversations)]
        operators = [
            Operator(name, token, wire(-n - 1), plan.pause / 2, names)
            for n, (name, token) in enumerate(zip(names, tokens, strict=True))
        ]
        return asyncio.run(Soak(service, database, plan, customers, operators).run())
    finally:
        service.stop()
