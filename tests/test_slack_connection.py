"""Slack's tokens, network and manifest: what is refused at the start, what is tried again, what the app may do."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Mapping
from typing import Any

import pytest
from fakes.on_slack import NBSP, Timer, a_delivery, manifest, platform_of, running, scripted, slack, timer
from fakes.patience import PATIENCE
from fakes.slack import SCOPES, FakeSlack

from handlers.slack_app import SlackPlatform, answers, connection
from handlers.slack_app.identity import FILES, NEEDED
from vigie.commands import Reply
from vigie.ports import TokenError

__all__ = ["slack", "timer"]


# -- tokens ------------------------------------------------------------------------------------------------------------


async def ended(slack: FakeSlack, bot: str | None = None, app: str | None = None) -> str:
    """The sentence with which a platform with these tokens ends."""
    options: Mapping[str, Any] = {"base_url": slack.base_url, "sleep": Timer().sleep}
    platform = SlackPlatform(bot or slack.bot_token, app or slack.app_token, scripted(), **options)
    with pytest.raises(TokenError) as refused:
        await asyncio.wait_for(platform.run(), PATIENCE)
    return str(refused.value)


async def test_swapped_tokens_are_said_to_be_swapped(slack: FakeSlack) -> None:
    said = await ended(slack, slack.app_token, slack.bot_token)
    assert "SLACK_BOT_TOKEN et SLACK_APP_TOKEN sont intervertis" in said
    assert not slack.calls


@pytest.mark.parametrize(
    ("bot", "app", "variable", "start"),
    [
        ("xapp-1-A1-x", "xapp-1-A1-prise", "SLACK_BOT_TOKEN", "xoxb-"),
        ("xoxp-1-personne", "xapp-1-A1-prise", "SLACK_BOT_TOKEN", "xoxb-"),
        ("xoxb-1-robot", "xoxb-1-robot", "SLACK_APP_TOKEN", "xapp-"),
        ("xoxb-1-robot", "n'importe quoi", "SLACK_APP_TOKEN", "xapp-"),
    ],
)
async def test_a_token_of_the_wrong_kind_is_told_before_anything_is_sent(
    slack: FakeSlack, bot: str, app: str, variable: str, start: str
) -> None:
    said = await ended(slack, bot, app)
    assert said.startswith(variable)
    assert f"doit commencer par {start}" in said
    assert not slack.calls


async def test_a_wrong_bot_token_is_one_sentence_that_says_where_to_find_it(slack: FakeSlack) -> None:
    said = await ended(slack, bot="xoxb-autre")
    assert said.startswith("Slack refuse SLACK_BOT_TOKEN")
    assert "OAuth & Permissions" in said
    assert "xoxb-autre" not in said


@pytest.mark.parametrize("error", sorted(answers.TOKENS))
async def test_each_reason_to_refuse_a_token_is_told(slack: FakeSlack, error: str) -> None:
    slack.fail("auth.test", error=error)
    assert answers.TOKENS[error] in await ended(slack)


async def test_a_wrong_app_token_is_one_sentence_that_says_where_to_find_it(slack: FakeSlack) -> None:
    said = await ended(slack, app="xapp-autre")
    assert said.startswith("Slack refuse SLACK_APP_TOKEN")
    assert "App-Level Tokens" in said
    assert "xapp-autre" not in said


async def test_an_app_token_without_its_scope_is_told(slack: FakeSlack) -> None:
    slack.fail("apps.connections.open", error="missing_scope", needed="connections:write", times=None)
    assert "n'a pas la portée connections:write" in await ended(slack)


async def test_an_app_token_revoked_while_running_ends_the_run(slack: FakeSlack) -> None:
    task = asyncio.create_task(platform_of(slack, scripted()).run())
    await slack.until(lambda: slack.connections)
    slack.fail("apps.connections.open", error="token_revoked", times=None)
    await slack.refresh()
    with pytest.raises(TokenError, match="révoqué"):
        await asyncio.wait_for(task, PATIENCE)


# -- the network -------------------------------------------------------------------------------------------------------


async def test_an_unreachable_slack_is_tried_again_ever_more_slowly_and_said_once_as_is_its_return(
    slack: FakeSlack, timer: Timer
) -> None:
    said: list[str] = []
    slack.fail("auth.test", drop=True, times=3)
    slack.fail("auth.test", error="ratelimited", retry_after=90)
    slack.fail("auth.test", status=502)
    async with running(slack, platform_of(slack, scripted(), timer, say=said.append)):
        assert await slack.type("/vigie liste")
    assert timer.slept == [1.0, 2.0, 4.0, 90.0, 60.0]
    assert said == [
        f"Slack ne répond pas{NBSP}; nouvel essai dans 1{NBSP}s, puis de moins en moins souvent. "
        "Les alertes attendent, rien n'est perdu.",
        "Slack répond de nouveau.",
    ]


@pytest.mark.parametrize("loss", ["refresh", "hang_up"])
async def test_a_lost_connection_is_opened_again(slack: FakeSlack, loss: str) -> None:
    async with running(slack, platform_of(slack, scripted())):
        await slack.type("/vigie liste")
        await getattr(slack, loss)()
        await slack.until(lambda: slack.hellos == 2 and slack.connections == 1)
        assert await slack.type("/vigie liste")


async def test_a_second_process_on_the_same_app_is_noticed(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    async with running(slack, platform_of(slack, scripted())):
        assert "second Vigie" not in caplog.text
        other = asyncio.create_task(platform_of(slack, scripted()).run())
        await slack.until(lambda: slack.connections == 2)
        await slack.type("/vigie liste")
        assert "2 connections are open for this Slack app: is a second Vigie running?" in caplog.text
        other.cancel()
        await asyncio.wait({other})


async def test_a_door_that_does_not_open_at_once_is_knocked_at_again(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    slack.fail("apps.connections.open", error="internal_error", times=2)
    async with running(slack, platform_of(slack, scripted(), ping_interval=0.1)):
        assert await slack.type("/vigie liste")
    assert "Retrying" in caplog.text
    assert all(record.exc_info is None for record in caplog.records)


async def test_no_token_and_no_ticket_is_written_to_the_log(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with running(slack, platform_of(slack, scripted())) as platform:
        await slack.type("/vigie liste secret")
        await platform.post(a_delivery())
        connection.sdk.info("given %s and wss://slack.example/?ticket=%s&app_id=1", slack.bot_token, "ticket-1")
    assert "given … and wss://slack.example/?ticket=…&app_id=1" in caplog.text
    for secret in (slack.bot_token, slack.app_token, "ticket-1", "/respond/"):
        assert secret not in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_the_trace_of_a_mistake_of_ours_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    for error in (ConnectionResetError("parti"), ZeroDivisionError("à nous")):
        try:
            raise error
        except (OSError, ArithmeticError):
            connection.sdk.exception("Failed")
    assert "parti" not in caplog.text
    assert "à nous" in caplog.text


async def test_stopping_lets_an_answer_underway_end_and_leaves_no_task(slack: FakeSlack) -> None:
    before = asyncio.all_tasks()
    release = slack.hold("users.info")
    async with running(slack, platform_of(slack, scripted())):
        typing = asyncio.create_task(slack.type("/vigie liste"))
        await slack.until(lambda: "users.info" in slack.events)
        asyncio.get_running_loop().call_soon(release)
    assert await typing
    await slack.until(lambda: not slack.connections)
    assert {t for t in asyncio.all_tasks() - before if "handlers" in repr(t) or "slack_sdk" in repr(t)} == set()


async def test_stopping_does_not_wait_for_what_never_ends(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "GRACE", 0.02)
    monkeypatch.setattr(connection, "GOODBYE", 0.02)
    slack.hold("users.info")
    async with running(slack, platform_of(slack, scripted())):
        typing = asyncio.create_task(slack.type("/vigie liste", replies=0))
        await slack.until(lambda: "users.info" in slack.events)
        slack.mute()
    await typing
    assert not slack.replies


# -- the manifest ------------------------------------------------------------------------------------------------------


async def test_the_manifest_asks_for_the_scopes_that_our_calls_need_and_no_other(slack: FakeSlack) -> None:
    async with running(slack, platform_of(slack, scripted(Reply("Fait.", private=False)))) as platform:
        await slack.type("/vigie abonner")
        await platform.edit(a_delivery(message_id=await platform.post(a_delivery())))
    used = {scope for call in slack.calls for scope in SCOPES[call.method]}
    asked = manifest()["oauth_config"]["scopes"]["bot"]
    assert set(asked) - {FILES} == used | {"commands"} == set(NEEDED)


def test_the_manifest_makes_the_app_that_the_code_expects() -> None:
    made = manifest()
    assert made["settings"]["socket_mode_enabled"] is True
    assert made["settings"]["interactivity"]["is_enabled"] is True
    (command,) = made["features"]["slash_commands"]
    assert command["command"] == "/vigie"
    assert command["should_escape"] is False
    assert 0 < len(command["usage_hint"]) <= 1_000
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    assert 174 <= len(made["display_information"]["long_description"]) <= 4_000
    assert re.fullmatch(r"#[0-9a-f]{6}", made["display_information"]["background_color"])
    assert len(json.dumps(made)) < 10_000
