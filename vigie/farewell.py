"""Channels that are no more, or where we are no more: erased after a week, once their platform confirms it."""

from __future__ import annotations

import logging
from datetime import timedelta

from vigie.model import Channel
from vigie.ports import PostError, Services

log = logging.getLogger(__name__)

DELAY = timedelta(days=7)
"""Whoever puts Vigie out by mistake, and asks it back, finds everything; an outage looks the same for a while."""


async def erase_gone(services: Services) -> None:
    """Ask once more about each channel that was stopped a week ago, and erase it or let it live."""
    for channel in await services.store.gone(services.clock() - DELAY):
        await confirm(channel, services)


async def confirm(channel: Channel, services: Services) -> None:
    """Nothing is erased on a doubt: a platform that is off, or away, is asked again."""
    platform = services.platforms.get(channel.platform)
    if platform is None:
        return
    try:
        if await platform.exists(channel):
            log.info("%s is there again", channel.platform)
            await services.store.come_back(channel.tenant)
        else:
            await services.store.erase_channel(channel)
    except PostError as error:
        log.info("nobody could say whether a channel is gone: %s", error)
