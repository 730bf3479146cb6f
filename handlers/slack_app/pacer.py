"""How fast we may write: a queue of moments for each channel. It sends nothing itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

GAP = 1.0  # seconds; Slack takes about one message a second in a channel and may drop more

MANY = 1_000
"""Channels remembered before those at rest are forgotten."""


class Pacer:
    """Hands out moments at least `gap` seconds apart for each key, in the order they are asked for."""

    def __init__(
        self,
        gap: float = GAP,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.gap = gap
        self.clock = clock
        self.sleep = sleep
        self.free: dict[str, float] = {}
        """When each channel may be written to again."""

    async def turn(self, key: str) -> None:
        """Return when it is this caller's turn to write there."""
        now = self.clock()
        at = max(now, self.free.get(key, now))
        if len(self.free) >= MANY:
            self.free = {k: free for k, free in self.free.items() if free > now}
        self.free[key] = at + self.gap
        if at > now:
            await self.sleep(at - now)
