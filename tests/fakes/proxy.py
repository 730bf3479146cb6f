"""A proxy on the loopback, of the kind that companies have: CONNECT only, for a password. It counts tunnels."""

from __future__ import annotations

import asyncio
import base64
from contextlib import suppress
from typing import Self

USER, PASSWORD = "ana", "s3cret"
WORD = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


class FakeProxy:
    """It lets through whoever gives the right word, to any port of this machine."""

    def __init__(self) -> None:
        self.tunnels: list[str] = []
        """« host:port » of each, as it was asked for."""
        self.refusals = 0
        self.ways: set[int] = set()
        """The ports from which it went on: what comes to a server from elsewhere came past it."""
        self._pipes: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for pipe in self._pipes:
            pipe.cancel()
        await asyncio.gather(*self._pipes, return_exceptions=True)

    def address(self, password: str = PASSWORD) -> str:
        return f"http://{USER}:{password}@127.0.0.1:{self.port}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._pipes.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._answer(reader, writer)
        finally:
            writer.close()
            self._pipes.discard(task)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, _ = head.split("\r\n")[0].split(" ")
        if method != "CONNECT" or f"proxy-authorization: basic {WORD}".lower() not in head.lower():
            self.refusals += 1
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            return
        self.tunnels.append(target)
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", int(target.rpartition(":")[2]))
        self.ways.add(there_writer.get_extra_info("sockname")[1])
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        try:
            await both(pipe(reader, there_writer), pipe(there_reader, writer))
        finally:
            there_writer.close()


async def both(*ways: object) -> None:
    """Until one side hangs up."""
    tasks = [asyncio.ensure_future(way) for way in ways]  # type: ignore[arg-type]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
