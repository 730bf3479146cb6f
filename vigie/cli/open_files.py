"""How many files and connections the process may have open: as many as it needs, where the system lets it."""

from __future__ import annotations

import sys

if sys.platform != "win32":  # pragma: no branch  # Windows has no such limit
    import resource

NEEDED = 2_048
"""Two hundred requests of feeds that work and as many of others (admission), pushes, the chats, the database; macOS
gives a process 256 unless it asks.
"""


def allow_enough() -> None:
    """Raise our own limit to what is needed, as far as the system allows; one that is higher stays."""
    if sys.platform != "win32":  # pragma: no branch
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = NEEDED if hard == resource.RLIM_INFINITY else min(NEEDED, hard)
        if soft != resource.RLIM_INFINITY and soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
