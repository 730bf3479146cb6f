"""One connection to the chats among several Vigies on one database: the one that leads has it, the others wait."""

from __future__ import annotations

import asyncio

from vigie.ports import ChatPlatform, Store

LOOK = 0.5
"""Seconds between two looks at who leads; who leads is asked once a tick, in pipeline.tick()."""

HELPS = (
    "Une autre Vigie, sur la même base, est déjà connectée et envoie les alertes : celle-ci l'aide à lire les flux, "
    "et prendra sa place si l'autre s'arrête."
)
LEADS = "L'autre Vigie s'est arrêtée : celle-ci prend sa place."


async def while_leading(platform: ChatPlatform, store: Store) -> None:
    """Run the platform while this process leads; returns where it ends by itself."""
    while True:
        while store.helps:  # noqa: ASYNC110  (no event of ours: the server tells who leads)
            await asyncio.sleep(LOOK)
        running = asyncio.create_task(platform.run())
        try:
            while not (running.done() or store.helps):
                await asyncio.wait({running}, timeout=LOOK)
            if running.done():
                return running.result()
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
