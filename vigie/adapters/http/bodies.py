"""The body of an answer, decompressed and counted as it comes: no answer fills the memory. It reads nothing in it."""

from __future__ import annotations

from datetime import timedelta

import aiohttp

from vigie.adapters.http.sentences import EMPTY
from vigie.adapters.http.wire import Metered
from vigie.admission import Room
from vigie.ports import FetchError

RATIO, RATIO_FROM = 100, 1_000_000
"""A body over 1 MB that decompresses to more than 100 times what was sent is a bomb: real feeds reach 10 to 20."""

TOO_BIG = "Ce flux est trop gros : plus de {megabytes} Mo. Cherchez sur le site un flux plus court (une rubrique)."
BOMB = "Ce flux, décompressé, devient démesurément gros : Vigie ne le lit pas."
CROWDED = "Vigie lit déjà plusieurs gros flux : elle lira celui-ci dans quelques minutes."
LATER = timedelta(minutes=5)
"""Of a feed that finds no room: nothing is wrong with it."""


async def body(response: aiohttp.ClientResponse, largest: int, room: Room, wire: Metered | None) -> bytes:
    """The whole body, decompressed; counted as it comes, so that no answer fills the memory, nor many together."""
    too_big = FetchError(TOO_BIG.format(megabytes=f"{largest / 1_000_000:g}".replace(".", ",")))
    if (response.content_length or 0) > largest:
        raise too_big
    chunks, size = [], 0
    async for chunk in response.content.iter_any():
        chunks.append(chunk)
        size += len(chunk)
        if wire:
            wire.came(response.content.total_raw_bytes)
        if size > largest:
            raise too_big
        if size > RATIO_FROM and size > RATIO * response.content.total_raw_bytes:
            raise FetchError(BOMB)
        if not await room.grows(size):  # by what came: to announce much costs a server nothing
            raise FetchError(CROWDED, retry_after=LATER, held=True)
    if not size:
        raise FetchError(EMPTY)
    return b"".join(chunks)
