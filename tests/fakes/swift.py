"""An event loop in which waiting takes no time: when nothing is under way, its clock jumps to the next timer.

    run(main)        as asyncio.run, and ten minutes of sleeping pass in milliseconds

Sockets of the loopback and threads are real, so the real libraries talk to real servers in the same process. While a
thread works for the loop, or bytes are on their way, the clock stands still; so nothing times out that would not.
"""

from __future__ import annotations

import asyncio
import os
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

A_MOMENT = 0.05
"""Real seconds to wait for a thread before looking again."""


class Patient(selectors.DefaultSelector):
    """Sleeps only for threads and sockets; the rest of the time it is asked to wait, it lets pass at once."""

    loop: SwiftLoop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        if self.loop.threads or timeout is None:
            return super().select(A_MOMENT)
        os.sched_yield()  # what was written to the loopback has arrived by now; if not, it comes a timer late
        if ready := super().select(0):
            return ready
        self.loop.now += timeout
        return []


class SwiftLoop(asyncio.SelectorEventLoop):
    """time() is its own; it starts at zero."""

    def __init__(self) -> None:
        self.now = 0.0
        self.threads = 0
        """Pieces of work that threads do for it just now."""
        patient = Patient()
        patient.loop = self
        super().__init__(patient)

    def time(self) -> float:
        return self.now

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> asyncio.Future[Any]:
        done = super().run_in_executor(executor, func, *args)
        self.threads += 1
        done.add_done_callback(self._returned)
        return done

    def _returned(self, _: object) -> None:
        self.threads -= 1


def run(main: Coroutine[Any, Any, T]) -> T:
    """As asyncio.run, on a loop of its own."""
    with asyncio.Runner(loop_factory=SwiftLoop) as runner:
        return runner.run(main)
