"""Is it there? What an attempt with an unclear outcome left in a channel, found by the mark that each message bears.

It needs « Voir les anciens messages »: without it Discord answers with no message at all, which proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import discord

from handlers.discord_bot.talk import REF
from vigie.model import Delivery
from vigie.ports import PostError

ALWAYS = 100
"""Messages that are looked at whatever their age: our clock may be wrong."""
MOST = 300

MARGIN = timedelta(seconds=60)
"""How far Discord's clock may be behind ours."""

POSTS = 25
"""Posts of a forum that are looked at, the newest first."""

BUSY = "Trop de messages ont suivi dans ce salon : on ne sait pas si l'alerte est arrivée."


async def message_of(channel: discord.abc.Messageable, delivery: Delivery) -> str | None:
    """The id of its message in the channel. Raises PostError, unclear, where too many others came after it."""
    seen = 0
    async for message in channel.history(limit=MOST):
        if is_it(message, delivery):
            return str(message.id)
        seen += 1
        if seen >= ALWAYS and delivery.asked_at and message.created_at < delivery.asked_at - MARGIN:
            return None
    if seen == MOST:
        raise PostError(BUSY, unclear=True)
    return None


async def post_of(forum: discord.ForumChannel, delivery: Delivery) -> str | None:
    """The ids of its thread and message in the forum."""
    open_ = [
        t for t in await forum.guild.active_threads() if t.parent_id == forum.id and t.owner_id == forum.guild.me.id
    ]
    for thread in sorted(open_, key=lambda thread: thread.id, reverse=True)[:POSTS]:
        async for first in thread.history(limit=1, oldest_first=True):
            if is_it(first, delivery):
                return f"{thread.id}/{first.id}"
    return None


def is_it(message: discord.Message, delivery: Delivery) -> bool:
    """Whether it bears the mark of this row."""
    marked = any(custom_id.endswith(f"&{REF}={delivery.ref}") for custom_id in custom_ids(message))
    return marked or f"-# réf. {delivery.ref}" in message.content or str(message.nonce) == delivery.nonce


def custom_ids(message: discord.Message) -> Iterator[str]:
    for row in message.components:
        for item in getattr(row, "children", ()):
            yield getattr(item, "custom_id", None) or ""
