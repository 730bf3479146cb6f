"""The line from Discord when it fails: every way the gateway has to end it, under the real discord.py on the loopback.

Each test says in its failure how long the line took to come back; `tools/line_faults.py` prints all of them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from fakes.discord_api import FakeDiscord
from fakes.on_discord import WIRED, delivery, discord_api, lone, running
from fakes.patience import PATIENCE

from handlers.discord_bot import DiscordPlatform
from handlers.discord_bot.connection import Backoff

__all__ = ["discord_api"]

SOON = 5.0
"""Seconds within which the line is there again where nothing forbids it at once."""

NBSP = "\u00a0"


async def zombie(fake: FakeDiscord) -> None:
    fake.deaf = True


async def reconnect(fake: FakeDiscord) -> None:
    await fake.tell(7)


async def invalid_but_resumable(fake: FakeDiscord) -> None:
    await fake.tell(9, True)


async def invalid(fake: FakeDiscord) -> None:
    await fake.tell(9, False)


async def cut(fake: FakeDiscord) -> None:
    await fake.cut()


def closed(code: int) -> Callable[[FakeDiscord], Awaitable[None]]:
    async def close(fake: FakeDiscord) -> None:
        await fake.hang_up(code)

    return close


ZOMBIE = "no heartbeat is answered"

FAULTS: dict[str, tuple[Callable[[FakeDiscord], Awaitable[None]], str]] = {
    ZOMBIE: (zombie, "resume"),
    "op 7, reconnect": (reconnect, "resume"),
    "op 9, true": (invalid_but_resumable, "resume"),
    "op 9, false": (invalid, "identify"),
    "the line is cut": (cut, "resume"),
    **{f"close {code}": (closed(code), "resume") for code in (1000, 1001, *range(4000, 4004), 4005, 4007, 4008, 4009)},
}
"""What the gateway does, and how the session goes on."""


async def recovered(fake: FakeDiscord, fault: Callable[[FakeDiscord], Awaitable[None]]) -> tuple[float, str]:
    """Seconds from the fault until the session goes on, and how it does."""
    before, began = len(fake.greeted), time.monotonic()
    await fault(fake)
    while len(fake.greeted) == before:
        fake.news.clear()
        await asyncio.wait_for(fake.news.wait(), PATIENCE)
    fake.deaf = False
    return time.monotonic() - began, fake.greeted[-1]


def hurried(platform: DiscordPlatform, fake: FakeDiscord, fault: str = "") -> DiscordPlatform:
    """discord.py waits two seconds for servers that this Discord has not, and a minute for a line without a word."""
    platform.client._connection.guild_ready_timeout = 0.02
    if fault == ZOMBIE:
        platform.client._connection.heartbeat_timeout = 0.3
        fake.beat = 50
    return platform


POLITE = {"op 9, false": pytest.mark.chaos}
"""discord.py lets five seconds pass before it identifies again, as Discord asks."""


@pytest.mark.parametrize("name", [pytest.param(name, marks=POLITE.get(name, ())) for name in FAULTS])
async def test_the_line_comes_back_and_alerts_go_out_meanwhile(discord_api: FakeDiscord, name: str) -> None:
    fault, how = FAULTS[name]
    said: list[str] = []
    async with running(hurried(lone(say=said.append), discord_api, name), discord_api) as platform:
        await platform.client.wait_until_ready()
        posting = asyncio.create_task(platform.post(delivery(WIRED)))
        seconds, went_on = await recovered(discord_api, fault)
        assert await posting
        assert await platform.post(delivery(WIRED, id=2))
    assert seconds < SOON + 5 * (how == "identify"), f"« {name} »: {seconds:.2f} s until the session went on"
    assert went_on == how
    assert said == []  # for a moment, nobody need be told


async def test_while_the_gateway_is_dark_alerts_go_out_and_the_operator_hears_of_it_and_of_its_end(
    discord_api: FakeDiscord,
) -> None:
    said: asyncio.Queue[str] = asyncio.Queue()
    async with running(hurried(lone(say=said.put_nowait, grace=0), discord_api), discord_api) as platform:
        await platform.client.wait_until_ready()
        discord_api.dark = True
        await discord_api.cut()
        assert await said.get() == (
            f"La connexion à Discord est coupée{NBSP}: Vigie la rétablit d'elle-même. En attendant, les commandes ne "
            "répondent pas, les alertes partent."
        )
        for number in range(5):
            assert await platform.post(delivery(WIRED, id=number))
        discord_api.dark = False
        began = time.monotonic()
        assert await asyncio.wait_for(said.get(), PATIENCE) == "Discord répond de nouveau."
        assert time.monotonic() - began < 2 * SOON
    assert said.empty()


async def test_alerts_go_out_though_the_gateway_never_opened(discord_api: FakeDiscord) -> None:
    discord_api.dark = True
    task = asyncio.create_task((platform := lone()).run())
    await asyncio.wait_for(discord_api.commands_told.wait(), PATIENCE)
    assert await platform.post(delivery(WIRED))
    task.cancel()
    await asyncio.wait({task})


def test_after_a_long_outage_the_line_is_tried_every_minute_at_least() -> None:
    backoff = Backoff()
    assert max(backoff.delay() for _ in range(200)) <= 64
