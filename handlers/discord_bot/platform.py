"""Vigie's connection to Discord: it runs the client, posts alerts, edits them, tries a channel out.

It holds no state of Vigie: what was posted where is the store's to know.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import discord
from discord import app_commands

from handlers.discord_bot import failures, layout, plain, read_back, talk
from handlers.discord_bot.failures import refusals
from handlers.discord_bot.layout import Message
from handlers.discord_bot.offer import Translator, fingerprint, vigie_group
from vigie import cards
from vigie.cards import Card
from vigie.commands import Desk
from vigie.digest import digest
from vigie.lanes import Turnstile
from vigie.model import Channel, Delivery, DeliveryKind
from vigie.ports import PostError, TokenError

T = TypeVar("T")

log = logging.getLogger(__name__)

# Vigie never speaks: nobody need be warned that what voice takes is missing.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

PATIENCE = 60.0
"""Seconds for one post, with discord.py's own repetitions; what is unclear after that is tried again, same nonce."""

LONGEST_BREAK = 300.0
"""Seconds between two attempts to reach Discord at all."""

NONCE_HOLDS = timedelta(minutes=2)
"""How long we rely on Discord's memory of a nonce, which it says holds « a few minutes »."""

RATE = 45.0
"""Calls a second, of the fifty that Discord takes from one bot."""

SOON = timedelta(seconds=2)
"""Until the connection is there."""

REST = timedelta(minutes=15)
"""How long nothing is sent after too many refusals."""

TOO_MANY = "Discord a refusé trop de messages : Vigie se tait un quart d'heure."

AGAIN = "(reprise)"
"""What marks a post that is made once more because nobody could find out whether it had arrived."""

CANNOT_LOOK = "Il manque à Vigie « Voir les anciens messages » : elle ne sait pas si l'alerte est arrivée."

WARNING = (
    "Les alertes de Vigie n'arrivent plus dans le salon <#{channel}>. {reason} Elles y sont gardées sept jours ; dès "
    "que c'est réparé, elles arrivent."
)

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
    "Discord refuse à l'application de DISCORD_TOKEN un accès privilégié (« intents ») qu'elle demande : "
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
            http_trace=read_back.no_second_thread(),
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

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """We were put out, or Discord is ill: nothing is sent there, and nothing is erased before that is certain."""
        if not guild.unavailable:
            await self.desk.store.stop_tenant(f"discord:{guild.id}", self.desk.clock())

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self.desk.store.come_back(f"discord:{guild.id}")

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        gone = Channel("discord", f"discord:{channel.guild.id}", str(channel.id))
        await self.desk.store.stop(gone, self.desk.clock())

    async def on_ready(self) -> None:
        log.info("connected to Discord as %s, in %d servers", self.user, len(self.guilds))
        if not self.guilds:
            log.warning("no server has invited the bot yet: open %s", invitation(self.application_id or 0))


@dataclass(frozen=True, slots=True)
class Form:
    """What is to be sent, as it is wished and as Discord will take it at least."""

    full: Callable[[bool], Message]
    """Given whether embeds are allowed."""
    bare: Callable[[], Message]

    @classmethod
    def of(cls, card: Card, ref: str = "", role: str = "") -> Form:
        return cls(
            lambda embeds: layout.alert(card, embeds=embeds, ref=ref, role=role),
            lambda: layout.bare(card, ref=ref, role=role),
        )


class DiscordPlatform:
    """ports.ChatPlatform on Discord.

    state: the file that remembers which commands Discord was told (None: tell them at each start);
    pause: seconds before the second attempt to reach Discord, doubled after each;
    patience: seconds for one post; rate: posts a second.
    """

    name = "discord"

    def __init__(
        self,
        token: str,
        desk: Desk,
        state: Path | None = None,
        *,
        pause: float = 5.0,
        patience: float = PATIENCE,
        rate: float = RATE,
    ) -> None:
        self._token = token.strip()
        self._desk = desk
        self._state = state
        self._pause = pause
        self._patience = patience
        self._gate = Turnstile(rate, time.monotonic)
        self._breaker = failures.Breaker()
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
        """The message's id; for a forum post, that of its thread before it: « 4243/4243 »; empty where a moderator
        deleted it before we heard of it.
        """

        async def send(message: Message) -> str:
            if delivery.kind is DeliveryKind.UPDATE:
                return await self._reply(delivery, message)
            target = await self._target(delivery.channel)
            if isinstance(target, discord.ForumChannel):
                return await self._open_thread(target, self._name(delivery), message)
            messageable = self.client.get_partial_messageable(int(delivery.channel.id))
            return str((await messageable.send(nonce=delivery.nonce, **talk.parts(message))).id)

        try:
            return await self._insist(send, self._form(delivery), delivery.channel)
        except PostError as error:
            if delivery.unclear and failures.is_deleted(error.__cause__):
                return ""
            raise

    async def _reply(self, delivery: Delivery, message: Message) -> str:
        """A new fact, below the alert's message or in its forum post; it rings only where it corrects."""
        thread, message_id = home(delivery)
        where = int(thread or delivery.channel.id)
        told = discord.MessageReference(message_id=message_id, channel_id=where, fail_if_not_exists=False)
        silent = delivery.alert.update is None or not delivery.alert.update.loud
        posted = self.client.get_partial_messageable(where)
        parts = talk.parts(message) | ({} if thread else {"reference": told})
        return str((await posted.send(nonce=delivery.nonce, silent=silent, **parts)).id)

    async def edit(self, delivery: Delivery) -> None:
        thread, message_id = home(delivery)
        where = int(thread or delivery.channel.id)
        card = self._card(delivery)
        await self._insist(lambda message: self._change(where, message_id, message), Form.of(card), delivery.channel)

    def remembers(self, channel: Channel) -> timedelta:
        """Discord knows a nonce again « for a few minutes »; forum posts have none."""
        known = self.client.get_channel(int(channel.id))
        return NONCE_HOLDS if isinstance(known, discord.TextChannel | discord.Thread) else timedelta()

    async def find(self, delivery: Delivery) -> str | None:
        self._check_connected()
        with refusals():
            async with asyncio.timeout(PATIENCE):
                target = await self._target(delivery.channel)
                if isinstance(target, discord.abc.GuildChannel) and not may_look(target):
                    raise PostError(CANNOT_LOOK, unclear=True)
                if delivery.kind is DeliveryKind.UPDATE and (thread := home(delivery)[0]):
                    return await read_back.message_of(self.client.get_partial_messageable(int(thread)), delivery)
                if isinstance(target, discord.ForumChannel):
                    return await read_back.post_of(target, delivery)
                return await read_back.message_of(self._messages(target), delivery)

    def _messages(self, target: object) -> discord.abc.Messageable:
        if not isinstance(target, discord.abc.Messageable):
            raise PostError("Ce salon n'accepte pas de messages.", unclear=True)
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
            await person.send(WARNING.format(channel=channel.id, reason=reason), allowed_mentions=talk.SILENT)

    async def tell(self, user: str, sentence: str) -> None:
        self._check_connected()
        with refusals():
            person = await self.client.fetch_user(int(user))
            await person.send(plain.said(sentence), allowed_mentions=talk.SILENT)

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

    def _card(self, delivery: Delivery) -> Card:
        return cards.card(delivery.alert.story, self._desk.zone, mark=AGAIN if delivery.again else "")

    def _form(self, delivery: Delivery) -> Form:
        if delivery.kind is DeliveryKind.DIGEST:
            told = digest(delivery)
            return Form(
                lambda embeds: layout.listing(told, ref=delivery.ref, embeds=embeds),
                lambda: layout.listing(told, ref=delivery.ref, embeds=False),
            )
        if delivery.kind is DeliveryKind.UPDATE and (new := delivery.alert.update):
            said = layout.update(new, ref=delivery.ref, mark=AGAIN if delivery.again else "", role=delivery.mention)
            return Form(lambda _: said, lambda: said)
        return Form.of(self._card(delivery), delivery.ref, delivery.mention)

    def _name(self, delivery: Delivery) -> str:
        """A forum post's title."""
        if delivery.kind is DeliveryKind.DIGEST:
            return digest(delivery).title
        return layout.thread_name(self._card(delivery))

    def _check_connected(self) -> None:
        if self.client.user is None or self.client.is_closed():
            raise PostError("Vigie n'est pas encore connectée à Discord.", retry_after=SOON)

    async def _insist(self, send: Callable[[Message], Awaitable[T]], form: Form, channel: Channel) -> T:
        """Send it at its turn; where Discord refuses its form, its bare text. Raises PostError."""
        self._check_connected()
        full, bare = form.full(self._may_embed(channel)), form.bare()
        await self._gate.turn(channel.tenant)
        try:
            with refusals():
                async with asyncio.timeout(self._patience):
                    return await self._bare_if_refused(send, full, bare)
        except PostError as error:
            if failures.is_invalid(error.__cause__) and self._breaker.count():
                raise PostError(TOO_MANY, retry_after=REST, everywhere=True) from error
            if self._has_left(channel, error):
                raise PostError("Vigie ne fait plus partie de ce serveur.", permanent=True, gone=True) from error
            raise

    def _may_embed(self, channel: Channel) -> bool:
        known = self.client.get_channel(int(channel.id))
        return not isinstance(known, discord.abc.GuildChannel) or EMBED_LINKS not in lacks(known)

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


def invitation(application: int) -> str:
    """Where a server's administrator lets the bot in, with the permissions that it needs and no other."""
    needed = discord.Permissions(**{name: True for name, _ in FORUM_PERMISSIONS})
    return discord.utils.oauth_url(application, permissions=needed, scopes=("bot", "applications.commands"))


def may_look(channel: discord.abc.GuildChannel) -> bool:
    """Whether an empty answer would mean that there is no message: without this permission Discord shows none."""
    me = channel.guild.me
    return me is not None and channel.permissions_for(me).read_message_history


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
