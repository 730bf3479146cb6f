"""What channels asked for, and who changed it last. It routes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, insert, or_, select, update

from vigie.adapters.store.rules import rules_of
from vigie.adapters.store.schema import Record, change, channel, company, feed, follow, subscription
from vigie.adapters.store.stories import COMPANY, as_company
from vigie.adapters.store.tenants import add_channel, as_channel, channel_id, is_channel
from vigie.model import Change, Channel, Sensitivity, Subscription
from vigie.rules import in_force

FILE = "feeds.yaml"


def held() -> Select[Any]:
    """Subscriptions, in the order they were made."""
    companies = [column.label(f"of_{column.key}") for column in COMPANY]
    columns = [subscription.c[name] for name in ("topics", "created_at", "created_by", "sensitivity")]
    of_channel = [channel.c[name] for name in ("platform", "tenant", "address", "rules")]
    return (
        select(*columns, *of_channel, *companies)
        .join_from(subscription, channel)
        .outerjoin(company, company.c.id == subscription.c.company_id)
        .order_by(subscription.c.id)
    )


def subscriptions(db: Connection, of: Channel) -> list[Subscription]:
    return [as_subscription(row) for row in db.execute(held().where(is_channel(of)))]


def audience(db: Connection, feed_url: str, seen_at: datetime, now: datetime | None = None) -> list[Subscription]:
    since = or_(follow.c.since <= seen_at, follow.c.since > (now or seen_at)) if now else follow.c.since <= seen_at
    followed = select(follow.c.tenant).join_from(follow, feed).where(feed.c.url == feed_url, since)
    followers = set(db.execute(followed).scalars())
    if not followers:
        return []
    awake = or_(channel.c.paused_until.is_(None), channel.c.paused_until <= seen_at)
    told = held().where(awake, channel.c.gone_at.is_(None))
    query = told if None in followers else told.where(channel.c.tenant.in_(followers))
    return [heard(row, now or seen_at) for row in db.execute(query)]


def keepers(db: Connection, feed_url: str) -> list[tuple[str, Channel]]:
    """Who made the newest subscription of each channel that the feed may reach, each person once."""
    followed = select(follow.c.tenant).join_from(follow, feed).where(feed.c.url == feed_url)
    followers = set(db.execute(followed).scalars())
    query = select(subscription.c.created_by, channel.c.platform, channel.c.tenant, channel.c.address)
    if None not in followers:
        query = query.where(channel.c.tenant.in_(followers))
    rows = db.execute(query.join_from(subscription, channel).order_by(subscription.c.id)).all()
    newest = {as_channel(row): row.created_by for row in rows if row.created_by}
    people = {(channel.platform, user): (user, channel) for channel, user in newest.items()}
    return list(people.values())


def subscribe(db: Connection, wanted: Sequence[Subscription], by: Change | None) -> list[Subscription]:
    changed = [one for one in wanted if may_hold(db, one) and put(db, one, by)]
    if changed:
        note(db, by)
    return changed


def may_hold(db: Connection, one: Subscription) -> bool:
    """Not to another tenant's company, nor to one that nobody watches any more."""
    if one.company is None:
        return True
    owner = (company.c.id == one.company.id) & company.c.retired_at.is_(None)
    row = db.execute(select(company.c.tenant).where(owner)).first()
    return row is not None and row.tenant in (None, one.channel.tenant)


def put(db: Connection, one: Subscription, by: Change | None) -> bool:
    """Make or change the row; whether there was anything to do."""
    made = one.created_at or (by.at if by else datetime.now(UTC))
    channel_id = add_channel(db, one.channel, made)
    company_id = one.company.id if one.company else None
    wanted = {"topics": sorted(one.topics)} | ({"sensitivity": one.sensitivity} if one.sensitivity else {})
    same = (subscription.c.channel_id == channel_id) & subscription.c.company_id.is_not_distinct_from(company_id)
    old = db.execute(select(subscription).where(same)).first()
    if old is None:
        row = {"channel_id": channel_id, "company_id": company_id, "created_at": made, "created_by": one.created_by}
        db.execute(insert(subscription).values(row | wanted))
        return True
    changes = any(getattr(old, name) != value for name, value in wanted.items())
    if changes:
        db.execute(update(subscription).where(subscription.c.id == old.id).values(wanted))
    return changes


def unsubscribe(db: Connection, of: Channel, companies: Iterable[int | None], by: Change) -> list[Subscription]:
    here = channel_id(db, of)
    gone: list[Subscription] = []
    for company_id in dict.fromkeys(companies):
        which = (subscription.c.channel_id == here) & subscription.c.company_id.is_not_distinct_from(company_id)
        gone += end(db, which)
    if gone:
        note(db, by)
    return gone


def end_subscriptions(db: Connection, company_id: int) -> list[Subscription]:
    return end(db, subscription.c.company_id == company_id)


def end(db: Connection, which: ColumnElement[bool]) -> list[Subscription]:
    gone = [as_subscription(row) for row in db.execute(held().where(which))]
    db.execute(delete(subscription).where(which))
    return gone


def note(db: Connection, by: Change | None) -> None:
    """Write the line of the audit."""
    if by is not None:
        here = add_channel(db, by.channel, by.at)
        db.execute(insert(change).values(channel_id=here, who=by.who, what=by.what, at=by.at))


def note_end(db: Connection, ended: Subscription, now: datetime) -> None:
    """The line for a subscription that ends because feeds.yaml no longer has its company."""
    name = ended.company.name if ended.company else ""
    note(db, Change(ended.channel, FILE, f"{name} n'est plus dans {FILE}\u00a0: l'abonnement prend fin.", now))


def last_change(db: Connection, of: Channel) -> Change | None:
    query = select(change).join_from(change, channel).where(is_channel(of)).order_by(change.c.id.desc()).limit(1)
    row = db.execute(query).first()
    return Change(of, row.who, row.what, row.at) if row else None


def as_subscription(row: Record) -> Subscription:
    """From a row of held()."""
    about = None
    if row.of_company_id is not None:
        about = as_company(row, "of_")
    own = Sensitivity(row.sensitivity) if row.sensitivity else None
    return Subscription(as_channel(row), about, frozenset(row.topics), row.created_at, row.created_by, own)


def heard(row: Record, now: datetime) -> Subscription:
    """The same, at its channel's sensitivity where it has none of its own, with what is muted there now."""
    one, rules = as_subscription(row), rules_of(row.rules, row.platform)
    return replace(one, sensitivity=one.sensitivity or rules.sensitivity, muted=in_force(rules.muted, now))
