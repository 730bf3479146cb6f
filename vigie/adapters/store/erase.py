"""A tenant, or one of its channels, taken out of every table, and out of the file itself. It asks nobody: others do.

What refers to a row goes before it; what may stand without it (an event without its story) lets go of it. Articles of
feeds that nobody follows any more go with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, select, update

from vigie.adapters.store.engines import forget_sources
from vigie.adapters.store.schema import (
    Record,
    article,
    change,
    channel,
    company,
    delivery,
    entry,
    event,
    feed,
    follow,
    metadata,
    story,
    story_source,
    subscription,
    tenant,
)
from vigie.adapters.store.subscriptions import as_subscription, held
from vigie.adapters.store.tenants import is_channel
from vigie.adapters.store.watchlist import grow
from vigie.model import Channel

SOME = 500
"""Ids in one statement."""


def erase_channel(db: Connection, of: Channel) -> bool:
    """The channel with all that it had; whether its tenant has no channel left."""
    purge(db, channel, ids_of(db, channel, is_channel(of)))
    left = select(channel.c.id).where(channel.c.tenant == of.tenant).limit(1)
    return db.execute(left).first() is None


def erase_tenant(db: Connection, name: str) -> None:
    """Everything that is the tenant's, in whatever table."""
    for table in (channel, company):
        purge(db, table, ids_of(db, table, table.c.tenant == name))
    db.execute(delete(follow).where(follow.c.tenant == name))
    orphans = ids_of(db, feed, ~select(follow.c.id).where(follow.c.feed_id == feed.c.id).exists())
    purge(db, entry, ids_of(db, entry, entry.c.feed_id.in_(orphans)))
    purge(db, feed, orphans)
    forget_articles(db)
    db.execute(update(feed).where(feed.c.tenant == name).values(tenant=None))
    db.execute(delete(tenant).where(tenant.c.name == name))
    grow(db)


def forget_articles(db: Connection) -> None:
    """Those that came through no feed that is left; a story that one of them led is led by its next article."""
    met = select(entry.c.id).where(entry.c.article_id == article.c.id).exists()
    lost = ids_of(db, article, ~met)
    for some in parts(lost):
        led = select(story.c.id, story.c.company_id, story.c.topic).join_from(story, event, LEADS)
        for one in db.execute(led.where(event.c.article_id.in_(some))).all():
            lead_anew(db, one, lost)
    purge(db, article, lost)


LEADS = event.c.id == story.c.lead_event_id


def lead_anew(db: Connection, one: Record, lost: Sequence[int]) -> None:
    """Its oldest article that stays, in its own words: its title."""
    of_it = (event.c.company_id == one.company_id) & (event.c.topic == one.topic)
    query = (
        select(event.c.id, article.c.title, article.c.language)
        .join_from(story_source, article)
        .join(event, (event.c.article_id == article.c.id) & of_it)
        .where(story_source.c.story_id == one.id, article.c.id.not_in(lost))
    )
    if new := db.execute(query.order_by(story_source.c.first_seen, story_source.c.id).limit(1)).first():
        said = {"summary": new.title[:280], "summary_method": "title", "summary_language": new.language or "fr"}
        db.execute(update(story).where(story.c.id == one.id).values(lead_event_id=new.id, **said))


def ids_of(db: Connection, table: Table, which: ColumnElement[bool]) -> list[int]:
    return list(db.execute(select(table.c.id).where(which)).scalars())


def purge(db: Connection, table: Table, ids: Sequence[int]) -> None:
    """Delete these rows; before them whatever refers to them, or its reference where that may be empty."""
    for some in parts(ids):
        if table is story_source:
            forget_sources(db, some)
        for other, column in referring(table):
            which = column.in_(some)
            if column.nullable and other is not subscription:
                db.execute(update(other).where(which).values({column.name: None}))
            else:
                purge(db, other, ids_of(db, other, which))
        db.execute(delete(table).where(table.c.id.in_(some)))


def referring(table: Table) -> list[tuple[Table, Any]]:
    """The columns that hold ids of its rows; an event lets go of its story before the story goes."""
    return [
        (other, key.parent)
        for other in metadata.sorted_tables
        for key in sorted(other.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table is table and key.column.name == "id"
    ]


def parts(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[at : at + SOME] for at in range(0, len(ids), SOME)]


# -- what is kept -----------------------------------------------------------------------------------------------------


def kept(db: Connection, name: str) -> dict[str, list[str]]:
    """What we hold of a tenant, in lines that people can read, by what it is."""
    channels = {row.id: row for row in db.execute(select(channel).where(channel.c.tenant == name))}
    here = list(channels)
    companies = db.execute(select(company).where(company.c.tenant == name, company.c.retired_at.is_(None)))
    feeds = db.execute(select(follow.c.name, feed.c.url).join_from(follow, feed).where(follow.c.tenant == name))
    changes = db.execute(select(change).where(change.c.channel_id.in_(here)).order_by(change.c.id))
    sent = db.execute(
        select(delivery.c.channel_id, delivery.c.state).where(
            delivery.c.channel_id.in_(here), delivery.c.story_id.is_not(None)
        )
    ).all()
    subscriptions = [as_subscription(row) for row in db.execute(held().where(channel.c.tenant == name))]
    return {
        "salons": [f"{row.address} {row.rules or ''}".strip() for row in channels.values()],
        "abonnements": [
            f"{s.channel.id}, {s.company.name if s.company else 'toutes les entreprises'}, par {s.created_by}, "
            f"{s.created_at:%Y-%m-%d}"
            for s in subscriptions
        ],
        "entreprises": [", ".join([row.name, *row.aliases]) for row in companies],
        "flux": [f"{row.name}, {row.url}" for row in feeds],
        "changements": [f"{row.at:%Y-%m-%d %H:%M}, {row.who}\u00a0: {row.what}" for row in changes],
        "alertes": [
            f"{channels[id].address}\u00a0: {sum(one.channel_id == id for one in sent)}" for id in here if sent
        ],
    }
