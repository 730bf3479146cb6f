"""Discord and Slack through the operator's proxy and through no other: TLS in tunnels, on the loopback."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from fakes.discord_api import FakeDiscord, fake_discord
from fakes.on_discord import WIRED, delivery, lone
from fakes.on_discord import running as on_discord
from fakes.on_slack import a_delivery, platform_of, scripted
from fakes.on_slack import running as on_slack
from fakes.patience import PATIENCE
from fakes.proxy import PASSWORD, FakeProxy
from fakes.slack import FakeSlack
from fakes.tls import AUTHORITY, GOOD, server_context, written

NOBODY = "http://127.0.0.1:9"
"""Nothing listens there."""


@pytest.fixture
async def proxy() -> AsyncIterator[FakeProxy]:
    async with FakeProxy() as proxy:
        yield proxy


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's context, whose authority aiohttp trusts meanwhile."""
    trusting = ssl.create_default_context(cafile=str(written(AUTHORITY, tmp_path / "authority.pem")))
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", trusting)
    return server_context(GOOD, tmp_path)


@pytest.fixture
async def discord_api(monkeypatch: pytest.MonkeyPatch, tls: ssl.SSLContext) -> AsyncIterator[FakeDiscord]:
    async with fake_discord(monkeypatch, tls) as fake:
        yield fake


@pytest.fixture
async def slack(tls: ssl.SSLContext) -> AsyncIterator[FakeSlack]:
    async with FakeSlack(tls) as slack:
        yield slack


async def test_all_that_goes_to_discord_goes_through_the_proxy(discord_api: FakeDiscord, proxy: FakeProxy) -> None:
    async with on_discord(lone(proxy=proxy.address()), discord_api) as platform:
        assert await platform.post(delivery(WIRED))
    host = discord_api.url.removeprefix("https://")
    assert len(proxy.tunnels) >= 2, "the API and the gateway"
    assert set(proxy.tunnels) == {host}
    assert discord_api.peers
    assert discord_api.peers <= proxy.ways


async def test_all_that_goes_to_slack_goes_through_the_proxy(slack: FakeSlack, proxy: FakeProxy) -> None:
    async with on_slack(slack, platform_of(slack, scripted(), proxy=proxy.address())) as platform:
        assert await slack.type("/vigie liste")  # the socket, users.info, and the answer to a response_url
        assert await platform.post(a_delivery())
    assert len(proxy.tunnels) >= 5
    assert set(proxy.tunnels) == {f"{slack.address.host}:{slack.address.port}"}
    assert slack.peers
    assert slack.peers <= proxy.ways


async def test_a_proxy_of_the_environment_is_used_by_neither(
    discord_api: FakeDiscord, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "WSS_PROXY"):
        monkeypatch.setenv(name, NOBODY)
    async with on_discord(lone(), discord_api) as platform:
        assert await platform.post(delivery(WIRED))
    async with on_slack(slack, platform_of(slack, scripted())) as ours:
        assert await slack.type("/vigie liste")
        assert await ours.post(a_delivery())


@pytest.mark.parametrize("wrong", ["word", "address"])
async def test_a_proxy_that_refuses_or_is_away_is_named_and_no_password_shown(
    discord_api: FakeDiscord, slack: FakeSlack, proxy: FakeProxy, wrong: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    address = proxy.address("faux") if wrong == "word" else f"http://ana:{PASSWORD}@127.0.0.1:9"
    said: asyncio.Queue[str] = asyncio.Queue()
    told = "refuse de mener à {} (HTTP 407)" if wrong == "word" else "qui mène à {} ne répond pas"
    discord, ours = lone(proxy=address, say=said.put_nowait), platform_of(slack, scripted(), proxy=address)
    ours.outage.say = said.put_nowait
    for platform, name in ((discord, "Discord"), (ours, "Slack")):
        sentence = await first_word(platform, said)
        assert f"Le serveur mandataire {told.format(name)}" in sentence
    for secret in (PASSWORD, "faux"):
        assert secret not in caplog.text
    assert not discord_api.peers
    assert not slack.peers


async def first_word(platform: Any, said: asyncio.Queue[str]) -> str:
    task = asyncio.create_task(platform.run())
    try:
        return await asyncio.wait_for(said.get(), PATIENCE)
    finally:
        task.cancel()
        await asyncio.wait({task})
