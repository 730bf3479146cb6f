"""A Vigie on a simulated Discord, or on a loopback one over the real wire."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import discord
import pytest
import simcord
from fakes.discord_api import CHANNEL, GUILD, TOKEN, FakeDiscord, fake_discord

from handlers.discord_bot import DiscordPlatform
from vigie.adapters.store import SqlStore
from vigie.cards import Action, Card
from vigie.commands import Desk
from vigie.model import (
    LAYOFFS,
    Alert,
    Article,
    Channel,
    Company,
    Delivery,
    Event,
    Fact,
    Feed,
    FeedState,
    LayoffFacts,
    Passage,
    Role,
    Source,
    Stage,
    Story,
    Summary,
)
from vigie.ports import PostError

NBSP = "\u00a0"


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


PARIS = ZoneInfo("Europe/Paris")


CARD = Card(
    topic=LAYOFFS,
    heading="🔻 Ateliers Morvan · Emploi · projet",
    summary="283 emplois sont menacés chez Ateliers Morvan à Autun, selon un projet présenté aux syndicats.",
    details="Autun · publié le 2 mars 2026, 13 h 00 · gazette.example",
    sources="Repris par 2 médias : La Gazette · Le Courrier",
    link="https://gazette.example/morvan",
    title="Ateliers Morvan prépare un plan social",
    notification="Ateliers Morvan : 283 emplois sont menacés",
    actions=(Action("Pourquoi ?", "pourquoi", {"alerte": "7"}),),
)


NOWHERE = Passage("title", 0, 1)


MORVAN = Company(1, "Ateliers Morvan", ("Morvan SA",))


PONANT = Company(2, "Brasseries du Ponant")


GAZETTE = Feed("https://gazette.example/rss", "La Gazette")


EVENT = Event(
    MORVAN, LAYOFFS, Role.SUBJECT, Stage.PLAN,
    LayoffFacts(jobs=Fact(283, NOWHERE), jobs_kind=Fact("threatened", NOWHERE)), (), 0.9,
)  # fmt: skip


SOURCE = Source("La Gazette", "Ateliers Morvan prépare un plan social", "https://gazette.example/1", NOON, NOON)


STORY = Story(7, EVENT, Summary("283 emplois sont menacés chez Ateliers Morvan.", "brief", "fr"), (SOURCE,), NOON, NOON)


def delivery(channel: Any, story: Story = STORY, *, id: int = 1, **more: Any) -> Delivery:
    where = channel if isinstance(channel, Channel) else at(channel)
    return Delivery(id, where, Alert(story), **more)


def at(channel: Any) -> Channel:
    return Channel("discord", f"discord:{channel._channel.guild_id}", str(channel.id))


class NoWeb:
    async def fetch(self, url: str, state: FeedState) -> None:
        raise AssertionError("nothing here reads a feed")


class NoParser:
    async def parse(self, page: Any, feed: Feed) -> list[Article]:
        raise AssertionError("nothing here reads a feed")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds a feed and two companies, to be copied: migrating one for each test would take longest."""
    path = tmp_path_factory.mktemp("filled") / "vigie.db"

    async def fill() -> None:
        async with SqlStore(path) as store:
            await store.adopt([GAZETTE], [MORVAN, PONANT], NOON)

    asyncio.run(fill())
    return path


@pytest.fixture
async def store(filled: Path, tmp_path: Path) -> AsyncIterator[SqlStore]:
    async with SqlStore(Path(shutil.copy(filled, tmp_path))) as store:
        yield store


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    return Desk(store, lambda: NOON, NoWeb(), NoParser(), {})


@pytest.fixture
def platform(desk: Desk) -> DiscordPlatform:
    platform = DiscordPlatform("token", desk)
    desk.platforms["discord"] = platform  # type: ignore[index]  # the desk and the platform know each other
    return platform


@pytest.fixture
def simcord_bot(platform: DiscordPlatform) -> discord.Client:
    return platform.client


@pytest.fixture
def guild(simcord_env: simcord.Env) -> Any:
    return simcord_env.create_guild()


@pytest.fixture
def channel(guild: Any) -> Any:
    return guild.create_text_channel("veille")


@pytest.fixture
def member(simcord_env: simcord.Env, guild: Any) -> Any:
    """member("alice", manage_channels=True): a new member with these permissions."""

    def make(name: str, **may: bool) -> Any:
        roles = [guild.create_role(name, permissions=discord.Permissions(**may))] if may else []
        return guild.add_member(simcord_env.create_user(name), roles=roles)

    return make


@pytest.fixture
def alice(member: Any) -> Any:
    return member("alice", manage_guild=True)


async def refused(call):
    with pytest.raises(PostError) as caught:
        await call
    assert NBSP in str(caught.value) or ":" not in str(caught.value)
    return caught.value


@pytest.fixture
async def discord_api(monkeypatch) -> AsyncIterator[FakeDiscord]:
    async with fake_discord(monkeypatch) as fake:
        yield fake


def lone(token: str = TOKEN, **options: Any) -> DiscordPlatform:
    """A platform that nobody asks anything."""
    return DiscordPlatform(token, Desk(None, lambda: NOON, NoWeb(), NoParser(), {}), **{"pause": 0, **options})


@contextlib.asynccontextmanager
async def running(platform: DiscordPlatform, fake: FakeDiscord) -> AsyncIterator[DiscordPlatform]:
    task = asyncio.create_task(platform.run())
    try:
        identified = asyncio.ensure_future(fake.identified.wait())
        await asyncio.wait({task, identified}, return_when=asyncio.FIRST_COMPLETED)
        identified.cancel()
        yield platform
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


WIRED = Channel("discord", f"discord:{GUILD}", CHANNEL)


POSTING = f"POST /channels/{CHANNEL}/messages"
