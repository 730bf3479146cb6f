"""The ledger: what is owed to each channel, and what of it is due. How each attempt goes is outcomes.py's.

pending -> sending -> sent
                   -> pending, later            it did not go out
                   -> unclear, later            nobody knows: the same nonce, or a look into the channel, comes first
                   -> dead                      the platform will never accept it, or three days of tries
unclear -> sent | pending | sending
sending, its lease over -> as unclear
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from vigie.adapters.store.citations import cited_in
from vigie.adapters.store.engines import insert_new
from vigie.adapters.store.lateness import lateness, since
from vigie.adapters.store.quiet_weeks import BLANK, week_of
from vigie.adapters.store.rules import rules_of
from vigie.adapters.store.schema import Record, channel, delivery
from vigie.adapters.store.stories import stories, updates_of
from vigie.adapters.store.tenants import add_channel, as_channel, channel_id
from vigie.model import Alert, Channel, Delivery, DeliveryKind, DeliveryState, Quiet, Story, Update
from vigie.rules import mentioned
from vigie.summarise.updates import known_to

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

IN_DIGEST = "L'alerte à compléter a été dite dans un bilan."


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
    new = news_of(db, [r for r in rows if r.kind == UPDATE])
    shown = [r for r in rows if visible(r, told, seen[r.tenant])]
    found = [
        as_delivery(r, told.get(r.id, ()), seen[r.tenant], now, new.get(r.id))
        if r.story_id is not None
        else as_line(r, week_of(db, r.tenant, r.created_at))
        for r in shown
    ]
    return [
        replace(one, cited=tuple(cited_in(db, r))) if one.kind is DIGEST else one
        for one, r in zip(found, shown, strict=True)
    ]


def news_of(db: Connection, rows: Sequence[Record]) -> dict[int, Update]:
    """What each of these tells, as its tenant may read it; one that stopped following the feed since is owed it yet."""
    found: dict[int, Update] = {}
    everything = updates_of(db, {r.story_id for r in rows})
    for name in {r.tenant for r in rows}:
        theirs = [r for r in rows if r.tenant == name]
        seen = updates_of(db, {r.story_id for r in theirs}, name)
        for r in theirs:
            key = (r.story_id, r.revision)
            if key in everything:
                found[r.id] = seen.get(key) or known_to(everything[key], ())
    return found


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
