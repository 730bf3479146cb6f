"""One tenant with a thousand alerts keeps another one waiting twice as long as alone, at most."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fakes import swift
from fakes.store import MORVAN, Told, a_summary, an_article, an_event
from fakes.vigie import FakeChat, HandClock

from vigie.adapters.store import SqlStore
from vigie.delivery import deliver_due
from vigie.lanes import Turnstile
from vigie.model import Change, Channel, Delivery, Finding
from vigie.ports import Services
from vigie.rules import Rules

CALL = 0.08
"""Seconds that a call takes."""
RATE = 45.0
"""Calls a second that the platform takes."""

BUSY = tuple(Channel("chat", "chat:busy", f"salon-{number}") for number in range(50))
CALM = Channel("chat", "chat:calm", "veille")
EACH, FEW = 20, 5
"""Alerts for each of the busy tenant's channels: a thousand; and for the calm one's."""

NOTHING: Any = None


@dataclass
class Paced(FakeChat):
    """A chat with a limit that all share, and calls that take their time."""

    gate: Turnstile | None = None
    done: list[Channel] = field(default_factory=list)
    calm: asyncio.Event = field(default_factory=asyncio.Event)

    async def post(self, delivery: Delivery) -> str:
        assert self.gate is not None
        await self.gate.turn(delivery.channel.tenant)
        await asyncio.sleep(CALL)
        self.done.append(delivery.channel)
        if self.done.count(CALM) == FEW:
            self.calm.set()
        return await super().post(delivery)


async def owe(told: Told, channels: tuple[Channel, ...], count: int) -> None:
    for entry in await told.meet(*(an_article() for _ in range(count))):
        finding = Finding(an_event(await told.company(MORVAN)), summary=a_summary(), alerts=channels)
        await told.examine(entry, finding)


async def delay(place: Path, *, busy: bool, later: float = 0.0) -> float:
    """Seconds until the calm tenant has all that it is owed."""
    loop = asyncio.get_running_loop()
    async with SqlStore(place) as store:
        told, clock, chat = Told(store), HandClock(), Paced(gate=Turnstile(RATE, loop.time))
        await told.adopt()
        for channel in (*BUSY, CALM):
            await store.set_rules(channel, Rules(hourly=10_000), Change(channel, "A", "Réglages.", clock()))
        services = Services(clock, NOTHING, NOTHING, NOTHING, NOTHING, store, {"chat": chat})
        running = []
        if busy:
            await owe(told, BUSY, EACH)
            running.append(asyncio.create_task(deliver_due(services)))
            await asyncio.sleep(later)
        await owe(told, (CALM,), FEW)
        began = loop.time()
        running.append(asyncio.create_task(deliver_due(services)))
        await chat.calm.wait()
        taken = loop.time() - began
        for task in running:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
    return taken


def test_a_thousand_alerts_of_one_tenant_delay_those_of_another_twice_at_most(tmp_path):
    alone = swift.run(delay(tmp_path / "alone.db", busy=False))
    together = swift.run(delay(tmp_path / "together.db", busy=True))
    after = swift.run(delay(tmp_path / "after.db", busy=True, later=5.0))
    assert FEW * CALL <= alone < FEW * CALL + 1
    assert max(together, after) <= 2 * alone
