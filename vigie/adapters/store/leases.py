"""Leases at hubs, kept (WebSub): the port Leases over SQL. It asks no hub and judges no push."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select, update

from vigie.adapters.store.codec import clean
from vigie.adapters.store.database import Database
from vigie.adapters.store.feeds import FOLLOWED, both
from vigie.adapters.store.schema import Record, feed, lease
from vigie.model import Feed, FeedState
from vigie.websub import Lease

COLUMNS = [lease.c[one.name] for one in fields(Lease)]

SOME = 50
"""Leases that are tended at once: the rest is due a tick later."""


class SqlLeases:
    """See ports.Leases."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def of(self, feed_url: str) -> Lease | None:
        return await self.database.read(of_feed, feed_url)

    async def at(self, path: str) -> tuple[Feed, FeedState, Lease] | None:
        return await self.database.read(at_path, path)

    async def due(self, now: datetime) -> Sequence[tuple[Feed, FeedState, Lease, bool]]:
        return await self.database.read(due, now)

    async def carrying(self, now: datetime) -> frozenset[str]:
        return await self.database.read(carrying, now)

    async def save(self, feed_url: str, one: Lease | None) -> None:
        await self.database.write(save, feed_url, one)

    async def begin(self, address: str | None, now: datetime) -> None:
        await self.database.write(begin, address, now)


def of_feed(db: Connection, feed_url: str) -> Lease | None:
    row = db.execute(select(*COLUMNS).join_from(lease, feed).where(feed.c.url == feed_url)).first()
    return as_lease(row) if row else None


def at_path(db: Connection, path: str) -> tuple[Feed, FeedState, Lease] | None:
    found = db.execute(select(feed, lease.c.feed_id).join_from(lease, feed).where(lease.c.path == path)).first()
    if found is None:
        return None
    row = db.execute(select(*COLUMNS).where(lease.c.path == path)).one()
    return *both(found), as_lease(row)


def due(db: Connection, now: datetime) -> list[tuple[Feed, FeedState, Lease, bool]]:
    """With whether anybody follows the feed; one that nobody follows any more is due at once."""
    forsaken = ~lease.c.leaving & ~FOLLOWED
    query = select(lease.c.id, FOLLOWED.label("followed")).join_from(lease, feed)
    query = query.where(or_(lease.c.due_at <= now, forsaken)).order_by(lease.c.due_at, lease.c.id).limit(SOME)
    found = []
    for row in db.execute(query).all():
        of_it = db.execute(select(feed).join_from(lease, feed).where(lease.c.id == row.id)).one()
        one = db.execute(select(*COLUMNS).where(lease.c.id == row.id)).one()
        found.append((*both(of_it), as_lease(one), bool(row.followed)))
    return found


def carrying(db: Connection, now: datetime) -> frozenset[str]:
    rows = db.execute(select(feed.c.url, *COLUMNS).join_from(lease, feed).where(lease.c.until > now))
    return frozenset(row.url for row in rows if Lease(*row[1:]).carries(now))


def save(db: Connection, feed_url: str, one: Lease | None) -> None:
    feed_id = db.execute(select(feed.c.id).where(feed.c.url == feed_url)).scalar()
    if feed_id is None:  # it was erased
        return
    known = lease.c.feed_id == feed_id
    if one is None:
        db.execute(delete(lease).where(known))
        return
    values = asdict(one) | {"trouble": clean(one.trouble)}
    if not db.execute(update(lease).where(known).values(values)).rowcount:
        db.execute(insert(lease).values(feed_id=feed_id, **values))


def begin(db: Connection, address: str | None, now: datetime) -> None:
    """Forget the leases made under another public address than ours; have every feed that had one read soon, since
    pushes came while nobody was there.
    """
    leased = select(lease.c.feed_id)
    db.execute(update(feed).where(feed.c.id.in_(leased), feed.c.next_visit > now).values(next_visit=now))
    others = lease.c.address != address if address else lease.c.id.is_not(None)
    db.execute(delete(lease).where(others))


def as_lease(row: Record) -> Lease:
    """From a row that has COLUMNS."""
    return Lease(**row._mapping)
