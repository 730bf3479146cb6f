"""Weeks in which a channel was told nothing: which ones, and what was read all the same. It sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, or_, select

from vigie.adapters.store.entries import batches
from vigie.adapters.store.schema import delivery, entry, feed
from vigie.adapters.store.tenants import follows
from vigie.model import Alert, Company, DeliveryState, Event, Quiet, RegulationFacts, Role, Source, Story, Summary

WEEK = timedelta(days=7)

LEEWAY = timedelta(hours=12)
"""What last week's line or digest took to arrive is not of this week."""

BEGINNING = datetime.min.replace(tzinfo=UTC)

BLANK = Alert(
    Story(
        0,
        Event(Company(0, ""), "", Role.MENTION, None, RegulationFacts(), (), 0.0),
        Summary("", "title", "fr"),
        (Source("", "", "", None, BEGINNING),),
        BEGINNING,
        BEGINNING,
    )
)
"""What a line that is about no story has in the place of one."""

OPEN = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNCLEAR)


def untold(db: Connection, channels: Sequence[int], due: datetime, week: int) -> list[int]:
    """Of these channels, those that were told nothing for a week, wait for nothing, and have no line of this week."""
    told = or_(delivery.c.sent_at > due - WEEK + LEEWAY, delivery.c.state.in_(OPEN))
    noted = delivery.c.story_id.is_(None) & (delivery.c.revision == week)
    busy: set[int] = set()
    for some in batches(channels):
        of = delivery.c.channel_id.in_(some)
        busy.update(db.execute(select(delivery.c.channel_id).distinct().where(of, told | noted)).scalars())
    return [id for id in channels if id not in busy]


def week_of(db: Connection, tenant: str, until: datetime) -> Quiet:
    """What was read for a tenant in the week before then."""
    theirs = follows(feed.c.id, tenant)
    read = (func.count(), func.count().filter(feed.c.failures > 0))
    feeds, broken = db.execute(select(*read).select_from(feed).where(theirs)).one()
    met = (entry.c.first_seen > until - WEEK) & (entry.c.first_seen <= until) & follows(entry.c.feed_id, tenant)
    articles = db.execute(select(func.count(entry.c.article_id.distinct())).where(met)).scalar_one()
    return Quiet(feeds, articles, broken)
