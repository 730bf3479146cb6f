"""The line from Slack when it fails: Socket Mode's disconnects, refusals, repetitions and silences, on the loopback."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from fakes.on_slack import Timer, a_delivery, platform_of, running, scripted, slack, timer
from fakes.patience import PATIENCE
from fakes.slack import FakeSlack

from handlers.slack_app.connection import Seen
from vigie.commands import Reply

__all__ = ["slack", "timer"]

NBSP = "\N{NO-BREAK SPACE}"
SOON = 5.0


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled", "too_many_websockets"])
async def test_whatever_slack_disconnects_for_the_line_is_there_again_and_alerts_go_out(
    slack: FakeSlack, reason: str
) -> None:
    said: list[str] = []
    async with running(slack, platform_of(slack, scripted(), say=said.append)) as platform:
        began = time.monotonic()
        await slack.refresh(reason)
        assert await platform.post(a_delivery())
        await slack.until(lambda: slack.hellos == 2 and slack.connections == 1)
        seconds = time.monotonic() - began
        assert await slack.type("/vigie liste")
    assert seconds < SOON, f"« {reason} »: {seconds:.2f} s until the line was there again"
    assert said == []


async def test_a_line_without_an_answer_to_our_pings_is_given_up(slack: FakeSlack) -> None:
    slack.silent = True
    async with running(slack, platform_of(slack, scripted(), ping_interval=0.1)):
        slack.silent = False
        began = time.monotonic()
        await slack.until(lambda: slack.hellos == 2)
        seconds = time.monotonic() - began
        assert await slack.type("/vigie liste")
    assert seconds < SOON, f"no pong: {seconds:.2f} s until the line was there again"


async def test_socket_mode_switched_off_is_said_once_alerts_go_out_and_its_return_is_said(slack: FakeSlack) -> None:
    said: asyncio.Queue[str] = asyncio.Queue()
    options: dict[str, Any] = {"say": said.put_nowait, "ping_interval": 0.1}
    async with running(slack, platform_of(slack, scripted(), **options)) as platform:
        slack.fail("apps.connections.open", error="socket_mode_not_enabled", times=None)
        await slack.refresh("link_disabled")
        assert (await asyncio.wait_for(said.get(), PATIENCE)).startswith(
            "Slack a fermé Socket Mode à cette application"
        )
        assert await platform.post(a_delivery())
        await slack.hang_up()
        slack.mend("apps.connections.open")
        assert await asyncio.wait_for(said.get(), PATIENCE) == "Slack répond de nouveau."
        assert await slack.type("/vigie liste")
    assert said.empty()


async def test_a_line_that_stays_cut_is_said_once(slack: FakeSlack) -> None:
    said: asyncio.Queue[str] = asyncio.Queue()
    options: dict[str, Any] = {"say": said.put_nowait, "ping_interval": 0.1, "grace": 0.05}
    async with running(slack, platform_of(slack, scripted(), **options)) as platform:
        slack.fail("apps.connections.open", status=503, times=None)
        await slack.hang_up()
        assert await asyncio.wait_for(said.get(), PATIENCE) == (
            f"La connexion à Slack est coupée{NBSP}: Vigie la rétablit d'elle-même. En attendant, les commandes ne "
            "répondent pas, les alertes partent."
        )
        assert await platform.post(a_delivery())
        slack.mend("apps.connections.open")
        assert await asyncio.wait_for(said.get(), PATIENCE) == "Slack répond de nouveau."
    assert said.empty()


async def test_a_door_shut_in_our_face_is_knocked_at_ever_more_slowly(slack: FakeSlack, timer: Timer) -> None:
    slack.most_sockets = 0
    task = asyncio.create_task(platform_of(slack, scripted(), timer).run())
    await slack.until(lambda: len(slack.called("apps.connections.open")) == 8)
    assert timer.slept[:5] == [1.0, 2.0, 4.0, 8.0, 16.0]
    slack.most_sockets = 10
    await slack.until(lambda: slack.connections)
    assert await slack.type("/vigie liste")
    task.cancel()
    await asyncio.wait({task})


async def test_what_slack_repeats_is_acknowledged_and_answered_once(slack: FakeSlack) -> None:
    desk = scripted(Reply("Fait."))
    async with running(slack, platform_of(slack, desk)):
        await slack.type("/vigie pause")
        [first] = slack.envelopes
        await slack.send(first)  # at once: its acknowledgement was lost
        await slack.send(first | {"envelope_id": "e-late", "retry_attempt": 2, "retry_reason": "timeout"})
        await slack.type("/vigie reprendre")
    assert [name for _, name, _ in desk.asked] == ["pause", "reprendre"]
    assert len(slack.replies) == 2
    assert len(slack.acks) == 4


async def test_what_slack_repeats_is_answered_where_the_first_never_came(slack: FakeSlack) -> None:
    desk = scripted(Reply("Fait."))
    async with running(slack, platform_of(slack, desk)):
        await slack.type("/vigie pause")
        [first] = slack.envelopes
    async with running(slack, platform_of(slack, desk)):  # another process: nothing says that the first one had it
        await slack.send(first | {"envelope_id": "e-late", "retry_attempt": 1, "retry_reason": "timeout"})
    assert len(desk.asked) == 2


async def test_it_can_be_run_again_when_another_process_had_the_line_meanwhile(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted())
    for _ in range(2):
        async with running(slack, platform):
            assert await slack.type("/vigie liste")
        await slack.until(lambda: not slack.connections)


def test_what_was_seen_long_ago_is_forgotten() -> None:
    seen = Seen(most=2)
    assert [seen.is_new(key) for key in "abacb"] == [True, True, False, True, False]
    assert [seen.is_new(key) for key in "dab"] == [True, True, True]
