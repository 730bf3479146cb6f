"""Slack, when rooms go and come back, the app is taken out, people delete what we posted: events and refusals."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fakes.on_slack import (
    A_FACT,
    ROOM,
    THEN,
    Scripted,
    a_delivery,
    at_desk,
    manifest,
    platform_of,
    running,
    scripted,
    slack,
)
from fakes.slack import FakeSlack, Room
from fakes.vigie import COURRIER, GAZETTE, MORVAN, PONANT, Vigie

from handlers.slack_app.leaving import EVENTS, REMOVED
from vigie.adapters.store import SqlStore
from vigie.adapters.store.engines import Place
from vigie.model import Channel, DeliveryKind, Subscription
from vigie.pipeline import tick
from vigie.ports import ChatPlatform, PostError

__all__ = ["slack"]

OTHER = Channel("slack", "slack:T1", "C2")
LATER = THEN + timedelta(days=30)


@pytest.fixture
async def store(place: Place) -> AsyncIterator[SqlStore]:
    """Two rooms of the workspace, subscribed."""
    async with SqlStore(place) as store:
        subscriptions = [Subscription(room, None, created_at=THEN, created_by="U1") for room in (ROOM, OTHER)]
        await store.subscribe(subscriptions, None)
        yield store


def at(store: SqlStore) -> Scripted:
    return replace(scripted(), store=store)


# -- what Slack tells -------------------------------------------------------------------------------------------------


TOLD: list[tuple[str, dict[str, Any], list[Channel]]] = [
    ("channel_deleted", {"channel": "C1"}, [ROOM]),
    ("group_deleted", {"channel": "C1"}, [ROOM]),
    ("channel_archive", {"channel": "C1", "user": "U1"}, [ROOM]),
    ("group_archive", {"channel": "C1"}, [ROOM]),
    ("channel_left", {"channel": "C1"}, [ROOM]),
    ("group_left", {"channel": "C1"}, [ROOM]),
    ("member_left_channel", {"channel": "C1", "user": "U0"}, [ROOM]),
    ("member_left_channel", {"channel": "C1", "user": "U1"}, []),
    ("channel_deleted", {"channel": "C999"}, []),
    ("app_uninstalled", {}, [ROOM, OTHER]),
    ("tokens_revoked", {"tokens": {"oauth": ["U1"], "bot": ["U0"]}}, [ROOM, OTHER]),
    ("tokens_revoked", {"tokens": {"oauth": ["U1"], "bot": ["U9"]}}, []),
    ("tokens_revoked", {}, []),
]


@pytest.mark.parametrize(("kind", "event", "gone"), TOLD)
async def test_what_slack_tells_of_leaving_stops_at_once_what_it_concerns(
    slack: FakeSlack, store: SqlStore, kind: str, event: dict[str, Any], gone: list[Channel]
) -> None:
    said: list[str] = []
    async with running(slack, platform_of(slack, at(store), say=said.append)):
        await slack.tell(kind, **event)
    assert await store.gone(LATER) == gone
    assert said == ([REMOVED] if len(gone) == 2 else [])
    assert len(await store.subscriptions(ROOM)) == 1  # nothing is erased before it is asked again


@pytest.mark.parametrize(
    ("kind", "event", "gone"),
    [
        ("channel_unarchive", {"channel": "C1"}, [OTHER]),
        ("group_unarchive", {"channel": "C1"}, [OTHER]),
        ("member_joined_channel", {"channel": "C1", "user": "U0"}, [OTHER]),
        ("member_joined_channel", {"channel": "C1", "user": "U1"}, [ROOM, OTHER]),
    ],
)
async def test_a_room_that_is_there_again_is_written_to_again_and_no_other(
    slack: FakeSlack, store: SqlStore, kind: str, event: dict[str, Any], gone: list[Channel]
) -> None:
    await store.stop_tenant("slack:T1", THEN)
    async with running(slack, platform_of(slack, at(store))):
        await slack.tell(kind, **event)
    assert await store.gone(LATER) == gone


async def test_at_the_start_the_rooms_that_are_there_again_come_back(slack: FakeSlack, store: SqlStore) -> None:
    await store.stop_tenant("slack:T1", THEN - timedelta(hours=1))
    async with running(slack, platform_of(slack, at(store))):
        assert await store.gone(LATER) == [OTHER]  # we are not in that room


async def test_a_slack_that_does_not_say_so_at_the_start_changes_nothing(slack: FakeSlack, store: SqlStore) -> None:
    await store.stop_tenant("slack:T1", THEN - timedelta(hours=1))
    slack.fail("conversations.info", status=503, times=None)
    async with running(slack, platform_of(slack, at(store))):
        assert await store.gone(LATER) == [ROOM, OTHER]


def test_the_manifest_subscribes_to_the_events_that_are_read_and_no_other() -> None:
    assert sorted(manifest()["settings"]["event_subscriptions"]["bot_events"]) == sorted(EVENTS)


@pytest.mark.parametrize("error", ["account_inactive", "token_revoked"])
async def test_an_app_that_was_taken_out_is_a_confirmation_and_a_doubtful_answer_is_none(
    slack: FakeSlack, error: str
) -> None:
    platform = platform_of(slack, scripted())
    slack.fail("conversations.info", error=error)
    assert not await platform.exists(ROOM)
    slack.fail("conversations.info", error="invalid_auth")
    with pytest.raises(PostError):
        await platform.exists(ROOM)


async def test_a_room_that_we_were_put_out_of_or_that_is_archived_is_not_there(slack: FakeSlack) -> None:
    platform = platform_of(slack, scripted())
    slack.rooms["C3"] = Room("C3", "passé", archived=True)
    assert not await platform.exists(OTHER)
    assert not await platform.exists(replace(ROOM, id="C3"))


# -- a new fact for a post that people deleted ------------------------------------------------------------------------


def a_fact(message_id: str | None, number: int = 13) -> Any:
    owed = replace(a_delivery(number=number), kind=DeliveryKind.UPDATE, message_id=message_id)
    return replace(owed, alert=replace(owed.alert, update=A_FACT))


async def test_an_unclear_new_fact_for_a_post_that_people_deleted_meanwhile_is_settled(slack: FakeSlack) -> None:
    platform = reader(slack, True)
    ts = await platform.post(a_delivery())
    slack.throw_away(slack.messages[0])
    assert await platform.find(a_fact(ts)) is None
    assert await platform.post(a_fact(ts)) == ""


@pytest.mark.parametrize("history", [False, True])
async def test_a_new_fact_for_a_post_that_people_deleted_is_not_sent(slack: FakeSlack, history: bool) -> None:
    platform = reader(slack, history)
    ts = await platform.post(a_delivery())
    slack.throw_away(slack.messages[0])
    assert await platform.post(a_fact(ts)) == ""
    assert slack.messages == []
    assert len(slack.called("chat.postMessage")) == 1


async def test_the_stone_of_a_deleted_post_that_had_replies_shows_in_the_history_alone(slack: FakeSlack) -> None:
    ts = await reader(slack, False).post(a_delivery())
    await reader(slack, False).post(a_fact(ts))
    slack.throw_away(slack.messages[0])
    assert await reader(slack, True).post(a_fact(ts, 14)) == ""
    assert len(slack.messages) == 1
    assert await reader(slack, False).post(a_fact(ts, 14)) != ""  # what nobody can know: it joins the other replies
    assert {m.arguments["thread_ts"] for m in slack.messages} == {ts}


async def test_a_reply_that_slack_turned_into_a_message_is_taken_back(slack: FakeSlack) -> None:
    platform = reader(slack, False)
    ts = await platform.post(a_delivery())
    hold = slack.hold("chat.postMessage")
    posting = asyncio.create_task(platform.post(a_fact(ts)))
    await slack.until(lambda: len(slack.called("chat.postMessage")) == 2)
    slack.throw_away(slack.messages[0])  # between our look and the post
    hold()
    assert await posting == ""
    assert slack.messages == []
    assert slack.called("chat.delete")


async def test_a_reply_that_cannot_be_taken_back_is_told_of_and_settled(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    platform = reader(slack, False)
    slack.fail("chat.getPermalink", status=503)
    slack.fail("chat.delete", status=503)
    assert await platform.post(a_fact("1764000000.000099")) == ""
    assert "stays in a room" in caplog.text
    assert "xoxb" not in repr(platform)


async def test_in_doubt_a_new_fact_is_sent(slack: FakeSlack) -> None:
    platform = reader(slack, False)
    ts = await platform.post(a_delivery())
    slack.fail("chat.getPermalink", status=503)
    assert await platform.post(a_fact(ts)) == slack.messages[1].ts
    with pytest.raises(PostError, match="pas encore publiée"):
        await platform.post(a_fact(None))


def reader(slack: FakeSlack, history: bool) -> Any:
    slack.scopes |= {"channels:history"}
    platform = platform_of(slack, scripted())
    scopes = frozenset(slack.scopes if history else {"chat:write"})
    platform.bot = replace(platform.bot, team=slack.team, scopes=scopes)
    return platform


async def test_a_story_whose_post_people_deleted_is_told_no_further_and_nothing_stays_owed(
    slack: FakeSlack, vigie: Vigie
) -> None:
    platforms = dict[str, ChatPlatform]()
    desk, services = replace(vigie.desk, platforms=platforms), replace(vigie.services, platforms=platforms)
    await vigie.store.adopt([GAZETTE, COURRIER], [MORVAN, PONANT], vigie.clock())
    await tick(services)
    async with running(slack, at_desk(slack, desk)):
        await slack.type("/vigie abonner Ateliers Morvan")
        vigie.clock.forward(minutes=20)
        tell = "Ateliers Morvan a annoncé mardi la suppression de {} postes dans son usine de Dijon."
        vigie.web.publish(GAZETTE, "Ateliers Morvan va supprimer 120 postes à Dijon", tell.format(120))
        await tick(services)
        slack.throw_away(slack.messages[0])
        for jobs in (135, 150):
            vigie.clock.forward(minutes=20)
            vigie.web.publish(COURRIER, f"Ateliers Morvan va supprimer {jobs} postes à Dijon", tell.format(jobs))
            await tick(services)
    assert slack.messages == []
    assert len(slack.called("chat.postMessage")) == 1
    assert slack.called("chat.getPermalink")
    assert await vigie.store.due_deliveries(vigie.clock() + timedelta(days=2)) == []
