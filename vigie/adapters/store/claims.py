"""Whose a visit is, where several processes share a database: a feed is read by one of them, and its host asked by one.

Who asked a host for a feed keeps it as long as a visit may take, and longer with each feed of it that it reads; so the
gap that each process keeps between two requests to a host is kept by all of them together. It asks nothing itself.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import blake2b
from secrets import token_hex
from urllib.parse import urlsplit

from sqlalchemy import Connection, bindparam, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from vigie.adapters.store.database import Database
from vigie.adapters.store.schema import feed, host
from vigie.model import Feed, FeedState
from vigie.ports import StoreError

LEASE = timedelta(minutes=2)
"""How long a process may take for a visit: after that its feed is due for whoever comes."""

TURN = LEASE
"""How long a host is its own from the beginning of each visit there."""


class Claims:
    """Of one process; on a database that nobody shares, all is its own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.me = token_hex(8)
        self.asked = False
        self.theirs: dict[str, datetime] = {}
        """Until when hosts are another process's, as it was last seen: each look takes the writers' turn."""

    async def claim(self, one: Feed, state: FeedState, now: datetime) -> bool:
        if not self.database.engine.shared:
            return True
        key = key_of(one, state)
        if lasts(self.theirs.get(key, now), now):
            return False
        self.asked = True
        claimed, until = await self.database.write(claim, key, one, state, now, self.me)
        if until:
            self.theirs[key] = until
        return claimed

    async def give_back(self) -> None:
        """Let whoever comes ask the hosts that were ours: the next one may be a minute away."""
        if self.asked:
            self.asked = False
            with suppress(StoreError):  # the leases end by themselves
                await self.database.write(give_back, self.me)


def key_of(one: Feed, state: FeedState) -> str:
    """The host that is asked, without its name: of the feeds of a tenant that is erased, no trace is left here."""
    move = state.memory.move
    name = urlsplit((move and move.place) or one.url).hostname or ""
    return blake2b(name.encode(), digest_size=12).hexdigest()


def lasts(until: datetime, now: datetime) -> bool:
    """Whether a lease is not over; one that ends later than any can was written by a clock that was wrong."""
    return now < until <= now + TURN


TAKEN = (
    insert(host)
    .values(key=bindparam("its"), holder=bindparam("me"), until=bindparam("over"))
    .on_conflict_do_update(
        index_elements=[host.c.key],
        set_={"holder": bindparam("me"), "until": bindparam("over")},
        where=or_(host.c.holder == bindparam("me"), host.c.until <= bindparam("now"), host.c.until > bindparam("over")),
    )
    .returning(host.c.key)
    .cte("taken")
)
"""The host, where no other process has it."""

CLAIM = (
    update(feed)
    .where(feed.c.url == bindparam("its_url"), feed.c.next_visit.is_not_distinct_from(bindparam("seen")))
    .where(select(TAKEN.c.key).exists())
    .values(next_visit=bindparam("put_off"))
)
"""Put the feed's next visit off, if it is still the one that was seen; the visit sets it right."""

THEIRS = select(host.c.until).where(host.c.key == bindparam("its"), host.c.holder != bindparam("me"))


def claim(
    db: Connection, key: str, one: Feed, state: FeedState, now: datetime, me: str
) -> tuple[bool, datetime | None]:
    """Whether the visit is ours, else until when its host is another's, if it is."""
    values = {"its": key, "me": me, "now": now, "over": now + TURN}
    wanted = {"its_url": one.url, "seen": state.next_visit, "put_off": now + LEASE}
    if db.execute(CLAIM, values | wanted).rowcount == 1:
        return True, None
    return False, db.execute(THEIRS, {"its": key, "me": me}).scalar()


def give_back(db: Connection, me: str) -> None:
    db.execute(delete(host).where(host.c.holder == me))
