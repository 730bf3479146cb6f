"""A loopback OpenAI-compatible server for the tests: it answers as told, however badly, and remembers what came."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from aiohttp import web


@dataclass(frozen=True)
class Reply:
    """What is answered. `hold`, if any, is waited for first."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    hold: asyncio.Event | None = None


def says(text: str) -> Reply:
    """A well-formed answer whose content is the JSON that was asked for."""
    return content(json.dumps({"resume": text}, ensure_ascii=False))


def content(written: object) -> Reply:
    """A well-formed answer with any content."""
    return Reply(json.dumps({"choices": [{"message": {"role": "assistant", "content": written}}]}).encode())


@dataclass(frozen=True)
class Call:
    path: str
    headers: Mapping[str, str]
    body: Any


class FakeModel:
    """Serves on a free port of 127.0.0.1 between `async with` and its end; `reply` is what it answers."""

    def __init__(self, reply: Reply | None = None) -> None:
        self.reply = reply or says("")
        self.calls: list[Call] = []
        self.url = ""

    async def __aenter__(self) -> FakeModel:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self.answer)
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}/v1"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.reply.hold:
            self.reply.hold.set()
        await self.runner.cleanup()

    async def answer(self, request: web.Request) -> web.Response:
        self.calls.append(Call(request.path, dict(request.headers), await request.json()))
        reply = self.reply
        if reply.hold:
            await reply.hold.wait()
        return web.Response(
            body=reply.body, status=reply.status, headers={"Content-Type": "application/json", **reply.headers}
        )
