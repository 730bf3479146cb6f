"""Named places where a test lets the process die (SIGKILL); without VIGIE_FAILPOINT in the environment they do nothing.

VIGIE_FAILPOINT=claimed dies there the first time, claimed:3 the third time.
"""

from __future__ import annotations

import os
import signal

POINTS = (
    "before-visit-saved",
    "visit-saved",
    "before-examination-saved",
    "examination-saved",
    "before-plan",
    "planned",
    "before-claim",
    "claimed",
    "answered",
    "recorded",
    "before-look",
    "looked",
    "settled",
)
"""In the order in which an article passes them: each commit and each call has one before it and one after it."""

wanted, _, times = os.environ.get("VIGIE_FAILPOINT", "").partition(":")
left = int(times or 1)


def reach(point: str) -> None:
    """Die here, if that was asked for."""
    if point == wanted:
        die()


def die() -> None:
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
