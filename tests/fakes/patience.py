"""How long a test waits for what comes at once: only what hangs takes longer, so that a busy machine fails nothing."""

PATIENCE = 60.0
"""Seconds."""
