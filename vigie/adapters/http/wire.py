"""Sockets that stop reading where a server sends and sends, and nothing of it is a page. It reads none of it.

What aiohttp bounds is one head, and one line of it. Interim answers without end (« 100 Continue »), a body in chunks of
one byte, answers after the one that was asked for: each kept the process that posts busy for as long as a server liked,
or filled its memory.
"""

from __future__ import annotations

import errno
import socket
from typing import Any
from weakref import WeakValueDictionary

import aiohttp

from vigie.adapters.addresses import AddressInfo, Guard

PIECE = 64 * 1024
"""Bytes that are taken at once: then the loop has its turn."""

ASIDE = 256 * 1024
"""Bytes that a server may send after a request without any of a body among them: a head, and what wraps a body."""

WORTH = 2
"""Bytes that may come again for each of the body."""

REQUEST = 100
"""Bytes of the shortest request: what TLS answers by itself is shorter."""


class Flood(OSError):
    """There is too much around too little."""

    def __init__(self) -> None:
        super().__init__(errno.EMSGSIZE, "too much around too little")


class Metered(socket.socket):
    """Counts what comes; a request that goes out begins anew."""

    left = ASIDE
    _body = 0

    def came(self, body: int) -> None:
        """So many bytes of the body came by now, as they were sent."""
        self.left = min(self.left + WORTH * (body - self._body), ASIDE)
        self._body = body

    def send(self, data: Any, *flags: int) -> int:
        if len(data) >= REQUEST:
            self.left, self._body = ASIDE, 0
        return super().send(data, *flags)

    def recv(self, size: int, *flags: int) -> bytes:
        data = super().recv(self._at_most(size), *flags)
        self.left -= len(data)
        return data

    def recv_into(self, buffer: Any, size: int = 0, *flags: int) -> int:
        came = super().recv_into(buffer, self._at_most(size or len(buffer)), *flags)
        self.left -= came
        return came

    def _at_most(self, size: int) -> int:
        if self.left <= 0:
            raise Flood
        return min(size, PIECE)


class Wire:
    """Opens the sockets of one fetcher, and knows them again."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._opened: WeakValueDictionary[int, Metered] = WeakValueDictionary()

    def open(self, info: AddressInfo) -> socket.socket:
        """aiohttp's socket_factory. Raises AddressRefused."""
        metered = self._guard.open(info, Metered)
        self._opened[metered.fileno()] = metered
        return metered

    def behind(self, response: aiohttp.ClientResponse) -> Metered | None:
        """The socket that an answer still comes from; None once it is all here."""
        transport = response.connection and response.connection.transport
        known = transport and transport.get_extra_info("socket")
        return self._opened.get(known.fileno()) if known else None
