"""The demonstration's newspapers on the loopback interface: a real web server, with a slow and a broken feed."""

from __future__ import annotations

import asyncio
import hashlib
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from aiohttp import web

from vigie.adapters.addresses import AddressInfo
from vigie.adapters.http import HttpFetcher
from vigie.cli.demo.newsroom import AT_FIRST, FANAL, PAPERS, Item, Paper, document
from vigie.model import Feed

EVERY = timedelta(minutes=15)


class Press:
    """What is published so far, and the server that serves it."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.documents = {p: document(p, list(AT_FIRST.get(p, ())), clock()) for p in PAPERS}
        self.items = {paper: list(AT_FIRST.get(paper, ())) for paper in PAPERS}
        self.awake = asyncio.Event()
        """Until it is set, the slow paper does not answer."""
        self.port = 0

    def publish(self, paper: Paper, item: Item) -> None:
        self.items[paper].insert(0, item)
        self.documents[paper] = document(paper, self.items[paper], self.clock())

    def feeds(self) -> tuple[Feed, ...]:
        return tuple(Feed(f"http://{p.host}:{self.port}/flux.xml", p.name, EVERY, p.language) for p in PAPERS)

    def fetcher(self) -> HttpFetcher:
        """Vigie's own, that finds the papers here and nothing else anywhere."""
        return HttpFetcher({f"{p.host}:{self.port}" for p in PAPERS}, gap=timedelta(0), lookup=here)

    async def serve(self, request: web.Request) -> web.Response:
        paper = next((p for p in PAPERS if p.host == request.url.host), None)
        if paper is None:
            raise web.HTTPNotFound
        if paper is FANAL:
            await self.awake.wait()
        body = self.documents[paper]
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        kind = "text/html" if paper.form == "broken" else "application/xml"
        return web.Response(body=body, content_type=kind, charset="utf-8", headers={"ETag": etag})


def here(host: str, port: int, family: int) -> list[AddressInfo]:
    """The look-up of names while the demonstration lasts: every paper is on this machine."""
    return list(socket.getaddrinfo("127.0.0.1", port, type=socket.SOCK_STREAM))


@asynccontextmanager
async def printing(clock: Callable[[], datetime]) -> AsyncIterator[Press]:
    """The papers on a free port of 127.0.0.1 while this lasts."""
    press = Press(clock)
    app = web.Application()
    app.router.add_get("/flux.xml", press.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        press.port = runner.addresses[0][1]
        yield press
    finally:
        press.awake.set()
        await runner.cleanup()
