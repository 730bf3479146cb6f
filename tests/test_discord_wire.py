"""Discord over the wire: the real discord.py against a loopback Discord, its tokens, its silences."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest
from fakes.discord_api import TOKEN, refusal, slow_down
from fakes.on_discord import (
    NBSP,
    POSTING,
    WIRED,
    alice,
    delivery,
    desk,
    discord_api,
    filled,
    guild,
    lone,
    member,
    platform,
    refused,
    running,
    simcord_bot,
    store,
)
from fakes.patience import PATIENCE

from vigie.ports import TokenError

__all__ = ["alice", "desk", "discord_api", "filled", "guild", "member", "platform", "simcord_bot", "store"]


@pytest.mark.parametrize("token", ["a.wrong.token", "", "deux\nlignes", "clé.é.é"])
async def test_a_wrong_token_is_one_sentence(discord_api, caplog, token):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(TokenError) as caught:
        await lone(token).run()
    sentence = str(caught.value)
    assert "DISCORD_TOKEN" in sentence
    assert ".env" in sentence
    assert "https://discord.com/developers/applications" in sentence
    assert not token or token not in sentence + caplog.text


@pytest.mark.parametrize(
    ("code", "about"),
    [
        (4004, "remplacé"),
        (4010, "mettez-la à jour"),
        (4011, "2 500"),
        (4012, "mettez-la à jour"),
        (4013, "mettez-la à jour"),
        (4014, "intents"),
    ],
)
async def test_a_connection_that_discord_closes_for_good_says_why(discord_api, code, about):
    discord_api.closes_with = code
    with pytest.raises(TokenError, match=about):
        await lone().run()


async def test_a_discord_out_of_reach_is_tried_again_and_said_once_as_is_its_return(discord_api):
    discord_api.answers["GET /users/@me"] = [refusal(503), refusal(403)]
    said: list[str] = []
    platform = lone(say=said.append)
    async with running(platform, discord_api):
        await asyncio.wait_for(platform.client.wait_until_ready(), PATIENCE)
        assert len(discord_api.sent("GET /users/@me")) == 3
        assert said == [
            f"Discord ne répond pas{NBSP}; nouvel essai dans 0{NBSP}s, puis de moins en moins souvent. "
            "Les alertes attendent, rien n'est perdu.",
            "Discord répond de nouveau.",
        ]


async def test_a_network_that_swallows_everything_is_no_silence(discord_api, monkeypatch):
    monkeypatch.setattr("handlers.discord_bot.connection.LOGIN", 0.05)
    said: asyncio.Queue[str] = asyncio.Queue()
    discord_api.held = asyncio.Event()
    task = asyncio.create_task(lone(say=said.put_nowait).run())
    assert (await asyncio.wait_for(said.get(), PATIENCE)).startswith("Discord ne répond pas")
    discord_api.held.set()
    task.cancel()
    await asyncio.wait({task})


async def test_cancelling_leaves_nothing_open(discord_api):
    async with running(lone(), discord_api) as platform:
        assert discord_api.commands_told.is_set()
    assert platform.client.is_closed()
    await asyncio.wait_for(discord_api.left.wait(), PATIENCE)
    error = await refused(platform.post(delivery(WIRED)))
    assert not error.permanent


async def test_it_can_be_run_again_when_another_process_had_the_line_meanwhile(discord_api):
    platform = lone()
    for number in (1, 2):
        async with running(platform, discord_api):
            assert await platform.post(delivery(WIRED, id=number))
        discord_api.identified.clear()


async def test_before_the_login_an_alert_waits():
    error = await refused(lone().post(delivery(WIRED)))
    assert (error.permanent, error.retry_after) == (False, timedelta(seconds=2))


async def test_the_token_shows_nowhere(discord_api, caplog):
    caplog.set_level(logging.DEBUG)
    async with running(lone(), discord_api) as platform:
        assert TOKEN not in repr(platform)
    assert TOKEN not in caplog.text


async def test_an_unclear_answer_is_tried_again_without_doubling(discord_api):
    async with running(lone(), discord_api) as platform:
        discord_api.after[POSTING] = [refusal(503)]
        error = await refused(platform.post(delivery(WIRED)))
        assert not error.permanent
        message_id = await platform.post(delivery(WIRED))
        assert list(discord_api.messages) == [delivery(WIRED).nonce]
        assert message_id == discord_api.messages[delivery(WIRED).nonce]["id"]
        assert await platform.post(delivery(WIRED, id=2)) != message_id


async def test_a_long_rate_limit_goes_back_to_the_ledger(discord_api):
    async with running(lone(), discord_api) as platform:
        discord_api.answers[POSTING] = [slow_down(90)]
        error = await refused(platform.post(delivery(WIRED)))
    assert (error.permanent, error.retry_after) == (False, timedelta(seconds=90))


@pytest.mark.parametrize(("headers", "seconds"), [({"Retry-After": "120"}, 120), ({}, 900)])
async def test_a_ban_of_our_address_is_waited_out(discord_api, headers, seconds):
    async with running(lone(), discord_api) as platform:
        discord_api.answers[POSTING] = [refusal(429, **headers)]
        error = await refused(platform.post(delivery(WIRED)))
    assert error.retry_after == timedelta(seconds=seconds)


async def test_a_person_is_told_of_a_feed_privately(simcord_env, platform, alice):
    await platform.tell(str(alice.id), "Le flux « _La_ » est muet.")
    sent = [
        request
        for request in simcord_env.http_requests
        if str(request).endswith("/messages") or "messages" in str(request)
    ]
    assert len(sent) == 1
    assert alice.user.dm_channel is not None
