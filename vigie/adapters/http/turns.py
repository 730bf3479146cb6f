"""Hosts, each asked by one request at a time, with a gap between two, and by none while it wants to be left alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from vigie.ports import FetchError

MOST_WAITING = 50
"""Requests that wait for one host: feeds of many sites may lead to one, and each that waits keeps its visit from others
that are free to be read.
"""
LATER = timedelta(minutes=5)

REST, LONGEST_REST = timedelta(minutes=15), timedelta(hours=4)
"""Of a host that finds us too many and does not say for how long: twice as long each time, until it lets us in."""

BUSY = "De nombreux flux mènent à ce site, que Vigie interroge un à la fois : elle lira celui-ci dans quelques minutes."
HELD = "Ce site a demandé à Vigie de revenir plus tard : elle attend qu'il le permette."


@dataclass
class Turn:
    """A host's queue of one: who holds the lock may ask, once `free_at` (on the loop's clock) has come.

    Until `closed_until` nobody may: the host asked for it (Retry-After, 429), whichever of its feeds it was asked for.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = float("-inf")
    closed_until: float = 0.0
    rest: timedelta = timedelta()
    waiting: int = 0

    @asynccontextmanager
    async def queue(self) -> AsyncIterator[None]:
        """Wait for the lock, with few others. Raises FetchError, held."""
        if self.waiting >= MOST_WAITING:
            raise FetchError(BUSY, retry_after=LATER, held=True)
        self.waiting += 1
        try:
            await self.lock.acquire()
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            self.lock.release()


class Turns:
    """The queues of all hosts; `gap` is kept between two requests to one of them, in seconds."""

    def __init__(self, gap: float) -> None:
        self._gap = gap
        self._turns: dict[str, Turn] = {}

    def close(self, host: str, wait: timedelta) -> None:
        """The host asked to be left alone for so long."""
        self._turns.setdefault(host, Turn()).closed_until = now() + wait.total_seconds()

    def rest(self, host: str) -> timedelta:
        """How long to leave a host alone that finds us too many and does not say for how long."""
        turn = self._turns.setdefault(host, Turn())
        turn.rest = min(max(2 * turn.rest, REST), LONGEST_REST)
        return turn.rest

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[float]:
        """One request at a time to a host, and the gap between two; how many seconds ago the last one ended."""
        turn = self._turns.setdefault(host, Turn())
        async with turn.queue():
            if (closed := turn.closed_until - now()) > 0:
                raise FetchError(HELD, retry_after=timedelta(seconds=closed), held=True)
            if (wait := turn.free_at - now()) > 0:
                await asyncio.sleep(wait)
            try:
                yield now() - turn.free_at + self._gap
                turn.rest = timedelta()  # it did not refuse
            finally:
                turn.free_at = now() + self._gap


def now() -> float:
    """The loop's clock, in seconds; no server and no operator can move it."""
    return asyncio.get_running_loop().time()
