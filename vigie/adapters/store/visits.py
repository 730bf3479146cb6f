"""What visits of feeds brought, kept: the state of each feed, the articles no feed brought before, their entries.

Visits that end while a commit is under way are committed together by the next one: a commit, and the making of a
statement, cost as much for fifty visits as for one. It judges no article.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from vigie.adapters.store.codec import clean, memory_to_json
from vigie.adapters.store.database import Database
from vigie.adapters.store.engines import insert_new
from vigie.adapters.store.entries import batches
from vigie.adapters.store.feeds import REMEMBERED, add_feed
from vigie.adapters.store.identity import Identity, identify
from vigie.adapters.store.schema import article, entry, feed
from vigie.model import Arrival, Article, Feed, FeedState
from vigie.text.fold import fold

Met = list[tuple[Identity, Article]]

TOGETHER = 50
"""Visits in one transaction, so that none of the other writes waits for long."""

FLOOD, FLOOD_SHARE = 20, 0.6
"""More new entries than this, and a greater share of a document, at once: its guids or links were changed."""

REMEMBERED_TITLES = 2_000


@dataclass(frozen=True, slots=True)
class Visited:
    """See ports.Store.save_visit."""

    feed: Feed
    state: FeedState
    articles: Sequence[Article]
    now: datetime
    baseline: bool
    arrival: Arrival = ""


class Visits:
    """The queue of visits to commit."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.waiting: list[tuple[Visited, asyncio.Future[int]]] = []
        self.saving: asyncio.Task[None] | None = None

    async def save(self, visited: Visited) -> int:
        """How many entries were new, once the visit is committed."""
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.waiting.append((visited, done))
        if self.saving is None:
            self.saving = asyncio.create_task(self.drain())
        return await done

    async def finish(self) -> None:
        """Wait until what was handed in is committed."""
        if self.saving is not None:
            await asyncio.wait({self.saving})

    async def drain(self) -> None:
        try:
            while self.waiting:
                batch, self.waiting = self.waiting[:TOGETHER], self.waiting[TOGETHER:]
                await self.commit(batch)
        finally:
            self.saving = None

    async def commit(self, batch: list[tuple[Visited, asyncio.Future[int]]]) -> None:
        """Commit them together; where that fails, each by itself, so that whichever is at fault fails alone."""
        try:
            counts = await self.database.write(save_visits, [visited for visited, _ in batch])
        except Exception as error:  # whoever waits gets it
            if len(batch) == 1:
                settle(batch[0][1], error)
                return
            for one in batch:
                await self.commit([one])
            return
        for (_, done), count in zip(batch, counts, strict=True):
            settle(done, count)


def settle(done: asyncio.Future[int], outcome: int | Exception) -> None:
    if done.done():  # whoever waited has given up
        return
    if isinstance(outcome, Exception):
        done.set_exception(outcome)
    else:
        done.set_result(outcome)


def save_visits(db: Connection, visits: Sequence[Visited]) -> list[int]:
    """How many entries of each were new."""
    feed_ids = save_states(db, visits)
    known = with_entries(db, [one for one, visited in zip(feed_ids, visits, strict=True) if visited.articles])
    met = [
        unmet(db, feed_id, visited.articles, is_known=feed_id in known)
        for feed_id, visited in zip(feed_ids, visits, strict=True)
    ]
    ids = save_articles(db, met, visits)
    rows, counts = [], []
    for feed_id, visited, theirs in zip(feed_ids, visits, met, strict=True):
        new = without_known_links(db, feed_id, theirs, ids, is_known=feed_id in known)
        found = list(entries(db, feed_id, visited, new, ids))
        rows += found
        counts.append(sum(not row["baseline"] or visited.baseline for row in found))
    if rows:
        db.execute(insert(entry), rows)
    return counts


# -- feeds ------------------------------------------------------------------------------------------------------------

REMEMBER = (
    update(feed)
    .where(feed.c.id == bindparam("feed_id"))
    .values({name: bindparam(f"new_{name}", type_=feed.c[name].type) for name in REMEMBERED})
)


def save_states(db: Connection, visits: Sequence[Visited]) -> list[int]:
    """Remember how the visits went; the ids of the feeds' rows."""
    urls = [visited.feed.url for visited in visits]
    ids = {row.url: row.id for row in db.execute(select(feed.c.url, feed.c.id).where(feed.c.url.in_(urls)))}
    for visited in visits:
        if visited.feed.url not in ids:
            ids[visited.feed.url] = add_feed(db, visited.feed)
    db.execute(
        REMEMBER,
        [
            {f"new_{name}": getattr(visited.state, name) for name in REMEMBERED}
            | {"feed_id": ids[visited.feed.url], "new_memory": memory_to_json(visited.state.memory)}
            for visited in visits
        ],
    )
    return [ids[url] for url in urls]


def with_entries(db: Connection, feed_ids: list[int]) -> set[int]:
    """Those of the feeds that brought anything before."""
    if not feed_ids:
        return set()
    brought = select(entry.c.id).where(entry.c.feed_id == feed.c.id).exists()
    return set(db.execute(select(feed.c.id).where(feed.c.id.in_(feed_ids), brought)).scalars())


# -- articles ---------------------------------------------------------------------------------------------------------


def unmet(db: Connection, feed_id: int, articles: Sequence[Article], *, is_known: bool) -> Met:
    """Those whose key this feed has not brought yet, each key once."""
    kept = [storable(one) for one in articles]
    by_key: dict[str, tuple[Identity, Article]] = {}
    for identity, one in zip(identify(kept), kept, strict=True):
        by_key.setdefault(identity.entry, (identity, one))
    for keys in batches(list(by_key) if is_known else []):
        query = select(entry.c.key).where(entry.c.feed_id == feed_id, entry.c.key.in_(keys))
        for known in db.execute(query).scalars().all():
            del by_key[known]
    return list(by_key.values())


def save_articles(db: Connection, met: Sequence[Met], visits: Sequence[Visited]) -> dict[str, int]:
    """Keep the articles that no feed brought yet; the ids of all, by key."""
    rows = [
        {
            "key": identity.article,
            "link": identity.link,
            "url": one.url,
            "title": one.title,
            "text": one.text,
            "published": one.published,
            "language": one.language,
            "first_seen": visited.now,
        }
        for theirs, visited in zip(met, visits, strict=True)
        for identity, one in theirs
    ]
    if rows:
        db.execute(insert_new(article), rows)
    ids: dict[str, int] = {}
    for keys in batches([row["key"] for row in rows]):
        query = select(article.c.key, article.c.id).where(article.c.key.in_(keys))
        ids.update((row.key, row.id) for row in db.execute(query))
    return ids


def without_known_links(db: Connection, feed_id: int, met: Met, ids: dict[str, int], *, is_known: bool) -> Met:
    """Without those whose article this feed brought before, under a guid that it has changed since."""
    fresh: dict[int, tuple[Identity, Article]] = {}
    for identity, one in met:
        fresh.setdefault(ids[identity.article], (identity, one))
    for some in batches(list(fresh) if is_known else []):
        query = select(entry.c.article_id).where(entry.c.feed_id == feed_id, entry.c.article_id.in_(some))
        for known in db.execute(query).scalars().all():
            del fresh[known]
    return list(fresh.values())


def entries(db: Connection, feed_id: int, visited: Visited, new: Met, ids: dict[str, int]) -> Iterator[dict[str, Any]]:
    """The rows of new entries."""
    is_flood = not visited.baseline and len(new) > FLOOD and len(new) > FLOOD_SHARE * len(visited.articles)
    known = known_titles(db, feed_id) if is_flood else frozenset()
    for identity, one in new:
        yield {
            "feed_id": feed_id,
            "article_id": ids[identity.article],
            "key": identity.entry,
            "guid": one.guid,
            "first_seen": visited.now,
            "baseline": visited.baseline or fold(one.title) in known,
            "arrival": "flood" if is_flood else visited.arrival or None,
        }


def known_titles(db: Connection, feed_id: int) -> frozenset[str]:
    """The titles that the feed brought of late, folded: by them, what changed its guid and its link is known again."""
    titles = select(article.c.title).join_from(entry, article).where(entry.c.feed_id == feed_id)
    newest = titles.order_by(entry.c.id.desc()).limit(REMEMBERED_TITLES)
    return frozenset(fold(title) for title in db.execute(newest).scalars() if title)


def storable(one: Article) -> Article:
    """The article with texts that the database takes; offsets into them stay true."""
    return Article(
        clean(one.url), clean(one.title), clean(one.text), in_range(one.published), one.language, clean(one.guid)
    )


def in_range(moment: datetime | None) -> datetime | None:
    """None for a moment that UTC's calendar does not hold (year 1 or 9999, off by its time zone)."""
    if moment is None or moment.tzinfo is None:
        return moment  # UtcTime refuses the naive
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None
