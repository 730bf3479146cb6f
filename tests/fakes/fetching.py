"""How tests fetch: one fetcher a request, with patience; the sentence of a refusal."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from fakes.feeds import FeedServer, Item, rss
from fakes.patience import PATIENCE

from vigie.adapters.addresses import AddressInfo
from vigie.adapters.http import HttpFetcher
from vigie.model import FeedState, Page
from vigie.ports import FetchError

BODY = rss(Item("La scierie de Brive ferme", "https://gazette.example/scierie"))


@pytest.fixture
async def web() -> AsyncIterator[FeedServer]:
    async with FeedServer() as server:
        yield server


def known(*addresses: str) -> Callable[[str, int, int], list[AddressInfo]]:
    """A name service where every name has these addresses."""

    def lookup(host: str, port: int, family: int) -> list[AddressInfo]:
        if not addresses:
            raise socket.gaierror(socket.EAI_AGAIN, "try again")
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
            if ":" in address
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in addresses
        ]

    return lookup


async def get(url: str, *allow: str, state: FeedState | None = None, **settings: object) -> Page:
    quick = {"gap": timedelta(), "timeout": timedelta(seconds=PATIENCE), **settings}
    async with HttpFetcher(frozenset(allow), **quick) as http:  # type: ignore[arg-type]
        return await http.fetch(url, state or FeedState(url))


async def refusal(url: str, *allow: str, **settings: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await get(url, *allow, **settings)
    return caught.value


async def sentence(url: str, *allow: str, **settings: object) -> str:
    return str(await refusal(url, *allow, **settings)).replace("\u00a0", " ")
