"""What waits for each channel, put before its rules: told now, later, or together. It decides nothing itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from vigie.adapters.store.deliveries import (
    ALERT,
    DEAD,
    DIGEST,
    FOLLOWS,
    IN_DIGEST,
    PENDING,
    SENDING,
    SENT,
    UNCLEAR,
    due_at,
    reachable,
    row,
)
from vigie.adapters.store.engines import insert_new
from vigie.adapters.store.lateness import Late, lateness, since
from vigie.adapters.store.quiet_weeks import LEEWAY, WEEK, untold
from vigie.adapters.store.rules import rules_of
from vigie.adapters.store.schema import Record, channel, delivery, story, subscription
from vigie.adapters.store.stories import stories
from vigie.adapters.store.tenants import is_channel
from vigie.model import Channel, Mute
from vigie.rules import DAY, HOUR, Plan, Rules, Waiting, is_quiet, is_urgent, opening, pages, plan, quiet_week

MOST = 50_000
"""Rows looked at in one transaction; the others have their turn in the next one."""


MUTED = "Muet\u00a0: ce salon ne veut plus en entendre parler pour un temps."

OWED = (delivery.c.state == PENDING) & (delivery.c.kind == ALERT) & delivery.c.covered_by.is_(None)
"""Alerts that have no message yet."""


def plan_deliveries(db: Connection, now: datetime, platforms: Sequence[str]) -> int:
    """Decide on what is due in the channels of these platforms; the last row that there is, with the digests made."""
    decide(db, now, platforms)
    return db.execute(select(func.max(delivery.c.id))).scalar() or 0


def decide(db: Connection, now: datetime, platforms: Sequence[str]) -> None:
    due = due_at(now) & channel.c.platform.in_(platforms) & reachable(now)
    wait_for_the_morning(db, due, now)
    rows = waiting(db, due)
    if not rows:
        return
    recent, late = begun(db, now), lateness(db, OWED & due)
    for channel_id, group in groupby(rows, key=lambda r: int(r.channel_id)):
        owed = list(group)
        rules = rules_of(owed[0].rules, owed[0].platform)
        if (
            len(owed) == 1
            and owed[0].id not in late
            and len(recent[channel_id]) < rules.hourly
            and is_plain(rules, now)
        ):
            continue  # the usual case: one alert, now
        apply(db, plan(rules, as_waiting(db, owed, rules, late, now), recent[channel_id], now), owed, now)


def is_plain(rules: Rules, now: datetime) -> bool:
    return rules.rhythm == "immediat" and not is_quiet(rules, now)


def waiting(db: Connection, which: ColumnElement[bool]) -> Sequence[Record]:
    """Alerts that have no message yet, by channel, oldest first."""
    columns = [delivery.c[name] for name in ("id", "story_id", "channel_id", "created_at")]
    query = select(*columns, channel.c.rules, channel.c.platform, channel.c.tenant).join_from(delivery, channel)
    return db.execute(query.where(OWED, which).order_by(delivery.c.channel_id, delivery.c.id).limit(MOST)).all()


def begun(db: Connection, now: datetime) -> Mapping[int, list[datetime]]:
    """When the messages of the last hour were begun, by channel."""
    done = delivery.c.state.in_([SENT, SENDING, UNCLEAR]) & delivery.c.kind.in_([ALERT, DIGEST])
    recent = (delivery.c.started_at > now - HOUR) & delivery.c.covered_by.is_(None)
    found: defaultdict[int, list[datetime]] = defaultdict(list)
    for one in db.execute(select(delivery.c.channel_id, delivery.c.started_at).where(done, recent)):
        found[one.channel_id].append(one.started_at)
    return found


def note_quiet_weeks(db: Connection, now: datetime, platforms: Sequence[str]) -> None:
    """Owe a line to each channel that was told nothing for a week, on its morning: once, whatever happens then."""
    theirs = (subscription.c.channel_id == channel.c.id) & (subscription.c.created_at <= now - WEEK + LEEWAY)
    subscribed = select(subscription.c.id).where(theirs).exists()
    here = channel.c.platform.in_(platforms) & reachable(now) & subscribed
    alike: defaultdict[Rules, list[int]] = defaultdict(list)
    for r in db.execute(select(channel.c.id, channel.c.rules, channel.c.platform).where(here)).all():
        alike[rules_of(r.rules, r.platform)].append(r.id)
    for rules, channels in alike.items():
        line = quiet_week(rules, now) if rules.weekly and not is_quiet(rules, now) else None
        if line is not None and line[0] <= now < line[0] + DAY:
            for channel_id in untold(db, channels, *line):
                db.execute(insert_new(delivery).values(row(channel_id, None, DIGEST, line[1], now)))


def as_waiting(
    db: Connection, owed: Sequence[Record], rules: Rules, late: Mapping[int, Late], now: datetime
) -> list[Waiting]:
    seen = stories(db, sorted({r.story_id for r in owed}), owed[0].tenant)
    urgent = {story_id for story_id, story in seen.items() if is_urgent(rules, story.event)}

    def one(r: Record) -> Waiting:
        known, waits = late.get(r.id), since(r.created_at, now)
        if known is None:
            return Waiting(r.id, waits, r.story_id in urgent)
        return Waiting(r.id, waits, r.story_id in urgent, known.dated, known.flood)

    return [one(r) for r in owed]


def wait_for_the_morning(db: Connection, due: ColumnElement[bool], now: datetime) -> None:
    """A digest of the day that could not be sent by the evening; what was asked for by hand in the quiet, is wanted."""
    digests = (delivery.c.state == PENDING) & (delivery.c.kind == DIGEST)
    columns = (delivery.c.id, delivery.c.created_at, channel.c.rules, channel.c.platform)
    for r in db.execute(select(*columns).join_from(delivery, channel).where(digests, due)).all():
        rules = rules_of(r.rules, r.platform)
        if is_quiet(rules, now) and not is_quiet(rules, r.created_at):
            db.execute(update(delivery).where(delivery.c.id == r.id).values(due_at=opening(rules, now)))


def apply(db: Connection, decided: Plan, owed: Sequence[Record], now: datetime) -> None:
    for id, at in decided.later.items():
        db.execute(update(delivery).where(delivery.c.id == id).values(due_at=at))
    by_id = {r.id: r for r in owed}
    for told in decided.digests:
        cover(db, [by_id[id] for id in told], now)


def cover(db: Connection, told: Sequence[Record], now: datetime) -> None:
    """One message for all of these, which have none of their own any more."""
    first = told[0]
    digest = row(first.channel_id, first.story_id, DIGEST, first.id, now)
    [made] = db.execute(insert(delivery).values(digest).returning(delivery.c.id)).scalars()
    db.execute(update(delivery).where(delivery.c.id.in_([r.id for r in told])).values(covered_by=made))
    here = (delivery.c.channel_id == first.channel_id) & delivery.c.story_id.in_([r.story_id for r in told])
    follows = here & delivery.c.kind.in_(FOLLOWS) & (delivery.c.state == PENDING)
    db.execute(update(delivery).where(follows).values(state=DEAD, error=IN_DIGEST))


def gather(db: Connection, of: Channel, now: datetime) -> int:
    """Tell all that waits in the channel together, now; how many stories that are."""
    rows = waiting(db, is_channel(of))
    by_id = {r.id: r for r in rows}
    for told in pages([r.id for r in rows]):
        cover(db, [by_id[id] for id in told], now)
    return len(rows)


def replan(db: Connection, of: Channel, now: datetime) -> None:
    """Let the channel's new rules decide on what waits there."""
    here = select(channel.c.id).where(is_channel(of)).scalar_subquery()
    waits = (delivery.c.channel_id == here) & (delivery.c.state == PENDING) & delivery.c.kind.in_([ALERT, DIGEST])
    db.execute(update(delivery).where(waits, delivery.c.covered_by.is_(None)).values(due_at=now))


def hush(db: Connection, of: Channel, muted: Iterable[Mute]) -> None:
    """What waits there of what the channel wants to hear no more of is not sent."""
    companies, told = ({getattr(one, kind) for one in muted} - {0} for kind in ("company", "story"))
    about = select(story.c.id).where(or_(story.c.company_id.in_(companies), story.c.id.in_(told)))
    here = select(channel.c.id).where(is_channel(of)).scalar_subquery()
    waits = (delivery.c.channel_id == here) & (delivery.c.state == PENDING) & delivery.c.covered_by.is_(None)
    theirs = waits & delivery.c.story_id.in_(about) & delivery.c.kind.in_([ALERT, *FOLLOWS])
    db.execute(update(delivery).where(theirs).values(state=DEAD, error=MUTED))


def still_waiting(db: Connection, of: Channel) -> Sequence[datetime]:
    """When each of the alerts that wait in the channel is due."""
    ids = [r.id for r in waiting(db, is_channel(of))]
    return list(db.execute(select(delivery.c.due_at).where(delivery.c.id.in_(ids))).scalars())
