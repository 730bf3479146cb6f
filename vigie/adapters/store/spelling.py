"""Feeds that are known under a spelling which is no longer theirs, given the one that they are asked under today.

It fetches nothing, and tells nobody: a feed stays the feed that it was, with what was read of it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from vigie.adapters.store.feeds import FOLLOWED, settle
from vigie.adapters.store.schema import entry, feed, follow
from vigie.adapters.store.tenants import bury_unseen
from vigie.links import spelt


def respell(db: Connection, now: datetime) -> None:
    """What an older Vigie wrote down letter for letter: two feeds that have become one are one from now on."""
    for row in db.execute(select(feed.c.id, feed.c.url).where(FOLLOWED)).all():
        if (url := spelt(row.url)) != row.url:
            give(db, row.id, row.url, url, now)


def give(db: Connection, feed_id: int, old: str, url: str, now: datetime) -> None:
    twin = db.execute(select(feed.c.id, FOLLOWED.label("followed")).where(feed.c.url == url)).first()
    if twin is None:
        call(db, feed_id, url)
    elif twin.followed:
        join(db, feed_id, twin.id)
        settle(db, twin.id, now)
        bury_unseen(db)
    else:
        call(db, twin.id, f"{old}#{twin.id}")
        call(db, feed_id, url)


def call(db: Connection, feed_id: int, url: str) -> None:
    db.execute(update(feed).where(feed.c.id == feed_id).values(url=url))


def join(db: Connection, feed_id: int, twin_id: int) -> None:
    """Let who follows the one follow the other, which gets the entries that it had not brought itself: they are no news
    when it brings them again.
    """
    theirs, both = follow.alias("theirs"), select(follow.c.id).where(follow.c.feed_id == feed_id)
    same = theirs.c.tenant.is_not_distinct_from(follow.c.tenant)
    twice = both.where(select(theirs.c.id).where(theirs.c.feed_id == twin_id, same).exists())
    db.execute(delete(follow).where(follow.c.id.in_(db.execute(twice).scalars().all())))
    db.execute(update(follow).where(follow.c.feed_id == feed_id).values(feed_id=twin_id))
    its = entry.alias("its")
    brought = (its.c.key == entry.c.key) | (its.c.article_id == entry.c.article_id)
    known = select(its.c.id).where(its.c.feed_id == twin_id, brought).correlate(entry).exists()
    missing = select(entry.c.id).where(entry.c.feed_id == feed_id, ~known)
    db.execute(update(entry).where(entry.c.id.in_(missing.scalar_subquery())).values(feed_id=twin_id))
