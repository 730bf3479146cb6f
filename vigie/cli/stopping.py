"""How a running Vigie is told to stop: once to stop well, twice to stop at once, and never later than promised."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable

GRACE = 4.5
"""Seconds from the wish to stop to the end, whatever still hangs: the promise is five."""


def cut() -> None:
    """End the process without waiting for anything."""
    os._exit(0)


class Stopping:
    """An event that signals set.

    What matters is committed before a stop; what may still hang then (a look-up of a name in a thread, a chat server
    that does not say goodbye) loses nothing by being cut off.
    """

    def __init__(self, die: Callable[[], object] = cut, grace: float = GRACE) -> None:
        self.wanted = asyncio.Event()
        self.die = die
        self.last_resort = threading.Timer(grace, die)
        self.last_resort.daemon = True

    def __call__(self) -> None:
        """Ask for the end; asking again is an order."""
        if self.wanted.is_set():
            self.die()
        else:
            self.wanted.set()
            self.last_resort.start()

    def on_signals(self) -> None:
        """Listen to Ctrl-C and SIGTERM from now on."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            try:
                loop.add_signal_handler(number, self)
            except NotImplementedError:  # Windows
                signal.signal(number, lambda *_: loop.call_soon_threadsafe(self))

    def disarm(self) -> None:
        """All is closed: nobody needs to be cut off."""
        self.last_resort.cancel()
