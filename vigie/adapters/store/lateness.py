"""How old the news of a delivery is, where that is not how long it has waited: what was read late, or in a flood.

An alert is queued in the transaction that examines its entry, at the same moment: that tells which entry it came of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, select

from vigie.adapters.store.schema import article, channel, delivery, entry, story_source
from vigie.rules import LATE

BORN = datetime(2026, 1, 1, tzinfo=UTC)
"""Nothing was queued before Vigie was written: a clock that shows less is wrong, and nothing is old by it."""


@dataclass(frozen=True, slots=True)
class Late:
    """When it was news, and whether it came with many others at once."""

    dated: datetime
    flood: bool


CAUSE = (
    (entry.c.article_id == story_source.c.article_id)
    & (entry.c.examined_at == delivery.c.created_at)
    & entry.c.arrival.is_not(None)
)


def lateness(db: Connection, which: ColumnElement[bool]) -> dict[int, Late]:
    """Of the alerts that a condition chooses, those that came late."""
    query = (
        select(delivery.c.id, delivery.c.created_at, entry.c.arrival, article.c.published)
        .join_from(delivery, channel)
        .join(story_source, story_source.c.story_id == delivery.c.story_id)
        .join(entry, CAUSE)
        .join(article, article.c.id == entry.c.article_id)
        .where(which)
    )
    return {row.id: Late(dated(row.published, row.created_at), row.arrival == "flood") for row in db.execute(query)}


def dated(published: datetime | None, queued: datetime) -> datetime:
    """When an article was news that came late; one without a date is of the backlog, and no older."""
    return min(published or queued - LATE - timedelta(seconds=1), queued)


def since(queued: datetime, now: datetime) -> datetime:
    """Since when it waits, by a clock that was right."""
    return queued if queued >= BORN else now
