"""`bot.py demo`: a morning of Vigie in a few seconds, offline, through the real pipeline. Only the news is invented."""

from __future__ import annotations

from vigie.cli.demo.script import main

__all__ = ["main"]
