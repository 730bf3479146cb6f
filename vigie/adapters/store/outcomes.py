"""How each attempt at a row of the ledger went, and what became of what nobody knew. It reads none that is due.

A claim is the commit of « sending » itself: it raises the row's token, and only the holder of the last token writes an
outcome. So two processes on one database may both read a row that is due; one of them gets it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, literal, null, or_, select, update

from vigie.adapters.store.deliveries import (
    ALERT,
    DEAD,
    DIGEST,
    EDIT,
    FOLLOWS,
    MINUTE,
    PENDING,
    SENDING,
    SENT,
    UNCLEAR,
    lapsed,
)
from vigie.adapters.store.engines import insert_new
from vigie.adapters.store.schema import channel, delivery, feed, meta
from vigie.adapters.store.tenants import channel_id, is_channel
from vigie.model import Delivery
from vigie.ports import PostError
from vigie.schedule import NEVER

PATIENCE = timedelta(hours=72)
"""How long a delivery is tried."""

MENDING = timedelta(days=7)
"""How long what people must mend may take."""

TRIES = 10
"""Times that it is tried at least: a clock that jumps, and a long stop, take no row's chances from it."""

ALERT_DEAD = "L'alerte à compléter n'a pas pu être publiée."
LEFT = "Peut-être publiée : on ne sait pas, et ce salon préfère une alerte manquante à une alerte doublée."
UNKNOWN = "unclear"
"""In `meta`: how many outcomes nobody could find out."""


# -- how it went ------------------------------------------------------------------------------------------------------


def mark_sending(db: Connection, one: Delivery, now: datetime) -> bool:
    """The claim: from now on the token is one higher than `one.token`."""
    free = or_(delivery.c.state.in_([PENDING, UNCLEAR]), lapsed(now))
    ours = (delivery.c.id == one.id) & (delivery.c.token == one.token) & free & delivery.c.covered_by.is_(None)
    claim = {
        "state": SENDING,
        "token": delivery.c.token + 1,
        "tried_at": now,
        "started_at": func.coalesce(delivery.c.started_at, now),
        "asked_at": case((delivery.c.state == PENDING, literal(now, delivery.c.asked_at.type)), else_=keep_asked(now)),
    }
    return db.execute(update(delivery).where(ours).values(claim)).rowcount == 1


def keep_asked(now: datetime) -> ColumnElement[datetime]:
    return func.coalesce(delivery.c.asked_at, literal(now, delivery.c.asked_at.type))


def claimed(one: Delivery) -> ColumnElement[bool]:
    """The row, while the claim that `one` was sent under is the last one."""
    return (delivery.c.id == one.id) & (delivery.c.token == one.token + 1) & (delivery.c.state == SENDING)


def mark_sent(db: Connection, one: Delivery, message_id: str | None, now: datetime) -> None:
    if finish(db, claimed(one), one, message_id, now):
        mended = {"refusals": 0, "blocked_until": None}
        db.execute(update(channel).where(is_channel(one.channel), channel.c.refusals > 0).values(mended))


def finish(db: Connection, which: ColumnElement[bool], one: Delivery, message_id: str | None, now: datetime) -> bool:
    """Sent, and with a digest all that it tells; whether the row was still ours."""
    sent = {"state": SENT, "error": None, "sent_at": now}
    done = db.execute(update(delivery).where(which).values(sent | {"message_id": message_id})).rowcount == 1
    if done and one.kind is DIGEST:
        db.execute(update(delivery).where(delivery.c.covered_by == one.id).values(sent))
    return done


def mark_failed(db: Connection, one: Delivery, error: PostError, retry_at: datetime) -> None:
    started = db.execute(select(delivery.c.started_at).where(claimed(one))).scalar()
    if started is None:
        return  # another holder took the row
    unclear = one.creates and (error.unclear or one.unclear)
    dead = error.permanent or is_over(db, one, error, retry_at - started)
    failed: dict[str, Any] = {"error": str(error)}
    if dead or error.unclear or error.retry_after is None:
        failed["attempts"] = delivery.c.attempts + 1  # being asked to wait is no attempt
    failed |= {"state": DEAD} if dead else {"state": UNCLEAR if unclear else PENDING, "due_at": retry_at}
    db.execute(update(delivery).where(claimed(one)).values(failed))
    if dead:
        bury(db, one)
    if error.blocked:
        later = {"refusals": channel.c.refusals + 1, "blocked_until": retry_at}
        db.execute(update(channel).where(is_channel(one.channel)).values(later))


def is_over(db: Connection, one: Delivery, error: PostError, tried_for: timedelta) -> bool:
    """Whether it was tried long enough, and often enough; a refusal that people must mend counts in its channel."""
    if tried_for <= (MENDING if error.blocked else PATIENCE):
        return False
    refusals = select(channel.c.refusals).where(is_channel(one.channel))
    times = db.execute(refusals).scalar() if error.blocked else one.attempts
    return (times or 0) + 1 >= TRIES


def bury(db: Connection, one: Delivery) -> None:
    """What can't be without it: the edits of an alert's post; what a digest tells."""
    open_ = delivery.c.state.in_([PENDING, UNCLEAR])
    if one.kind is ALERT:
        here = (delivery.c.story_id == one.alert.story.id) & (delivery.c.channel_id == channel_id(db, one.channel))
        follows = here & delivery.c.kind.in_(FOLLOWS) & open_
        db.execute(update(delivery).where(follows).values(state=DEAD, error=ALERT_DEAD))
    if one.kind is DIGEST:
        db.execute(update(delivery).where(delivery.c.covered_by == one.id).values(state=DEAD, error=ALERT_DEAD))


def recover(db: Connection, now: datetime) -> int:
    """An edit may be repeated; whether anything else reached its channel nobody knows."""
    if was_turned_back(db, now):
        rewind(db, now)
    state = case((delivery.c.kind == EDIT, PENDING.value), else_=UNCLEAR.value)
    again = {"state": state, "due_at": now, "attempts": delivery.c.attempts + 1}
    return db.execute(update(delivery).where(delivery.c.state == SENDING).values(again)).rowcount


def rewind(db: Connection, now: datetime) -> None:
    """The clock was turned back: what waits for a time that it had shown is looked at now, and put before its rules."""
    waits = delivery.c.state.in_([PENDING, UNCLEAR]) & (delivery.c.due_at > now)
    db.execute(update(delivery).where(waits).values(due_at=now))
    db.execute(update(channel).where(channel.c.blocked_until > now).values(blocked_until=now))
    later = select(feed.c.id, feed.c.every, feed.c.next_visit).where(feed.c.next_visit > now)
    for row in db.execute(later).all():
        soon = now + timedelta(seconds=row.every)
        if soon < row.next_visit < NEVER:
            db.execute(update(feed).where(feed.c.id == row.id).values(next_visit=soon))


def was_turned_back(db: Connection, now: datetime) -> bool:
    """Whether we were already at work at a later time than this."""
    latest = db.execute(select(func.max(feed.c.last_success))).scalar()
    return latest is not None and latest > now + MINUTE


# -- what nobody knew -------------------------------------------------------------------------------------------------


def unsettled(one: Delivery, now: datetime) -> ColumnElement[bool]:
    """The row, while its outcome is unclear and nobody has claimed it since `one` was read."""
    return (delivery.c.id == one.id) & (delivery.c.token == one.token) & or_(delivery.c.state == UNCLEAR, lapsed(now))


def settle(db: Connection, one: Delivery, message_id: str | None, now: datetime) -> None:
    """The channel was looked into: the message is there, or it is not and will be sent."""
    if message_id is not None:
        finish(db, unsettled(one, now), one, message_id, now)
    else:
        absent = {"state": PENDING, "due_at": now, "asked_at": None, "token": delivery.c.token + 1}
        db.execute(update(delivery).where(unsettled(one, now)).values(absent))


def settle_blindly(db: Connection, one: Delivery, now: datetime, *, republish: bool) -> None:
    """The channel can't be looked into: publish once more, saying so, or leave it; count it in both cases."""
    chosen = {"state": PENDING, "due_at": now, "again": True, "asked_at": null()} if republish else {"state": DEAD}
    values = chosen | {"token": delivery.c.token + 1, "error": LEFT}
    if db.execute(update(delivery).where(unsettled(one, now)).values(values)).rowcount:
        db.execute(insert_new(meta).values(name=UNKNOWN, value=0))
        db.execute(update(meta).where(meta.c.name == UNKNOWN).values(value=meta.c.value + 1))
        if not republish:
            bury(db, one)


def put_off(db: Connection, one: Delivery, until: datetime) -> None:
    """Not now: it was not tried."""
    same = (delivery.c.id == one.id) & (delivery.c.token == one.token)
    db.execute(update(delivery).where(same).values(due_at=until))
