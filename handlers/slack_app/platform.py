"""SlackPlatform: what people type or press becomes a command, a delivery becomes a message. It lays nothing out."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5
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
    POSTED_AND_DELETED,
    TOKENS,
    code,
    misplaced_token,
    refusal,
    refused_token,
    retry_after,
)
from handlers.slack_app.asked import Asked, from_command, from_press, thread_of
from handlers.slack_app.connection import Door, Socket, bolt, sdk
from handlers.slack_app.pacer import GAP, Pacer
from handlers.slack_app.people import People, Person
from vigie import cards
from vigie.cards import Card
from vigie.commands import COMMANDS, Caller, Desk, Level, Reply
from vigie.digest import Digest, digest
from vigie.model import Channel, Delivery, DeliveryKind, Update
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

HISTORY = frozenset({"channels:history", "groups:history", "im:history", "mpim:history"})
"""Whoever grants one of these lets us find out what became of a message whose answer was lost."""

PAGE = 15
PAGES = 3
"""Slack gives some apps no more than fifteen messages a call, one call a minute."""

MARGIN = 60.0
"""Seconds that Slack's clock may be behind ours."""

NAMESPACE = UUID("5f0c3a1e-6c6b-4d6f-9a4b-6d2f1c7e8a90")

AGAIN = "(reprise)"
"""What marks a post that is made once more because nobody could find out whether it had arrived."""

CANNOT_LOOK = "Slack ne me laisse pas relire ce salon : je ne sais pas si l'alerte est arrivée."
BUSY = "Trop de messages ont suivi dans ce salon : je ne sais pas si l'alerte est arrivée."
UNREAD = "Slack a mal répondu : je ne sais pas si l'alerte est arrivée."
WARNING = "mes alertes n'y arrivent plus. {reason} Je les garde sept jours ; dès que c'est réparé, elles arrivent."

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
        gap: float = GAP,
        timeout: float = TIMEOUT,
    ) -> None:
        self.bot_token, self.app_token, self.desk = bot_token.strip(), app_token.strip(), desk
        self.base_url, self.zone, self.sleep, self.ping_interval = base_url, zone, sleep, ping_interval
        self.pacer = Pacer(gap, clock=clock, sleep=sleep)
        self.workspace = Pacer(gap / 3, clock=clock, sleep=sleep)
        self.web = AsyncWebClient(
            self.bot_token,
            base_url=base_url,
            timeout=timeout,  # type: ignore[arg-type]  # aiohttp takes parts of a second
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
        """Show the alert; the message's ts, empty where it was posted and deleted before we heard of it.

        Raises PostError.
        """
        told = self._told(delivery)
        once: dict[str, Any] = {"metadata": metadata(delivery), "client_msg_id": str(uuid5(NAMESPACE, delivery.nonce))}
        if (new := delivery.alert.update) and delivery.kind is DeliveryKind.UPDATE:
            once |= {"thread_ts": delivery.message_id, "reply_broadcast": new.loud}
        try:
            return await self._send(self.web.chat_postMessage, delivery.channel, told, **once)
        except PostError as error:
            if isinstance(error.__cause__, Exception) and code(error.__cause__) in POSTED_AND_DELETED:
                return ""
            raise

    async def edit(self, delivery: Delivery) -> None:
        """Bring the alert's message up to date, silently. Raises PostError."""
        if delivery.message_id is None:
            raise PostError(NOT_POSTED)
        told = Told.of(cards.card(delivery.alert.story, self.zone))
        await self._send(self.web.chat_update, delivery.channel, told, ts=delivery.message_id)

    def _told(self, delivery: Delivery) -> Told:
        if delivery.kind is DeliveryKind.DIGEST:
            return Told.many(digest(delivery))
        mark = AGAIN if delivery.again else ""
        if delivery.kind is DeliveryKind.UPDATE and (new := delivery.alert.update):
            return Told.new(new, mark, delivery.mention)
        return Told.of(cards.card(delivery.alert.story, self.zone, mark=mark), delivery.mention)

    def remembers(self, channel: Channel) -> timedelta:
        """Slack promises nothing for a message that is sent again."""
        return timedelta()

    async def find(self, delivery: Delivery) -> str | None:
        """Where Slack lets us read the room: the message that bears the row's number."""
        if not self.bot.scopes & HISTORY:
            raise PostError(CANNOT_LOOK, unclear=True)
        cursor, messages = "", list[Mapping[str, Any]]()
        for _ in range(PAGES):
            told = await self._history(delivery, cursor)
            messages = told.get("messages") or []
            if found := next((m for m in messages if is_it(m, delivery)), None):
                return str(found["ts"])
            cursor = (told.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        if is_older(messages, delivery):  # only now: our clock may be wrong
            return None
        raise PostError(BUSY, unclear=True)

    async def _history(self, delivery: Delivery, cursor: str) -> AsyncSlackResponse:
        """A page of the room's messages, newest first; of the thread's, where it is a reply."""
        asked: dict[str, Any] = {"limit": PAGE, "include_all_metadata": True, "cursor": cursor or None}
        try:
            if delivery.kind is DeliveryKind.UPDATE and delivery.message_id:
                return await self.web.conversations_replies(
                    channel=delivery.channel.id, ts=delivery.message_id, **asked | {"limit": PAGES * PAGE}
                )
            return await self.web.conversations_history(channel=delivery.channel.id, **asked)
        except UNREACHABLE as error:
            if code(error) in ("missing_scope", "not_in_channel", "channel_not_found"):
                raise PostError(CANNOT_LOOK, unclear=True) from error
            raise PostError(str(refusal(error, self.bot.name)), retry_after=retry_after(error)) from error

    async def exists(self, channel: Channel) -> bool:
        """A private room that we were put out of is not there for us."""
        try:
            told = await self.web.conversations_info(channel=channel.id)
        except UNREACHABLE as error:
            if code(error) == "channel_not_found":
                return False
            raise refusal(error, self.bot.name) from error
        return not (told.get("channel") or {}).get("is_archived")

    async def warn(self, user: str, channel: Channel, reason: str) -> None:
        text = f"<#{channel.id}> : {layout.bare_text(WARNING.format(reason=reason))}"
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
    ) -> str:
        """One call at its turn, a second one as bare text where Slack refuses our layout; the message's ts."""
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


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be sent, laid out, and with no layout that Slack could refuse."""

    laid_out: Mapping[str, Any]
    bare: Mapping[str, Any]

    @classmethod
    def of(cls, card: Card, role: str = "") -> Told:
        text, call = layout.notification(card.notification), layout.mention(role)
        lines = (card.mark, card.heading, card.summary, card.details, card.sources, layout.safe_address(card.link))
        words = [call, *(layout.notification(line) for line in lines if line)]
        return cls(
            {"text": text, "blocks": [*layout.call(role), *layout.blocks(card)]},
            {"text": "\n".join(word for word in words if word), "blocks": []},
        )

    @classmethod
    def new(cls, new: Update, mark: str, role: str) -> Told:
        """A new fact, in a reply to the alert that it completes."""
        text = layout.notification(f"{mark} {new.text}".strip())
        called = role if new.loud else ""
        return cls(
            {"text": text, "blocks": [*layout.call(called), *layout.update(new, mark)]},
            {"text": "\n".join([text, layout.safe_address(new.url)]).strip(), "blocks": []},
        )

    @classmethod
    def many(cls, told: Digest) -> Told:
        title = layout.notification(told.title)
        words = "\n".join([told.title, *(f"{line.sign} {line.text}" for line in told.lines), told.foot])
        return cls({"text": title, "blocks": layout.listing(told)}, {"text": layout.bare_text(words), "blocks": []})


def is_it(message: Mapping[str, Any], delivery: Delivery) -> bool:
    """Whether the message bears the row's number."""
    borne = message.get("metadata") or {}
    payload = borne.get("event_payload") or {}
    return borne.get("event_type") == EVENT and payload.get("ref") == delivery.ref


def is_older(messages: Sequence[Mapping[str, Any]], delivery: Delivery) -> bool:
    """Whether the last of them was there well before the row was tried."""
    if not messages or delivery.asked_at is None:
        return False
    return float(messages[-1]["ts"]) < delivery.asked_at.timestamp() - MARGIN


def metadata(delivery: Delivery) -> dict[str, Any]:
    """What lets a message be found again: the row it settles. Every member of the workspace may read it."""
    return {"event_type": EVENT, "event_payload": {"delivery": str(delivery.id), "ref": delivery.ref}}
