"""What a tenant may see, and its channels: the conditions that every query about a tenant shares.

An article is seen only by the tenants that follow a feed it came through (every tenant follows those of feeds.yaml);
a company that a tenant added exists for that tenant alone.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, or_, select, update

from vigie.adapters.store.engines import insert_new
from vigie.adapters.store.schema import Record, channel, company, delivery, entry, follow, story_source, tenant
from vigie.model import Channel, DeliveryState

UNSEEN = "Plus aucun flux suivi ne porte cette histoire."


def add_tenant(db: Connection, name: str, now: datetime) -> None:
    db.execute(insert_new(tenant).values(name=name, created_at=now))


def follows(feed_id: Column[int], name: str | Column[str]) -> ColumnElement[bool]:
    """The tenant follows the feed, itself or through feeds.yaml."""
    theirs = or_(follow.c.tenant.is_(None), follow.c.tenant == name)
    return select(follow.c.id).where(follow.c.feed_id == feed_id, theirs).correlate_except(follow).exists()


def may_see(article_id: Column[int], name: str | Column[str]) -> ColumnElement[bool]:
    """The article came through a feed that the tenant follows, and was examined there."""
    came = (entry.c.article_id == article_id) & entry.c.examined_at.is_not(None)
    return select(entry.c.id).where(came, follows(entry.c.feed_id, name)).correlate_except(entry).exists()


def may_watch(name: str) -> ColumnElement[bool]:
    """The company is of feeds.yaml or the tenant's own."""
    return or_(company.c.tenant.is_(None), company.c.tenant == name)


def is_channel(of: Channel) -> ColumnElement[bool]:
    return (channel.c.tenant == of.tenant) & (channel.c.platform == of.platform) & (channel.c.address == of.id)


def channel_id(db: Connection, of: Channel) -> int | None:
    return db.execute(select(channel.c.id).where(is_channel(of))).scalar()


def add_channel(db: Connection, of: Channel, now: datetime) -> int:
    """The id of the channel's row, which is made with its tenant's where there is none."""
    if (known := channel_id(db, of)) is not None:
        return known
    add_tenant(db, of.tenant, now)
    db.execute(insert_new(channel).values(platform=of.platform, tenant=of.tenant, address=of.id))
    made: int = db.execute(select(channel.c.id).where(is_channel(of))).scalar_one()
    return made


def as_channel(row: Record) -> Channel:
    """From a row that has the columns of the table channel."""
    return Channel(row.platform, row.tenant, row.address)


def bury_unseen(db: Connection) -> None:
    """Give up what waits for tenants that follow no feed any more which brought the story."""
    source = story_source.c.story_id == delivery.c.story_id
    visible = may_see(story_source.c.article_id, channel.c.tenant)
    seen = select(story_source.c.id).where(source, visible).correlate_except(story_source).exists()
    waits = (delivery.c.state == DeliveryState.PENDING) & delivery.c.story_id.is_not(None)
    unseen = select(delivery.c.id).join_from(delivery, channel).where(waits, ~seen)
    lost = update(delivery).where(delivery.c.id.in_(db.execute(unseen).scalars().all()))
    db.execute(lost.values(state=DeliveryState.DEAD, error=UNSEEN))
