"""A clock that was wrong and was set right: nothing waits for a time that it showed by mistake, nothing is given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from fakes.store import GAZETTE, HERE, MORVAN, NOON, an_entry, an_event, store, told
from fakes.vigie import Vigie
from test_delivery import House, house

from vigie.lanes import Lanes
from vigie.model import FeedState, Subscription
from vigie.ports import PostError
from vigie.route import route
from vigie.rules import NEVER_QUIET
from vigie.schedule import NEVER

__all__ = ["house", "store", "told"]

ON_BOTH = True
MONTH = timedelta(days=30)
PLAN = "Ateliers Morvan va supprimer 120 postes à Dijon"


async def visits(house: House) -> dict[str, datetime | None]:
    known = await house.store.due_feeds(NOON, everything=True)
    return {feed.name: state.next_visit for feed, state in known}


async def test_a_feed_waits_for_one_interval_at_most_once_the_clock_is_right_again(house: House):
    for feed, at in ((GAZETTE, NOON + MONTH), (replace(GAZETTE, url="https://courrier.example/rss"), NEVER)):
        state = FeedState(feed.url, next_visit=at, baseline_at=NOON, last_success=NOON + MONTH)
        await house.store.save_visit(feed, state, [], NOON, baseline=False)
    await house.store.recover(NOON)  # at the next start
    assert await visits(house) == {"La Gazette": NOON + GAZETTE.every, "Le Courrier": NEVER}


async def test_a_start_at_a_time_like_the_last_one_hurries_nobody(house: House):
    later = NOON + timedelta(hours=6)
    state = FeedState(GAZETTE.url, next_visit=later, baseline_at=NOON, last_success=NOON)
    await house.store.save_visit(GAZETTE, state, [], NOON, baseline=False)
    await house.store.recover(NOON)
    assert (await visits(house))["La Gazette"] == later


async def test_a_delivery_and_a_channel_that_were_put_off_by_a_wrong_clock_are_tried_at_once(house: House):
    await house.told.subscribe()
    house.clock.now = NOON + timedelta(hours=3)
    await house.owe()
    house.chat.errors = [PostError("non", blocked=True, retry_after=timedelta(hours=1))]
    await house.deliver()
    house.clock.now = NOON
    await house.deliver()
    assert await house.states() == ["sent"]


def test_a_platform_that_was_held_by_a_wrong_clock_is_held_no_more():
    lanes = Lanes()
    assert not lanes.was_turned_back(NOON + MONTH)
    lanes.hold("chat", NOON + MONTH + timedelta(minutes=15))
    assert not lanes.was_turned_back(NOON + MONTH - timedelta(seconds=30))  # as clocks are set right every day
    assert lanes.is_held("chat", NOON + MONTH)
    assert lanes.was_turned_back(NOON)
    assert not lanes.is_held("chat", NOON)
    assert not lanes.was_turned_back(NOON + timedelta(seconds=5))


async def test_what_was_asked_for_while_the_clock_was_right_is_heard_while_it_is_wrong(vigie: Vigie):
    await vigie.watching()
    vigie.clock.now -= timedelta(days=365)
    vigie.web.publish(GAZETTE, PLAN, f"{PLAN}.")
    await vigie.tick()
    await vigie.tick(minutes=16)
    assert len(vigie.chat.posts) == 1


def test_a_subscription_that_is_younger_than_the_article_does_not_get_it():
    entry, event = an_entry(seen=NOON), an_event(MORVAN)
    younger = Subscription(HERE, None, created_at=NOON + timedelta(minutes=1))
    assert route(event, entry, [younger], NOON + timedelta(minutes=2)) == []
    assert route(event, entry, [younger], NOON) == [HERE]  # made at a time that is still to come


async def test_neither_a_long_stop_nor_a_jump_takes_a_row_s_chances(house: House):
    await house.owe()
    for _ in range(3):
        house.chat.errors = [PostError("503")]
        await house.deliver(days=8)
    assert await house.states() == ["pending"]
    await house.deliver(hours=1)
    assert await house.states() == ["sent"]


async def test_a_row_that_failed_often_and_for_long_is_given_up(house: House):
    await house.rules(NEVER_QUIET)
    await house.owe()
    for _ in range(12):
        house.chat.errors = [PostError("503")]
        await house.deliver(hours=8)
    assert await house.states() == ["dead"]
