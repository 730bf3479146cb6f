"""A database that is older than what Vigie has done: a backup, put back. It makes sure that nothing is told twice.

What the lost days brought stands in the feeds, and was told: the next visit of each feed is its first one, which is no
news. What the backup was about to send is looked for in its channel. New rows take numbers that the lost days cannot
have given: posts bear them.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Table, func, insert, literal, select, text, update

from vigie.adapters.store.deliveries import ALERT, DEAD, DIGEST, EDIT, FOLLOWS, PENDING, SENDING, SENT, UNCLEAR
from vigie.adapters.store.engines import insert_new
from vigie.adapters.store.schema import delivery, entry, feed, meta, story

BEAT = "beat"
"""In `meta`: a number that grows while Vigie runs; a copy of it is kept beside the database (vigie.cli.witness)."""

JUMP = 1_000_000
"""More rows than the days between two backups make."""

TOLD = "La base vient d'une sauvegarde\u00a0: dit depuis, sans doute, dans un bilan qu'elle ne connaît pas."


def beats(db: Connection) -> int:
    return db.execute(select(meta.c.value).where(meta.c.name == BEAT)).scalar() or 0


def beat(db: Connection, least: int) -> int:
    """The number that follows, greater than `least` too."""
    now = max(beats(db), least) + 1
    db.execute(insert_new(meta).values(name=BEAT, value=0))
    db.execute(update(meta).where(meta.c.name == BEAT).values(value=now))
    return now


def restored(db: Connection, now: datetime) -> None:
    """Make of a backup a database from which all goes on."""
    was = last_known(db)
    forgotten = dict.fromkeys(("baseline_at", "next_visit", "etag", "last_modified", "body_hash"))
    db.execute(update(feed).values(forgotten))
    db.execute(update(entry).where(entry.c.examined_at.is_(None)).values(baseline=True))
    look_for_what_was_owed(db, was or now, now)
    for table in (delivery, story):
        skip_numbers(db, table)


def last_known(db: Connection) -> datetime | None:
    """The latest moment that the database knows of: about when the backup was made."""
    moments = [func.max(feed.c.last_success), func.max(entry.c.first_seen), func.max(delivery.c.tried_at)]
    known: list[datetime] = [at for one in moments if (at := db.execute(select(one)).scalar()) is not None]
    return max(known, default=None)


def look_for_what_was_owed(db: Connection, was: datetime, now: datetime) -> None:
    """What was due then may have been sent since: each row as if its outcome were unclear. What became due in the lost
    days waited for its hour, and was told in a digest that we know nothing of. What is due later was not sent.
    """
    alone = delivery.c.covered_by.is_(None)
    waits = delivery.c.state == PENDING
    unseen = {"state": DEAD, "error": TOLD}
    untried = delivery.c.started_at.is_(None) & delivery.c.kind.in_([ALERT, DIGEST])
    late = (delivery.c.due_at > was) & (delivery.c.due_at <= now) & untried
    columns = [delivery.c.id, delivery.c.channel_id, delivery.c.story_id]
    for row in db.execute(select(*columns).where(alone, waits, late)).all():
        db.execute(update(delivery).where((delivery.c.id == row.id) | (delivery.c.covered_by == row.id)).values(unseen))
        here = (delivery.c.channel_id == row.channel_id) & (delivery.c.story_id == row.story_id)
        db.execute(update(delivery).where(here, waits, delivery.c.kind.in_(FOLLOWS)).values(unseen))
    open_ = delivery.c.state.in_([PENDING, SENDING, UNCLEAR]) & (delivery.c.due_at <= now) & (delivery.c.kind != EDIT)
    doubt = {"state": UNCLEAR, "due_at": now, "asked_at": delivery.c.created_at, "tried_at": None}
    db.execute(update(delivery).where(alone, open_).values(doubt | {"token": delivery.c.token + 1}))


def skip_numbers(db: Connection, table: Table) -> None:
    """Let the next row's number be greater than any that the lost days gave."""
    top = db.execute(select(func.max(table.c.id))).scalar()
    if top is None:
        return
    if db.dialect.name == "postgresql":
        db.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :top)"), {"name": table.name, "top": top + JUMP}
        )
    elif table is delivery:  # SQLite counts from the greatest that is there: a row that is done takes a great one
        done = delivery.c.state.in_([SENT, DEAD]) & (delivery.c.kind != DIGEST)
        last = select(func.max(delivery.c.id)).where(done).scalar_subquery()
        db.execute(update(delivery).where(delivery.c.id == last).values(id=top + JUMP))
    else:  # a story without articles, which nobody sees
        others = [column for column in table.c if column.name != "id"]
        copied = select(literal(top + JUMP), *others).where(table.c.id == top)
        db.execute(insert(table).from_select(["id", *(column.name for column in others)], copied))
