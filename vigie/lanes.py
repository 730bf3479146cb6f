"""Which channels are being written to, which platforms are held: the memory of one process. It sends nothing."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from vigie.model import Channel

SIDE_BY_SIDE = 32
"""Channels of one platform that are written to at once."""

OF_ONE = SIDE_BY_SIDE // 2
"""Of them those of one tenant at most: whoever has a thousand channels to fill leaves room for the others."""


SLEW = timedelta(minutes=1)
"""A clock that is set right by less has not been turned back."""


NOTED_EVERY = timedelta(minutes=5)


class Lanes:
    """One send at a time in a channel. As a context, it waits until none is under way."""

    def __init__(self) -> None:
        self.busy: set[Channel] = set()
        self.held: dict[str, datetime] = {}
        self.platforms: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(SIDE_BY_SIDE))
        self.tenants: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self.idle = asyncio.Event()
        self.latest: datetime | None = None
        """The latest time that the clock has shown."""
        self.noted_at: datetime | None = None
        """When quiet weeks were last looked for."""

    async def __aenter__(self) -> None:
        while self.busy:
            self.idle.clear()
            await self.idle.wait()

    async def __aexit__(self, *_: object) -> None: ...

    def is_free(self, channel: Channel) -> bool:
        return channel not in self.busy

    def leave(self, channel: Channel) -> None:
        self.busy.discard(channel)
        if not self.busy:
            self.idle.set()

    @asynccontextmanager
    async def place(self, channel: Channel) -> AsyncIterator[None]:
        """A place among those that are written to: the tenant's own first, so that it holds none while it waits."""
        tenant = self.tenants.setdefault(channel.tenant, asyncio.Semaphore(OF_ONE))
        async with tenant, self.platforms[channel.platform]:
            yield

    def was_turned_back(self, now: datetime) -> bool:
        """Whether the clock shows an earlier time than it did; then no hold counts that was made by it."""
        back = self.latest is not None and now < self.latest - SLEW
        if back:
            self.held.clear()
        self.latest = now if back or self.latest is None else max(now, self.latest)
        return back

    def is_time_to_note(self, now: datetime) -> bool:
        """Whether it is a while since quiet weeks were looked for: once in some minutes is enough."""
        if self.noted_at is not None and timedelta() <= now - self.noted_at < NOTED_EVERY:
            return False
        self.noted_at = now
        return True

    def hold(self, name: str, until: datetime) -> None:
        """Nothing more for the platform before then."""
        self.held[name] = until

    def is_held(self, name: str, now: datetime) -> bool:
        return name in self.held and now < self.held[name]


class Turnstile:
    """Lets so many through a second, the keys that wait in turn: who sends a thousand keeps nobody waiting longer
    than who sends one.
    """

    def __init__(self, rate: float, clock: Callable[[], float]) -> None:
        self.gap = 1 / rate
        self.clock = clock
        self.free = 0.0
        self.waiting: dict[str, list[asyncio.Event]] = {}
        self.opening: asyncio.Task[None] | None = None

    async def turn(self, key: str) -> None:
        """Return when it is this key's turn."""
        if not self.waiting and self.clock() >= self.free:
            self.free = max(self.free, self.clock()) + self.gap
            return
        mine = asyncio.Event()
        self.waiting.setdefault(key, []).append(mine)
        if self.opening is None or self.opening.done():
            self.opening = asyncio.create_task(self.open())
        await mine.wait()

    async def open(self) -> None:
        while self.waiting:
            await asyncio.sleep(self.free - self.clock())
            key, (first, *others) = next(iter(self.waiting.items()))
            del self.waiting[key]
            if others:
                self.waiting[key] = others  # behind the other keys
            self.free = max(self.free, self.clock()) + self.gap
            first.set()
