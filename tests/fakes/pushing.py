"""A hub of our own and a Vigie that it pushes to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from fakes.feeds import Item, rss
from fakes.hub import Hub
from fakes.patience import PATIENCE
from fakes.vigie import GAZETTE, MORVAN, Vigie

from vigie import pipeline
from vigie.adapters.callback_server import CallbackServer
from vigie.adapters.hub_client import HubClient
from vigie.adapters.store import SqlLeases
from vigie.ports import Push, Services
from vigie.subscriber import Subscriber

TOPIC = "https://gazette.example/rss"


@dataclass
class House:
    """A Vigie that hubs can push to, with its hub and the gestures that tests make."""

    vigie: Vigie
    hub: Hub
    server: CallbackServer
    services: Services
    leases: SqlLeases
    subscriber: Subscriber
    received: asyncio.Queue[Push] = field(default_factory=asyncio.Queue)
    """What was taken and dealt with."""

    async def tick(self, **step: float) -> None:
        self.vigie.clock.forward(**step)
        await pipeline.tick(self.services)

    async def pushed(self, *items: Item, **options: object) -> int:
        """Push these items; once they were dealt with, what the hub was answered."""
        status = await self.hub.push(TOPIC, document(*items), **options)
        if status == 202:
            await asyncio.wait_for(self.received.get(), PATIENCE)
        return status

    @property
    def polls(self) -> int:
        return self.vigie.web.visits.count(GAZETTE.url)

    @property
    def posts(self) -> list[str]:
        return [post.title for post in self.vigie.chat.posts.values()]

    async def stored(self, title: str) -> int:
        """How many entries bear this title."""
        day = self.vigie.clock() - timedelta(days=1)
        return [entry.article.title for entry in await self.vigie.store.entries_since(day, None)].count(title)

    @property
    def callback(self) -> str:
        return self.hub.asked[-1]["hub.callback"]

    async def lease(self):
        return await self.leases.of(GAZETTE.url)

    async def next_visit(self) -> timedelta:
        """How long until the Gazette is polled again."""
        states = {feed.url: state for feed, state in await self.vigie.store.feeds("chat:1")}
        return states[GAZETTE.url].next_visit - self.vigie.clock()


def document(*items: Item) -> bytes:
    return rss(*items, title="La Gazette")


def cut(number: int, jobs: int = 120) -> Item:
    """News that is a story of its own, as its number says."""
    towns = ("Dijon", "Brest", "Lyon", "Nantes", "Metz", "Pau", "Arras", "Tours")
    return Item(
        f"Ateliers Morvan supprime {jobs + number} postes à {towns[number % 8]}", f"https://gazette.example/p{number}"
    )


@asynccontextmanager
async def a_house(vigie: Vigie, **limits: float) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        hub = await stack.enter_async_context(Hub())
        client = await stack.enter_async_context(HubClient([hub.host], gap=timedelta(0)))
        leases = SqlLeases(vigie.store.database)
        house: House

        async def receive(push: Push) -> None:
            await pipeline.receive(push, house.services)
            house.received.put_nowait(push)

        server = CallbackServer("127.0.0.1", 0, late := Late(), receive, **limits)
        await stack.enter_async_context(server)
        subscriber = Subscriber(leases, client, vigie.clock, f"http://127.0.0.1:{server.port}/en-public/websub")
        late.real = subscriber
        services = replace(vigie.services, pushing=subscriber)
        house = House(vigie, hub, server, services, leases, subscriber)
        vigie.web.links[GAZETTE.url] = f'<{hub.url}>; rel="hub", <{TOPIC}>; rel="self"'
        await vigie.store.adopt((GAZETTE,), (MORVAN,), vigie.clock())
        await vigie.subscribe()
        yield house


class Late:
    """The subscriber, whose address holds the server's port, known once that listens."""

    real: Subscriber

    async def confirm(self, *given):
        return await self.real.confirm(*given)

    async def door(self, *given):
        return await self.real.door(*given)


@pytest.fixture
async def house(vigie: Vigie) -> AsyncIterator[House]:
    async with a_house(vigie) as made:
        yield made


@pytest.fixture
async def leased(house: House) -> House:
    """The feed was read once, its hub asked, and the lease is verified."""
    house.vigie.web.publish(GAZETTE, "Rien de neuf")
    await house.tick()
    await house.tick(seconds=5)
    assert (await house.lease()).is_active(house.vigie.clock())
    return house
