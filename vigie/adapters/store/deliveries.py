"""The ledger: what is owed to each channel, and how each attempt went. It sends nothing.

pending -> sending -> sent
                   -> pending, later            a passing failure
                   -> dead                      the platform will never accept it, or three days of tries
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, func, select, update

from vigie.adapters.store.schema import Record, channel, delivery
from vigie.adapters.store.sqlite import insert_new
from vigie.adapters.store.stories import stories
from vigie.adapters.store.tenants import add_channel, as_channel, channel_id
from vigie.model import Alert, Channel, Delivery, DeliveryKind, DeliveryState, Story
from vigie.ports import PostError

PATIENCE = timedelta(hours=72)
"""How long a delivery is tried."""

PENDING, SENDING, SENT, DEAD = DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DEAD
ALERT, EDIT = DeliveryKind.ALERT, DeliveryKind.EDIT

ALERT_DEAD = "L'alerte à compléter n'a pas pu être publiée."


def alerted(db: Connection, story_id: int) -> list[Channel]:
    told = (delivery.c.story_id == story_id) & (delivery.c.kind == ALERT) & (delivery.c.state != DEAD)
    query = select(channel).join_from(delivery, channel).where(told).order_by(delivery.c.id)
    return [as_channel(row) for row in db.execute(query)]


def queue_alerts(db: Connection, story_id: int, channels: Iterable[Channel], now: datetime) -> None:
    """Owe the story to these channels; one that was told already is not told again: an alert's revision is 0."""
    for one in channels:
        db.execute(insert_new(delivery).values(row(add_channel(db, one, now), story_id, ALERT, 0, now)))


def queue_edits(db: Connection, story_id: int, revision: int, channels: Iterable[Channel], now: datetime) -> None:
    """Owe an edit to each post of the story in these channels; one that waits already will show this change too."""
    for one in channels:
        rows = db.execute(
            select(delivery.c.channel_id, delivery.c.kind, delivery.c.state).where(
                delivery.c.channel_id == channel_id(db, one), delivery.c.story_id == story_id
            )
        ).all()
        has_post = any(r.kind == ALERT and r.state != DEAD for r in rows)
        if has_post and not any(r.kind == EDIT and r.state == PENDING for r in rows):
            db.execute(insert_new(delivery).values(row(rows[0].channel_id, story_id, EDIT, revision, now)))


def row(channel_id: int, story_id: int, kind: DeliveryKind, revision: int, now: datetime) -> dict[str, Any]:
    return {
        "channel_id": channel_id,
        "story_id": story_id,
        "kind": kind,
        "revision": revision,
        "state": PENDING,
        "due_at": now,
        "attempts": 0,
        "created_at": now,
    }


post = delivery.alias("post")
"""The alert that an edit edits."""

POST_OF = (
    (post.c.channel_id == delivery.c.channel_id) & (post.c.story_id == delivery.c.story_id) & (post.c.kind == ALERT)
)


def due_deliveries(db: Connection, now: datetime, limit: int) -> list[Delivery]:
    """Each platform has its turn within the limit, so that the rows of one that is off don't hide the others'."""
    ready = (delivery.c.kind != EDIT) | ((post.c.state == SENT) & post.c.message_id.is_not(None))
    turn = func.row_number().over(partition_by=channel.c.platform, order_by=delivery.c.id)
    due = (
        select(
            delivery.c.id,
            delivery.c.story_id,
            delivery.c.kind,
            delivery.c.revision,
            delivery.c.attempts,
            case((delivery.c.kind == EDIT, post.c.message_id)).label("message_id"),
            channel.c.platform,
            channel.c.tenant,
            channel.c.address,
            turn.label("turn"),
        )
        .join_from(delivery, channel)
        .outerjoin(post, POST_OF)
        .where(delivery.c.state == PENDING, delivery.c.due_at <= now, ready)
        .subquery()
    )
    rows = db.execute(select(due).order_by(due.c.turn, due.c.id).limit(limit)).all()
    return as_deliveries(db, sorted(rows, key=lambda r: r.id))


def as_deliveries(db: Connection, rows: list[Record]) -> list[Delivery]:
    seen: dict[str, dict[int, Story]] = {
        name: stories(db, list({r.story_id for r in rows if r.tenant == name}), name)
        for name in {r.tenant for r in rows}
    }
    return [
        Delivery(
            r.id,
            as_channel(r),
            Alert(seen[r.tenant][r.story_id], r.revision),
            DeliveryKind(r.kind),
            r.attempts,
            r.message_id,
        )
        for r in rows
        if r.story_id in seen[r.tenant]
    ]


def mark_sending(db: Connection, one: Delivery, now: datetime) -> bool:
    ours = (delivery.c.id == one.id) & (delivery.c.state == PENDING) & (delivery.c.due_at <= now)
    started = func.coalesce(delivery.c.started_at, now)
    return db.execute(update(delivery).where(ours).values(state=SENDING, started_at=started)).rowcount == 1


def mark_sent(db: Connection, one: Delivery, message_id: str | None, now: datetime) -> None:
    sent = {"state": SENT, "message_id": message_id, "error": None, "sent_at": now}
    db.execute(update(delivery).where(delivery.c.id == one.id).values(sent))


def mark_failed(db: Connection, one: Delivery, error: PostError, retry_at: datetime) -> None:
    started = db.execute(select(delivery.c.started_at).where(delivery.c.id == one.id)).scalar()
    dead = error.permanent or (started is not None and retry_at - started > PATIENCE)
    failed = {"attempts": delivery.c.attempts + 1, "error": str(error)}
    failed |= {"state": DEAD} if dead else {"state": PENDING, "due_at": retry_at}
    db.execute(update(delivery).where(delivery.c.id == one.id).values(failed))
    if dead and one.kind is ALERT:
        edits = (delivery.c.story_id == one.alert.story.id) & (delivery.c.kind == EDIT) & (delivery.c.state == PENDING)
        here = delivery.c.channel_id == channel_id(db, one.channel)
        db.execute(update(delivery).where(edits, here).values(state=DEAD, error=ALERT_DEAD))


def recover(db: Connection, now: datetime) -> int:
    again = {"state": PENDING, "due_at": now, "attempts": delivery.c.attempts + 1}
    return db.execute(update(delivery).where(delivery.c.state == SENDING).values(again)).rowcount
