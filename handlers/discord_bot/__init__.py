"""Vigie on Discord: alerts in channels and forums, `/vigie` and its buttons; all else is the core's.

platform    alerts out; puts the others together
connection  the line to Discord: kept open, or a sentence why not
client      what Discord tells of servers and channels; our commands, told once
talk        what people type or press -> Desk -> replies
offer       COMMANDS as Discord's slash command
read_back   what an unclear attempt left
layout, forms Card, Reply or Delivery -> text, embeds, buttons; pure
plain       foreign text that does nothing on Discord; pure
permissions what a channel must grant, in its French names
files       documents that people join, and those that answers bring
failures    what Discord's refusals mean, in French
"""

from __future__ import annotations

from handlers.discord_bot.layout import embed
from handlers.discord_bot.platform import DiscordPlatform

__all__ = ["DiscordPlatform", "embed"]
