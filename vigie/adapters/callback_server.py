"""The server that hubs talk to (WebSub): small, on a port of its own, behind the operator's reverse proxy.

Whoever does not know a callback's path learns nothing: everything else is a 404, and no body of his is read. A
connection lives a minute, there are a hundred, and what waits to be read holds some megabytes: that bounds all.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType, TracebackType
from typing import Any, Protocol

from aiohttp import web

from vigie.ports import Push
from vigie.subscriber import Door
from vigie.websub import PATH

log = logging.getLogger(__name__)

PLACE = "websub"
"""Under the public address, before the callback's path."""

LARGEST, HELD = 10_000_000, 30_000_000
"""Bytes of one push, and of all that wait to be read: a hub comes again later."""
CONNECTIONS, LIFE = 100, 60.0
"""How many at once, and for how many seconds each."""
READERS = 2
"""Pushes that are read at once."""
A_MINUTE = 60
"""Pushes of one feed that are taken in a minute: no hub may keep those of others from being read."""
LATER = {"Retry-After": "60"}

NEWER = "X-Hub-Signature-256"
"""Where some hubs put the better of two signatures."""

SAFE = {"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff"}
"""How a hub's own words are handed back (WebSub 8.2): nothing that a browser would run."""


class Subscribing(Protocol):
    """See subscriber.Subscriber."""

    async def confirm(self, path: str, query: Mapping[str, str]) -> str | None: ...
    async def door(self, path: str) -> Door: ...


class Refusing(asyncio.Protocol):
    """What a connection too many meets."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


class Handler(web.RequestHandler):
    """A connection, which says as little of what goes wrong as of anything else; aiohttp would tell it all, and log the
    path.
    """

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        level = logging.ERROR if status >= 500 else logging.DEBUG
        log.log(level, "a request could not be answered: %s", type(exc).__name__)
        response = reply(status)
        response.force_close()
        return response


class CallbackServer:
    """Serves between `async with` and its end; entering raises OSError where the port can't be had.

    `receive` takes what came, one at a time a reader; it never raises.
    """

    def __init__(
        self,
        host: str,
        port: int,
        subscriber: Subscribing,
        receive: Callable[[Push], Awaitable[None]],
        *,
        connections: int = CONNECTIONS,
        life: float = LIFE,
        held: int = HELD,
        a_minute: int = A_MINUTE,
    ) -> None:
        self._place = (host, port)
        self._subscriber = subscriber
        self._receive = receive
        self._connections = connections
        self._life = life
        self._most = held
        self._a_minute = a_minute
        self._came: dict[str, deque[float]] = {}
        """When the last pushes of each path came, on the loop's clock; paths are those of leases."""
        self._held = 0
        self._waiting: asyncio.Queue[Push] = asyncio.Queue()

    async def __aenter__(self) -> CallbackServer:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Raises OSError."""
        self._http = web.Server(self._answer)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connection, *self._place)
        self._readers = [asyncio.create_task(self._read(), name=f"pushes-{n}") for n in range(READERS)]

    async def stop(self) -> None:
        """What was taken and not read yet is left to the visits at the next start."""
        self._server.close()
        await self._http.shutdown(1)
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def port(self) -> int:
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def _connection(self) -> asyncio.Protocol:
        """For a new connection: one that ends in time, or its end."""
        if len(self._http.connections) >= self._connections:
            return Refusing()
        loop = asyncio.get_running_loop()
        silent: Any = None  # aiohttp's word for no access log, which its own types do not know
        handler = Handler(self._http, loop=loop, access_log=silent, lingering_time=0)
        loop.call_later(self._life, handler.force_close)
        return handler

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        """aiohttp closes the connection of whoever is answered before all he sent was read."""
        before, _, path = request.path.rpartition("/")
        if not before.endswith(f"/{PLACE}") or not PATH.fullmatch(path):
            return reply(404)
        if request.method == "GET":
            words = await self._subscriber.confirm(path, request.query)
            return reply(404) if words is None else reply(200, words.encode(), SAFE)
        if request.method != "POST":
            return reply(404)
        match await self._subscriber.door(path):
            case Door.OPEN:
                return await self._take(path, request) if self._in_turn(path) else reply(503, headers=LATER)
            case Door.GONE:
                return reply(410)
            case _:
                return reply(404)

    def _in_turn(self, path: str) -> bool:
        """Whether one more push of this path may come now."""
        came, now = self._came.setdefault(path, deque(maxlen=self._a_minute)), asyncio.get_running_loop().time()
        if len(came) == self._a_minute and now - came[0] < 60:
            return False
        came.append(now)
        return True

    async def _take(self, path: str, request: web.BaseRequest) -> web.Response:
        """Take a push; whether it is a hub's is looked into after the answer, which says no more than that it came."""
        if (request.content_length or 0) > LARGEST:
            return reply(413)
        chunks: list[bytes] = []
        status = 400
        try:
            status = await self._body(request, chunks)
        except Exception as error:  # aiohttp's many words for a body that breaks off, or is not coded as it says
            log.info("a push broke off: %s", type(error).__name__)
        finally:
            if status != 202:
                self._held -= sum(map(len, chunks))
        if status == 202:
            signed = (*request.headers.getall("X-Hub-Signature", ()), *request.headers.getall(NEWER, ()))
            self._waiting.put_nowait(Push(path, b"".join(chunks), signed, request.headers.get("Content-Type")))
        return reply(status, headers=LATER if status == 503 else {})

    async def _body(self, request: web.BaseRequest, chunks: list[bytes]) -> int:
        """Read the body, counted as it comes, once decompressed; the status to answer."""
        size = 0
        async for chunk in request.content.iter_any():
            chunks.append(chunk)
            size += len(chunk)
            self._held += len(chunk)
            if size > LARGEST:
                return 413
            if self._held > self._most:
                return 503
        return 202

    async def _read(self) -> None:
        while True:
            push = await self._waiting.get()
            try:
                await self._receive(push)
            except Exception:  # the rim: one bad push must not stop those that come after it
                log.exception("a push could not be taken")
            finally:
                self._held -= len(push.body)


def reply(status: int, body: bytes = b"", headers: Mapping[str, str] = MappingProxyType({})) -> web.Response:
    """An answer that tells nothing of what answers."""
    return web.Response(status=status, body=body, headers={"Server": "web", **headers})
