"""When and how a channel wants to be told: quiet hours, rhythm, how many an hour, what is urgent. Pure.

Times of day are the channel's own (its zone, with summer time); what comes out is in UTC. It reads no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from vigie.model import Event, LayoffFacts, Mute, RegulationFacts, Sensitivity
from vigie.text import gazetteer, places

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

LATE = HOUR
"""A story that waits longer than that is of a backlog."""

SINGLES = 5
"""Of a backlog, at most so many posts of their own an hour."""

STALE = timedelta(hours=72)
"""A story that waits longer has no post of its own any more."""

PAGE = 34
"""Stories that one message of a digest lists: two hundred in six, within the limits of both chats."""

SEARCHED = 30
"""Days in which an opening is looked for; no row of days off is that long."""


class Rhythm(StrEnum):
    AT_ONCE = "immediat"
    DAILY = "quotidien"
    WEEKLY = "hebdomadaire"


class Mention(StrEnum):
    """For what the role is mentioned."""

    URGENT = "urgent"
    ALL = "tout"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a channel chose, or these defaults."""

    zone: str = "Europe/Paris"
    rhythm: Rhythm = Rhythm.AT_ONCE
    digest_at: time = time(8, 30)
    quiet_from: time = time(20, 30)
    quiet_to: time = time(7, 30)
    """Equal to quiet_from: no quiet hours."""
    days_off: bool = True
    """Whether week-ends and public holidays are quiet."""
    hourly: int = 6
    """Messages an hour; what is more waits and is told together."""
    jobs: int = 100
    """Jobs in France from which a story is urgent."""
    jobs_elsewhere: int = 1_000
    amount: float = 10e6
    """Imposed, from which it is."""
    role: str = ""
    """As the platform knows it: '123' on Discord, 'S0123' on Slack."""
    mention: Mention = Mention.URGENT
    weekly: bool = True
    """Whether a week without an alert gets a line that says so."""
    republish: bool = True
    """Where nobody can find out whether a message arrived: rather twice than not at all."""
    sensitivity: Sensitivity = Sensitivity.NORMAL
    """Of the channel's subscriptions that have none of their own."""
    muted: tuple[Mute, ...] = ()


def in_force(muted: Iterable[Mute], now: datetime) -> tuple[Mute, ...]:
    return tuple(one for one in muted if one.until > now)


NEVER_QUIET = Rules(quiet_from=time(), quiet_to=time(), days_off=False, hourly=1_000, weekly=False)
"""A terminal wakes nobody up."""


def default(platform: str) -> Rules:
    return NEVER_QUIET if platform == "terminal" else Rules()


# -- days -------------------------------------------------------------------------------------------------------------


@cache
def holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of France (Code du travail, art. L. 3133-1)."""
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    moving = (easter(year) + timedelta(days) for days in (1, 39, 50))
    return frozenset([*(date(year, month, day) for month, day in fixed), *moving])


def easter(year: int) -> date:
    """The Gregorian Easter Sunday (Meeus, Jones, Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + weekday - 7 * ((a + 11 * h + 22 * weekday) // 451) + 114, 31)
    return date(year, month, day + 1)


def is_off(day: date) -> bool:
    return day.weekday() >= 5 or day in holidays(day.year)


# -- hours ------------------------------------------------------------------------------------------------------------


def is_quiet(rules: Rules, now: datetime) -> bool:
    here = now.astimezone(ZoneInfo(rules.zone))
    return (rules.days_off and is_off(here.date())) or is_night(rules, here.time())


def is_night(rules: Rules, at: time) -> bool:
    if rules.quiet_from <= rules.quiet_to:
        return rules.quiet_from <= at < rules.quiet_to
    return at >= rules.quiet_from or at < rules.quiet_to


def opening(rules: Rules, now: datetime) -> datetime:
    """When the quiet ends: now where it isn't quiet."""
    if not is_quiet(rules, now):
        return now
    ends = rules.quiet_to
    times = (time(), ends, ends.replace(fold=1))  # twice in the night when summer time ends
    return next((at for at in moments(rules, now, times) if at > now and not is_quiet(rules, at)), now + DAY)


def moments(rules: Rules, now: datetime, times: Sequence[time]) -> Iterator[datetime]:
    """These times of day, from the day of `now` on, in UTC; one that summer time skips is the one an hour later."""
    zone = ZoneInfo(rules.zone)
    today = now.astimezone(zone).date()
    for days in range(SEARCHED):
        for at in times:
            yield datetime.combine(today + timedelta(days), at, zone).astimezone(UTC)


def slot(rules: Rules, since: datetime) -> datetime:
    """The digest that a story of that moment belongs to: the next one; weekly, that of the week's first day of work."""
    zone = ZoneInfo(rules.zone)
    for at in moments(rules, since, [rules.digest_at]):
        day = at.astimezone(zone).date()
        if (
            at > since
            and not (rules.days_off and is_off(day))
            and (rules.rhythm is Rhythm.DAILY or is_first(day, days_off=rules.days_off))
        ):
            return at
    return since + 7 * DAY


def is_first(day: date, *, days_off: bool) -> bool:
    """Whether no day of the week before this one is worked."""
    before = (day - timedelta(n) for n in range(1, day.weekday() + 1))
    return all(days_off and is_off(one) for one in before)


def quiet_week(rules: Rules, now: datetime) -> tuple[datetime, int] | None:
    """When the line of a quiet week is due in the week of `now`, and that week: 202610; None without a day of work."""
    zone = ZoneInfo(rules.zone)
    today = now.astimezone(zone).date()
    year, week, weekday = today.isocalendar()
    monday = today - timedelta(weekday - 1)
    worked = (day for n in range(7) if not (rules.days_off and is_off(day := monday + timedelta(n))))
    if (first := next(worked, None)) is None:
        return None
    return opening(rules, datetime.combine(first, rules.digest_at, zone).astimezone(UTC)), year * 100 + week


# -- what is urgent ---------------------------------------------------------------------------------------------------


def is_urgent(rules: Rules, event: Event) -> bool:
    """Worth a night's sleep: many jobs, a liquidation, a heavy fine, a veto."""
    match event.facts:
        case LayoffFacts() as facts:
            asked = rules.jobs_elsewhere if is_abroad(facts) else rules.jobs
            gone = facts.procedure is not None and facts.procedure.value == "liquidation"
            return gone or (facts.jobs is not None and facts.jobs.value >= asked)
        case RegulationFacts() as facts:
            imposed = facts.amount_kind is not None and facts.amount_kind.value == "imposed"
            heavy = imposed and facts.amount is not None and facts.amount.value >= rules.amount
            return heavy or (facts.action is not None and facts.action.value == "block")
    return False


def is_abroad(facts: LayoffFacts) -> bool:
    """Whether countries are named and France is not; a town or a region of which no more is said may be French."""
    known = {found.name for place in facts.places if (found := places.find(place.value))}
    return bool(known & COUNTRIES) and "France" not in known


COUNTRIES = frozenset(row.partition("|")[0] for row in gazetteer.COUNTRIES.split("\n") if row)


def mentioned(rules: Rules, event: Event) -> str:
    """The role to mention for it, if any."""
    return rules.role if rules.mention is Mention.ALL or is_urgent(rules, event) else ""


# -- what to do with what waits ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """An alert that a channel is owed."""

    id: int
    since: datetime
    urgent: bool = False
    dated: datetime | None = None
    """When it was news, where it came late: a backlog's, by its own age and not by how long it has waited here."""
    flood: bool = False
    """It came with a document that was new almost throughout: it has no post of its own."""

    def age(self, now: datetime) -> timedelta:
        return now - (self.dated or self.since)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with what waits: a post of its own now, told together now (a message each), or later."""

    now: tuple[int, ...] = ()
    digests: tuple[tuple[int, ...], ...] = ()
    later: Mapping[int, datetime] = field(default_factory=dict)


def plan(rules: Rules, waiting: Sequence[Waiting], recent: Sequence[datetime], now: datetime) -> Plan:
    """waiting: oldest first; recent: when the messages of the last hour were begun."""
    if is_quiet(rules, now):
        until = opening(rules, now)
        return Plan(ids(w for w in waiting if w.urgent), later={w.id: until for w in waiting if not w.urgent})
    if rules.rhythm is not Rhythm.AT_ONCE:
        return gathered(rules, waiting, now)
    recent = [at for at in recent if now - HOUR < at <= now]
    room = rules.hourly - len(recent)
    if room <= 0:
        until = min(recent) + HOUR
        return Plan(ids(w for w in waiting if w.urgent), later={w.id: until for w in waiting if not w.urgent})
    return at_once(rules, waiting, room, now)


def gathered(rules: Rules, waiting: Sequence[Waiting], now: datetime) -> Plan:
    """All in the digest that each belongs to."""
    slots = {w.id: slot(rules, w.since) for w in waiting}
    due = ids(w for w in waiting if slots[w.id] <= now)
    return Plan(digests=pages(due), later={id: at for id, at in slots.items() if at > now})


def at_once(rules: Rules, waiting: Sequence[Waiting], room: int, now: datetime) -> Plan:
    """One post each while there is room; of a crowd the first ones, and the rest together; of a mass, all together."""
    fresh = [w for w in waiting if w.age(now) <= STALE and not w.flood]
    late = sum(w.age(now) > LATE for w in waiting)
    singles = SINGLES if not late else max(0, SINGLES - (rules.hourly - room))
    if len(fresh) == len(waiting) <= room and late <= singles:
        return Plan(ids(waiting))
    alone = [] if len(waiting) > 2 * rules.hourly else sorted(fresh, key=lambda w: not w.urgent)
    first = set(ids(alone[: min(room - 1, singles)]))
    rest = ids(w for w in waiting if w.id not in first)
    if len(rest) == 1 and len(fresh) == len(waiting):
        return Plan(ids(waiting))
    told = pages(rest)[: max(1, room - len(first))]
    left = rest[sum(map(len, told)) :]
    return Plan(ids(w for w in waiting if w.id in first), told, dict.fromkeys(left, now + HOUR))


def ids(waiting: Sequence[Waiting] | Iterator[Waiting]) -> tuple[int, ...]:
    return tuple(w.id for w in waiting)


def pages(members: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(members[at : at + PAGE]) for at in range(0, len(members), PAGE))
