"""The Web API and response_url of the fake Slack, with their faults. It knows no socket."""

from __future__ import annotations

import asyncio
import itertools
import json
import ssl
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from aiohttp import web
from fakes.slack.answers import arguments_of, broken
from fakes.slack.limits import refused, unfit
from fakes.slack.workspace import Ack, Call, Fault, Message, Person, Reply, Room, Shared, Upload
from yarl import URL

WITHIN = 5.0  # seconds; a test fails rather than hangs

SCOPES = {
    "auth.test": (),
    "apps.connections.open": (),
    "users.info": ("users:read",),
    "conversations.info": ("channels:read", "groups:read"),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "chat.delete": ("chat:write",),
    "chat.getPermalink": (),
    "conversations.history": ("channels:history",),
    "conversations.replies": ("channels:history",),
    "files.getUploadURLExternal": ("files:write",),
    "files.completeUploadExternal": ("files:write",),
}
"""The methods it knows, and the bot scopes they need."""

ALL_SCOPES = frozenset({"commands", "chat:write", "users:read", "channels:read", "groups:read", "files:write"})


class WebApi:
    """The workspace's state, and what may be asked of it."""

    address: URL

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.tls = tls
        self.peers: set[int] = set()
        """The ports from which it was called."""
        self.team = "T1"
        self.bot_token = "xoxb-1-robot"
        self.app_token = "xapp-1-A1-prise"
        self.scopes = set(ALL_SCOPES)
        people = (Person("U1", "Camille"), Person("U2", "Sacha", guest=True), Person("U3", "Alix", admin=True))
        self.people = {person.id: person for person in people}
        rooms = (Room("C1", "veille"), Room("C2", "general", member=False), Room("D1", "directmessage"))
        self.rooms = {room.id: room for room in rooms}
        self.messages: list[Message] = []
        self.stones: set[str] = set()
        """The ts of deleted messages that had replies."""
        self.replies: list[Reply] = []
        self.files: list[Shared] = []
        """What was uploaded and shared."""
        self.calls: list[Call] = []
        self.acks: list[Ack] = []
        self.events: list[str] = []
        """« ack », « users.info », « reply »… in the order in which they came in."""
        self.hellos = 0
        self.most_sockets = 10
        self.silent = False
        """Whether a new connection will answer no ping."""
        self.envelopes: list[dict[str, Any]] = []
        """What was sent down the connections for people: a command, a button."""
        self._faults: dict[str, list[Fault]] = defaultdict(list)
        self._held: dict[str, asyncio.Event] = {}
        self._tickets: set[str] = set()
        self._uploads: dict[str, Upload] = {}
        """By their id: begun, not yet shared."""
        self._sockets: list[web.WebSocketResponse] = []
        self._response_urls: dict[str, tuple[str, list[Reply]]] = {}
        self._numbers = itertools.count(1)
        self._news = asyncio.Event()
        self._muted = False

    async def until(self, happened: Callable[[], object], within: float = WITHIN) -> None:
        """Wait until it has happened; TimeoutError where it does not."""
        async with asyncio.timeout(within):
            while not happened():
                await self._news.wait()

    def _stir(self, event: str | None = None) -> None:
        if event:
            self.events.append(event)
        self._news.set()
        self._news = asyncio.Event()

    # -- what goes wrong -----------------------------------------------------------------------------------------------

    def fail(
        self,
        method: str,
        *,
        error: str | None = None,
        status: int = 200,
        retry_after: int | None = None,
        body: str | None = None,
        content_type: str = "text/html",
        drop: bool = False,
        lost: bool = False,
        times: int | None = 1,
        **extra: Any,
    ) -> None:
        """The next calls of a method (or of « response_url ») fail. times None: all of them.

        error: Slack's code, with `extra` beside it (needed=…). status, body, content_type: as a proxy answers.
        drop: the connection breaks and nothing was done. lost: it was done, and the connection breaks after.
        """
        status = 429 if error == "ratelimited" and status == 200 else status
        fault = Fault(error, status, retry_after, body, content_type, drop, lost, times, extra)
        self._faults[method].append(fault)

    def mend(self, method: str) -> None:
        """Forget the faults that were prepared for a method."""
        self._faults.pop(method, None)

    def hold(self, method: str) -> Callable[[], None]:
        """Let calls of a method wait; call what is returned to let them go on."""
        self._held[method] = gate = asyncio.Event()
        return gate.set

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    # -- the Web API ---------------------------------------------------------------------------------------------------

    async def _api(self, request: web.Request) -> web.StreamResponse:
        self.meet(request)
        method, arguments = request.match_info["method"], await arguments_of(request)
        self.calls.append(Call(method, arguments, time.monotonic()))
        self._stir(method)
        if gate := self._held.get(method):
            await gate.wait()
        fault = self._fault(method)
        if fault and not fault.lost:
            return broken(request, fault)
        answer = self._denied(method, request.headers.get("Authorization", "")) or self._known(method, arguments)
        self._stir()
        if fault:
            return broken(request, fault)
        return web.json_response(answer, headers={"x-oauth-scopes": ",".join(sorted(self.scopes))})

    def meet(self, request: web.Request) -> None:
        if request.transport is not None:
            self.peers.add(request.transport.get_extra_info("peername")[1])

    def _fault(self, method: str) -> Fault | None:
        waiting = self._faults[method]
        if not waiting:
            return None
        fault = waiting[0]
        if fault.times is not None:
            fault.times -= 1
            if fault.times == 0:
                waiting.pop(0)
        return fault

    def _denied(self, method: str, authorization: str) -> dict[str, Any] | None:
        token = authorization.removeprefix("Bearer ")
        wanted = self.app_token if method == "apps.connections.open" else self.bot_token
        if not token:
            return refused("not_authed")
        if token in (self.bot_token, self.app_token) and token != wanted:
            return refused("not_allowed_token_type")
        if token != wanted:
            return refused("invalid_auth")
        if missing := [scope for scope in SCOPES.get(method, ()) if scope not in self.scopes]:
            return refused("missing_scope", needed=missing[0], provided=",".join(sorted(self.scopes)))
        return None

    def _known(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        known: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "auth.test": self._auth_test,
            "apps.connections.open": self._connections_open,
            "users.info": self._users_info,
            "conversations.info": self._conversations_info,
            "chat.postMessage": self._post_message,
            "chat.update": self._update,
            "conversations.history": self._history,
            "conversations.replies": self._replies,
            "chat.getPermalink": self._permalink,
            "chat.delete": self._delete,
            "files.getUploadURLExternal": self._upload_url,
            "files.completeUploadExternal": self._share,
        }
        return known[method](arguments) if method in known else refused("unknown_method")

    def _auth_test(self, _: dict[str, Any]) -> dict[str, Any]:
        return {
            "ok": True,
            "url": "https://exemple.slack.com/",
            "team": "Exemple",
            "user": "vigie",
            "team_id": self.team,
            "user_id": "U0",
            "bot_id": "B0",
            "is_enterprise_install": False,
        }

    def _connections_open(self, _: dict[str, Any]) -> dict[str, Any]:
        ticket = f"ticket-{next(self._numbers)}"
        self._tickets.add(ticket)
        address = self.address.with_scheme("wss" if self.tls else "ws") / "socket"
        return {"ok": True, "url": str(address.with_query(ticket=ticket, app_id="A1"))}

    def _users_info(self, arguments: dict[str, Any]) -> dict[str, Any]:
        person = self.people.get(arguments["user"])
        return {"ok": True, "user": person.told()} if person else refused("user_not_found")

    def _conversations_info(self, arguments: dict[str, Any]) -> dict[str, Any]:
        room = self.rooms.get(arguments["channel"])
        if room is None or (room.private and not room.member):
            return refused("channel_not_found")
        told = {"id": room.id, "name": room.name, "is_member": room.member, "is_archived": room.archived}
        return {"ok": True, "channel": told}

    def _post_message(self, arguments: dict[str, Any]) -> dict[str, Any]:
        channel = self._direct(str(arguments.get("channel")))
        if no := self._closed(channel) or unfit(arguments):
            return no
        thread = arguments.get("thread_ts")
        if thread and not self._message(channel, thread) and thread not in self.stones:
            thread = arguments["thread_ts"] = None  # a reply to nothing becomes a message, silently (slack-go#1571)
        message = Message(channel, arguments.get("text") or "", arguments.get("blocks") or [], arguments, self._ts())
        self.messages.append(message)
        told = {"ts": message.ts, "text": message.text} | ({"thread_ts": thread} if thread else {})
        return {"ok": True, "channel": channel, "ts": message.ts, "message": told}

    def _direct(self, channel: str) -> str:
        """A person's id as a channel is the private room with them, which the first message opens."""
        if channel not in self.people or channel in self.rooms:
            return channel
        room = Room(f"D{channel}", "directmessage")
        return self.rooms.setdefault(room.id, room).id

    def _message(self, channel: Any, ts: Any) -> Message | None:
        return next((m for m in self.messages if (m.channel, m.ts) == (channel, ts)), None)

    def throw_away(self, message: Message) -> None:
        """People delete a message; where it has replies, a stone stays in its place."""
        self.messages.remove(message)
        if any(m.arguments.get("thread_ts") == message.ts for m in self.messages):
            self.stones.add(message.ts)

    def _delete(self, arguments: dict[str, Any]) -> dict[str, Any]:
        if (message := self._message(arguments["channel"], arguments["ts"])) is None:
            return refused("message_not_found")
        self.throw_away(message)
        return {"ok": True, "channel": message.channel, "ts": message.ts}

    def _permalink(self, arguments: dict[str, Any]) -> dict[str, Any]:
        channel, ts = arguments["channel"], arguments["message_ts"]
        if not self._message(channel, ts) and ts not in self.stones:
            return refused("message_not_found")
        return {"ok": True, "channel": channel, "permalink": f"https://exemple.slack.com/archives/{channel}/p{ts}"}

    def _history(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """The room's messages, newest first, without the replies."""
        there = [m for m in reversed(self.messages) if m.channel == arguments["channel"]]
        return page([told(m) for m in there if not m.arguments.get("thread_ts")], arguments)

    def _replies(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """The message that began the thread, or its stone, and the replies, oldest first."""
        channel, ts = arguments["channel"], arguments["ts"]
        replies = [m for m in self.messages if m.channel == channel and m.arguments.get("thread_ts") == ts]
        if first := self._message(channel, ts):
            return page([told(first), *map(told, replies)], arguments)
        if ts not in self.stones:
            return refused("thread_not_found")
        stone = {"type": "message", "subtype": "tombstone", "ts": ts, "text": "This message was deleted."}
        return page([stone, *map(told, replies)], arguments)

    def _update(self, arguments: dict[str, Any]) -> dict[str, Any]:
        channel, ts = str(arguments.get("channel")), arguments.get("ts")
        if no := self._closed(channel) or unfit(arguments):
            return no
        message = self._message(channel, ts)
        if message is None:
            return refused("message_not_found")
        message.text = arguments.get("text") or ""
        message.blocks = arguments.get("blocks", message.blocks)
        message.edits += 1
        return {"ok": True, "channel": channel, "ts": ts, "text": message.text}

    # -- files ---------------------------------------------------------------------------------------------------------

    def _upload_url(self, arguments: dict[str, Any]) -> dict[str, Any]:
        number = f"F{next(self._numbers)}"
        self._uploads[number] = Upload(str(arguments["filename"]), int(arguments["length"]))
        return {"ok": True, "upload_url": f"{self.address}/upload/{number}", "file_id": number}

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        """The bytes, at the address that was given for them."""
        self.meet(request)
        content = await request.read()
        if fault := self._fault("upload"):
            return broken(request, fault)
        upload = self._uploads.get(request.match_info["file"])
        if upload is None or len(content) != upload.length:
            return web.Response(status=400, text="bad upload")
        upload.content = content
        return web.Response(text=f"OK - {len(content)}")

    def _share(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """A channel must be one by its id: a person's is refused, as channel_id says « Channel ID »."""
        listed, channel = json.loads(arguments["files"]), str(arguments.get("channel_id"))
        if any(one["id"] not in self._uploads or self._uploads[one["id"]].content is None for one in listed):
            return refused("file_not_found")
        if no := self._closed(channel):
            return no
        for one in listed:
            upload = self._uploads.pop(one["id"])
            self.files.append(Shared(channel, upload.name, upload.content or b"", one.get("title") or ""))
        return {"ok": True, "files": [{"id": one["id"], "title": one.get("title") or ""} for one in listed]}

    def _closed(self, channel: str) -> dict[str, Any] | None:
        room = self.rooms.get(channel)
        if room is None or (room.private and not room.member):
            return refused("channel_not_found")
        if room.archived:
            return refused("is_archived")
        return None if room.member else refused("not_in_channel")

    def _ts(self) -> str:
        return f"1764000000.{next(self._numbers):06}"

    # -- response_url --------------------------------------------------------------------------------------------------

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        self.meet(request)
        if fault := self._fault("response_url"):
            self._stir("response_url")
            return broken(request, fault)
        found = self._response_urls.get(request.match_info["key"])
        if found is None:
            return web.json_response(refused("expired_url"), status=404)
        (channel, arrived), sent = found, await arguments_of(request)
        if len(arrived) == 5:
            return web.json_response(refused("used_url"), status=404)
        if no := unfit(sent):
            return web.json_response(no, status=400)
        private = sent.get("response_type", "ephemeral") == "ephemeral"
        reply = Reply(channel, sent.get("text") or "", sent.get("blocks") or [], sent, private)
        arrived.append(reply)
        self.replies.append(reply)
        self._stir("reply")
        return web.Response(text="ok")


def told(message: Message) -> dict[str, Any]:
    """As the history tells it."""
    return {
        "type": "message",
        "ts": message.ts,
        "text": message.text,
        "metadata": message.metadata,
        "bot_id": "B0",
    }


def page(there: list[dict[str, Any]], arguments: dict[str, Any]) -> dict[str, Any]:
    start, size = int(arguments.get("cursor") or 0), int(arguments.get("limit") or 100)
    more = str(start + size) if start + size < len(there) else ""
    return {"ok": True, "messages": there[start : start + size], "response_metadata": {"next_cursor": more}}
