"""How many feeds are asked and read at once, and how much their documents may hold in memory. It reads none of them.

Whatever servers send, the documents of the visits of one admission hold 150 MB at most (STEPS), where as many of the
largest size would be three gigabytes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

REQUESTS = 200
"""At once."""

VISITS = 300
"""At once: while some wait for a reader of documents, or for their commit, others ask."""

ORDINARY = 256 * 1024
"""Bytes of a document that each visit may hold for the asking: most feeds are a good deal smaller."""

STEPS = ((1024 * 1024, 30), (10_000_000, 4))
"""To hold more, up to so many bytes, a visit has to be one of so many, until it ends or has to hold more again. Who has
a place of the last step waits for none: so there is an end to all waiting.
"""

PATIENCE = 15.0
"""Seconds that a visit waits for a place."""

BEGIN = 10
"""Visits that begin in one round of the loop. To open a connection takes a third of a millisecond: two hundred in a row
would keep all else waiting.
"""

Steps = Sequence[tuple[int, asyncio.Semaphore]]


class Room:
    """What one visit may ask and hold; without limit where it shares with nobody."""

    def __init__(self, requests: asyncio.Semaphore | None = None, steps: Steps = ()) -> None:
        self._requests = requests
        self._steps = steps
        self._most = ORDINARY
        self._place: asyncio.Semaphore | None = None

    def request(self) -> AbstractAsyncContextManager[None]:
        """A place among the requests at once."""
        return self._requests or nullcontext()

    async def grows(self, size: int) -> bool:
        """Return once a document may hold so many bytes; False where that takes too long."""
        if size <= self._most or not self._steps:
            return True
        most, places = next((step for step in self._steps if size <= step[0]), self._steps[-1])
        try:
            async with asyncio.timeout(PATIENCE):
                await places.acquire()
        except TimeoutError:
            return False
        self.clear()
        self._most, self._place = most, places
        return True

    def clear(self) -> None:
        if self._place:
            self._place.release()
        self._most, self._place = ORDINARY, None


ALONE = Room()
"""For whoever reads one document and no other."""


class Admission:
    """Lets visits begin, in the order in which they come, a few at a time."""

    def __init__(
        self, requests: int = REQUESTS, visits: int = VISITS, steps: Sequence[tuple[int, int]] = STEPS
    ) -> None:
        self._visits = asyncio.Semaphore(visits)
        self._requests = asyncio.Semaphore(requests)
        self._steps = [(most, asyncio.Semaphore(places)) for most, places in steps]
        self._begins = asyncio.Semaphore(BEGIN)

    @asynccontextmanager
    async def visit(self) -> AsyncIterator[Room]:
        """A place among those at once, and the room that comes with it."""
        async with self._visits:
            await self._turn()
            room = Room(self._requests, self._steps)
            try:
                yield room
            finally:
                room.clear()

    async def _turn(self) -> None:
        """Return when it is a visit's turn to begin: once it did, its place is the next one's in the next round."""
        await self._begins.acquire()
        asyncio.get_running_loop().call_soon(self._begins.release)
