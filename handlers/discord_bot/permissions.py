"""What Vigie needs in a Discord channel, as the French Discord calls it. It asks the gateway's memory and no server."""

from __future__ import annotations

from collections.abc import Sequence

import discord

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


def invitation(application: int) -> str:
    """Where a server's administrator lets the bot in, with the permissions that it needs and no other."""
    needed = discord.Permissions(**{name: True for name, _ in FORUM_PERMISSIONS})
    return discord.utils.oauth_url(application, permissions=needed, scopes=("bot", "applications.commands"))


def may_look(channel: discord.abc.GuildChannel) -> bool | None:
    """Whether an empty answer would mean that there is no message: without this permission Discord shows none.

    None while Discord has not told us what we may do there: a server that has not come up yet.
    """
    me = channel.guild.me
    return None if me is None else channel.permissions_for(me).read_message_history


def may_embed(channel: object) -> bool:
    """Whether an embed would be shown there; in doubt it would."""
    return not isinstance(channel, discord.abc.GuildChannel) or EMBED_LINKS not in lacks(channel)


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
