"""discord.py's client with the least that Vigie needs: which servers and channels there are, and `/vigie`.

It hears what Discord tells; platform.py speaks.
"""

from __future__ import annotations

import logging
from pathlib import Path

import discord
from discord import app_commands

from handlers.discord_bot import failures, repeats, talk
from handlers.discord_bot.offer import Translator, fingerprint, vigie_group
from handlers.discord_bot.permissions import invitation
from vigie.commands import Desk
from vigie.model import Channel

log = logging.getLogger(__name__)

# Vigie never speaks: nobody need be warned that what voice takes is missing.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

STALE = "Cette commande a changé depuis que Discord l'a apprise : relancez Discord (Ctrl+R), puis réessayez."


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
    """No messages, no members; `state` is the file that remembers which commands Discord was told."""

    def __init__(self, desk: Desk, state: Path | None, proxy: str | None = None) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=30.0,
            http_trace=repeats.trace(),
            proxy=proxy,
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
