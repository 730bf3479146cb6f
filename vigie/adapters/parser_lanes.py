"""Who gets the next reader that is free: whoever is known to be quick first, and the others get few of them.

It reads nothing, and knows nothing of feeds.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

T = TypeVar("T")

CALM = 60.0
"""Once none that is known to be quick came for so many seconds, nothing is kept for them."""


class Lanes(Generic[T]):
    """Things to be lent. While known ones come, the others leave them the greater part of several things."""

    def __init__(self, things: Iterable[T]) -> None:
        self._free = deque(things)
        self._for_others = max(1, len(self._free) // 2)
        self._all = len(self._free)
        self._known: deque[asyncio.Future[T]] = deque()
        self._others: deque[asyncio.Future[T]] = deque()
        self._with_others = 0
        self._last_known = float("-inf")

    @asynccontextmanager
    async def lent(self, *, known: bool) -> AsyncIterator[T]:
        thing = await self.take(known=known)
        try:
            yield thing
        finally:
            self._give(thing, known=known)

    async def take(self, *, known: bool) -> T:
        """The next thing, for good."""
        turn: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        (self._known if known else self._others).append(turn)
        if known:
            self._last_known = now()
        self._serve()
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it was served, and gave up before it knew
                self._give(turn.result(), known=known)
            raise

    def keep_none(self) -> None:
        """From now on nothing is left to known ones."""
        self._for_others = self._all

    def _give(self, thing: T, *, known: bool) -> None:
        self._with_others -= not known
        self._free.append(thing)
        self._serve()

    def _serve(self) -> None:
        while self._free and (turn := self._next()):
            turn.set_result(self._free.popleft())

    def _next(self) -> asyncio.Future[T] | None:
        """Whose turn it is; None where nobody's."""
        if turn := first(self._known):
            return turn
        if self._with_others < self._left_to_others() and (turn := first(self._others)):
            self._with_others += 1
            return turn
        return None

    def _left_to_others(self) -> int:
        return self._all if now() - self._last_known > CALM else self._for_others


def first(waiting: deque[asyncio.Future[T]]) -> asyncio.Future[T] | None:
    """Take the first that has not given up."""
    while waiting:
        turn = waiting.popleft()
        if not turn.done():
            return turn
    return None


def now() -> float:
    return asyncio.get_running_loop().time()
