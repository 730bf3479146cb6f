"""Mentions that only the wide sensitivity hears of, as digests list them: read from events that belong to no story."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, false, func, select

from vigie.adapters.store.schema import Record, article, channel, company, delivery, entry, event
from vigie.adapters.store.stories import COMPANY, EVENT, as_event
from vigie.adapters.store.subscriptions import heard, held
from vigie.adapters.store.tenants import as_channel, follows, is_channel, may_watch
from vigie.model import Channel, Citation, DeliveryKind, Role, Sensitivity
from vigie.route import wants

MOST = 10
"""Listed by one digest."""

READ = 300
"""Looked at for them."""

LONGEST = timedelta(days=10)
"""What a digest looks back on at most: a week, over holidays."""


def cited(db: Connection, of: Channel, since: datetime, until: datetime) -> list[Citation]:
    """What was seen in this stretch and is cited by a company that the channel follows widely, oldest first."""
    asked = [heard(row, until) for row in db.execute(held().where(is_channel(of)))]
    wide = [s for s in asked if s.sensitivity is Sensitivity.WIDE]
    if not wide:
        return []
    met = (entry.c.article_id == article.c.id) & (entry.c.baseline == false()) & entry.c.examined_at.is_not(None)
    seen = select(entry.c.id).where(met, follows(entry.c.feed_id, of.tenant)).correlate_except(entry).exists()
    query = (
        select(article.c.title, article.c.url, article.c.first_seen, *EVENT, *COMPANY)
        .join_from(event, article, article.c.id == event.c.article_id)
        .join(company, company.c.id == event.c.company_id)
        .where(
            event.c.story_id.is_(None),
            event.c.role == Role.MENTION,
            event.c.sensitivity == Sensitivity.WIDE,
            article.c.first_seen > since,
            article.c.first_seen <= until,
            company.c.retired_at.is_(None),
            may_watch(of.tenant),
            seen,
        )
        .order_by(article.c.first_seen, event.c.id)
        .limit(READ)
    )
    found = ((Citation(as_event(row), row.title, row.url), row.first_seen) for row in db.execute(query))
    return [one for one, at in found if any(wants(s, one.event) and is_older(s.created_at, at) for s in wide)][:MOST]


def is_older(made: datetime | None, seen: datetime) -> bool:
    return made is None or made <= seen


def cited_in(db: Connection, digest: Record) -> list[Citation]:
    """For a digest of the ledger: what was seen since the one before it in its channel."""
    before = (
        select(func.max(delivery.c.created_at))
        .join_from(delivery, channel)
        .where(is_channel(as_channel(digest)), delivery.c.kind == DeliveryKind.DIGEST, delivery.c.id < digest.id)
    )
    earliest: datetime = digest.created_at - LONGEST
    last: datetime | None = db.execute(before).scalar()
    return cited(db, as_channel(digest), max(last, earliest) if last else earliest, digest.created_at)
