"""DiscordPlatform: posts alerts, completes and edits them, finds them again, tries a channel out. It lays nothing out.

It holds no state of Vigie: what was posted where is the store's to know.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import discord

from handlers.discord_bot import connection, failures, layout, plain, read_back, talk
from handlers.discord_bot.client import Client
from handlers.discord_bot.connection import Connection
from handlers.discord_bot.failures import refusals
from handlers.discord_bot.forms import Form, card_of, form_of, post_name
from handlers.discord_bot.layout import Message
from handlers.discord_bot.permissions import VITAL, lacking, lacks, may_embed, may_look
from handlers.discord_bot.repeats import doubts
from handlers.outage import Outage, Say
from vigie.cards import Card
from vigie.commands import Desk
from vigie.lanes import Turnstile
from vigie.model import Channel, Delivery, DeliveryKind
from vigie.ports import PostError

T = TypeVar("T")

log = logging.getLogger(__name__)

PATIENCE = 60.0
"""Seconds for one post, with discord.py's own repetitions; what is unclear after that is tried again, same nonce."""

NONCE_HOLDS = timedelta(minutes=2)
"""How long we rely on Discord's memory of a nonce, which it says holds « a few minutes »."""

RATE = 45.0
"""Calls a second, of the fifty that Discord takes from one bot."""

SOON = timedelta(seconds=2)
"""Until the connection is there."""

REST = timedelta(minutes=15)
"""How long nothing is sent after too many refusals."""

TOO_MANY = "Discord a refusé trop de messages : Vigie se tait un quart d'heure."

NOT_TOLD = "Discord n'a pas encore dit ce que Vigie peut faire dans ce serveur."
CANNOT_LOOK = "Il manque à Vigie « Voir les anciens messages » : elle ne sait pas si l'alerte est arrivée."

NO_MESSAGES = "Ce salon n'accepte pas de messages."

WARNING = (
    "Les alertes de Vigie n'arrivent plus dans le salon <#{channel}>. {reason} Elles y sont gardées sept jours ; dès "
    "que c'est réparé, elles arrivent."
)

UNSEEN = (
    "Vigie ne voit pas ce salon : donnez-lui « Voir le salon » dans Modifier le salon → Permissions, "
    "ou invitez-la sur ce serveur."
)


def check_sight(may_look: bool | None) -> None:
    """Raises PostError where an empty answer would prove nothing: passing where we shall know, else unclear."""
    if may_look is None:
        raise PostError(NOT_TOLD, retry_after=SOON)
    if not may_look:
        raise PostError(CANNOT_LOOK, unclear=True)


class DiscordPlatform:
    """ports.ChatPlatform on Discord.

    state: the file that remembers which commands Discord was told (None: tell them at each start);
    proxy: the server through which all goes, in networks that let nothing else out; say: shows an operator a line;
    pause: seconds before the second attempt to reach Discord, doubled after each;
    patience: seconds for one post; rate: posts a second; grace: seconds of a cut line before it is told.
    """

    name = "discord"

    def __init__(
        self,
        token: str,
        desk: Desk,
        state: Path | None = None,
        *,
        proxy: str | None = None,
        say: Say = log.warning,
        pause: float = 5.0,
        patience: float = PATIENCE,
        rate: float = RATE,
        grace: float = connection.GRACE,
    ) -> None:
        self._zone = desk.zone
        self._patience = patience
        self._gate = Turnstile(rate, time.monotonic)
        self._breaker = failures.Breaker()
        self._line = Connection(token, desk, state, Outage("Discord", say), pause=pause, proxy=proxy, grace=grace)

    def __repr__(self) -> str:
        return "DiscordPlatform()"

    @property
    def client(self) -> Client:
        return self._line.client

    async def run(self) -> None:
        """Connect and answer until cancelled; while Discord is out of reach, try again. Raises TokenError."""
        await self._line.run()

    # -- alerts -------------------------------------------------------------------------------------------------------

    async def post(self, delivery: Delivery) -> str:
        """The message's id; for a forum post, that of its thread before it: « 4243/4243 »; empty where people deleted
        it before we heard of it, or what it completes.
        """

        async def send(message: Message) -> str:
            if delivery.kind is DeliveryKind.UPDATE:
                return await self._reply(delivery, message)
            target = await self._target(delivery.channel)
            if isinstance(target, discord.ForumChannel):
                return await self._open_thread(target, post_name(delivery, self._zone), message)
            messageable = self.client.get_partial_messageable(int(delivery.channel.id))
            return str((await messageable.send(nonce=delivery.nonce, **talk.parts(message))).id)

        try:
            return await self._insist(send, form_of(delivery, self._zone), delivery.channel)
        except PostError as error:
            if delivery.unclear and failures.is_deleted(error.__cause__):
                return ""
            raise

    async def _reply(self, delivery: Delivery, message: Message) -> str:
        """A new fact, as a reply to the alert or in its forum post, which rings only where it corrects; empty, and
        nothing is sent, where people have deleted what it completes.

        A reply and not a thread: a thread that a bot opens has no members, hence no unread mark, and needs a
        permission more; a reply shows the alert above it and leads there.
        """
        thread, message_id = home(delivery)
        where = int(thread or delivery.channel.id)
        told = discord.MessageReference(message_id=message_id, channel_id=where, fail_if_not_exists=True)
        silent = delivery.alert.update is None or not delivery.alert.update.loud
        posted = self.client.get_partial_messageable(where)
        parts = talk.parts(message) | ({} if thread else {"reference": told})
        try:
            return str((await posted.send(nonce=delivery.nonce, silent=silent, **parts)).id)
        except discord.HTTPException as error:
            if failures.is_orphan(error, in_thread=bool(thread)):
                return ""
            raise

    async def edit(self, delivery: Delivery) -> None:
        thread, message_id = home(delivery)
        where = int(thread or delivery.channel.id)
        card = card_of(delivery, self._zone)

        async def change(message: Message) -> None:
            try:
                await self._change(where, message_id, message)
            except discord.HTTPException as error:
                if failures.is_orphan(error, in_thread=bool(thread)):
                    raise PostError(failures.CODES[failures.UNKNOWN_MESSAGE].reason, permanent=True) from error
                raise

        await self._insist(change, Form.of(card), delivery.channel)

    def remembers(self, channel: Channel) -> timedelta:
        """Discord knows a nonce again « for a few minutes »; forum posts have none."""
        known = self.client.get_channel(int(channel.id))
        return NONCE_HOLDS if isinstance(known, discord.TextChannel | discord.Thread) else timedelta()

    async def find(self, delivery: Delivery) -> str | None:
        self._check_connected()
        with failures.looks():
            async with asyncio.timeout(PATIENCE):
                target = await self._target(delivery.channel)
                if isinstance(target, discord.abc.GuildChannel):
                    check_sight(may_look(target))
                if delivery.kind is DeliveryKind.UPDATE and (thread := home(delivery)[0]):
                    return await self._find_in_thread(int(thread), delivery)
                if isinstance(target, discord.ForumChannel):
                    return await read_back.post_of(target, delivery)
                return await read_back.message_of(self._messages(target), delivery)

    async def _find_in_thread(self, thread: int, delivery: Delivery) -> str | None:
        try:
            return await read_back.message_of(self.client.get_partial_messageable(thread), delivery)
        except discord.NotFound:  # people deleted the forum's post, and all that was in it
            return None

    def _messages(self, target: object) -> discord.abc.Messageable:
        if not isinstance(target, discord.abc.Messageable):
            raise PostError(NO_MESSAGES, unclear=True)
        return target

    async def exists(self, channel: Channel) -> bool:
        self._check_connected()
        with refusals():
            try:
                await self.client.fetch_channel(int(channel.id))
            except discord.NotFound:
                return False
            except discord.Forbidden:
                return not self._is_foreign(channel)
        return True

    async def warn(self, user: str, channel: Channel, reason: str) -> None:
        self._check_connected()
        with refusals():
            person = await self.client.fetch_user(int(user))
            await person.send(
                plain.cut(WARNING.format(channel=channel.id, reason=reason), layout.TEXT), allowed_mentions=talk.SILENT
            )

    async def tell(self, user: str, sentence: str) -> None:
        self._check_connected()
        with refusals():
            person = await self.client.fetch_user(int(user))
            await person.send(plain.cut(plain.said(sentence), layout.TEXT), allowed_mentions=talk.SILENT)

    async def try_out(self, channel: Channel, card: Card) -> Sequence[str]:
        target = self.client.get_channel(int(channel.id))
        if not isinstance(target, discord.abc.GuildChannel):
            return [UNSEEN]
        lacked = lacks(target)
        missing = [lacking(name) for name in lacked]
        if VITAL & set(lacked):
            return missing
        try:
            await self._insist(lambda message: self._show(target, card, message), Form.of(card), channel)
        except PostError as error:
            return [*missing, str(error)]
        return missing

    async def _show(self, target: discord.abc.GuildChannel, card: Card, message: Message) -> None:
        if isinstance(target, discord.ForumChannel):
            await self._open_thread(target, layout.thread_name(card), message)
        else:
            await self.client.get_partial_messageable(target.id).send(**talk.parts(message))

    def _check_connected(self) -> None:
        if self.client.user is None or self.client.is_closed():
            raise PostError("Vigie n'est pas encore connectée à Discord.", retry_after=SOON)

    async def _insist(self, send: Callable[[Message], Awaitable[T]], form: Form, channel: Channel) -> T:
        """Send it at its turn; where Discord refuses its form, its bare text. Raises PostError."""
        self._check_connected()
        full, bare = form.full(may_embed(self.client.get_channel(int(channel.id)))), form.bare()
        await self._gate.turn(channel.tenant)
        try:
            with doubts(), refusals():
                async with asyncio.timeout(self._patience):
                    with self._unlocked():
                        return await self._bare_if_refused(send, full, bare)
        except PostError as error:
            if failures.is_invalid(error.__cause__) and self._breaker.count():
                raise PostError(TOO_MANY, retry_after=REST, everywhere=True) from error
            if self._has_left(channel, error):
                raise PostError("Vigie ne fait plus partie de ce serveur.", permanent=True, gone=True) from error
            raise

    @contextmanager
    def _unlocked(self) -> Iterator[None]:
        """A call that is cut short while it sleeps through a global limit leaves discord.py's gate shut for ever."""
        try:
            yield
        except asyncio.CancelledError:
            if isinstance(gate := getattr(self.client.http, "_global_over", None), asyncio.Event):
                gate.set()
            raise

    async def _bare_if_refused(self, send: Callable[[Message], Awaitable[T]], full: Message, bare: Message) -> T:
        try:
            return await send(full)
        except discord.HTTPException as error:
            if error.code != failures.INVALID:
                raise
            log.error("Discord refuses the form of a card, which goes out bare: %s", error)
            return await send(bare)

    def _has_left(self, channel: Channel, error: PostError) -> bool:
        """Whether access is missing because the whole server is: refused there, and not among ours here."""
        cause = error.__cause__
        is_refused = isinstance(cause, discord.HTTPException) and cause.code == failures.NO_ACCESS
        return is_refused and self._is_foreign(channel)

    def _is_foreign(self, channel: Channel) -> bool:
        """Whether its server is none of ours, as far as the gateway told."""
        guild = channel.tenant.removeprefix("discord:")
        return self.client.is_ready() and guild.isdecimal() and not self.client.get_guild(int(guild))

    async def _target(self, channel: Channel) -> object:
        """What kind of place it is; asked of Discord only where the gateway has not told."""
        known = self.client.get_channel(int(channel.id))
        return known or await self.client.fetch_channel(int(channel.id))

    async def _open_thread(self, forum: discord.ForumChannel, name: str, message: Message) -> str:
        """A post of the forum: the ids of its thread and of its first message."""
        tags = forum.available_tags[:1] if forum.flags.require_tag else []
        opened = await forum.create_thread(name=name, applied_tags=tags, **talk.parts(message))
        return f"{opened.thread.id}/{opened.message.id}"

    async def _change(self, home: int, message_id: int, message: Message) -> None:
        """Edit a message; a forum post that Discord has archived meanwhile is opened again for it."""
        posted = self.client.get_partial_messageable(home).get_partial_message(message_id)
        try:
            await posted.edit(**talk.whole(message))
        except discord.HTTPException as error:
            thread = await self.client.fetch_channel(home) if error.code == failures.ARCHIVED else None
            if not isinstance(thread, discord.Thread):
                raise
            await thread.edit(archived=False)
            await posted.edit(**talk.whole(message))


def home(delivery: Delivery) -> tuple[str, int]:
    """Where its alert's message is: the forum's thread, or nothing, and the message."""
    thread, _, message_id = (delivery.message_id or "").rpartition("/")
    if not message_id:
        raise PostError("L'alerte à compléter n'est pas encore publiée.")
    return thread, int(message_id)
