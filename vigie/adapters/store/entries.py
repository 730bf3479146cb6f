"""Articles as they were met in feeds: kept once each, read again to be examined, forgotten in time. It judges none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, insert, select, update

from vigie.adapters.store.codec import clean
from vigie.adapters.store.feeds import STATED, as_feed, save_state
from vigie.adapters.store.identity import Identity, identify
from vigie.adapters.store.schema import Record, article, entry, feed
from vigie.adapters.store.sqlite import insert_new
from vigie.adapters.store.tenants import follows
from vigie.model import Article, Entry, Feed, FeedState

T = TypeVar("T")

Met = list[tuple[Identity, Article]]

BATCH = 5_000
"""Values in one query: SQLite takes 32,766."""


def save_visit(
    db: Connection, visited: Feed, state: FeedState, articles: Sequence[Article], now: datetime, *, baseline: bool
) -> int:
    feed_id = save_state(db, visited, state)
    articles = [storable(one) for one in articles]
    met = unmet(db, feed_id, zip(identify(articles), articles, strict=True))
    ids = save_articles(db, met, now)
    new = without_known_links(db, feed_id, met, ids)
    rows = [
        {
            "feed_id": feed_id,
            "article_id": ids[identity.article],
            "key": identity.entry,
            "guid": one.guid,
            "first_seen": now,
            "baseline": baseline,
        }
        for identity, one in new
    ]
    if rows:
        db.execute(insert(entry), rows)
    return len(rows)


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


def unmet(db: Connection, feed_id: int, met: Iterable[tuple[Identity, Article]]) -> Met:
    """Those whose key this feed has not brought yet, each key once."""
    by_key: dict[str, tuple[Identity, Article]] = {}
    for identity, one in met:
        by_key.setdefault(identity.entry, (identity, one))
    for keys in batches(list(by_key)):
        query = select(entry.c.key).where(entry.c.feed_id == feed_id, entry.c.key.in_(keys))
        for known in db.execute(query).scalars().all():
            del by_key[known]
    return list(by_key.values())


def save_articles(db: Connection, met: Met, now: datetime) -> dict[str, int]:
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
            "first_seen": now,
        }
        for identity, one in met
    ]
    if rows:
        db.execute(insert_new(article), rows)
    ids: dict[str, int] = {}
    for keys in batches([identity.article for identity, _ in met]):
        query = select(article.c.key, article.c.id).where(article.c.key.in_(keys))
        ids.update((row.key, row.id) for row in db.execute(query))
    return ids


def without_known_links(db: Connection, feed_id: int, met: Met, ids: dict[str, int]) -> Met:
    """Without those whose article this feed brought before, under a guid that it has changed since."""
    known: set[int] = set()
    for some in batches(list(ids.values())):
        query = select(entry.c.article_id).where(entry.c.feed_id == feed_id, entry.c.article_id.in_(some))
        known.update(db.execute(query).scalars())
    fresh: dict[int, tuple[Identity, Article]] = {}
    for identity, one in met:
        fresh.setdefault(ids[identity.article], (identity, one))
    return [both for article_id, both in fresh.items() if article_id not in known]


def batches(values: Sequence[T], size: int = BATCH) -> Iterator[list[T]]:
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


# -- to examine -------------------------------------------------------------------------------------------------------


def met() -> Select[Any]:
    """Entries with their article and their feed."""
    return (
        select(
            entry.c.id,
            entry.c.article_id,
            entry.c.guid,
            entry.c.first_seen,
            entry.c.baseline,
            entry.c.examined_at,
            entry.c.problem,
            article.c.url.label("address"),
            article.c.title,
            article.c.text,
            article.c.published,
            article.c.language.label("written_in"),
            feed.c.url,
            *(feed.c[name] for name in STATED),
        )
        .join_from(entry, article)
        .join(feed, feed.c.id == entry.c.feed_id)
    )


def unexamined(db: Connection, limit: int) -> list[Entry]:
    query = met().where(entry.c.examined_at.is_(None)).order_by(entry.c.id).limit(limit)
    return [as_entry(row) for row in db.execute(query)]


def entries_since(db: Connection, since: datetime, name: str | None) -> list[Entry]:
    query = met().where(entry.c.first_seen >= since, entry.c.examined_at.is_not(None))
    if name is not None:
        query = query.where(follows(entry.c.feed_id, name))
    return [as_entry(row) for row in db.execute(query.order_by(entry.c.first_seen, entry.c.id))]


def set_aside(db: Connection, one: Entry, problem: str, now: datetime) -> None:
    db.execute(update(entry).where(entry.c.id == one.id).values(examined_at=now, problem=problem))


def mark_examined(db: Connection, one: Entry, version: int, now: datetime) -> None:
    """The first examination counts: a later one, for a company added since, looks at that company only."""
    first = (entry.c.id == one.id) & entry.c.examined_at.is_(None)
    db.execute(update(entry).where(first).values(examined_at=now, version=version))


def as_entry(row: Record) -> Entry:
    """From a row of met()."""
    return Entry(row.id, row.article_id, as_article(row), as_feed(row), row.first_seen, row.baseline)


def as_article(row: Record) -> Article:
    """From a row of met()."""
    return Article(row.address, row.title, row.text or "", row.published, row.written_in, row.guid)
