"""Pushes for a Vigie that runs: the subscriber and the server that hubs talk to, where feeds.yaml gives an address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

from vigie import pipeline
from vigie.adapters.callback_server import PLACE, CallbackServer
from vigie.adapters.hub_client import HubClient
from vigie.cli.assemble import House
from vigie.config import ConfigError, FileConfig
from vigie.ports import Services
from vigie.subscriber import Subscriber
from vigie.text.system import refusal

BUSY = (
    "feeds.yaml, « push » : {host}:{port} n'est pas libre ({reason}). Arrêtez ce qui s'en sert, ou donnez un autre "
    "port à « listen », ici et dans la configuration du serveur web qui le relaie."
)


@asynccontextmanager
async def listening(config: FileConfig, house: House, services: Services) -> AsyncIterator[Services]:
    """The services, with pushes where the operator wants them. Raises ConfigError where the port can't be had.

    A process that helps another one on the same machine leaves the port to it, and looks after the leases like it.
    """
    address, helps = f"{config.push.address}/{PLACE}" if config.push else None, services.store.helps
    if not helps:
        await house.leases.begin(address, services.clock())
    if config.push is None or address is None:
        yield services
        return
    async with HubClient(config.allow, contact=config.contact, proxy=config.proxy) as hubs:
        subscriber = Subscriber(house.leases, hubs, services.clock, address)
        pushed = replace(services, pushing=subscriber)
        host, port = config.push.host, config.push.port
        server = CallbackServer(host, port, subscriber, partial(pipeline.receive, services=pushed))
        try:
            await server.start()
        except OSError as error:
            if not helps:
                raise ConfigError(BUSY.format(host=host, port=port, reason=refusal(error))) from None
            yield pushed
            return
        try:
            yield pushed
        finally:
            await server.stop()
