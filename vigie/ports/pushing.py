"""Pushes in the place of polls (WebSub), as protocols: hubs, what is kept of leases, whom visits and ticks ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from vigie.model import Feed, FeedState, Page
from vigie.websub import Lease


@dataclass(frozen=True, slots=True)
class Push:
    """What somebody sent to a callback: a hub, perhaps."""

    path: str = field(repr=False)
    body: bytes = field(repr=False)
    signatures: tuple[str, ...] = ()
    content_type: str | None = None


class Hubs(Protocol):
    async def ask(self, hub: str, form: Mapping[str, str]) -> None:
        """Send a hub this form; it has accepted it, no more. Raises FetchError."""


class Leases(Protocol):
    """What is kept of the subscriptions at hubs, at most one a feed. Each method is one transaction."""

    async def of(self, feed_url: str) -> Lease | None: ...
    async def at(self, path: str) -> tuple[Feed, FeedState, Lease] | None:
        """The one whose callback ends so."""

    async def due(self, now: datetime) -> Sequence[tuple[Feed, FeedState, Lease, bool]]:
        """Those for which something is to be done now, with whether anybody follows the feed; a few at a time."""

    async def carrying(self, now: datetime) -> frozenset[str]:
        """The addresses of the feeds whose pushes arrive."""

    async def save(self, feed_url: str, one: Lease | None) -> None:
        """None: forget it."""

    async def begin(self, address: str | None, now: datetime) -> None:
        """At start: forget the leases of other public addresses than this (None: all), have what had one read soon."""


class Pushing(Protocol):
    """Whoever looks after the leases."""

    async def tend(self) -> None:
        """Ask hubs for what is due: leases, renewals, ends."""

    async def spared(self, state: FeedState, now: datetime) -> FeedState:
        """The state after a good visit, the next one put off where pushes arrive; the lease is made or mended."""

    async def missed(self, feed: Feed, now: datetime) -> bool:
        """A poll found something new; whether pushes should have brought it, and are trusted no more."""

    async def feed_of(self, push: Push) -> Feed | None:
        """The feed that a push claims to be of; None where its path is nobody's."""

    async def authentic(self, push: Push) -> tuple[Feed, FeedState, Page] | None:
        """What a push says, where the hub signed it and the feed is known well enough; None: it is to be ignored."""

    async def took(self, push: Push, new: int) -> None:
        """An authentic push brought so many new entries."""
