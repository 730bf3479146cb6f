"""A loopback Discord, for what simcord leaves out: the login, the wire of a post (nonce, 429, 5xx), the gateway's end.

The real discord.py talks to it: its address is put where discord.com's stands.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import yarl
from aiohttp import WSMsgType, web
from fakes import discord_limits

TOKEN = "a.good.token"
BOT = {"id": "9001", "username": "vigie", "discriminator": "0", "avatar": None, "bot": True}
CHANNEL = "4242"
GUILD = "81"

ORPHAN = {
    "message": "Invalid Form Body",
    "code": 50035,
    "errors": {"message_reference": {"_errors": [{"code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message"}]}},
}
"""What Discord says of a reply to a message that is no more."""

Answer = Callable[[], web.Response]


def as_json(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """With the very Content-Type of Discord: discord.py knows no other."""
    return web.Response(
        body=json.dumps(body).encode(), status=status, headers={"Content-Type": "application/json", **(headers or {})}
    )


def refusal(status: int, code: int = 0, **headers: str) -> Answer:
    """An answer of Discord's API, with one of its error codes."""
    return lambda: as_json({"message": "no", "code": code}, status=status, headers=headers)


def slow_down(seconds: float) -> Answer:
    """A 429 as Discord's own servers send it (Cloudflare's has no Via)."""
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": False}
    return lambda: as_json(body, status=429, headers={"Via": "1.1 google", "Retry-After": str(int(seconds))})


@dataclass
class FakeDiscord:
    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    """What to answer instead, by « METHOD path »; used up in order."""
    after: dict[str, list[Answer]] = field(default_factory=dict)
    """The same, once the call has had its effect: recorded, and answered with an error."""
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By nonce: a second message with the same one is the first."""
    peers: set[int] = field(default_factory=set)
    """The ports from which it was called."""
    closes_with: int | None = None
    """The code with which the gateway ends after Identify; None: it stays."""
    held: asyncio.Event | None = None
    """While this is there and not set, calls wait for it: a network that swallows everything."""
    dark: bool = False
    """Whether the gateway lets nobody in."""
    deaf: bool = False
    """Whether it has stopped to answer heartbeats: a zombie."""
    beat: int = 40_000
    """Milliseconds between two heartbeats."""
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    greeted: list[str] = field(default_factory=list)
    """« identify », « resume »… in the order in which sessions were opened and gone on with."""
    news: asyncio.Event = field(default_factory=asyncio.Event)
    identified: asyncio.Event = field(default_factory=asyncio.Event)
    commands_told: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        call = f"{request.method} {request.path.removeprefix('/api/v10')}"
        body = await request.json() if request.can_read_body else {}
        self.requests.append((call, body))
        self.meet(request)
        if self.held:
            await self.held.wait()
        if waiting := self.answers.get(call):
            return waiting.pop(0)()
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return refusal(401)()
        if self.answers_nothing(body):
            return as_json(ORPHAN, status=400)
        if wrong := ill_formed(call, body):
            return as_json(discord_limits.refusal(wrong), status=400)
        result = self.result(call, body)
        if waiting := self.after.get(call):
            return waiting.pop(0)()
        return as_json(result) if result is not None else refusal(404, 10003)()

    def meet(self, request: web.Request) -> None:
        if request.transport is not None:
            self.peers.add(request.transport.get_extra_info("peername")[1])

    def answers_nothing(self, body: Any) -> bool:
        """Whether it is a reply to a message that is no more, and wants to be refused then."""
        reference = body.get("message_reference") if isinstance(body, dict) else None
        if not reference or not reference.get("fail_if_not_exists", True):
            return False
        return str(reference["message_id"]) not in {message["id"] for message in self.messages.values()}

    def result(self, call: str, body: Any) -> Any:
        match call.split("/"):
            case ["GET ", "users", "@me"]:
                return BOT
            case ["GET ", "oauth2", "applications", "@me"]:
                return {"id": "9002", "name": "vigie", "flags": 0, "owner": BOT, "icon": None, "description": "",
                        "bot_public": True, "bot_require_code_grant": False, "verify_key": ""}  # fmt: skip
            case ["PUT ", "applications", _, "commands"]:
                self.commands_told.set()
                return []
            case ["GET ", "channels", "4242"]:
                return {"id": CHANNEL, "type": 0, "guild_id": GUILD, "name": "veille", "position": 0,
                        "permission_overwrites": [], "nsfw": False, "parent_id": None}  # fmt: skip
            case ["POST ", "channels", "4242", "messages"]:
                return self.messages.setdefault(body["nonce"], message(str(700 + len(self.messages)), body))
        return None

    async def gateway(self, request: web.Request) -> web.StreamResponse:
        self.meet(request)
        if self.dark:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": self.beat}, "s": None, "t": None})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await self.hear(socket, frame.json())
        self.left.set()
        return socket

    async def hear(self, socket: web.WebSocketResponse, said: dict[str, Any]) -> None:
        """Heartbeats (1) are acknowledged, Identify (2) opens a session, Resume (6) goes on with one."""
        if said["op"] == 1 and not self.deaf:
            await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
        elif said["op"] == 2:
            self.identified.set()
            self.greeted.append("identify")
            if self.closes_with:
                await socket.close(code=self.closes_with)
            else:
                await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": self.ready()})
        elif said["op"] == 6:
            self.greeted.append("resume")
            await socket.send_json({"op": 0, "t": "RESUMED", "s": 2, "d": {}})
        self.news.set()

    async def tell(self, op: int, d: Any = None) -> None:
        """Something the gateway says of itself, down the newest line."""
        await self.sockets[-1].send_json({"op": op, "d": d, "s": None, "t": None})

    async def hang_up(self, code: int) -> None:
        await self.sockets[-1].close(code=code)

    async def cut(self) -> None:
        """The line breaks, without a word."""
        transport = self.sockets[-1]._req and self.sockets[-1]._req.transport  # aiohttp shows it nowhere else
        assert transport is not None
        transport.abort()

    def ready(self) -> dict[str, Any]:
        return {"v": 10, "user": BOT, "guilds": [], "session_id": "s", "resume_gateway_url": self.gateway_url,
                "application": {"id": "9002", "flags": 0}}  # fmt: skip

    @property
    def gateway_url(self) -> str:
        return f"{self.url.replace('http', 'ws')}/gateway"

    def sent(self, call: str) -> list[dict[str, Any]]:
        return [body for made, body in self.requests if made == call]


def ill_formed(call: str, body: Any) -> list[str]:
    """What Discord's server would refuse in the form of a call, whatever its sender."""
    match call.split("/"):
        case ["POST " | "PATCH ", "channels", _, "messages", *_]:
            return list(discord_limits.message(body))
        case ["PUT ", "applications", _, "commands"]:
            return [wrong for command in body for wrong in discord_limits.command(command)]
    return []


def message(id: str, body: dict[str, Any]) -> dict[str, Any]:
    now = "2026-03-02T12:00:00+00:00"
    return {"id": id, "channel_id": CHANNEL, "author": BOT, "content": body.get("content", ""), "timestamp": now,
            "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [],
            "attachments": [], "embeds": body.get("embeds", []), "pinned": False, "type": 0, "flags": 0,
            "components": body.get("components", []), "nonce": body["nonce"]}  # fmt: skip


@asynccontextmanager
async def fake_discord(monkeypatch: Any, tls: ssl.SSLContext | None = None) -> AsyncIterator[FakeDiscord]:
    """The server, with discord.py led to it."""
    fake = FakeDiscord()
    app = web.Application()
    app.router.add_get("/gateway/", fake.gateway)
    app.router.add_get("/gateway", fake.gateway)
    app.router.add_route("*", "/api/v10/{path:.*}", fake.serve)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    host, port = runner.addresses[0][:2]
    fake.url = f"{'https' if tls else 'http'}://{host}:{port}"
    monkeypatch.setattr("discord.http.Route.BASE", f"{fake.url}/api/v10")
    monkeypatch.setattr("discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY", yarl.URL(fake.gateway_url))
    try:
        yield fake
    finally:
        await runner.cleanup()
