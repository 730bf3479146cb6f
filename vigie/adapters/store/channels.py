"""How a channel wants to be told, and whether it is there at all: its rules, pauses, refusals and its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from vigie.adapters.store.rules import rules_of, rules_to_json
from vigie.adapters.store.schema import channel, delivery, subscription
from vigie.adapters.store.subscriptions import note
from vigie.adapters.store.tenants import add_channel, as_channel, channel_id, is_channel
from vigie.model import Change, Channel, DeliveryState
from vigie.ports import Manner
from vigie.rules import Rules, default

GONE = "Ce salon n'existe plus, ou Vigie n'y est plus."

WARNED = 2
"""Refusals in a row after which somebody is told, once."""


def manner(db: Connection, of: Channel) -> Manner:
    row = db.execute(select(channel).where(is_channel(of))).first()
    if row is None:
        return Manner(default(of.platform))
    return Manner(rules_of(row.rules, of.platform), row.paused_until, row.blocked_until)


def set_rules(db: Connection, of: Channel, rules: Rules, by: Change) -> None:
    here = add_channel(db, of, by.at)
    stored = rules_to_json(rules, of.platform) or None
    db.execute(update(channel).where(channel.c.id == here).values(rules=stored))
    note(db, by)


def pause(db: Connection, of: Channel, until: datetime | None, by: Change) -> None:
    """None: it gets alerts again, and is tried again."""
    here = add_channel(db, of, by.at)
    values = {"paused_until": until} if until else {"paused_until": None, "blocked_until": None, "refusals": 0}
    db.execute(update(channel).where(channel.c.id == here).values(values))
    note(db, by)


def to_warn(db: Connection, of: Channel) -> str | None:
    """The person to tell that the channel refuses, when it is time to."""
    row = db.execute(select(channel.c.id, channel.c.refusals).where(is_channel(of))).first()
    if row is None or row.refusals != WARNED:
        return None
    by = select(subscription.c.created_by).where(subscription.c.channel_id == row.id)
    return db.execute(by.order_by(subscription.c.id.desc()).limit(1)).scalar() or None


# -- leaving ----------------------------------------------------------------------------------------------------------


def stop(db: Connection, of: Channel, now: datetime) -> None:
    """Send nothing more there; what it was owed is dead. Erasing comes later, once it is certain."""
    here = channel_id(db, of)
    db.execute(update(channel).where(channel.c.id == here, channel.c.gone_at.is_(None)).values(gone_at=now))
    waits = (delivery.c.channel_id == here) & delivery.c.state.in_([DeliveryState.PENDING, DeliveryState.UNCLEAR])
    db.execute(update(delivery).where(waits).values(state=DeliveryState.DEAD, error=GONE))


def stop_tenant(db: Connection, tenant: str, now: datetime) -> None:
    for row in db.execute(select(channel).where(channel.c.tenant == tenant)).all():
        stop(db, as_channel(row), now)


def come_back(db: Connection, tenant: str, only: Channel | None = None) -> None:
    """It is there after all, or again."""
    again = {"gone_at": None, "refusals": 0, "blocked_until": None}
    which = is_channel(only) if only else channel.c.tenant == tenant
    db.execute(update(channel).where(which).values(again))


def gone(db: Connection, before: datetime) -> Sequence[Channel]:
    """The channels that were stopped before then."""
    return [as_channel(row) for row in db.execute(select(channel).where(channel.c.gone_at < before))]
