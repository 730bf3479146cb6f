"""What visits of feeds brought, kept: the state of each feed, the articles no feed brought before, their entries.

Visits that end while a commit is under way are committed together by the next one: a commit, and the making of a
statement, cost as much for fifty visits as for one. It judges no article.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Column, Connection, Select, bindparam, insert, or_, select, update

from vigie.adapters.store.codec import clean, memory_to_json
from vigie.adapters.store.database import Database
from vigie.adapters.store.engines import insert_new
from vigie.adapters.store.entries import batches
from vigie.adapters.store.feeds import REMEMBERED, add_feed
from vigie.adapters.store.identity import Identity, identify
from vigie.adapters.store.rows import run_many
from vigie.adapters.store.schema import article, entry, feed
from vigie.memory import Closure
from vigie.model import Arrival, Article, Feed, FeedState
from vigie.text.fold import fold

Met = list[tuple[Identity, Article]]

TOGETHER = 100
"""Visits in one transaction, so that none of the other writes waits for long."""

CROWD, GATHERING = 5, 0.03
"""Once so many visits that brought something came together, the next commit waits so many seconds for more."""

FLOOD, FLOOD_SHARE = 20, 0.6
"""More new entries than this, and a greater share of a document, at once: its guids or links were changed."""

FEW = 5
"""In a shorter document, that is only sure where so many different titles are known, and as great a share of them."""

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
        batch: list[tuple[Visited, asyncio.Future[int]]] = []
        try:
            while self.waiting:
                brought = sum(bool(visited.articles) for visited, _ in batch)
                if brought >= CROWD and len(self.waiting) < TOGETHER:
                    await asyncio.sleep(GATHERING)
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
    kept = kept_feeds(db, visits)
    save_states(db, visits, kept)
    articles, rows, counts = [], [], []
    for visited in visits:
        feed_id, has_entries = kept[visited.feed.url]
        new = unmet(db, feed_id, visited.articles, is_known=has_entries)
        found = list(entries(db, feed_id, visited, new))
        articles += [as_row(identity, one, visited.now) for identity, one in new]
        rows += found
        counts.append(sum(visited.baseline or not row[BASELINE] for row in found))
    run_many(db, SAVE, ARTICLE, articles)
    run_many(db, ENTER, ENTRY, rows)
    return counts


# -- feeds ------------------------------------------------------------------------------------------------------------

REMEMBER = (
    update(feed)
    .where(feed.c.id == bindparam("feed_id"))
    .values({name: bindparam(f"new_{name}", type_=feed.c[name].type) for name in REMEMBERED})
)
PLAIN = tuple(name for name in REMEMBERED if name != "memory")
plain_of = attrgetter(*PLAIN)
REMEMBERED_AS = ("feed_id", "new_memory", *(f"new_{name}" for name in PLAIN))

KEPT = select(feed.c.url, feed.c.id, select(entry.c.id).where(entry.c.feed_id == feed.c.id).exists()).where(
    feed.c.url.in_(bindparam("urls", expanding=True))
)


def kept_feeds(db: Connection, visits: Sequence[Visited]) -> dict[str, tuple[int, bool]]:
    """The id of each feed's row, which is made where there is none, and whether the feed brought anything before."""
    found = db.execute(KEPT, {"urls": [visited.feed.url for visited in visits]})
    kept = {url: (feed_id, has_entries) for url, feed_id, has_entries in found}
    for visited in visits:
        if visited.feed.url not in kept:
            kept[visited.feed.url] = add_feed(db, visited.feed), False
    return kept


def save_states(db: Connection, visits: Sequence[Visited], kept: Mapping[str, tuple[int, bool]]) -> None:
    """Remember how the visits went."""
    run_many(
        db,
        REMEMBER,
        REMEMBERED_AS,
        [(kept[one.feed.url][0], memory_to_json(one.state.memory), *plain_of(one.state)) for one in visits],
    )
    for visited in visits:
        if (closed := visited.state.memory.closed) and closed.until > visited.now:
            leave_alone(db, closed)


def leave_alone(db: Connection, closed: Closure) -> None:
    """No feed of that host is due before it allows it."""
    starts = (f"{scheme}://{closed.host}{end}" for scheme in ("https", "http") for end in "/:")
    theirs = or_(*(feed.c.url.startswith(start, autoescape=True) for start in starts))
    sooner = or_(feed.c.next_visit.is_(None), feed.c.next_visit < closed.until)
    db.execute(update(feed).where(theirs, sooner).values(next_visit=closed.until))


# -- articles ---------------------------------------------------------------------------------------------------------

ARTICLE = ("key", "link", "url", "title", "text", "published", "language", "first_seen")
ENTRY = ("feed_id", "article_key", "key", "guid", "first_seen", "baseline", "arrival")
BASELINE = ENTRY.index("baseline")

SAVE = insert_new(article)
ENTER = insert(entry).values(
    article_id=select(article.c.id).where(article.c.key == bindparam("article_key")).scalar_subquery()
)


def unmet(db: Connection, feed_id: int, articles: Sequence[Article], *, is_known: bool) -> Met:
    """Those that this feed has not brought yet, each once: neither their key, nor, under a guid that it has changed
    since, their article.
    """
    kept = [storable(one) for one in articles]
    by_key: dict[str, tuple[Identity, Article]] = {}
    for identity, one in zip(identify(kept), kept, strict=True):
        by_key.setdefault(identity.entry, (identity, one))
    if is_known:
        drop(by_key, db, select(entry.c.key).where(entry.c.feed_id == feed_id), entry.c.key)
    by_article: dict[str, tuple[Identity, Article]] = {}
    for identity, one in by_key.values():
        by_article.setdefault(identity.article, (identity, one))
    if is_known:
        theirs = select(article.c.key).join_from(entry, article).where(entry.c.feed_id == feed_id)
        drop(by_article, db, theirs, article.c.key)
    return list(by_article.values())


def drop(among: dict[str, tuple[Identity, Article]], db: Connection, query: Select[str], key: Column[str]) -> None:
    """Drop those whose key the query finds."""
    for keys in batches(list(among)):
        for known in db.execute(query.where(key.in_(keys))).scalars().all():
            del among[known]


def as_row(identity: Identity, one: Article, now: datetime) -> tuple[Any, ...]:
    """The values of ARTICLE."""
    return identity.article, identity.link, one.url, one.title, one.text, one.published, one.language, now


def entries(db: Connection, feed_id: int, visited: Visited, new: Met) -> Iterator[tuple[Any, ...]]:
    """The values of ENTRY, for new entries."""
    known = flood(db, feed_id, visited, new)
    arrival = visited.arrival or None if known is None else "flood"
    for identity, one in new:
        baseline = visited.baseline or (known is not None and fold(one.title) in known)
        yield feed_id, identity.article, identity.entry, one.guid, visited.now, baseline, arrival


def flood(db: Connection, feed_id: int, visited: Visited, new: Met) -> frozenset[str] | None:
    """The titles by which is known what comes again in a document that is new almost throughout; None for others."""
    if visited.baseline or len(new) < FEW or len(new) <= FLOOD_SHARE * len(visited.articles):
        return None
    known = known_titles(db, feed_id)
    again = {fold(one.title) for _, one in new} & known
    is_one = len(new) > FLOOD or (len(again) >= FEW and len(again) > FLOOD_SHARE * len(new))
    return known if is_one else None


def known_titles(db: Connection, feed_id: int) -> frozenset[str]:
    """The titles that the feed brought of late, folded: by them, what changed its guid and its link is known again."""
    titles = select(article.c.title).join_from(entry, article).where(entry.c.feed_id == feed_id)
    newest = titles.order_by(entry.c.id.desc()).limit(REMEMBERED_TITLES)
    return frozenset(fold(title) for title in db.execute(newest).scalars() if title)


def storable(one: Article) -> Article:
    """The article with texts that the database takes; offsets into them stay true."""
    texts = "".join((one.url, one.title, one.text, one.guid))
    if clean(texts) is texts and (one.published is None or one.published.tzinfo is UTC):
        return one
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
