"""The connection through which Slack speaks to us: slack-bolt's Socket Mode, made prompt and made to end cleanly."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.outage import Outage
from handlers.slack_app.answers import APP_TOKEN, code, refused_token
from handlers.slack_app.clients import Web
from handlers.slack_app.logs import sdk
from vigie.ports import TokenError

GRACE = 1.5  # seconds; for what is being answered when we are told to stop
GOODBYE = 1.5  # seconds; for Slack to answer our farewell

UNTOLD = 20.0
"""Seconds that the connection may be cut until an operator hears of it: Slack renews it every few hours."""

CALM = 60.0
"""Seconds after which an opened door is forgotten."""
LONGEST_PAUSE = 30.0

MANY = 2_000
"""Envelopes that are remembered."""

SOCKET_OFF = "socket_mode_not_enabled"
SOCKET_MODE_OFF = (
    "Slack a fermé Socket Mode à cette application : cochez « Enable Socket Mode » sur la page « Socket Mode » de "
    "api.slack.com/apps. Vigie réessaie ; en attendant, les commandes ne répondent pas, les alertes partent."
)


def count_connections(hello: dict[str, Any]) -> None:
    """Slack hands each command to any one of an app's connections: a second process takes half of them."""
    if (count := hello.get("num_connections", 1)) > 1:
        sdk.warning("%s connections are open for this Slack app: is a second Vigie running?", count)


class Door(Web):
    """Asks Slack for connections. The SDK knocks for ever at a door that is locked (`locked` says so), and at once at
    one that was shut in its face (too_many_websockets): here it knocks ever more slowly.
    """

    def __init__(
        self,
        base_url: str,
        proxy: str | None,
        outage: Outage,
        *,
        grace: float = UNTOLD,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        super().__init__(None, base_url, proxy)
        self.outage, self.grace, self.clock, self.sleep = outage, grace, clock, sleep
        self.knocks: deque[float] = deque()
        self.locked: asyncio.Future[TokenError] = asyncio.get_running_loop().create_future()

    async def apps_connections_open(self, *, app_token: str, **kwargs: Any) -> AsyncSlackResponse:
        self.outage.cut_after(self.grace)
        if pause := self._pause():
            await self.sleep(pause)
        try:
            return await super().apps_connections_open(app_token=app_token, **kwargs)
        except SlackApiError as error:
            if (why := refused_token(error, APP_TOKEN)) and not self.locked.done():
                self.locked.set_result(why)
            if code(error) == SOCKET_OFF:
                self.outage.tell(SOCKET_MODE_OFF)
            raise

    def _pause(self) -> float:
        """None for the first two knocks in a minute, then 1 s, 2 s, 4 s…"""
        now = self.clock()
        while self.knocks and self.knocks[0] < now - CALM:
            self.knocks.popleft()
        self.knocks.append(now)
        return min(2.0 ** (len(self.knocks) - 3), LONGEST_PAUSE) if len(self.knocks) > 2 else 0.0

    def opened(self) -> None:
        self.outage.ends()


class Seen:
    """What came already: Slack repeats an envelope whose acknowledgement it missed, at once or minutes later."""

    def __init__(self, most: int = MANY) -> None:
        self.most = most
        self.keys: OrderedDict[str, None] = OrderedDict()

    def is_new(self, key: str) -> bool:
        if key in self.keys:
            return False
        self.keys[key] = None
        if len(self.keys) > self.most:
            self.keys.popitem(last=False)
        return True


def key(req: SocketModeRequest) -> str:
    """What stays the same when Slack repeats it: an event's id, a command's or a button's trigger."""
    payload = req.payload if isinstance(req.payload, dict) else {}
    return str(payload.get("event_id") or payload.get("trigger_id") or req.envelope_id)


class Socket(AsyncSocketModeHandler):
    """Acknowledges each envelope before anything looks at it: none of our answers travels in the acknowledgement, and
    Slack shows an error after three seconds without one.
    """

    underway: set[asyncio.Task[Any]]
    seen: Seen

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.underway.add(task)
        try:
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))
            if self.seen.is_new(key(req)):
                await run_async_bolt_app(self.app, req)
        finally:
            self.underway.discard(task)

    async def __aenter__(self) -> Socket:
        self.underway, self.seen = set(), Seen()
        self.client.proxy = self.client.web_client.proxy  # else the SDK takes the environment's
        self.client.message_listeners.append(self.on_message)
        self.connecting = asyncio.create_task(self.connect_async())  # type: ignore[no-untyped-call]
        return self

    async def on_message(self, _: AsyncBaseSocketModeClient, message: dict[str, Any], __: str | None) -> None:
        if message.get("type") == "hello":
            self.door.opened()
            count_connections(message)

    @property
    def door(self) -> Door:
        door = self.client.web_client
        assert isinstance(door, Door)
        return door

    async def __aexit__(self, *_: object) -> None:
        """Hang up, let what is being answered end, leave no task and no connection behind."""
        self.connecting.cancel()
        self.door.outage.rest()
        try:
            async with asyncio.timeout(GOODBYE):
                await self.close_async()  # type: ignore[no-untyped-call]
        except TimeoutError:
            pass  # a dead line does not answer; below, it is cut
        finally:
            await self.client.aiohttp_client_session.close()
        if self.underway:
            await asyncio.wait(self.underway, timeout=GRACE)
        client = self.client
        tasks = {self.connecting, client.message_processor, client.current_session_monitor, client.message_receiver}
        left = {task for task in tasks | self.underway if task is not None}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
