"""SlackPlatform: posts alerts, completes and edits them, finds them again, tries a room out. It lays nothing out."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.outage import Outage, Say
from handlers.slack_app import layout, read_back
from handlers.slack_app.answers import (
    BOT_TOKEN,
    MALFORMED,
    PASSING,
    POSTED_AND_DELETED,
    UNINSTALLED,
    UNREACHABLE,
    code,
    misplaced_token,
    refusal,
    refused_token,
    retry_after,
)
from handlers.slack_app.clients import TIMEOUT, Web
from handlers.slack_app.connection import UNTOLD, Door, Socket
from handlers.slack_app.conversation import NO_UNFURL, Conversation
from handlers.slack_app.identity import NEEDED, Bot, bot
from handlers.slack_app.leaving import EVENTS, Leaving
from handlers.slack_app.logs import bolt, sdk
from handlers.slack_app.pacer import GAP, Pacer
from handlers.slack_app.people import People
from handlers.slack_app.told import Told, told_of
from vigie import cards
from vigie.cards import Card
from vigie.commands import Desk
from vigie.model import Channel, Delivery, DeliveryKind
from vigie.ports import PostError

log = logging.getLogger(__name__)

SLACK = "https://slack.com/api/"
PARIS = ZoneInfo("Europe/Paris")

PATIENCE = 60.0
"""Seconds of the longest pause between two attempts to reach Slack at the start."""

NOT_POSTED = "L'alerte n'est pas encore publiée."
UNREAD = "Slack a mal répondu : je ne sais pas si l'alerte est arrivée."
WARNING = "mes alertes n'y arrivent plus. {reason} Je les garde sept jours ; dès que c'est réparé, elles arrivent."

NAMESPACE = UUID("5f0c3a1e-6c6b-4d6f-9a4b-6d2f1c7e8a90")


class SlackPlatform:
    """One workspace; implements ports.ChatPlatform.

    proxy: the server through which all goes, in networks that let nothing else out; say: shows an operator a line;
    the others are for tests.
    """

    name = "slack"

    def __init__(
        self,
        bot_token: str,
        app_token: str,
        desk: Desk,
        *,
        proxy: str | None = None,
        say: Say = log.warning,
        base_url: str = SLACK,
        zone: ZoneInfo = PARIS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        ping_interval: float = 10.0,
        gap: float = GAP,
        timeout: float = TIMEOUT,
        grace: float = UNTOLD,
    ) -> None:
        self.bot_token, self.app_token, self.desk = bot_token.strip(), app_token.strip(), desk
        self.base_url, self.zone, self.ping_interval, self.grace = base_url, zone, ping_interval, grace
        self.clock, self.sleep = clock, sleep
        self.outage = Outage("Slack", say)
        self.pacer = Pacer(gap, clock=clock, sleep=sleep)
        self.workspace = Pacer(gap / 3, clock=clock, sleep=sleep)
        self.web = Web(self.bot_token, base_url, proxy, timeout)
        self.people = People(self.web, clock)
        self.bot = Bot()

    def __repr__(self) -> str:
        return "SlackPlatform()"

    # -- the connection ------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Connect and answer until cancelled. A lost network is waited for. Raises TokenError."""
        if misplaced := misplaced_token(self.bot_token, self.app_token):
            raise misplaced
        self.bot = await self._introduce()
        await self._look_around()
        times: dict[str, Any] = {"grace": self.grace, "clock": self.clock, "sleep": self.sleep}
        door = Door(self.base_url, self.web.proxy, self.outage, **times)
        async with Socket(self._app(), self.app_token, logger=sdk, web_client=door, ping_interval=self.ping_interval):
            raise await door.locked

    async def _introduce(self) -> Bot:
        """Who we are, as Slack says it; tries until Slack can be reached."""
        pause = 1.0
        while True:
            try:
                found = bot(await self.web.auth_test())
            except UNREACHABLE as error:
                if refused := refused_token(error, BOT_TOKEN):
                    raise refused from None
                asked = retry_after(error)
                pause = asked.total_seconds() if asked else pause
                self.outage.begins(error, pause)
            else:
                self.outage.ends()
                return found
            await self.sleep(pause)
            pause = min(pause * 2, PATIENCE)

    async def _ourselves(self) -> Bot:
        """Who we are and what we may do, asked of Slack where run() has not been told yet: what is owed is sent from
        the start, and what we may read must not be guessed. Raises PostError, passing.
        """
        if not self.bot.team:
            try:
                self.bot = bot(await self.web.auth_test())
            except UNREACHABLE as error:
                told = refusal(error, self.bot.name)
                raise PostError(str(told), retry_after=told.retry_after, everywhere=told.everywhere) from error
        return self.bot

    async def _look_around(self) -> None:
        """Rooms that were gone may be there again: the app was put back while nobody was here to hear of it."""
        for room in await self.desk.store.gone(self.desk.clock()):
            try:
                if room.tenant == self.bot.tenant and await self.exists(room):
                    await self.desk.store.come_back(room.tenant, room)
            except PostError as error:
                log.info("nobody could say whether a room is there again: %s", error)

    def _app(self) -> AsyncApp:
        us = AuthorizeResult(
            enterprise_id=None, team_id=self.bot.team, bot_token=self.bot_token, bot_user_id=self.bot.user
        )

        async def authorize(**_: Any) -> AuthorizeResult:
            return us  # as auth.test said at the start: bolt's own way asks Slack while a person waits

        app = AsyncApp(
            name="vigie on slack",  # bolt sets the level of the logger of this name
            logger=bolt,
            client=self.web,
            authorize=authorize,
            request_verification_enabled=False,  # nothing comes in by HTTP
            process_before_response=True,  # so that an answer underway is seen to its end (connection.Socket)
        )
        Conversation(self.desk, self.web, self.people, lambda: self.bot).listen(app)
        leaving = Leaving(self.desk.store, self.desk.clock, lambda: self.bot, self.outage.say)
        for event in EVENTS:
            app.event(event)(leaving.on_event)
        return app

    # -- what we tell --------------------------------------------------------------------------------------------------

    async def post(self, delivery: Delivery) -> str:
        """Show the alert; the message's ts, empty where it was posted and deleted before we heard of it.

        Raises PostError.
        """
        told = told_of(delivery, self.zone)
        once: dict[str, Any] = {
            "metadata": read_back.metadata(delivery),
            "client_msg_id": str(uuid5(NAMESPACE, delivery.nonce)),
        }
        try:
            if (new := delivery.alert.update) and delivery.kind is DeliveryKind.UPDATE:
                return await self._complete(delivery, told, once | {"reply_broadcast": new.loud})
            return str((await self._send(self.web.chat_postMessage, delivery.channel, told, **once))["ts"])
        except PostError as error:
            if isinstance(error.__cause__, Exception) and code(error.__cause__) in POSTED_AND_DELETED:
                return ""
            raise

    async def _complete(self, delivery: Delivery, told: Told, more: dict[str, Any]) -> str:
        """A new fact, in the thread of its alert; nothing where people have deleted that.

        Slack says nothing of a thread that is no more: it makes the reply a message of its own, which has no
        thread_ts in the answer (slack-go#1571). Hence the look before, and the second one at what came out.
        """
        channel, parent = delivery.channel, delivery.message_id
        if parent is None:
            raise PostError(NOT_POSTED)
        us = await self._ourselves()
        if await read_back.is_deleted(self.web, channel.id, parent, may_read=us.may_read):
            return ""
        posted = await self._send(self.web.chat_postMessage, channel, told, thread_ts=parent, **more)
        if (posted.get("message") or {}).get("thread_ts"):
            return str(posted["ts"])
        await self._take_back(channel, str(posted["ts"]))
        return ""

    async def _take_back(self, channel: Channel, ts: str) -> None:
        try:
            await self.web.chat_delete(channel=channel.id, ts=ts)
        except UNREACHABLE as error:
            log.warning("an update without its alert stays in a room: %s", type(error).__name__)

    async def edit(self, delivery: Delivery) -> None:
        """Bring the alert's message up to date, silently. Raises PostError."""
        if delivery.message_id is None:
            raise PostError(NOT_POSTED)
        told = Told.of(cards.card(delivery.alert.story, self.zone))
        await self._send(self.web.chat_update, delivery.channel, told, ts=delivery.message_id)

    def remembers(self, channel: Channel) -> timedelta:
        """Slack promises nothing for a message that is sent again."""
        return timedelta()

    async def find(self, delivery: Delivery) -> str | None:
        """Where Slack lets us read the room: the message that bears the row's number."""
        us = await self._ourselves()
        if not us.may_read:
            raise PostError(read_back.CANNOT_LOOK, unclear=True)
        return await read_back.message_of(self.web, delivery, us.name)

    async def exists(self, channel: Channel) -> bool:
        """For us: a room that we were put out of is not, nor is any where the app was taken out of the workspace."""
        try:
            told = await self.web.conversations_info(channel=channel.id)
        except UNREACHABLE as error:
            if code(error) in ("channel_not_found", *UNINSTALLED):
                return False
            raise refusal(error, self.bot.name) from error
        room = told.get("channel") or {}
        return not room.get("is_archived") and room.get("is_member") is not False

    async def warn(self, user: str, channel: Channel, reason: str) -> None:
        room = f"<#{channel.id}> : "
        text = room + layout.bare_text(WARNING.format(reason=reason), layout.BARE - len(room))
        try:
            await self.web.chat_postMessage(channel=user, text=text, unfurl_links=False, unfurl_media=False)
        except UNREACHABLE as error:
            raise refusal(error, self.bot.name) from error

    async def tell(self, user: str, sentence: str) -> None:
        text = layout.bare_text(sentence)
        try:
            await self.web.chat_postMessage(channel=user, text=text, unfurl_links=False, unfurl_media=False)
        except UNREACHABLE as error:
            raise refusal(error, self.bot.name) from error

    async def try_out(self, channel: Channel, card: Card) -> Sequence[str]:
        """Post the example; what keeps alerts from arriving, as French sentences."""
        missing = [scope for scope in NEEDED if scope not in self.bot.scopes]
        lacking = [PASSING["missing_scope"].format(needed=scope) for scope in missing]
        try:
            await self._send(self.web.chat_postMessage, channel, Told.of(card))
        except PostError as error:
            return [str(error), *(sentence for sentence in lacking if sentence != str(error))]
        return lacking

    async def _send(
        self, method: Callable[..., Awaitable[AsyncSlackResponse]], channel: Channel, message: Told, **more: Any
    ) -> AsyncSlackResponse:
        """One call at its turn, a second one as bare text where Slack refuses our layout; an answer that has a ts."""
        await self.workspace.turn(self.name)
        await self.pacer.turn(channel.id)
        if method == self.web.chat_postMessage:
            more |= NO_UNFURL
        try:
            try:
                told = await method(channel=channel.id, **message.laid_out, **more)
            except SlackApiError as error:
                if code(error) not in MALFORMED:
                    raise
                log.error("Slack refused our layout (%s); sending bare text", code(error))
                told = await method(channel=channel.id, **message.bare, **more)
        except UNREACHABLE as error:
            raise refusal(error, self.bot.name) from error
        if not told.get("ts"):
            raise PostError(UNREAD, unclear=True)
        return told
