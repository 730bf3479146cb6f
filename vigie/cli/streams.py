"""What a command does to its standard streams: it fails in one French sentence, and never for want of a character."""

from __future__ import annotations

import io
import sys


def complain(said: object) -> int:
    """Say on standard error why nothing was done; the exit code that goes with it."""
    print(said, file=sys.stderr)
    return 1


def spell_out() -> None:
    """Where a stream cannot write « ✓ » or « é » (an old code page), it writes « ? » instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
