"""Articles as they were met in feeds: read again to be examined, set aside, marked. It judges none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, select, update

from vigie.adapters.store.feeds import STATED, as_feed
from vigie.adapters.store.schema import Record, article, entry, feed
from vigie.adapters.store.tenants import follows
from vigie.model import Article, Entry

T = TypeVar("T")

BATCH = 5_000
"""Values in one query: SQLite takes 32,766."""


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
            entry.c.arrival,
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
    return Entry(row.id, row.article_id, as_article(row), as_feed(row), row.first_seen, row.baseline, row.arrival or "")


def as_article(row: Record) -> Article:
    """From a row of met()."""
    return Article(row.address, row.title, row.text or "", row.published, row.written_in, row.guid)
