"""Files that people join to a command, and files that answers bring; it reads and writes no disk."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import discord

from vigie.commands import Reply, Values
from vigie.opml import text_of

LARGEST = 1_000_000
"""Bytes of a file that is fetched at all."""

TOO_BIG = "Ce fichier est trop gros : 1 Mo au plus. Rien n'a été fait."
LOST = "Discord ne m'a pas donné ce fichier. Réessayez dans un instant ; rien n'a été fait."

Given = Mapping[str, "str | discord.Attachment"]
"""What a person filled in: words, and files that are still at Discord's."""


class Unread(Exception):
    """A file could not be read; the message is French, for the person who joined it."""


async def opened(given: Given) -> Values:
    """The values, with the texts of the files that were joined. Raises Unread."""
    return {name: value if isinstance(value, str) else await read(value) for name, value in given.items()}


async def read(file: discord.Attachment) -> str:
    """Raises Unread."""
    if file.size > LARGEST:
        raise Unread(TOO_BIG)
    try:
        return text_of(await file.read())
    except (discord.HTTPException, OSError) as error:  # OSError: aiohttp's word, where no server was met
        raise Unread(LOST) from error


def attached(reply: Reply) -> list[discord.File]:
    """The answer's file, made anew for each attempt to send it."""
    return [discord.File(io.BytesIO(reply.file.content.encode()), reply.file.name)] if reply.file else []


def beside(reply: Reply) -> dict[str, Any]:
    """The same as an argument for editing a message."""
    return {"attachments": files} if (files := attached(reply)) else {}
