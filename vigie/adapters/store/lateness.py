"""How old the news of a delivery is, where that is not how long it has waited: what was read late, or in a flood.

An alert is queued in the transaction that examines its entry, at the same moment: that tells which entry it came of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select

from vigie.adapters.store.schema import Record, article, channel, delivery, entry, story_source
from vigie.rules import LATE

BORN = datetime(2026, 1, 1, tzinfo=UTC)
"""Nothing was queued before Vigie was written: a clock that shows less is wrong, and nothing is old by it."""


@dataclass(frozen=True, slots=True)
class Late:
    """When it was news, and whether it came with many others at once."""

    dated: datetime
    flood: bool
    behind: timedelta
    """How much older it is than the newest that came with it: no clock that jumped makes it old by that measure."""


CAUSE = (
    (entry.c.article_id == story_source.c.article_id)
    & (entry.c.examined_at == delivery.c.created_at)
    & entry.c.arrival.is_not(None)
)

beside, other = entry.alias("beside"), article.alias("other")
NEWEST = (
    select(func.max(other.c.published))
    .join_from(beside, other, other.c.id == beside.c.article_id)
    .where(beside.c.feed_id == entry.c.feed_id, beside.c.first_seen == entry.c.first_seen)
    .correlate(entry)
    .scalar_subquery()
)
"""When the newest was published of what was read in the same visit."""


def lateness(db: Connection, which: ColumnElement[bool]) -> dict[int, Late]:
    """Of the alerts that a condition chooses, those that came late."""
    query = (
        select(delivery.c.id, delivery.c.created_at, entry.c.arrival, article.c.published, NEWEST.label("newest"))
        .join_from(delivery, channel)
        .join(story_source, story_source.c.story_id == delivery.c.story_id)
        .join(entry, CAUSE)
        .join(article, article.c.id == entry.c.article_id)
        .where(which)
    )
    return {row.id: late(row) for row in db.execute(query)}


def late(row: Record) -> Late:
    behind = row.newest - row.published if row.published and row.newest else timedelta()
    return Late(dated(row.published, row.created_at), row.arrival == "flood", behind)


def dated(published: datetime | None, queued: datetime) -> datetime:
    """When an article was news that came late; one without a date is of the backlog, and no older."""
    return min(published or queued - LATE - timedelta(seconds=1), queued)


def since(queued: datetime, now: datetime) -> datetime:
    """Since when it waits, by a clock that was right."""
    return queued if queued >= BORN else now
