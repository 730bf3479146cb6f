"""The two chats of fakes.chats in any weather: limits of each scope, answers at the edge of a time-out, shut doors.

Their clock is the scenario's, which the loop lets pass (fakes.swift).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web
from fakes.chats import ChaosDiscord, ChaosSlack, Clock, Record
from fakes.discord_api import as_json
from fakes.ports import free_port
from fakes.slack import refused

MINUTE = 60.0

Table = Mapping[str, float]
"""How a call fails, and how often; « recorded-… »: it had its effect all the same."""


@dataclass(frozen=True)
class Ours(Clock):
    """The chats' clock: the scenario's, which the loop lets pass."""

    def __init__(self, read: Callable[[], float]) -> None:
        object.__setattr__(self, "read", read)

    def __call__(self) -> float:
        return float(self.read())  # type: ignore[attr-defined]


class Weather(Record):
    """What was accepted, at the scenario's time, and which faults there are now."""

    def __init__(self, folder: Path, seed: int, clock: Callable[[], float]) -> None:
        super().__init__(folder, seed, {})
        self.clock = clock
        self.tables: dict[str, Table] = {}

    def accept(self, platform: str, channel: str, id: str, body: Any) -> None:
        text = json.dumps(body, ensure_ascii=False)
        self.write(self.posted, {"platform": platform, "channel": channel, "id": id, "at": self.clock(), "text": text})

    def fault(self, platform: str) -> str:
        table = self.tables.get(platform, {})
        return self.random.choices([*table, ""], [*table.values(), 1 - sum(table.values())])[0]


EDGE: Mapping[str, float] = {"discord": 60.0, "slack": 15.0}
"""The time-outs of a post."""


async def broken(request: web.Request, kind: str, platform: str) -> web.StreamResponse:
    """The answer that a fault makes, once the call had, or had not, its effect."""
    if kind.endswith("hang"):
        await asyncio.sleep(10 * MINUTE)
    if kind.endswith("late"):
        await asyncio.sleep(EDGE[platform] + 1)
    if kind.endswith(("reset", "hang", "late")):
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    if kind.endswith("html"):
        status = 429 if kind.startswith("429") else 200
        return web.Response(text="<html>passerelle</html>", status=status, content_type="text/html")
    return web.Response(text="oops", status=int(kind[-3:]), content_type="text/html")


class Discord(ChaosDiscord):
    """With limits of each scope, and a gateway whose heart beats by the loop's clock."""

    record: Weather

    async def post(self, request: web.Request, channel: str, body: dict[str, Any]) -> web.StreamResponse:
        kind = self.record.fault("discord")
        if kind in ("429-user", "429-shared", "429-global"):
            return self.limited(kind.removeprefix("429-"))
        if kind and not kind.startswith("recorded"):
            return await broken(request, kind, "discord")
        message = self.accept(channel, body)
        if kind == "recorded-slow":
            await asyncio.sleep(EDGE["discord"] - 1)
        return as_json(message) if kind in ("", "recorded-slow") else await broken(request, kind, "discord")

    def limited(self, scope: str) -> web.Response:
        wait = self.record.random.choice([1.5, 8.0, 28.0, 120.0])
        told = {"message": "You are being rate limited.", "retry_after": wait, "global": scope == "global"}
        headers = {"Via": "1.1 google", "Retry-After": str(int(wait) + 1), "X-RateLimit-Scope": scope}
        return as_json(told, status=429, headers=headers)

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 40_000}, "s": None, "t": None})
        beating = asyncio.create_task(self.beat(socket))
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    await self.hear(socket, frame.json()["op"])
        finally:
            beating.cancel()
        return socket

    async def beat(self, socket: web.WebSocketResponse) -> None:
        while not socket.closed:
            await asyncio.sleep(45)
            with suppress(ConnectionError):
                await socket.send_json({"op": 11, "d": None, "s": None, "t": None})

    async def hear(self, socket: web.WebSocketResponse, op: int) -> None:
        if op == 2:
            await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": self.ready()})
            for number, guild in enumerate(sorted(set(self.channels.values())), start=2):
                await socket.send_json({"op": 0, "t": "GUILD_CREATE", "s": number, "d": self.guild(guild)})
        if op == 6:
            await socket.send_json({"op": 0, "t": "RESUMED", "s": 9, "d": {}})


class Slack(ChaosSlack):
    record: Weather

    async def _api(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["method"] != "chat.postMessage":
            return await super(ChaosSlack, self)._api(request)
        kind = self.record.fault("slack")
        if kind in ("429-user", "429-shared", "429-global"):
            wait = self.record.random.choice(["1", "30", "300", "bientôt"])
            return web.json_response(refused("ratelimited"), status=429, headers={"Retry-After": wait})
        if kind and not kind.startswith("recorded"):
            return await broken(request, kind, "slack")
        answer = await super(ChaosSlack, self)._api(request)
        if kind == "recorded-slow":
            await asyncio.sleep(EDGE["slack"] - 1)
        return answer if kind in ("", "recorded-slow") else await broken(request, kind, "slack")


class Door:
    """The port of a server, which can be shut: whoever knocks is refused, whoever is inside is put out."""

    def __init__(self, runner: web.AppRunner, port: int = 0) -> None:
        self.runner, self.port = runner, port or free_port()
        self.site: web.TCPSite | None = None

    async def open(self) -> None:
        if self.site is None:
            self.site = web.TCPSite(self.runner, "127.0.0.1", self.port)
            await self.site.start()

    async def shut(self) -> None:
        if self.site is not None:
            await self.site.stop()
            self.site = None
            assert self.runner.server is not None
            for connection in list(self.runner.server.connections):
                if connection.transport is not None:
                    connection.transport.abort()
