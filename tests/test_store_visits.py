"""Visits that end together are committed together; one that cannot be kept fails alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from fakes.store import COURRIER, GAZETTE, NOON, an_article, store, told
from sqlalchemy import event

from vigie.adapters.store import SqlStore
from vigie.memory import Closure
from vigie.model import LOCAL, FeedState

ON_BOTH = True

HOUR = timedelta(hours=1)

__all__ = ["store", "told"]


def saving(told, feed, *articles, now=NOON):
    return told.store.save_visit(feed, FeedState(feed.url), articles, now, baseline=False)


async def test_visits_that_end_together_share_a_commit(told):
    commits = []

    def count(connection):
        commits.append(connection)

    event.listen(told.store.database.writer, "commit", count)
    feeds = [replace(GAZETTE, url=f"https://site{n}.example/rss") for n in range(30)]
    counts = await asyncio.gather(*(saving(told, feed, an_article(url=f"{feed.url}/1")) for feed in feeds))
    event.remove(told.store.database.writer, "commit", count)
    assert counts == [1] * 30
    assert len(commits) == 1
    assert len(await told.store.unexamined()) == 30


async def test_one_article_in_two_feeds_of_a_commit_is_one_article_with_two_entries(told):
    same = an_article(url="https://gazette.example/1")
    assert await asyncio.gather(saving(told, GAZETTE, same), saving(told, COURRIER, same)) == [1, 1]
    first, second = await told.store.unexamined()
    assert first.article_id == second.article_id


async def test_a_visit_that_cannot_be_kept_fails_alone(told):
    naive = NOON.replace(tzinfo=None)
    outcomes = await asyncio.gather(
        saving(told, GAZETTE, an_article(url="https://a.example/1")),
        saving(told, COURRIER, an_article(url="https://a.example/2"), now=naive),
        saving(told, GAZETTE, an_article(url="https://a.example/3")),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes] == [int, type(outcomes[1]), int]
    assert "time zone" in str(outcomes[1])
    assert len(await told.store.unexamined()) == 2


async def test_whoever_gives_up_waiting_keeps_no_other_from_being_served(told):
    given_up = asyncio.create_task(saving(told, GAZETTE, an_article(url="https://a.example/1")))
    other = asyncio.create_task(saving(told, COURRIER, an_article(url="https://a.example/2")))
    await asyncio.sleep(0)
    given_up.cancel()
    assert await other == 1
    with pytest.raises(asyncio.CancelledError):
        await given_up


async def test_what_was_handed_in_is_committed_before_the_file_closes(told, tmp_path):
    async with SqlStore(tmp_path / "other.db") as other:
        task = asyncio.create_task(
            other.save_visit(GAZETTE, FeedState(GAZETTE.url), [an_article()], NOON, baseline=False)
        )
        await asyncio.sleep(0)
    assert await task == 1
    async with SqlStore(tmp_path / "other.db") as other:
        assert len(await other.unexamined()) == 1


async def test_after_a_crowd_the_next_commit_waits_a_moment_for_more(told):
    commits = []

    def count(connection):
        commits.append(connection)

    event.listen(told.store.database.writer, "commit", count)
    feeds = [replace(GAZETTE, url=f"https://site{n}.example/rss") for n in range(8)]
    crowd = [asyncio.create_task(saving(told, feed, an_article(url=f"{feed.url}/1"))) for feed in feeds[:6]]
    await asyncio.sleep(0)
    early = asyncio.create_task(saving(told, feeds[6]))
    await asyncio.gather(*crowd)
    await asyncio.gather(early, saving(told, feeds[7]))
    event.remove(told.store.database.writer, "commit", count)
    assert len(commits) == 2


async def test_a_host_that_closes_is_left_alone_with_all_its_feeds_and_no_other(told):
    urls = [
        "https://a.example/1",
        "http://a.example/2",
        "https://a.example:8443/3",
        "https://a.example.org/4",
        "https://b.example/https://a.example/5",
        "https://A_example/6",
    ]
    feeds = [replace(GAZETTE, url=url) for url in urls]
    await told.store.adopt(feeds, [], NOON)
    closed = replace(FeedState(urls[0]).memory, closed=Closure("a.example", NOON + HOUR))
    state = FeedState(urls[0], next_visit=NOON + 2 * HOUR, memory=closed)
    await told.store.save_visit(feeds[0], state, [], NOON, baseline=True)
    due = {feed.url: state.next_visit for feed, state in await told.store.feeds(LOCAL)}
    assert [due[url] for url in urls] == [NOON + 2 * HOUR, NOON + HOUR, NOON + HOUR, None, None, None]


async def test_an_article_in_thirty_feeds_is_one_article(told):
    feeds = [replace(GAZETTE, url=f"https://site{n}.example/rss") for n in range(30)]
    links = [f"https://www.agence.example/depeche/1?utm_source=site{n}" for n in range(30)]
    await asyncio.gather(*(saving(told, feed, an_article(url=link)) for feed, link in zip(feeds, links, strict=True)))
    entries = await told.store.unexamined()
    assert (len(entries), len({entry.article_id for entry in entries})) == (30, 1)


async def test_an_old_entry_that_slides_back_into_its_document_is_not_new(told):
    old, new = (an_article(url=f"https://gazette.example/{n}", guid=str(n)) for n in range(2))
    assert [await saving(told, GAZETTE, *document) for document in ([old], [new], [new, old])] == [1, 1, 0]
