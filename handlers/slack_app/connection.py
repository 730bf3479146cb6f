"""The connection through which Slack speaks to us: slack-bolt's Socket Mode, made prompt and made to end cleanly."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.slack_app.answers import APP_TOKEN, refused_token
from vigie.ports import TokenError

GRACE = 1.5  # seconds; for what is being answered when we are told to stop
GOODBYE = 1.5  # seconds; for Slack to answer our farewell

SECRETS = re.compile(r"\b(xox[a-z]|xapp)-[\w-]+|(?<=ticket=)[^&\s'\"]+")

sdk = logging.getLogger(__name__)
"""Where slack_sdk tells of its connection."""
for logger in (sdk, logging.getLogger("slack_sdk")):
    logger.setLevel(logging.INFO)  # below, it writes out what people type, and addresses that are keys

bolt = logging.getLogger(f"{__name__}.bolt")
"""Where slack_bolt tells of itself: only what fails, for it warns of a SLACK_BOT_TOKEN that it must not use."""
bolt.setLevel(logging.ERROR)


def discreet(record: logging.LogRecord) -> bool:
    """Let a record pass without secrets, and without the trace of a lost network, which will be tried again."""
    record.msg, record.args = SECRETS.sub("…", record.getMessage()), None
    if record.exc_info and isinstance(record.exc_info[1], SlackApiError | aiohttp.ClientError | OSError):
        record.exc_info = None
    return True


sdk.addFilter(discreet)


async def count_connections(_: AsyncBaseSocketModeClient, message: dict[str, Any], __: str | None) -> None:
    """Slack hands each command to any one of an app's connections: a second process takes half of them."""
    if message.get("type") == "hello" and (count := message.get("num_connections", 1)) > 1:
        sdk.warning("%s connections are open for this Slack app: is a second Vigie running?", count)


class Door(AsyncWebClient):
    """Asks Slack for connections. The SDK knocks for ever at a door that is locked: `locked` says so."""

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url=base_url, logger=sdk)
        self.locked: asyncio.Future[TokenError] = asyncio.get_running_loop().create_future()

    async def apps_connections_open(self, *, app_token: str, **kwargs: Any) -> AsyncSlackResponse:
        try:
            return await super().apps_connections_open(app_token=app_token, **kwargs)
        except SlackApiError as error:
            if (why := refused_token(error, APP_TOKEN)) and not self.locked.done():
                self.locked.set_result(why)
            raise


class Socket(AsyncSocketModeHandler):
    """Acknowledges each envelope before anything looks at it: none of our answers travels in the acknowledgement, and
    Slack shows an error after three seconds without one.
    """

    underway: set[asyncio.Task[Any]]

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.underway.add(task)
        try:
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))
            await run_async_bolt_app(self.app, req)
        finally:
            self.underway.discard(task)

    async def __aenter__(self) -> Socket:
        self.underway = set()
        self.client.message_listeners.append(count_connections)
        self.connecting = asyncio.create_task(self.connect_async())  # type: ignore[no-untyped-call]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Hang up, let what is being answered end, leave no task and no connection behind."""
        self.connecting.cancel()
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
