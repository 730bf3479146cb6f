"""Pushes for a Vigie that runs: the subscriber and the server that hubs talk to, where feeds.yaml gives an address."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial

from vigie import pipeline
from vigie.adapters.callback_server import PLACE, CallbackServer
from vigie.adapters.hub_client import HubClient
from vigie.adapters.store import StoreError
from vigie.cli.assemble import House
from vigie.cli.leading import LOOK
from vigie.config import ConfigError, FileConfig, PublicAddress
from vigie.ports import Leases, Push, Services
from vigie.subscriber import Subscriber
from vigie.text.system import refusal

log = logging.getLogger(__name__)

BUSY = (
    "feeds.yaml, « push » : {host}:{port} n'est pas libre ({reason}). Arrêtez ce qui s'en sert, ou donnez un autre "
    "port à « listen », ici et dans la configuration du serveur web qui le relaie."
)


@asynccontextmanager
async def listening(
    config: FileConfig, house: House, services: Services, say: Callable[[str], None], look: float = LOOK
) -> AsyncIterator[Services]:
    """The services, with pushes where the operator wants them. Raises ConfigError where the port can't be had.

    A process that helps another one looks after the leases like it; it has the port as soon as nobody else on this
    machine does, and begins anew with the leases when it takes the lead.
    """
    address, helps = f"{config.push.address}/{PLACE}" if config.push else None, services.store.helps
    if not helps:
        await house.leases.begin(address, services.clock())
    async with AsyncExitStack() as stack:
        port = None
        if config.push is not None and address is not None:
            hubs = HubClient(config.allow, contact=config.contact, proxy=config.proxy, turns=house.turns)
            subscriber = Subscriber(house.leases, await stack.enter_async_context(hubs), services.clock, address)
            services = replace(services, pushing=subscriber)
            port = Port(config.push, subscriber, partial(pipeline.receive, services=services))
            stack.push_async_callback(port.close)
            if (reason := await port.opened()) and not helps:
                raise ConfigError(reason)
        if helps:
            heir = asyncio.create_task(inherit(house.leases, address, services, port, say, look))
            stack.push_async_callback(ended, heir)
        yield services


class Port:
    """Where hubs come in; closed until it can be had."""

    def __init__(self, push: PublicAddress, subscriber: Subscriber, receive: Callable[[Push], Awaitable[None]]) -> None:
        self.push = push
        self.server = CallbackServer(push.host, push.port, subscriber, receive)
        self.is_open = False

    async def opened(self) -> str:
        """Why it cannot be had; empty once it is."""
        try:
            if not self.is_open:
                await self.server.start()
        except OSError as error:
            return BUSY.format(host=self.push.host, port=self.push.port, reason=refusal(error))
        self.is_open = True
        return ""

    async def close(self) -> None:
        if self.is_open:
            await self.server.stop()


async def inherit(
    leases: Leases, address: str | None, services: Services, port: Port | None, say: Callable[[str], None], look: float
) -> None:
    """Take over from the process that had the port and the leases; done once both are ours.

    A port that is still not to be had after taking the lead is somebody else's: that is told, once.
    """
    leads, told = False, False
    while not (leads and (port is None or port.is_open)):
        await asyncio.sleep(look)  # no event of ours: the server tells who leads, the system whose the port is
        reason = await port.opened() if port else ""
        if leads and reason and not told:
            say(reason)
            told = True
        if not leads and not services.store.helps:
            try:
                await leases.begin(address, services.clock())
                leads = True
            except StoreError as error:  # it is told by the tick that meets it too
                log.info("the leases could not be begun anew yet: %s", error)


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
