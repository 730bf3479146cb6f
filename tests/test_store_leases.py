"""Leases at hubs, kept: one a feed, due when they say so, or as soon as nobody follows the feed any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes.store import COURRIER, GAZETTE, MORVAN, NOON, Told, store, told  # noqa: F401

from vigie import websub
from vigie.adapters.store import SqlLeases
from vigie.memory import Offer
from vigie.model import Feed, FeedState
from vigie.websub import Lease

ON_BOTH = True
ADDRESS = "https://vigie.example/websub"


def a_lease(feed: Feed = GAZETTE, path: str = "p" * 43, **fields: object) -> Lease:
    offer = Offer(("https://hub.example/",), feed.url)
    return replace(websub.fresh(offer, ADDRESS, path, "s3cr3te", NOON + timedelta(hours=1)), **fields)


@pytest.fixture
def leases(told: Told) -> SqlLeases:  # noqa: F811
    return SqlLeases(told.store.database)


async def test_a_lease_comes_back_as_it_was_kept(leases: SqlLeases) -> None:
    full = a_lease(
        asked_at=NOON,
        leaving=True,
        until=NOON + timedelta(days=10),
        failures=3,
        trouble="Réponse 500\0",
        method="sha512",
        pushed_at=NOON - timedelta(seconds=3, microseconds=7),
        missed=True,
    )
    for one in (a_lease(), full):
        await leases.save(GAZETTE.url, one)
        kept = await leases.of(GAZETTE.url)
        assert kept == replace(one, trouble=one.trouble.replace("\0", "\ufffd"))
        found = await leases.at(one.path)
        assert found is not None
        assert found[0].name == "La Gazette"
        assert found[2] == kept
    assert await leases.of(COURRIER.url) is None
    assert await leases.at("q" * 43) is None


async def test_a_feed_has_one_lease_and_may_lose_it(leases: SqlLeases) -> None:
    await leases.save(GAZETTE.url, a_lease())
    await leases.save(GAZETTE.url, a_lease(path="q" * 43))
    assert await leases.at("p" * 43) is None
    await leases.save(GAZETTE.url, None)
    assert await leases.of(GAZETTE.url) is None


async def test_a_feed_that_is_no_more_gets_no_lease(leases: SqlLeases) -> None:
    await leases.save("https://unknown.example/rss", a_lease())
    assert await leases.at("p" * 43) is None


async def test_leases_are_due_in_their_order_or_as_soon_as_nobody_follows(leases: SqlLeases, told: Told) -> None:  # noqa: F811
    await leases.save(GAZETTE.url, a_lease(due_at=NOON + timedelta(hours=2)))
    await leases.save(COURRIER.url, a_lease(COURRIER, "q" * 43, due_at=NOON + timedelta(hours=1)))
    assert await leases.due(NOON) == []
    due = await leases.due(NOON + timedelta(hours=2))
    assert [(feed.url, followed) for feed, _, _, followed in due] == [(COURRIER.url, True), (GAZETTE.url, True)]
    await told.store.adopt([COURRIER], [MORVAN], NOON)
    [(feed, _, lease, followed)] = await leases.due(NOON)
    assert (feed.url, followed) == (GAZETTE.url, False)
    await leases.save(GAZETTE.url, replace(lease, leaving=True))
    assert await leases.due(NOON) == [], "its end is asked for: what is due next, it says itself"


async def test_at_a_start_leases_of_another_address_go_and_their_feeds_are_read_soon(
    leases: SqlLeases,
    told: Told,  # noqa: F811
) -> None:
    for feed in (GAZETTE, COURRIER):
        state = FeedState(feed.url, next_visit=NOON + timedelta(hours=3), baseline_at=NOON)
        await told.store.save_visit(feed, state, [], NOON, baseline=True)
    await leases.save(GAZETTE.url, a_lease())
    await leases.begin(ADDRESS, NOON)
    assert await leases.of(GAZETTE.url)
    assert [feed.url for feed, _ in await told.store.due_feeds(NOON)] == [GAZETTE.url]
    await leases.begin("https://moved.example/websub", NOON)
    assert await leases.of(GAZETTE.url) is None
    await leases.save(GAZETTE.url, a_lease())
    await leases.begin(None, NOON)
    assert await leases.of(GAZETTE.url) is None


async def test_a_lease_goes_with_the_tenant_that_alone_followed_the_feed(leases: SqlLeases, told: Told) -> None:  # noqa: F811
    theirs = Feed("https://theirs.example/rss", "Le Leur", tenant="chat:1")
    await told.store.follow(theirs, NOON)
    await leases.save(theirs.url, a_lease(theirs))
    await told.store.erase_tenant("chat:1")
    assert await leases.at("p" * 43) is None


async def test_the_feeds_whose_pushes_arrive_are_known(leases: SqlLeases) -> None:
    verified = websub.granted(a_lease(), timedelta(days=10), NOON, 0.0)
    await leases.save(GAZETTE.url, verified)
    assert await leases.carrying(NOON) == frozenset()
    await leases.save(GAZETTE.url, websub.pushed(verified, NOON))
    await leases.save(COURRIER.url, a_lease(COURRIER, "q" * 43))
    assert await leases.carrying(NOON) == {GAZETTE.url}
    assert await leases.carrying(NOON + timedelta(days=10)) == frozenset()
