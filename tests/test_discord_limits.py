"""A limit of Discord's for all calls at once, and a call of ours that is given up while discord.py waits it out."""

from __future__ import annotations

import asyncio

from fakes.discord_api import FakeDiscord, as_json
from fakes.on_discord import POSTING, WIRED, delivery, desk, discord_api, filled, lone, refused, running, store
from fakes.patience import PATIENCE

__all__ = ["desk", "discord_api", "filled", "store"]


async def test_a_call_that_is_cut_short_in_a_global_limit_locks_none_of_the_next_out(discord_api: FakeDiscord):
    limited = {"message": "You are being rate limited.", "retry_after": 20.0, "global": True}
    headers = {"Via": "1.1 google", "Retry-After": "20", "X-RateLimit-Scope": "global"}
    async with running(lone(), discord_api) as platform:
        platform._patience = 0.1
        discord_api.answers[POSTING] = [lambda: as_json(limited, status=429, headers=headers)]
        assert (await refused(platform.post(delivery(WIRED)))).unclear
        platform._patience = 5.0
        assert await asyncio.wait_for(platform.post(delivery(WIRED, id=2)), PATIENCE)
