"""No message goes past the rules of its channel, whatever happens beside it: races, backlogs, floods, new rules."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from fakes.store import GAZETTE, HERE, a_summary, an_article, an_event, store, told
from test_delivery import House, house

from vigie.delivery import deliver_due, plan, start
from vigie.model import FeedState, Finding
from vigie.ports import PostError
from vigie.rules import Rhythm, Rules

__all__ = ["house", "store", "told"]

ON_BOTH = True
DAILY = Rules(rhythm=Rhythm.DAILY)
MORNING = datetime(2026, 3, 3, 7, 30, tzinfo=UTC)


# -- races ------------------------------------------------------------------------------------------------------------


async def test_what_is_queued_after_the_rules_decided_waits_for_their_next_decision(house: House):
    """Two deliveries run side by side: what one's article brought was sent by the other, past the channel's rules."""
    await house.rules(DAILY)
    planned = await plan(house.services)
    await house.owe()
    running: set[asyncio.Task[None]] = set()
    assert await start(house.services, planned, set(), running) is None
    await house.deliver()
    assert (house.chat.posts, await house.states()) == ({}, ["pending"])
    assert await house.store.waits(HERE) == [MORNING]


async def test_what_becomes_due_while_a_delivery_goes_on_is_not_told_alone(house: House):
    await house.rules(DAILY)
    await house.owe(count=3)
    await house.deliver()
    house.clock.now = MORNING - timedelta(seconds=1)
    planned = await plan(house.services)
    house.clock.now = MORNING
    assert await start(house.services, planned, set(), set()) is None
    await house.deliver()
    assert [len(digest.stories) for digest in house.chat.digests] == [3]
    assert len(house.chat.posts) == 1


# -- new rules, evenings ----------------------------------------------------------------------------------------------


async def test_a_digest_that_could_not_be_sent_by_the_evening_waits_for_the_morning(house: House):
    await house.owe(count=20)
    house.chat.errors = [PostError("Le chat est absent.")]
    await house.deliver()
    house.clock.now = datetime(2026, 3, 2, 21, tzinfo=UTC)
    await house.deliver()
    assert house.chat.posts == {}
    house.clock.now = MORNING
    await house.deliver()
    assert len(house.chat.digests) == 1


async def test_a_digest_that_waits_for_the_morning_comes_at_once_where_the_night_is_quiet_no_more(house: House):
    await house.owe(count=20)
    house.chat.errors = [PostError("Le chat est absent.")]
    await house.deliver()
    house.clock.now = datetime(2026, 3, 2, 21, tzinfo=UTC)
    await house.deliver()
    await house.rules(Rules(quiet_from=time(), quiet_to=time()))
    await house.deliver()
    assert len(house.chat.digests) == 1


async def test_new_quiet_hours_hold_what_waits(house: House):
    await house.owe(count=2)
    house.chat.errors = [PostError("Le chat est absent.")] * 2
    await house.deliver()
    await house.rules(Rules(quiet_from=time(12), quiet_to=time(15)))  # it is one o'clock in Paris
    await house.deliver(minutes=1)
    assert (house.chat.posts, len(await house.store.waits(HERE))) == ({}, 2)
    await house.rules(Rules(quiet_from=time(22), quiet_to=time(6)))
    await house.deliver(minutes=1)
    assert len(house.chat.posts) == 2


async def test_what_is_asked_for_by_hand_comes_in_the_quiet_too(house: House):
    house.clock.now = datetime(2026, 3, 2, 21, tzinfo=UTC)
    await house.owe(count=2)
    await house.deliver()
    assert await house.store.gather(HERE, house.clock()) == 2
    await house.deliver()
    assert len(house.chat.digests) == 1


# -- what came late ---------------------------------------------------------------------------------------------------


async def bring(house: House, arrival: str, *ages: timedelta) -> None:
    """Articles of these ages, met in a visit of that kind."""
    house.told.now = house.clock()
    morvan, state = await house.told.company(), FeedState("https://gazette.example/rss")
    articles = [replace(an_article(), published=house.clock() - age) for age in ages]
    await house.store.save_visit(GAZETTE, state, articles, house.clock(), baseline=False, arrival=arrival)
    for entry in await house.store.unexamined():
        await house.told.examine(entry, Finding(an_event(morvan), summary=a_summary(), alerts=(HERE,)))


HOURS, DAYS = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("arrival", "ages", "alone", "listed", "counted"),
    [
        ("", (5 * HOURS,) * 6, 6, 0, 0),  # as they come: by what they have waited here
        ("late", (5 * HOURS,) * 5, 5, 0, 0),
        ("late", (5 * HOURS,) * 8, 5, 3, 0),
        ("late", (80 * HOURS, timedelta()), 1, 1, 0),  # older than three days: in a digest
        ("late", (8 * DAYS, 9 * DAYS, timedelta()), 1, 0, 2),  # than a week: counted
        ("flood", (timedelta(),) * 3, 0, 3, 0),  # of a document that was new throughout: together
    ],
)
async def test_what_comes_late_or_in_a_flood_is_told_by_its_own_age(house, arrival, ages, alone, listed, counted):
    await bring(house, arrival, *ages)
    await house.deliver()
    digests = house.chat.digests
    assert len(house.chat.posts) - len(digests) == alone
    assert sum(len(digest.stories) for digest in digests) == listed
    assert sum(digest.older for digest in digests) == counted


async def test_a_backlog_that_is_read_in_parts_is_five_posts_an_hour_all_the_same(house: House):
    await house.rules(Rules(hourly=100))
    for _ in range(3):
        await bring(house, "late", *(5 * HOURS,) * 4)
        await deliver_due(house.services)
    assert len(house.chat.posts) - len(house.chat.digests) <= 5
