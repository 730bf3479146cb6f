"""Hubs over HTTP: a form is sent, and accepted or not. The guard of feeds' addresses holds for them, on every hop."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import aiohttp
from yarl import URL

from vigie.adapters.http import MOST_REDIRECTS, HttpFetcher, destination, failure
from vigie.ports import FetchError

PATIENCE = timedelta(seconds=20)
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
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                url: URL | None = self._checked(hub)
                for _ in range(MOST_REDIRECTS + 1):
                    if url is None:
                        return
                    url = await self._tell(self._checked(str(url)), form)
        except TimeoutError as error:
            raise FetchError(TOO_SLOW) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise failure(error) from error
        raise FetchError(TOO_MANY)

    async def _tell(self, url: URL, form: Mapping[str, str]) -> URL | None:
        """Where the hub sends us on to; None where it took the form. Raises FetchError and what aiohttp raises."""
        met = self._proxy or url
        with self._guard.approach(met.raw_host or "", met.port or 0):
            async with self._session.post(url, data=form, allow_redirects=False, proxy=self._proxy) as response:
                if response.status in REDIRECTS:
                    return destination(url, response).to
                if response.status // 100 != 2:
                    raise FetchError(REFUSED.format(status=response.status), status=response.status)
                return None
