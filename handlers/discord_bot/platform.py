"""Vigie's connection to Discord: it runs the client, posts alerts, edits them, tries a channel out.

It holds no state of Vigie: what was posted where is the store's to know.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import discord
from discord import app_commands

from handlers.discord_bot import failures, layout, talk
from handlers.discord_bot.failures import refusals
from handlers.discord_bot.layout import Message
from handlers.discord_bot.offer import Translator, fingerprint, vigie_group
from vigie import cards
from vigie.cards import Card
from vigie.commands import Desk
from vigie.model import Channel, Delivery
from vigie.ports import PostError, TokenError

T = TypeVar("T")

log = logging.getLogger(__name__)

# Vigie never speaks: nobody need be warned that what voice takes is missing.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

PATIENCE = 60.0
"""Seconds for one post, with discord.py's own repetitions; what is unclear after that is tried again, same nonce."""

LONGEST_BREAK = 300.0
"""Seconds between two attempts to reach Discord at all."""

NONCE_HOLDS = timedelta(minutes=10)
"""How far back a forum is searched for a post of ours: Discord has no idempotency key for forum posts."""

WHERE_TOKENS_ARE = "https://discord.com/developers/applications (votre application → Bot → Reset Token)"

WRONG_TOKEN = (
    "Discord ne reconnaît pas le jeton de DISCORD_TOKEN : copiez-le de nouveau depuis "
    f"{WHERE_TOKENS_ARE}, puis mettez-le dans .env, sur la ligne DISCORD_TOKEN=…"
)
RESET_TOKEN = (
    "Discord vient de refuser le jeton de DISCORD_TOKEN : il a été remplacé ou retiré. "
    f"Prenez le nouveau sur {WHERE_TOKENS_ARE} et mettez-le dans .env, sur la ligne DISCORD_TOKEN=…"
)
REFUSED_INTENTS = (
    "Discord refuse à l'application de DISCORD_TOKEN un accès privilégié (« intents ») qu'elle demande : "
    "ouvrez https://discord.com/developers/applications, votre application → Bot → Privileged Gateway Intents."
)

CLOSED: Mapping[int, str] = {4004: RESET_TOKEN, 4014: REFUSED_INTENTS}
"""Codes with which the gateway closes for good, and what to do."""

STALE = "Cette commande a changé depuis que Discord l'a apprise : relancez Discord (Ctrl+R), puis réessayez."

Permissions = Sequence[tuple[str, str]]

EMBED_LINKS = "Intégrer des liens"

PERMISSIONS: Permissions = (
    ("view_channel", "Voir le salon"),
    ("send_messages", "Envoyer des messages"),
    ("embed_links", EMBED_LINKS),
    ("read_message_history", "Voir les anciens messages"),
)
FORUM_PERMISSIONS: Permissions = (
    ("view_channel", "Voir le salon"),
    ("send_messages", "Créer des posts"),
    ("send_messages_in_threads", "Envoyer des messages dans les posts"),
    ("embed_links", EMBED_LINKS),
    ("read_message_history", "Voir les anciens messages"),
)
"""discord.py's name of what an alert needs, and how the French Discord calls it."""

VITAL = frozenset({"Voir le salon", "Envoyer des messages", "Créer des posts"})
"""Without one of these nothing can be posted."""

UNSEEN = (
    "Vigie ne voit pas ce salon : donnez-lui « Voir le salon » dans Modifier le salon → Permissions, "
    "ou invitez-la sur ce serveur."
)


class Tree(app_commands.CommandTree["Client"]):
    async def on_error(self, interaction: discord.Interaction[Client], error: app_commands.AppCommandError, /) -> None:
        """A command that Discord still offers and that is no more, or has other options now."""
        if not isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            return await super().on_error(interaction, error)
        log.info("a command of an older version was called: %s", error)
        try:
            await interaction.response.send_message(STALE, ephemeral=True)
        except failures.UNREACHABLE as gone:
            log.warning("could not say so: %s", gone)


class Client(discord.Client):
    """The least that Vigie needs: which servers and channels there are; no messages, no members."""

    def __init__(self, desk: Desk, state: Path | None) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=30.0,
        )
        self.desk = desk
        self.state = state
        self.tree = Tree(self)
        self.tree.add_command(vigie_group(desk))

    async def setup_hook(self) -> None:
        self.add_dynamic_items(talk.Press)
        await self.tree.set_translator(Translator())
        await self.offer()

    async def offer(self) -> None:
        """Tell Discord our commands, where they are others than it was told last: it counts how often that is done."""
        mark = await fingerprint(self.tree, self.application_id or 0)
        if mark == self._last_told():
            return
        try:
            await self.tree.sync()
        except failures.UNREACHABLE as error:  # alerts go out without commands, and the next start tries again
            log.error("Discord did not take the commands: %s", error)
        else:
            self._remember(mark)

    def _last_told(self) -> str:
        return self.state.read_text() if self.state and self.state.exists() else ""

    def _remember(self, mark: str) -> None:
        if self.state:
            self.state.parent.mkdir(parents=True, exist_ok=True)
            self.state.write_text(mark)

    async def on_ready(self) -> None:
        log.info("connected to Discord as %s, in %d servers", self.user, len(self.guilds))
        if not self.guilds:
            log.warning("no server has invited the bot yet: open %s", invitation(self.application_id or 0))


class DiscordPlatform:
    """ports.ChatPlatform on Discord.

    state: the file that remembers which commands Discord was told (None: tell them at each start);
    pause: seconds before the second attempt to reach Discord, doubled after each.
    """

    name = "discord"

    def __init__(self, token: str, desk: Desk, state: Path | None = None, *, pause: float = 5.0) -> None:
        self._token = token.strip()
        self._desk = desk
        self._state = state
        self._pause = pause
        self.client = Client(desk, state)

    def __repr__(self) -> str:
        return "DiscordPlatform()"

    # -- the connection -----------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Connect and answer until cancelled; while Discord is out of reach, try again. Raises TokenError."""
        if not (self._token.isascii() and self._token.isprintable() and self._token):
            raise TokenError(WRONG_TOKEN)
        wait = self._pause
        while True:
            try:
                return await self._connect()
            except failures.UNREACHABLE as error:
                log.warning("Discord cannot be reached, next attempt in %.0f s: %s", wait, type(error).__name__)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_BREAK)
            self.client = Client(self._desk, self._state)  # a closed one cannot be opened again

    async def _connect(self) -> None:
        try:
            async with self.client:
                await self.client.start(self._token)
        except discord.LoginFailure:
            raise TokenError(WRONG_TOKEN) from None
        except discord.PrivilegedIntentsRequired:
            raise TokenError(REFUSED_INTENTS) from None
        except discord.ConnectionClosed as error:
            if error.code not in CLOSED:
                raise
            raise TokenError(CLOSED[error.code]) from None

    # -- alerts -------------------------------------------------------------------------------------------------------

    async def post(self, delivery: Delivery) -> str:
        """The message's id; for a forum post, that of its thread before it: « 4243/4243 »."""
        card = self._card(delivery)

        async def send(message: Message) -> str:
            target = await self._target(delivery.channel)
            if isinstance(target, discord.ForumChannel):
                return await self._open_thread(target, card, message, again=delivery.attempts > 0)
            messageable = self.client.get_partial_messageable(int(delivery.channel.id))
            return str((await messageable.send(nonce=delivery.nonce, **talk.parts(message))).id)

        return await self._insist(send, card, delivery.channel)

    async def edit(self, delivery: Delivery) -> None:
        if not delivery.message_id:
            raise PostError("L'alerte à compléter n'est pas encore publiée.")
        thread, _, message_id = delivery.message_id.rpartition("/")
        home = int(thread or delivery.channel.id)
        await self._insist(
            lambda message: self._change(home, int(message_id), message), self._card(delivery), delivery.channel
        )

    async def try_out(self, channel: Channel, card: Card) -> Sequence[str]:
        target = self.client.get_channel(int(channel.id))
        if not isinstance(target, discord.abc.GuildChannel):
            return [UNSEEN]
        lacked = lacks(target)
        missing = [lacking(name) for name in lacked]
        if VITAL & set(lacked):
            return missing
        try:
            await self._insist(lambda message: self._show(target, card, message), card, channel)
        except PostError as error:
            return [*missing, str(error)]
        return missing

    async def _show(self, target: discord.abc.GuildChannel, card: Card, message: Message) -> None:
        if isinstance(target, discord.ForumChannel):
            await self._open_thread(target, card, message)
        else:
            await self.client.get_partial_messageable(target.id).send(**talk.parts(message))

    def _card(self, delivery: Delivery) -> Card:
        return cards.card(delivery.alert.story, self._desk.zone)

    async def _insist(self, send: Callable[[Message], Awaitable[T]], card: Card, channel: Channel) -> T:
        """Send the card; where Discord refuses its form, its bare text. Raises PostError."""
        if self.client.user is None or self.client.is_closed():
            raise PostError("Vigie n'est pas encore connectée à Discord.")
        try:
            with refusals():
                async with asyncio.timeout(PATIENCE):
                    return await self._bare_if_refused(send, card, channel)
        except PostError as error:
            if self._has_left(channel, error):
                raise PostError("Vigie ne fait plus partie de ce serveur.", permanent=True) from error
            raise

    async def _bare_if_refused(self, send: Callable[[Message], Awaitable[T]], card: Card, channel: Channel) -> T:
        known = self.client.get_channel(int(channel.id))
        may_embed = not isinstance(known, discord.abc.GuildChannel) or not {EMBED_LINKS} & set(lacks(known))
        try:
            return await send(layout.alert(card, embeds=may_embed))
        except discord.HTTPException as error:
            if error.code != failures.INVALID:
                raise
            log.error("Discord refuses the form of a card, which goes out bare: %s", error)
            return await send(layout.bare(card))

    def _has_left(self, channel: Channel, error: PostError) -> bool:
        """Whether access is missing because the whole server is: refused there, and not among ours here."""
        cause = error.__cause__
        is_refused = isinstance(cause, discord.HTTPException) and cause.code == failures.NO_ACCESS
        guild = channel.tenant.removeprefix("discord:")
        return is_refused and self.client.is_ready() and guild.isdecimal() and not self.client.get_guild(int(guild))

    async def _target(self, channel: Channel) -> object:
        """What kind of place it is; asked of Discord only where the gateway has not told."""
        known = self.client.get_channel(int(channel.id))
        return known or await self.client.fetch_channel(int(channel.id))

    async def _open_thread(
        self, forum: discord.ForumChannel, card: Card, message: Message, *, again: bool = False
    ) -> str:
        """A post of the forum: the ids of its thread and of its first message."""
        name = layout.thread_name(card)
        if again and (found := await self._opened(forum, name, message)):
            return found
        tags = forum.available_tags[:1] if forum.flags.require_tag else []
        opened = await forum.create_thread(name=name, applied_tags=tags, **talk.parts(message))
        return f"{opened.thread.id}/{opened.message.id}"

    async def _opened(self, forum: discord.ForumChannel, name: str, message: Message) -> str | None:
        """The post that an earlier attempt left after all, if there is one."""
        since = discord.utils.utcnow() - NONCE_HOLDS
        for thread in forum.threads:
            is_ours = thread.owner_id == forum.guild.me.id
            if is_ours and thread.name == name and thread.created_at and thread.created_at >= since:
                async for first in thread.history(limit=1, oldest_first=True):
                    if first.content == message.text:
                        return f"{thread.id}/{first.id}"
        return None

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


def invitation(application: int) -> str:
    """Where a server's administrator lets the bot in, with the permissions that it needs and no other."""
    needed = discord.Permissions(**{name: True for name, _ in FORUM_PERMISSIONS})
    return discord.utils.oauth_url(application, permissions=needed, scopes=("bot", "applications.commands"))


def lacks(channel: discord.abc.GuildChannel) -> list[str]:
    """The French names of the permissions that alerts need there and that we have not."""
    ours = channel.permissions_for(channel.guild.me)
    needed = FORUM_PERMISSIONS if isinstance(channel, discord.ForumChannel) else PERMISSIONS
    return [french for name, french in needed if not getattr(ours, name)]


def lacking(permission: str) -> str:
    return (
        f"Il manque à Vigie la permission « {permission} » dans ce salon : "
        "ouvrez Modifier le salon → Permissions, ajoutez Vigie et accordez-la-lui."
    )
