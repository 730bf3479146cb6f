"""Hubs over HTTP: a form is sent, and accepted or not. The guard of feeds' addresses holds for them, on every hop.

One hub serves thousands of feeds, all of which may want something of it at a start: it is asked for one at a time, with
a gap, as any host: in the turns of the one that fetches, for it may be a feed's own site.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import aiohttp
from yarl import URL

from vigie.adapters.http import MOST_REDIRECTS, HttpFetcher, destination, failure, retry_after
from vigie.ports import FetchError

PATIENCE = timedelta(seconds=20)
"""For each hop."""
REST = timedelta(minutes=2)
"""A hub that took too long is left alone for so long: those who wait for their turn there try again later."""
REDIRECTS = (301, 302, 307, 308)
"""307 and 308 are what the Recommendation foresees; hubs answer with the others too, and mean the same."""

REFUSED = "Le serveur de notifications (hub) refuse l'abonnement (réponse {status})."
TOO_MANY = "Le serveur de notifications (hub) renvoie d'une adresse à l'autre sans fin."
TOO_SLOW = "Le serveur de notifications (hub) met trop de temps à répondre."


class HubClient(HttpFetcher):
    """Asks between `async with` and its end. See ports.Hubs; what a hub answers in words is not read."""

    async def __aenter__(self) -> HubClient:
        await super().__aenter__()
        return self

    async def ask(self, hub: str, form: Mapping[str, str]) -> None:
        url: URL | None = self._checked(hub)
        for _ in range(MOST_REDIRECTS + 1):
            if url is None:
                return
            url = await self._in_turn(self._checked(str(url)), form)
        raise FetchError(TOO_MANY)

    async def _in_turn(self, url: URL, form: Mapping[str, str]) -> URL | None:
        """As `_tell`, once it is the turn of this request. Raises FetchError."""
        host = url.raw_host or ""
        async with self.turns.turn(host):
            try:
                async with asyncio.timeout(PATIENCE.total_seconds()):
                    return await self._tell(url, form)
            except TimeoutError as error:
                self.turns.close(host, REST)
                raise FetchError(TOO_SLOW) from error
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise failure(error) from error

    async def _tell(self, url: URL, form: Mapping[str, str]) -> URL | None:
        """Where the hub sends us on to; None where it took the form. Raises FetchError and what aiohttp raises."""
        met = self._proxy or url
        with self._guard.approach(met.raw_host or "", met.port or 0):
            async with self._session.post(url, data=form, allow_redirects=False, proxy=self._proxy) as response:
                if response.status in REDIRECTS:
                    return destination(url, response).to
                if response.status // 100 != 2:
                    self._left_alone(url, response.status, retry_after(response.headers))
                    raise FetchError(REFUSED.format(status=response.status), status=response.status)
                return None
