"""A Slack on the loopback: the Web API, response_url and Socket Mode, as far as Vigie uses them, for real clients.

    async with FakeSlack() as slack:
        platform = SlackPlatform(slack.bot_token, slack.app_token, desk, base_url=slack.base_url)
        ...run it...
        replies = await slack.type("/vigie abonner Renault", user="U1", channel="C1")
        await slack.press(slack.messages[0], "Pourquoi ?")
        slack.fail("chat.postMessage", error="ratelimited", retry_after=30)

It refuses what Slack refuses (tokens, scopes, membership, Block Kit's limits) and keeps what it saw: `messages`,
`replies`, `calls`, `acks`, and `events`, the order of all of them.
Faults: fail(), hold(), hang_up(), refresh(), mute().
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import WSMsgType, web
from yarl import URL

ACK_WITHIN = 3.0  # seconds; then Slack tells the person that the app did not answer
WITHIN = 5.0  # seconds; a test fails rather than hangs

SCOPES = {
    "auth.test": (),
    "apps.connections.open": (),
    "users.info": ("users:read",),
    "conversations.info": ("channels:read", "groups:read"),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history",),
    "conversations.replies": ("channels:history",),
}
"""The methods it knows, and the bot scopes they need."""

ALL_SCOPES = frozenset({"commands", "chat:write", "users:read", "channels:read", "groups:read"})


# -- what there is in the workspace ------------------------------------------------------------------------------------


@dataclass
class Person:
    id: str
    name: str
    guest: bool = False
    single_channel_guest: bool = False
    admin: bool = False
    owner: bool = False
    team: str = "T1"
    stranger: bool = False

    def told(self) -> dict[str, Any]:
        """As users.info tells it."""
        return {
            "id": self.id,
            "team_id": self.team,
            "name": self.name.lower(),
            "real_name": self.name,
            "deleted": False,
            "is_bot": False,
            "is_admin": self.admin,
            "is_owner": self.owner,
            "is_restricted": self.guest or self.single_channel_guest,
            "is_ultra_restricted": self.single_channel_guest,
            "is_stranger": self.stranger,
            "profile": {"display_name": self.name, "real_name": self.name},
        }


@dataclass
class Room:
    id: str
    name: str
    member: bool = True
    """Whether the bot was invited."""
    private: bool = False
    archived: bool = False


# -- what was seen -----------------------------------------------------------------------------------------------------


@dataclass
class Shown:
    """Something that people see: text and blocks."""

    channel: str
    text: str
    blocks: list[dict[str, Any]]
    arguments: dict[str, Any]
    """All that came with it."""

    @property
    def buttons(self) -> list[dict[str, Any]]:
        return [e for b in self.blocks if b["type"] == "actions" for e in b["elements"]]

    @property
    def labels(self) -> list[str]:
        return [button["text"]["text"] for button in self.buttons]

    @property
    def said(self) -> str:
        """What a person reads of it, buttons left out, a line a block; the text where there is no block."""
        lines = [text["text"] for b in self.blocks if b["type"] != "actions" for text in texts(b)]
        return "\n".join(lines) if lines else unescape(self.text)

    @property
    def live(self) -> list[str]:
        """What Slack would take for a mention, a link or a date: <…> where it parses."""
        parsed = [self.text, *(t["text"] for b in self.blocks for t in texts(b) if t["type"] == "mrkdwn")]
        return [sequence for text in parsed for sequence in re.findall(r"<[^>]*>", text)]


@dataclass
class Message(Shown):
    """Posted by chat.postMessage; chat.update changes it in place."""

    ts: str = ""
    edits: int = 0

    @property
    def metadata(self) -> dict[str, Any] | None:
        return self.arguments.get("metadata")


@dataclass
class Reply(Shown):
    """Sent to a response_url."""

    private: bool = True


@dataclass(frozen=True)
class Call:
    method: str
    arguments: dict[str, Any]
    at: float


@dataclass(frozen=True)
class Ack:
    envelope_id: str
    payload: dict[str, Any] | None
    at: float


@dataclass
class Fault:
    error: str | None = None
    status: int = 200
    retry_after: int | None = None
    body: str | None = None
    content_type: str = "text/html"
    drop: bool = False
    lost: bool = False
    times: int | None = 1
    extra: dict[str, Any] = field(default_factory=dict)


class FakeSlack:
    """One workspace T1 with the bot U0 « vigie », members U1 (Camille), U2 (Sacha, guest), U3 (Alix, admin), and the
    rooms C1 #veille, C2 #general (bot not invited), D1 (a private message).
    """

    def __init__(self) -> None:
        self.team = "T1"
        self.bot_token = "xoxb-1-robot"
        self.app_token = "xapp-1-A1-prise"
        self.scopes = set(ALL_SCOPES)
        people = (Person("U1", "Camille"), Person("U2", "Sacha", guest=True), Person("U3", "Alix", admin=True))
        self.people = {person.id: person for person in people}
        rooms = (Room("C1", "veille"), Room("C2", "general", member=False), Room("D1", "directmessage"))
        self.rooms = {room.id: room for room in rooms}
        self.messages: list[Message] = []
        self.replies: list[Reply] = []
        self.calls: list[Call] = []
        self.acks: list[Ack] = []
        self.events: list[str] = []
        """« ack », « users.info », « reply »… in the order in which they came in."""
        self.hellos = 0
        self._faults: dict[str, list[Fault]] = defaultdict(list)
        self._held: dict[str, asyncio.Event] = {}
        self._tickets: set[str] = set()
        self._sockets: list[web.WebSocketResponse] = []
        self._response_urls: dict[str, tuple[str, list[Reply]]] = {}
        self._numbers = itertools.count(1)
        self._news = asyncio.Event()
        self._muted = False

    # -- its life ------------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=4 * 2**20)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/respond/{key}", self._respond)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        assert site._server is not None
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        self.address = URL(f"http://127.0.0.1:{port}")
        self.base_url = f"{self.address}/api/"
        return self

    async def __aexit__(self, *_: object) -> None:
        for held in self._held.values():
            held.set()
        self._muted = False
        self._stir()
        await self._runner.cleanup()

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

    async def _deliver(self, kind: str, payload: dict[str, Any], channel: str, replies: int) -> list[Reply]:
        key, arrived = f"r{next(self._numbers)}", list[Reply]()
        self._response_urls[key] = (channel, arrived)
        payload |= {"response_url": f"{self.address}/respond/{key}", "trigger_id": f"{key}.1.a", "token": "verify"}
        envelope = {"envelope_id": f"e-{key}", "type": kind, "payload": payload, "accepts_response_payload": True}
        await self.until(lambda: self._sockets)
        await self._sockets[-1].send_json(envelope)
        await self.until(lambda: any(ack.envelope_id == f"e-{key}" for ack in self.acks), ACK_WITHIN)
        await self.until(lambda: len(arrived) >= replies)
        return list(arrived)

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

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    # -- the Web API ---------------------------------------------------------------------------------------------------

    async def _api(self, request: web.Request) -> web.StreamResponse:
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
            "conversations.replies": self._history,
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
        address = self.address.with_scheme("ws") / "socket"
        return {"ok": True, "url": str(address.with_query(ticket=ticket, app_id="A1"))}

    def _users_info(self, arguments: dict[str, Any]) -> dict[str, Any]:
        person = self.people.get(arguments["user"])
        return {"ok": True, "user": person.told()} if person else refused("user_not_found")

    def _conversations_info(self, arguments: dict[str, Any]) -> dict[str, Any]:
        room = self.rooms.get(arguments["channel"])
        if room is None or (room.private and not room.member):
            return refused("channel_not_found")
        return {"ok": True, "channel": {"id": room.id, "name": room.name, "is_member": room.member}}

    def _post_message(self, arguments: dict[str, Any]) -> dict[str, Any]:
        channel = str(arguments.get("channel"))
        if no := self._closed(channel) or unfit(arguments):
            return no
        message = Message(channel, arguments.get("text") or "", arguments.get("blocks") or [], arguments, self._ts())
        self.messages.append(message)
        return {"ok": True, "channel": channel, "ts": message.ts, "message": {"ts": message.ts, "text": message.text}}

    def _history(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """The room's messages, newest first; those of a thread where one is named."""
        room, thread = arguments["channel"], arguments.get("ts")
        there = [m for m in reversed(self.messages) if m.channel == room and m.arguments.get("thread_ts") == thread]
        start, size = int(arguments.get("cursor") or 0), int(arguments.get("limit") or 100)
        more = str(start + size) if start + size < len(there) else ""
        read = [
            {"type": "message", "ts": m.ts, "text": m.text, "metadata": m.metadata, "bot_id": "B0"}
            for m in there[start : start + size]
        ]
        return {"ok": True, "messages": read, "response_metadata": {"next_cursor": more}}

    def _update(self, arguments: dict[str, Any]) -> dict[str, Any]:
        channel, ts = str(arguments.get("channel")), arguments.get("ts")
        if no := self._closed(channel) or unfit(arguments):
            return no
        message = next((m for m in self.messages if (m.channel, m.ts) == (channel, ts)), None)
        if message is None:
            return refused("message_not_found")
        message.text = arguments.get("text") or ""
        message.blocks = arguments.get("blocks", message.blocks)
        message.edits += 1
        return {"ok": True, "channel": channel, "ts": ts, "text": message.text}

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

    # -- Socket Mode ---------------------------------------------------------------------------------------------------

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if (ticket := request.query.get("ticket", "")) not in self._tickets:
            return web.Response(status=408)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(timeout=0.1, autoclose=False)
        await socket.prepare(request)
        self._sockets.append(socket)
        self.hellos += 1
        hello = {"type": "hello", "num_connections": len(self._sockets), "connection_info": {"app_id": "A1"}}
        await socket.send_json(hello)
        self._stir("hello")
        try:
            while (message := await socket.receive()).type is WSMsgType.TEXT:
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


# -- how Slack answers -------------------------------------------------------------------------------------------------


def refused(error: str, **more: Any) -> dict[str, Any]:
    return {"ok": False, "error": error, **more}


def broken(request: web.Request, fault: Fault) -> web.StreamResponse:
    """The answer that a fault makes; none at all where the connection breaks."""
    if fault.drop or fault.lost:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else {}
    if fault.error:
        return web.json_response(refused(fault.error, **fault.extra), status=fault.status, headers=headers)
    body = fault.body if fault.body is not None else "<html>upstream</html>"
    return web.Response(text=body, status=fault.status, content_type=fault.content_type, headers=headers)


async def arguments_of(request: web.Request) -> dict[str, Any]:
    """The arguments of a call, from the query, a form or JSON, those that are JSON in a form decoded."""
    if request.content_type == "application/json":
        return {**request.query, **await request.json()}
    form = {**request.query, **{k: v for k, v in (await request.post()).items() if isinstance(v, str)}}
    return {k: json.loads(v) if k in ("blocks", "metadata", "attachments") else v for k, v in form.items()}


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


# -- Block Kit's limits: docs.slack.dev/reference/block-kit ------------------------------------------------------------

TOTAL = 13_200  # characters of all blocks together (bolt-js#2509)


def unfit(arguments: dict[str, Any]) -> dict[str, Any] | None:
    """Slack's refusal of a message's content, None where it takes it."""
    text, blocks = arguments.get("text") or "", arguments.get("blocks") or []
    if not text.strip() and not blocks:
        return refused("no_text")
    if len(text) > 4_000:
        return refused("msg_too_long")
    if wrong := list(problems(blocks)):
        return refused("invalid_blocks", response_metadata={"messages": wrong})
    if len(json.dumps(blocks, ensure_ascii=False)) > TOTAL:
        return refused("msg_blocks_too_long")
    metadata = arguments.get("metadata")
    if metadata is not None and not (isinstance(metadata.get("event_type"), str) and metadata.get("event_payload")):
        return refused("invalid_metadata_format")
    return None


def length(text: str) -> int:
    """In UTF-16 units, as a server written for browsers may count."""
    return len(text.encode("utf-16-le")) // 2


def texts(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The text objects of a block, those of its buttons too."""
    inside = [block.get("text"), *block.get("fields", ()), *block.get("elements", ())]
    objects = [e["text"] if isinstance(e, dict) and e.get("type") == "button" else e for e in inside]
    return [o for o in objects if isinstance(o, dict) and o.get("type") in ("plain_text", "mrkdwn")]


def problems(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """What Slack would refuse in the blocks, one line each."""
    if len(blocks) > 50:
        yield f"no more than 50 items allowed, {len(blocks)} given [json-pointer:/blocks]"
    checks = {
        "rich_text": rich_text,
        "header": header,
        "section": section,
        "context": context,
        "actions": actions,
        "divider": nothing,
    }
    for block in blocks:
        yield from checks.get(block.get("type", ""), unknown)(block)


def header(block: dict[str, Any]) -> Iterator[str]:
    yield from keys(block, {"text"})
    yield from words(block.get("text"), 150, {"plain_text"})


def section(block: dict[str, Any]) -> Iterator[str]:
    yield from keys(block, {"text", "fields", "accessory", "expand"})
    yield from words(block.get("text"), 3_000)


def context(block: dict[str, Any]) -> Iterator[str]:
    yield from keys(block, {"elements"})
    yield from count(block, 10)
    for element in block.get("elements", ()):
        yield from words(element, 3_000)


def actions(block: dict[str, Any]) -> Iterator[str]:
    yield from keys(block, {"elements"})
    yield from count(block, 25)
    ids = [element.get("action_id") for element in block.get("elements", ())]
    if len(ids) != len(set(ids)):
        yield "`action_id` already exists"
    for element in block.get("elements", ()):
        yield from button(element)


def rich_text(block: dict[str, Any]) -> Iterator[str]:
    """Lists of lines, each of texts and links."""
    yield from keys(block, {"elements"})
    for listed in block.get("elements", ()):
        if listed.get("type") != "rich_text_list" or listed.get("style") not in ("bullet", "ordered"):
            yield f"unsupported rich text: {listed.get('type')}"
        for line in listed.get("elements", ()):
            for part in line.get("elements", ()):
                yield from keys(part, {"text", "url"})
                if not part.get("text") or (
                    part["type"] == "link" and not re.fullmatch(r"https?://[!-~]+", part["url"])
                ):
                    yield "invalid rich text element"


def button(element: dict[str, Any]) -> Iterator[str]:
    if element.get("type") != "button":
        yield f"unsupported type: {element.get('type')}"
    yield from keys(element, {"text", "action_id", "url", "value", "style"})
    yield from words(element.get("text"), 75, {"plain_text"})
    if not 1 <= length(element.get("action_id", "-")) <= 255:
        yield "action_id must be 1 to 255 characters"
    if not 1 <= length(element.get("value", "-")) <= 2_000:
        yield "value must be 1 to 2000 characters"
    if element.get("style", "danger") not in ("primary", "danger"):
        yield "unknown style"
    if "url" in element and not (length(element["url"]) <= 3_000 and re.fullmatch(r"https?://[!-~]+", element["url"])):
        yield "invalid url"


def words(
    text: Any, limit: int, kinds: frozenset[str] | set[str] = frozenset({"plain_text", "mrkdwn"})
) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in kinds:
        yield f"must be a text object of {sorted(kinds)}"
        return
    allowed = {"text", "emoji"} if text["type"] == "plain_text" else {"text", "verbatim"}
    yield from keys(text, allowed)
    if not 1 <= length(text.get("text", "")) <= limit:
        yield f"must be 1 to {limit} characters"


def count(block: dict[str, Any], most: int) -> Iterator[str]:
    if not 1 <= len(block.get("elements", ())) <= most:
        yield f"must have 1 to {most} elements"


def keys(item: dict[str, Any], allowed: set[str]) -> Iterator[str]:
    if strange := set(item) - allowed - {"type", "block_id"}:
        yield f"invalid additional property: {sorted(strange)}"


def nothing(_: dict[str, Any]) -> Iterator[str]:
    return iter(())


def unknown(block: dict[str, Any]) -> Iterator[str]:
    yield f"unsupported type: {block.get('type')}"
