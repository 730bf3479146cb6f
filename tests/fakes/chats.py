"""A Discord and a Slack in a process of their own, which keep what they accept on disk and fail in every way.

Each accepted message is a line of `posted.jsonl`, fsynced before the answer; each fault that leaves the caller in doubt
is a line of `doubts.jsonl`. While the file `calm` is there, nothing fails. Their clock is the scenario's, which runs
faster than ours.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web
from fakes.discord_api import BOT, as_json
from fakes.slack import ALL_SCOPES, FakeSlack, Room, refused

NONCE_HOLDS = 180.0
"""Seconds of the scenario's clock; Discord says « a few minutes »."""

DISCORD_EPOCH = 1420070400.0

APPLICATION = {"id": "9002", "name": "vigie", "flags": 0, "owner": BOT, "icon": None, "description": "",
               "bot_public": True, "bot_require_code_grant": False, "verify_key": ""}  # fmt: skip

ALL = 1 << 3
"""Administrator."""


@dataclass(frozen=True)
class Clock:
    """Unix seconds that run faster: `start` was `began` of the real clock."""

    start: float
    began: float
    speed: float

    def __call__(self) -> float:
        return self.start + (time.time() - self.began) * self.speed

    def now(self) -> datetime:
        return datetime.fromtimestamp(self(), UTC)


FAULTS: dict[str, float] = {
    "429": 0.04,
    "recorded-500": 0.05,
    "recorded-reset": 0.04,
    "recorded-hang": 0.02,
    "recorded-html": 0.02,
    "recorded-kill": 0.04,
    "500": 0.03,
    "503": 0.02,
    "reset": 0.03,
}
"""How a post fails, and how often. « recorded-… »: it had its effect all the same."""


class Record:
    """What was accepted, and what was left in doubt."""

    def __init__(self, folder: Path, seed: int, faults: dict[str, float]) -> None:
        self.folder, self.faults = folder, faults
        self.random = random.Random(seed)
        self.posted = os.open(folder / "posted.jsonl", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        self.doubts = os.open(folder / "doubts.jsonl", os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def accept(self, platform: str, channel: str, id: str, body: Any) -> None:
        text = json.dumps(body, ensure_ascii=False)
        self.write(self.posted, {"platform": platform, "channel": channel, "id": id, "at": time.time(), "text": text})

    def connections(self, now: int) -> None:
        """How many gateways are connected at once, each time that one more is."""
        with (self.folder / "gateways.jsonl").open("a") as file:
            file.write(f"{now}\n")

    def write(self, file: int, line: dict[str, Any]) -> None:
        os.write(file, (json.dumps(line) + "\n").encode())
        os.fsync(file)

    def fault(self, platform: str) -> str:
        if (self.folder / "calm").exists():
            return ""
        kind = self.random.choices([*self.faults, ""], [*self.faults.values(), 1 - sum(self.faults.values())])[0]
        if kind.startswith("recorded") or kind == "500" or kind == "reset":
            self.write(self.doubts, {"platform": platform, "kind": kind})
        return kind

    def kill(self) -> None:
        """Let the bot die now: what it sent is recorded, and it will never know."""
        with suppress(ValueError, OSError):
            os.kill(int((self.folder / "life.pid").read_text()), signal.SIGKILL)


async def broken(request: web.Request, kind: str, record: Record) -> web.StreamResponse:
    """The answer that a fault makes, once the call had, or had not, its effect."""
    if kind.endswith("kill"):
        record.kill()
    if kind.endswith("hang"):
        with suppress(TimeoutError):
            async with asyncio.timeout(30):
                await asyncio.Event().wait()
    if kind.endswith(("reset", "kill", "hang")):
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    if kind.endswith("html"):
        return web.Response(text="<html>passerelle</html>", content_type="text/html")
    return web.Response(text="oops", status=int(kind[-3:]), content_type="text/html")


class ChaosDiscord:
    """Two servers of one token. A nonce is remembered for three minutes, and messages can be read back."""

    def __init__(self, channels: dict[str, str], record: Record, clock: Clock) -> None:
        """channels: each with its server."""
        self.channels, self.record, self.clock = channels, record, clock
        self.nonces: dict[str, tuple[float, dict[str, Any]]] = {}
        self.messages: dict[str, list[dict[str, Any]]] = {channel: [] for channel in channels}
        self.count = 0
        self.gateway_url = ""
        self.connected = 0

    async def serve(self, request: web.Request) -> web.StreamResponse:
        parts = request.path.removeprefix("/api/v10/").split("/")
        body = await request.json() if request.can_read_body else {}
        match request.method, parts:
            case "GET", ["users", "@me"]:
                return as_json(BOT)
            case "GET", ["oauth2", "applications", "@me"]:
                return as_json(APPLICATION)
            case "PUT", ["applications", _, "commands"]:
                return as_json([])
            case "GET", ["channels", channel] if channel in self.channels:
                return as_json(self.channel(channel) | {"guild_id": self.channels[channel]})
            case "POST", ["channels", channel, "messages"] if channel in self.channels:
                return await self.post(request, channel, body)
            case "GET", ["channels", channel, "messages"] if channel in self.channels:
                return as_json(self.history(channel, request.query))
            case "PATCH", ["channels", channel, "messages", id]:
                return as_json(next(m for m in self.messages[channel] if m["id"] == id))
        return as_json({"message": "Unknown Channel", "code": 10003}, status=404)

    async def post(self, request: web.Request, channel: str, body: dict[str, Any]) -> web.StreamResponse:
        kind = self.record.fault("discord")
        if kind == "429":
            limited = {"message": "You are being rate limited.", "retry_after": 0.3, "global": False}
            return as_json(limited, status=429, headers={"Via": "1.1 google", "Retry-After": "1"})
        if kind and not kind.startswith("recorded"):
            return await broken(request, kind, self.record)
        message = self.accept(channel, body)
        return await broken(request, kind, self.record) if kind else as_json(message)

    def accept(self, channel: str, body: dict[str, Any]) -> dict[str, Any]:
        """The message; the one that is there already where the nonce is known."""
        now, nonce = self.clock(), body.get("nonce")
        if body.get("enforce_nonce") and nonce in self.nonces and now - self.nonces[nonce][0] < NONCE_HOLDS:
            return self.nonces[nonce][1]
        self.count += 1
        id = str((int((now - DISCORD_EPOCH) * 1000) << 22) + self.count)
        message = {
            "id": id, "channel_id": channel, "author": BOT, "content": body.get("content", ""),
            "timestamp": datetime.fromtimestamp(now, UTC).isoformat(), "edited_timestamp": None, "tts": False,
            "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [],
            "embeds": body.get("embeds", []), "pinned": False, "type": 0, "flags": 0,
            "components": body.get("components", []),
        }  # fmt: skip
        self.messages[channel].insert(0, message)
        self.nonces[nonce] = (now, message)
        self.record.accept("discord", channel, id, body)
        return message

    def history(self, channel: str, query: Any) -> list[dict[str, Any]]:
        before = int(query.get("before", 1 << 63))
        return [m for m in self.messages[channel] if int(m["id"]) < before][: int(query.get("limit", 50))]

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 40_000}, "s": None, "t": None})
        self.connected += 1
        self.record.connections(self.connected)
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT and frame.json()["op"] == 2:
                    await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": self.ready()})
                    for number, guild in enumerate(sorted(set(self.channels.values())), start=2):
                        await socket.send_json({"op": 0, "t": "GUILD_CREATE", "s": number, "d": self.guild(guild)})
        finally:
            self.connected -= 1
        return socket

    def ready(self) -> dict[str, Any]:
        guilds = [{"id": guild, "unavailable": True} for guild in sorted(set(self.channels.values()))]
        return {"v": 10, "user": BOT, "guilds": guilds, "session_id": "s", "resume_gateway_url": self.gateway_url,
                "application": {"id": "9002", "flags": 0}}  # fmt: skip

    def channel(self, id: str) -> dict[str, Any]:
        return {"id": id, "type": 0, "name": f"veille-{id}", "position": 0, "permission_overwrites": [],
                "nsfw": False, "parent_id": None}  # fmt: skip

    def guild(self, guild: str) -> dict[str, Any]:
        role = {"id": guild, "name": "@everyone", "permissions": str(ALL), "position": 0, "color": 0, "hoist": False,
                "managed": False, "mentionable": False}  # fmt: skip
        channels = [self.channel(channel) for channel, where in self.channels.items() if where == guild]
        me = {
            "user": BOT,
            "roles": [],
            "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
        }
        return {"id": guild, "name": f"Serveur {guild}", "owner_id": "1", "roles": [role], "emojis": [], "features": [],
                "channels": channels, "threads": [], "members": [me], "member_count": 2, "presences": [],
                "voice_states": [], "stage_instances": [], "guild_scheduled_events": [], "stickers": [],
                "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0,
                "mfa_level": 0, "system_channel_flags": 0, "premium_tier": 0, "preferred_locale": "fr", "nsfw_level": 0,
                "afk_timeout": 300, "soundboard_sounds": []}  # fmt: skip


class ChaosSlack(FakeSlack):
    """The workspace of fakes.slack, whose posts are recorded and fail; with the scope, rooms can be read."""

    def __init__(self, rooms: list[str], record: Record, clock: Clock, *, history: bool) -> None:
        super().__init__()
        self.record, self.clock = record, clock
        self.rooms = {room: Room(room, f"veille-{room}") for room in rooms}
        self.scopes = set(ALL_SCOPES | ({"channels:history"} if history else set()))
        self.last = 0.0

    async def _api(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["method"] != "chat.postMessage":
            return await super()._api(request)
        kind = self.record.fault("slack")
        if kind == "429":
            return web.json_response(refused("ratelimited"), status=429, headers={"Retry-After": "1"})
        if kind and not kind.startswith("recorded"):
            return await broken(request, kind, self.record)
        answer = await super()._api(request)
        return await broken(request, kind, self.record) if kind else answer

    def _post_message(self, arguments: dict[str, Any]) -> dict[str, Any]:
        answer = super()._post_message(arguments)
        if answer["ok"]:
            self.record.accept("slack", str(arguments["channel"]), answer["ts"], arguments)
        return answer

    def _ts(self) -> str:
        self.last = max(self.last + 0.000001, self.clock())
        return f"{self.last:.6f}"


async def serve(folder: Path, scenario: dict[str, Any], ready: Callable[[dict[str, str]], None]) -> None:
    """Both chats, until the process ends; `ready` is given their addresses."""
    clock = Clock(**scenario["clock"])
    record = Record(folder, scenario["seed"], scenario["faults"])
    channels = {
        c["channel"]: c["tenant"].removeprefix("discord:") for c in scenario["channels"] if c["platform"] == "discord"
    }
    discord = ChaosDiscord(channels, record, clock)
    app = web.Application()
    app.router.add_get("/gateway/", discord.gateway)
    app.router.add_get("/gateway", discord.gateway)
    app.router.add_route("*", "/api/v10/{path:.*}", discord.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = "{}:{}".format(*runner.addresses[0][:2])
    discord.gateway_url = f"ws://{address}/gateway"
    rooms = [c["channel"] for c in scenario["channels"] if c["platform"] == "slack"]
    async with ChaosSlack(rooms, record, clock, history=scenario["history"]) as slack:
        ready({"discord": address, "slack": slack.base_url})
        await asyncio.Event().wait()
