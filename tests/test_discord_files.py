"""Files on Discord: joined to a command, brought by an answer; the real discord.py on a simulated Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from fakes.commands import Office, office, spaced
from fakes.feeds import FeedServer, Item, rss

from handlers.discord_bot import DiscordPlatform, files
from vigie.adapters.http import HttpFetcher
from vigie.adapters.parser_pool import ParserPool
from vigie.model import Feed
from vigie.opml import Listed, document_of, feeds_of


@pytest.fixture
async def press() -> AsyncIterator[FeedServer]:
    async with FeedServer() as server:
        yield server


@pytest.fixture
async def town(tmp_path: Path, press: FeedServer) -> AsyncIterator[Office]:
    async with (
        HttpFetcher({press.host}, gap=timedelta()) as fetcher,
        ParserPool(1) as parser,
        office(tmp_path, fetcher=fetcher, parser=parser) as built,
    ):
        yield built


@pytest.fixture
def simcord_bot(town: Office) -> discord.Client:
    return DiscordPlatform("token", town.desk).client


@pytest.fixture
def channel(simcord_env: simcord.Env) -> Any:
    return simcord_env.create_guild().create_text_channel("veille")


@pytest.fixture
def alice(simcord_env: simcord.Env, channel: Any) -> Any:
    guild = channel.guild
    role = guild.create_role("admin", permissions=discord.Permissions(manage_guild=True))
    return guild.add_member(simcord_env.create_user("alice"), roles=[role])


async def own(town: Office, channel: Any) -> list[Feed]:
    tenant = f"discord:{channel._channel.guild_id}"
    return [feed for feed, _ in await town.store.feeds(tenant) if feed.tenant]


async def test_a_list_that_is_joined_is_followed_and_comes_back_as_a_file(town, press, alice, channel):
    url = press.serve("/rss", rss(Item("A", "https://a.example/1")))
    content = document_of([Listed(url, "L'Écho")], "Mes flux").encode("utf-16")
    result = await alice.slash(channel, "vigie flux importer", fichier=("mes-flux.opml", content))
    assert result.response.ephemeral
    assert "1 flux ajouté sur 1" in spaced(result.response.content)
    assert [feed.name for feed in await own(town, channel)] == ["L'Écho"]

    result = await alice.slash(channel, "vigie flux exporter")
    assert result.response.ephemeral
    [file] = result.response.attachments
    assert file.filename == "vigie-flux.opml"
    assert feeds_of((await file.read()).decode()) == [Listed(url, "L'Écho")]


async def test_a_file_that_is_too_big_is_not_even_fetched(town, simcord_env, alice, channel):
    content = b"x" * (files.LARGEST + 1)
    result = await alice.slash(channel, "vigie flux importer", fichier=("gros.opml", content))
    assert "trop gros" in result.response.content
    assert await own(town, channel) == []


@pytest.fixture(params=["gone", "unreachable"])
def lossy(request: pytest.FixtureRequest, simcord_env: simcord.Env, monkeypatch: pytest.MonkeyPatch) -> None:
    """The simulated Discord keeps no file: it answers 404, or nobody answers at all."""

    def get(url: str) -> None:
        if request.param == "unreachable":
            raise OSError("no server was met")

    monkeypatch.setattr(simcord_env.backend.cdn, "get", get)


async def test_a_file_that_discord_lost_is_told(lossy, town, alice, channel):
    result = await alice.slash(channel, "vigie flux importer", fichier=("mes-flux.opml", b"<opml/>"))
    assert "Réessayez" in result.response.content
    assert await own(town, channel) == []


async def test_a_feed_that_is_joined_in_the_place_of_a_list_is_refused(town, alice, channel):
    result = await alice.slash(channel, "vigie flux importer", fichier=("rss.xml", rss(Item("A"))))
    assert "pas une liste de flux" in result.response.content
