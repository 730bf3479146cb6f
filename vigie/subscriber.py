"""The subscriber of WebSub: keeps a lease at the hub of each feed that has one, and knows whose pushes to believe.

What to think of hubs and pushes is websub's to say; here it is asked, remembered and logged, without path or secret.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto

from vigie import websub
from vigie.memory import Offer
from vigie.model import Feed, FeedState, Page
from vigie.ports import Clock, FetchError, Hubs, Leases, Push
from vigie.schedule import fraction, outside
from vigie.websub import Lease

log = logging.getLogger(__name__)

SILENT = "Le serveur de notifications (hub) n'a pas confirmé l'abonnement."


class Door(Enum):
    """What a stranger at a callback is told before a word of his is read."""

    OPEN = auto()
    GONE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class Subscriber:
    """See ports.Pushing; `confirm` and `door` are for the server that hubs talk to. `address` is ours, in public."""

    leases: Leases
    hubs: Hubs
    clock: Clock
    address: str
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a lease is read and then changed; never while a hub is asked: it may verify before it answers."""
    tending: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while hubs are asked, each in its turn: what is due meanwhile waits, and no tick with it."""

    # visits

    async def spared(self, state: FeedState, now: datetime) -> FeedState:
        lease = await self.leases.of(state.url)
        offer = state.memory.wishes.offer
        if (lease or offer) and (lease is None or lease.leaving or not websub.suits(lease, offer, self.address)):
            lease = await self.mended(state.url, offer, now)
        if lease is None or not lease.carries(now) or state.next_visit is None:
            return state
        later = websub.spared(state.next_visit, now, fraction(state.url, now))
        return replace(state, next_visit=outside(later, state.memory.wishes))

    async def mended(self, url: str, offer: Offer | None, now: datetime) -> Lease | None:
        """The lease that the feed's offer wants, in the place of the one that there is."""
        async with self.changing:
            lease = await self.leases.of(url)
            if lease is not None and not lease.leaving and websub.suits(lease, offer, self.address):
                return lease
            if offer is None:
                made = websub.ended(lease, now) if lease and not lease.leaving else lease
            else:
                made = self.fresh(offer, now)
            if made != lease:
                await self.leases.save(url, made)
        return made

    def fresh(self, offer: Offer, now: datetime, failures: int = 0) -> Lease:
        path, secret = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        return websub.fresh(offer, self.address, path, secret, now, failures=failures)

    async def missed(self, feed: Feed, now: datetime) -> bool:
        async with self.changing:
            lease = await self.leases.of(feed.url)
            if lease is None or not lease.carries(now):
                return False
            await self.leases.save(feed.url, websub.polled(lease))
        log.warning("%s published without a push: polls are as frequent as without one", feed.name)
        return True

    # what is due

    async def tend(self) -> None:
        if self.tending.locked():
            return
        async with self.tending:
            now = self.clock()
            due = await self.leases.due(now)
            await asyncio.gather(*(self.see_to(*one, now) for one in due))

    async def see_to(self, feed: Feed, state: FeedState, lease: Lease, followed: bool, now: datetime) -> None:
        """Do what is due for one lease."""
        wanted = self.next_step(lease, state.memory.wishes.offer, followed, now)
        async with self.changing:
            if await self.leases.of(feed.url) != lease:  # a hub's word came in between
                return
            await self.leases.save(feed.url, wanted)
        if wanted is None or wanted.asked_at is None:
            return
        try:
            await self.hubs.ask(wanted.hub, websub.form(wanted))
        except FetchError as error:
            await self.refused(feed, wanted, str(error))

    def next_step(self, lease: Lease, offer: Offer | None, followed: bool, now: datetime) -> Lease | None:
        """The lease after what is due for it; where that bears the mark of a request, it is to be made now."""
        if not followed and not lease.leaving:
            return websub.asked(websub.ended(lease, now), now) if lease.until else None
        if lease.asked_at is not None:
            return websub.failed(lease, SILENT, now)
        if lease.leaving and lease.failures >= websub.LEAVING:
            return None
        if lease.failures and not lease.leaving and not lease.is_active(now) and offer and len(offer.hubs) > 1:
            lease = self.fresh(offer, now, lease.failures)
        return websub.asked(lease, now)

    async def refused(self, feed: Feed, asked: Lease, reason: str) -> None:
        log.info("the hub of %s did not take our request: %s", feed.name, reason)
        now = self.clock()
        await self.change(asked.path, lambda one: websub.failed(one, reason, now) if one == asked else one)

    # hubs

    async def confirm(self, path: str, query: Mapping[str, str]) -> str | None:
        """What to answer to a hub that asks at a callback; None: that there is nothing here."""
        now = self.clock()
        async with self.changing:
            known = await self.leases.at(path)
            answer = websub.answer(known[2], query, now, fraction(path, now)) if known else None
            if known is None or answer is None:
                return None
            await self.leases.save(known[0].url, answer.lease)
        log.info("the hub of %s: %s", known[0].name, told(answer.lease))
        return answer.words

    async def door(self, path: str) -> Door:
        known = await self.leases.at(path)
        if known is None:
            return Door.UNKNOWN
        lease = known[2]
        if lease.leaving:
            return Door.GONE
        return Door.OPEN if lease.until else Door.UNKNOWN

    async def feed_of(self, push: Push) -> Feed | None:
        known = await self.leases.at(push.path)
        return known[0] if known else None

    async def authentic(self, push: Push) -> tuple[Feed, FeedState, Page] | None:
        known = await self.leases.at(push.path)
        if known is None:
            return None
        feed, state, lease = known
        method = websub.signature(lease, push.body, push.signatures)
        if method is None:
            log.warning("a push for %s is not signed by its hub: ignored", feed.name)
            return None
        if method != lease.method:
            await self.change(push.path, lambda one: replace(one, method=method))
        if state.baseline_at is None:  # what it holds is no news to anybody yet: a visit is to say so
            return None
        return feed, state, Page(push.body, lease.topic, content_type=push.content_type)

    async def took(self, push: Push, new: int) -> None:
        if new:
            await self.change(push.path, lambda one: websub.pushed(one, self.clock()))

    async def change(self, path: str, change: Callable[[Lease], Lease]) -> None:
        """Keep what becomes of the lease whose callback ends so, if it is still there."""
        async with self.changing:
            if known := await self.leases.at(path):
                await self.leases.save(known[0].url, change(known[2]))


def told(lease: Lease | None) -> str:
    """What became of a lease, for the log."""
    if lease is None:
        return "the lease is over"
    return f"the lease holds until {lease.until:%Y-%m-%d %H:%M}" if lease.until else f"denied ({lease.trouble})"
