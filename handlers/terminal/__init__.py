"""Vigie in a terminal: what the local tenant reads and types. It chooses no words of a story: vigie.cards does."""

from __future__ import annotations

from handlers.terminal.platform import TerminalPlatform

__all__ = ["TerminalPlatform"]
