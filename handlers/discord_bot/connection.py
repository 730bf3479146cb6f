"""The line to Discord: kept open, tried again while Discord is out of reach, ended with a sentence where people must
mend something. It posts nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import discord
from discord.backoff import ExponentialBackoff

from handlers.discord_bot import failures
from handlers.discord_bot.client import Client
from handlers.outage import Outage
from vigie.commands import Desk
from vigie.ports import TokenError

log = logging.getLogger(__name__)

LOGIN = 60.0
"""Seconds for Discord to let us in; a network that swallows everything would hold us for five minutes."""

LONGEST_BREAK = 300.0
"""Seconds between two attempts to reach Discord at all."""

GRACE = 20.0
"""Seconds that the line may be cut until an operator hears of it: Discord cuts it every few hours, for a moment."""

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
TOO_MANY_SERVERS = (
    "Ce robot est sur plus de serveurs Discord (2 500) que cette version de Vigie n'en sert : créez une autre "
    "application pour une partie d'entre eux."
)
OUTDATED = "Discord ne comprend plus cette version de Vigie : mettez-la à jour (git pull, puis uv sync)."

CLOSED: Mapping[int, str] = {
    4004: RESET_TOKEN,
    4010: OUTDATED,
    4011: TOO_MANY_SERVERS,
    4012: OUTDATED,
    4013: OUTDATED,
    4014: REFUSED_INTENTS,
}
"""Codes with which the gateway closes for good (discord.com/developers/docs/topics/opcodes-and-status-codes), and what
to do.
"""


def discreet(record: logging.LogRecord) -> bool:
    """Let discord.py's records pass but for the trace of a lost network, which it writes at each attempt."""
    error = record.exc_info[1] if record.exc_info else None
    if not isinstance(error, (*failures.UNREACHABLE, discord.ConnectionClosed)):
        return True
    log.info("%s (%s)", record.getMessage(), type(error).__name__)
    return False


logging.getLogger("discord.client").addFilter(discreet)


class Backoff(ExponentialBackoff[Literal[False]]):
    """Between two attempts to open the line again: discord.py lets its own grow to seventeen minutes, during which no
    command would be answered though Discord is there.
    """

    def __init__(self) -> None:
        super().__init__()
        self._max = 6
        """Powers of two: 64 seconds at most."""


discord.client.ExponentialBackoff = Backoff  # type: ignore[attr-defined,assignment]  # no other way


class Watched(Client):
    """The client, which tells of a line that stays cut."""

    outage: Outage
    grace: float

    async def on_disconnect(self) -> None:
        if not self.is_closed():
            self.outage.cut_after(self.grace)

    async def on_ready(self) -> None:
        await super().on_ready()
        self.outage.ends()

    async def on_resumed(self) -> None:
        self.outage.ends()

    async def close(self) -> None:
        self.outage.rest()
        await super().close()


class Connection:
    """Holds the client of the moment; a closed one cannot be opened again."""

    def __init__(
        self,
        token: str,
        desk: Desk,
        state: Path | None,
        outage: Outage,
        *,
        pause: float,
        proxy: str | None = None,
        grace: float = GRACE,
    ) -> None:
        self.token = token.strip()
        self.desk, self.state, self.outage = desk, state, outage
        self.pause, self.proxy, self.grace = pause, proxy, grace
        self.client = self._fresh()

    def __repr__(self) -> str:
        return "Connection()"

    def _fresh(self) -> Watched:
        client = Watched(self.desk, self.state, self.proxy)
        client.outage, client.grace = self.outage, self.grace
        return client

    async def run(self) -> None:
        """Connect and answer until cancelled; while Discord is out of reach, try again. Raises TokenError."""
        if not (self.token.isascii() and self.token.isprintable() and self.token):
            raise TokenError(WRONG_TOKEN)
        wait = self.pause
        if self.client.is_closed():  # another process had the line meanwhile
            self.client = self._fresh()
        while True:
            try:
                return await self._connect()
            except failures.UNREACHABLE as error:
                self.outage.begins(error, wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_BREAK)
            self.client = self._fresh()

    async def _connect(self) -> None:
        try:
            async with self.client:
                async with asyncio.timeout(LOGIN):
                    await self.client.login(self.token)
                await self.client.connect()
        except discord.LoginFailure:
            raise TokenError(WRONG_TOKEN) from None
        except discord.PrivilegedIntentsRequired:
            raise TokenError(REFUSED_INTENTS) from None
        except discord.ConnectionClosed as error:
            if error.code not in CLOSED:
                raise
            raise TokenError(CLOSED[error.code]) from None
