"""Articles as they were met in feeds: read again to be examined, set aside, marked. It judges none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice, zip_longest
from math import ceil
from typing import Any, TypeVar

from sqlalchemy import Connection, Integer, Select, bindparam, literal, select, update

from vigie.adapters.store.feeds import STATED, as_feed
from vigie.adapters.store.schema import GREATEST, Record, article, entry, feed
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


TO_DO = entry.c.examined_at.is_(None)

OF_ONE = (
    select(entry.c.id)
    .where(TO_DO, entry.c.feed_id == bindparam("whose"))
    .order_by(entry.c.id)
    .limit(bindparam("each", type_=Integer))
)
"""The entries of one feed, oldest first."""


def heads() -> Select[Any]:
    """The first entry of each feed, from one feed to the next along the index of what is to do.

    A quarter of a million entries cost what a few do.
    """
    after, until, most = (bindparam(name, type_=Integer) for name in ("after", "until", "most"))
    head = entry.alias("head")
    first = select(head.c.id).where(head.c.examined_at.is_(None), head.c.feed_id <= until)
    first = first.order_by(head.c.feed_id, head.c.id).limit(1)
    start = first.where(head.c.feed_id > after).scalar_subquery()
    begun = select(entry.c.id, entry.c.feed_id, literal(1).label("number")).where(entry.c.id == start)
    walk = begun.cte("walk", recursive=True)
    further = first.where(head.c.feed_id > walk.c.feed_id).correlate(walk).scalar_subquery()
    step = select(entry.c.id, entry.c.feed_id, walk.c.number + 1).join_from(walk, entry, entry.c.id == further)
    whole = walk.union_all(step.where(walk.c.number < most))
    return select(whole.c.feed_id, whole.c.id).order_by(whole.c.number)


HEADS = heads()


def unexamined(db: Connection, limit: int, after: int) -> tuple[list[Entry], int]:
    """Entries of the feeds that wait, each of which has one turn after the other; and the feed to go on after.

    A turn has the oldest entry of each feed, in the order in which they came; of more feeds than are asked for, those
    after the one whose turn was last.
    """
    heads = waiting(db, after, limit)
    if len(heads) < limit:
        heads |= waiting(db, 0, limit - len(heads), after)
    lines = [[first] for first in heads.values()]
    if 0 < len(heads) < limit:
        each = ceil(limit / len(heads))
        lines = [list(db.scalars(OF_ONE, {"whose": whose, "each": each})) for whose in heads]
    ids = [one for turn in zip_longest(*lines) for one in sorted(one for one in turn if one is not None)][:limit]
    found = {row.id: as_entry(row) for row in db.execute(met().where(entry.c.id.in_(ids)))}
    return [found[one] for one in ids], next(reversed(heads), after)


def waiting(db: Connection, after: int, most: int, until: int = GREATEST) -> dict[int, int]:
    """Of the feeds after one, those that have entries to examine, with the first entry of each."""
    rows = db.execute(HEADS, {"after": after, "until": until, "most": most})
    return {row.feed_id: row.id for row in rows}


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
