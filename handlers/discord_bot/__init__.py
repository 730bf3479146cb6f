"""Vigie on Discord: alerts in channels and forums, `/vigie` and its buttons; all else is the core's."""

from __future__ import annotations

from handlers.discord_bot.layout import embed
from handlers.discord_bot.platform import DiscordPlatform

__all__ = ["DiscordPlatform", "embed"]
