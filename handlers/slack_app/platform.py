"""SlackPlatform: what people type or press becomes a command, a delivery becomes a message. It lays nothing out."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook import WebhookResponse

from handlers.slack_app import layout
from handlers.slack_app.answers import (
    BOT_TOKEN,
    INVITE,
    MALFORMED,
    PASSING,
    TOKENS,
    code,
    misplaced_token,
    refusal,
    refused_token,
    retry_after,
)
from handlers.slack_app.asked import Asked, from_command, from_press, thread_of
from handlers.slack_app.connection import Door, Socket, bolt, sdk
from handlers.slack_app.pacer import Pacer
from handlers.slack_app.people import People, Person
from vigie import cards
from vigie.cards import Card
from vigie.commands import COMMANDS, Caller, Desk, Level, Reply
from vigie.model import Channel, Delivery
from vigie.ports import PostError

log = logging.getLogger(__name__)

SLACK = "https://slack.com/api/"
PARIS = ZoneInfo("Europe/Paris")

TIMEOUT = 15  # seconds; for one call
PATIENCE = 60.0  # seconds; the longest pause between two attempts to reach Slack at the start

NEEDED = ("commands", "chat:write", "users:read", "channels:read", "groups:read")
"""The bot scopes that our calls need; slack-manifest.yaml asks for the same."""

NAME = "Vigie"
SUBSCRIBE = "abonner"
FADED = "Ce bouton n'est plus valable : tapez /vigie aide."
UNKNOWN_PERSON = "Slack ne m'a pas dit quel est votre rôle ici ; réessayez dans un instant."
NOT_POSTED = "L'alerte n'est pas encore publiée."
EVENT = "vigie_alert"

NO_UNFURL = {"unfurl_links": False, "unfurl_media": False}
"""No preview fetched from a third party, no picture, no copied text."""

UNREACHABLE = (SlackApiError, aiohttp.ClientError, OSError, ValueError, AttributeError)
"""What a call raises; the last two where the SDK stumbles over a body that is no JSON."""


@dataclass(frozen=True, slots=True)
class Bot:
    """What auth.test says of us."""

    team: str = ""
    name: str = NAME
    user: str = ""
    scopes: frozenset[str] = frozenset(NEEDED)


class SlackPlatform:
    """One workspace; implements ports.ChatPlatform. base_url, clock and sleep are for tests."""

    name = "slack"

    def __init__(
        self,
        bot_token: str,
        app_token: str,
        desk: Desk,
        *,
        base_url: str = SLACK,
        zone: ZoneInfo = PARIS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        ping_interval: float = 10.0,
    ) -> None:
        self.bot_token, self.app_token, self.desk = bot_token.strip(), app_token.strip(), desk
        self.base_url, self.zone, self.sleep, self.ping_interval = base_url, zone, sleep, ping_interval
        self.pacer = Pacer(clock=clock, sleep=sleep)
        self.web = AsyncWebClient(
            self.bot_token,
            base_url=base_url,
            timeout=TIMEOUT,
            logger=sdk,
            retry_handlers=[],  # the SDK's own retry, after a connection that broke, posts twice
        )
        self.people = People(self.web, clock)
        self.bot = Bot()

    # -- the connection ------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Connect and answer until cancelled. A lost network is waited for. Raises TokenError."""
        if misplaced := misplaced_token(self.bot_token, self.app_token):
            raise misplaced
        self.bot = await self._introduce()
        door = Door(self.base_url)
        async with Socket(self._app(), self.app_token, logger=sdk, web_client=door, ping_interval=self.ping_interval):
            raise await door.locked

    async def _introduce(self) -> Bot:
        """Who we are, as Slack says it; tries until Slack can be reached."""
        pause = 1.0
        while True:
            try:
                return bot(await self.web.auth_test())
            except UNREACHABLE as error:
                if refused := refused_token(error, BOT_TOKEN):
                    raise refused from None
                asked = retry_after(error)
                pause = asked.total_seconds() if asked else pause
                log.warning("Slack cannot be reached (%s); next attempt in %g s", reason(error), pause)
            await self.sleep(pause)
            pause = min(pause * 2, PATIENCE)

    def _app(self) -> AsyncApp:
        us = AuthorizeResult(
            enterprise_id=None, team_id=self.bot.team, bot_token=self.bot_token, bot_user_id=self.bot.user
        )

        async def authorize(**_: Any) -> AuthorizeResult:
            return us  # as auth.test said at the start: bolt's own way asks Slack while a person waits

        app = AsyncApp(
            name="vigie on slack",  # bolt sets the level of the logger of this name
            logger=bolt,
            client=AsyncWebClient(base_url=self.base_url, logger=sdk),
            authorize=authorize,
            request_verification_enabled=False,  # nothing comes in by HTTP
            process_before_response=True,  # so that an answer underway is seen to its end (connection.Socket)
        )
        app.command("/vigie")(self.on_command)
        app.action(layout.READ)(self.on_read)
        app.action(re.compile(f"^{layout.COMMAND}\\d"))(self.on_button)
        return app

    # -- what people ask -----------------------------------------------------------------------------------------------

    async def on_command(self, ack: AsyncAck, command: Mapping[str, Any], respond: AsyncRespond) -> None:
        await ack()
        await self._answer(from_command(command), respond)

    async def on_button(
        self, ack: AsyncAck, body: Mapping[str, Any], action: Mapping[str, Any], respond: AsyncRespond
    ) -> None:
        await ack()
        if asked := from_press(body, action):
            await self._answer(asked, respond)
        else:
            await self._reply(respond, Reply(FADED), thread_of(body))

    async def on_read(self, ack: AsyncAck) -> None:
        """« Lire » opened an address by itself; Slack still wants to hear that we know."""
        await ack()

    async def _answer(self, asked: Asked, respond: AsyncRespond) -> None:
        team = asked.team or self.bot.team
        try:
            person = await self.people.person(asked.user, team)
        except UNREACHABLE as error:
            log.warning("users.info: %s", reason(error))
            if asked.name in COMMANDS and COMMANDS[asked.name].level > Level.LOOK:
                await self._reply(respond, Reply(self._no_role(error)), asked.thread)
                return
            person = Person(asked.user_name, Level.LOOK)
        channel = Channel(self.name, f"slack:{team}", asked.channel)
        caller = Caller(channel, asked.user, person.name or asked.user_name, person.level, asked.place)
        reply = await self.desk.answer(caller, asked.name, asked.values)
        if asked.name == SUBSCRIBE and not reply.private and not await self._may_write(asked.channel):
            invite = INVITE.format(bot=self.bot.name)
            reply = replace(reply, text=f"{reply.text}\nPour que les alertes arrivent, {invite}.")
        await self._reply(respond, reply, asked.thread)

    def _no_role(self, error: Exception) -> str:
        """What to tell a person whose role Slack does not tell: what to mend, or to try again."""
        return str(refusal(error, self.bot.name)) if code(error) in ("missing_scope", *TOKENS) else UNKNOWN_PERSON

    async def _may_write(self, channel_id: str) -> bool:
        """Whether we are in this channel; in doubt, we are."""
        try:
            told = await self.web.conversations_info(channel=channel_id)
        except UNREACHABLE as error:
            return code(error) != "channel_not_found"
        return (told.get("channel") or {}).get("is_member") is not False

    async def _reply(self, respond: AsyncRespond, reply: Reply, thread: str | None = None) -> None:
        """Show it, in full if Slack takes it, else as bare text."""
        shown: dict[str, Any] = {
            "text": layout.notification(reply.text or "".join(card.notification for card in reply.cards[:1])),
            "response_type": "ephemeral" if reply.private else "in_channel",
            "replace_original": False,
            "thread_ts": thread,
            **NO_UNFURL,
        }
        try:
            told = await respond(blocks=layout.reply_blocks(reply), **shown)
            if not accepted(told):
                log.error("Slack refused a reply: %s %s", told.status_code, told.body)
                await respond(**shown | {"text": layout.bare_text(reply.text)})
        except (aiohttp.ClientError, OSError) as error:
            log.warning("a reply could not be sent: %s", type(error).__name__)

    # -- what we tell --------------------------------------------------------------------------------------------------

    async def post(self, delivery: Delivery) -> str:
        """Show the alert; the message's ts. Raises PostError."""
        card = cards.card(delivery.alert.story, self.zone)
        return await self._send(self.web.chat_postMessage, delivery.channel, card, metadata=metadata(delivery))

    async def edit(self, delivery: Delivery) -> None:
        """Bring the alert's message up to date, silently. Raises PostError."""
        if delivery.message_id is None:
            raise PostError(NOT_POSTED)
        card = cards.card(delivery.alert.story, self.zone)
        await self._send(self.web.chat_update, delivery.channel, card, ts=delivery.message_id)

    async def try_out(self, channel: Channel, card: Card) -> Sequence[str]:
        """Post the example; what keeps alerts from arriving, as French sentences."""
        missing = [scope for scope in NEEDED if scope not in self.bot.scopes]
        lacking = [PASSING["missing_scope"].format(needed=scope) for scope in missing]
        try:
            await self._send(self.web.chat_postMessage, channel, card)
        except PostError as error:
            return [str(error), *(sentence for sentence in lacking if sentence != str(error))]
        return lacking

    async def _send(
        self, method: Callable[..., Awaitable[AsyncSlackResponse]], channel: Channel, card: Card, **more: Any
    ) -> str:
        """One call at its turn, a second one as bare text where Slack refuses our layout; the message's ts."""
        await self.pacer.turn(channel.id)
        if method == self.web.chat_postMessage:
            more |= NO_UNFURL
        try:
            try:
                told = await method(channel=channel.id, **laid_out(card), **more)
            except SlackApiError as error:
                if code(error) not in MALFORMED:
                    raise
                log.error("Slack refused our layout (%s); sending bare text", code(error))
                told = await method(channel=channel.id, **bare(card), **more)
        except UNREACHABLE as error:
            raise refusal(error, self.bot.name) from error
        return str(told["ts"])


def bot(told: AsyncSlackResponse) -> Bot:
    """What auth.test answered; the header names the scopes that were granted."""
    granted = told.headers.get("x-oauth-scopes")
    scopes = frozenset(scope.strip() for scope in granted.split(",")) if granted else frozenset(NEEDED)
    return Bot(told["team_id"], told.get("user") or NAME, told.get("user_id") or "", scopes)


def reason(error: Exception) -> str:
    return code(error) or type(error).__name__


def accepted(told: WebhookResponse) -> bool:
    return told.status_code == 200 and '"ok":false' not in (told.body or "").replace(" ", "")


def laid_out(card: Card) -> dict[str, Any]:
    return {"text": layout.notification(card.notification), "blocks": layout.blocks(card)}


def bare(card: Card) -> dict[str, Any]:
    """The same words with no layout to be refused."""
    lines = (card.mark, card.heading, card.summary, card.details, card.sources, layout.safe_address(card.link))
    return {"text": "\n".join(layout.notification(line) for line in lines if line), "blocks": []}


def metadata(delivery: Delivery) -> dict[str, Any]:
    """What lets a message be found again: the row it settles. Every member of the workspace may read it."""
    return {"event_type": EVENT, "event_payload": {"delivery": str(delivery.id)}}
