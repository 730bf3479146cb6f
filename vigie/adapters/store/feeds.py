"""Feeds: who follows them, when each is due, what its visits taught us. It fetches nothing.

A feed is one row a URL, however many follow it. Its row holds what its followers state of it, settled into one
statement, so that a visit reads one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, insert, or_, select, update

from vigie.adapters.store.codec import memory_from_json
from vigie.adapters.store.engines import insert_new
from vigie.adapters.store.schema import Record, feed, follow
from vigie.adapters.store.tenants import add_tenant, bury_unseen
from vigie.model import Feed, FeedState

STATED = ("tenant", "name", "every", "language", "title_only")
REMEMBERED = (
    "etag",
    "last_modified",
    "body_hash",
    "next_visit",
    "baseline_at",
    "last_success",
    "failures",
    "last_error",
    "memory",
)
"""Columns of the table feed."""

FORGOTTEN: dict[str, Any] = dict.fromkeys(REMEMBERED) | {"failures": 0}
"""What is remembered of a feed that nobody has read for a while: it is read as for the first time."""

NEVER = datetime.max.replace(tzinfo=UTC)

FOLLOWED = select(follow.c.id).where(follow.c.feed_id == feed.c.id).exists()


def adopt_feeds(db: Connection, feeds: Sequence[Feed], now: datetime) -> None:
    """Make the follows of feeds.yaml (tenant None) what the file says."""
    stated = {stated.url: stated for stated in feeds}
    rows = db.execute(select(feed.c.url, follow).join_from(follow, feed).where(follow.c.tenant.is_(None))).all()
    gone = [row.feed_id for row in rows if row.url not in stated]
    db.execute(delete(follow).where(follow.c.tenant.is_(None), follow.c.feed_id.in_(gone)))
    known = {row.url: row for row in rows}
    for url, one in stated.items():
        if url not in known:
            add_follow(db, one, now)
        elif statement(one) != {name: getattr(known[url], name) for name in STATED}:
            db.execute(update(follow).where(follow.c.id == known[url].id).values(statement(one)))
            settle(db, known[url].feed_id, now)
    for feed_id in gone:
        settle(db, feed_id)
    if gone:
        bury_unseen(db)


def follow_feed(db: Connection, wanted: Feed, now: datetime) -> bool:
    if any(known.url == wanted.url for known, _ in feeds_of(db, wanted.tenant)):
        return False
    if wanted.tenant is not None:
        add_tenant(db, wanted.tenant, now)
    add_follow(db, wanted, now)
    return True


def add_follow(db: Connection, wanted: Feed, now: datetime) -> None:
    """A feed that nobody followed until now starts from scratch: what it holds is no news to whoever comes."""
    feed_id = add_feed(db, wanted)
    if not db.execute(select(follow.c.id).where(follow.c.feed_id == feed_id).limit(1)).scalar():
        db.execute(update(feed).where(feed.c.id == feed_id).values(FORGOTTEN))
    db.execute(insert(follow).values(feed_id=feed_id, since=now, **statement(wanted)))
    settle(db, feed_id, now)


def add_feed(db: Connection, wanted: Feed) -> int:
    """The id of the feed's row, which is made where there is none."""
    db.execute(insert_new(feed).values(url=wanted.url, failures=0, **(statement(wanted) | {"tenant": None})))
    feed_id: int = db.execute(select(feed.c.id).where(feed.c.url == wanted.url)).scalar_one()
    return feed_id


def unfollow_feed(db: Connection, name: str, url: str) -> bool:
    row = db.execute(
        select(follow.c.id, follow.c.feed_id).join_from(follow, feed).where(follow.c.tenant == name, feed.c.url == url)
    ).first()
    if row is None:
        return False
    db.execute(delete(follow).where(follow.c.id == row.id))
    settle(db, row.feed_id)
    bury_unseen(db)
    return True


def settle(db: Connection, feed_id: int, now: datetime = NEVER) -> None:
    """Write into the feed's row what its followers state of it: feeds.yaml first, else the one that came first; the
    shortest `every` of all, and where that became shorter, a visit by `now` at the latest.

    A feed nobody follows any more keeps its last statement, for the articles it brought.
    """
    order = (follow.c.tenant.is_not(None), follow.c.id)
    followers = db.execute(select(follow).where(follow.c.feed_id == feed_id).order_by(*order)).all()
    if not followers:
        return
    every = min(row.every for row in followers)
    stated = {name: getattr(followers[0], name) for name in STATED} | {"every": every}
    before = db.execute(select(feed.c.every, feed.c.next_visit).where(feed.c.id == feed_id)).one()
    if every < before.every and before.next_visit is not None:
        stated["next_visit"] = min(before.next_visit, now)
    db.execute(update(feed).where(feed.c.id == feed_id).values(stated))


def due_feeds(db: Connection, now: datetime, *, everything: bool = False) -> list[tuple[Feed, FeedState]]:
    due = or_(feed.c.next_visit.is_(None), feed.c.next_visit <= now)
    query = select(feed).where(FOLLOWED).order_by(feed.c.next_visit.nulls_first(), feed.c.id)
    if not everything:
        return [both(row) for row in db.execute(query.where(due))]
    return welcome([both(row) for row in db.execute(query)], now)


def welcome(feeds: list[tuple[Feed, FeedState]], now: datetime) -> list[tuple[Feed, FeedState]]:
    """Those whose site has not asked to be left alone: for good (410), or for a time (Retry-After)."""
    closed = {at.host for _, state in feeds if (at := state.memory.closed) and at.until > now}

    def is_welcome(one: Feed, state: FeedState) -> bool:
        own = state.memory.closed
        return not (
            state.memory.stopped_at or (own and own.until > now) or (urlsplit(one.url).hostname or "") in closed
        )

    return [one for one in feeds if is_welcome(*one)]


def feeds_of(db: Connection, name: str | None) -> list[tuple[Feed, FeedState]]:
    """The feeds of feeds.yaml and the tenant's own, each as its follower states it, by name."""
    remembered = [feed.c[column] for column in REMEMBERED]
    rows = db.execute(
        select(follow, feed.c.url, *remembered)
        .join_from(follow, feed)
        .where(or_(follow.c.tenant.is_(None), follow.c.tenant == name))
        .order_by(follow.c.tenant.is_not(None), follow.c.id)
    )
    found: dict[str, tuple[Feed, FeedState]] = {}
    for row in rows:
        found.setdefault(row.url, both(row))
    return sorted(found.values(), key=lambda one: one[0].name.casefold())


def statement(stated: Feed) -> dict[str, Any]:
    """What a follower states, as the columns STATED."""
    return {name: getattr(stated, name) for name in STATED} | {"every": int(stated.every.total_seconds())}


def as_feed(row: Record) -> Feed:
    """From a row that has url and the columns STATED."""
    return Feed(row.url, row.name, timedelta(seconds=row.every), row.language, row.title_only, row.tenant)


def both(row: Record) -> tuple[Feed, FeedState]:
    remembered = {name: getattr(row, name) for name in REMEMBERED} | {"memory": memory_from_json(row.memory)}
    return as_feed(row), FeedState(row.url, **remembered)
