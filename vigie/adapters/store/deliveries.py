"""The ledger: what is owed to each channel, and how each attempt went. It sends nothing.

pending -> sending -> sent
                   -> pending, later            it did not go out
                   -> unclear, later            nobody knows: the same nonce, or a look into the channel, comes first
                   -> dead                      the platform will never accept it, or three days of tries
unclear -> sent | pending | sending
sending, its lease over -> as unclear

A claim is the commit of « sending » itself: it raises the row's token, and only the holder of the last token writes an
outcome. So two processes on one database may both read a row that is due; one of them gets it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, null, or_, select, update

from vigie.adapters.store.citations import cited_in
from vigie.adapters.store.engines import insert_new
from vigie.adapters.store.lateness import lateness, since
from vigie.adapters.store.quiet_weeks import BLANK, week_of
from vigie.adapters.store.rules import rules_of
from vigie.adapters.store.schema import Record, channel, delivery, feed, meta
from vigie.adapters.store.stories import stories, updates_of
from vigie.adapters.store.tenants import add_channel, as_channel, channel_id, is_channel
from vigie.model import Alert, Channel, Delivery, DeliveryKind, DeliveryState, Quiet, Story, Update
from vigie.ports import PostError
from vigie.rules import mentioned
from vigie.schedule import NEVER

PATIENCE = timedelta(hours=72)
"""How long a delivery is tried."""

MENDING = timedelta(days=7)
"""How long what people must mend may take."""

TRIES = 10
"""Times that it is tried at least: a clock that jumps, and a long stop, take no row's chances from it."""

LEASE = timedelta(seconds=120)
"""How long a claim holds: longer than a call (60 s) and the time to settle (30 s)."""

MINUTE = timedelta(minutes=1)
"""How long a post stays as it is at least: what changes meanwhile is shown by one edit."""

FARTHEST = timedelta(days=9)
"""Nothing is put off for longer (a weekly digest, over holidays): what claims to be is due, the clock was wrong."""

OLD = timedelta(days=7)
"""From which age on a digest counts a story and does not list it."""

PENDING, SENDING, SENT = DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT
UNCLEAR, DEAD = DeliveryState.UNCLEAR, DeliveryState.DEAD
ALERT, EDIT, UPDATE, DIGEST = DeliveryKind.ALERT, DeliveryKind.EDIT, DeliveryKind.UPDATE, DeliveryKind.DIGEST

FOLLOWS = (EDIT, UPDATE)
"""What needs the alert's own post."""

ALERT_DEAD = "L'alerte à compléter n'a pas pu être publiée."
IN_DIGEST = "L'alerte à compléter a été dite dans un bilan."
LEFT = "Peut-être publiée : on ne sait pas, et ce salon préfère une alerte manquante à une alerte doublée."

UNKNOWN = "unclear"
"""In `meta`: how many outcomes nobody could find out."""


# -- owing ------------------------------------------------------------------------------------------------------------


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
        rows = rows_of(db, story_id, one)
        if has_post(rows) and not any(r.kind == EDIT and r.state == PENDING for r in rows):
            edit = row(rows[0].channel_id, story_id, EDIT, revision, calm(rows, now))
            db.execute(insert_new(delivery).values(edit))


def queue_updates(db: Connection, story_id: int, revision: int, channels: Iterable[Channel], now: datetime) -> None:
    """Owe the new fact of this revision to these channels, beneath their post of the story."""
    for one in channels:
        rows = rows_of(db, story_id, one)
        if has_post(rows):
            db.execute(insert_new(delivery).values(row(rows[0].channel_id, story_id, UPDATE, revision, now)))


def rows_of(db: Connection, story_id: int, one: Channel) -> Sequence[Record]:
    """The story's rows in a channel."""
    columns = [delivery.c[name] for name in ("channel_id", "kind", "state", "covered_by", "due_at", "sent_at")]
    here = (delivery.c.channel_id == channel_id(db, one)) & (delivery.c.story_id == story_id)
    return db.execute(select(*columns).where(here)).all()


def has_post(rows: Iterable[Record]) -> bool:
    return any(r.kind == ALERT and r.state != DEAD and r.covered_by is None for r in rows)


def calm(rows: Iterable[Record], now: datetime) -> datetime:
    """When a post may change again: a minute after its last edit."""
    edits: list[datetime] = [r.sent_at + MINUTE for r in rows if r.kind == EDIT and r.sent_at is not None]
    return max([now, *edits])


def row(channel_id: int, story_id: int | None, kind: DeliveryKind, revision: int, now: datetime) -> dict[str, Any]:
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


def owed(db: Connection) -> int:
    """How many messages wait to be sent, those that a digest tells counted as one."""
    open_ = delivery.c.state.in_([PENDING, SENDING, UNCLEAR]) & delivery.c.covered_by.is_(None)
    count: int = db.execute(select(func.count()).select_from(delivery).where(open_)).scalar_one()
    return count


# -- what is due ------------------------------------------------------------------------------------------------------

post = delivery.alias("post")
"""The alert that an edit edits."""

POST_OF = (
    (post.c.channel_id == delivery.c.channel_id) & (post.c.story_id == delivery.c.story_id) & (post.c.kind == ALERT)
)


def due_at(now: datetime) -> ColumnElement[bool]:
    return or_(delivery.c.due_at <= now, delivery.c.due_at > now + FARTHEST)


def lapsed(now: datetime) -> ColumnElement[bool]:
    """Whoever was sending it is gone, or the clock was."""
    tried = or_(delivery.c.tried_at <= now - LEASE, delivery.c.tried_at > now + FARTHEST)
    return (delivery.c.state == SENDING) & tried


def reachable(now: datetime) -> ColumnElement[bool]:
    """The channel is there, and nobody has to mend anything first."""
    return and_(channel.c.gone_at.is_(None), *(or_(at.is_(None), at <= now) for at in (BLOCKED, PAUSED)))


BLOCKED, PAUSED = channel.c.blocked_until, channel.c.paused_until


def due_deliveries(db: Connection, now: datetime, limit: int) -> list[Delivery]:
    """In turns: a row of each platform, in it of each tenant, in that of each channel; nobody's thousand rows delay
    others, and those of a platform that is off hide none.
    """
    ready = delivery.c.kind.not_in(FOLLOWS) | ((post.c.state == SENT) & post.c.message_id.is_not(None))
    owed = or_(delivery.c.state.in_([PENDING, UNCLEAR]) & due_at(now), lapsed(now))
    in_channel = func.row_number().over(partition_by=delivery.c.channel_id, order_by=delivery.c.id)
    due = (
        select(
            *(delivery.c[name] for name in ("id", "story_id", "kind", "revision", "attempts", "token", "again")),
            *(delivery.c[name] for name in ("state", "asked_at", "tried_at", "channel_id", "created_at")),
            case((delivery.c.kind.in_(FOLLOWS), post.c.message_id)).label("message_id"),
            *(channel.c[name] for name in ("platform", "tenant", "address", "rules")),
            in_channel.label("turn"),
        )
        .join_from(delivery, channel)
        .outerjoin(post, POST_OF)
        .where(owed, ready, delivery.c.covered_by.is_(None), reachable(now))
        .subquery()
    )
    in_tenant = func.row_number().over(partition_by=due.c.tenant, order_by=(due.c.turn, due.c.id))
    fair = select(*due.c, in_tenant.label("tenants_turn")).subquery()
    in_platform = func.row_number().over(partition_by=fair.c.platform, order_by=(fair.c.tenants_turn, fair.c.id))
    rows = db.execute(select(*fair.c, in_platform.label("at")).order_by("at", fair.c.id).limit(limit)).all()
    return as_deliveries(db, list(rows), now)


def as_deliveries(db: Connection, rows: list[Record], now: datetime) -> list[Delivery]:
    """Each with its story as its tenant may see it; a digest with those that it tells."""
    told = members(db, [r.id for r in rows if r.kind == DIGEST], now)
    about = [r for r in rows if r.story_id is not None]
    wanted = {name: {r.story_id for r in about if r.tenant == name} for name in {r.tenant for r in rows}}
    for r in rows:
        wanted[r.tenant] |= {member.story_id for member in told.get(r.id, ())}
    seen = {name: stories(db, sorted(ids), name) for name, ids in wanted.items()}
    new = updates_of(db, {r.story_id for r in rows if r.kind == UPDATE})
    shown = [r for r in rows if visible(r, told, seen[r.tenant])]
    found = [
        as_delivery(r, told.get(r.id, ()), seen[r.tenant], now, new.get((r.story_id, r.revision)))
        if r.story_id is not None
        else as_line(r, week_of(db, r.tenant, r.created_at))
        for r in shown
    ]
    return [
        replace(one, cited=tuple(cited_in(db, r))) if one.kind is DIGEST else one
        for one, r in zip(found, shown, strict=True)
    ]


def visible(r: Record, told: dict[int, list[Member]], seen: dict[int, Story]) -> bool:
    return r.story_id is None or r.story_id in seen or any(member.story_id in seen for member in told.get(r.id, ()))


def as_delivery(
    r: Record, told: Sequence[Member], seen: dict[int, Story], now: datetime, new: Update | None = None
) -> Delivery:
    listed = [m.story_id for m in told if m.story_id in seen and m.news_at > now - OLD]
    lead = r.story_id if r.story_id in seen else next(m.story_id for m in told if m.story_id in seen)
    rules = rules_of(r.rules, r.platform)
    return Delivery(
        r.id,
        as_channel(r),
        Alert(seen[lead], r.revision, new if r.kind == UPDATE else None),
        DeliveryKind(r.kind),
        r.attempts,
        r.message_id,
        token=r.token,
        asked_at=r.asked_at,
        tried_at=r.tried_at,
        unclear=r.state != PENDING,
        again=r.again,
        stories=tuple(seen[story_id] for story_id in listed),
        older=sum(m.news_at <= now - OLD for m in told),
        mention=mentioned(rules, seen[lead].event) if r.kind in (ALERT, UPDATE) else "",
        republish=rules.republish,
    )


def as_line(r: Record, week: Quiet) -> Delivery:
    """The line of a quiet week."""
    return Delivery(
        r.id,
        as_channel(r),
        BLANK,
        DeliveryKind(r.kind),
        r.attempts,
        token=r.token,
        asked_at=r.asked_at,
        tried_at=r.tried_at,
        unclear=r.state != PENDING,
        again=r.again,
        quiet=week,
        republish=rules_of(r.rules, r.platform).republish,
    )


@dataclass(frozen=True, slots=True)
class Member:
    """One alert that a digest tells."""

    story_id: int
    news_at: datetime


def members(db: Connection, digests: Sequence[int], now: datetime) -> dict[int, list[Member]]:
    """For each digest the alerts that it tells, oldest first."""
    if not digests:
        return {}
    theirs = delivery.c.covered_by.in_(digests)
    late = lateness(db, theirs)
    query = select(delivery.c.id, delivery.c.covered_by, delivery.c.story_id, delivery.c.created_at)
    found: dict[int, list[Member]] = {}
    for r in db.execute(query.where(theirs).order_by(delivery.c.id)):
        queued = since(r.created_at, now)
        news_at = queued - late[r.id].behind if r.id in late else queued
        found.setdefault(r.covered_by, []).append(Member(r.story_id, news_at))
    return found


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
