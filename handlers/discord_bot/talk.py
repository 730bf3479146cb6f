"""A conversation with one person: who asks, the answer, the buttons. It decides nothing: the desk does.

Discord gives three seconds for the first sign of life and fixes with it whether the answer is private. So the
sign is private, always, at once; a public answer follows as a message of its own, once the private one, which
Discord would otherwise turn into the answer, has been closed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Protocol, cast
from urllib.parse import parse_qsl, quote, unquote, urlencode

import discord

from handlers.characters import units
from handlers.discord_bot import files, layout, plain
from handlers.discord_bot.failures import INVALID, UNREACHABLE
from handlers.discord_bot.files import Given
from handlers.discord_bot.layout import Message
from vigie.cards import Action
from vigie.commands import Caller, Desk, Level, Reply
from vigie.model import Channel

log = logging.getLogger(__name__)

SILENT = discord.AllowedMentions.none()

BUTTON_ID = 100
REF = "_"
"""The name of the mark among a button's values; no command has such an argument."""
BUTTON_LABEL = 80

POSTED = "Réponse publiée dans ce salon."


class Served(Protocol):
    """The client, as far as an answer needs it."""

    desk: Desk


async def converse(interaction: discord.Interaction[Any], name: str, given: Given) -> None:
    """Answer a command, typed or pressed. Nothing is done for someone whom the answer could not reach.

    A button of a private message (« Suite », « Oui, arrêter ») turns that message into the answer.
    """
    in_place = interaction.message is not None and interaction.message.flags.ephemeral
    try:
        await interaction.response.defer(ephemeral=True, thinking=not in_place)
        await say_somehow(interaction, await answer(interaction, name, given))
    except UNREACHABLE as error:  # too late (10062), or Discord is away: nobody is left to tell
        log.warning("could not answer /vigie %s: %s", name, error)


async def answer(interaction: discord.Interaction[Any], name: str, given: Given) -> Reply:
    try:
        values = await files.opened(given)
    except files.Unread as error:
        return Reply(str(error))
    return await cast(Served, interaction.client).desk.answer(caller(interaction), name, values)


async def say_somehow(interaction: discord.Interaction[Any], reply: Reply) -> None:
    try:
        await say(interaction, reply)
    except discord.HTTPException as error:
        if error.code != INVALID:
            raise
        log.error("Discord refuses the form of an answer, whose text goes out alone: %s", error)
        await say(interaction, Reply(reply.text))


async def say(interaction: discord.Interaction[Any], reply: Reply) -> None:
    """Answer a deferred interaction, for the asker alone or for the channel."""
    first, *rest = layout.reply(reply)
    if not reply.private:
        first, rest = Message(POSTED), [first, *rest]
    await interaction.edit_original_response(**whole(first), **(files.beside(reply) if reply.private else {}))
    for message in rest:
        await interaction.followup.send(**parts(message), ephemeral=reply.private)
    if not reply.private and reply.file:
        await interaction.followup.send(files=files.attached(reply))
    if not reply.private:
        with suppress(discord.HTTPException):  # it says the truth, and only to the asker: it may stay
            await interaction.delete_original_response()


def caller(interaction: discord.Interaction[Any]) -> Caller:
    """Who asks. A thread counts as the channel it hangs in."""
    user, place = interaction.user, "salon"
    channel_id: int = interaction.channel_id or 0
    tenant = f"discord:{interaction.guild_id}"
    if interaction.guild_id is None:
        place, tenant = "message privé", f"discord:@{user.id}"
    elif isinstance(interaction.channel, discord.Thread):
        place, channel_id = "fil", interaction.channel.parent_id
    return Caller(
        Channel("discord", tenant, str(channel_id)), str(user.id), user.display_name, level(interaction), place
    )


def level(interaction: discord.Interaction[Any]) -> Level:
    """From what Discord says the person may do in this very channel."""
    may = interaction.permissions
    if may.administrator or may.manage_guild:
        return Level.ADMIN
    return Level.SETUP if may.manage_channels else Level.LOOK


def parts(message: Message) -> dict[str, Any]:
    """The message as discord.py's arguments for sending it."""
    found: dict[str, Any] = {"allowed_mentions": allowed(message)}
    if message.content:
        found["content"] = message.content
    if message.embeds:
        found["embeds"] = list(message.embeds)
    if view := buttons(message):
        found["view"] = view
    return found


def allowed(message: Message) -> discord.AllowedMentions:
    """Nobody, or the one role that the channel asked for."""
    if not message.role:
        return SILENT
    return discord.AllowedMentions(
        everyone=False, users=False, replied_user=False, roles=[discord.Object(int(message.role))]
    )


def whole(message: Message) -> dict[str, Any]:
    """The message as arguments for editing another into it: what it has not, goes."""
    return {"content": None, "embeds": [], "view": None} | parts(message)


def buttons(message: Message) -> discord.ui.View | None:
    """« Lire » and a button an action, each once; they never expire. An action too long for Discord is left out."""
    items: list[discord.ui.Item[Any]] = []
    if message.link:
        items.append(discord.ui.Button(label="Lire", url=message.link))
    items += (Press.of(action, message.ref) for action in usable(message.actions))
    if not items:
        return None
    view = discord.ui.View(timeout=None)
    for item in items[: layout.BUTTONS]:
        view.add_item(item)
    return view


def usable(actions: Iterable[Action]) -> Iterator[Action]:
    seen: set[str] = set()
    for action in actions:
        code = coded(action)
        if units(code) <= BUTTON_ID and code not in seen:
            seen.add(code)
            yield action


def coded(action: Action, ref: str = "") -> str:
    """The action as a button's custom_id: « vigie:pourquoi?alerte=7 », with the message's mark if there is room."""
    code = f"vigie:{quote(action.command)}?{urlencode(action.values, errors='replace')}"
    marked = f"{code}&{REF}={ref}"
    return marked if ref and units(marked) <= BUTTON_ID else code


class Press(discord.ui.DynamicItem[discord.ui.Button[Any]], template=re.compile(r"vigie:([^?]*)\?(.*)")):
    """A button that carries its whole meaning: it works after a restart, with nothing remembered."""

    def __init__(self, button: discord.ui.Button[Any], command: str, values: Mapping[str, str]) -> None:
        super().__init__(button)
        self.command = command
        self.values = values

    @classmethod
    def of(cls, action: Action, ref: str = "") -> Press:
        style = discord.ButtonStyle.danger if action.danger else discord.ButtonStyle.secondary
        button: discord.ui.Button[Any] = discord.ui.Button(
            label=plain.label(action.label, BUTTON_LABEL), custom_id=coded(action, ref), style=style
        )
        return cls(button, action.command, action.values)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Press:
        button = cast("discord.ui.Button[Any]", item)
        return cls(button, unquote(match[1]), dict(parse_qsl(match[2], keep_blank_values=True)))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await converse(interaction, self.command, self.values)
