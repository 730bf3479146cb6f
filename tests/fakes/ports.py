"""A port of one's own, that can be left and taken again: the system gives it to nobody in between."""

from __future__ import annotations

import random
import socket
from contextlib import suppress

OURS = range(20_000, 32_000)
"""Below those that systems hand out by themselves, to whoever listens on port 0 or connects to somebody."""


def free_port() -> int:
    """One where nobody listens now."""
    while True:
        port = random.SystemRandom().choice(OURS)  # tests seed the other one
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
