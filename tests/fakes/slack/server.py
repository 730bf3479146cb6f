"""The fake Slack as a server: its life, what people do there, its Socket Mode connections."""

from __future__ import annotations

import json
import time
from typing import Any, Self

from aiohttp import WSMsgType, web
from fakes.slack.web_api import WebApi
from fakes.slack.workspace import Ack, Reply, Shown, escape
from yarl import URL

ACK_WITHIN = 3.0  # seconds; then Slack tells the person that the app did not answer


class FakeSlack(WebApi):
    """One workspace T1 with the bot U0 « vigie », members U1 (Camille), U2 (Sacha, guest), U3 (Alix, admin), and the
    rooms C1 #veille, C2 #general (bot not invited), D1 (a private message).
    """

    # -- its life ------------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=4 * 2**20)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/respond/{key}", self._respond)
        app.router.add_get("/socket", self._socket)
        app.router.add_post("/upload/{file}", self._receive)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self.tls)
        await site.start()
        assert site._server is not None
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        self.address = URL(f"{'https' if self.tls else 'http'}://127.0.0.1:{port}")
        self.base_url = f"{self.address}/api/"
        return self

    async def __aexit__(self, *_: object) -> None:
        for held in self._held.values():
            held.set()
        self._muted = False
        self._stir()
        await self._runner.cleanup()

    # -- what people do ------------------------------------------------------------------------------------------------

    async def type(self, line: str, *, user: str = "U1", channel: str = "C1", replies: int = 1) -> list[Reply]:
        """A person types a slash command; the replies that came."""
        command, _, text = line.partition(" ")
        room = self.rooms[channel]
        payload = {
            "command": command,
            "text": escape(text.strip()),
            "user_id": user,
            "user_name": self.people[user].name.lower(),
            "channel_id": channel,
            "channel_name": "privategroup" if room.private else room.name,
            "team_id": self.team,
            "team_domain": "exemple",
            "api_app_id": "A1",
            "is_enterprise_install": "false",
        }
        return await self._deliver("slash_commands", payload, channel, replies)

    async def press(
        self, shown: Shown, label: str, *, user: str = "U1", replies: int | None = None, value: str | None = None
    ) -> list[Reply]:
        """A person presses the button of that name, written with plain spaces; the replies that came.

        value: what a tampered client would send in place of the button's own.
        """
        button = next(b for b in shown.buttons if b["text"]["text"].replace("\N{NO-BREAK SPACE}", " ") == label)
        action = {
            "type": "button",
            "action_id": button["action_id"],
            "block_id": "b1",
            "text": button["text"],
            "action_ts": self._ts(),
        }
        carried = button.get("value") if value is None else value
        if carried is not None:
            action["value"] = carried
        person, room, ts = self.people[user], self.rooms[shown.channel], getattr(shown, "ts", "") or self._ts()
        container = {"type": "message", "message_ts": ts, "channel_id": room.id, "is_ephemeral": False}
        if thread := shown.arguments.get("thread_ts"):
            container["thread_ts"] = thread
        payload = {
            "type": "block_actions",
            "user": {"id": user, "username": person.name.lower(), "name": person.name.lower(), "team_id": person.team},
            "api_app_id": "A1",
            "team": {"id": self.team, "domain": "exemple"},
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": room.id, "name": room.name},
            "container": container,
            "message": {"ts": ts, "text": shown.text, "blocks": shown.blocks},
            "actions": [action],
        }
        expected = (0 if "url" in button else 1) if replies is None else replies
        return await self._deliver("interactive", payload, room.id, expected)

    async def tell(self, kind: str, **event: Any) -> None:
        """Slack tells of something that happened: an event that the manifest subscribes to."""
        number = f"Ev{next(self._numbers)}"
        told = {"type": kind, "event_ts": self._ts(), **event}
        payload = {
            "type": "event_callback",
            "event_id": number,
            "team_id": self.team,
            "api_app_id": "A1",
            "event": told,
        }
        await self.send({"envelope_id": f"e-{number}", "type": "events_api", "payload": payload})

    async def send(self, envelope: dict[str, Any]) -> None:
        """One envelope down the newest connection; returns once it is acknowledged."""
        before = len(self.acks)
        await self.until(lambda: self._sockets)
        await self._sockets[-1].send_json(envelope)
        await self.until(lambda: any(a.envelope_id == envelope["envelope_id"] for a in self.acks[before:]), ACK_WITHIN)

    async def _deliver(self, kind: str, payload: dict[str, Any], channel: str, replies: int) -> list[Reply]:
        key, arrived = f"r{next(self._numbers)}", list[Reply]()
        self._response_urls[key] = (channel, arrived)
        payload |= {"response_url": f"{self.address}/respond/{key}", "trigger_id": f"{key}.1.a", "token": "verify"}
        envelope = {"envelope_id": f"e-{key}", "type": kind, "payload": payload, "accepts_response_payload": True}
        self.envelopes.append(envelope)
        await self.send(envelope)
        await self.until(lambda: len(arrived) >= replies)
        return list(arrived)

    # -- what goes wrong -----------------------------------------------------------------------------------------------

    async def hang_up(self) -> None:
        """Close all Socket Mode connections from our side."""
        for socket in list(self._sockets):
            await socket.close()

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask the app to open a new connection, as Slack does every few hours."""
        for socket in list(self._sockets):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "loopback"}})

    def mute(self) -> None:
        """Let no farewell be answered: a line that died without a word."""
        self._muted = True

    @property
    def connections(self) -> int:
        return len(self._sockets)

    # -- Socket Mode ---------------------------------------------------------------------------------------------------

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        self.meet(request)
        if (ticket := request.query.get("ticket", "")) not in self._tickets:
            return web.Response(status=408)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(timeout=0.1, autoclose=False, autoping=not self.silent)
        await socket.prepare(request)
        if len(self._sockets) >= self.most_sockets:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self._sockets.append(socket)
        self.hellos += 1
        hello = {"type": "hello", "num_connections": len(self._sockets), "connection_info": {"app_id": "A1"}}
        await socket.send_json(hello)
        self._stir("hello")
        try:
            while (message := await socket.receive()).type in (WSMsgType.TEXT, WSMsgType.PING):
                if message.type is WSMsgType.TEXT:
                    self._acknowledged(json.loads(message.data))
            await self.until(lambda: not self._muted, within=60)
            await socket.close()
        finally:
            self._sockets.remove(socket)
            self._stir("bye")
        return socket

    def _acknowledged(self, said: dict[str, Any]) -> None:
        if "envelope_id" in said:
            self.acks.append(Ack(said["envelope_id"], said.get("payload"), time.monotonic()))
            self._stir("ack")
