"""A hub of WebSub on the loopback, which does as told: verifies, denies, signs wrongly, pushes too much, is silent."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType

import aiohttp
from aiohttp import web


@dataclass
class Hub:
    """Serves on a free port between `async with` and its end. What it is to do is in its fields, at any time."""

    lease: str = "864000"
    """What it grants; '': it says nothing of a lease."""
    status: int = 202
    """What it answers to a request."""
    move_to: str = ""
    """Where it sends its askers, with 307."""
    mode: str = ""
    """What it says to the callback in the place of what it was asked (« denied »)."""
    topic: str = ""
    """The same for the topic."""
    silent: bool = False
    """It accepts and never verifies."""
    asked: list[Mapping[str, str]] = field(default_factory=list)
    """What it was asked, oldest first."""
    answers: list[tuple[int, str]] = field(default_factory=list)
    """What the callback answered to its verifications."""
    subscribed: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """By topic, the request that was verified."""
    content_type: str = "application/rss+xml"

    async def __aenter__(self) -> Hub:
        self._server = web.Server(self._answer, access_log=None)
        self._listening = await asyncio.get_running_loop().create_server(self._server, "127.0.0.1", 0)
        self.port = self._listening.sockets[0].getsockname()[1]
        self.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.session.close()
        self._listening.close()
        await self._server.shutdown(1)
        await self._listening.wait_closed()

    @property
    def host(self) -> str:
        """What an allow-list must hold for it."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/hub"

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        if self.move_to:
            return web.Response(status=307, headers={"Location": self.move_to})
        self.asked.append(form)
        if self.status == 202 and not self.silent:
            await self.verify(form)
        return web.Response(status=self.status)

    async def verify(self, form: Mapping[str, str], **instead: str) -> None:
        """Ask the subscriber whether it wants what it asked; at once, before the answer: hubs may."""
        query = {
            "hub.mode": self.mode or form["hub.mode"],
            "hub.topic": self.topic or form["hub.topic"],
            "hub.challenge": "c4ll-me",
            "hub.lease_seconds": self.lease,
        }
        asked = {name: value for name, value in (query | instead).items() if value}
        async with self.session.get(form["hub.callback"], params=asked) as response:
            said = await response.text()
            self.answers.append((response.status, said))
        if (response.status, said) == (200, "c4ll-me"):
            if query["hub.mode"] == "subscribe":
                self.subscribed[form["hub.topic"]] = form
            else:
                self.subscribed.pop(form["hub.topic"], None)

    async def push(
        self,
        topic: str,
        body: bytes,
        *,
        method: str = "sha256",
        secret: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> int:
        """Send the subscriber what was published; what it answered."""
        form = self.subscribed[topic]
        key = form["hub.secret"] if secret is None else secret
        signed = {"X-Hub-Signature": f"{method}={hmac.new(key.encode(), body, method).hexdigest()}"} if method else {}
        given = {"Content-Type": self.content_type, **signed, **(headers or {})}
        async with self.session.post(form["hub.callback"], data=body, headers=given) as response:
            return response.status
