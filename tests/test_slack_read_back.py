"""Slack, after an answer was lost: what became of the message is looked up, where that may be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fakes.on_slack import ROOM, THEN, a_delivery, platform_of, scripted, slack
from fakes.slack import FakeSlack, Room

from handlers.slack_app.read_back import ALWAYS, PAGE, PAGES
from vigie.model import Channel
from vigie.ports import PostError

__all__ = ["slack"]


async def test_a_message_is_found_by_its_number_where_slack_lets_us_read(slack: FakeSlack) -> None:
    slack.scopes |= {"channels:history"}
    platform = platform_of(slack, scripted())
    assert await platform.find(a_delivery()) is None
    ts = await platform.post(a_delivery())
    for number in range(20, 40):
        await platform.post(a_delivery(number=number))
    assert await platform.find(a_delivery(asked_at=THEN)) == ts
    assert await platform.find(a_delivery(number=99, asked_at=datetime(2026, 11, 25, tzinfo=UTC))) is None
    assert platform.remembers(ROOM) == timedelta()


async def test_where_slack_does_not_let_us_read_nobody_knows(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted())
    granted = frozenset(slack.scopes)
    for scopes in (granted, granted | {"channels:history"}):  # not granted; taken back since
        platform.bot = replace(platform.bot, team=slack.team, scopes=scopes)
        with pytest.raises(PostError, match="relire") as refused:
            await platform.find(a_delivery())
        assert refused.value.unclear


async def test_what_we_may_read_is_asked_of_slack_where_nothing_has_told_it_yet(slack: FakeSlack) -> None:
    """What is owed is sent before the connection stands: « I may not read » would be a guess, and a doubled alert."""
    slack.scopes |= {"channels:history"}
    ts = await platform_of(slack, scripted()).post(a_delivery())
    restarted = platform_of(slack, scripted())
    slack.fail("auth.test", status=503)
    with pytest.raises(PostError) as away:
        await restarted.find(a_delivery())
    assert not away.value.unclear
    assert await restarted.find(a_delivery()) == ts
    assert restarted.bot.may_read


async def test_too_many_messages_since_leave_it_unknown_and_an_absence_is_asked_again(slack: FakeSlack) -> None:
    slack.scopes |= {"channels:history"}
    platform = platform_of(slack, scripted())
    ts = await platform.post(a_delivery())
    await platform.post(a_delivery(number=100))
    slack.messages += [replace(slack.messages[-1]) for _ in range(PAGE * PAGES - 2)]
    assert await platform.find(a_delivery(asked_at=THEN - timedelta(days=900))) == ts
    slack.messages += [replace(slack.messages[-1])]
    with pytest.raises(PostError, match="Trop de messages") as refused:
        await platform.find(a_delivery(asked_at=THEN - timedelta(days=900)))
    assert refused.value.unclear
    asked = len(slack.called("conversations.history"))
    assert await platform.find(a_delivery(number=99, asked_at=THEN)) is None
    assert len(slack.called("conversations.history")) == asked + ALWAYS
    slack.fail("conversations.history", status=503)
    with pytest.raises(PostError) as away:
        await platform.find(a_delivery())
    assert not away.value.unclear


@pytest.mark.parametrize(
    ("fault", "unclear"),
    [
        ({"lost": True}, True),
        ({"drop": True}, True),
        ({"status": 500}, True),
        ({"status": 503}, False),
        ({"status": 429, "retry_after": 1}, False),
        ({"body": "<html>"}, True),
        ({"body": "{}", "content_type": "application/json"}, True),
        ({"error": "internal_error"}, True),
        ({"error": "service_unavailable"}, True),
        ({"error": "is_archived"}, False),
        ({"error": "a_new_word"}, False),
    ],
)
async def test_what_leaves_us_in_doubt_and_what_does_not(
    slack: FakeSlack, fault: dict[str, Any], unclear: bool
) -> None:
    slack.fail("chat.postMessage", **fault)
    with pytest.raises(PostError) as refused:
        await platform_of(slack, scripted()).post(a_delivery())
    assert refused.value.unclear is unclear


async def test_nobody_at_the_other_end_is_no_doubt(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted(), base_url="http://127.0.0.1:1/api/")
    with pytest.raises(PostError) as refused:
        await platform.post(a_delivery())
    assert not refused.value.unclear


async def test_each_refusal_says_whom_it_concerns(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted())
    for word, about in (
        ("not_in_channel", "blocked"), ("is_archived", "gone"), ("token_revoked", "everywhere"),
    ):  # fmt: skip
        slack.fail("chat.postMessage", error=word)
        with pytest.raises(PostError) as refused:
            await platform.post(a_delivery())
        assert getattr(refused.value, about), word


async def test_what_was_posted_and_deleted_since_is_not_posted_again(slack: FakeSlack) -> None:
    slack.fail("chat.postMessage", error="duplicate_message_not_found")
    assert await platform_of(slack, scripted()).post(a_delivery()) == ""


async def test_whether_a_room_is_there(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted())
    assert await platform.exists(ROOM)
    assert not await platform.exists(Channel("slack", "slack:T1", "C999"))
    slack.fail("conversations.info", status=503)
    with pytest.raises(PostError):
        await platform.exists(ROOM)


async def test_a_person_is_warned_in_a_private_message(slack: FakeSlack) -> None:
    slack.rooms["U1"] = Room("U1", "directmessage")
    platform = platform_of(slack, scripted())
    await platform.warn("U1", ROOM, "Je ne suis pas dans ce salon.")
    assert slack.messages[0].channel == "U1"
    assert slack.messages[0].live == ["<#C1>"]
    with pytest.raises(PostError):
        await platform.warn("U404", ROOM, "non")


async def test_a_person_is_told_of_a_feed_in_a_private_message(slack: FakeSlack) -> None:
    slack.rooms["U1"] = Room("U1", "directmessage")
    platform = platform_of(slack, scripted())
    await platform.tell("U1", "Le flux « <!channel> » est en panne.")
    assert slack.messages[0].channel == "U1"
    assert slack.messages[0].live == []
    with pytest.raises(PostError):
        await platform.tell("U404", "non")
